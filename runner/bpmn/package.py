"""A package: a diagram with all that its version consists of, read from a folder, a zip or beside a
file.

Zips are hostile: nothing is unpacked to the disk, and what is too large, lies outside, is a link or
locked is refused by the name of the member. Decision 0230.
"""

from __future__ import annotations

import stat
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import NoReturn
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from runner.bpmn import xml
from runner.bpmn.files import CALENDARS_FILE, FILE_TYPES, belonging
from runner.config import SCENARIOS
from runner.errors import DiagramError

LARGEST_PACKAGE = 50_000_000
"""Bytes of a file, of a zip, and of all members of a zip together."""

MOST_MEMBERS = 1000
"""Files and folders in a zip."""


@dataclass(frozen=True, slots=True)
class Package:
    """A diagram, and the texts that belong to it, by name: tables and forms that it mentions,
    policies, calendars, and scenarios (`scenarios/closing.toml`). `process` is asked for where the
    diagram holds several. `left_out` are the names of what lay there and belongs to no version."""

    data: bytes
    files: Mapping[str, str] = field(default_factory=dict)
    process: str | None = None
    left_out: tuple[str, ...] = ()


def read_package(path: Path) -> Package:
    """The package in a folder or a zip; or of a diagram, with what belongs to it and lies beside
    it. Raises DiagramError."""
    if path.is_dir():
        return _in_folder(path)
    data = _bytes(path)
    if path.suffix.lower() == ".zip":
        return read_zip(data, path.name)
    return Package(data, sort_out(data, _beside(path.parent), str(path.parent)).files)


def sort_out(data: bytes, given: Mapping[str, bytes], where: str = "The package") -> Package:
    """The package of a diagram and the files that were given with it. Raises DiagramError for one
    that belongs to it and is no UTF-8, or has a name that lies elsewhere."""
    texts = {name: raw.decode(errors="replace") for name, raw in given.items()}
    files = belonging(texts, data)
    for name in files:
        if wrong := _wrong_name(name):
            _refuse(f"The file '{name[:200]}' of {where} {wrong}.")
        _check_utf8(name, given[name], where)
    _check_apart(files, where)
    left_out = tuple(sorted(name for name in given if name not in files))
    return Package(data, files, left_out=left_out)


def _check_apart(names: Iterable[str], where: str) -> None:
    """Some file systems know no case: `pull` would write one of two over the other."""
    seen: dict[str, str] = {}
    for name in names:
        if (other := seen.setdefault(name.casefold(), name)) != name:
            _refuse(f"Files of {where} differ in capitals only: '{other}', '{name}'. Rename one.")


def scenario_texts(folder: Path) -> dict[str, str]:
    """The scenarios in a folder, by their names in a package."""
    return {name: raw.decode(errors="replace") for name, raw in _scenarios(folder).items()}


def installed_files(folder: Path) -> dict[str, str]:
    """The calendars and scenarios of an installation, by their names in a package."""
    calendars = {CALENDARS_FILE: _bytes(folder / CALENDARS_FILE)}
    found = {**calendars, **_scenarios(folder / SCENARIOS)}
    return {name: raw.decode(errors="replace") for name, raw in found.items()}


# ------------------------------------------------------------------ folders


def _in_folder(folder: Path) -> Package:
    shown = [item for item in sorted(folder.iterdir()) if not item.name.startswith(".")]
    _check_no_links(folder, [*shown, *(folder / SCENARIOS).glob("*")])
    diagram = folder / _the_diagram([item.name for item in shown], str(folder))
    found = sort_out(_bytes(diagram), _beside(folder), str(folder))
    read = {diagram.name, SCENARIOS, *found.files, *found.left_out}
    others = [item.name for item in shown if item.name not in read]
    return Package(found.data, found.files, left_out=(*found.left_out, *others))


def _check_no_links(folder: Path, items: Iterable[Path]) -> None:
    """A folder that was cloned from elsewhere may name any file of this machine so."""
    for item in items:
        is_read = item.suffix in (*FILE_TYPES, ".bpmn") or item.name == SCENARIOS
        if is_read and item.is_symlink():
            name = item.relative_to(folder)
            _refuse(
                f"'{str(name)[:200]}' of {folder} is a link, which is not followed.",
                "Put the file itself in its place.",
            )


def _beside(folder: Path) -> dict[str, bytes]:
    beside = [item for item in folder.iterdir() if item.suffix in FILE_TYPES and item.is_file()]
    return {item.name: _bytes(item) for item in sorted(beside)} | _scenarios(folder / SCENARIOS)


def _scenarios(folder: Path) -> dict[str, bytes]:
    found = sorted(path for path in folder.glob("*.toml") if path.is_file())
    return {f"{SCENARIOS}/{path.name}": _bytes(path) for path in found}


def _bytes(path: Path) -> bytes:
    """The content of a file, cut off at LARGEST_PACKAGE bytes: more is refused by the limits
    later."""
    try:
        with path.open("rb") as file:
            return file.read(LARGEST_PACKAGE)
    except OSError as error:
        raise DiagramError(f"{path} cannot be read: {error}") from error


# ------------------------------------------------------------------ zips


def read_zip(data: bytes, where: str = "The package") -> Package:
    """The package in a zip, which may lie in a folder there. Raises DiagramError."""
    try:
        with ZipFile(BytesIO(data)) as archive:
            members = _members(archive, where)
            diagram = PurePosixPath(_the_diagram(list(members), where))
            found = _read_members(archive, members, where)
    except (BadZipFile, zlib.error, OSError, EOFError, ValueError, RuntimeError) as error:
        _refuse(f"{where} cannot be read as a zip: {error}", "Pack the folder again.")
    inside = {
        str(PurePosixPath(name).relative_to(diagram.parent)): content
        for name, content in found.items()
        if PurePosixPath(name).is_relative_to(diagram.parent) and name != str(diagram)
    }
    package = sort_out(found[str(diagram)], inside, where)
    outside = [name for name in found if not PurePosixPath(name).is_relative_to(diagram.parent)]
    return Package(package.data, package.files, left_out=(*package.left_out, *outside))


def _members(archive: ZipFile, where: str) -> dict[str, ZipInfo]:
    """The files of a zip by name, without those that systems hide."""
    every = archive.infolist()
    if len(every) > MOST_MEMBERS:
        _refuse(f"{where} has {len(every):,} members; {MOST_MEMBERS:,} are allowed.")
    found: dict[str, ZipInfo] = {}
    for member in every:
        if wrong := _wrong_with(member):
            _refuse(f"The member '{member.orig_filename[:200]}' of {where} {wrong}.")
        name = member.filename if member.is_dir() else str(PurePosixPath(member.filename))
        if name in found:
            _refuse(f"{where} has two members '{name[:200]}'.")
        found[name] = member
    return {name: member for name, member in found.items() if not _is_hidden(name)}


def _wrong_with(member: ZipInfo) -> str:
    """Why a member is refused, to stand behind its name; '' when nothing is wrong with it."""
    if wrong := _wrong_name(member.orig_filename):
        return wrong
    kind = stat.S_IFMT(member.external_attr >> 16)
    if kind not in (0, stat.S_IFREG, stat.S_IFDIR):
        return "is a link or a device"
    if member.flag_bits & 1:
        return "is encrypted"
    if member.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
        return "is packed in a way that is not read here: use deflate"
    return ""


def _wrong_name(name: str) -> str:
    if not name.isprintable() or "\\" in name or ":" in name:
        return "has a name that is no file's"
    if name.startswith("/") or ".." in PurePosixPath(name).parts:
        return "lies outside the package"
    return ""


def _is_hidden(name: str) -> bool:
    """A folder, or what an operating system puts into zips for itself."""
    parts = PurePosixPath(name).parts
    return name.endswith("/") or "__MACOSX" in parts or any(p.startswith(".") for p in parts)


def _read_members(archive: ZipFile, members: Mapping[str, ZipInfo], where: str) -> dict[str, bytes]:
    """The bytes themselves are counted: what a zip says of its sizes may be a lie."""
    found, left = {}, LARGEST_PACKAGE
    for name, member in members.items():
        with archive.open(member) as file:
            found[name] = file.read(left + 1)
        left -= len(found[name])
        if left < 0:
            _refuse(f"{where} is larger than {LARGEST_PACKAGE:,} bytes when unpacked ('{name}').")
    return found


def write_zip(package: Package, name: str) -> bytes:
    """A package as a zip, its diagram under this name. The same package gives the same bytes."""
    packed = BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as archive:
        archive.writestr(ZipInfo(name), package.data, ZIP_DEFLATED)
        for file, text in sorted(package.files.items()):
            archive.writestr(ZipInfo(file), text.encode(), ZIP_DEFLATED)
    return packed.getvalue()


# ------------------------------------------------------------------ refusals


def _the_diagram(names: list[str], where: str) -> str:
    diagrams = sorted(name for name in names if name.lower().endswith(".bpmn"))
    if not diagrams:
        _refuse(f"{where} holds no diagram: no file that ends in .bpmn.")
    if len(diagrams) > 1:
        _refuse(
            f"{where} holds several diagrams: {', '.join(diagrams[:5])}.",
            "A package has one. Put each into a package of its own, or name the file.",
        )
    return diagrams[0]


def _check_utf8(name: str, raw: bytes, where: str) -> None:
    try:
        raw.decode()
    except UnicodeDecodeError as error:
        _refuse(f"{name} in {where} is not UTF-8: {error}.", "Save it as UTF-8.")


def _refuse(message: str, suggestion: str = "") -> NoReturn:
    raise xml.refusal("package", message, suggestion)
