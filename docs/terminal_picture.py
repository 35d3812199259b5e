"""Pictures of a terminal: a command is really run, and what it prints becomes a small SVG with real text."""

from __future__ import annotations

import io
import os
import re
from collections.abc import Iterable, Iterator
from contextlib import chdir, redirect_stderr, redirect_stdout
from pathlib import Path
from typing import NamedTuple
from xml.sax.saxutils import escape

COLUMNS = 108
"""Columns of the terminal."""
_WIDE, _HIGH, _MARGIN, _BAR = 8, 19, 20, 38
"""Pixels: a character's width, a line's height, the space around the text, the window's bar."""

_PAINT = r"\x1b\[[\d;]*m"
_CLASSES = {"1": "bold", "2": "dim", "31": "red", "32": "green", "33": "yellow", "34": "blue", "35": "magenta", "36": "cyan"}  # fmt: skip
_STYLE = """\
    text { font: 13px ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace; fill: #d6deeb; }
    .bold { font-weight: bold; } .dim { fill: #8a98ad; } .title { fill: #8a98ad; text-anchor: middle; }
    .red { fill: #ff7b72; } .green { fill: #7ee787; } .yellow { fill: #f2cc60; } .blue { fill: #79c0ff; }
    .magenta { fill: #d2a8ff; } .cyan { fill: #76e3ea; }"""


class _Terminal(io.TextIOWrapper):
    """A stream that programs take for a terminal."""

    def isatty(self) -> bool:
        return True


class Run(NamedTuple):
    """Characters in one colour, from a column on."""

    column: int
    text: str
    classes: tuple[str, ...]


def printed_by(arguments: list[str], folder: Path) -> list[str]:
    """Run replylint in a folder and return the lines it prints on a terminal, with their ANSI colours."""
    from replylint.cli import main

    terminal = _Terminal(buffer := io.BytesIO(), encoding="utf-8", write_through=True)
    kept = {name: os.environ.pop(name, None) for name in ("NO_COLOR", "COLUMNS")}
    os.environ["COLUMNS"] = str(COLUMNS)
    try:
        with chdir(folder), redirect_stdout(terminal), redirect_stderr(terminal):
            main(arguments)
    except SystemExit as end:
        if end.code not in (0, 1):
            raise RuntimeError(buffer.getvalue().decode()) from end
    finally:
        del os.environ["COLUMNS"]
        os.environ.update({name: value for name, value in kept.items() if value is not None})
    return buffer.getvalue().decode().replace("\n\x1b[0m", "\x1b[0m\n").splitlines()


def shortened(lines: list[str], most: int) -> list[str]:
    """Return at most so many lines: the first, up to a blank one, and the last, which sums up. Of several blank ones one stays."""
    blank = [not re.sub(_PAINT, "", line).strip() for line in lines]
    lines = [line for number, line in enumerate(lines) if not (blank[number] and blank[number - 1])]
    if len(lines) <= most:
        return lines
    end = max(number for number, line in enumerate(lines[: most - 2]) if not line)
    return [*lines[:end], "", "  \x1b[2m⋮\x1b[0m", "", lines[-1]]


def picture(command: str, lines: Iterable[str]) -> str:
    """Return the SVG of a terminal in which a command has printed these lines."""
    rows = [row for line in (f"\x1b[32m$\x1b[0m \x1b[1m{command}\x1b[0m", "", *lines) for row in _rows(_runs(line))]
    width = COLUMNS * _WIDE + 2 * _MARGIN
    height = _BAR + len(rows) * _HIGH + 2 * _MARGIN
    out = [
        f'<svg xmlns="http://www.w3.org/2000/svg" xml:space="preserve" role="img" width="{width}" height="{height}" viewBox="0 0 {width} {height}">',
        f"  <title>{escape(command)}</title>",
        f"  <style>\n{_STYLE}\n  </style>",
        f'  <rect width="{width}" height="{height}" rx="10" fill="#11161f"/>',
        f'  <path d="M0 {_BAR}V10a10 10 0 0 1 10-10H{width - 10}a10 10 0 0 1 10 10V{_BAR}Z" fill="#1d2532"/>',
        *(f'  <circle cx="{x}" cy="{_BAR // 2}" r="6" fill="{fill}"/>' for x, fill in ((22, "#ff5f57"), (42, "#febc2e"), (62, "#28c840"))),
        f'  <text class="title" x="{width // 2}" y="{_BAR // 2 + 5}">replylint</text>',
    ]  # fmt: skip
    for number, row in enumerate(rows):
        y = _BAR + _MARGIN + number * _HIGH + 13
        for run in row:
            x = _MARGIN + run.column * _WIDE
            classes = f' class="{" ".join(run.classes)}"' if run.classes else ""
            out.append(
                f'  <text{classes} x="{x}" y="{y}" textLength="{len(run.text) * _WIDE}">{escape(run.text)}</text>'
            )
    return "\n".join([*out, "</svg>"]) + "\n"


def _runs(line: str) -> Iterator[Run]:
    """Yield the coloured runs of a line of terminal output."""
    classes: tuple[str, ...] = ()
    column = 0
    for part in re.split(f"({_PAINT})", line):
        if part.startswith("\x1b["):
            for code in part[2:-1].split(";"):
                classes = (*classes, _CLASSES[code]) if code in _CLASSES else ()
        elif part:
            yield Run(column, part, classes)
            column += len(part)


def _rows(runs: Iterable[Run]) -> list[list[Run]]:
    """Return runs as rows of the terminal: wrapped between words, as far in as the line begins, without blanks at the ends of runs."""
    runs = list(runs)
    text = "".join(run.text for run in runs)
    indent = len(text) - len(text.lstrip(" +-"))
    rows: list[list[Run]] = []
    begin = 0
    while True:
        shift = indent if rows else 0
        end = len(text)
        if end - begin + shift > COLUMNS:
            end = text.rfind(" ", begin + 1, begin + COLUMNS - shift + 1)
            end = end if end > begin + indent else begin + COLUMNS - shift
        row = []
        for run in runs:
            piece = run.text[max(begin - run.column, 0) : max(end - run.column, 0)]
            bare = piece.strip(" ")
            if bare:
                column = max(run.column, begin) - begin + shift + len(piece) - len(piece.lstrip(" "))
                row.append(Run(column, bare, run.classes))
        rows.append(row)
        begin = end
        while begin < len(text) and text[begin] == " ":
            begin += 1
        if begin >= len(text):
            return rows
