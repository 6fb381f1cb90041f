"""Packages as files: into a folder, out of it, and new ones. Decision 0289."""

from __future__ import annotations

import os
from collections.abc import Mapping
from errno import EISDIR
from pathlib import Path, PurePosixPath
from typing import Any

import click

from runner.bootstrap import App
from runner.bpmn.package import read_package
from runner.bpmn.render import draw_differences
from runner.cli.application import open_app, person_of
from runner.cli.deploy import UNDECIDED, say_version
from runner.cli.group import VERSION, command, counted, line_of, main, say, write
from runner.cli.lint import SARIF, file_of, sarif_of
from runner.config import SCENARIOS
from runner.deployment.deployment import Checked
from runner.deployment.template_packages import TEMPLATES, template
from runner.errors import NotFound
from runner.gate.behaviour import behaviour_changes
from runner.model import Person, Version

AS = click.option("--as", "email", metavar="EMAIL", help="Act as this person; else the operator.")
FOLDER = click.argument("folder", type=click.Path(file_okay=False, path_type=Path))


@command(main, "new", "caselane new complaint my-process")
@click.argument("name", metavar="TEMPLATE", type=click.Choice(list(TEMPLATES)))
@FOLDER
def new(name: str, folder: Path) -> None:
    """Writes a template into a new folder: blank, support, rma, complaint, incident or onboarding,
    each a package with its policies and scenarios. It needs no database."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise click.ClickException(f"{folder} holds something already: name a new folder.")
    package = template(name)
    files = {name: text.encode() for name, text in package.files.items()}
    _write_folder(folder, {f"{name}.bpmn": package.data, **files})
    say(f"{TEMPLATES[name]}: {counted(len(files) + 1, 'file')} in {folder}.")


@command(main, "pull", "caselane pull my-process")
@FOLDER
@click.option("--version", "version_id", type=VERSION, help="This version; else what runs now.")
@click.option("--lifecycle", metavar="PROCESS", help="What runs now of this lifecycle.")
@AS
def pull(folder: Path, version_id: int | None, lifecycle: str | None, email: str | None) -> None:
    """Writes the package of a version into a folder: diagram, tables, forms, calendars, policies
    and scenarios, byte for byte.

    A folder that holds another package is brought up to it: files of the package that went are
    removed, all others are left alone. `caselane push` puts it back. Exit code 0: written; 1: it
    cannot be.
    """
    with open_app("check") as app:
        person = person_of(app, email)
        version = app.deployment.version(person, version_id or _live(app, person, lifecycle))
    files = _files_of(version)
    written = _write_folder(folder, files)
    say(f"Version {version.id} of '{version.process}': {counted(len(files), 'file')}, {written}.")


@command(main, "push", "caselane push my-process --plan --sarif findings.sarif --picture diff.svg")
@click.argument("package", type=click.Path(exists=True, path_type=Path))
@click.option("--plan", is_flag=True, help="Only say what would change and what the gate finds.")
@SARIF
@click.option(
    "--picture",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="SVG",
    help="Draw what is added, removed and changed.",
)
@click.option("--accept-warnings", is_flag=True, help="Deploy it even though there are warnings.")
@UNDECIDED
@click.option("--without-policies", is_flag=True, help="Leave the policies away on purpose.")
@AS
def push(
    package: Path, plan: bool, log: Path | None, picture: Path | None, email: str | None,
    **terms: Any,
) -> None:  # fmt: skip
    """Checks a package, says what would change, and deploys it.

    PACKAGE is a folder that `pull` wrote, a .zip, or a diagram with what lies beside it. Exit code
    0: deployed, or nothing differs, or with --plan nothing stands in the way; 1: errors, or
    warnings that were not accepted: nothing was deployed; 2: wrong usage.
    """
    brought = read_package(package)
    with open_app() as app:
        person = person_of(app, email)
        checked = app.deployment.check(person, brought, terms["without_policies"])
        same = _say_changes(app, checked)
        if log:
            write(log, sarif_of((file_of(str(package), each), each) for each in checked.findings))
        if picture:
            _draw(picture, app, checked)
        for finding in checked.findings:
            say(line_of(finding))
        if plan or same:
            refused = not same and _refused(checked, terms)
            raise SystemExit(int(refused))
        say_version(app.deployment.deploy_checked(person, checked, **terms))


def _live(app: App, person: Person, lifecycle: str | None) -> int:
    """The version on which new cases of a lifecycle start, or of the default one."""
    known = app.deployment.lifecycles(person)
    found = next((one for one in known if lifecycle in (None, one.process)), None)
    if found is None:
        names = ", ".join(one.process for one in known)
        raise NotFound(f"There is no lifecycle '{(lifecycle or '')[:60]}'. There are: {names}.")
    return found.version


def _refused(checked: Checked, terms: Mapping[str, Any]) -> bool:
    errors = any(finding.severity == "error" for finding in checked.findings)
    return errors or bool(checked.findings and not terms["accept_warnings"])


# ------------------------------------------------------------------ what would change


def _say_changes(app: App, checked: Checked) -> bool:
    """Says what differs from the version that runs. Whether nothing does."""
    before, whole = checked.before, checked.package
    if before is None:
        say("This is the first version of its lifecycle.")
        return False
    old = {**before.files, _DIAGRAM: before.bpmn.decode(errors="replace")}
    new = {**whole.files, _DIAGRAM: whole.data.decode(errors="replace")}
    changed = [name for name in sorted(old.keys() | new.keys()) if old.get(name) != new.get(name)]
    for name in changed:
        kind = "changed" if name in old and name in new else "added" if name in new else "removed"
        say(f"  {kind:8} {name}")
    if not changed:
        say(f"Nothing differs from version {before.id}, which runs.")
    elif checked.diagram is not None:
        for change in behaviour_changes(app.versions.diagram(before.id), checked.diagram):
            say(f"  {change.sentence}")
    return not changed


_DIAGRAM = "the diagram"


def _draw(target: Path, app: App, checked: Checked) -> None:
    if checked.diagram is None:
        click.echo("There is no picture: the diagram cannot be read.", err=True)
        return
    old = app.versions.diagram(checked.before.id) if checked.before else None
    write(target, draw_differences(old, checked.diagram).encode())


# ------------------------------------------------------------------ folders


def _files_of(version: Version) -> dict[str, bytes]:
    files = {name: text.encode() for name, text in version.files.items()}
    return {f"{version.process}.bpmn": version.bpmn, **files}


def _write_folder(folder: Path, files: Mapping[str, bytes]) -> str:
    """Writes the files of a package, and removes those of the one that was there. Says how many."""
    if (folder / SCENARIOS).is_symlink():
        raise click.ClickException(
            f"{folder / SCENARIOS} is a link: files of another folder would be replaced or removed."
        )
    old = _known_in(folder)
    named = {_the_name(folder, name): data for name, data in files.items()}
    try:
        _write_all(named)
        gone = [path for path in old if path not in named]
        for path in gone:
            path.unlink()
    except OSError as error:
        raise click.ClickException(f"{folder} cannot be written: {error.strerror}.") from error
    return f"{len(gone)} removed"


def _write_all(files: Mapping[Path, bytes]) -> None:
    """All of them or none: each is written beside its place first. What is a link there is
    replaced, not followed. Raises OSError."""
    aside = {path: path.with_name(f".{path.name}.new") for path in files}
    try:
        for path, data in files.items():
            if path.is_dir():
                raise IsADirectoryError(EISDIR, os.strerror(EISDIR))
            path.parent.mkdir(parents=True, exist_ok=True)
            aside[path].write_bytes(data)
        for path, new in aside.items():
            new.replace(path)
    finally:
        for new in aside.values():
            new.unlink(missing_ok=True)


def _known_in(folder: Path) -> list[Path]:
    """The files of the package in a folder, none for an empty one. Raises DiagramError for one that
    holds something else: it may be somebody's home."""
    if not folder.is_dir() or not any(folder.iterdir()):
        return []
    package = read_package(folder)
    return [next(folder.glob("*.bpmn")), *(folder / name for name in package.files)]


def _the_name(folder: Path, name: str) -> Path:
    """A diagram keeps the name that it has in the folder."""
    known = next(folder.glob("*.bpmn"), None) if folder.is_dir() else None
    if known is not None and name.endswith(".bpmn"):
        return known
    return folder.joinpath(*PurePosixPath(name).parts)
