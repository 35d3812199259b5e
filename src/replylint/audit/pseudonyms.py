"""Pseudonyms: an audit that names nobody, and calls the same person the same in every table and every month.

They come from names and addresses by a keyed hash, so that nobody without the key can try out who is meant. The key lies in the folder of the audit, or
in that of the earlier one it is compared with.
"""

from __future__ import annotations

import secrets
import unicodedata
from base64 import b32encode
from collections.abc import Iterable
from dataclasses import replace
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple, Protocol

from replylint.audit.places import Place
from replylint.audit.result import Audit, Line
from replylint.audit.rows import Row
from replylint.directory import Directory
from replylint.errors import ConfigError
from replylint.facts.words import frequency
from replylint.fix.files import write_file
from replylint.model import Colleague, Notice, Person, Unchecked
from replylint.patterns import compiled
from replylint.report.titles import title_of
from replylint.tables import below, fold, name_key, strip_accents

KEY = "pseudonyms.key"
_KEY_BYTES = 32
_ACROSS = ("coverage.", "response.")
"""Families of rules whose messages name people, and quote nobody."""
_FILE = compiled(
    r"(?s)(?P<file>.*?)(?P<ending>\.(?:json|jsonl|csv|xml|clixml|txt|html?|eml|emlx|msg|oft|mbox|mbx|pst|ost|olm|zip|tar|gz|tgz|sieve|j2))?(?P<number>#\d{1,12})?\Z"
)
_QUOTED = compiled(r"“[^”]*”|\"[^\"]*\"(?:[^\"]*\"[^\"]*\")*|(?<!\w)'[^']*'(?!\w)")
"""Words of others in what is said of a file."""
_SENDER = compiled(r"(?<=message of ).{1,400}?(?=, which came on )")
"""The sender of a letter, in a message about its answer."""
_ADDRESS = compiled(r"[\w.+%'-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
_WORD = compiled(r"[^\W\d_][^\W\d_'’]*")
_SAID = compiled(rf"(?P<address>{_ADDRESS.pattern})|{_WORD.pattern}")
_ANYBODY = "[name]"
"""Stands for a name that several people have."""
_EVERYDAY = 900
"""Occurrences in the word list from which a word alone is no name in that of a department."""
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
        if not path.exists():
            known = earlier / KEY if earlier is not None else path
            key_text = known.read_bytes() if known.exists() else secrets.token_hex(_KEY_BYTES).encode("ascii")
            write_file(path, key_text, private=True)
        key = bytes.fromhex(path.read_text(encoding="ascii"))
        if len(key) != _KEY_BYTES:
            raise ValueError("it is no key")
        if (
            earlier is not None
            and (earlier / KEY).exists()
            and (earlier / KEY).read_text(encoding="ascii") != key.hex()
        ):
            raise ConfigError(
                f"--pseudonyms: those of {earlier} were made with another key than those of {folder}; give another --output"
            )
    except (OSError, ValueError) as error:
        raise ConfigError(
            f"--pseudonyms: {path} cannot be read or written ({error}); take it away for new pseudonyms"
        ) from None
    return key


class Disguise:
    """Gives people, files and texts their pseudonyms."""

    def __init__(self, found: Audit, key: bytes, staff: Directory | None = None) -> None:
        known = [(said, _who(*one.owner)) for one in found.people for said in (*one.owner, *one.names, *one.addresses)]
        known += [
            (said, _who(one["name"], one["email"]))
            for row in found.mailboxes
            for one in row["contacts"]
            for said in one.values()
        ]
        known += [(said, _who(one.leave.name, one.leave.email)) for one in found.reminders for said in one.leave[:2]]
        known += [
            (said, _who(one.name, one.email))
            for one in (staff.entries if staff else ())
            for said in (one.name, *one.addresses)
        ]
        self._key = key
        self._places = [place.name for place in found.places]
        self._text = _replacing(known, key)

    def row(self, row: Row) -> Row:
        """Return a row of a finding. What quotes a message says only what its rule asks for."""
        across = row["rule"].startswith(_ACROSS)
        if row["rule"].startswith("response."):
            row = {**row, "message": _SENDER.sub(lambda found: self._person("", found[0]), row["message"])}
        return {
            **row, "path": self.path(row["path"]), "mailbox": self._person(row["mailbox"], ""),
            "message": self._text(row["message"]) if across else title_of(row["rule"]),
        }  # fmt: skip

    def path(self, path: str) -> str:
        """Return what stands for the name of a file, which may be that of a person; its ending and the number of a message stay."""
        inside = next((rest for place in self._places if (rest := below(path, place)) is not None), path)
        found = _FILE.match(inside.lstrip("/\\") if inside and inside[0] != "#" else path.rpartition("/")[2])
        if not path or found is None:
            return path
        return f"File-{_digest(found['file'], self._key)}{found['ending'] or ''}{found['number'] or ''}"

    def _person(self, name: str, email: str) -> str:
        return _pseudonym(_who(name, email), self._key) if name or email else ""

    def _department(self, name: str) -> str:
        """Return the name of a department, without that of a person in it."""
        return self._text(name, sparing=True)

    def _said(self, message: str) -> str:
        return self._text(_QUOTED.sub("…", message))

    def _contact(self, line: Line, found: Audit) -> str:
        return self._person(*(found.people[line.other].owner if line.other is not None else (line.contact, "")))

    def audit(self, found: Audit) -> Audit:
        """Return what an audit found with a pseudonym for every name, address and file in it."""
        return replace(
            found,
            mailboxes=[
                {
                    **row, "path": self.path(row["path"]), "name": self._person(row["name"], row["email"]), "email": "", "names": [], "addresses": [],
                    "department": self._department(row["department"]),
                    "contacts": [{"name": self._person(one["name"], one["email"]), "email": ""} for one in row["contacts"]], "digest": "", "text": None,
                }
                for row in found.mailboxes
            ],
            findings=list(map(self.row, found.findings)),
            people=tuple(
                Colleague(Person(self._person(one.owner.name, one.owner.email)), self.path(one.path), one.away,
                          tuple(Person(self._person(*who)) for who in one.contacts), self._department(one.department))
                for one in found.people
            ),
            lines=[replace(one, contact=self._contact(one, found)) for one in found.lines],
            exchanges=[one._replace(sender=self._person("", one.sender)) for one in found.exchanges],
            files=frozenset(map(self.path, found.files)), failed=set(map(self.path, found.failed)),
            reminders=[
                one._replace(leave=one.leave._replace(name=self._person(one.leave.name, one.leave.email), email=""))
                for one in found.reminders
            ],
            troubles=[Unchecked(self.path(one.path), self._said(one.message)) for one in found.troubles],
            notices=[Notice(self._said(one.message), self.path(one.path) if one.path else "") for one in found.notices],
            places=tuple(Place(self.path(one.name), one.path) for one in found.places),
        )  # fmt: skip


def _who(name: str, email: str) -> str:
    """Return what tells a person from others: the address, or else the name."""
    said = email or name
    return said.lower() if "@" in said else name_key(said)


class _Replacing(Protocol):
    """Replaces every address, and every name and word of a name, in a text."""

    def __call__(self, text: str, *, sparing: bool = False) -> str:
        """Return the text with pseudonyms; `sparing` leaves a single everyday word as it is."""


def _replacing(known: Iterable[tuple[str, str]], key: bytes) -> _Replacing:
    """Return what puts pseudonyms into texts. `known` are names and addresses, each with whose it is."""
    by_word: dict[str, str] = {}
    by_name: dict[str, str] = {}
    by_address: dict[str, str] = {}
    for said, who in known:
        pseudonym = _pseudonym(who, key)
        if "@" in said:
            by_address[said.lower()] = pseudonym
        elif said:
            by_name.setdefault(_plain(said), pseudonym)
            for word in _WORD.findall(said):
                if len(word) >= _LEAST_LETTERS and _plain(word) not in _DATES:
                    by_word[_plain(word)] = pseudonym if by_word.get(_plain(word), pseudonym) == pseudonym else _ANYBODY
    names = sorted((name for name in by_name if " " in name), key=len, reverse=True)
    first_words: dict[str, list[str]] = {}
    for name in names:
        first_words.setdefault(_WORD.findall(name)[0] if _WORD.findall(name) else name, []).append(name)

    def replaced(text: str, *, sparing: bool = False) -> str:
        text, found, at = unicodedata.normalize("NFC", text), [], 0
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
                sure = not sparing or " " in text[match.start() : end] or not _is_everyday(match[0])
                found.append(_Replaced(match.start(), end, new, sure or text[end : end + 2] in ("'s", "’s")))
                at = end
        pieces, at = [], 0
        for one in _joined(found, text):
            if not one.sure:
                continue
            pieces += [text[at : one.start], one.new]
            at = one.end
        return "".join([*pieces, text[at:]])

    return replaced


class _Replaced(NamedTuple):
    start: int
    end: int
    new: str
    sure: bool
    """Whether it is a name, and no everyday word that is somebody's name as well."""


_MIDDLE = compiled(r"(?:[ -][^\W\d_a-zß-ÿ][\w.'’]*){0,3}[ -]")
"""What stands between two words of one name: nothing, or other names in capitals."""


def _joined(found: list[_Replaced], text: str) -> list[_Replaced]:
    """Return the stretches to replace, those of one name together with the middle names between them."""
    joined: list[_Replaced] = []
    for one in found:
        before = joined[-1] if joined else None
        if before is None or _MIDDLE.fullmatch(text, before.end, one.start) is None:
            joined.append(one)
            continue
        known = {before.new, one.new} - {_ANYBODY}
        sure = before.sure or one.sure or len(known) == 1
        joined[-1] = _Replaced(before.start, one.end, known.pop() if len(known) == 1 else _ANYBODY, sure)
    return joined


def _is_everyday(word: str) -> bool:
    """Return whether a word is one that departments have in their names, though it may be a last name too: `Parks`."""
    return "@" not in word and frequency(word.lower(), "en") >= _EVERYDAY


def _in_file_name(text: str, start: int, end: int) -> bool:
    """Say whether a word in small letters stands in the name of a file, as in `mail/dana.whitlock/Inbox.mbox`."""
    return text[start - 1 : start] in tuple("./\\_-") or text[end : end + 1] in tuple("./\\_-")


_LONGEST_NAME = 120


def _plain(name: str) -> str:
    return strip_accents(fold(name)).lower()


def _pseudonym(who: str, key: bytes) -> str:
    return f"Person-{_digest(who, key)}"


def _digest(said: str, key: bytes) -> str:
    return b32encode(blake2b(said.encode("utf-8", "surrogatepass"), key=key, digest_size=5).digest()).decode()
