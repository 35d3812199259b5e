"""The states in which people see the page: each function brings a page there. Tests look at them, and docs/page.md shows them."""

from __future__ import annotations

from collections.abc import Callable

from driving import Page, fill_in_owner
from stories import GOOD, MESSAGE, fill_in_dates, wait_for_written


def home(page: Page) -> None:
    """Both doors."""
    page.forget("home")


def write_empty(page: Page) -> None:
    """The questions, before anything is answered."""
    page.forget("write")


def write_choosing(page: Page) -> None:
    """The days are chosen, and the staff list offers people."""
    page.forget("write")
    fill_in_dates(page)
    page.run("document.getElementById('contact-name').focus(); return 0")
    page.do("keys", text="ro")
    page.wait("return document.querySelectorAll('#contact-people li').length === 2")


def write_ready(page: Page) -> None:
    """Both messages are written and checked."""
    page.forget("write")
    fill_in_dates(page)
    for name, value in (("contact-name", "Rosa Delgado"), ("contact-phone", "813-555-0151")):
        page.set(f"#{name}", value)
    fill_in_owner(page, "#own-fields")
    wait_for_written(page)


def write_copied(page: Page) -> None:
    """A message is copied, and the steps show where to paste it."""
    write_ready(page)
    page.copy("#written .copy")


def write_refused(page: Page) -> None:
    """The last day is before the first."""
    page.forget("write")
    page.set("#date-first", "2026-12-21")
    page.set("#date-last", "2026-12-18")
    page.wait("return document.querySelector('#written [role=alert]')")


def check_empty(page: Page) -> None:
    """The box for a message, before anything is pasted."""
    page.forget("check")


def check_findings(page: Page) -> None:
    """A message with things to change."""
    page.forget("check")
    page.paste(MESSAGE)


def check_explained(page: Page) -> None:
    """A finding is explained, and everything that unfolds is unfolded."""
    check_findings(page)
    page.run(
        "document.querySelectorAll('#panel details').forEach(one => (one.open = true)); document.querySelector('.found .do .quiet').click(); return 0"
    )
    page.wait("return document.querySelector('#panel .more blockquote')")


def check_fixed(page: Page) -> None:
    """Everything that could be fixed is: the changes can be undone, and questions are left."""
    check_findings(page)
    page.run("document.querySelector('#panel button.main').click(); return 0")
    page.wait("return document.querySelector('#panel .changes')")
    page.settled()


def check_copied(page: Page) -> None:
    """Nothing is left to change; the message is copied, and the steps show where to paste it."""
    page.forget("check")
    page.paste(GOOD)
    page.copy()


def check_tabs(page: Page) -> None:
    """Two messages that differ."""
    page.forget("check")
    page.paste(GOOD)
    page.run("document.getElementById('split').click(); return 0")
    page.settled()
    page.run(
        "const field = document.querySelectorAll('.field')[1]; field.firstChild.data = field.firstChild.data.replace('12/18/26', '12/17/26');"
        "field.dispatchEvent(new Event('input', { bubbles: true })); return 0"
    )
    page.settled()


def check_unchecked(page: Page) -> None:
    """A file that could not be read."""
    page.forget("check")
    page.paste(GOOD)
    page.run(
        "const data = new DataTransfer(); data.items.add(new File([new Uint8Array([208, 207, 17, 224])], 'reply.msg'));"
        "const event = new Event('drop', { bubbles: true, cancelable: true }); Object.defineProperty(event, 'dataTransfer', { value: data });"
        "dispatchEvent(event); return 0"
    )
    page.wait("return document.querySelector('#panel .verdict')?.className === 'verdict unchecked'")
    page.settled()


def check_too_long(page: Page) -> None:
    """A paste that is too long."""
    page.forget("check")
    page.run("document.querySelector('.field').focus(); return 0")
    page.insert("a" * 30_000)
    page.wait("return document.querySelector('.refused').textContent")


def signature(page: Page) -> None:
    """The person's own signature."""
    page.forget("signature")
    fill_in_owner(page, "#signature")


STATES: tuple[Callable[[Page], None], ...] = (
    home,
    write_empty,
    write_choosing,
    write_refused,
    write_copied,
    check_empty,
    check_explained,
    check_fixed,
    check_copied,
    check_tabs,
    check_unchecked,
    check_too_long,
    signature,
)
