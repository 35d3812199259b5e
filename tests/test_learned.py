"""What is learned from labelled texts helps where lists of words find nothing, and stays below them where they are sure."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from editing import ENGINE, corrected
from replylint.facts import Facts, Kind
from replylint.facts.learned import kinds, linear, promises
from replylint.model import Diagnostic, Document, DocumentKind, Mailbox
from replylint.visible import Visible

AWAY = "I am out of the office from 12/14/26 to 12/18/26. I will reply when I return. "
HELP = "Please contact Dana Whitlock at 813-555-0142."
SIGNED = (
    "\n\nThank you,\n\nPerry Osborne\nPermit Clerk\nCity of Plant City, Florida\n813-555-0137 ext. 4137\n"
    "Website: http://www.plantcitygov.com/\n[City Seal]\n"
)


def facts(text: str) -> Facts:
    """Return the facts of an automatic reply of December 10, 2026."""
    document = Document(
        "text", Visible.plain(text), text, kind=DocumentKind.AUTO_REPLY, automatic=True, written_on=date(2026, 12, 10)
    )
    return ENGINE.facts(document)


@pytest.mark.parametrize(
    "sentence",
    [
        "Mail sent to me directly gets an answer on Monday.",
        "Correspondence will receive my response no later than July 8.",
        "Your note is first in line when I am back.",
        "Le atiendo en cuanto vuelva.",
        "I'll be working through everyone's notes Thursday morning.",
    ],
)
def test_a_promise_in_other_words_is_one(sentence: str) -> None:
    """Who promises an answer in words that are in no list is not asked for a second promise."""
    assert facts(f"I am out 12/14/26 - 12/18/26. {sentence}").may_promise


@pytest.mark.parametrize(
    "sentence",
    [
        "Answers to common questions are on the website.",
        "Call Ann Lee at 813-555-0142 if you need an answer sooner.",
        "I will be back on Monday.",
        "Mensajes que lleguen esos días no serán leídos ni contestados.",
        "Please return the form by Friday.",
    ],
)
def test_what_is_no_promise_is_none(sentence: str) -> None:
    """Words of answers and returns promise nothing by themselves."""
    assert not facts(f"I am out 12/14/26 - 12/18/26. {sentence}").may_promise


KINDS = {
    "A ticket has been opened for you and the next free technician takes it.": Kind.ACKNOWLEDGEMENT,
    "Since September this desk belongs to somebody else; my years here were wonderful.": Kind.DEPARTED,
    "The shop takes a break between the years; the ovens are on again January 4.": Kind.CLOSURE,
    "I sit at this desk Tuesdays and Thursdays only.": Kind.SCHEDULE,
    "Gone up the mountain. Down Thursday.": Kind.ABSENCE,
}


@pytest.mark.parametrize("text", KINDS)
def test_kinds_in_other_words_are_told(text: str) -> None:
    """An automatic reply whose kind no list tells is of the kind that its words together make likely."""
    assert facts(text).kind is KINDS[text]


def test_who_is_away_has_not_left() -> None:
    """A person who is out and speaks of a predecessor who left is away."""
    assert facts("I am out December 14-18. My predecessor no longer works here.").kind is Kind.ABSENCE


@given(st.text(max_size=300))
def test_likelihoods_are_likelihoods(text: str) -> None:
    """Whatever a text says, its kinds are likely from 0 to 1, and together certain."""
    likely = kinds.likely_kinds(text.lower())
    assert all(0 <= value <= 1 for value in likely.values())
    assert sum(likely.values()) == pytest.approx(1)


@given(st.lists(st.lists(st.floats(-3, 3), min_size=3, max_size=3), min_size=4, max_size=4), st.sets(st.integers(0, 3)))
def test_weights_are_added_as_they_are_written(weights: list[list[float]], found: set[int]) -> None:
    """Adding up all answers at once gives what adding up each would."""
    if not any(weight for row in weights for weight in row):
        weights[0][0] = 1.0
    model = linear.Linear(linear.written(("one", "two", "three"), 4, [0.0, 0.5, -0.5], weights))
    names = {
        number: next(f"f{n}" for n in range(99) if linear.buckets_of([f"f{n}"], 4) == {number}) for number in found
    }
    likely = model.likelihoods(names.values())
    scale = max(abs(weight) for row in weights for weight in row) / 127
    norm = max(len(found), 1) ** 0.5
    sums = [
        bias + sum(scale * round(weights[number][answer] / scale) for number in found) / norm
        for answer, bias in enumerate((0.0, 0.5, -0.5))
    ]
    order = sorted(range(3), key=lambda answer: sums[answer])
    values = list(likely.values())
    assert values[order[0]] <= values[order[1]] + 1e-6 <= values[order[2]] + 2e-6


def test_weights_that_are_cut_short_are_refused() -> None:
    """A model whose file lost its end is no model."""
    data = linear.written(("no", "yes"), 4, [0.0, 0.0], [[0.5, -0.5]] * 4)
    with pytest.raises(ValueError, match="cut short"):
        linear.Linear(data[:-1])


def test_what_lists_say_counts() -> None:
    """A sentence that promises in words of the lists is the likelier one."""
    sentence = "i will reply when i return."
    assert promises.likely_promise(sentence, said=True) > promises.likely_promise(sentence, said=False)


TONES = {
    "If you had sent your timesheets on time you would not be reading this.": "tone.discourteous",
    "Most of you could answer your own questions if you bothered to look.": "tone.discourteous",
    "I'm having my gallbladder out, so I'm home until at least March 5.": "privacy.oversharing",
    "I'll be back when the money runs out or the fish win.": "tone.joking",
}


def rules_of(text: str) -> set[str]:
    """Return the rules that a message is reported by."""
    document = Document("text", Visible.plain(text), text, kind=DocumentKind.AUTO_REPLY, written_on=date(2026, 12, 10))
    return {item.rule for item in ENGINE.check(Mailbox("reply.txt", (document,))) if isinstance(item, Diagnostic)}


@pytest.mark.parametrize("sentence", TONES)
def test_a_tone_in_other_words_is_heard(sentence: str) -> None:
    """Rudeness, jokes and private matters are reported, whatever their words."""
    assert TONES[sentence] in rules_of(f"I am out 12/14/26 - 12/18/26. {sentence}")


@pytest.mark.parametrize(
    "sentence",
    [
        "Please do not send records requests to this address.",
        "It will be looked at, and someone will follow up with you.",
        "I will not be able to read e-mail during that time.",
        "The zombie run has been moved to October 30.",
        "For dead animals on the road call Rosa Lind, 813-555-0142.",
        "No podré leer mensajes esos días.",
        "Happy holidays to you and your family.",
    ],
)
def test_what_is_said_properly_is_left_alone(sentence: str) -> None:
    """Refusals, odd duties and good wishes are neither rude nor a joke nor private."""
    rules = {"tone.discourteous", "tone.joking", "privacy.oversharing"}
    assert not rules & rules_of(f"I am out 12/14/26 - 12/18/26 and will reply when I return. {sentence}")


def test_a_sentence_that_may_be_rude_is_not_taken_out() -> None:
    """What sounds wrong by all its words together, though not for certain, is left to its author."""
    said = "If you had sent your timesheets on time you would not be reading this."
    assert said in corrected(f"{AWAY}{said} {HELP}{SIGNED}")
