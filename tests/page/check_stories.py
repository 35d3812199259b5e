"""The stories of the door "Check the one I have": each takes a page, from a file or a server, in any browser."""

from __future__ import annotations

import email
import email.policy
import re
import tempfile
from pathlib import Path

from driving import Page
from hostile import LARGE, SMALL
from stories import CLIPBOARDS, DEAD, GOOD, MESSAGE, exit_code, found_by_command, squeezed, titles_of, undo_everything


def story_3_paste_what_i_have(page: Page) -> None:
    """Keeps the formatting of what programs put on the clipboard, and finds what the command line finds."""
    for path in sorted(CLIPBOARDS.glob("*.html")):
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
    page.paste("plain", (CLIPBOARDS / "outlook-classic.html").read_text(encoding="utf-8"))
    looks = page.run(
        "const one = document.querySelector('.field b span'); return [getComputedStyle(one).color, getComputedStyle(one).fontWeight, getComputedStyle(document.querySelector('.field p')).fontFamily]"
    )
    assert looks[0] == "rgb(31, 56, 100)"
    assert looks[1] == "700"
    assert "Calibri" in looks[2]


def story_4_copy_for_outlook(page: Page) -> None:
    """Copies what the preview shows, without anything dead or dangerous, and it passes when it is read back."""
    page.forget("check")
    page.paste(GOOD)
    copied = page.copy()
    assert copied["said"] == "Copied."
    assert copied["given"]["text/plain"] == GOOD
    assert exit_code("copied.txt", copied["given"]["text/plain"]) == 0
    assert exit_code("copied-seal.html", copied["given"]["text/html"].replace("[City Seal]", '<img src="https://plantcitygov.example/cityseal.png" alt="City Seal">')) == 0  # fmt: skip
    page.forget("check")
    page.paste("plain", (CLIPBOARDS / "outlook-classic.html").read_text(encoding="utf-8"))
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
    assert exit_code("fixed.html", html) == 0


def story_6_one_thing_to_do_at_a_time(page: Page) -> None:
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


def story_9_both_tabs(page: Page) -> None:
    """Inside and outside stand side by side, or as tabs on a narrow screen; the page offers to make both alike, and shows both values where they differ."""
    page.forget("check")
    page.paste(GOOD)
    page.run("document.getElementById('split').click(); return 0")
    page.settled()
    assert page.state() == "good"
    page.run(
        "const field = document.querySelectorAll('.field')[1]; field.firstChild.data = field.firstChild.data.replace('12/18/26', '12/17/26'); field.dispatchEvent(new Event('input', { bubbles: true })); return 0"
    )
    page.settled()
    words = page.text("#panel")
    assert "12/18/26" in words
    assert "12/17/26" in words
    boxes = page.run("return [...document.querySelectorAll('.editor')].map(one => one.getBoundingClientRect().top)")
    assert boxes[0] == boxes[1]
    page.do("view", width=500, height=800)
    assert page.run("return [...document.querySelectorAll('.editor')].filter(one => one.offsetParent).length") == 1
    page.run("document.getElementById('tab-1').click(); return 0")
    assert "12/17/26" in page.run(
        "return [...document.querySelectorAll('.editor')].find(one => one.offsetParent).innerText"
    )
    page.do("view", width=1200, height=900)
    page.press("Make “Inside” the same")
    page.settled()
    assert page.state() == "good"
    assert page.content(0) == page.content(1)


def story_10_blanks_are_questions(page: Page) -> None:
    """Asks for each blank in a labelled field, and only once none is left calls the text ready and makes Copy the main button."""
    page.forget("check")
    page.paste(
        GOOD.replace("12/14/26", "[first day out]").replace(
            "Rosa Delgado at 813-555-0151", "[first name last name] at [phone number or e-mail]"
        )
    )
    assert "main" not in page.run("return document.querySelector('#check .copy').className")
    assert page.text("#copies h3") == "Not ready to send yet: answer the 3 questions first."
    assert page.copy()["said"] == "Copied. 3 blanks are still in the text."
    labels = page.run(
        "return [...document.querySelectorAll('#panel form label')].map(one => [one.textContent, Boolean(one.control)])"
    )
    assert len(labels) == 3
    assert all(linked for _, linked in labels)
    assert "first day out" in labels[0][0]
    page.press("Fill in")
    assert page.run("return document.activeElement === document.querySelector('#panel form input')")
    assert page.text("#panel form [role=alert]") == "“first day out” is still empty."
    for selector, value in ((0, "2026-12-14"), (1, "Rosa Delgado"), (2, "813-555-0151")):
        name = page.run("return document.querySelectorAll('#panel form input')[args.at].id", at=selector)
        page.set(f"[id='{name}']", value)
    page.press("Fill in")
    page.settled()
    assert squeezed(page.content()) == squeezed(GOOD)
    assert page.state() == "good"
    assert "main" in page.run("return document.querySelector('#check .copy').className")
    assert page.text("#copies h3") == "Ready to copy"
    assert page.copy()["said"] == "Copied."
    page.forget("check")
    page.paste(GOOD.replace("office", "ofice"))
    assert page.text("#copies h3") == "1 thing is still open. Copy takes the text as it stands."
    assert page.copy()["said"] == "Copied."


def story_11_undo_and_my_own_words(page: Page) -> None:
    """Undo gives the exact text back, one change after another, and keeps what the person typed in between."""
    page.forget("check")
    page.paste(MESSAGE)
    before = page.run("return document.querySelector('.field').textContent")
    page.press("Fix everything")
    page.settled()
    assert page.count(".changes li") >= 5
    page.run(
        "const field = document.querySelector('.field'); const last = field.lastChild; last.data = last.data.replace('Thanks,', 'Many thanks,'); field.dispatchEvent(new Event('input', { bubbles: true })); return 0"
    )
    page.settled()
    undo_everything(page)
    after = page.run("return document.querySelector('.field').textContent")
    assert after == before.replace("Thanks,", "Many thanks,")


def story_12_never_a_clean_bill_unchecked(page: Page) -> None:
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


def story_20_where_do_i_click(page: Page) -> None:
    """After Copy each mail program has three steps, whose drawings hold their words, and a list says what else to do before leaving."""
    page.forget("check")
    page.paste(GOOD)
    for language in ("es", "en"):
        page.speak(language)
        page.settled()
        page.copy()
        for program in ("gmail", "phone", "web", "new", "classic"):
            page.run(
                "document.querySelector(`#check input[name=program][value=${args.program}]`).click(); return 0",
                program=program,
            )
            outside = page.run(
                "return [...document.querySelectorAll('#check .drawing text')].filter(one => { const box = one.getBBox(); return box.x + box.width > 226; }).map(one => one.textContent)"
            )
            assert outside == [], (language, program)
            assert (
                page.run(
                    "return [...document.querySelectorAll('#check .pictures li')].map(one => Boolean(one.querySelector('svg') && one.innerText.length > 20))"
                )
                == [True] * 3
            )
    assert page.run("return document.querySelectorAll('#check .leave input[type=checkbox]').length") == 5


def story_21_explain(page: Page) -> None:
    """One press shows the words of the clause that ask for it, why, and a right example."""
    page.forget("check")
    page.paste(MESSAGE)
    page.run("document.querySelector('#panel .found .do .quiet').click(); return 0")
    page.wait("return document.querySelector('#panel .more blockquote')")
    words = page.text("#panel .more")
    assert "E-MAIL" in words
    assert "Written right" in words


def story_22_hostile_paste(page: Page) -> None:
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
        page.insert("x", html)
        page.wait(
            "return document.querySelector('.refused')?.textContent || (document.querySelector('#panel .verdict') && !document.querySelector('#panel').hasAttribute('aria-busy'))"
        )
        assert page.text(".refused") or page.state() in ("todo", "unchecked"), name
    page.wait("return document.documentElement.dataset.progress === 'ready'")
    page.asked_nothing_else()


def story_23_drop_a_file(page: Page) -> None:
    """A mail file gets the command line's findings, can be corrected, and is saved in its own format."""
    mail = (
        "From: Dana Whitlock <dana.whitlock@plantcitygov.com>\nTo: x@customer.example\nSubject: Automatic reply\nDate: Fri, 11 Dec 2026 10:00:00 -0500\n"
        f"Auto-Submitted: auto-replied\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n\n{GOOD.replace('office', 'ofice')}"
    )
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "reply.eml"
        path.write_text(mail, encoding="utf-8")
        page.forget("check")
        page.do("choose", selector="#file", file=str(path))
        page.settled()
        found = found_by_command(path)
    shown = page.run("return [...document.querySelectorAll('#panel .found .words')].map(one => one.textContent)")
    assert [one["rule"] for one in found] == ["spelling.misspelling"]
    assert shown == ["Write “office”, not “ofice”."]
    page.press("Fix")
    page.settled()
    saved = page.run(
        "let blob; const real = URL.createObjectURL; URL.createObjectURL = one => { blob = one; return 'data:,'; };"
        "[...document.querySelectorAll('#copies button')].find(one => one.textContent === 'Save as a file').click();"
        "while (!blob) await new Promise(done => setTimeout(done, 20)); URL.createObjectURL = real; return await blob.text()"
    )
    before, after = (email.message_from_bytes(one.encode(), policy=email.policy.default) for one in (mail, saved))
    assert after["Subject"] == before["Subject"]
    assert after.get_content() == GOOD


STORIES = (
    story_3_paste_what_i_have,
    story_4_copy_for_outlook,
    story_6_one_thing_to_do_at_a_time,
    story_9_both_tabs,
    story_10_blanks_are_questions,
    story_11_undo_and_my_own_words,
    story_12_never_a_clean_bill_unchecked,
    story_20_where_do_i_click,
    story_21_explain,
    story_22_hostile_paste,
    story_23_drop_a_file,
)
