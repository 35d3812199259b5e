"""The signatures that Gmail adds below automatic replies: those of the same export, or of others in its folder.

Gmail adds the signature of the address that a user sends from. A `sendAs` resource has it, or GAM's `print signature`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from replylint.errors import SourceError
from replylint.model import Document, Key, Notice
from replylint.patterns import compiled
from replylint.sources import fields, files, jsons
from replylint.sources.cells import table_of
from replylint.sources.text import decode

VACATION = ("enableAutoReply", "responseBodyHtml", "responseBodyPlainText")
"""What vacation settings have."""
SIGNATURE = "sendAsEmail"
"""What the resource of a signature has."""
NOT_IN_EXPORT = (
    "not checked: the signature. Gmail adds it below the reply; export it as well "
    "(gam all users print signature, or users.settings.sendAs)"
)
_MOST_FILES = 50_000
_KIND_IN_NAME = compiled(r"(?i)[._ -]*(?:vacation|settings|send-?as|signatures?)\Z")


class SendAs(NamedTuple):
    """An address that a user sends from, and its signature."""

    user: str
    """Whose it is; empty if the export does not tell."""
    email: str
    signature: str
    """HTML; empty if the address has none."""
    rank: int
    """2 for the address that is used unless another is chosen, 1 for the primary one, 0 for any other."""


class Signatures(dict[str, list[SendAs]]):
    """The addresses of each user, by the user's own address in lower case."""

    def put(self, items: Iterable[SendAs]) -> None:
        """Add addresses."""
        for item in items:
            self.setdefault(item.user.lower(), []).append(item)

    def of(self, user: str) -> SendAs | None:
        """Return the address from which a user's replies go out, or None if that is not known."""
        known = self.get(user.lower(), [])
        best = max((item.rank for item in known), default=0)
        chosen = [item for item in known if item.rank == best]
        own = [item for item in chosen if item.email.lower() == user.lower()]
        return (own or chosen)[0] if len(own or chosen) == 1 else None


def signed(document: Document, user: str, *exports: Signatures) -> Document:
    """Return a reply of a user that knows the signature which Gmail adds below it."""
    sender = next((found for export in exports if (found := export.of(user))), None)
    if sender is None:
        return replace(document, adds_signature=True)
    if fields.shows_nothing(sender.signature):
        return document  # nothing is added, so the reply itself has to be signed
    below = fields.signature(sender.signature, (), markup=True)
    return replace(document, adds_signature=True, signed_by=below)


def notices(documents: Iterable[Document], path: str) -> Iterator[Notice]:
    """Yield that a signature is not in the export, once for all replies of a file."""
    if any(document.adds_signature and document.signed_by is None for document in documents):
        yield Notice(NOT_IN_EXPORT, path)


def resources(value: Any, key: Key, owner: str) -> Iterator[tuple[Key, dict[str, Any], str]]:
    """Yield vacation settings, signatures and errors with their keys, and whose they are; of a user without any, nothing."""
    if isinstance(value, list):
        for index, one in enumerate(value):
            yield from resources(one, (*key, index), owner)
    elif isinstance(value, dict):
        owner = owner or jsons.text_in(value, "user", "userId", "email", "primaryEmail")
        if SIGNATURE in value or any(name in value for name in VACATION) or jsons.error_in(value):
            yield key, value, owner
            return
        for name, one in value.items():
            found = list(resources(one, (*key, name), name if "@" in name else owner))
            yield from found or ([((*key, name), {}, name)] if "@" in name else [])


def user_of(path: str) -> str:
    """Return the user whom the name of a file gives: `kai@example.com.vacation.json`; empty if it gives none."""
    stem = _KIND_IN_NAME.sub("", Path(path).stem)
    return stem if "@" in stem else ""


def send_as_of(resource: dict[str, Any], user: str) -> SendAs:
    """Return the address of a resource."""
    rank = 2 if _is_true(resource.get("isDefault")) else 1 if _is_true(resource.get("isPrimary")) else 0
    return SendAs(user, jsons.text_in(resource, SIGNATURE), jsons.text_in(resource, "signature"), rank)


def send_as_in_row(row: dict[str, str]) -> SendAs:
    """Return the address of a row of GAM's table."""
    user, email = row.get("user", ""), row.get("sendasemail") or row.get("user", "")
    text = row.get("signature", "")
    rank = 2 if _is_true(row.get("isdefault")) else 1 if _is_true(row.get("isprimary")) else 0
    return SendAs(user, email, "" if text.strip() == "None" else text, rank)


def _is_true(value: object) -> bool:
    return str(value).strip().lower() == "true"


def beside(path: str) -> Signatures:
    """Return the signatures in the other files of a file's folder; none for a file in an archive."""
    try:
        folder = Path(path).parent
        return _in_folder(folder, folder.stat().st_mtime_ns) if Path(path).is_file() else Signatures()
    except (OSError, ValueError):
        return Signatures()


@lru_cache(maxsize=2)
def _in_folder(folder: Path, changed: int) -> Signatures:  # a folder that changed is read again
    """Return the signatures in the files of a folder. What cannot be read of them is said where they are checked."""
    found = Signatures()
    nameless: list[list[SendAs]] = []
    for count, path in enumerate(sorted(folder.iterdir())):
        if count > _MOST_FILES:
            break
        items = list(_in_file(path))
        found.put(item for item in items if item.user)
        nameless.append([item for item in items if not item.user])
    alone = [items for items in nameless if items]
    if len(alone) == 1:  # of several nobody knows which belongs to a reply that names no user either
        found.put(alone[0])
    return found


def _in_file(path: Path) -> Iterator[SendAs]:
    try:
        if path.suffix.lower() not in (".json", ".csv", ".jsonl") or not path.is_file():
            return
        head = files.on_disk(path).head().replace(b"\x00", b"").lower()
        if b"sendasemail" not in head or b"signature" not in head:
            return
        text = decode(files.read(path))[0]
        yield from _in_table(text) if path.suffix.lower() == ".csv" else _in_json(text, user_of(str(path)))
    except (OSError, SourceError):
        return


def _in_json(text: str, user: str) -> Iterator[SendAs]:
    for item in jsons.values(text):
        if not isinstance(item, SourceError):
            for _, resource, owner in resources(item[1], item[0], user):
                if SIGNATURE in resource:
                    yield send_as_of(resource, owner)


def _in_table(text: str) -> Iterator[SendAs]:
    table = table_of(text)
    names = [name.lower() for name in table.columns]
    if {"user", "signature"} <= set(names):
        for cells in table.rows:
            row = {name: cell.text for name, cell in zip(names, cells, strict=False)}
            if row.get("signature") not in ("True", "False"):  # printed with verifyonly, without the texts
                yield send_as_in_row(row)
