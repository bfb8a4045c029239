"""Making, checking and taking away our properties in a portal. Idempotent; nothing of the customer's is ever removed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from connectors.base import SetupStep, Trouble
from connectors.errors import AuthFailed, ConnectorError, NotFound, Refused
from connectors.hubspot.client import Client
from connectors.hubspot.failures import Conflict, reason
from connectors.hubspot.reading import errors, listed, results, text
from connectors.hubspot.schema import GROUP, GROUP_LABEL, default_mapping, definitions, expected_type

Progress = Callable[[SetupStep], None]
Json = dict[str, Any]
CREATED_AT_ONCE = 100
TASKS_FIX = "Add crm.objects.contacts.write to the app; without it nobody is told why a deal went back."
OWNERS_FIX = "Add crm.objects.owners.read to the app; without it nobody knows whom to tell."
QUOTES_FIX = "Add crm.objects.quotes.read to the app; without it a quote that is published early goes unseen."
BACKWARD_FIX = (
    "Use an account-level token (static app), to which this rule does not apply, or allow it for these stages."
)


def existing(client: Client) -> dict[str, Mapping[str, Any]]:
    """The deal properties of the portal by name."""
    rows = results(client.properties())
    return {text(row.get("name")): row for row in rows if row.get("archived") not in (True, "true")}


# --- installing -----------------------------------------------------------------------------------------------------


def install(client: Client, mapping: Mapping[str, str], plan_only: bool, progress: Progress) -> None:
    """The group and the default properties this mapping uses. What is there already is left, or brought up to date."""
    have, wanted = existing(client), definitions(mapping)
    missing = [made for made in wanted if made["name"] not in have]
    if wanted:
        progress(_group(client, plan_only))
    for made in wanted:
        if made["name"] in have:
            progress(_updated(client, have[made["name"]], made, plan_only))
    for start in range(0, len(missing), CREATED_AT_ONCE):
        for step in _created(client, missing[start : start + CREATED_AT_ONCE], plan_only):
            progress(step)


def _group(client: Client, plan_only: bool) -> SetupStep:
    what = f"property group {GROUP}"
    try:
        if _has_group(client):
            return SetupStep("present", what)
        if not plan_only:
            client.create_group(GROUP, GROUP_LABEL)
    except (NotFound, Conflict) as error:  # a server without groups; or somebody was faster
        return SetupStep("present", what, str(error))
    except Refused as error:
        return SetupStep("trouble", what, str(error))
    return SetupStep("create", what, GROUP_LABEL)


def _has_group(client: Client) -> bool:
    try:
        return any(text(row.get("name")) == GROUP for row in results(client.groups()))
    except NotFound:
        return False


def _created(client: Client, missing: Sequence[Json], plan_only: bool) -> list[SetupStep]:
    """All at once; one by one when HubSpot refuses the whole batch for one of them."""
    refused: dict[str, str] = {}
    if not plan_only:
        try:
            refused = _refusals(client.create_properties(missing), missing)
        except (Refused, NotFound):
            return [_created_alone(client, made) for made in missing]
    return [_made(made, refused.get(made["name"], "")) for made in missing]


def _made(made: Json, refusal: str) -> SetupStep:
    return SetupStep("trouble" if refusal else "create", f"property {made['name']}", refusal or made["label"])


def _created_alone(client: Client, made: Json) -> SetupStep:
    try:
        client.create_property(made)
    except Conflict:
        return SetupStep("present", f"property {made['name']}")
    except Refused as error:
        return _made(made, str(error))
    return _made(made, "")


def _refusals(answer: Json, missing: Sequence[Json]) -> dict[str, str]:
    found: dict[str, str] = {}
    for error in errors(answer):
        told = f"{error.get('message')} {error.get('context')}"
        conflict = "ALREADY_EXISTS" in text(error.get("category")).upper() or "CONFLICT" in text(error.get("category"))
        found |= {made["name"]: "" if conflict else reason(error) for made in missing if _speaks_of(told, made["name"])}
    return found


def _speaks_of(told: str, name: str) -> bool:
    """The name as a whole word: hg_security is not hg_security_detail."""
    return name in "".join(letter if letter.isalnum() or letter == "_" else " " for letter in told).split()


def _updated(client: Client, have: Mapping[str, Any], wanted: Json, plan_only: bool) -> SetupStep:
    """Labels and help are ours; options are only ever added, because deals may hold the customer's own."""
    what = f"property {wanted['name']}"
    if text(have.get("type")) != wanted["type"]:
        told = f"has type {have.get('type')}, {wanted['type']} was expected; map another property"
        return SetupStep("trouble", what, told)
    changes: Json = {key: wanted[key] for key in ("label", "description") if text(have.get(key)) != wanted[key]}
    absent = _absent_options(have, wanted)
    if absent:
        changes["options"] = [*listed(have.get("options")), *absent]
    if not changes:
        return SetupStep("present", what)
    try:
        if not plan_only:
            client.update_property(wanted["name"], changes)
    except (Refused, NotFound) as error:
        return SetupStep("trouble", what, str(error))
    return SetupStep("change", what, ", ".join(changes))


def _absent_options(have: Mapping[str, Any], wanted: Json) -> list[Json]:
    values = {text(option.get("value")) for option in listed(have.get("options"))}
    return [option for option in wanted.get("options", []) if option["value"] not in values]


def uninstall(
    client: Client, mapping: Mapping[str, str], plan_only: bool, remove_answers: bool, progress: Progress
) -> None:
    """Our own values go; the rep's answers only when asked. Properties that ops mapped themselves always stay."""
    have, defaults = existing(client), default_mapping()
    names = [
        name
        for part, name in mapping.items()
        if name in have and name == defaults.get(part) and (remove_answers or part.startswith("ours."))
    ]
    for name in names:
        progress(_removed(f"property {name}", partial(client.archive_property, name), plan_only))
    left = [row for name, row in have.items() if text(row.get("groupName")) == GROUP and name not in names]
    if names and not left:
        progress(_removed(f"property group {GROUP}", partial(client.archive_group, GROUP), plan_only))


def _removed(what: str, remove: Callable[[], object], plan_only: bool) -> SetupStep:
    try:
        if not plan_only:
            remove()
    except NotFound:
        return SetupStep("remove", what, "was gone already")
    except Refused as error:  # a workflow or a list still uses it
        return SetupStep("trouble", what, str(error))
    return SetupStep("remove", what)


# --- checking -------------------------------------------------------------------------------------------------------


def troubles(client: Client, mapping: Mapping[str, str]) -> tuple[Trouble, ...]:
    """What would keep this account from working: token, scopes, properties that are gone or have another type."""
    try:
        have = existing(client)
    except AuthFailed as error:
        return (Trouble("token-refused", str(error), "Give the app its scopes and connect again.", True),)
    except NotFound as error:
        return (Trouble("wrong-address", str(error), "Check --api-base and connect again.", True),)
    made = {definition["name"]: definition for definition in definitions(mapping)}
    drift = [_drift(part, name, have.get(name), made.get(name)) for part, name in mapping.items()]
    scopes = [
        _scope("tasks-refused", "the app may not use tasks", TASKS_FIX, partial(client.read_tasks, ["1"], []), True),
        _scope("owners-refused", "the app may not read owners", OWNERS_FIX, partial(client.owners, False, None), True),
        _scope("quotes-refused", "the app may not read quotes", QUOTES_FIX, partial(client.read_quotes, ["1"])),
    ]
    return tuple(trouble for trouble in (*drift, *scopes, *_backward(client)) if trouble)


def _drift(part: str, name: str, have: Mapping[str, Any] | None, made: Json | None) -> Trouble | None:
    if have is None:
        fix = "Run handoff install." if made else "Map another property, or create it again."
        return Trouble("mapping-broken", f"{part}: the property “{name}” is not in the portal", fix, True)
    if part.startswith("ours.") and have.get("hubspotDefined") in (True, "true"):
        message = f"{part}: the property “{name}” is HubSpot's own, and what people fill there would be overwritten"
        return Trouble("mapping-broken", message, "Map a property that was made for this.", True)
    wanted = expected_type(part)
    if wanted and text(have.get("type")) != wanted:
        message = f"{part}: the property “{name}” has type {have.get('type')}, {wanted} was expected"
        return Trouble("mapping-broken", message, "Map a property of that type.", True)
    absent = _absent_options(have, made) if made else []
    if absent:
        options = ", ".join(option["value"] for option in absent)
        message = f"{part}: the property “{name}” lacks the options {options}"
        return Trouble("mapping-broken", message, "Run handoff install.", part.startswith("ours."))
    return None


def _scope(id: str, message: str, fix: str, call: Callable[[], object], stops: bool = False) -> Trouble | None:
    """A call that only a missing scope can refuse with 401 or 403, once the token itself works."""
    try:
        call()
    except AuthFailed as error:
        return Trouble(id, f"{message}: {error}", fix, stops)
    except ConnectorError:
        return None
    return None


def _backward(client: Client) -> list[Trouble]:
    """The portal's own rule against backward moves would refuse a put-back made in a user's name (2026-11)."""
    found = []
    try:
        for pipeline in results(client.pipelines()):
            rule = client.pipeline_rules(text(pipeline.get("id"))).get("noBackwardsMovementRule")
            if isinstance(rule, Mapping) and (rule.get("enabledForAllStages") or rule.get("pipelineStageIds")):
                told = f"the pipeline “{text(pipeline.get('label'))}” forbids backward moves: put-backs may be refused"
                found.append(Trouble("no-backward-moves", told, BACKWARD_FIX))
    except ConnectorError:
        return found  # the rules are no part of every edition, and our scopes need not cover them
    return found
