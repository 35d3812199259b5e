"""What Outlook and Gmail are asked to set, and how what they have set is compared with it."""

from __future__ import annotations

import copy
from datetime import date
from typing import Any

import pytest

from api.replies import CHECKER, one
from replylint.api import (
    Answers,
    ForMailbox,
    Mismatch,
    Part,
    Person,
    Reply,
    ReplylintError,
    Schedule,
    Text,
    call,
    mismatches,
)

SCHEDULE = Schedule("2026-12-14T00:00:00-05:00", "2026-12-21T08:00:00-05:00", "America/New_York")
ANSWERS = Answers(
    first_day=date(2026, 12, 14), last_day=date(2026, 12, 18), contacts=(Person("Dana Whitlock", "813-555-0142"),)
)
LINK = '<a href="https://example.org/help">our page</a>'
SEAL = '<img src="https://www.example.org/seal.png" alt="City Seal">'
WORDS = f"<p>I am out from 12/14/26 to 12/18/26. See {LINK}.</p><p>Kai Mori<br>{SEAL}</p>"


def planned(system: str = "outlook") -> ForMailbox:
    """Return what a system is asked to set for a written reply."""
    answers = Answers(ANSWERS.first_day, ANSWERS.last_day, contacts=ANSWERS.contacts, system=system)
    return CHECKER.settings_for(CHECKER.write(answers).reply, CHECKER.schedule(answers))


def outlook(words: str = WORDS) -> dict[str, Any]:
    """Return settings for Outlook with these words inside and outside."""
    texts = (Text(Part.INTERNAL, words, markup=True), Text(Part.EXTERNAL, words, markup=True))
    return dict(CHECKER.settings_for(Reply(texts), SCHEDULE).settings)


def gmail(words: str = WORDS) -> dict[str, Any]:
    """Return settings for Gmail with these words."""
    return dict(CHECKER.settings_for(Reply(one(words, markup=True).texts, "gmail"), SCHEDULE).settings)


def changed(settings: dict[str, Any], **values: Any) -> dict[str, Any]:
    """Return settings that differ in some values."""
    made = copy.deepcopy(settings)
    made.get("automaticRepliesSetting", made).update(values)
    return made


def test_outlook_gets_both_messages_and_the_days() -> None:
    """The body for Graph has both messages, everyone outside, and the days in UTC, and passes its own check."""
    made = planned()
    setting = made.settings["automaticRepliesSetting"]
    assert [*made.settings] == ["automaticRepliesSetting"]
    assert (setting["status"], setting["externalAudience"]) == ("scheduled", "all")
    assert setting["scheduledStartDateTime"] == {"dateTime": "2026-12-14T05:00:00.0000000", "timeZone": "UTC"}
    assert setting["scheduledEndDateTime"] == {"dateTime": "2026-12-21T13:00:00.0000000", "timeZone": "UTC"}
    assert "Dana Whitlock" in setting["internalReplyMessage"]
    assert setting["internalReplyMessage"] == setting["externalReplyMessage"]
    # The picture of the seal has no address in this pack.
    assert {found.rule for found in made.checked.findings} == {"placeholder.unfilled"}
    assert {text.part for text in made.checked.texts} == {Part.INTERNAL, Part.EXTERNAL}


def test_gmail_gets_one_message_and_the_days() -> None:
    """The body for Gmail has one message, a subject in its language, and the days in milliseconds as texts."""
    vacation = planned("gmail").settings
    assert vacation["enableAutoReply"] is True
    assert vacation["responseSubject"] == "Out of office"
    assert (vacation["startTime"], vacation["endTime"]) == ("1797224400000", "1797858000000")
    assert "Dana Whitlock" in vacation["responseBodyHtml"]
    spanish = Answers(ANSWERS.first_day, ANSWERS.last_day, contacts=ANSWERS.contacts, system="gmail", language="es")
    written = CHECKER.write(spanish).reply
    assert CHECKER.settings_for(written, None).settings["responseSubject"] == "Fuera de la oficina"


def test_one_message_is_for_both_tabs_and_plain_text_stays_text() -> None:
    """A single message goes inside and outside; plain text becomes HTML with the same lines, and nothing in it becomes markup."""
    setting = CHECKER.settings_for(one("I am out <b>today</b>.\nKai Mori"), None).settings["automaticRepliesSetting"]
    assert setting["internalReplyMessage"] == setting["externalReplyMessage"]
    assert setting["internalReplyMessage"] == "<div>I am out &lt;b&gt;today&lt;/b&gt;.<br>\nKai Mori</div>"
    assert setting["status"] == "alwaysEnabled"
    assert "scheduledStartDateTime" not in setting


def test_days_that_differ_from_the_text_are_found_before_they_are_set() -> None:
    """The check is of what will be set: a schedule that ends before the text says is a finding."""
    short = Schedule("2026-12-14T00:00:00-05:00", "2026-12-16T08:00:00-05:00", "")
    made = CHECKER.settings_for(one(WORDS, markup=True), short)
    assert "schedule.dates-differ" in {found.rule for found in made.checked.findings}


@pytest.mark.parametrize(
    ("reply", "words"),
    [
        (Reply(()), "no message"),
        (Reply((Text(Part.SIGNATURE, "Kai Mori"),)), "no message"),
        (Reply((Text(Part.EXTERNAL, "I am out."),)), "Write both"),
        (Reply((Text(Part.INTERNAL, "I am out."), Text(Part.EXTERNAL, "I am away.")), "gmail"), "Make both messages"),
    ],
)
def test_what_a_system_does_not_send_is_refused(reply: Reply, words: str) -> None:
    """A reply without a text, or without the texts that the system sends, is refused with a sentence."""
    with pytest.raises(ReplylintError, match=words):
        CHECKER.settings_for(reply)


def test_a_time_that_is_none_is_refused() -> None:
    """A schedule with a time that cannot be read is refused with a sentence."""
    with pytest.raises(ReplylintError, match="tomorrow"):
        CHECKER.settings_for(one("I am out."), Schedule("tomorrow", "2026-12-16T08:00:00-05:00", ""))


def test_what_a_system_does_to_html_is_no_difference() -> None:
    """Wrapping, case, line ends, quotes, spaces, other zones of the same instant and left-out fields are no differences."""
    sent = outlook()
    eastern = {"dateTime": "2026-12-14T00:00:00.0000000", "timeZone": "America/New_York"}
    body = f"<html>\r\n<body>\r\n{WORDS.replace(' out ', '&nbsp;out ').replace('p>', 'div>')}\n</body>\n</html>\r\n"
    back = changed(
        sent, status="Scheduled", externalAudience="All", internalReplyMessage=body, externalReplyMessage=body,
        scheduledStartDateTime=eastern,
    )  # fmt: skip
    assert mismatches(sent, back | {"@odata.context": "…", "timeZone": "Eastern Standard Time"}) == ()
    vacation = gmail()
    kept = {name: value for name, value in vacation.items() if value is not False}
    assert mismatches(vacation, kept | {"responseBodyHtml": f"<div dir='ltr'>{WORDS}</div>"}) == ()


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"status": "alwaysEnabled"}, [Mismatch("state", None, "scheduled", "alwaysEnabled")]),
        ({"status": "disabled"}, [Mismatch("state", None, "scheduled", "disabled")]),
        ({"externalAudience": "contactsOnly"}, [Mismatch("audience", None, "all", "contactsOnly")]),
        (
            {"scheduledEndDateTime": {"dateTime": "2026-12-20T13:00:00.0000000", "timeZone": "UTC"}},
            [Mismatch("end", None, "2026-12-21T13:00Z", "2026-12-20T13:00Z")],
        ),
        (
            {"scheduledStartDateTime": {"dateTime": "2026-12-14T05:00:00.0000000", "timeZone": "Customized"}},
            [Mismatch("start", None, "2026-12-14T05:00Z", "2026-12-14T05:00")],
        ),
        ({"scheduledStartDateTime": None}, [Mismatch("start", None, "2026-12-14T05:00Z", "")]),
        (
            {"internalReplyMessage": WORDS.replace("12/18/26", "12/19/26")},
            [Mismatch("text", Part.INTERNAL, "12/14/26 to 12/18/26.", "12/14/26 to 12/19/26.")],
        ),
        ({"externalReplyMessage": WORDS.replace(SEAL, "")}, [Mismatch("picture", Part.EXTERNAL, "City Seal", "")]),
        (
            {"internalReplyMessage": WORDS.replace(LINK, "our page")},
            [Mismatch("link", Part.INTERNAL, "https://example.org/help", "")],
        ),
    ],
)
def test_every_difference_in_outlook_is_named(values: dict[str, Any], expected: list[Mismatch]) -> None:
    """What a reader or a sender would notice is named, with what was sent and what is there."""
    sent = outlook()
    assert list(mismatches(sent, changed(sent, **values))) == expected


def test_a_text_that_is_gone_is_named() -> None:
    """An empty text in place of the message is a difference of its first words."""
    sent = outlook("<p>I am out.</p>")
    (found,) = mismatches(sent, changed(sent, externalReplyMessage=None))
    assert found == Mismatch("text", Part.EXTERNAL, "I am out.", "")


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"enableAutoReply": False}, [Mismatch("state", None, "true", "false")]),
        ({"restrictToContacts": True}, [Mismatch("audience", None, "false", "true")]),
        ({"restrictToDomain": True}, [Mismatch("audience", None, "false", "true")]),
        ({"endTime": "1797771600000"}, [Mismatch("end", None, "2026-12-21T13:00Z", "2026-12-20T13:00Z")]),
        ({"startTime": "0"}, [Mismatch("start", None, "2026-12-14T05:00Z", "")]),
        ({"responseSubject": ""}, [Mismatch("subject", None, "Out of office", "")]),
        (
            {"responseBodyHtml": "", "responseBodyPlainText": "I am out from 12/14/26 to 12/18/26. See our page. Kai"},
            [
                Mismatch("text", Part.MESSAGE, "page. Kai Mori", "page. Kai"),
                Mismatch("picture", Part.MESSAGE, "City Seal", ""),
                Mismatch("link", Part.MESSAGE, "https://example.org/help", ""),
            ],
        ),
    ],
)
def test_every_difference_in_gmail_is_named(values: dict[str, Any], expected: list[Mismatch]) -> None:
    """What a reader or a sender would notice is named; where HTML is missing, the plain text is what people get."""
    sent = gmail()
    assert list(mismatches(sent, {**sent, **values})) == expected


@pytest.mark.parametrize("answer", [{}, {"error": {"code": "ErrorAccessDenied"}}, {"automaticRepliesSetting": None}])
def test_an_answer_without_settings_is_not_compared(answer: dict[str, Any]) -> None:
    """What holds no settings is an error, never "no differences"."""
    for sent in (outlook(), gmail()):
        with pytest.raises(ReplylintError, match="did not say"):
            mismatches(sent, answer)


def test_the_page_asks_for_all_of_it_through_one_door() -> None:
    """`schedule`, `settings_for` and `compare` take and give JSON, and refuse what they cannot use."""
    settings = {"today": "2026-11-23"}
    days = {"first_day": "2026-12-14", "last_day": "2026-12-18"}
    schedule = call({"op": "schedule", "answers": days, "settings": settings})["result"]
    assert schedule["end"] == "2026-12-21T08:00:00-05:00"
    assert call({"op": "schedule", "answers": {"first_day": "2026-12-14"}, "settings": settings})["result"] is None
    what = {"texts": [{"part": "message", "content": WORDS, "markup": True}]}
    made = call({"op": "settings_for", "what": what, "schedule": schedule, "settings": settings})["result"]
    assert made["settings"] == outlook()
    back = changed(made["settings"], status="disabled")
    found = call({"op": "compare", "sent": made["settings"], "found": back})["result"]
    assert found == [{"what": "state", "part": None, "sent": "scheduled", "found": "disabled"}]
    for wrong in (
        {"op": "compare", "sent": made["settings"]},
        {"op": "compare", "sent": {}, "found": {}},
        {"op": "settings_for", "what": {"name": "reply.txt", "data": ""}},
        {"op": "schedule"},
    ):
        answer = call(wrong)
        assert not answer["ok"]
        assert answer["kind"] == "input"
