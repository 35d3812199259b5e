"""Every message that a person can meet is told in every language, and nothing else is told beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator

import said
from replylint.api import wording
from replylint.facts.languages import CODES, messages
from spanish import english_in

ENGLISH, SPANISH = CODES
NAME = re.compile(r"\{\w+\}")
FALLBACKS = [words.partition("{rest}")[0] for words in messages(SPANISH)["fallbacks"].values()]


def told(message: str) -> str:
    """Return a message in Spanish, whatever carries it; empty if no table has it."""
    for tell in (wording.unchecked, wording.notice, wording.reason):
        spanish = tell(message, SPANISH, terminal=True)
        if not spanish.startswith(tuple(FALLBACKS)):
            return spanish
    return ""


def test_the_messages_are_found() -> None:
    """Reading the source finds what sources, policies, options and the writing of files say."""
    places = {message.place.partition("/")[0] for message in said.messages()}
    assert {"sources", "policy", "cli", "fix", "directory", "api", "engine.py", "config.py", "managesieve.py"} <= places
    assert len(said.messages()) > 400


def test_every_message_has_its_words() -> None:
    """What is said anywhere in the program is told in Spanish, and no name in it is left as it is."""
    assert [message for message in said.messages() if not told(message.text)] == []
    assert [
        message for message in said.messages() if {*NAME.findall(told(message.text))} - {*NAME.findall(message.text)}
    ] == []


def test_no_message_keeps_english_words() -> None:
    """No case takes a message for another one, and keeps its words as if they were a name."""
    assert {message: found for message in said.messages() if (found := english_in(told(message.text)))} == {}


def texts_of(table: object, path: str = "") -> Iterator[tuple[str, str]]:
    """Yield every text of a table, with the keys that lead to it."""
    if isinstance(table, str):
        yield path, table
    elif isinstance(table, dict):
        for key, value in table.items():
            yield from texts_of(value, f"{path}/{key}")


def test_the_detector_detects() -> None:
    """English words are found in a Spanish sentence, and names, quotations and options are none."""
    assert english_in("nada que corregir, the file was changed") == ["the", "file", "was", "changed"]
    assert english_in("Use --config o `print vacation`: “the file”, [absence.past] en reply.txt") == []


def test_no_spanish_text_has_english_in_it() -> None:
    """What is said in Spanish is Spanish; only what is quoted, such as an option or a command, is not."""
    own = {key: text for key, text in texts_of(messages(SPANISH)) if not key.startswith("/questions/same/")}
    assert {key: found for key, text in own.items() if (found := english_in(text))} == {}
