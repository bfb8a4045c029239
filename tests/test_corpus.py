"""The corpus of answers is fair: large enough, in four languages, over all fields, and no single clue gives the labels away."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence

import bench_baselines
import bench_judge
import pytest
from corpus_reader import CUES, FIELDS, LABELS, LANGUAGES, Line, of_file, read, split

from integration.template import built_in

EVERY = read()


def balanced(lines: Sequence[Line], clue: str) -> float:
    act, specific = CUES[clue]
    return bench_judge.figures(lines, [act(line.text) is not specific for line in lines]).balanced


def test_it_is_large_enough_in_every_language() -> None:
    count = Counter(line.language for line in EVERY)
    assert len(EVERY) >= 880 and set(count) == set(LANGUAGES) and min(count.values()) >= 200


def test_labels_fields_and_reasons_are_known_ones() -> None:
    assert {line.label for line in EVERY} == set(LABELS)
    assert {line.field for line in EVERY} == set(FIELDS)
    assert [line for line in EVERY if not line.why.strip()] == []


def test_the_fields_are_those_of_the_template() -> None:
    assert {field.partition(".")[0] for field in FIELDS} == set(built_in().keys())
    items = next(part for part in built_in().field("security").inputs if part.key == "items")
    assert {field.partition(".")[2] for field in FIELDS if field.startswith("security.")} == set(items.choices)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_every_field(language: str) -> None:
    assert {line.field for line in EVERY if line.language == language} == set(FIELDS)


def test_every_field_has_answers_of_both_kinds_in_both_parts() -> None:
    there = {(line.field, line.refused, split(line.text)) for line in EVERY}
    wanted = {(field, refused, part) for field in FIELDS for refused in (True, False) for part in ("tune", "score")}
    assert wanted - there == set()


@pytest.mark.parametrize("part", ["tune", "score"])
def test_about_half_is_vague_or_missing(part: str) -> None:
    for language in LANGUAGES:
        lines = [line for line in read(part) if line.language == language]
        assert 0.4 <= sum(line.refused for line in lines) / len(lines) <= 0.6


@pytest.mark.parametrize("clue", CUES)
@pytest.mark.parametrize("part", ["tune", "score"])
def test_no_single_clue_tells_much(part: str, clue: str) -> None:
    assert balanced(read(part), clue) <= 0.73
    for language in LANGUAGES:
        assert balanced([line for line in read(part) if line.language == language], clue) <= 0.73


def test_nothing_stands_in_it_twice() -> None:
    count = Counter((line.field, unicodedata.normalize("NFKC", line.text).casefold().strip()) for line in EVERY)
    assert [key for key, times in count.items() if times > 1 and key[1]] == []


def test_a_text_that_stands_under_two_fields_is_in_one_part() -> None:
    assert {line.text for line in read("tune")} & {line.text for line in read("score")} == set()


def test_every_line_is_in_one_part_and_the_first_ones_in_halves() -> None:
    assert len(read("tune")) + len(read("score")) == len(EVERY)
    first = [line for language in LANGUAGES for line in of_file(f"{language}.tsv")]
    assert 0.45 <= sum(split(line.text) == "tune" for line in first) / len(first) <= 0.55


@pytest.mark.parametrize(
    ("text", "part"),
    [("About 2,000, spike at nine", "score"), ("normale Sicherheit", "score"), ("où ?", "tune"), ("", "tune")],
)
def test_the_split_never_changes(text: str, part: str) -> None:
    assert split(text) == split(f"  {unicodedata.normalize('NFD', text.upper())} ") == part


def test_line_breaks_are_read() -> None:
    assert any("\n" in line.text for line in EVERY)
    assert not any("\\n" in line.text for line in EVERY)


# --- the bench ------------------------------------------------------------------------------------------------------


def test_ranges_are_those_of_wilson() -> None:
    assert bench_judge.wilson(0, 0) == (0.0, 1.0)
    low, high = bench_judge.wilson(90, 100)
    assert (round(low, 3), round(high, 3)) == (0.826, 0.945)


def lines() -> Iterator[Line]:
    for label in ("vague", "missing", "answered", "incomplete"):
        yield Line("en", "context", label, label, "made up")


def test_figures_count_refusals() -> None:
    found = bench_judge.figures(list(lines()), [True, False, True, False])
    assert (found.precision.value, found.recall.value, found.wrongly_refused.value, found.balanced) == (
        0.5,
        0.5,
        0.5,
        0.5,
    )
    low, high = found.balanced_range
    assert 0 < low < 0.5 < high < 1


def test_the_report_names_every_language_field_and_baseline() -> None:
    found = bench_judge.measure("tune", {}, rounds=1)
    told = bench_judge.report(found, "tune", "a note")
    for name in (*LANGUAGES, *FIELDS, *bench_baselines.plain_baselines(), "a note", "please_check", "ratio"):
        assert f"\n{name}" in told
    assert bench_judge.as_json(found).startswith("{")


def test_the_part_that_is_only_scored_is_not_listed() -> None:
    with pytest.raises(SystemExit):
        bench_judge.main(["--misjudged"])


def test_not_blank_and_a_word_list_are_no_judges() -> None:
    plain = bench_baselines.plain_baselines()
    scored = read("score")
    assert bench_judge.figures(scored, [plain["not blank"](line) for line in scored]).balanced < 0.55
    assert bench_judge.figures(scored, [plain["plain word list"](line) for line in scored]).balanced < 0.73
