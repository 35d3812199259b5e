"""The samples of tests/fixtures_sources: what each loads into, as text that a person can hold against the file itself.

`python tests/samples.py` writes what is expected anew; look at the difference before you commit it.
"""

from __future__ import annotations

import json
from contextlib import chdir
from pathlib import Path
from typing import Any

from replylint.model import Document, Mailbox, Moment
from replylint.sources import Loaded, load

FIXTURES = Path(__file__).parent / "fixtures_sources"
EXPECTED = FIXTURES / "expected"
PAGES = FIXTURES / "html"
"""Pages that are held against a browser, by tests of their own."""
_FOLDERS = ("outlook_signatures", "gmail/takeout", "mailboxes/MH/inbox", "mailboxes/eml")
"""Samples that are folders: their files belong together."""
_BESIDE = (
    "graph/batch_request.json",
    "thunderbird/signature.html",
    "cpanel/.autorespond/clerk@marlowsprings.example.json",
)
"""Files that are read with the one beside them."""


def samples() -> list[str]:
    """Return the samples, as they are named to replylint from the folder of fixtures."""
    files = (
        path.relative_to(FIXTURES).as_posix()
        for path in FIXTURES.rglob("*")
        if path.is_file() and not {EXPECTED, PAGES} & {*path.parents} and path.suffix != ".py"
    )
    whole = tuple(f"{folder}/" for folder in _FOLDERS)
    return sorted([*_FOLDERS, *(name for name in files if not name.startswith(whole) and name not in _BESIDE)])


def shown(sample: str) -> str:
    """Return what a sample loads into, as JSON."""
    with chdir(FIXTURES):
        found = [_shown(loaded) for loaded in load([sample])]
    return json.dumps(found, indent=1, ensure_ascii=False) + "\n"


def expected(sample: str) -> Path:
    """Return the file that says what a sample must load into."""
    return EXPECTED / f"{sample.replace('/', '--')}.json"


def _shown(loaded: Loaded) -> dict[str, Any]:
    if not isinstance(loaded, Mailbox):
        return {type(loaded).__name__.lower(): loaded.message, "path": loaded.path.replace("\\", "/")}
    settings = loaded.settings
    return {
        "path": loaded.path.replace("\\", "/"),
        "format": loaded.format,
        "owner": loaded.owner,
        "identity": loaded.identity,
        "settings": settings
        and {
            "state": settings.state and str(settings.state),
            "answers_outside": settings.answers_outside,
            "start": _moment(settings.start),
            "end": _moment(settings.end),
            "timezone": settings.timezone,
            "tells_times": settings.tells_times,
        },
        "documents": [_document(document) for document in loaded.documents],
    }


def _moment(moment: Moment | None) -> str | None:
    if moment is None:
        return None
    return moment.at.isoformat() + (f" or {moment.day_first.isoformat()}" if moment.day_first else "")


def _document(document: Document) -> dict[str, Any]:
    return {
        "name": document.name,
        "kind": document.kind and str(document.kind),
        "audience": str(document.audience),
        "markup": document.markup,
        "key": document.key,
        "automatic": document.automatic,
        "passed_over": document.passed_over,
        "author": document.author,
        "written_on": document.written_on and document.written_on.isoformat(),
        "pictures": [picture.alt for picture in document.pictures],
        "text": document.text.split("\n"),
        "alternative": document.alternative and document.alternative.text.split("\n"),
    }


def main() -> None:
    """Write what is expected of every sample anew."""
    EXPECTED.mkdir(exist_ok=True)
    for path in EXPECTED.glob("*.json"):
        path.unlink()
    for sample in samples():
        expected(sample).write_text(shown(sample), encoding="utf-8", newline="\n")
        print(f"written: {sample}")


if __name__ == "__main__":
    main()
