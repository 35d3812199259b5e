"""The public Python interface: check, correct and write automatic replies and signatures without a terminal.

    from replylint.api import Checker, Part, Reply, Text

    checker = Checker("plant-city")
    checked = checker.check(Reply((Text(Part.MESSAGE, "I am out until Friday."),)))

`call` is the same as one function from dictionaries to dictionaries, for a page's worker or a server.
Everything here runs in Pyodide as well: no terminal, no thread, no compiled package, no network.
"""

from __future__ import annotations

from replylint.api.changes import undo
from replylint.api.checker import Checker
from replylint.api.door import call
from replylint.api.following import follow
from replylint.api.forms import FORMS, export
from replylint.api.mailbox_settings import mismatches
from replylint.api.plain import to_json
from replylint.api.shapes import (
    API_VERSION,
    About,
    Answers,
    Blank,
    Card,
    Change,
    Checked,
    Explained,
    File,
    Fixed,
    ForMailbox,
    Found,
    Left,
    Mismatch,
    Part,
    Person,
    Piece,
    Replaced,
    Reply,
    Schedule,
    Seen,
    Text,
    Unchecked,
    Undone,
    Words,
    Written,
)
from replylint.errors import ReplylintError
from replylint.model import Profile

__all__ = [
    "API_VERSION",
    "FORMS",
    "About",
    "Answers",
    "Blank",
    "Card",
    "Change",
    "Checked",
    "Checker",
    "Explained",
    "File",
    "Fixed",
    "ForMailbox",
    "Found",
    "Left",
    "Mismatch",
    "Part",
    "Person",
    "Piece",
    "Profile",
    "Replaced",
    "Reply",
    "ReplylintError",
    "Schedule",
    "Seen",
    "Text",
    "Unchecked",
    "Undone",
    "Words",
    "Written",
    "call",
    "export",
    "follow",
    "mismatches",
    "to_json",
    "undo",
]
