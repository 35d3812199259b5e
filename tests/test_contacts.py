"""Whom a text sends people to, told as people say it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from replylint.engine import Engine
from replylint.facts import Facts
from replylint.facts.contacts import Contact
from replylint.model import Document, DocumentKind
from replylint.policy import load_pack
from replylint.visible import Visible

SAID = Path(__file__).with_name("contacts.txt")
"""One text a line: the text with `\\n` for a line's end, ` | `, and its contacts with their numbers and addresses; a role stands in brackets."""


def _shown(contact: Contact) -> str:
    ways = [*(phone.text for phone in contact.phones), *contact.emails]
    return " ".join([contact.name or f"({contact.role})", *ways])


def _facts(document: Document) -> Facts:
    return Engine(load_pack("plant-city"), date(2026, 12, 11)).facts(document)


@pytest.mark.parametrize("line", SAID.read_text(encoding="utf-8").splitlines())
def test_contacts_are_read(line: str) -> None:
    """Each text sends people to those whom a reader would turn to, by the ways it gives."""
    text, _, contacts = line.replace("\\n", "\n").partition(" | ")
    facts = _facts(Document("text", Visible.plain(text), text, kind=DocumentKind.AUTO_REPLY))
    assert "; ".join(map(_shown, facts.contacts)) == contacts
