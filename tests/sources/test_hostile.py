"""Input made to keep a reader busy is read or refused in a time that grows with its length, not with its square.

Nothing is timed: each family of files is read in a process of its own, which at these sizes ends in a few seconds and would
run for minutes where the work grows with the square of the length.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

SIZE = 1_000_000
TAGS = 200_000  # characters of pages that are all tags: fewer, because each tag is work
ENOUGH = 90  # seconds
PROGRAM = """\
import sys
from replylint.model import Mailbox
from replylint.sources import load
for path in sys.argv[1:]:
    print(path, flush=True)
    (first, *_) = load([path])
    assert isinstance(first, Mailbox) or 0 < len(first.message) < 300, len(first.message)
"""
HEADERS = "From: dana@city.example\nSubject: x\nDate: Fri, 11 Dec 2026 10:00:00 -0500\n"


def many(text: str, size: int = SIZE) -> str:
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
FAMILIES: dict[str, dict[str, str]] = {
    "plain text": {
        f"{name}.txt": f"x{many(text, SIZE if text.isascii() else SIZE // 4)}" for name, text in RUNS.items()
    },
    "mail": {f"{name}.eml": mail(f"x\n{many(text, SIZE // 2)}") for name, text in RUNS.items() if text.isascii()},
    "pages of text": {f"{name}.html": f"<p>{many(text, TAGS)}" for name, text in RUNS.items() if text.isascii()},
    "white space": {
        "spaces.txt": f"a{many(' ')}b",
        "spaces.html": f"a{many(' ')}b",
        "lines.html": f"<pre>{many(chr(10), TAGS)}b</pre>",
    },
    "white space before a mail": {
        "blanks.eml": mail(f"{many(' ')}b"),
        "lines.eml": mail(f"{many(chr(10))}b"),
        "no-break.eml": mail(f"{many(chr(160), SIZE // 2)}b", Content_Type="text/plain; charset=utf-8"),
    },
    "quoted lines with line ends of Windows": {"reply.txt": many("> a\r\nb\r\n")},
    "quoted lines in a page": {"reply.html": many("&gt; a<br>b<br>")},
    "tags that never end": {
        f"{index}.html": many(text) + "x"
        for index, text in enumerate(["<!--", "<!", "</", "<?", "<![if", "<a ", '<a b="', "<meta ", "<p title='"])
    },
    "tags that end in vain": {
        f"{index}.html": many(text, TAGS) + "x"
        for index, text in enumerate(
            ["<!-- >", "<![if >", "<!a [>", '<a b=">', "<style>", "<script>", "<title>", "</ >"]
        )
    },
    "many tags": {
        f"{index}.html": many(text, TAGS) + "x"
        for index, text in enumerate(
            ["<p>", "<td>", "<li>", "<b></b>", "<br>", "<img src=a>", "<ul><li>a</ul>", "<svg>"]
        )
    },
    "deep tags": {
        "deep.html": "<div>" * 100_000 + "x",
        "deep.eml": mail("<b>" * 100_000 + "x", Content_Type="text/html"),
    },
    "tags that search deep tags in vain": {
        "ends.html": "<b>" * 900 + many("</x>", 1_900_000) + "x",
        "cells.html": "<b>" * 900 + many("<td>x</td>", 1_900_000),
    },
    "long attributes": {
        "title.html": f'<p title="{many("x")}">y</p>',
        "blanks.html": f'<p {many(" ")} background="x" bgcolor=red>y</p>',
        "attributes.html": f"<p {many('a=b ')}>y</p>",
        "picture.html": f'<img src="data:image/png;base64,{many("A")}">',
    },
    "style that is one word": {"style.html": f'<p style="{many("a")}">y</p>'},
    "style of open brackets": {"style.html": f'<p style="{many("a:(")}">y</p>'},
    "style of blanks": {"style.html": f'<p style="{many(" ")}">y</p>'},
    "sheet that is one word": {"sheet.html": f"<style>background{many('a')}</style>y"},
    "sheet of open comments": {"sheet.html": f"<style>background{many('/*')}</style>y"},
    "sheet of open braces": {"sheet.html": f"<style>background{many('{')}</style>y"},
    "many rules of many sheets": {"sheets.html": many("<style>p{background:red}</style>", TAGS) + "<p>y</p>"},
    "many rules for many tags": {
        "sheet.html": f"<style>{many('p:has(b){background:red}', 50_000)}</style>{many('<p>x</p>', 100_000)}"
    },
    "selectors that look far back": {
        f"{index}.html": f"<style>{many(selector + '{display:none}', 50_000)}</style>{many('<i><q>x</q></i>', 100_000)}"
        for index, selector in enumerate(
            ["*~" * 30 + "q", "* " * 30 + "q", "*+" * 30 + "q", "q:nth-of-type(2n)", ":not(:not(:not(q)))", "q[a*=b]"]
        )
    },
    "styles of brackets": {
        "calc.html": f"<p style='font-size:calc({'(' * 9_000}1px{')' * 9_000})'>y</p>",
        "selector.html": f"<style>p:not({'(' * 90_000}{{display:none}}</style>y",
        "supports.html": f"<style>@supports {'(' * 90_000}{{p{{display:none}}}}</style>y",
        "number.html": f"<style>p{{width:{many('9', 90_000)}px}}</style>y",
        "many.html": "".join(f"<p style='color:#{number:06x};left:{number}px'>x" for number in range(4_000)),
    },
    "formatting that goes on": {
        "same.html": many("<p><b>", TAGS),
        "others.html": "".join(f"<p><b a={number}></p>" for number in range(10_000)),
        "crossed.html": "<b><div>" * 200 + many("</b>", TAGS),
        "cells.html": "<div><table><td>" + "<b>" * 300 + many("</div>", TAGS),
    },
    "drawings in a comment": {"fills.html": f"<!--[if mso]>{many('<v:fill color=red/>', TAGS)}<![endif]-->y"},
    "direction marks": {
        f"{index}.txt": f"x{many(text, TAGS)}y"
        for index, text in enumerate(["\u202ea\u202c", "\u202e", "\u202ea", "1\u200f", "\u2066", "аa", "１"])
    },
    "VML that never ends": {"vml.html": f"<!--[if mso]>{many('<v:fill ')}{many('<v:imagedata ')}<![endif]-->y"},
    "references": {
        f"{index}.html": many(text, TAGS) + "x" for index, text in enumerate(["&nbsp;", "&amp", "&a", "&#", "&#1;"])
    },
    "templates": {
        "one.txt.j2": many("{#"),
        "two.txt.j2": many("{%"),
        "three.txt.j2": many("{{"),
        "four.txt.j2": many("{% a %}\n"),
    },
    "template in one line": {"line.txt.j2": many("{##}", 1_900_000)},
    "subjects": {
        f"{index}.eml": mail("y", Subject=many(text)) for index, text in enumerate(["a ", "=?", "[", "(", "- ", "re: "])
    },
    "subject of many encoded words": {"subject.eml": mail("y", Subject=many("=?utf-8?q?a?= ", 3_000_000))},
    "senders": {
        f"{index}.eml": mail("y", From=many(text, TAGS))
        for index, text in enumerate(["(", "<", '"', "a@", ",", "a@b.c, ", "\\"])
    },
    "days": {f"{index}.eml": mail("y", Date=many(text)) for index, text in enumerate(["1", "1 ", "(", f"1{' ' * 50}"])},
    "type of many parameters": {"type.eml": mail("y", Content_Type=f"text/plain{many(';a=b')}")},
    "character set of a long name": {"charset.eml": mail("y", Content_Type=f"text/plain; charset={many('a')}")},
    "parts": {
        "parts.eml": mail(many("--b\n\nx\n", 6000) + "--b--\n", Content_Type="multipart/mixed; boundary=b"),
        "dashes.eml": mail(many("--b\n"), Content_Type="multipart/mixed; boundary=b"),
        "lines.eml": mail(many("X-A: b\n"), MIME_Version="1.0"),
        "headers.eml": many("X-A: b\n") + mail("y"),
        "equals.eml": mail(many("="), Content_Transfer_Encoding="quoted-printable"),
    },
}


@pytest.mark.parametrize("family", FAMILIES)
def test_hostile_input_ends_soon(family: str, tmp_path: Path) -> None:
    """Long runs of what patterns stumble over, deep tags and long attributes are read or refused, in words of one short line."""
    paths = []
    for name, content in FAMILIES[family].items():
        paths.append(tmp_path / name)
        paths[-1].write_bytes(content.encode("utf-8"))
    try:
        done = subprocess.run(
            [sys.executable, "-c", PROGRAM, *map(str, paths)],
            capture_output=True,
            timeout=ENOUGH,
            encoding="utf-8",
            check=False,
        )
    except subprocess.TimeoutExpired as late:
        seen = late.stdout.decode() if isinstance(late.stdout, bytes) else late.stdout or ""
        pytest.fail(f"{family}: reading does not end: {Path(seen.split()[-1] if seen else '').name}", pytrace=False)
    assert done.returncode == 0, (done.stdout.splitlines()[-1:], done.stderr[-600:])
