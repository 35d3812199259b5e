"""Input made to keep a reader busy is read or refused in a time that grows with its length, not with its square."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from growth import SIZES, assert_linear
from replylint.model import Mailbox, Notice
from replylint.sources import load
from replylint.sources.text import without_template_tags
from replylint.visible import Visible

SHEET = 4_000
"""Characters of a style sheet whose rules are tried on more and more tags."""
HEADERS = "From: dana@city.example\nSubject: x\nDate: Fri, 11 Dec 2026 10:00:00 -0500\n"


def many(text: str, size: int) -> str:
    """Return a text again and again."""
    return text * (size // len(text))


def mail(text: str, **headers: str) -> str:
    """Return a mail message."""
    lines = "".join(f"{name.replace('_', '-')}: {value}\n" for name, value in headers.items())
    return f"{HEADERS}{lines}\n{text}"


RUNS = {
    "less than": "<",
    "greater than": ">",
    "ampersands": "&",
    "brackets": "[",
    "braces": "{",
    "dashes": "-",
    "underscores": "_",
    "digits": "5",
    "dots": ".",
    "stars": "*",
    "addresses": "a@",
    "words": "I am out. ",
    "quotes": "> a\n",
    "rules": "_" * 40 + "\n",
    "short rules": "--\n",
    "from": "from: a b\n",
    "on": "on " + "x" * 90 + "\n",
    "disclaimers": "this message ",
    "accents": "e\u0301",
    "zero width": "a\u200b",
}
FAMILIES: dict[str, Callable[[int], dict[str, str]]] = {
    "plain text": lambda n: {
        f"{name}.txt": f"x{many(text, n if text.isascii() else n // 4)}" for name, text in RUNS.items()
    },
    "mail": lambda n: {
        f"{name}.eml": mail(f"x\n{many(text, n // 2)}") for name, text in RUNS.items() if text.isascii()
    },
    "pages of text": lambda n: {
        f"{name}.html": f"<p>{many(text, n // 5)}" for name, text in RUNS.items() if text.isascii()
    },
    "white space": lambda n: {
        "spaces.txt": f"a{many(' ', n)}b",
        "spaces.html": f"a{many(' ', n)}b",
        "lines.html": f"<pre>{many(chr(10), n // 5)}b</pre>",
    },
    "white space before a mail": lambda n: {
        "blanks.eml": mail(f"{many(' ', n)}b"),
        "lines.eml": mail(f"{many(chr(10), n)}b"),
        "no-break.eml": mail(f"{many(chr(160), n // 2)}b", Content_Type="text/plain; charset=utf-8"),
    },
    "quoted lines with line ends of Windows": lambda n: {"reply.txt": many("> a\r\nb\r\n", n)},
    "quoted lines in a page": lambda n: {"reply.html": many("&gt; a<br>b<br>", n)},
    "tags that never end": lambda n: {
        f"{index}.html": many(text, n) + "x"
        for index, text in enumerate(["<!--", "<!", "</", "<?", "<![if", "<a ", '<a b="', "<meta ", "<p title='"])
    },
    "tags that end in vain": lambda n: {
        f"{index}.html": many(text, n // 5) + "x"
        for index, text in enumerate(
            ["<!-- >", "<![if >", "<!a [>", '<a b=">', "<style>", "<script>", "<title>", "</ >"]
        )
    },
    "many tags": lambda n: {
        f"{index}.html": many(text, n // 5) + "x"
        for index, text in enumerate(
            ["<p>", "<td>", "<li>", "<b></b>", "<br>", "<img src=a>", "<ul><li>a</ul>", "<svg>"]
        )
    },
    "deep tags": lambda n: {
        "deep.html": "<div>" * (n // 10) + "x",
        "deep.eml": mail("<b>" * (n // 10) + "x", Content_Type="text/html"),
    },
    "tags that search deep tags in vain": lambda n: {
        "ends.html": "<b>" * 900 + many("</x>", 19 * n // 10) + "x",
        "cells.html": "<b>" * 900 + many("<td>x</td>", 19 * n // 10),
    },
    "long attributes": lambda n: {
        "title.html": f'<p title="{many("x", n)}">y</p>',
        "blanks.html": f'<p {many(" ", n)} background="x" bgcolor=red>y</p>',
        "attributes.html": f"<p {many('a=b ', n)}>y</p>",
        "picture.html": f'<img src="data:image/png;base64,{many("A", n)}">',
    },
    "style that is one word": lambda n: {"style.html": f'<p style="{many("a", n)}">y</p>'},
    "style of open brackets": lambda n: {"style.html": f'<p style="{many("a:(", n)}">y</p>'},
    "style of blanks": lambda n: {"style.html": f'<p style="{many(" ", n)}">y</p>'},
    "sheet that is one word": lambda n: {"sheet.html": f"<style>background{many('a', n)}</style>y"},
    "sheet of open comments": lambda n: {"sheet.html": f"<style>background{many('/*', n)}</style>y"},
    "sheet of open braces": lambda n: {"sheet.html": f"<style>background{many('{', n)}</style>y"},
    "many rules of many sheets": lambda n: {
        "sheets.html": many("<style>p{background:red}</style>", n // 5) + "<p>y</p>"
    },
    "many rules for many tags": lambda n: {
        "sheet.html": f"<style>{many('p:has(b){background:red}', SHEET)}</style>{many('<p>x</p>', n // 10)}"
    },
    "selectors that look far back": lambda n: {
        f"{index}.html": f"<style>{many(selector + '{display:none}', SHEET)}</style>{many('<i><q>x</q></i>', n // 10)}"
        for index, selector in enumerate(
            ["*~" * 30 + "q", "* " * 30 + "q", "*+" * 30 + "q", "q:nth-of-type(2n)", ":not(:not(:not(q)))", "q[a*=b]"]
        )
    },
    "styles of brackets": lambda n: {
        "calc.html": f"<p style='font-size:calc({'(' * (n // 110)}1px{')' * (n // 110)})'>y</p>",
        "selector.html": f"<style>p:not({'(' * (n // 11)}{{display:none}}</style>y",
        "supports.html": f"<style>@supports {'(' * (n // 11)}{{p{{display:none}}}}</style>y",
        "number.html": f"<style>p{{width:{many('9', n // 11)}px}}</style>y",
        "many.html": "".join(f"<p style='color:#{number:06x};left:{number}px'>x" for number in range(n // 250)),
    },
    "formatting that goes on": lambda n: {
        "same.html": many("<p><b>", n // 5),
        "others.html": "".join(f"<p><b a={number}></p>" for number in range(n // 100)),
        "crossed.html": "<b><div>" * 200 + many("</b>", n // 5),
        "cells.html": "<div><table><td>" + "<b>" * 300 + many("</div>", n // 5),
    },
    "drawings in a comment": lambda n: {
        "fills.html": f"<!--[if mso]>{many('<v:fill color=red/>', n // 5)}<![endif]-->y"
    },
    "direction marks": lambda n: {
        f"{index}.txt": f"x{many(text, n // 5)}y"
        for index, text in enumerate(["\u202ea\u202c", "\u202e", "\u202ea", "1\u200f", "\u2066", "аa", "１"])
    },
    "VML that never ends": lambda n: {
        "vml.html": f"<!--[if mso]>{many('<v:fill ', n)}{many('<v:imagedata ', n)}<![endif]-->y"
    },
    "references": lambda n: {
        f"{index}.html": many(text, n // 5) + "x" for index, text in enumerate(["&nbsp;", "&amp", "&a", "&#", "&#1;"])
    },
    "templates": lambda n: {
        "one.txt.j2": many("{#", n),
        "two.txt.j2": many("{%", n),
        "three.txt.j2": many("{{", n),
        "four.txt.j2": many("{% a %}\n", n),
    },
    "template in one line": lambda n: {"line.txt.j2": many("{##}", 19 * n // 10)},
    "subjects": lambda n: {
        f"{index}.eml": mail("y", Subject=many(text, n))
        for index, text in enumerate(["a ", "=?", "[", "(", "- ", "re: "])
    },
    "senders": lambda n: {
        f"{index}.eml": mail("y", From=many(text, n // 5))
        for index, text in enumerate(["(", "<", '"', "a@", ",", "a@b.c, ", "\\"])
    },
    "days": lambda n: {
        f"{index}.eml": mail("y", Date=many(text, n)) for index, text in enumerate(["1", "1 ", "(", f"1{' ' * 50}"])
    },
    "character set of a long name": lambda n: {
        "charset.eml": mail("y", Content_Type=f"text/plain; charset={many('a', n)}")
    },
    "parts": lambda n: {
        "parts.eml": mail(many("--b\n\nx\n", 6000) + "--b--\n", Content_Type="multipart/mixed; boundary=b"),
        "dashes.eml": mail(many("--b\n", n), Content_Type="multipart/mixed; boundary=b"),
        "lines.eml": mail(many("X-A: b\n", n), MIME_Version="1.0"),
        "headers.eml": many("X-A: b\n", n) + mail("y"),
        "equals.eml": mail(many("=", n), Content_Transfer_Encoding="quoted-printable"),
    },
}


@pytest.mark.parametrize("family", FAMILIES)
def test_hostile_input_ends_soon(family: str, tmp_path: Path) -> None:
    """Long runs of what patterns stumble over, deep tags and long attributes take a time that grows with their length."""
    files = [FAMILIES[family](size) for size in SIZES]
    for name, content in FAMILIES[family](100).items():
        read_all(content, tmp_path / name)  # what is imported on first use is not counted
        assert_linear((partial(read_all, longer[name], tmp_path / name) for longer in files), name)


def read_all(content: str, path: Path) -> None:
    """Read a text as a file. What is refused must be so in one short line."""
    path.write_bytes(content.encode("utf-8"))
    for loaded in load([str(path)]):
        assert isinstance(loaded, Mailbox | Notice) or 0 < len(loaded.message) < 300, len(loaded.message)


@pytest.mark.parametrize(
    ("name", "text"), [("Subject", "=?utf-8?q?a?= "), ("Content_Type", "text/plain;a=b"), ("From", "a@b.c (x), ")]
)
def test_a_header_longer_than_any_that_is_sent(name: str, text: str, refusal: Callable[..., str]) -> None:
    """A header is refused by its length before it is parsed, which takes more than its share of time."""
    assert "its header is more than 200 kB long" in refusal(mail("y", **{name: many(text, 3_000_000)}))


class Watched(str):
    """A text that counts the characters that are searched."""

    __slots__ = ()
    searched = 0

    def rfind(self, *arguments: Any) -> int:
        """Search backward, from where the search is told to end."""
        found = super().rfind(*arguments)
        start, end = arguments[1:]
        Watched.searched += end - (start if found < 0 else found)
        return found

    def find(self, *arguments: Any) -> int:
        """Search forward."""
        found = super().find(*arguments)
        start, end = (*arguments[1:], len(self))[:2]
        Watched.searched += (end if found < 0 else found) - start
        return found


def test_a_template_in_one_long_line(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whether a tag stands alone in its line is searched for near it, not in all of a long line."""
    text = many("{##}" + "x" * 46, 1_000_000)
    monkeypatch.setattr(Watched, "searched", 0)
    left = without_template_tags(replace(Visible.plain(text), text=Watched(text)))
    assert left.text == text.replace("{##}", "")
    assert 0 < Watched.searched < 100 * len(text)
