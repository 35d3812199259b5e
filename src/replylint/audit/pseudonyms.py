"""Pseudonyms: an audit that names nobody, and calls the same person the same in every table and every month.

They come from names and addresses by a keyed hash, so that nobody without the key can try out who is meant. The key lies in the folder of the audit, or
in that of the earlier one it is compared with.
"""

from __future__ import annotations

import dataclasses
import re
import secrets
import shutil
import unicodedata
from base64 import b32encode
from collections.abc import Callable, Iterable
from hashlib import blake2b
from pathlib import Path
from typing import Any

from replylint.audit.run import Audit
from replylint.errors import ConfigError
from replylint.tables import fold, strip_accents

KEY = "pseudonyms.key"
_ADDRESS = re.compile(r"[\w.+%'-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
_WORD = re.compile(r"[^\W\d_][^\W\d_'’]*")
_SAID = re.compile(rf"(?P<address>{_ADDRESS.pattern})|{_WORD.pattern}")
_LEAST_LETTERS = 3
"""Letters of a word of a name that is looked for by itself."""
_DATES = frozenset(
    "january february march april may june july august september october november december monday tuesday wednesday thursday friday saturday sunday".split()
)
"""Words that are names as well, and stay: without them no day could be told."""


def key_of(folder: Path, earlier: Path | None) -> bytes:
    """Return the key of an audit's folder, the earlier audit's if it has one, or a new one. Raises ConfigError if it cannot be read or written."""
    path = folder / KEY
    try:
        if not path.exists() and earlier is not None and (earlier / KEY).exists():
            shutil.copy(earlier / KEY, path)
        if not path.exists():
            path.touch(mode=0o600)
            path.write_text(secrets.token_hex(32), encoding="ascii")
        return bytes.fromhex(path.read_text(encoding="ascii"))
    except (OSError, ValueError) as error:
        raise ConfigError(
            f"--pseudonyms: {path} cannot be read or written ({error}); take it away for new pseudonyms"
        ) from None


def disguised(found: Audit, key: bytes, staff: Iterable[tuple[str, str]] = ()) -> Audit:
    """Return what an audit found with a pseudonym for every name and address in it; `staff` are names and addresses that are known besides."""
    people = [(one.owner.name, one.owner.email) for one in found.people] + [
        (row["name"], row["email"]) for row in found.mailboxes
    ]
    people += [(one["name"], one["email"]) for row in found.mailboxes for one in row["contacts"]]
    people += [(one.leave.name, one.leave.email) for one in found.reminders]
    replace = _replacing([*people, *staff], key)
    changed = {field.name: _in_all(getattr(found, field.name), replace) for field in dataclasses.fields(found)}
    for row in changed["mailboxes"]:
        row["text"] = None
    return Audit(**changed)


def _replacing(people: Iterable[tuple[str, str]], key: bytes) -> Callable[[str], str]:
    """Return what replaces every address, and every name and word of a name, in a text."""
    by_word: dict[str, str] = {}
    by_name: dict[str, str] = {}
    by_address: dict[str, str] = {}
    for name, email in people:
        pseudonym = _pseudonym(email.lower() or _plain(name), key)
        if email:
            by_address[email.lower()] = pseudonym
        if name:
            by_name.setdefault(_plain(name), pseudonym)
        for word in _WORD.findall(name):
            if len(word) >= _LEAST_LETTERS and _plain(word) not in _DATES:
                by_word[_plain(word)] = pseudonym if by_word.get(_plain(word), pseudonym) == pseudonym else "[name]"
    names = sorted((name for name in by_name if " " in name), key=len, reverse=True)
    first_words: dict[str, list[str]] = {}
    for name in names:
        first_words.setdefault(_WORD.findall(name)[0] if _WORD.findall(name) else name, []).append(name)

    def replaced(text: str) -> str:
        text, pieces, at = unicodedata.normalize("NFC", text), [], 0
        for match in _SAID.finditer(text):
            if match.start() < at:
                continue  # the rest of a name that was replaced
            end, new = match.end(), ""
            if match["address"]:
                new = by_address.get(match[0].lower()) or _pseudonym(match[0].lower(), key)
            else:
                word, here = _plain(match[0]), _plain(text[match.start() : match.start() + _LONGEST_NAME])
                whole = (
                    one
                    for one in first_words.get(word, ())
                    if here.startswith(one) and not here[len(one) : len(one) + 1].isalnum()
                )
                if name := next(whole, ""):
                    end, new = match.start() + len(name), by_name[name]
                elif match[0][:1].isupper() or _in_file_name(text, match.start(), match.end()):
                    new = by_word.get(word, "")
            if new:
                pieces += [text[at : match.start()], new]
                at = end
        return "".join([*pieces, text[at:]])

    return replaced


def _in_file_name(text: str, start: int, end: int) -> bool:
    """Say whether a word in small letters stands in the name of a file, as in `mail/dana.whitlock/Inbox.mbox`."""
    return text[start - 1 : start] in tuple("./\\_-") or text[end : end + 1] in tuple("./\\_-")


_LONGEST_NAME = 120


def _pseudonym(who: str, key: bytes) -> str:
    return (
        f"Person-{b32encode(blake2b(who.encode('utf-8', 'surrogatepass'), key=key, digest_size=5).digest()).decode()}"
    )


def _plain(name: str) -> str:
    return strip_accents(fold(name)).lower()


def _in_all(value: Any, replace: Callable[[str], str]) -> Any:
    """Return a value with every text in it replaced; what is no person's is kept as it is."""
    if isinstance(value, str):
        return replace(value)
    if isinstance(value, dict):
        return {name: one if name in _NOT_SAID else _in_all(one, replace) for name, one in value.items()}
    if isinstance(value, tuple) and hasattr(value, "_fields"):
        return type(value)(*(_in_all(one, replace) for one in value))
    if isinstance(value, list | tuple):
        return type(value)(_in_all(one, replace) for one in value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        changes = {
            name: _in_all(getattr(value, name), replace)
            for name in ("message", "path", "mailbox", "excerpt")
            if hasattr(value, name)
        }
        return dataclasses.replace(value, **changes)
    return value


_NOT_SAID = frozenset(("rule", "severity", "clause", "format", "state", "department", "digest", "answer", "document"))
"""Columns that name no person."""
