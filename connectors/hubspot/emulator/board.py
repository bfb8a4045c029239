"""The emulated deal board: what a rep sees and fills, beside what the product wrote."""

from __future__ import annotations

import html
from datetime import datetime
from typing import Any

from flask import Blueprint, Response, current_app, jsonify, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from connectors.hubspot.emulator.portal import Portal, Record, Refusal
from connectors.hubspot.emulator.values import Invalid

board = Blueprint("board", __name__, template_folder="templates")
GROUP = "handoff_gate"
WRITTEN = (
    "hg_state",
    "hg_missing",
    "hg_score",
    "hg_gate_quote",
    "hg_gate_contract",
    "hg_gate_won",
    "hg_plan",
    "hg_setup_days",
    "hg_evaluated",
)
Json = dict[str, Any]


def portal() -> Portal:
    found: Portal = current_app.extensions["portal"]
    return found


@board.get("/")
def home() -> AnyResponse:
    return redirect("/board")


@board.get("/board")
def show() -> str:
    with portal().lock:
        deals = [record for record in portal().deals.values() if not record.archived]
        wanted = request.args.get("deal", "")
        deal = portal().deals.get(wanted) or (deals[0] if deals else None)
        stages = portal().pipelines[0]["stages"]
        return render_template("board.html", **_page(deals, deal, stages), problem=request.args.get("problem", ""))


def _page(deals: list[Record], deal: Record | None, stages: list[Json]) -> Json:
    columns = [
        (stage, [record for record in deals if record.properties.get("dealstage") == stage["id"]]) for stage in stages
    ]
    ours = [d for d in portal().definitions.values() if d.get("groupName") == GROUP]
    asked = sorted((d for d in ours if d["name"] not in WRITTEN), key=lambda d: d.get("displayOrder", 0))
    people = {owner["id"]: f"{owner['firstName']} {owner['lastName']}" for owner in portal().owners}
    page = {"columns": columns, "deal": deal, "stages": stages, "asked": asked, "people": people, "portal": portal()}
    return page | {
        "written": _written(deal),
        "tasks": _tasks(deal),
        "history": _history(deal, stages),
        "badges": _badges(),
    }


def _badges() -> dict[str, str]:
    options = portal().definitions.get("hg_state", {}).get("options", [])
    return {option["value"]: option["label"] for option in options}


def _written(deal: Record | None) -> list[tuple[str, str]]:
    if deal is None:
        return []
    found = [(name, deal.properties.get(name)) for name in WRITTEN if name in portal().definitions]
    return [(portal().definitions[name]["label"], value) for name, value in found if value]


def _tasks(deal: Record | None) -> list[Json]:
    ids = portal().links.get(("deals", "tasks"), {}).get(deal.id, []) if deal else []
    rows = [portal().tasks[id].properties for id in reversed(ids)]
    people = {owner["id"]: f"{owner['firstName']} {owner['lastName']}" for owner in portal().owners}
    return [
        {
            "subject": row.get("hs_task_subject"),
            "lines": [html.unescape(line) for line in (row.get("hs_task_body") or "").split("<br>")],
            "done": row.get("hs_task_status") == "COMPLETED",
            "to": people.get(row.get("hubspot_owner_id") or "", "nobody"),
        }
        for row in rows
    ]


def _history(deal: Record | None, stages: list[Json]) -> list[Json]:
    labels = {stage["id"]: stage["label"] for stage in stages}
    users = {f"userId:{owner['userId']}": f"{owner['firstName']} {owner['lastName']}" for owner in portal().owners}
    ours = {str(portal().app_id): "Handoff Gate"}
    rows = deal.history.get("dealstage", []) if deal else []
    return [
        {
            "stage": labels.get(row["value"], row["value"]),
            "who": (users | ours).get(row["sourceId"], row["sourceType"].title()),
            "at": datetime.fromisoformat(row["timestamp"].replace("Z", "+00:00")).strftime("%H:%M:%S"),
        }
        for row in rows[:8]
    ]


@board.get("/board/state")
def state() -> Response:
    """Changes whenever anything on the board does, so that the page knows when to refresh."""
    with portal().lock:
        marks = [record.updated for record in portal().deals.values()] + [
            str(t.properties) for t in portal().tasks.values()
        ]
        return jsonify({"mark": hash(tuple(marks))})


@board.post("/board/<id>/save")
def save(id: str) -> AnyResponse:
    """Fill the form as a person, all boxes in one go."""
    return _as_person(id, {d["name"]: _posted(d) for d in portal().definitions.values() if d["name"] in request.form})


@board.post("/board/<id>/move")
def move(id: str) -> AnyResponse:
    return _as_person(id, {"dealstage": request.form["stage"]})


def _posted(definition: Json) -> str:
    values = [value for value in request.form.getlist(definition["name"]) if value]
    return ";".join(values).replace("\r\n", "\n")


def _as_person(id: str, values: dict[str, str]) -> AnyResponse:
    user = int(portal().owners[0]["userId"])
    try:
        portal().person_sets(id, values, user)
    except Refusal as error:
        return redirect(f"/board?deal={id}&problem={error}")
    except Invalid as error:
        return redirect(f"/board?deal={id}&problem={error}")
    return redirect(f"/board?deal={id}")
