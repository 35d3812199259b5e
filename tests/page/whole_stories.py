"""The stories of the whole page: each takes a page, from a file or a server, in any browser."""

from __future__ import annotations

import states
from driving import Page, fill_in_owner
from stories import GOOD, MESSAGE, fill_in_dates, too_small, wait_for_written


def story_1_opens_without_anything(page: Page) -> None:
    """Says that it is loading, gets ready, and asks the network for nothing."""
    assert page.start["state"] == "ready"
    assert "Getting ready" in page.start["first"]
    assert page.do("log")["wrong"] == []
    page.asked_nothing_else()


def story_7_signature_once(page: Page) -> None:
    """Six findings of the signature are one card; what is typed there is kept across a reload until Forget me."""
    page.forget("check")
    page.paste(MESSAGE)
    card = page.text("#panel .card")
    assert "Your signature needs 6 changes." in card
    fill_in_owner(page, "#panel .card")
    page.press("Put it right")
    page.wait(
        "return document.querySelector('.field').innerText.includes('ext. 4211') && !document.querySelector('#panel[aria-busy]')"
    )
    assert "Permit Technician II\nCity of Plant City, Florida\n813-555-0142 ext. 4211" in page.content()
    page.do("reload")
    assert "Permit Technician II" in page.content()
    page.run("document.getElementById('go-signature').click(); return 0")
    assert page.run("return document.querySelector('#signature .name input').value") == "Dana Whitlock"
    page.forget("signature")
    assert page.run("return document.querySelector('#signature .name input').value") == ""
    assert "Dana" not in page.run("return JSON.stringify(localStorage)")


def story_17_espanol(page: Page) -> None:
    """The interface, the questions and the dates are in Spanish after one press, and in English after another."""
    page.forget("write")
    page.run("document.getElementById('language').click(); return 0")
    assert page.run("return document.documentElement.lang") == "es"
    assert page.text("#write h2") == "Escribir mi respuesta"
    fill_in_dates(page)
    page.set("#contact-name", "Rosa Delgado")
    page.wait("return document.getElementById('back').textContent.includes('diciembre')")
    assert "lunes, 28 de diciembre de 2026" in page.text("#back")
    page.run("document.getElementById('language').click(); return 0")
    assert page.text("#write h2") == "Write my reply"


def story_17_both_languages(page: Page) -> None:
    """On the Spanish page the message is in both languages, and on the English one in English, until the person chooses."""
    chosen = "return document.querySelector('#write input[name=language]:checked').value"
    page.forget("write")
    assert page.run(chosen) == "en"
    page.speak("es")
    assert page.run(chosen) == "both"
    fill_in_dates(page)
    page.set("#contact-name", "Rosa Delgado")
    page.set("#contact-phone", "813-555-0151")
    fill_in_owner(page, "#own-fields")
    wait_for_written(page)
    message = page.text("#written .preview")
    assert "out of the office" in message
    assert "fuera de la oficina" in message
    page.run("document.querySelector('#write input[name=language][value=es]').click(); return 0")
    page.speak("en")
    assert page.run(chosen) == "es"


def story_18_phone(page: Page) -> None:
    """At 360 by 640 nothing scrolls sideways, and everything to press is at least 44 pixels high."""
    page.do("view", width=360, height=640, touch=page.browser == "chromium")
    for state in (states.home, states.write_copied, states.check_fixed, states.signature):
        state(page)
        assert page.run("return document.documentElement.scrollWidth") <= 360, state
        assert too_small(page) == [], state
    page.do("view", width=1200, height=900)


def story_19_screen_reader(page: Page) -> None:
    """The outcome is announced, marked places have numbers, and axe-core finds no violation in the two fullest states."""
    for state in (states.check_explained, states.write_copied):
        state(page)
        assert page.axe()["violations"] == [], state
    states.check_findings(page)
    assert page.text("#said") == page.run("return document.querySelector('#panel .verdict strong').innerText")
    assert page.run("return [...document.querySelectorAll('.marks .pin')].every(one => /^\\d+$/.test(one.textContent))")


def story_19_announces_only_what_is_shown(page: Page) -> None:
    """What was announced is cleared when the person goes to another view, starts over, or asks to be forgotten, and is said again in the other language."""
    page.forget("check")
    page.paste(GOOD)
    assert page.text("#said") == "Nothing to change. Your message is ready."
    page.run("document.getElementById('go-signature').click(); return 0")
    assert page.text("#said") == ""
    page.run("document.getElementById('go-check').click(); return 0")
    page.settled()
    said = "return document.getElementById('said').textContent"
    assert page.run(f"document.getElementById('language').click(); {said}") == ""
    page.settled()
    assert page.text("#said").startswith("No hay nada que cambiar.")
    page.speak("en")
    page.settled()
    page.press("Start over")
    assert page.text("#said") == ""
    page.paste(MESSAGE)
    assert "to change" in page.text("#said")
    page.forget()
    assert page.text("#said") == ""


def story_19_keyboard_alone(page: Page) -> None:
    """Tab, arrows, Enter and typing are enough to choose days, to write, and to copy."""
    page.forget()
    page.run("document.getElementById('door-write').focus(); return 0")
    page.do("press", key="Enter")
    assert page.run("return document.activeElement.textContent") == "Write my reply"
    reached = []
    for _ in range(12):
        page.do("press", key="Tab")
        reached.append(page.run("return document.activeElement.id"))
        if reached[-1].startswith("day-"):
            break
    assert reached[-1] == "day-2026-12-11", reached
    page.do("press", key="ArrowDown")
    page.do("press", key="Enter")
    page.do("press", key="ArrowRight", times=3)
    page.do("press", key="Enter")
    assert page.run("return ['first', 'last'].map(one => document.getElementById(`date-${one}`).value)") == [
        "2026-12-18",
        "2026-12-21",
    ]
    for _ in range(4):
        page.do("press", key="Tab")
        if page.run("return document.activeElement.id") == "contact-name":
            break
    page.do("keys", text="Ros")
    page.wait("return document.querySelectorAll('#contact-people li').length === 2")
    page.do("press", key="ArrowDown")
    page.do("press", key="Enter")
    page.wait("return document.querySelector('#written .copy')")
    for _ in range(40):
        page.do("press", key="Tab")
        if "copy" in page.run("return document.activeElement.className"):
            break
    page.do("press", key="Enter")
    page.wait("return document.querySelector('#write-copied').textContent.startsWith('Copied. ')")


def story_24_it_hands_it_out(page: Page) -> None:
    """The title and the help contact that IT gave are shown."""
    page.forget()
    assert "Plant City" in page.text("#brand")
    assert "Help desk, 813-555-0100" in page.text("#foot")


STORIES = (
    story_1_opens_without_anything,
    story_7_signature_once,
    story_17_espanol,
    story_17_both_languages,
    story_18_phone,
    story_19_screen_reader,
    story_19_announces_only_what_is_shown,
    story_19_keyboard_alone,
    story_24_it_hands_it_out,
)
