"""The stories of the door "Write my reply": each takes a page, from a file or a server, in any browser."""

from __future__ import annotations

from driving import Page, fill_in_owner
from stories import DEAD, GOOD, SEAL, exit_code, fill_in_dates, wait_for_written


def story_2_write_my_reply(page: Page) -> None:
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
        assert exit_code(f"{name}.html", html) == 0


def story_8_dates_from_a_calendar(page: Page) -> None:
    """The day back passes over the weekend and Christmas; a last day before the first is refused; the schedule says the same."""
    page.forget("write")
    fill_in_dates(page)
    for name, value in (("contact-name", "Rosa Delgado"), ("contact-phone", "813-555-0151")):
        page.set(f"#{name}", value)
    wait_for_written(page, "todo")
    assert page.text("#back") == "Back at work on Monday, December 28, 2026."
    assert "from Monday, December 21, 12:00 AM to Monday, December 28" in page.text("#written .times")
    assert "12/21/26" in page.text("#written .preview")
    assert "12/24/26" in page.text("#written .preview")
    page.set("#date-last", "2026-12-18")
    page.wait("return document.querySelector('#written [role=alert]')")
    assert "The last day is before the first." in page.text("#written")
    assert page.run("return document.querySelector('#date-last').matches(':invalid')")
    page.run("document.getElementById('day-2026-12-23').click(); return 0")
    page.run("document.getElementById('day-2026-12-22').click(); return 0")
    assert page.run("return document.querySelector('#date-first').value") == "2026-12-22"


def story_13_gmail(page: Page) -> None:
    """For Gmail there is one message without a signature, steps for Gmail, and the signature apart."""
    page.forget("write")
    fill_in_dates(page)
    for name, value in (
        ("contact-name", "Rosa Delgado"),
        ("contact-phone", "813-555-0151"),
        ("me-name", "Dana Whitlock"),
    ):
        page.set(f"#{name}", value)
    for name, value in (("title", "Permit Technician II"), ("phone", "813-555-0142"), ("extension", "4211")):
        page.set(f"#own-fields .{name} input", value)
    page.run("document.querySelectorAll('input[name=system]')[1].click(); return 0")
    page.wait(
        "return document.querySelectorAll('#written .preview').length === 2 && document.querySelector('#written .verdict.good')"
    )
    message = page.run("return document.querySelector('#written .editor .preview').innerText")
    assert "Permit Technician" not in message
    assert "Gmail adds your signature" in page.text("#written")
    page.copy("#written .copy")
    assert "Vacation responder" in page.text("#write-steps")
    assert page.run("return document.querySelectorAll('#write-steps svg').length") == 3
    page.run("document.querySelectorAll('input[name=system]')[0].click(); return 0")


def story_14_who_stands_in(page: Page) -> None:
    """Typing finds people of the staff list by keyboard, fills in how to reach them, and asks whether they were asked."""
    page.forget("write")
    page.run("document.getElementById('contact-name').focus(); return 0")
    page.do("keys", text="ok")
    page.wait("return document.querySelectorAll('#contact-people li').length === 1")
    page.do("press", key="ArrowDown")
    page.do("press", key="Enter")
    assert page.run(
        "return ['name', 'phone', 'email'].map(one => document.getElementById(`contact-${one}`).value)"
    ) == [
        "Rose Okafor",
        "813-555-0152",
        "rokafor@plantcitygov.example",
    ]
    assert page.text("#asked-words") == "I asked Rose"


def story_14_nobody_could_look(page: Page) -> None:
    """A page that cannot know who is away says so until the contact was asked, and in the other door among what was not checked."""
    page.forget("write")
    fill_in_dates(page)
    page.set("#contact-name", "Rosa Delgado")
    page.wait("return document.getElementById('away').textContent")
    assert page.text("#away") == "We could not check whether Rosa is away on those days. Ask before you leave."
    page.run("document.getElementById('asked').click(); return 0")
    page.wait("return !document.getElementById('away').textContent")
    page.run("document.querySelector('input[name=kind][value=departed]').click(); return 0")
    page.set("#date-last", "2026-12-31")
    page.wait("return document.querySelector('#written .verdict')")
    assert page.text("#away") == ""
    page.forget("check")
    page.paste(GOOD)
    assert page.state() == "good"
    page.run("document.querySelector('#panel details').open = true; return 0")
    assert "We could not check whether Rosa is away on those days." in page.text("#panel details")


def story_15_my_last_day(page: Page) -> None:
    """A person who leaves for good gets a message with the last day and without a promise to reply."""
    page.forget("write")
    page.run("document.querySelector('input[name=kind][value=departed]').click(); return 0")
    for name, value in (
        ("date-last", "2026-12-31"),
        ("contact-name", "Rosa Delgado"),
        ("contact-phone", "813-555-0151"),
    ):
        page.set(f"#{name}", value)
    page.wait("return document.querySelector('#written .preview')")
    message = page.run("return document.querySelector('#written .preview').innerText")
    assert "12/31/26" in message
    assert "Rosa Delgado" in message
    assert "reply to your message" not in message


def story_16_for_somebody_else(page: Page) -> None:
    """An assistant writes for a manager: the manager's name and signature, the assistant as the contact, no finding about it."""
    page.forget("write")
    page.run("document.querySelector('#write details input[type=checkbox]').click(); return 0")
    fill_in_dates(page)
    page.set("#writer-name", "Rosa Delgado")
    page.set("#writer-phone", "813-555-0151")
    fill_in_owner(page, "#own-fields")
    wait_for_written(page)
    message = page.run("return document.querySelector('#written .preview').innerText")
    assert "Rosa Delgado" in message
    assert "Dana Whitlock\nPermit Technician II" in message
    assert not page.run("return document.querySelectorAll('#written .panel li, #written > ul li').length")


def story_16_found_out_while_typing(page: Page) -> None:
    """Who types the manager's signature first and then says for whom the reply is types it once; it is not kept as the assistant's own, whose earlier one stays."""
    own, kept = "#own-fields", "return JSON.parse(localStorage.getItem('replylint'))"
    name = f"return document.querySelector('{own} .name input').value"
    for earlier in ("", "Rosa Delgado"):
        page.forget("signature")
        page.set("#signature .name input", earlier)
        page.run("document.getElementById('go-write').click(); return 0")
        fill_in_owner(page, own)
        page.run("document.getElementById('behalf').click(); return 0")
        assert page.run(name) == "Dana Whitlock"
        assert page.run(f"{kept}.profile.name") == earlier
        assert page.run("return document.getElementById('writer-name').value") == ""
        page.run("document.getElementById('behalf').click(); return 0")
        assert page.run(name) == "Dana Whitlock"
        assert page.run(f"{kept}.profile.title") == "Permit Technician II"
    page.forget("signature")
    page.set("#signature .name input", "Rosa Delgado")
    page.run("document.getElementById('go-write').click(); document.getElementById('behalf').click(); return 0")
    assert page.run(name) == ""
    assert page.run(f"{kept}.profile.name") == "Rosa Delgado"


STORIES = (
    story_2_write_my_reply,
    story_8_dates_from_a_calendar,
    story_13_gmail,
    story_14_who_stands_in,
    story_15_my_last_day,
    story_16_for_somebody_else,
    story_16_found_out_while_typing,
)
FROM_A_FILE = (story_14_nobody_could_look,)
"""What is true only of a page that is a file."""
