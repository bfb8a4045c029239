"""YAML that ops write: read strictly, and every problem told with file, line, column and a remedy.

Scalars stay the text that was typed (`no`, `12:30` and `007` included); only `null`, `~` and nothing mean nothing.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from types import NoneType, UnionType
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.composer import Composer
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import AliasEvent
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode
from ruamel.yaml.resolver import VersionedResolver
from ruamel.yaml.tag import Tag

MOST_BYTES, MOST_DEPTH, MOST_SHOWN, MOST_TOLD = 262_144, 20, 60, 100
NOTHING = ("", "~", "null", "Null", "NULL")
_UNPRINTABLE = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
Model = TypeVar("Model", bound=BaseModel)
Path = Sequence[Any]


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong with a file, and how to mend it. A `note` does not stop the file from being used.

    Line and column start at 1; line 0 means that the place in the file is not known.
    """

    file: str
    line: int
    column: int
    where: str
    message: str
    fix: str = ""
    note: bool = False

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}:{self.column}: " if self.line else f"{self.file}: "
        where = f"{self.where}: " if self.where else ""
        return place + where + self.message + (f". {self.fix}" if self.fix else "")


@dataclass(frozen=True)
class Document:
    """A file that could be read: its text, and its nodes with their places."""

    file: str
    text: str
    root: Node

    def plain(self) -> Any:
        """Dictionaries, lists, texts and None."""
        return _bare(self.root)

    def find(self, path: Path) -> tuple[Node | None, Node, int]:
        """The key (if it has one) and value at the path, or as far as the path goes; and how far that is."""
        key: Node | None = None
        node = self.root
        for depth, name in enumerate(path):
            found = _child(node, name)
            if found is None:
                return key, node, depth
            key, node = found
        return key, node, len(path)

    def place(self, path: Path, at_key: bool = False) -> tuple[int, int]:
        """Line and column of the value at the path (or of its name); of what holds it when it is not there."""
        key, node, depth = self.find(path)
        missing = depth < len(path) or (isinstance(node, ScalarNode) and node.value == "")
        mark = (key if key is not None and (at_key or missing) else node).start_mark
        return mark.line + 1, mark.column + 1

    def problem(self, path: Path, message: str, fix: str = "", *, at_key: bool = False, note: bool = False) -> Problem:
        """A problem with what stands at a path."""
        return Problem(self.file, *self.place(path, at_key), dotted(path), message, fix, note)


def dotted(path: Path) -> str:
    """A path as people write it: `gates.quote.stages[2]`, counted from 1."""
    text = ""
    for part in path:
        text += f"[{part + 1}]" if isinstance(part, int) else f".{part}" if text else str(part)
    return text


# --- reading --------------------------------------------------------------------------------------------------------


class _Refused(Exception):
    def __init__(self, message: str, fix: str, mark: Any) -> None:
        super().__init__(message)
        self.message, self.fix, self.mark = message, fix, mark


class _TextResolver(VersionedResolver):
    """Nothing is guessed from how a scalar looks, except that nothing is nothing."""

    def resolve(self, kind: Any, value: Any, implicit: Any) -> Any:
        if kind is ScalarNode and implicit[0] and value in NOTHING:
            return Tag(suffix="tag:yaml.org,2002:null")
        return super().resolve(kind, value, (False, True))


class _StrictComposer(Composer):
    """Aliases can blow up, tags can build objects, deep nesting can exhaust the stack: none has a use here."""

    def compose_node(self, parent: Any, index: Any) -> Any:
        event = self.parser.peek_event()
        if isinstance(event, AliasEvent) or event.anchor is not None:
            raise _Refused("& and * (anchors and aliases) are not used here", "Write it out", event.start_mark)
        if getattr(event, "ctag", None):
            raise _Refused("! (a tag) is not used here", "Leave it out, or put the text in quotes", event.start_mark)
        if self.depth >= MOST_DEPTH:  # counted by ruamel
            raise _Refused("nested too deeply", f"At most {MOST_DEPTH} levels can be used", event.start_mark)
        return super().compose_node(parent, index)


def yaml_12(typ: str = "safe") -> YAML:
    """ruamel's YAML 1.2 in pure Python, with scalars as text."""
    yaml = YAML(typ=typ, pure=True)
    yaml.Resolver, yaml.Composer, yaml.width = _TextResolver, _StrictComposer, 120
    return yaml


def read_yaml(text: str | bytes, file: str) -> tuple[Document | None, list[Problem]]:
    """The document, or every problem that keeps it from being read."""
    decoded, problems = _decoded(text, file)
    problems = problems or _unfit(decoded, file)
    if problems:
        return None, problems
    try:
        root = yaml_12().compose(decoded)
    except _Refused as error:
        return None, [Problem(file, error.mark.line + 1, error.mark.column + 1, "", error.message, error.fix)]
    except MarkedYAMLError as error:
        return None, [_syntax(error, file)]
    except (YAMLError, ValueError, RecursionError, AssertionError) as error:
        return None, [Problem(file, 1, 1, "", f"cannot be read ({type(error).__name__})", "It must be YAML")]
    if not isinstance(root, MappingNode):
        return None, [Problem(file, 1, 1, "", "does not hold names with values", "Write lines such as “version: 1”")]
    problems = [Problem(file, mark.line + 1, mark.column + 1, where, *why) for mark, where, why in _odd(root, ())]
    return (None, problems) if problems else (Document(file, decoded, root), [])


def _decoded(text: str | bytes, file: str) -> tuple[str, list[Problem]]:
    size = len(text) if isinstance(text, bytes) else len(text.encode("utf-8", "surrogatepass"))
    if size > MOST_BYTES:
        return "", [Problem(file, 1, 1, "", f"is larger than {MOST_BYTES // 1024} kB", "Is this the right file?")]
    if isinstance(text, str):
        return text.removeprefix("\ufeff"), []
    try:
        return text.decode("utf-8-sig"), []
    except UnicodeDecodeError as error:
        lines = text[: error.start].split(b"\n")
        return "", [Problem(file, len(lines), len(lines[-1]) + 1, "", "is not UTF-8 text", "Save it as UTF-8")]


def _unfit(text: str, file: str) -> list[Problem]:
    """What can be told without reading: characters that no text has, and directives."""
    found = []
    for number, line in enumerate(text.split("\n"), 1):
        if odd := _UNPRINTABLE.search(line):
            message = f"holds a character that is no text (U+{ord(odd.group()):04X})"
            found.append(Problem(file, number, odd.start() + 1, "", message, "Delete it"))
        if line.startswith("%"):
            found.append(Problem(file, number, 1, "", "% (a directive) is not used here", "Delete the line"))
    return found[:10]


def _odd(node: Node, path: tuple[Any, ...]) -> Iterator[tuple[Any, str, tuple[str, str]]]:
    """Names that are written twice or are no names, and texts that cannot be stored."""
    if isinstance(node, ScalarNode) and _UNPRINTABLE.search(node.value):
        yield node.start_mark, dotted(path), ("holds a character that is no text", "Delete it")
    seen: dict[str, int] = {}
    for key, value in node.value if isinstance(node, MappingNode) else ():
        if not isinstance(key, ScalarNode):
            yield key.start_mark, dotted(path), ("a name must be a plain text", "Put it in quotes")
            continue
        if key.value in seen:
            message = f'"{_short(key.value)}" is written twice, first in line {seen[key.value]}'
            yield key.start_mark, dotted(path), (message, "Keep one of them")
        seen.setdefault(key.value, key.start_mark.line + 1)
        yield from _odd(value, (*path, key.value))
    for index, item in enumerate(node.value if isinstance(node, SequenceNode) else ()):
        yield from _odd(item, (*path, index))


_SYNTAX: tuple[tuple[str, str, str], ...] = (
    ("'\\t'", "a tab stands here", "Indent with spaces"),
    ("cannot start any token", "a text cannot begin with this character", "Put the text in quotes"),
    ("mapping values are not allowed", 'the ":" is out of place', "Put a text that holds it in quotes; check the indent"),
    ("',' or ']'", "the list in [ ] is not closed before this", "Close it with ]"),
    ("',' or '}'", "the names in { } are not closed before this", "Close them with }"),
    ("end of stream", "the file ends inside a text in quotes, a list or names", "Close it"),
    ("<block end>", "this does not line up with the lines above", "Indent it like its neighbours"),
    ("node content", "a value is missing here", "Write one, and close what is open"),
    ("another document", "a second document begins here", "Keep one; “---” may stand at the top only"),
    ("could not find expected ':'", 'the name above has no ":" behind it', "Write “name: value”"),
)  # fmt: skip


def _syntax(error: MarkedYAMLError, file: str) -> Problem:
    said = str(error.problem or error.context or "cannot be read").strip().splitlines()[0]
    mark = error.problem_mark or error.context_mark
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    for part, message, fix in _SYNTAX:
        if part in said:
            return Problem(file, line, column, "", message, fix)
    return Problem(file, line, column, "", said, "It must be YAML")


def _child(node: Node, name: Any) -> tuple[Node | None, Node] | None:
    if isinstance(node, MappingNode):
        return next(((k, v) for k, v in node.value if isinstance(k, ScalarNode) and k.value == str(name)), None)
    if isinstance(node, SequenceNode) and isinstance(name, int) and 0 <= name < len(node.value):
        return None, node.value[name]
    return None


def _bare(node: Node) -> Any:
    if isinstance(node, MappingNode):
        return {key.value: _bare(value) for key, value in node.value}
    if isinstance(node, SequenceNode):
        return [_bare(item) for item in node.value]
    return None if str(node.tag).endswith(":null") else str(node.value)


# --- checking against a model ---------------------------------------------------------------------------------------


def validate(document: Document, model: type[Model]) -> tuple[Model | None, list[Problem]]:
    """The document as a model, or everything that is wrong with it, in the order of the file."""
    try:
        return model.model_validate(document.plain()), []
    except ValidationError as error:
        errors = error.errors(include_url=False)
        found = [_problem(document, problem, model) for problem in errors[:MOST_TOLD]]
        more = [Problem(document.file, 0, 0, "", f"and {len(errors) - MOST_TOLD} more", "Mend these first")]
        in_order = sorted(found, key=lambda problem: (problem.line, problem.column))
        return None, in_order + (more if len(errors) > MOST_TOLD else [])


def _problem(document: Document, error: Any, model: type[BaseModel]) -> Problem:
    path = tuple(error["loc"])
    is_key = path[-1:] == ("[key]",) or error["type"] == "extra_forbidden"
    path = path[:-1] if path[-1:] == ("[key]",) else path
    return document.problem(path, *_words(error, path, model), at_key=is_key)


def _words(error: Any, path: Path, model: type[BaseModel]) -> tuple[str, str]:
    """What is wrong and how to mend it, in plain words."""
    kind, given = error["type"], f'"{_short(error.get("input"))}"'
    if kind == "extra_forbidden":
        return "this name is not known here", choices(str(path[-1]), _names(model, path[:-1]))
    if error.get("input") is None and kind != "missing":
        return "has no value", "Write one, or delete the line"
    if kind in ("literal_error", "enum"):
        known = re.findall(r"'([^']*)'", str(error["ctx"]["expected"]))
        return f"{given} is not {_noun(model, path)}", choices(str(error["input"]), known)
    if kind == "missing":
        return "is missing", "Add it"
    if kind in _TYPES:
        what = _TYPES[kind]
        return ("this is not " if isinstance(error["input"], dict | list) else f"{given} is not ") + what[0], what[1]
    message, _, fix = str(error["msg"]).removeprefix("Value error, ").partition(". ")
    return f"{given} {message}" if kind == "value_error" else f"{given}: {message}", fix


_TYPES: dict[str, tuple[str, str]] = {
    "string_type": ("a single text", "Write one value"),
    "greater_than_equal": ("allowed", "Write a number from 0 to 100"),
    "less_than_equal": ("allowed", "Write a number from 0 to 100"),
    "string_too_short": ("a name", "Write one, or delete the line"),
    "int_parsing": ("a whole number", "Write a number such as 3"),
    "int_type": ("a whole number", "Write a number such as 3"),
    "int_from_float": ("a whole number", "Write a number such as 3"),
    "date_from_datetime_parsing": ("a date", "Write it as 2026-11-24"),
    "date_parsing": ("a date", "Write it as 2026-11-24"),
    "date_type": ("a date", "Write it as 2026-11-24"),
    "tuple_type": ("a list", "Write [one, two] or one “- item” a line"),
    "list_type": ("a list", "Write [one, two] or one “- item” a line"),
    "mapping_type": ("names with values", "Write “name: value” a line, indented"),
    "dict_type": ("names with values", "Write “name: value” a line, indented"),
    "model_type": ("names with values", "Write “name: value” a line, indented"),
    "model_attributes_type": ("names with values", "Write “name: value” a line, indented"),
}


def _noun(model: type[BaseModel], path: Path) -> str:
    """What a value at this path is: the title of its field, else a plain word."""
    titles = [field.title for field, _ in _walk(model, path) if field is not None and field.title]
    return titles[-1] if titles else "one of the known values"


def _walk(model: Any, path: Path) -> Iterator[tuple[Any, Any]]:
    """For every step of a path: the field it names (None inside a mapping or list), and the type behind it."""
    current = model
    for name in path:
        fields = {field.alias or key: field for key, field in getattr(current, "model_fields", {}).items()}
        field = fields.get(str(name))
        inner = [part for part in getattr(current, "__args__", ()) if part is not Ellipsis]
        current = _wanted(field.annotation if field else inner[-1] if inner else None)
        yield field, current


def _wanted(annotation: Any) -> Any:
    """The model of `Model | None`."""
    parts = getattr(annotation, "__args__", ()) if isinstance(annotation, UnionType) else ()
    return next((part for part in parts if part is not NoneType), annotation)


def _names(model: type[BaseModel], path: Path) -> list[str]:
    """The names that are known at a path."""
    last = [model, *(inner for _, inner in _walk(model, path))][-1]
    return [field.alias or key for key, field in getattr(last, "model_fields", {}).items()]


def _short(value: Any) -> str:
    text = " ".join(str(value).split())
    return text if len(text) <= MOST_SHOWN else text[: MOST_SHOWN - 1] + "…"


def choices(given: str, known: Sequence[str]) -> str:
    """`Use shadow, coach or enforce (did you mean "enforce"?)`; long lists are not read out."""
    near = did_you_mean(given, known)
    if len(known) > 13 or not known:
        return near.strip(" ()").capitalize()
    return "Use " + " or ".join(part for part in (", ".join(known[:-1]), known[-1]) if part) + near


def did_you_mean(given: str, known: Sequence[str]) -> str:
    """` (did you mean "enforce"?)`, or nothing."""
    folded = {name.casefold(): name for name in reversed(known)}
    near = difflib.get_close_matches(given.casefold()[:200], folded, n=1)
    return f' (did you mean "{folded[near[0]]}"?)' if near else ""
