"""What puts corrected texts back into the system they came from: a program, its manifest, and the texts.

A person reads them first. The program changes a mailbox only where the present text is still the exported one, keeps
what was set before, logs what it did, and can undo it. Only what changed is sent; times are never sent, because tools
read them in the zone and order of the computer they run on.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from replylint.facts.languages import CODES, messages
from replylint.fix.apply import gam, gmail, graph, jmap, powershell, zimbra
from replylint.fix.apply.changes import Applied, Change, Left, together

__all__ = ["Applied", "Change", "Left", "applied", "together"]


class _Tool(NamedTuple):
    """How the texts of a format are applied."""

    write: Callable[[str, Sequence[Change]], Applied]
    steps: str
    """The key of what a person does with the files, in the tables of words under `[apply]`."""
    is_service: bool = False
    """Whether `steps` is what a web service needs before the steps that all of them have."""
    takes_address: bool = False
    """Whether the program is told the address of the service."""


_POWERSHELL = _Tool(powershell.write, "exchange")
_TOOLS = {
    "exchange-json": _POWERSHELL,
    "exchange-csv": _POWERSHELL,
    "exchange-clixml": _POWERSHELL,
    "graph-json": _Tool(graph.write, "graph", is_service=True),
    "gmail-json": _Tool(gmail.write, "gmail", is_service=True),
    "gam-csv": _Tool(gam.write, "gam"),
    "jmap-json": _Tool(jmap.write, "jmap", is_service=True, takes_address=True),
    "zimbra": _Tool(zimbra.write, "zimbra"),
}


def applied(
    form: str, text: str, changes: Sequence[Change], *, blanks: bool = False, language: str = CODES[0]
) -> Applied:
    """Return the files that apply changed texts of an export, `README.txt` among them; none for a format without a tool.

    `text` is the export with the corrected texts in it. `blanks` tells that texts still have blanks to be filled in.
    `language` is that of `README.txt`.
    """
    tool = _TOOLS.get(form)
    if tool is None or not changes:
        return Applied({})
    made = tool.write(text, changes)
    if not made.files:
        return made
    words = messages(language)["apply"]
    steps = words[tool.steps]
    if tool.is_service:
        steps = words["requests"].format(authorization=steps, more=words["address"] if tool.takes_address else "")
    readme = f"{words['fill-in'] if blanks else ''}{words['read-first']}\n{steps}"
    return Applied({"README.txt": readme.encode("utf-8"), **made.files}, made.left)
