"""Whether the texts of a drawing in other languages are about what it draws, and whole."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping

from runner.bpmn import Diagram
from runner.bpmn.drawn_texts import PLACE, Texts, read_texts, texts_to_translate
from runner.bpmn.files import texts_language
from runner.bpmn.forms import fields
from runner.errors import ConfigError
from runner.gate.lint.word_rules import did_you_mean
from runner.model import Finding
from runner.model.finding import TEXTS

Sources = Mapping[tuple[str, str], str]
"""What each text is about, by table and id."""

NAMED = 5
"""How many missing texts are named; of more it is said how many there are."""


def texts_findings(diagram: Diagram) -> list[Finding]:
    """An error for a text that names other places in braces than its source: they would stand in a
    mail. A warning for a text of what is not drawn, and for what a file leaves out; they stop no
    deployment, since everything is read in the source until then."""
    found: list[Finding] = []
    sources = {(table, key): said for table, key, said in texts_to_translate(diagram)}
    known = _known(diagram, sources)
    for name in sorted(filter(texts_language, diagram.files)):
        try:
            texts = read_texts(name, diagram.files[name])
        except ConfigError as error:
            found.append(Finding(TEXTS, str(error), file=name))
            continue
        found += _wrong(name, texts, known, sources)
        found += _left_out(name, texts, sources)
    return found


def _wrong(
    name: str, texts: Texts, known: Mapping[str, Collection[str]], sources: Sources
) -> Iterator[Finding]:
    for table, said in texts.items():
        for key, text in said.items():
            if key not in known[table]:
                guess = did_you_mean(key, known[table])
                message = f"{name} has a text for '{key[:60]}' in [{table}], which is not drawn."
                yield Finding(
                    TEXTS, message, f"Correct it, or remove the line.{guess}",
                    severity="warning", file=name,
                )  # fmt: skip
            elif places := _other_places(text, sources.get((table, key))):
                message = (
                    f"'{key}' in [{table}] of {name} names {{{places[0]}}}, its source does not."
                )
                yield Finding(TEXTS, message, "Name what its source names.", file=name)


def _other_places(text: str, source: str | None) -> list[str]:
    """None where nobody reads the source, nor the text."""
    return [] if source is None else sorted(set(PLACE.findall(text)) - set(PLACE.findall(source)))


def _left_out(name: str, texts: Texts, sources: Sources) -> Iterator[Finding]:
    missing = [f"{table}.{key}" for table, key in sources if key not in texts.get(table, {})]
    if missing:
        more = f", … ({len(missing)})" if len(missing) > NAMED else ""
        yield Finding(
            TEXTS, f"{name} has no text for {', '.join(missing[:NAMED])}{more}.",
            "Add them: until then they are read as the drawing has them.",
            severity="warning", file=name,
        )  # fmt: skip


def _known(diagram: Diagram, sources: Sources) -> Mapping[str, Collection[str]]:
    """The ids that a table may hold: also those of which nobody but a process owner reads."""
    drawn = {*diagram.elements, *diagram.flows}
    known: dict[str, set[str]] = defaultdict(set, {"names": {diagram.process}, "texts": set()})
    known["names"] |= drawn
    known["texts"] |= drawn
    for table, key in sources:
        known[table].add(key)
    for action in diagram.actions:
        known["fields"] |= {f"{action.id}.{name}" for name in fields(action.form or {})}
    known["fields"] |= {f"{diagram.start.id}.{name}" for name in fields(diagram.start_form or {})}
    return known
