"""Putting a reply into Outlook and Gmail, on a real server in Chromium, with stand-ins for Microsoft and Google."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from driving import NOW, Page, fill_in_owner, need
from mail_services import APP_ID, CLIENT_ID, OLD, OWNER, TENANT, Answer, MailServices, gmail_error, graph_error, running
from serving import Server, need_runtime

from replylint.api import mismatches

SEAL = "https://www.plantcitygov.example/cityseal.png"
PACK = f"""\
[pack]
id = "signing-in"
title = "A city that lets people sign in"
extends = "plant-city"
[settings]
seal_url = "{SEAL}"
outlook_app_id = "{APP_ID}"
outlook_tenant = "{TENANT}"
google_client_id = "{CLIENT_ID}"
"""
GOOD = (
    "<p>I will be out of the office from 12/14/26 to 12/18/26 and back on 12/21/26. I will reply when I return. For help, please contact "
    "Rosa Delgado at 813-555-0151.</p><p>Thank you,</p><p>Dana Whitlock<br>Permit Technician II<br>City of Plant City, Florida<br>"
    f'813-555-0142 ext. 4211<br>Website: <a href="http://www.plantcitygov.com/">http://www.plantcitygov.com/</a><br><img src="{SEAL}" alt="City Seal"></p>'
)
SEE_HEADING = "return Boolean(document.querySelector('#apply-heading')) && document.querySelector('.applied').getAttribute('aria-busy') !== 'true'"
READY = "return Boolean(document.querySelector('.applied .facts'))"
ENDED = "return Boolean(document.querySelector('.applied .verdict'))"


@pytest.fixture(scope="module")
def services() -> Iterator[MailServices]:
    """Stand-ins for Microsoft and Google."""
    with running(NOW) as found:
        yield found


@pytest.fixture(scope="module")
def server(services: MailServices, staff: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server whose policy names registrations at both."""
    need_runtime()
    pack = tmp_path_factory.mktemp("pack") / "signing-in.toml"
    pack.write_text(PACK, encoding="utf-8")
    server = Server("--policy", str(pack), "--directory", str(staff), "--test-services", services.url)
    services.redirects.add(f"{server.url}/signed-in")
    yield server
    server.stop()


@pytest.fixture(scope="module")
def browser(server: Server) -> Iterator[Page]:
    """The served page in Chromium."""
    need("chromium")
    page = Page("chromium", f"{server.url}/")
    yield page
    page.close()


@pytest.fixture
def page(browser: Page, services: MailServices) -> Page:
    """The page as a new person finds it, with mailboxes that nobody has touched."""
    services.reset()
    browser.forget("home")
    return browser


def choose(page: Page, program: str) -> None:
    """Open the door for writing, and choose a mail program."""
    page.run("document.getElementById('go-write').click(); return 0")
    page.run(
        "document.querySelectorAll('#write input[name=system]')[args.at].click(); return 0", at=int(program == "gmail")
    )


def write(page: Page, program: str = "outlook") -> None:
    """Write a reply for the week of December 14."""
    choose(page, program)
    fill_in_owner(page, "#own-fields")
    page.set("#date-first", "2026-12-14")
    page.set("#date-last", "2026-12-18")
    page.set("#contact-name", "Rosa Delgado")
    page.set("#contact-phone", "813-555-0151")
    page.wait("return document.querySelectorAll('#written .editor .preview').length === args.count && document.querySelector('#written .verdict.good')", count=2 - (program == "gmail"))  # fmt: skip


def paste(page: Page, html: str, program: str = "outlook") -> None:
    """Paste a message into the door for checking."""
    choose(page, program)
    page.run("document.getElementById('go-check').click(); return 0")
    page.paste("plain", html)


def press(page: Page, words: str, within: str = "main") -> None:
    """Press a button as a person does, so that windows may open."""
    page.run(
        "const button = [...document.querySelectorAll(`${args.within} button`)].find(one => one.offsetParent && one.textContent.trim() === args.words);"
        "document.querySelectorAll('.to-press').forEach(one => one.classList.remove('to-press')); button.classList.add('to-press'); return 0",
        words=words,
        within=within,
    )
    page.do("click", selector=".to-press")


def sign_in(page: Page, choice: str = "accept", words: str = "Put it into Outlook for me") -> None:
    """Press the button, and something on the page for signing in."""
    press(page, words)
    page.do("popup", selector=f"#{choice}")


def to_ready(page: Page, words: str = "Put it into Outlook for me") -> None:
    """Sign in, and wait for what will be set."""
    sign_in(page, words=words)
    page.wait(READY)


def ended(page: Page) -> str:
    """Wait for the outcome, and return what the page says."""
    page.wait(ENDED)
    return page.text(".applied")


def told(page: Page) -> str:
    """Return the outcome: `good`, `todo` or `unchecked`."""
    return str(page.run("return document.querySelector('.applied .verdict').className.split(' ')[1]"))


def texts_of(replies: dict[str, Any]) -> dict[str, Any]:
    """Return everything but the times, which count for nothing while no schedule is on."""
    return {name: value for name, value in replies.items() if not name.startswith("scheduled")}


def mailbox(services: MailServices) -> dict[str, Any]:
    """Return what is set in Outlook."""
    return {"automaticRepliesSetting": services.replies}


def test_policy_of_the_page_allows_these_services_and_no_other(server: Server, services: MailServices) -> None:
    """The page may connect to the services that the policy names; the page that hands the answer over, to nothing."""
    rules = rules_of(server.client.get("/").headers["content-security-policy"])
    assert rules["connect-src"] == services.url  # all of them are at one address here
    assert rules["default-src"] == rules["form-action"] == rules["base-uri"] == "'none'"
    response = server.client.get("/signed-in")
    rules = rules_of(response.headers["content-security-policy"])
    assert rules["default-src"] == rules["form-action"] == rules["frame-ancestors"] == "'none'"
    assert "connect-src" not in rules
    assert re.fullmatch(r"'sha256-[\w+/]{43}='", rules["script-src"])
    assert response.headers["cross-origin-opener-policy"] == "same-origin"
    assert response.headers["cache-control"] == "no-store"


def rules_of(policy: str) -> dict[str, str]:
    """Return the directives of a Content-Security-Policy."""
    return dict(one.strip().split(" ", 1) for one in policy.split(";"))


def test_outlook_from_signing_in_to_undo(page: Page, services: MailServices, server: Server) -> None:
    """Signing in shows whose mailbox it is and what will be set; one press sets it, it is read back, and Undo gives back what was there."""
    before = dict(services.replies)
    write(page)
    to_ready(page)
    assert services.written() == []
    seen = page.text(".applied")
    for words in (
        OWNER,
        "No automatic reply is on.",
        "Monday, December 14",
        "12:00 AM",
        "Monday, December 21",
        "8:00 AM",
        "inside and outside",
    ):
        assert words in seen, words
    shown = page.run("return [...document.querySelectorAll('.applied .preview')].map(one => one.innerText)")
    assert shown == page.run("return [...document.querySelectorAll('#written .preview')].map(one => one.innerText)")
    copied = page.copy("#written .copy")["given"]["text/html"]
    press(page, "Turn it on in Outlook")
    assert "it matches" in ended(page)
    assert told(page) == "good"
    (sent,) = services.written()
    assert sent["automaticRepliesSetting"]["internalReplyMessage"] == copied
    assert services.replies["status"] == "scheduled"
    assert services.replies["externalAudience"] == "all"
    assert services.replies["scheduledEndDateTime"]["dateTime"] == "2026-12-21T13:00:00.0000000"
    assert mismatches(sent, mailbox(services)) == ()
    assert [method for method, _, _ in services.asked] == ["GET", "PATCH", "GET"]
    press(page, "Undo: put back what was there before")
    page.wait("return document.querySelector('#apply-heading').textContent.includes('earlier')")
    assert told(page) == "good"
    assert texts_of(services.replies) == texts_of(before)
    assert page.run("return JSON.parse(localStorage.replylint).before.outlook") is None
    log = page.do("log")
    assert log["wrong"] == []
    assert {url.split("/")[2] for url in log["requests"]} == {one.split("/")[2] for one in (server.url, services.url)}


def test_no_code_or_token_is_kept_or_logged(page: Page, services: MailServices, server: Server) -> None:
    """The token and the code are in no storage, cookie, address or log, and the server hears of neither."""
    write(page)
    to_ready(page)
    kept = page.run(
        "return [JSON.stringify(localStorage), JSON.stringify(sessionStorage), document.cookie, location.href, document.documentElement.outerHTML].join()"
    )
    assert len(services.secrets) == 3
    for secret in services.secrets:
        assert len(secret) > 20
        assert secret not in kept
        assert secret not in server.log()
    assert "GET /signed-in" in server.log()
    assert "state=" not in server.log()


def test_gmail_from_signing_in_to_undo(page: Page, services: MailServices) -> None:
    """Gmail gets one message with a subject and its days, in the mailbox that it names; Undo gives back the whole of what was there."""
    before = dict(services.vacation)
    write(page, "gmail")
    to_ready(page, "Put it into Gmail for me")
    assert services.written() == []
    seen = page.text(".applied")
    for words in (
        OWNER,
        "No automatic reply is on.",
        "Monday, December 14",
        "everyone who writes to you",
        "Out of office",
    ):
        assert words in seen, words
    press(page, "Turn it on in Gmail")
    assert "it matches" in ended(page)
    (sent,) = services.written()
    assert services.vacation["enableAutoReply"] is True
    assert services.vacation["endTime"] == "1797858000000"
    assert "style=" not in services.vacation["responseBodyHtml"]
    assert mismatches(sent, services.vacation) == ()
    press(page, "Undo: put back what was there before")
    page.wait("return document.querySelector('#apply-heading').textContent.includes('earlier')")
    assert told(page) == "good"
    assert services.vacation == before
    assert page.do("log")["wrong"] == []


def test_pasted_message_is_set_on_the_days_it_states(page: Page, services: MailServices) -> None:
    """A pasted message is set on the days that it states, inside and outside; the days can be changed before, and what differs is said."""
    paste(page, GOOD)
    assert page.state() == "good"
    to_ready(page)
    assert page.run("return [...document.querySelectorAll('.applied input[type=date]')].map(one => one.value)") == [
        "2026-12-14",
        "2026-12-18",
    ]
    change_day(page, "last", "2026-12-16")
    page.wait("return document.querySelector('.applied .notice')")
    assert "December 18" in page.text(".applied .notice")
    assert page.run("return document.querySelector('.applied button.main').disabled")
    change_day(page, "last", "2026-12-18")
    page.wait(
        "return !document.querySelector('.applied .notice') && !document.querySelector('.applied button.main').disabled"
    )
    press(page, "Turn it on in Outlook")
    ended(page)
    assert told(page) == "good"
    assert services.replies["scheduledEndDateTime"]["dateTime"] == "2026-12-21T13:00:00.0000000"
    assert services.replies["internalReplyMessage"] == services.replies["externalReplyMessage"]
    assert "Rosa Delgado" in services.replies["externalReplyMessage"]


def change_day(page: Page, which: str, day: str) -> None:
    """Choose another day in the panel."""
    page.run(
        "const field = document.getElementById(`apply-${args.which}`); field.value = args.day; field.dispatchEvent(new Event('change', { bubbles: true })); return 0",
        which=which,
        day=day,
    )


def test_blanks_are_refused_and_errors_are_confirmed(page: Page, services: MailServices) -> None:
    """A text with a blank is refused before signing in; one with an error is set only after the person confirms it."""
    paste(page, GOOD.replace("12/14/26", "[first day out]"))
    press(page, "Put it into Outlook for me")
    assert "open questions" in page.text("#copies .refused")
    assert page.run("return document.querySelector('.applied')") is None
    assert services.asked == []
    page.forget("check")
    paste(page, GOOD.replace("office", "ofice"))
    to_ready(page)
    assert "ofice" in page.text(".applied .notice")
    assert page.run("return document.querySelector('.applied button.main').disabled")
    page.run("document.getElementById('apply-anyway').click(); return 0")
    press(page, "Turn it on in Outlook")
    ended(page)
    assert told(page) == "good"
    assert "ofice" in services.replies["internalReplyMessage"]


def test_differences_in_what_was_stored_are_named(page: Page, services: MailServices) -> None:
    """If Outlook stores something else, the page does not say "Done": it names what differs in each message."""
    services.changes_html = "<img[^>]*>|<a href[^>]*>|</a>|Rosa Delgado at "
    paste(page, GOOD)
    to_ready(page)
    press(page, "Turn it on in Outlook")
    seen = ended(page)
    assert told(page) == "todo"
    for words in (
        "the picture “City Seal” is missing",
        "the link to http://www.plantcitygov.com/ is missing",
        "Outlook has “please contact”. It should be “please contact Rosa Delgado at”.",
    ):
        assert seen.count(words) == 2, seen
    assert "Your text is still here; copy it instead." in seen


def test_failed_sign_in_is_explained(page: Page, services: MailServices) -> None:
    """People who do not sign in, or may not, read why, that nothing was changed, and that they can copy the text."""
    paste(page, GOOD)
    for choice, words in (
        ("cancel", "You did not allow this page"),
        ("admin", "Your organization has to allow this first"),
        ("late", "not working properly"),
        ("unknown", "something is not set up correctly"),
    ):
        sign_in(page, choice)
        seen = ended(page)
        assert words in seen
        assert "Nothing was changed in Outlook. Your text is still here; copy it instead." in seen
        assert services.asked == []
    assert page.content().count("Rosa Delgado") == 1
    press(page, "Copy it instead")
    assert page.run("return document.activeElement.classList.contains('copy')")


def test_google_token_without_the_scope_is_a_refusal(page: Page, services: MailServices) -> None:
    """A token that is not for the settings counts as not allowed; so does a refusal."""
    for choice in ("partly", "cancel"):
        paste(page, GOOD, "gmail")
        sign_in(page, choice, "Put it into Gmail for me")
        assert "You did not allow this page" in ended(page)
        assert services.asked == []
        page.forget("check")


def test_cancelling_the_sign_in(page: Page, services: MailServices) -> None:
    """People who cancel instead of signing in are back where they were, and can try again."""
    paste(page, GOOD)
    press(page, "Put it into Outlook for me")
    page.wait(SEE_HEADING)
    press(page, "Cancel")
    assert "You did not sign in." in ended(page)
    page.do("closePopups")
    assert services.asked == []
    press(page, "Try again")
    page.do("popup", selector="#accept")
    page.wait(READY)


def test_blocked_window_is_explained(page: Page) -> None:
    """If the browser blocks the window, the page says what to allow."""
    paste(page, GOOD)
    page.run("globalThis.realOpen = open; globalThis.open = () => null; return 0")
    press(page, "Put it into Outlook for me")
    seen = ended(page)
    page.run("globalThis.open = realOpen; return 0")
    assert "Allow pop-ups" in seen


def test_code_or_state_of_another_is_not_taken(page: Page, services: MailServices) -> None:
    """An answer with another state is not heard, and a code that was not asked for with this proof key gives no token."""
    paste(page, GOOD)
    press(page, "Put it into Outlook for me")
    page.wait(SEE_HEADING)
    page.run(
        "const channel = new BroadcastChannel('sign-in guessed'); channel.postMessage({ answer: 'code=evil&state=guessed' }); return new Promise(done => setTimeout(done, 200))"
    )
    assert page.run("return document.querySelector('.applied .verdict')") is None
    for query in services.pending.values():
        query["code_challenge"] = "A" * 43
    page.do("popup", selector="#accept")
    assert "something is not set up correctly" in ended(page)
    assert services.tokens == {}


READING = {
    "Outlook": (
        (graph_error(401, "InvalidAuthenticationToken"), "You are no longer signed in."),
        (graph_error(403, "ErrorAccessDenied"), "Your organization has to allow this first."),
        (graph_error(404, "MailboxNotEnabledForRESTAPI"), "no mailbox that can be changed from here"),
        (graph_error(429, "ApplicationThrottled", Retry_After="120"), "Try again in a few minutes."),
        (graph_error(503, "ServiceUnavailable"), "not working properly"),
        (Answer(200, {"timeZone": "UTC"}), "not working properly"),
        (Answer(200, "<html>"), "not working properly"),
        (Answer(), "Check your connection"),
    ),
    "Gmail": (
        (gmail_error(403, "insufficientPermissions"), "Your organization has to allow this first."),
        (gmail_error(403, "userRateLimitExceeded"), "Try again in a few minutes."),
        (gmail_error(429, "rateLimitExceeded", Retry_After="61"), "Try again in 2 minutes."),
        (gmail_error(429, "rateLimitExceeded", Retry_After="Fri, 11 Dec 2026 15:00:59 GMT"), "Try again in 1 minute."),
    ),
}
"""What a service answers when it is read, and what the page says then. Pages cannot see the Retry-After of Graph."""


@pytest.mark.parametrize("name", READING)
def test_failed_reading_is_explained(page: Page, services: MailServices, name: str) -> None:
    """Whatever the service answers when it is read, the page says what to do, and that nothing was changed; then it can be tried again."""
    paste(page, GOOD, name.lower())
    button, signs_in = f"Put it into {name} for me", True
    for answer, words in READING[name]:
        services.answer_instead("GET graph" if name == "Outlook" else "GET gmail", answer)
        press(page, button)
        if signs_in:
            page.do("popup", selector="#accept")
        seen = ended(page)
        assert words in seen, (answer, seen)
        assert f"Nothing was changed in {name}. Your text is still here; copy it instead." in seen, answer
        services.instead.clear()
        button, signs_in = "Try again", answer.status == 401
    press(page, button)
    page.wait(READY)
    assert services.written() == []


SETTING = (
    (
        {"PATCH graph": graph_error(400, "RequestBodyRead")},
        "unchecked",
        "Outlook did not accept it. Nothing was changed",
    ),
    ({"PATCH graph": graph_error(403, "ErrorAccessDenied")}, "unchecked", "Nothing was changed in Outlook."),
    ({"PATCH graph": graph_error(503, "ServiceUnavailable")}, "unchecked", "Nothing was changed in Outlook."),
    ({"PATCH graph": Answer(), "GET graph": Answer()}, "unchecked", "We do not know whether Outlook accepted it."),
    ({"GET graph": graph_error(503, "ServiceUnavailable")}, "unchecked", "we could not read it back"),
    ({"PATCH graph": graph_error(504, "GatewayTimeout")._replace(taken=True)}, "good", "it matches"),
    ({"PATCH graph": Answer(taken=True)}, "good", "it matches"),
)
"""What Outlook answers when it is set, how the page says it stands, and its words."""


def test_failed_writing_never_says_done(page: Page, services: MailServices) -> None:
    """The page says "Done" only after reading the reply back; if the outcome is unknown, or nothing changed, it says so."""
    paste(page, GOOD)
    to_ready(page)
    for answers, state, words in SETTING:
        for request, answer in answers.items():
            services.answer_instead(request, answer)
        press(page, "Turn it on in Outlook")
        seen = ended(page).replace("\n\n", " ")
        assert words in seen, (answers, seen)
        assert told(page) == state, answers
        assert ("Your text is still here; copy it instead." in seen) == (state != "good"), answers
        if "Nothing was changed" in words:
            assert services.replies["internalReplyMessage"] == OLD, answers
            assert page.run("return JSON.parse(localStorage.replylint).before.outlook") is None, answers
        services.instead.clear()
        press(page, "Put it into Outlook for me")
        page.wait(READY)


def test_earlier_settings_can_be_put_back_after_a_reload(page: Page, services: MailServices) -> None:
    """The settings before the first reply from here are kept until they are put back, in the same account and no other."""
    services.replies |= {"status": "alwaysEnabled", "externalAudience": "contactsOnly"}
    before = dict(services.replies)
    paste(page, GOOD)
    to_ready(page)
    assert "An automatic reply is already on." in page.text(".applied")
    press(page, "Turn it on in Outlook")
    ended(page)
    press(page, "Put it into Outlook for me")  # a second time: what is there now is one's own
    page.wait(READY)
    press(page, "Turn it on in Outlook")
    ended(page)
    page.do("reload")
    page.settled()
    services.owner = "rdelgado@plantcitygov.example"
    press(page, "Put them back")
    page.do("popup", selector="#accept")
    assert f"belong to {OWNER}" in ended(page)
    assert services.replies["status"] == "scheduled"
    services.owner = OWNER
    press(page, "Try again")
    page.do("popup", selector="#accept")
    page.wait("return document.querySelector('.applied .verdict.good')")
    assert texts_of(services.replies) == texts_of(before)
    assert page.run("return JSON.parse(localStorage.replylint).before.outlook") is None


def test_reply_without_an_end_is_not_turned_on_early(page: Page, services: MailServices) -> None:
    """Outlook cannot wait for a day without an end, so a reply for after the last day is not turned on before; Gmail can."""
    for program, name in (("outlook", "Outlook"), ("gmail", "Gmail")):
        write(page, program)
        page.run("document.querySelector('#write input[value=departed]').click(); return 0")
        page.wait("return document.querySelector('#written')?.innerText.includes('no longer')")
        page.wait("return [...document.querySelectorAll('#written .apply')].length")
        to_ready(page, f"Put it into {name} for me")
        assert page.run("return document.querySelector('.applied button.main').disabled") == (name == "Outlook")
        if name == "Outlook":
            assert "not from Saturday, December 19" in page.text(".applied .notice")
        page.forget("home")
    assert services.written() == []


def test_expired_schedule_is_put_back_as_off(page: Page, services: MailServices) -> None:
    """A schedule that has ended cannot be set again; its texts come back, and it stays off."""
    services.replies |= {
        "status": "scheduled",
        "internalReplyMessage": "<html>\n<body>\n<p>At sea.</p></body>\n</html>\n",
    }
    paste(page, GOOD)
    to_ready(page)
    press(page, "Turn it on in Outlook")
    ended(page)
    press(page, "Undo: put back what was there before")
    page.wait("return document.querySelector('#apply-heading').textContent.includes('earlier')")
    assert services.replies["status"] == "disabled"
    assert "At sea." in services.replies["internalReplyMessage"]


def test_changed_text_is_shown_again(page: Page, services: MailServices) -> None:
    """A text that has changed since it was shown is not set: the panel closes, and the next one shows the new words."""
    paste(page, GOOD)
    to_ready(page)
    page.run(
        "const field = document.querySelector('.field'); field.innerHTML += '<p>See you.</p>'; field.dispatchEvent(new Event('input', { bubbles: true })); return 0"
    )
    page.settled()
    page.wait("return !document.querySelector('.applied')")
    press(page, "Put it into Outlook for me")
    page.wait(READY)  # still signed in
    assert "See you." in page.text(".applied .preview")
    assert services.written() == []


def test_firefox_hands_the_answer_over_too(server: Server, services: MailServices) -> None:
    """In Firefox the window for signing in reaches the page and closes, although neither can see the other."""
    need("firefox")
    services.reset()
    firefox = Page("firefox", f"{server.url}/")
    try:
        paste(firefox, GOOD)
        to_ready(firefox)
        press(firefox, "Turn it on in Outlook")
        assert "it matches" in ended(firefox)
        assert services.replies["status"] == "scheduled"
    finally:
        firefox.close()


def test_spanish_phone_and_axe(page: Page) -> None:
    """The panel is in Spanish too, fits a phone, has large targets, and axe-core finds nothing, light and dark."""
    paste(page, GOOD)
    to_ready(page)
    page.run("document.getElementById('language').click(); return 0")
    page.settled()
    page.wait("return document.querySelector('#apply-heading')?.textContent.includes('configurar en Outlook')")
    assert "lunes, 14 de diciembre" in page.text(".applied .facts")
    for scheme in ("dark", "light"):
        page.do("scheme", value=scheme)
        assert page.do("axe")["violations"] == []
    page.do("view", width=360, height=640)
    assert page.run("return document.documentElement.scrollWidth") <= 360
    small = page.run(
        "return [...document.querySelectorAll('.applied button, .applied input, #copies button')].filter(one => one.offsetParent && one.getBoundingClientRect().height < 43.5).length"
    )
    assert small == 0
    page.do("view", width=1200, height=900)
    page.run("document.getElementById('language').click(); return 0")
