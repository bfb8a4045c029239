"""The account document: read strictly, told in plain words with places, changed without losing a comment."""

from __future__ import annotations

import time
from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.base import Pipeline, StageInfo
from integration.account import (
    AccountDocument,
    carry,
    change,
    check,
    diff,
    dump,
    guess_stages,
    load,
    new_document,
    new_text,
)
from integration.yaml_positions import MOST_BYTES, read_yaml
from rules.model import Mode

GO_LIVE = datetime(2026, 11, 24, 9, tzinfo=UTC)
SMALL = "version: 1\naccount: crm:1\nreach: {from: 2026-11-24}\n"
SALES = Pipeline(
    "default",
    "Sales",
    (
        StageInfo("s1", "Discovery"),
        StageInfo("s2", "Quote in preparation"),
        StageInfo("s3", "Quote sent"),
        StageInfo("s4", "Contract sent"),
        StageInfo("s5", "Closed won", "won"),
        StageInfo("s6", "Closed lost", "lost"),
    ),
)


def good(text: str) -> AccountDocument:
    document, problems = load(text)
    assert document is not None, list(map(str, problems))
    return document


def told(text: str | bytes) -> list[str]:
    document, problems = load(text)
    assert document is None
    return list(map(str, problems))


def new() -> str:
    return new_text("crm:1", "en", "Europe/Berlin", GO_LIVE)


def with_gate(gate: str = "quote", **values: object) -> str:
    return change(new(), {("gates", gate, key): value for key, value in values.items()})


# --- reading --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "line", "column", "says"),
    [
        ("account: a\n\treach: b\n", 2, 1, "a tab"),
        ("a: [1\nb: 2\n", 2, 2, "not closed"),
        ("a: {b: 1\nc: 2\n", 2, 2, "not closed"),
        ("a: b: c\n", 1, 5, "out of place"),
        ("a: 1\n b: 2\n", 2, 3, "out of place"),
        ("- a\nb: 1\n", 2, 1, "line up"),
        ("a: 'x\n", 2, 1, "quotes"),
        ("a: @x\n", 1, 4, "quotes"),
        ("a: 1\n---\nb: 1\n", 2, 1, "second document"),
        ("%YAML 1.1\n---\na: no\n", 1, 1, "directive"),
        ("a: \x00b\n", 1, 4, "U+0000"),
        ("ok: 1\na: \x1b[31m\n", 2, 4, "U+001B"),
        ('a: "\\ud800"\n', 1, 4, "no text"),
        ("a: !!python/object/apply:os.system [id]\n", 1, 4, "tag"),
        ("a: !mine x\n", 1, 4, "tag"),
        ("x: &a [1]\ny: *a\n", 1, 4, "anchors"),
        ("y: *a\n", 1, 4, "aliases"),
        ("? [a, b]\n: c\n", 1, 3, "plain text"),
        ("a: " + "[" * 30 + "]" * 30, 1, 23, "too deeply"),
        ("- a\n", 1, 1, "names with values"),
        ("", 1, 1, "names with values"),
        ("just text", 1, 1, "names with values"),
        ("# " + "x" * MOST_BYTES, 1, 1, "256 kB"),
    ],
)
def test_what_cannot_be_read_is_told_with_its_place(text: str, line: int, column: int, says: str) -> None:
    document, problems = load(text, "h.yaml")
    assert document is None
    assert (problems[0].line, problems[0].column) == (line, column), str(problems[0])
    assert says in str(problems[0]) and str(problems[0]).startswith(f"h.yaml:{line}:{column}: ")


def test_bytes_that_are_no_utf_8() -> None:
    assert told(b"a: 1\nb: \xff\n")[0].startswith("handoff.yaml:2:4: is not UTF-8")


def test_every_name_that_is_written_twice_is_told() -> None:
    _, problems = load(SMALL + "gates:\n  quote: {mode: coach, mode: enforce}\naccount: crm:2\n")
    assert [(p.line, p.column, p.message) for p in problems] == [
        (5, 24, '"mode" is written twice, first in line 5'),
        (6, 1, '"account" is written twice, first in line 2'),
    ]


def test_an_alias_bomb_is_refused_at_once() -> None:
    bomb = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
        f"{chr(98 + i)}: &{chr(98 + i)} [{','.join(['*' + chr(97 + i)] * 9)}]\n" for i in range(9)
    )
    load(SMALL)
    started = time.perf_counter()
    document, problems = load(bomb)
    assert time.perf_counter() - started < 0.05
    assert document is None and problems[0].line == 1


def test_scalars_stay_the_text_that_was_typed() -> None:
    document, _ = read_yaml("a: 12:30\nb: no\nc: 1.10\nd: 2026-11-24\ne: 007\nf: null\n9: on\n<<: x\n", "f")
    assert document is not None
    wanted = {"a": "12:30", "b": "no", "c": "1.10", "d": "2026-11-24", "e": "007", "f": None, "9": "on", "<<": "x"}
    assert document.plain() == wanted


@given(st.text(alphabet="a1:-[]{}#&*!|>'\"%@`,? \n\t\\~.\x00é", max_size=60))
@settings(max_examples=300, deadline=None)
def test_no_text_ever_gives_a_traceback(text: str) -> None:
    document, problems = load(text)
    assert document is None and problems and all(str(problem) for problem in problems)


# --- checking against the model -------------------------------------------------------------------------------------


def test_every_problem_is_told_with_what_was_probably_meant() -> None:
    text = """\
version: 1
account: crm:1
time_zone: Europe/Berln
langage: en
reach: {from: yesterday}
gates:
  quote:
    mode: enforced
    stages: quotesent
    movers: {persn: flag, person: putback}
  qoute: {}
  won: {stages: [closedwon]}
park: [a]
trial: {deals: three}
reviewers:
"""
    assert told(text) == [
        'handoff.yaml:3:12: time_zone: "Europe/Berln" is no time zone. Use a name such as Europe/Berlin (did you mean "Europe/Berlin"?)',
        "handoff.yaml:4:1: langage: this name is not known here. Use version, account, language, time_zone, reach, trial, "
        'discovery, gates, park, reviewers, exempt, mapping or words (did you mean "language"?)',
        'handoff.yaml:5:15: reach.from: "yesterday" is no date. Write it as 2026-11-24 or 2026-11-24T09:00:00+01:00',
        'handoff.yaml:8:11: gates.quote.mode: "enforced" is not a mode. Use shadow, coach or enforce (did you mean "enforce"?)',
        'handoff.yaml:9:13: gates.quote.stages: "quotesent" is not a list. Write [one, two] or one “- item” a line',
        "handoff.yaml:10:14: gates.quote.movers.persn: this name is not known here. "
        'Use person, unknown, import, workflow or integration (did you mean "person"?)',
        'handoff.yaml:10:35: gates.quote.movers.person: "putback" is not a reaction. '
        'Use put_back, flag or ignore (did you mean "put_back"?)',
        'handoff.yaml:11:3: gates.qoute: "qoute" is not a gate. Use quote, contract or won (did you mean "quote"?)',
        'handoff.yaml:12:18: gates.won.stages[1]: "closedwon" names no pipeline. Write pipeline/stage',
        "handoff.yaml:13:7: park: this is not names with values. Write “name: value” a line, indented",
        'handoff.yaml:14:16: trial.deals: "three" is not a whole number. Write a number such as 3',
        "handoff.yaml:15:1: reviewers: has no value. Write one, or delete the line",
    ]


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("account: crm", "is no account"),
        ("version: 2", "is not a version that is known"),
        ("language: fr", "Use en or de"),
        ("trial: {deals: -1}", "Write a number from 0 to 100"),
        ("gates: {won: {kit: {checked: soon}}}", "is not a date"),
        ("reviewers: [[a]]", "not a single text"),
        ("reviewers: ['']", "is not a name"),
    ],
)
def test_values_that_cannot_be(line: str, says: str) -> None:
    name = line.partition(":")[0]
    kept = [kept for kept in SMALL.splitlines() if not kept.startswith(f"{name}:")]
    assert says in told("\n".join([*kept, line]))[0]


def test_what_is_missing_is_named() -> None:
    assert told("version: 1\n") == [
        "handoff.yaml:1:1: account: is missing. Add it",
        "handoff.yaml:1:1: reach: is missing. Add it",
    ]


def test_a_long_value_is_not_read_out() -> None:
    assert len(told(SMALL + f"language: {'x' * 5000}\n")[0]) < 200


def test_a_flood_of_problems_is_cut_short() -> None:
    said = told(SMALL + "".join(f"k{number}: v\n" for number in range(150)))
    assert len(said) == 101 and said[-1] == "handoff.yaml: and 50 more. Mend these first"


def test_ids_may_look_like_anything() -> None:
    document = good(SMALL + "park: {12345: 007}\nreviewers: [no, 1e3]\nmapping: {context.text: on, source: null}\n")
    assert document.park == {"12345": "007"} and document.reviewers == ("no", "1e3")
    assert document.full_mapping({"source": "s", "confirm_by": "c"}) == {"context.text": "on", "confirm_by": "c"}


def test_a_date_is_midnight_in_the_accounts_zone() -> None:
    document = good(SMALL + "time_zone: Europe/Berlin\n")
    assert document.reach.from_ == datetime(2026, 11, 23, 23, tzinfo=UTC)
    assert "from: 2026-11-24\n" in dump(document)
    assert good(SMALL).reach.from_ == datetime(2026, 11, 24, tzinfo=UTC)
    exact = good(SMALL.replace("2026-11-24", "2026-11-24T09:00:00+02:00"))
    assert exact.reach.from_ == datetime(2026, 11, 24, 7, tzinfo=UTC)


# --- a new document, written out ------------------------------------------------------------------------------------


def test_a_new_account_watches_and_coaches_three_deals() -> None:
    document = new_document("crm:1", "de", "Europe/Berlin", GO_LIVE)
    assert [(gate, rule.mode, rule.stages) for gate, rule in document.gates.items()] == [
        ("quote", "shadow", ()),
        ("contract", "shadow", ()),
        ("won", "shadow", ()),
    ]
    assert document.trial.deals == 3 and document.reach.from_ == GO_LIVE
    assert document.gate("won").reactions() == {
        "person": "put_back", "unknown": "put_back", "import": "flag", "workflow": "flag", "integration": "flag",
        "ours": "ignore", "exempt": "ask_reason",
    }  # fmt: skip


def test_what_is_written_is_read_again_the_same() -> None:
    text = change(
        with_gate(stages=["default/s3"], mode="enforce"), {("park",): {"default": "s1"}, ("exempt",): ["null"]}
    )
    document = good(change(text, "gates.won.kit", {"checked": date(2026, 12, 1)}))
    assert good(dump(document)) == document
    assert dump(good(dump(document))) == dump(document)
    assert good(dump(new_document("crm:1", "en", "UTC", GO_LIVE))) == new_document("crm:1", "en", "UTC", GO_LIVE)


def test_each_section_says_what_it_is_for() -> None:
    lines = new().splitlines()
    for section in ("reach", "trial", "discovery", "gates", "park", "reviewers", "exempt", "mapping"):
        place = next(number for number, line in enumerate(lines) if line.startswith(f"{section}:"))
        assert lines[place - 1].startswith("# ")


def test_a_zone_that_is_none_is_for_load_to_tell() -> None:
    assert "is no time zone" in told(new_text("crm:1", "en", "Mars/Base", GO_LIVE))[0]


# --- changing one value ---------------------------------------------------------------------------------------------

HAND_WRITTEN = """\
# ours
version: 1
account: crm:1   # production
reach:
  from: 2026-11-24
gates:
  quote:
    stages:   # ask Ana
      - default/s2   # why
      - default/s3
    mode: coach  # since May
    kit:
# where they go
park: {default: s1}
reviewers:
- ana@example.com
# the end
"""


@pytest.mark.parametrize(
    ("path", "value", "old", "new"),
    [
        ("gates.quote.mode", "enforce", "mode: coach  #", "mode: enforce  #"),
        ("gates.quote.kit.checked", "2026-12-01", "    kit:\n", "    kit: {checked: 2026-12-01}\n"),
        ("gates.quote.stages", ["default/s4"], "- default/s2   # why\n      - default/s3", "- default/s4"),
        ("gates.quote.movers.import", "ignore", "    kit:\n", "    kit:\n    movers: {import: ignore}\n"),
        ("gates.won.mode", "coach", "    kit:\n", "    kit:\n  won: {mode: coach}\n"),
        ("park.other", "7", "{default: s1}", "{default: s1, other: 7}"),
        ("reviewers", [], "- ana@example.com", "  []"),
        ("reviewers", ["a: b", "no"], "- ana@example.com", '- "a: b"\n- "no"'),
        ("mapping.context.text", None, "- ana@example.com\n", "- ana@example.com\nmapping: {context.text: null}\n"),
        ("reach", {"from": "2027-01-01"}, "  from: 2026-11-24", "    {from: 2027-01-01}"),
    ],
)
def test_one_value_changes_and_nothing_else(path: str, value: object, old: str, new: str) -> None:
    assert HAND_WRITTEN.count(old) == 1
    changed = change(HAND_WRITTEN, path, value)
    assert changed == HAND_WRITTEN.replace(old, new)
    good(changed)


@given(
    st.sampled_from(["reviewers", "exempt"]),
    st.lists(st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=12), max_size=4),
)
@settings(max_examples=200, deadline=None)
def test_any_text_survives_being_written(path: str, people: list[str]) -> None:
    for text in (HAND_WRITTEN, new()):
        assert list(getattr(good(change(text, path, people)), path)) == people


def test_what_cannot_be_changed_is_said() -> None:
    with pytest.raises(ValueError, match="handoff.yaml:1:5: a value is missing here"):
        change("a: [", "a", "b")


def test_differences_in_plain_words() -> None:
    old = good(with_gate(stages=["default/s2"], mode="coach"))
    text = change(dump(old), {("gates", "quote", "mode"): "enforce", ("gates", "quote", "stages"): ["default/s3"]})
    text = change(
        text,
        {
            ("mapping", "source"): None,
            ("reach", "from"): "2026-12-01",
            ("gates", "won", "kit", "checked"): "2026-12-02",
        },
    )
    assert diff(old, good(text)) == [
        "reach.from: 2026-11-24T09:00:00Z → 2026-12-01",
        "gates.quote.stages: removed default/s2",
        "gates.quote.stages: added default/s3",
        "gates.quote.mode: coach → enforce",
        "gates.won.kit: none → checked 2026-12-02",
        "mapping.source: not set → none",
    ]
    assert diff(old, old) == []


# --- beside the live account ----------------------------------------------------------------------------------------


def checked(text: str, properties: frozenset[str] | None = None) -> list[str]:
    found = check(text, good(text), [SALES], "h.yaml", properties)
    return [("note " if problem.note else "") + str(problem).partition(" ")[2] for problem in found]


def test_a_fitting_document_has_no_problems() -> None:
    text = with_gate(stages=["default/s3"], mode="enforce")
    assert checked(change(text, "park.default", "s1")) == []


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("default/s33", "default/s3"), ("Sales/Quote sent", "default/s3"), ("x/contract sent", "default/s4")],
)
def test_a_stage_that_is_none_and_the_one_that_was_meant(typed: str, meant: str) -> None:
    said = checked(with_gate(stages=[typed]))
    assert said == [
        f'gates.quote.stages[1]: "{typed}" is not a stage of this account. Write pipeline/stage by id (did you mean "{meant}"?)'
    ]


def test_places_are_those_of_the_file_and_without_one_the_path_alone() -> None:
    text = with_gate(stages=["default/s9"])
    line = next(number for number, line in enumerate(text.splitlines(), 1) if "s9" in line)
    assert str(check(text, good(text), [SALES], "h.yaml")[0]).startswith(f"h.yaml:{line}:14: gates.quote.stages[1]: ")
    assert str(check("", good(text), [SALES], "h.yaml")[0]).startswith("h.yaml: gates.quote.stages[1]: ")


def test_a_stage_has_one_gate_and_is_never_lost() -> None:
    text = change(with_gate(stages=["default/s3"]), {("gates", "contract", "stages"): ["default/s3", "default/s6"]})
    assert checked(text) == [
        'gates.contract.stages[1]: "default/s3" already belongs to the quote gate. A stage has one gate; keep one',
        'gates.contract.stages[2]: "default/s6" is a lost stage; losing a deal is never gated. Take it out',
    ]


def test_gates_go_in_order() -> None:
    text = change(with_gate(stages=["default/s4"]), {("gates", "contract", "stages"): ["default/s3"]})
    assert checked(text) == [
        "gates.contract.stages: in pipeline Sales, contract stands before quote. Gates go quote, contract, won"
    ]


def test_pipelines_park_and_discovery() -> None:
    text = change(
        new(),
        {("reach", "pipelines"): ["sales"], ("park",): {"defalt": "s1"}, ("discovery",): {"default": "discovery"}},
    )
    assert checked(text) == [
        'reach.pipelines[1]: "sales" is not a pipeline. Use its id (did you mean "default"?)',
        'discovery.default: "discovery" is not a stage of default. Use its id (did you mean "s1"?)',
        'park.defalt: "defalt" is not a pipeline. Use its id (did you mean "default"?)',
    ]


def test_mapped_parts_and_properties() -> None:
    text = change(new(), {("mapping",): {"sorce": "a", "source": "hg_sorce", "confirm_by": None}})
    assert checked(text, frozenset({"hg_source"})) == [
        'mapping.sorce: is not a part of a handoff (did you mean "source"?). Correct or delete the line',
        'mapping.source: the CRM has no property "hg_sorce" (did you mean "hg_source"?). Create it, or name another',
    ]
    assert len(checked(text)) == 1


def test_notes_say_what_will_not_work_as_one_might_think() -> None:
    assert checked(with_gate("won", stages=["default/s5"], mode="enforce")) == [
        "note gates.won.mode: won stays in coach until the required-property kit has been checked. Set the kit up and let the product check it",
        "note gates.won.mode: default has no park stage: a deal created beyond the gate is only flagged. Add it under park",
    ]
    assert checked(with_gate(mode="enforce")) == [
        "note gates.quote.mode: this gate has no stage, so it holds nothing. Name its stages"
    ]


def test_contract_is_not_enforced_without_reviewers() -> None:
    text = change(with_gate("contract", stages=["default/s4"], mode="enforce"), "park.default", "s1")
    assert checked(text)[0].startswith("reviewers: nobody may review")
    assert checked(change(text, "reviewers", ["sam@example.com"])) == []


@pytest.mark.parametrize(
    ("gate", "mode", "kit", "trial", "wanted"),
    [
        ("quote", "shadow", False, False, "shadow"),
        ("quote", "shadow", False, True, "coach"),
        ("quote", "coach", False, True, "coach"),
        ("quote", "enforce", False, False, "enforce"),
        ("won", "enforce", False, False, "coach"),
        ("won", "enforce", True, False, "enforce"),
    ],
)
def test_how_a_gate_really_behaves(gate: str, mode: str, kit: bool, trial: bool, wanted: Mode) -> None:
    document = good(with_gate(gate, mode=mode, kit={"checked": "2026-12-01"} if kit else None))
    assert document.mode(gate, trial) == wanted  # type: ignore[arg-type]


def test_a_gate_that_is_not_named_is_in_shadow() -> None:
    assert good(SMALL).mode("won") == "shadow"


# --- what stages mean, and moving house -----------------------------------------------------------------------------


def test_stages_are_guessed_in_two_languages_and_in_order() -> None:
    german = Pipeline(
        "p2",
        "Vertrieb",
        (
            StageInfo("1", "Vertragsart klären"),
            StageInfo("2", "Angebot in Arbeit"),
            StageInfo("3", "Angebot verschickt"),
            StageInfo("4", "Vertrag gesendet"),
            StageInfo("5", "Gewonnen", "won"),
            StageInfo("6", "Angebot abgelehnt", "lost"),
        ),
    )
    other = Pipeline(
        "p3", "Renewals", (StageInfo("a", "Proposal/Price Quote"), StageInfo("contractsent", "Papers out"))
    )
    assert guess_stages([SALES, german, other]) == {
        "quote": ["default/s3", "p2/3", "p3/a"],
        "contract": ["default/s4", "p2/4", "p3/contractsent"],
        "won": ["default/s5", "p2/5"],
    }
    assert guess_stages([]) == {"quote": [], "contract": [], "won": []}


def test_stages_are_carried_by_label_and_the_rest_is_noted() -> None:
    there = Pipeline(
        "77", " sales ", (StageInfo("1", "discovery"), StageInfo("2", "QUOTE  sent"), StageInfo("3", "Won", "won"))
    )
    values = {
        ("gates", "quote", "stages"): ["default/s3", "default/s4"],
        ("park",): {"default": "s1"},
        ("reviewers",): ["a@b.c", "12"],
    }
    text = change(
        new(),
        {**values, ("reach", "pipelines"): ["default", "gone"], ("gates", "won", "kit"): {"checked": "2026-12-01"}},
    )
    moved, notes = carry(good(text), [SALES], [there])
    assert moved.gate("quote").stages == ("77/2",) and moved.park == {"77": "1"}
    assert moved.reach.pipelines == ("77", "gone") and moved.gate("won").kit is None
    assert notes == [
        "gates.quote.stages: default/s3 → 77/2",
        "gates.quote.stages: Sales / Contract sent (default/s4) has no single stage of that name there; left out",
        "gates.won.kit: was checked in the other account, check it again",
        "reach.pipelines: default → 77",
        "reach.pipelines: gone was not found by its name there; kept, correct it",
        "park: default/s1 → 77/1",
        "reviewers: user ids may differ there, check 12",
    ]


def test_a_label_that_two_stages_share_is_left_to_people() -> None:
    twice = Pipeline("1", "Sales", (StageInfo("a", "Quote sent"), StageInfo("b", "Quote sent")))
    moved, notes = carry(good(with_gate(stages=["default/s3"])), [SALES], [twice])
    assert moved.gate("quote").stages == () and "left out" in notes[0]
