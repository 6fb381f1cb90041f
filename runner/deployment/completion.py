"""A version is never parted: what a package does not bring is that of the version before.
Decision 0230."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from runner.bpmn.files import POLICIES_FILE, belonging, decisions_called, is_scenario
from runner.bpmn.package import Package
from runner.gate.policies import names_of
from runner.model import Finding, Version


def complete(
    package: Package,
    before: Version | None,
    installed: Mapping[str, str],
    without_policies: bool = False,
) -> tuple[Package, list[str]]:
    """A package with all that it does not bring itself, and a sentence on each thing that was done
    to it.

    What is missing is that of the version `before`; calendars and scenarios that are not there
    either are those that are `installed`. `without_policies` leaves policies away.
    """
    notes, files = list(_left_out(package)), dict(package.files)
    if without_policies:
        files.pop(POLICIES_FILE, None)
    for source, whose in _sources(before, installed):
        more = _missing(belonging(source, package.data), files, package.data)
        if without_policies:
            more.pop(POLICIES_FILE, None)
        notes += [_taken_over(more, whose)] if more else []
        files |= more
    notes += _promises(files, before, without_policies)
    return replace(package, files=files), notes


def policies_lost(package: Package, before: Version | None) -> list[Finding]:
    """An error where the version before promised something and a complete package would promise
    nothing: that has to be said to be on purpose."""
    if before is None or names_of(package.files) or not names_of(before.files):
        return []
    return [
        Finding(
            "without-policies",
            f"This version would promise nothing; version {before.id} has policies: "
            f"{', '.join(names_of(before.files))}.",
            "Bring the policies, or say that they are left away on purpose: --without-policies "
            "(API: without_policies).",
            file=POLICIES_FILE,
        )
    ]


def _sources(
    before: Version | None, installed: Mapping[str, str]
) -> list[tuple[Mapping[str, str], str]]:
    of_before = [(before.files, f"of version {before.id}")] if before else []
    return [*of_before, (installed, "of this installation")]


def _missing(files: Mapping[str, str], given: Mapping[str, str], data: bytes) -> dict[str, str]:
    """Those of some files that nothing given stands for. Scenarios are one part: a package that
    brings some brings all. A decision table counts as given under another name, too."""
    has_scenarios = any(map(is_scenario, given))
    called = {one for name, text in given.items() for one in _decisions(name, text, data)}
    return {
        name: text
        for name, text in files.items()
        if name not in given
        and not (has_scenarios and is_scenario(name))
        and not (name.endswith(".dmn") and _decisions(name, text, data) <= called)
    }


def _decisions(name: str, text: str, data: bytes) -> set[str]:
    return decisions_called(text, data) if name.endswith(".dmn") else set()


# ------------------------------------------------------------------ notes


def _taken_over(files: Mapping[str, str], whose: str) -> str:
    scenarios = sum(map(is_scenario, files))
    names = sorted(name for name in files if not is_scenario(name))
    names += [f"scenarios ({scenarios})"] * bool(scenarios)
    return f"The package does not bring these, so those {whose} are taken: {', '.join(names)}."


def _left_out(package: Package) -> Iterator[str]:
    names = package.left_out
    more = f" and {len(names) - 10} more" if len(names) > 10 else ""
    if names:
        yield (
            "The package holds what belongs to no version of this diagram, and is not kept: "
            f"{', '.join(names[:10])}{more}."
        )


def _promises(
    files: Mapping[str, str], before: Version | None, without_policies: bool
) -> Iterator[str]:
    kept = names_of(files)
    gone = [name for name in names_of(before.files) if name not in kept] if before else []
    of_before = f" Of version {before.id} are gone: {', '.join(gone)}." if before and gone else ""
    if without_policies:
        yield f"This version promises nothing: its policies are left away on purpose.{of_before}"
    elif gone:
        yield f"This version promises less than the one before.{of_before}"
