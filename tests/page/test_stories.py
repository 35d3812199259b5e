"""The page in Chromium, from a file: what a person about to leave can do with it."""

from __future__ import annotations

import base64
import email
import email.policy
import re
from pathlib import Path

import stories
from driving import Page

from replylint.web.encoding import encode
from replylint.web.packing import pack, unpack


def test_1_opens_without_anything(chromium: Page) -> None:
    """The page opens from a file, says that it is loading, gets ready, and asks the network for nothing."""
    stories.story_1(chromium)


def test_3_paste_what_i_have(chromium: Page) -> None:
    """What twelve programs put on the clipboard keeps its formatting and gets the command line's findings."""
    stories.story_3(chromium)


def test_4_copy_for_outlook(city: Page, tmp_path: Path) -> None:
    """What is copied is what the preview shows, has nothing dead or dangerous in it, and passes when it is read back."""
    stories.story_4(city, tmp_path)


def test_6_one_thing_to_do_at_a_time(chromium: Page) -> None:
    """A count, and one line for each thing to do, linked to its place; no rule, clause or line number until asked."""
    stories.story_6(chromium)


def test_10_blanks_are_questions(chromium: Page) -> None:
    """Each blank is a labelled field; when none is left, Copy is the main button."""
    stories.story_10(chromium)


def test_11_undo_and_my_own_words(chromium: Page) -> None:
    """Undo, pressed for each change, gives the exact text back with the person's own words in it."""
    stories.story_11(chromium)


def test_12_never_a_clean_bill_unchecked(chromium: Page) -> None:
    """Where something was not checked the page says so and what to do; the text before stays."""
    stories.story_12(chromium)


def test_12_without_the_word_list(plain_file: Path, tmp_path: Path) -> None:
    """With the word list missing the page says that it could not check, and nothing looks good."""
    text = plain_file.read_text(encoding="utf-8")
    block = re.search(r'id="data-packages">(.*?)</script>', text)
    assert block
    files = unpack(base64.b85decode(block[1].translate(str.maketrans(",.", "<&"))))
    kept = {name: data for name, data in files.items() if "resources/en.json" not in name}
    assert len(kept) == len(files) - 2
    damaged = tmp_path / "damaged.html"
    damaged.write_text(text[: block.start(1)] + encode(pack(kept)) + text[block.end(1) :], encoding="utf-8")
    page = Page("chromium", damaged)
    try:
        page.forget("check")
        page.paste(stories.GOOD)
        assert page.state() == "unchecked"
        assert "We could not check this." in page.text("#panel")
        assert page.run("return document.querySelectorAll('.verdict.good, #check .copy.main').length") == 0
    finally:
        page.close()


def test_22_hostile_paste(chromium: Page) -> None:
    """Hostile pastes run nothing, load nothing, and get an answer."""
    stories.story_22(chromium)


def test_2_write_my_reply(city: Page, tmp_path: Path) -> None:
    """Six clicks and three letters write both messages for a person in the staff list, and both pass."""
    stories.story_2(city, tmp_path)


def test_7_signature_once(city: Page) -> None:
    """Six findings of the signature are one card; what is typed there is kept across a reload until Forget me."""
    city.forget("check")
    city.paste(stories.MESSAGE)
    card = city.text("#panel .card")
    assert "Your signature needs 6 changes." in card
    for name, value in (
        ("name", "Dana Whitlock"),
        ("title", "Permit Technician II"),
        ("phone", "813-555-0142"),
        ("extension", "4211"),
    ):
        city.set(f"#panel .card .{name} input", value)
    city.press("Put it right")
    city.wait(
        "return document.querySelector('.field').innerText.includes('ext. 4211') && !document.querySelector('#panel[aria-busy]')"
    )
    assert "Permit Technician II\nCity of Plant City, Florida\n813-555-0142 ext. 4211" in city.content()
    city.do("reload")
    assert "Permit Technician II" in city.content()
    city.run("document.getElementById('go-signature').click(); return 0")
    assert city.run("return document.querySelector('#signature .name input').value") == "Dana Whitlock"
    city.forget("signature")
    assert city.run("return document.querySelector('#signature .name input').value") == ""
    assert "Dana" not in city.run("return JSON.stringify(localStorage)")


def test_8_dates_from_a_calendar(city: Page) -> None:
    """The day back passes over the weekend and Christmas; a last day before the first is refused; the schedule says the same."""
    city.forget("write")
    stories.fill_in_dates(city)
    for name, value in (("contact-name", "Rosa Delgado"), ("contact-phone", "813-555-0151")):
        city.set(f"#{name}", value)
    stories.wait_for_written(city, "todo")
    assert city.text("#back") == "Back at work on Monday, December 28, 2026."
    assert "from Monday, December 21, 12:00 AM to Monday, December 28" in city.text("#written .times")
    assert "12/21/26" in city.text("#written .preview")
    assert "12/24/26" in city.text("#written .preview")
    city.set("#date-last", "2026-12-18")
    city.wait("return document.querySelector('#written [role=alert]')")
    assert "The last day is before the first." in city.text("#written")
    assert city.run("return document.querySelector('#date-last').matches(':invalid')")
    city.run("document.getElementById('day-2026-12-23').click(); return 0")
    city.run("document.getElementById('day-2026-12-22').click(); return 0")
    assert city.run("return document.querySelector('#date-first').value") == "2026-12-22"


def test_9_both_tabs(chromium: Page) -> None:
    """Inside and outside stand side by side, or as tabs on a narrow screen; the page offers to make both alike, and shows both values where they differ."""
    chromium.forget("check")
    chromium.paste(stories.GOOD)
    chromium.run("document.getElementById('split').click(); return 0")
    chromium.settled()
    assert chromium.state() == "good"
    chromium.run(
        "const field = document.querySelectorAll('.field')[1]; field.firstChild.data = field.firstChild.data.replace('813-555-0151', '813-555-0199'); field.dispatchEvent(new Event('input', { bubbles: true })); return 0"
    )
    chromium.settled()
    words = chromium.text("#panel")
    assert "813-555-0151" in words
    boxes = chromium.run("return [...document.querySelectorAll('.editor')].map(one => one.getBoundingClientRect().top)")
    assert boxes[0] == boxes[1]
    chromium.do("view", width=500, height=800)
    assert chromium.run("return [...document.querySelectorAll('.editor')].filter(one => one.offsetParent).length") == 1
    chromium.run("document.getElementById('tab-1').click(); return 0")
    assert "813-555-0199" in chromium.run(
        "return [...document.querySelectorAll('.editor')].find(one => one.offsetParent).innerText"
    )
    chromium.do("view", width=1200, height=900)
    chromium.press("Make “Inside” the same")
    chromium.settled()
    assert chromium.state() == "good"
    assert chromium.content(0) == chromium.content(1)


def test_13_gmail(city: Page) -> None:
    """For Gmail there is one message without a signature, steps for Gmail, and the signature apart."""
    city.forget("write")
    stories.fill_in_dates(city)
    for name, value in (
        ("contact-name", "Rosa Delgado"),
        ("contact-phone", "813-555-0151"),
        ("me-name", "Dana Whitlock"),
    ):
        city.set(f"#{name}", value)
    for name, value in (("title", "Permit Technician II"), ("phone", "813-555-0142"), ("extension", "4211")):
        city.set(f"#own-fields .{name} input", value)
    city.run("document.querySelectorAll('input[name=system]')[1].click(); return 0")
    city.wait(
        "return document.querySelectorAll('#written .preview').length === 2 && document.querySelector('#written .verdict.good')"
    )
    message = city.run("return document.querySelector('#written .editor .preview').innerText")
    assert "Permit Technician" not in message
    assert "Gmail adds your signature" in city.text("#written")
    city.copy("#written .copy")
    assert "Vacation responder" in city.text("#write-steps")
    assert city.run("return document.querySelectorAll('#write-steps svg').length") == 3
    city.run("localStorage.clear(); return 0")
    city.open()


def test_14_who_stands_in(city: Page) -> None:
    """Typing finds people of the staff list by keyboard, fills in how to reach them, and asks whether they were asked."""
    city.forget("write")
    city.run("document.getElementById('contact-name').focus(); return 0")
    city.do("keys", text="ok")
    city.wait("return document.querySelectorAll('#contact-people li').length === 1")
    city.do("press", key="ArrowDown")
    city.do("press", key="Enter")
    assert city.run(
        "return ['name', 'phone', 'email'].map(one => document.getElementById(`contact-${one}`).value)"
    ) == [
        "Rose Okafor",
        "813-555-0152",
        "rokafor@plantcitygov.example",
    ]
    assert city.text("#asked-words") == "I asked Rose"


def test_15_my_last_day(city: Page) -> None:
    """A person who leaves for good gets a message with the last day and without a promise to reply."""
    city.forget("write")
    city.run("document.querySelector('input[name=kind][value=departed]').click(); return 0")
    for name, value in (
        ("date-last", "2026-12-31"),
        ("contact-name", "Rosa Delgado"),
        ("contact-phone", "813-555-0151"),
    ):
        city.set(f"#{name}", value)
    city.wait("return document.querySelector('#written .preview')")
    message = city.run("return document.querySelector('#written .preview').innerText")
    assert "12/31/26" in message
    assert "Rosa Delgado" in message
    assert "reply to your message" not in message


def test_16_for_somebody_else(city: Page) -> None:
    """An assistant writes for a manager: the manager's name and signature, the assistant as the contact, no finding about it."""
    city.forget("write")
    city.run("document.querySelector('#write details input[type=checkbox]').click(); return 0")
    stories.fill_in_dates(city)
    city.set("#writer-name", "Rosa Delgado")
    city.set("#writer-phone", "813-555-0151")
    for name, value in (
        ("name", "Dana Whitlock"),
        ("title", "Permit Technician II"),
        ("phone", "813-555-0142"),
        ("extension", "4211"),
    ):
        city.set(f"#own-fields .{name} input", value)
    stories.wait_for_written(city)
    message = city.run("return document.querySelector('#written .preview').innerText")
    assert "Rosa Delgado" in message
    assert "Dana Whitlock\nPermit Technician II" in message
    assert not city.run("return document.querySelectorAll('#written .panel li, #written > ul li').length")


def test_17_espanol(city: Page) -> None:
    """The interface, the questions and the dates are in Spanish after one press, and in English after another."""
    city.forget("write")
    city.run("document.getElementById('language').click(); return 0")
    assert city.run("return document.documentElement.lang") == "es"
    assert city.text("#write h2") == "Escribir mi respuesta"
    stories.fill_in_dates(city)
    city.set("#contact-name", "Rosa Delgado")
    city.wait("return document.getElementById('back').textContent.includes('diciembre')")
    assert "lunes, 28 de diciembre de 2026" in city.text("#back")
    city.run("document.getElementById('language').click(); return 0")
    assert city.text("#write h2") == "Write my reply"


def test_18_phone(city: Page) -> None:
    """At 360 by 640 nothing scrolls sideways, and everything to press is at least 44 pixels high."""
    stories.story_18(city)


def test_19_screen_reader(city: Page) -> None:
    """axe-core finds no violation in any state, light and dark; the outcome is announced; marks have numbers."""
    stories.story_19(city)


def test_19_keyboard_alone(city: Page) -> None:
    """Tab, arrows, Enter and typing are enough to choose days, to write, and to copy."""
    city.forget()
    city.run("document.getElementById('door-write').focus(); return 0")
    city.do("press", key="Enter")
    assert city.run("return document.activeElement.textContent") == "Write my reply"
    reached = []
    for _ in range(12):
        city.do("press", key="Tab")
        reached.append(city.run("return document.activeElement.id"))
        if reached[-1].startswith("day-"):
            break
    assert reached[-1] == "day-2026-12-11", reached
    city.do("press", key="ArrowDown")
    city.do("press", key="Enter")
    city.do("press", key="ArrowRight", times=3)
    city.do("press", key="Enter")
    assert city.run("return ['first', 'last'].map(one => document.getElementById(`date-${one}`).value)") == [
        "2026-12-18",
        "2026-12-21",
    ]
    for _ in range(4):
        city.do("press", key="Tab")
        if city.run("return document.activeElement.id") == "contact-name":
            break
    city.do("keys", text="Ros")
    city.wait("return document.querySelectorAll('#contact-people li').length === 2")
    city.do("press", key="ArrowDown")
    city.do("press", key="Enter")
    city.wait("return document.querySelector('#written .copy')")
    for _ in range(40):
        city.do("press", key="Tab")
        if "copy" in city.run("return document.activeElement.className"):
            break
    city.do("press", key="Enter")
    city.wait("return document.querySelector('#write-copied').textContent === 'Copied.'")


def test_20_where_do_i_click(city: Page) -> None:
    """After Copy each mail program has three steps with drawings, and there is a list of what else to do before leaving."""
    city.forget("check")
    city.paste(stories.GOOD)
    city.copy()
    for program in ("classic", "new", "web", "phone", "gmail"):
        city.run(
            "document.querySelector(`#check input[name=program][value=${args.program}]`).click(); return 0",
            program=program,
        )
        assert (
            city.run(
                "return [...document.querySelectorAll('#check .pictures li')].map(one => Boolean(one.querySelector('svg') && one.innerText.length > 20))"
            )
            == [True] * 3
        )
    assert city.run("return document.querySelectorAll('#check .leave input[type=checkbox]').length") == 5


def test_21_explain(city: Page) -> None:
    """One press shows the words of the clause that ask for it, why, and a right example."""
    city.forget("check")
    city.paste(stories.MESSAGE)
    city.run("document.querySelector('#panel .found .do .quiet').click(); return 0")
    city.wait("return document.querySelector('#panel .more blockquote')")
    words = city.text("#panel .more")
    assert "E-MAIL" in words
    assert "Written right" in words


def test_23_drop_a_file(chromium: Page, tmp_path: Path) -> None:
    """A mail file gets the command line's findings, can be corrected, and is saved in its own format."""
    mail = (
        "From: Dana Whitlock <dana.whitlock@plantcitygov.com>\nTo: x@customer.example\nSubject: Automatic reply\nDate: Fri, 11 Dec 2026 10:00:00 -0500\n"
        f"Auto-Submitted: auto-replied\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n\n{stories.GOOD.replace('office', 'ofice')}"
    )
    path = tmp_path / "reply.eml"
    path.write_text(mail, encoding="utf-8")
    chromium.forget("check")
    chromium.do("choose", selector="#file", file=str(path))
    chromium.settled()
    shown = chromium.run("return [...document.querySelectorAll('#panel .found .words')].map(one => one.textContent)")
    assert [one["rule"] for one in stories.found_by_command(path)] == ["spelling.misspelling"]
    assert shown == ["Write “office”, not “ofice”."]
    chromium.press("Fix")
    chromium.settled()
    saved = chromium.run(
        "let blob; const real = URL.createObjectURL; URL.createObjectURL = one => { blob = one; return 'data:,'; };"
        "[...document.querySelectorAll('#copies button')].find(one => one.textContent === 'Save as a file').click();"
        "while (!blob) await new Promise(done => setTimeout(done, 20)); URL.createObjectURL = real; return await blob.text()"
    )
    before, after = (email.message_from_bytes(one.encode(), policy=email.policy.default) for one in (mail, saved))
    assert after["Subject"] == before["Subject"]
    assert after.get_content() == stories.GOOD


def test_24_it_hands_it_out(city: Page) -> None:
    """The title and the help contact that IT gave are shown."""
    city.forget()
    assert "Plant City" in city.text("#brand")
    assert "Help desk, 813-555-0100" in city.text("#foot")


def test_nothing_went_wrong_meanwhile(chromium: Page, city: Page) -> None:
    """No story wrote an error to the console."""
    for page in (chromium, city):
        assert [
            line
            for line in page.do("log")["wrong"]
            if "Content Security Policy" not in line and "Content-Security-Policy" not in line
        ] == []
