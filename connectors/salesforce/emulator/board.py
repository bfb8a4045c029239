"""The emulated pipeline board: what a rep sees and fills, beside what the product wrote."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask import Blueprint, Response, current_app, jsonify, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from connectors.salesforce.emulator.org import Org
from connectors.salesforce.emulator.records import Record, Refusal
from connectors.salesforce.emulator.schema import Field

board = Blueprint("board", __name__, template_folder="templates")
PREFIX = "HG_"
STATE = "HG_State__c"
WRITTEN = (
    "HG_State__c",
    "HG_Missing__c",
    "HG_Score__c",
    "HG_Gate_Quote__c",
    "HG_Gate_Contract__c",
    "HG_Gate_Won__c",
    "HG_Plan__c",
    "HG_Setup_Days__c",
    "HG_Evaluated__c",
)
HIDDEN = ("HG_Revision__c", "HG_Evaluated_Revision__c", "HG_Reviewed_By__c", "HG_Reviewed_At__c")
Json = dict[str, Any]


def org() -> Org:
    found: Org = current_app.extensions["org"]
    return found


@board.get("/")
def home() -> AnyResponse:
    return redirect("/board")


@board.get("/board")
def show() -> str:
    return _rendered(request.args.get("deal", ""), [], {})


def _rendered(wanted: str, problems: list[str], typed: Json) -> str:
    """The page. `typed`: what was just posted and refused, so that nobody types it twice."""
    with org().lock:
        deals = [record for record in org().records["Opportunity"].values() if not record.deleted]
        deal = next((record for record in deals if record.id == wanted), deals[0] if deals else None)
        return render_template(
            "board.html", **_page(deals[:200], deal, typed), problems=list(dict.fromkeys(problems)), plain=plain
        )


def _page(deals: list[Record], deal: Record | None, typed: Json) -> Json:
    stages = [row for row in org().stages if row["IsActive"]]
    columns = [(row, [one for one in deals if one.values["StageName"] == row["ApiName"]]) for row in stages]
    fields = org().metadata.objects["Opportunity"].fields
    asked = [field for name, field in fields.items() if name.startswith(PREFIX) and name not in (*WRITTEN, *HIDDEN)]
    page: Json = {"columns": columns, "deal": deal, "stages": stages, "asked": [_box(field) for field in asked]}
    page |= {"people": _people(), "name": org().name, "values": {**deal.values, **typed} if deal else {}}
    return page | {"written": _written(deal), "tasks": _tasks(deal), "history": _history(deal), "badges": _badges()}


def _box(field: Field) -> Json:
    """How a field is shown: its kind decides the box."""
    kinds = {"picklist": "choice", "multipicklist": "checks", "reference": "person", "boolean": "tick"}
    plain = {"double": "number", "date": "date", "datetime": "datetime-local"}
    kind = kinds.get(field.type) or ("long" if field.type == "textarea" else plain.get(field.type, "text"))
    options = [(choice.value, choice.label) for choice in field.choices]
    return {"name": field.name, "label": field.label, "help": field.help, "kind": kind, "options": options}


def _people() -> dict[str, str]:
    rows = [record.values for record in org().records["User"].values()]
    return {r["Id"]: r["Name"] for r in rows if r["UserType"] == "Standard" and r["Id"] != org().integration_user}


def _rep() -> str:
    return next(iter(_people()), org().integration_user)


def _badges() -> dict[str, str]:
    field = org().metadata.objects["Opportunity"].fields.get(STATE)
    return {choice.value: choice.label for choice in field.choices} if field else {}


def _written(deal: Record | None) -> list[tuple[str, str]]:
    fields = org().metadata.objects["Opportunity"].fields
    if deal is None:
        return []
    found = [(fields[name], deal.values.get(name)) for name in WRITTEN if name in fields]
    return [(field.label, plain(value)) for field, value in found if value is not None]


def plain(value: Any) -> str:
    """A value as people read it: 100, not 100.0."""
    if value is None:
        return ""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _tasks(deal: Record | None) -> list[Json]:
    rows = org().tasks(deal.id) if deal else []
    names = {record.id: record.values["Name"] for record in org().records["User"].values()}
    return [
        {
            "subject": row.get("Subject"),
            "lines": (row.get("Description") or "").splitlines(),
            "done": row.get("IsClosed"),
            "to": names.get(row.get("OwnerId") or "", "nobody"),
        }
        for row in reversed(rows)
    ]


def _history(deal: Record | None) -> list[Json]:
    names = {record.id: record.values["Name"] for record in org().records["User"].values()}
    names[org().integration_user] = "Handoff Gate"
    rows = [r.values for r in org().records["OpportunityHistory"].by("OpportunityId", deal.id)] if deal else []
    steps = [row for at, row in enumerate(rows) if at == 0 or row["StageName"] != rows[at - 1]["StageName"]]
    return [
        {
            "stage": row["StageName"],
            "who": names.get(row["CreatedById"], "somebody"),
            "at": f"{datetime.fromisoformat(row['CreatedDate']):%H:%M:%S}",
        }
        for row in reversed(steps[-8:])
    ]


@board.get("/board/state")
def state() -> Response:
    """Changes whenever anything on the board does, so that the page knows when to refresh."""
    with org().lock:
        marks = [
            str(record.values)
            for name in ("Opportunity", "Task")
            for record in list(org().records[name].values())[:200]
        ]
        return jsonify({"mark": hash(tuple(marks))})


@board.post("/board/<id>/save")
def save(id: str) -> AnyResponse | str:
    """Save the form as a person, all boxes in one go; the stage too when it is in it."""
    fields = org().metadata.objects["Opportunity"].fields
    values: Json = {name: _posted(fields[name]) for name in request.form if name in fields}
    return _as_person(id, values)


@board.post("/board/<id>/move")
def move(id: str) -> AnyResponse | str:
    return _as_person(id, {"StageName": request.form["StageName"]})


def _posted(field: Field) -> Any:
    """A form's text as the field takes it."""
    values = [value for value in request.form.getlist(field.name) if value]
    text = ";".join(values).replace("\r\n", "\n") if field.type == "multipicklist" else (values[-1] if values else "")
    if field.type == "boolean":
        return text == "true"
    if field.type == "datetime" and text:
        return f"{text[:16]}:00Z"
    return text.replace("\r\n", "\n") or None


def _as_person(id: str, values: Json) -> AnyResponse | str:
    try:
        org().save(id, values, by=_rep())
    except Refusal as error:
        return _rendered(id, [row["message"] for row in error.errors], values)
    return redirect(f"/board?deal={id}")
