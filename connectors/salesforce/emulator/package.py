"""A zip in metadata format → what it holds and what its package.xml names."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree import ElementTree

Element = ElementTree.Element
NAMESPACE = "{http://soap.sforce.com/2006/04/metadata}"
Members = dict[str, set[str]]
MOST_FILES, MOST_BYTES = 10_000, 39 * 1024 * 1024
KNOWN = (
    "CustomField",
    "CustomPermission",
    "ValidationRule",
    "WorkflowOutboundMessage",
    "Flow",
    "PermissionSet",
    "LightningComponentBundle",
    "QuickAction",
)
DESTRUCTIVE = ("destructiveChangesPre.xml", "destructiveChanges.xml", "destructiveChangesPost.xml")
# folder → (ending, type)
_SINGLE = {
    "flows": (".flow", "Flow"),
    "permissionsets": (".permissionset", "PermissionSet"),
    "customPermissions": (".customPermission", "CustomPermission"),
    "quickActions": (".quickAction", "QuickAction"),
}


@dataclass(frozen=True)
class Problem:
    """One row of componentFailures (or, as a warning, of componentSuccesses)."""

    type: str
    name: str
    file: str
    text: str
    warning: bool = False


@dataclass(frozen=True)
class Component:
    """One component of the zip. `files`: the files of a bundle by name; else `element` is its XML."""

    type: str
    name: str
    file: str
    element: Element
    files: tuple[tuple[str, str], ...] = ()

    def problem(self, text: str) -> Problem:
        return Problem(self.type, self.name, self.file, text)


@dataclass
class Package:
    members: Members = field(default_factory=dict)
    components: list[Component] = field(default_factory=list)
    removals: dict[str, Members] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


class Unreadable(Exception):
    """Not a package at all."""


def tag(element: Element) -> str:
    return element.tag.removeprefix(NAMESPACE)


def text(element: Element | None, name: str, default: str = "") -> str:
    """The text of a child, trimmed."""
    found = None if element is None else element.find(NAMESPACE + name)
    return default if found is None else (found.text or "").strip()


def has(element: Element, name: str) -> bool:
    return element.find(NAMESPACE + name) is not None


def many(element: Element, name: str) -> list[Element]:
    return element.findall(NAMESPACE + name)


def child(element: Element | None, name: str) -> Element | None:
    return None if element is None else element.find(NAMESPACE + name)


def is_true(element: Element, name: str) -> bool:
    return text(element, name) == "true"


def read_package(data: bytes) -> Package:
    """Raises Unreadable."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except zipfile.BadZipFile:
        raise Unreadable("INVALID_ZIP: the file is not a zip") from None
    files = {info.filename: info for info in archive.infolist() if not info.is_dir()}
    if len(files) > MOST_FILES or len(data) > MOST_BYTES:
        raise Unreadable("LIMIT_EXCEEDED: more than 10,000 files or 39 MB")
    contents = {name: archive.read(name) for name in files}
    if "package.xml" not in contents:
        raise Unreadable("No package.xml found")
    package = Package()
    package.members = _members("package.xml", contents.pop("package.xml"), package)
    for name in DESTRUCTIVE:
        if name in contents:
            package.removals[name] = _members(name, contents.pop(name), package)
    _add_components(package, contents)
    _compare(package)
    return package


def _members(name: str, data: bytes, package: Package) -> Members:
    root = _parsed(data, Problem("", name, name, ""), package)
    found: Members = {}
    if root is None:
        return found
    if name == "package.xml" and not text(root, "version"):
        package.problems.append(Problem("", name, name, "Required field is missing: version"))
    for types in many(root, "types"):
        kind = text(types, "name")
        names = {(member.text or "").strip() for member in many(types, "members")}
        if kind not in KNOWN:
            package.problems.append(Problem("", kind, name, f"Unknown type name '{kind}' specified in {name}"))
        elif "*" in names:
            package.problems.append(Problem("", kind, name, f"{name}: wildcards are not emulated; name the members"))
        else:
            found.setdefault(kind, set()).update(names)
    return found


def _parsed(data: bytes, about: Problem, package: Package) -> Element | None:
    try:
        root = ElementTree.fromstring(data)
    except ElementTree.ParseError as error:
        package.problems.append(Problem(about.type, about.name, about.file, f"Error parsing file: {error}"))
        return None
    if not root.tag.startswith(NAMESPACE):
        told = f"Invalid namespace or root element '{root.tag}'"
        package.problems.append(Problem(about.type, about.name, about.file, told))
        return None
    return root


def _add_components(package: Package, contents: dict[str, bytes]) -> None:
    bundles: dict[str, dict[str, bytes]] = {}
    for path, data in sorted(contents.items()):
        folder, _, rest = path.partition("/")
        if folder == "lwc" and rest.count("/") == 1:
            name, _, file = rest.partition("/")
            bundles.setdefault(name, {})[file] = data
        elif folder in _SINGLE and path.endswith(_SINGLE[folder][0]):
            ending, kind = _SINGLE[folder]
            _add_single(package, path, data, kind, rest.removesuffix(ending))
        elif folder in ("objects", "workflows"):
            _add_children(package, path, data, rest.rpartition(".")[0])
        else:
            package.problems.append(Problem("", path, path, "Unknown file or folder in the package"))
    for name, files in bundles.items():
        _add_bundle(package, name, files)


def _add_single(package: Package, path: str, data: bytes, kind: str, name: str) -> None:
    root = _parsed(data, Problem(kind, name, path, ""), package)
    if root is not None and tag(root) != kind:
        package.problems.append(Problem(kind, name, path, f"Invalid root element '{tag(root)}', expected '{kind}'"))
    elif root is not None:
        package.components.append(Component(kind, name, path, root))


def _add_children(package: Package, path: str, data: bytes, entity: str) -> None:
    """objects/X.object holds fields and rules; workflows/X.workflow holds outbound messages."""
    root = _parsed(data, Problem("CustomObject", entity, path, ""), package)
    kinds = {
        "fields": "CustomField",
        "validationRules": "ValidationRule",
        "outboundMessages": "WorkflowOutboundMessage",
    }
    for element in [] if root is None else root:
        kind = kinds.get(tag(element))
        if kind is None:
            told = f"Element {tag(element)} is not emulated here"
            package.problems.append(Problem("CustomObject", entity, path, told))
            continue
        name = f"{entity}.{text(element, 'fullName')}"
        package.components.append(Component(kind, name, path, element))


def _add_bundle(package: Package, name: str, files: dict[str, bytes]) -> None:
    path, kind = f"lwc/{name}", "LightningComponentBundle"
    meta = f"{name}.js-meta.xml"
    if meta not in files:
        package.problems.append(Problem(kind, name, path, f"A bundle must include configuration metadata file {meta}"))
        return
    root = _parsed(files[meta], Problem(kind, name, f"{path}/{meta}", ""), package)
    if root is None:
        return
    try:
        texts = tuple((file, data.decode("utf-8")) for file, data in sorted(files.items()))
    except UnicodeDecodeError:
        package.problems.append(Problem(kind, name, path, "A file of the bundle is not UTF-8"))
        return
    package.components.append(Component(kind, name, path, root, texts))


def _compare(package: Package) -> None:
    """Every component is listed, every member has its file, nothing is there twice."""
    held: Members = {}
    for one in package.components:
        if one.name in held.setdefault(one.type, set()):
            package.problems.append(one.problem("Duplicate component in the package"))
        held[one.type].add(one.name)
        if one.name not in package.members.get(one.type, set()):
            package.problems.append(one.problem("Not in package.xml"))
    package.problems += _without_file(package.members, held)


def _without_file(members: Members, held: Members) -> Iterator[Problem]:
    for kind, names in members.items():
        for name in sorted(names - held.get(kind, set())):
            told = f"An object '{name}' of type {kind} was named in package.xml, but was not found in zipped directory"
            yield Problem(kind, name, "package.xml", told)
