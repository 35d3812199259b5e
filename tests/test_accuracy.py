"""How well messages, signatures and pairs are understood: no change may make it worse."""

from __future__ import annotations

from accuracy.peers import PAGE, our_rows, table
from accuracy.score import Tally, message_tallies, pair_tallies, signature_tallies

DATE_FIELDS = ("first_day", "last_day", "return_day", "until")


def f1_of(tallies: dict[str, Tally]) -> float:
    """Return the macro F1 of the fields that were asked for."""
    return sum(tally.f1 for tally in tallies.values()) / len(tallies)


def test_messages_are_understood() -> None:
    """Over the labelled messages the macro F1 is at least .985 and that of each date field at least .96."""
    tallies, wholly, count = message_tallies()
    assert f1_of(tallies) >= 0.985
    assert {name: round(tallies[name].f1, 3) for name in DATE_FIELDS if tallies[name].f1 < 0.96} == {}
    assert wholly / count >= 0.92


def test_signatures_are_judged_as_labelled() -> None:
    """Over the labelled signatures each element's defects are found, and few are invented: F1 at least .95 each."""
    assert {name: round(tally.f1, 3) for name, tally in signature_tallies().items() if tally.f1 < 0.95} == {}


def test_pairs_are_compared_as_labelled() -> None:
    """Two tabs are found the same or different as the labels have it: F1 at least .95."""
    assert f1_of(pair_tallies()) >= 0.95


def test_the_page_of_accuracy_says_what_is_measured_today() -> None:
    """The rows about replylint in docs/accuracy.md are those that `make peers` would write."""
    page = PAGE.read_text(encoding="utf-8")
    ours = [line for line in table(our_rows()).splitlines() if "| replylint |" in line]
    assert len(ours) == 3
    assert [line for line in ours if line not in page] == []
