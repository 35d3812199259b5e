"""One person of a staff list, and what their telephone number says."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from replylint.patterns import compiled
from replylint.tables import digits

_EXTENSION = compiled(r"(?i)\s*(?:extension|ext\.?|x)\s*(\d+)\s*$")
_PROTOCOL = compiled(r"(?i)\A(?:smtp|mailto):")
_LONGEST_PHONE = 100
"""Characters of a cell with a telephone number."""
_NUMBER = compiled(r"[+\d() ./·-]+")


class Entry(NamedTuple):
    """One person of a staff list. What the list does not tell is empty."""

    name: str
    title: str = ""
    phone: str = ""
    extension: str = ""
    email: str = ""
    department: str = ""
    others: tuple[str, ...] = ()
    """Other addresses of theirs: the one they log in with, aliases."""
    ids: tuple[str, ...] = ()
    """What systems call them besides: login, alias, GUID."""

    @property
    def addresses(self) -> tuple[str, ...]:
        """All of their addresses, in lower case, the first the one to write to."""
        return tuple(dict.fromkeys(one.lower() for one in (self.email, *self.others) if one))


def entry_of(values: Mapping[str, str], addresses: Iterable[str] = (), ids: Iterable[str] = ()) -> Entry:
    """Return a person by `name`, or `first` and `last`, `title`, `phone`, `extension`, `email` and `department`.

    `addresses` are all of the list; Exchange writes `SMTP:` and `smtp:` before its proxy addresses. `ids` are what
    systems call the person besides.
    """
    name = values.get("name") or f"{values.get('first', '')} {values.get('last', '')}".strip()
    phone, extension = parted(values.get("phone", ""))
    return Entry(
        name,
        values.get("title", ""),
        phone if is_number(phone) else "",
        values.get("extension") or extension,
        values.get("email", ""),
        values.get("department", ""),
        tuple(_others(addresses, values.get("email", ""))),
        tuple(dict.fromkeys(filter(None, (one.strip().strip("{}") for one in ids)))),
    )


def _others(addresses: Iterable[str], known: str) -> Iterator[str]:
    seen = {known.lower()}
    for one in addresses:
        address = _PROTOCOL.sub("", one.strip())
        if "@" in address and " " not in address and address.lower() not in seen:
            seen.add(address.lower())
            yield address


def parted(phone: str) -> tuple[str, str]:
    """Return a telephone number and the extension after it, or an empty one: `813-555-0142 x4211`."""
    found = _EXTENSION.search(phone) if len(phone) <= _LONGEST_PHONE else None
    return (phone[: found.start()].rstrip(" ,"), found.group(1)) if found else (phone, "")


def is_number(phone: str) -> bool:
    """Return whether a text can be a telephone number: 7 to 15 digits (ITU-T E.164) and what divides them."""
    return bool(_NUMBER.fullmatch(phone.strip())) and 7 <= len(digits(phone)) <= 15
