"""What both browsers must show, story by story: each takes a page and asserts."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path

from click.testing import CliRunner
from driving import CLIPBOARD, Page
from hostile import LARGE, RUN, SMALL

from replylint.api import Checker, Part, Reply, Text
from replylint.cli import cli

HERE = Path(__file__).parent
CLIPBOARDS = sorted((HERE / "clipboards").glob("*.html"))
MESSAGE = """\
Hi! I am out of the ofice this week and will be back Monday. For anything urgent call the front desk or ask Terry at x4217.

Thanks,
Dana W.
"""
GOOD = """\
I will be out of the office from 12/14/26 — 12/18/26. I will reply to your message at my earliest opportunity once I return. If you need immediate assistance, please contact Rosa Delgado at 813-555-0151.

Thank you,

Dana Whitlock
Permit Technician II
City of Plant City, Florida
813-555-0142 ext. 4211
Website: http://www.plantcitygov.com/
[City Seal]
"""
DEAD = re.compile(r"cid:|file:|data:|<script|javascript:|\son\w+=|url\(|<style|<link|<meta|expression", re.IGNORECASE)


def exit_code(folder: Path, name: str, content: str, *options: str) -> int:
    """Return what the command line says of a text: 0 if nothing is to change."""
    path = folder / name
    path.write_text(content, encoding="utf-8")
    words = ["check", str(path), "--no-config", "--as-of", "2026-12-11", "--kind", "auto-reply", *options]
    return CliRunner().invoke(cli, words).exit_code


def found_by_command(path: Path) -> list[dict[str, str]]:
    """Return the findings of the command line in a file."""
    words = [
        "check",
        str(path),
        "--no-config",
        "--as-of",
        "2026-12-11",
        "--kind",
        "auto-reply",
        "--output-format",
        "jsonl",
    ]
    lines = CliRunner().invoke(cli, words).stdout.splitlines()
    return [json.loads(line) for line in lines]


def titles_of(path: Path, found: list[dict[str, str]]) -> list[str]:
    """Return what the page says of the findings of the command line in a file, blanks aside."""
    text = Text(Part.MESSAGE, path.read_text(encoding="utf-8"), markup=path.suffix == ".html")
    checked = Checker(today=date(2026, 12, 11)).check(Reply((text,)))
    wanted = {(one["rule"], one["message"]) for one in found}
    assert {(one.rule, one.message) for one in checked.findings} == wanted, path.name
    return sorted({one.title for one in checked.findings if one.rule != "placeholder.unfilled"})


def story_1(page: Page) -> None:
    """Says that it is loading, gets ready, and asks the network for nothing."""
    assert page.start["state"] == "ready"
    assert "Getting ready" in page.start["first"]
    assert page.do("log") == {"requests": [], "wrong": []}


def story_3(page: Page) -> None:
    """Keeps the formatting of what programs put on the clipboard, and finds what the command line finds."""
    for path in CLIPBOARDS:
        html = path.read_text(encoding="utf-8")
        page.forget("check")
        page.paste("plain", html)
        found = found_by_command(path)
        shown = page.run(
            "return [...document.querySelectorAll('#panel .found .words, #panel .card details li')].map(one => one.textContent)"
        )
        assert sorted(shown) == titles_of(path, found), (
            path.name,
            shown,
            found,
        )
        visible = page.ask(
            op="check", what={"texts": [{"part": "message", "content": html, "markup": True}], "system": ""}
        )["result"]["texts"][0]["visible"]
        visible = squeezed(visible)
        assert squeezed(page.content()).startswith(visible[:40]), (path.name, shown, found)
    page.forget("check")
    page.paste("plain", (HERE / "clipboards" / "outlook-classic.html").read_text(encoding="utf-8"))
    looks = page.run(
        "const one = document.querySelector('.field b span'); return [getComputedStyle(one).color, getComputedStyle(one).fontWeight, getComputedStyle(document.querySelector('.field p')).fontFamily]"
    )
    assert looks[0] == "rgb(31, 56, 100)"
    assert looks[1] == "700"
    assert "Calibri" in looks[2]


def squeezed(text: str) -> str:
    """Return a text without white space."""
    return "".join(text.split())


def story_4(page: Page, tmp_path: Path) -> None:
    """Copies what the preview shows, without anything dead or dangerous, and it passes when it is read back."""
    page.forget("check")
    page.paste(GOOD)
    copied = page.copy()
    assert copied["said"] == "Copied."
    assert copied["given"]["text/plain"] == GOOD
    assert exit_code(tmp_path, "copied.txt", copied["given"]["text/plain"], "--fail-on", "warning") == 0
    assert exit_code(tmp_path, "copied-seal.html", copied["given"]["text/html"].replace("[City Seal]", '<img src="https://plantcitygov.example/cityseal.png" alt="City Seal">'), "--fail-on", "warning") == 0  # fmt: skip
    page.forget("check")
    page.paste("plain", (HERE / "clipboards" / "outlook-classic.html").read_text(encoding="utf-8"))
    page.press("Fix everything") if "Fix everything" in page.text("#panel") else page.press("Fix")
    page.settled()
    copied = page.copy()
    html = copied["given"]["text/html"]
    assert not DEAD.search(html), html
    same = page.run(
        "const made = document.createElement('div'); made.innerHTML = args.html.replace(/<img[^>]*>/g, '');"
        "return [made.textContent.replace(/\\s+/g, ''), document.querySelector('.field').textContent.replace(/\\s+/g, '')]",
        html=html,
    )
    assert same[0] == same[1]
    assert exit_code(tmp_path, "fixed.html", html, "--fail-on", "warning") == 0


def story_6(page: Page) -> None:
    """Shows a count and one line for each thing, linked to its place, without rule names, clauses, line numbers or "error"."""
    page.forget("check")
    page.paste(MESSAGE)
    words = page.text("#panel")
    assert re.search(r"\d things? to change", words)
    assert len(words.split()) <= 160, words
    assert not re.search(r"\b(?:error|warning|line \d|absence\.|contact\.|signature\.)", words, re.IGNORECASE)
    lines = page.run("return document.querySelectorAll('#panel .found li').length")
    pins = page.run("return document.querySelectorAll('.marks .pin').length")
    assert lines >= 4
    assert pins >= 3
    place = page.run("document.querySelector('#panel .found .place').click(); return getSelection().toString()")
    assert place
    assert place in MESSAGE


def story_10(page: Page) -> None:
    """Asks for each blank in a labelled field, and makes Copy the main button once none is left."""
    page.forget("check")
    page.paste(
        GOOD.replace("12/14/26", "[first day out]").replace(
            "Rosa Delgado at 813-555-0151", "[first name last name] at [phone number or e-mail]"
        )
    )
    assert "main" not in page.run("return document.querySelector('#check .copy').className")
    labels = page.run(
        "return [...document.querySelectorAll('#panel form label')].map(one => [one.textContent, Boolean(one.control)])"
    )
    assert len(labels) == 3
    assert all(linked for _, linked in labels)
    assert "first day out" in labels[0][0]
    for selector, value in ((0, "2026-12-14"), (1, "Rosa Delgado"), (2, "813-555-0151")):
        name = page.run("return document.querySelectorAll('#panel form input')[args.at].id", at=selector)
        page.set(f"[id='{name}']", value)
    page.press("Fill in")
    page.settled()
    assert squeezed(page.content()) == squeezed(GOOD)
    assert page.state() == "good"
    assert "main" in page.run("return document.querySelector('#check .copy').className")


def story_11(page: Page) -> None:
    """Undo gives the exact text back, one change after another, and keeps what the person typed in between."""
    page.forget("check")
    page.paste(MESSAGE)
    before = page.run("return document.querySelector('.field').textContent")
    page.press("Fix everything")
    page.settled()
    changes = page.run("return document.querySelectorAll('.changes li').length")
    assert changes >= 5
    page.run(
        "const field = document.querySelector('.field'); const last = field.lastChild; last.data = last.data.replace('Thanks,', 'Many thanks,'); field.dispatchEvent(new Event('input', { bubbles: true })); return 0"
    )
    page.settled()
    while page.run("return document.querySelectorAll('.changes li').length"):
        page.run("document.querySelector('.changes li button').click(); return 0")
        page.settled()
        changes -= 1
        assert changes >= 0
    after = page.run("return document.querySelector('.field').textContent")
    assert after == before.replace("Thanks,", "Many thanks,")


def story_12(page: Page) -> None:
    """Says "We could not check this" and never looks good where something was not checked; the text stays."""
    page.forget("check")
    page.paste(GOOD)
    assert page.state() == "good"
    for name, data in (
        ("damaged.msg", b"\xd0\xcf\x11\xe0nothing"),
        ("picture.png", b"\x89PNG"),
        ("letter.docx", b"PK"),
        ("empty.txt", b""),
    ):
        page.run(
            "const data = new DataTransfer(); data.items.add(new File([new Uint8Array(args.bytes)], args.name));"
            "const event = new Event('drop', { bubbles: true, cancelable: true }); Object.defineProperty(event, 'dataTransfer', { value: data });"
            "dispatchEvent(event); return 0",
            name=name,
            bytes=list(data),
        )
        page.wait("return document.querySelector('#panel .verdict')?.className === 'verdict unchecked'")
        page.settled()
        assert page.state() == "unchecked", (name, page.text("#panel"))
        assert "We could not check this." in page.text("#panel")
        assert len(page.text("#panel .notice")) > 20
        assert (
            page.run("return [...document.querySelectorAll('.verdict.good')].filter(one => one.offsetParent).length")
            == 0
        )
        assert squeezed(page.content()) == squeezed(GOOD)
    page.paste(
        "Je serai absent du bureau jusqu'au 18 décembre et je répondrai à votre message dès mon retour. Merci de votre patience."
    )
    page.forget("check")
    page.paste(
        "Je serai absent du bureau jusqu'au 18 décembre et je répondrai à votre message dès mon retour. Merci de votre patience."
    )
    assert page.state() == "unchecked"


def story_22(page: Page) -> None:
    """Hostile pastes run nothing and load nothing, and get an answer or "too long"."""
    for html in SMALL:
        page.forget("check")
        page.run("delete globalThis.ran; return 0")
        page.paste("I am out until 12/18/26.", f"<p>I am out until 12/18/26.</p>{html}")
        page.copy()
        assert page.run("return globalThis.ran ?? null") is None, html
        assert (
            page.run(
                "return document.querySelectorAll('.field script, .field iframe, .field svg, .field form, .field style, .field [onerror]').length"
            )
            == 0
        )
        assert not DEAD.search(page.copy()["given"]["text/html"]), html
    for name, html in LARGE.items():
        page.forget("check")
        page.run(
            CLIPBOARD + "return 0",
            plain="x",
            html=html,
            index=0,
        )
        page.wait(
            "return document.querySelector('.refused')?.textContent || (document.querySelector('#panel .verdict') && !document.querySelector('#panel').hasAttribute('aria-busy'))"
        )
        assert page.text(".refused") or page.state() in ("todo", "unchecked"), name
    page.wait("return document.documentElement.dataset.progress === 'ready'")
    log = page.do("log")
    assert log["requests"] == []
    assert RUN


def fill_in_dates(page: Page) -> None:
    """Choose Monday, December 21 to Thursday, December 24 in the calendar."""
    for day in ("2026-12-21", "2026-12-24"):
        page.run("document.getElementById(`day-${args.day}`).click(); return 0", day=day)


def wait_for_written(page: Page, state: str = "good") -> None:
    """Wait until the messages are written and their state is shown."""
    page.wait("return document.querySelector('#written .verdict')?.classList.contains(args.state)", state=state)


def story_2(page: Page, tmp_path: Path) -> None:
    """Writes both messages and the signature for a person in the staff list with six clicks, and they pass."""
    page.forget()
    for name in ("name", "title", "phone", "extension"):
        page.run("document.getElementById('go-signature').click(); return 0")
        value = {
            "name": "Dana Whitlock",
            "title": "Permit Technician II",
            "phone": "813-555-0142",
            "extension": "4211",
        }[name]
        page.set(f"#signature .{name} input", value)
    page.run("document.getElementById('go-home').click(); return 0")
    page.do("click", selector="#door-write")
    page.do("click", selector="#day-2026-12-21")
    page.do("click", selector="#day-2026-12-24")
    page.do("click", selector="#contact-name")
    page.do("keys", text="ros")
    page.wait("return document.querySelectorAll('#contact-people li').length === 2")
    page.do("click", selector="#contact-person-0")
    wait_for_written(page)
    for selector, name in (("#written .copy", "inside"), ("#written .editor:nth-child(2) .copy", "outside")):
        copied = page.copy(selector)
        assert copied["said"] == "Copied."
        assert "Rosa Delgado at 813-555-0151" in copied["given"]["text/plain"]
        html = copied["given"]["text/html"]
        assert "[" not in html
        assert SEAL in html
        assert not DEAD.search(html)
        assert exit_code(tmp_path, f"{name}.html", html, "--fail-on", "warning") == 0


SEAL = "https://www.plantcitygov.example/cityseal.png"


def story_18(page: Page) -> None:
    """At 360 by 640 nothing scrolls sideways, and everything to press is at least 44 pixels high."""
    page.do("view", width=360, height=640, touch=page.browser == "chromium")
    for door in ("home", "write", "check", "signature"):
        page.forget(door)
        if door == "check":
            page.paste(MESSAGE)
            page.copy()
        assert page.run("return document.documentElement.scrollWidth") <= 360, door
        small = page.run(
            "return [...document.querySelectorAll('button, summary, input:not([type=checkbox], [type=radio], .off), label.check, label.choice')]"
            ".filter(one => one.offsetParent && one.getBoundingClientRect().height < 43.5).map(one => one.outerHTML.slice(0, 90))"
        )
        assert small == [], door
    page.do("view", width=1200, height=900)


def story_19(page: Page) -> None:
    """axe-core finds no violation in any state, light and dark; the outcome is announced; marks have numbers."""
    for scheme in ("dark", "light") if page.browser == "chromium" else ("light",):
        if page.browser == "chromium":
            page.do("scheme", value=scheme)
        for door in ("home", "write", "check", "signature"):
            page.forget(door)
            if door == "check":
                page.paste(MESSAGE)
                page.run(
                    "document.querySelectorAll('#panel details').forEach(one => (one.open = true)); document.querySelector('.found .quiet').click(); return 0"
                )
                page.copy()
                assert page.text("#said") == page.run(
                    "return document.querySelector('#panel .verdict strong').innerText"
                )
                assert page.run(
                    "return [...document.querySelectorAll('.marks .pin')].every(one => /^\\d+$/.test(one.textContent))"
                )
            if door == "write":
                fill_in_dates(page)
                page.set("#contact-name", "Rosa Delgado")
                page.wait("return document.querySelector('#written .preview')")
                page.copy("#written .copy")
            seen = page.do("axe")
            assert seen["violations"] == [], (scheme, door)
            assert seen["passes"] > 15
