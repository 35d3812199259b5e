"""What the last line of a run says: what was checked as a whole, in part, not at all, or is turned off."""

from __future__ import annotations

import pytest

from replylint.tally import Counting, Tally

CASES = {
    Tally(): "nothing was checked: no message here is one that the standard is about",
    Tally(checked=1): "1 message checked: nothing found",
    Tally(checked=1_200): "1,200 messages checked: nothing found",
    Tally(in_part=1): "1 message checked in part: nothing found in what was checked",
    Tally(in_part=3): "3 messages checked in part: nothing found in what was checked",
    Tally(checked=2, in_part=1): "2 messages checked, 1 checked in part: nothing found in what was checked",
    Tally(checked=2, unchecked=1): "2 messages checked, 1 not checked: nothing found in what was checked",
    Tally(in_part=1, unchecked=2): "1 message checked in part, 2 not checked: nothing found in what was checked",
    Tally(checked=2, off=1): "2 messages checked, 1 reply turned off: nothing found",
    Tally(checked=1, off=2): "1 message checked, 2 replies turned off: nothing found",
    Tally(unchecked=1): "nothing was checked: 1 file or message could not be",
    Tally(unchecked=2): "nothing was checked: 2 files or messages could not be",
    Tally(unchecked=1, off=1): "nothing was checked: 1 file or message could not be, 1 reply is turned off",
    Tally(off=1): "nothing to check: 1 reply is turned off",
    Tally(off=3): "nothing to check: 3 replies are turned off",
}


@pytest.mark.parametrize("tally", CASES, ids=str)
def test_the_words(tally: Tally) -> None:
    """Each number is named if it is not zero, and nothing is said to be found only of what was checked."""
    assert tally.in_words() == CASES[tally]


SPANISH = {
    Tally(): "no se revisó nada: aquí no hay ningún mensaje del que trate la norma",
    Tally(checked=1): "1 mensaje revisado: nada que cambiar",
    Tally(checked=2, in_part=1): "2 mensajes revisados, 1 revisado en parte: nada que cambiar en lo que se revisó",
    Tally(checked=1, off=2): "1 mensaje revisado, 2 respuestas apagadas: nada que cambiar",
    Tally(unchecked=1, off=1): "no se revisó nada: no se pudo con 1 archivo o mensaje, 1 respuesta está apagada",
}


@pytest.mark.parametrize("tally", SPANISH, ids=str)
def test_the_words_in_spanish(tally: Tally) -> None:
    """The same numbers are named in Spanish, in the form for one or for many."""
    assert tally.in_words(language="es") == SPANISH[tally]


@pytest.mark.parametrize("tally", [one for one in CASES if one.judged], ids=str)
def test_findings_take_the_place_of_nothing_found(tally: Tally) -> None:
    """Where something was found the line ends with it."""
    before = CASES[tally].partition(": nothing")[0]
    assert tally.in_words("2 warnings") == f"{before}: 2 warnings"


def test_what_is_unreadable_in_a_message_makes_it_checked_in_part() -> None:
    """A message of a file of which something could not be read counts once, as checked in part."""
    counting = Counting()
    counting.lose("a.eml")
    counting.add("a.eml", Tally(checked=1))
    assert counting.total() == Tally(in_part=1)


def test_what_is_unreadable_in_a_mailbox_counts_beside_its_messages() -> None:
    """A message of a mailbox that could not be read counts as not checked; the others are whole."""
    counting = Counting()
    counting.add("all.mbox", Tally(checked=1))
    counting.lose("all.mbox")
    counting.add("all.mbox", Tally(checked=1))
    assert counting.total() == Tally(checked=2, unchecked=1)


def test_a_file_that_was_not_judged_is_not_checked() -> None:
    """A file that could not be read counts as not checked, also where a rest of it was passed over."""
    counting = Counting()
    counting.lose("a.eml")
    counting.add("a.eml", Tally())
    counting.lose("b.bin")
    assert counting.total() == Tally(unchecked=2)
