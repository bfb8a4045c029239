"""The required stage property, by which HubSpot itself refuses a move: how ops make it, and whether it is in place."""

from __future__ import annotations

from collections.abc import Sequence

from connectors.base import StageInfo
from connectors.errors import ConfigError, Refused
from connectors.hubspot.client import Client
from connectors.hubspot.failures import named, reason
from connectors.hubspot.reading import errors, text, values
from connectors.hubspot.writing import read
from rules.model import Gate, Stage


def in_place(client: Client, code: str, stage: Stage, deal: str) -> bool:
    """2026-09 validates conditional required properties on API writes too, so the attempt itself is the test.

    The deal goes straight back when HubSpot lets it through, with the code it had.
    """
    before = values(_deal(client, deal, code))
    refusal = _refusal(client, deal, {"pipeline": stage.pipeline, "dealstage": stage.id, code: ""})
    if refusal is None:
        back = _refusal(client, deal, {key: text(before.get(key)) for key in ("pipeline", "dealstage", code)})
        if back:
            raise Refused(f"HubSpot let deal {deal} through and would not take it back: {back}. Move it by hand.")
        return False
    if code not in refusal.fields:
        raise refusal
    return True


def _refusal(client: Client, deal: str, properties: dict[str, str]) -> Refused | None:
    """Write; what HubSpot has against it, wherever it says so."""
    try:
        answer = client.update_deals([{"id": deal, "objectWriteTraceId": "handoff-gate-kit", "properties": properties}])
    except Refused as error:
        return error
    return next((Refused(reason(error), named(error)) for error in errors(answer)), None)


def _deal(client: Client, deal: str, code: str) -> dict[str, object]:
    found = read(client, [deal], ["dealstage", "pipeline", code]).deals
    if deal not in found:
        raise ConfigError(f"there is no deal {deal} in this portal. Give the id of a deal you can spare.")
    return found[deal]


def click_path(gate: Gate, code: str, stages: Sequence[StageInfo]) -> str:
    """How ops make HubSpot itself refuse a move: no API can do it for them (2026-11)."""
    names = ", ".join(f"“{stage.label}”" for stage in stages) or "the gated stage"
    lines = (
        f"The {gate} gate, refused by HubSpot itself:",
        f"1. First let the deals that are past this gate have their code in {code}; without it they cannot be saved.",
        "2. In HubSpot: Settings > Objects > Deals > Pipelines; choose the pipeline.",
        f"3. Beside {names}: click “Edit properties” (also called “Update stage properties”).",
        f"4. Add the property {code}, tick “Required”, save. Do the same for every later stage except lost.",
        f"5. Enterprise only: Settings > Properties > {code} > Field permissions: only super admins may edit it.",
        f"6. Check it with a deal you can spare: move it to {names} while {code} is empty. HubSpot must refuse.",
        "Workflows, imports and apps on older API versions are not bound by it; such a deal is flagged with a task.",
    )
    return "\n".join(lines) + "\n"
