"""How much of a run was checked: as a whole, in part, or not at all. The last line of a command says it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from replylint.facts.languages import CODES, messages


class Tally(NamedTuple):
    """Numbers of messages, and of mailboxes whose reply is turned off. A message counts once."""

    checked: int = 0
    """Checked as a whole."""
    in_part: int = 0
    """Checked, but for something that was reported as unchecked."""
    unchecked: int = 0
    """Not checked at all: messages, and files that could not be read."""
    off: int = 0
    """Mailboxes with nothing to check, because their reply is turned off."""

    @property
    def judged(self) -> int:
        """How many messages were checked, as a whole or in part."""
        return self.checked + self.in_part

    @property
    def is_nothing(self) -> bool:
        """Whether nothing was to be checked, and nothing was turned off."""
        return not any(self)

    def plus(self, other: Tally) -> Tally:
        """Return the sum of two tallies."""
        return Tally(*(one + another for one, another in zip(self, other, strict=True)))

    def in_words(self, outcome: str = "", nothing: str = "", language: str = CODES[0]) -> str:
        """Return the tally as a sentence without a full stop, with an outcome such as `1 error` at the end.

        Without an outcome it ends with `nothing` (`nothing found`), which is said of what was checked and of nothing else.
        """
        words = messages(language)["tally"]
        nothing = nothing or words["nothing-found"]
        if self.is_nothing:
            return str(words["nothing-judged"])
        if not self.judged:
            reasons = [counted(words["lost"], self.unchecked)] if self.unchecked else []
            reasons += [counted(words["off-alone"], self.off)] if self.off else []
            head = words["nothing-checked" if self.unchecked else "nothing-to-check"]
            return f"{head}: {', '.join(reasons)}" + (f"; {outcome}" if outcome else "")
        parts = [counted(words["checked"], self.checked)] if self.checked else []
        if self.in_part:
            parts.append(counted(words["also-in-part" if parts else "in-part"], self.in_part))
        parts += [counted(words["unchecked"], self.unchecked)] if self.unchecked else []
        parts += [counted(words["off"], self.off)] if self.off else []
        whole = not (self.in_part or self.unchecked)
        return f"{', '.join(parts)}: {outcome or (nothing if whole else words['in-checked'].replace('{nothing}', nothing))}"


@dataclass
class Counting:
    """Adds up a run: the tally of each mailbox, and what could not be read."""

    _mailboxes: defaultdict[str, list[Tally]] = field(default_factory=lambda: defaultdict(list))
    _lost: Counter[str] = field(default_factory=Counter)

    def add(self, path: str, tally: Tally) -> None:
        """Count a mailbox of a file."""
        self._mailboxes[path].append(tally)

    def lose(self, path: str) -> None:
        """Count something that could not be read or judged, by the file in which it is."""
        self._lost[path] += 1

    def total(self) -> Tally:
        """Return the sum. A message of which something could not be read was checked in part."""
        total, lost = Tally(), self._lost.copy()
        for path, tallies in self._mailboxes.items():
            if len(tallies) == 1 and tallies[0].judged and lost.pop(path, 0):
                total = total.plus(tallies[0]._replace(checked=0, in_part=tallies[0].judged))
            else:
                for tally in tallies:
                    total = total.plus(tally)
        return total.plus(Tally(unchecked=lost.total()))


def counted(forms: Mapping[str, str], number: int) -> str:
    """Return words with a number, in the form for one or for many."""
    return forms["one" if number == 1 else "many"].replace("{count}", f"{number:,}")
