"""Texts of the program for translators. `make texts` brings the catalogs up to date:

python -m tests.catalogs        reads all texts anew into runner/locale/*/LC_MESSAGES/caselane.po
python -m tests.catalogs fr     begins the catalog of a language
python -m tests.catalogs --left shows what is still to be translated
"""

from __future__ import annotations

import io
import json
import sys
from functools import cache
from pathlib import Path
from typing import Any

from babel.messages import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from runner.language import SHIPPED
from tests import kept_texts
from tests.conftest import ROOT
from web.shared.script_texts import LISTED

KEYWORDS = {
    "_": None,
    "N_": None,
    "later": None,
    "gettext": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
}
SCRIPTS = "frontend/src/"
METHODS = [
    ("**.py", "python"), ("**/templates/**.html", "jinja2"), (f"{SCRIPTS}**.js", "javascript"),
]  # fmt: skip
OPTIONS = {"**/templates/**.html": {"trimmed": "true", "silent": "false", "encoding": "utf-8"}}
HEADER = """\
# Texts of Caselane in LANGUAGE.
#
# `make texts` writes this file; only what stands behind msgstr is written by hand. What is put in the place of
# %(name)s is filled in later. The words of docs/glossary.md hold: one word, one thing."""


def extract() -> Catalog:
    """All texts in the code, each once, with the files that it stands in."""
    catalog = Catalog(project="Caselane")
    for name, message, comments, context in _found():
        catalog.add(
            message, locations=[(name, None)], auto_comments=comments, context=context
        )  # fmt: skip
    return catalog


@cache
def _found() -> list[tuple[str, Any, list[str], str | None]]:
    """Each text with its file, comments and context: read once, as reading takes seconds."""
    found = []
    for top in ("runner", "web"):
        read = extract_from_dir(
            ROOT / top, METHODS, OPTIONS, KEYWORDS, comment_tags=["Translators:"],
            strip_comment_tags=True, directory_filter=_is_source,
        )  # fmt: skip
        found += [(f"{top}/{name}", *said) for name, _line, *said in read]
    return found + [(name, text, [], None) for name, text in kept_texts.patterns()]


def _is_source(folder: str) -> bool:
    return not {"node_modules", "static", "workflows"} & set(Path(folder).parts)


def script_texts() -> str:
    """What `script_texts.json` holds: the texts of scripts by the part that they are of."""
    parts: dict[str, list[str]] = {"desk": [], "studio": [], "tables": []}
    for message in extract():
        for name, _line in message.locations:
            if name.startswith(f"web/{SCRIPTS}"):
                folder = name.removeprefix(f"web/{SCRIPTS}").split("/")[0]
                part = parts[folder if folder in parts else "desk"]
                part.append(f"{message.context}\x04{message.id}" if message.context else message.id)
    kept = {part: sorted(set(texts)) for part, texts in parts.items()}
    return json.dumps(kept, ensure_ascii=False, indent=1) + "\n"


def kept(code: str) -> Path:
    return SHIPPED / code / "LC_MESSAGES" / "caselane.po"


def read(path: Path, code: str) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale=code, abort_invalid=True)


def update(code: str) -> Catalog:
    """The catalog of a language with the texts of today; what is not used any more is left out."""
    path = kept(code)
    catalog = read(path, code) if path.exists() else Catalog(locale=code)
    catalog.update(extract(), no_fuzzy_matching=True)
    catalog.obsolete.clear()
    for message in catalog:
        message.locations = sorted({(name, None) for name, _ in message.locations})
    return catalog


def written(catalog: Catalog) -> str:
    """As the file holds it: without dates and numbers of lines, which only make conflicts."""
    file = io.BytesIO()
    write_po(
        file, catalog, width=110, include_lineno=False, sort_by_file=True, omit_header=True
    )  # fmt: skip
    name = catalog.locale.english_name if catalog.locale else ""
    head = (
        f'{HEADER.replace("LANGUAGE", name)}\nmsgid ""\nmsgstr ""\n'
        f'"Language: {catalog.locale_identifier}\\n"\n"Plural-Forms: {catalog.plural_forms}\\n"\n'
        '"Content-Type: text/plain; charset=utf-8\\n"\n\n'
    )
    return head + file.getvalue().decode()


def left(catalog: Catalog) -> list[str]:
    """The texts that are not translated."""
    found = []
    for message in catalog:
        texts = message.string if isinstance(message.string, tuple) else (message.string,)
        if message.id and not all(texts):
            found.append(message.id[0] if isinstance(message.id, tuple) else message.id)
    return found


def main(arguments: list[str]) -> None:
    if "--left" in arguments:
        for path in sorted(SHIPPED.glob("*/LC_MESSAGES/caselane.po")):
            code = path.parent.parent.name
            print(*(f"{code}: {text!r}" for text in left(update(code))), sep="\n")
        return
    LISTED.write_text(script_texts(), encoding="utf-8")
    shipped = [path.parent.parent.name for path in SHIPPED.glob("*/LC_MESSAGES/caselane.po")]
    for code in arguments or sorted(shipped):
        path = kept(code)
        path.parent.mkdir(parents=True, exist_ok=True)
        catalog = update(code)
        path.write_text(written(catalog), encoding="utf-8")
        print(f"{code}: {len(catalog)} texts, {len(left(catalog))} to translate")


if __name__ == "__main__":
    main(sys.argv[1:])
