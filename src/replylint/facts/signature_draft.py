"""What is gathered of a signature while its lines are read."""

from __future__ import annotations

from dataclasses import dataclass, field

from replylint.facts.numbers import Phone
from replylint.facts.signature import Part


@dataclass(slots=True)
class Draft:
    """What is gathered while lines are read."""

    parts: dict[str, Part] = field(default_factory=dict)
    extra: list[Part] = field(default_factory=list)
    emails: list[Part] = field(default_factory=list)
    number: Phone | None = None
    only_mobile: bool = False
    mobile: tuple[Phone, Part] | None = None
    """A mobile number, which is the phone of the signature only if it has no other."""
