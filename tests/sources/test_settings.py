"""Settings exports: the state is read before the dates, and every system's own ways of writing are undone."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from replylint.model import Mailbox, Notice, State, Unchecked
from replylint.sources import Loaded, Told, load

Read = Callable[..., list[Loaded]]
TEXT = "I am away until Monday, June 8."


def boxes(found: list[Loaded]) -> list[Mailbox]:
    """Return the mailboxes of what was loaded; fails if anything was said but that Gmail adds signatures."""
    assert all(isinstance(item, Mailbox) or "Gmail adds it below" in item.message for item in found), found
    return [item for item in found if isinstance(item, Mailbox)]


def state(box: Mailbox) -> State | None:
    """Return the state of a mailbox."""
    assert box.settings is not None
    return box.settings.state


def exchange(**values: object) -> dict[str, object]:
    """Return a row of an Exchange export."""
    return {"Identity": "example.com/Users/Dana", "InternalMessage": TEXT, "ExternalMessage": TEXT, **values}


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Disabled", State.OFF),
        ("enabled", State.ON),
        (2, State.SCHEDULED),
        (0, State.OFF),
        ({"value": 2, "Value": "Scheduled"}, State.SCHEDULED),
        ({"value": 1}, State.ON),
        ("Something", None),
        (None, None),
    ],
)
def test_states_of_exchange_in_every_spelling(read: Read, written: object, meant: State | None) -> None:
    """Names, numbers, and the two keys of remoting that differ only by case are one state; what is unknown stays unknown."""
    (box, *others) = read(json.dumps(exchange(AutoReplyState=written)), "x.json")
    assert isinstance(box, Mailbox)
    assert state(box) is meant
    assert ["export AutoReplyState" in item.message for item in others if isinstance(item, Unchecked)] == [True] * (
        meant is None
    )


@pytest.mark.parametrize("lacking", [0, 1, 2])
def test_a_state_that_one_mailbox_lacks_is_said(read: Read, lacking: int) -> None:
    """Wherever in an export the mailbox stands whose state is not known, the run says so once."""
    rows = [exchange(Identity=f"example.com/Users/{number}", AutoReplyState="Enabled") for number in range(3)]
    rows[lacking]["AutoReplyState"] = "Something"
    said = [item.message for item in read(json.dumps(rows), "x.json") if isinstance(item, Unchecked)]
    assert ["export AutoReplyState" in message for message in said] == [True]


def test_old_texts_and_times_of_replies_that_are_off_are_not_read(read: Read) -> None:
    """Every system keeps the last text and times when replies are switched off; nobody gets them, so they are no documents."""
    for name, data in {
        "exchange.json": exchange(AutoReplyState="Disabled", EndTime="2020-01-01T00:00:00"),
        "graph.json": {"automaticRepliesSetting": {"status": "Disabled", "internalReplyMessage": TEXT}},
        "gmail.json": {"enableAutoReply": False, "responseBodyPlainText": TEXT, "endTime": "1"},
        "jmap.json": {"id": "singleton", "isEnabled": False, "textBody": TEXT, "toDate": "2020-01-01T00:00:00Z"},
    }.items():
        (box,) = boxes(read(json.dumps(data), name))
        assert (state(box), box.documents, box.settings and box.settings.end) == (State.OFF, (), None), name


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("/Date(1780286400000)/", datetime(2026, 6, 1, 4, tzinfo=UTC)),
        ({"value": "/Date(1780286400000)/", "DateTime": "Montag, 1. Juni 2026"}, datetime(2026, 6, 1, 4, tzinfo=UTC)),
        ("2026-06-01T00:00:00-04:00", datetime(2026, 6, 1, 4, tzinfo=UTC)),
        ("2026-06-01T04:00:00Z", datetime(2026, 6, 1, 4, tzinfo=UTC)),
    ],
)
def test_moments_of_exchange_that_name_their_zone(read: Read, written: object, meant: datetime) -> None:
    """Milliseconds in UTC, with or without PowerShell's own property around them, and offsets are the same instant."""
    row = exchange(AutoReplyState="Scheduled", StartTime=written, EndTime=written)
    (box,) = boxes(read(json.dumps(row), "x.json"))
    assert box.settings is not None
    assert box.settings.start is not None
    assert box.settings.start.at == meant


def moments(path: Path, told: Told) -> list[tuple[str | None, str | None]]:
    """Return start and end of the mailboxes of a file; a question mark stands behind one that is not settled."""
    found = []
    for box in load([str(path)], told=told):
        assert isinstance(box, Mailbox)
        assert box.settings is not None
        found.append(tuple(
            moment and moment.at.isoformat() + ("?" if moment.day_first else "") for moment in (box.settings.start, box.settings.end)
        ))  # fmt: skip
    return found  # type: ignore[return-value]  # pairs, as unpacked above


def table(*pairs: tuple[str, str]) -> str:
    """Return an Exchange table with these start and end times."""
    rows = "".join(f"Dana{number},Scheduled,{start},{end},{TEXT}\n" for number, (start, end) in enumerate(pairs))
    return f"Identity,AutoReplyState,StartTime,EndTime,InternalMessage\n{rows}".replace(f",{TEXT}", f',"{TEXT}"')


def test_the_order_of_day_and_month_is_settled_by_the_whole_table(tmp_path: Path) -> None:
    """One date with a day beyond 12 settles all of a table; without one the order is unknown until it is told."""
    path = tmp_path / "x.csv"
    path.write_text(table(("6/1/2026 00:00:00", "6/8/2026 00:00:00")), encoding="utf-8")
    assert moments(path, Told(None, "")) == [("2026-06-01T00:00:00?", "2026-06-08T00:00:00?")]
    assert moments(path, Told(None, "day-first")) == [("2026-01-06T00:00:00", "2026-08-06T00:00:00")]
    assert moments(path, Told(None, "month-first")) == [("2026-06-01T00:00:00", "2026-06-08T00:00:00")]
    path.write_text(
        table(("6/1/2026 00:00:00", "6/8/2026 00:00:00"), ("6/1/2026 00:00:00", "6/20/2026 00:00:00")), encoding="utf-8"
    )
    assert moments(path, Told(None, "")) == [
        ("2026-06-01T00:00:00", "2026-06-08T00:00:00"),
        ("2026-06-01T00:00:00", "2026-06-20T00:00:00"),
    ]


@pytest.mark.parametrize(
    "setting",
    [
        {"automaticRepliesSetting": {"status": "Scheduled", "externalAudience": "None", "internalReplyMessage": TEXT}},
        {"AutomaticRepliesSetting": {"Status": "scheduled", "ExternalAudience": "none", "InternalReplyMessage": TEXT}},
        {"status": "scheduled", "externalAudience": "none", "internalReplyMessage": TEXT},
        {"value": [{"mailboxSettings": {"automaticRepliesSetting": {"status": "SCHEDULED", "externalAudience": "None", "internalReplyMessage": TEXT}}}]},
    ],
)  # fmt: skip
def test_settings_of_graph_in_every_shape_and_case(read: Read, setting: dict[str, Any]) -> None:
    """Whole settings, the replies alone, lists of users, and names in any case give the same mailbox."""
    (box,) = boxes(read(json.dumps(setting), "x.json"))
    assert state(box) is State.SCHEDULED
    assert box.settings is not None
    assert box.settings.answers_outside is False
    assert [document.text for document in box.documents] == [TEXT]


def test_times_of_graph_are_in_the_zone_beside_them(read: Read) -> None:
    """A time with seven digits of a second is in the zone that stands beside it, by its name in Windows or of IANA."""
    for zone in ("Eastern Standard Time", "America/New_York"):
        when = {"dateTime": "2026-06-01T00:00:00.0000000", "timeZone": zone}
        setting = {"status": "scheduled", "scheduledStartDateTime": when, "internalReplyMessage": TEXT}
        (box,) = boxes(read(json.dumps({"automaticRepliesSetting": setting}), "x.json"))
        assert box.settings is not None
        assert box.settings.start is not None
        assert box.settings.start.at == datetime(2026, 6, 1, 4, tzinfo=UTC)


def test_answers_of_a_batch_that_failed_are_named(tmp_path: Path) -> None:
    """An answer of Graph that is no success is told with the user of its request; the others are read."""
    (tmp_path / "batch_request.json").write_text(
        json.dumps({"requests": [{"id": "1", "url": "/users/dana@example.com/mailboxSettings"}, {"id": "2", "url": "/users/kiosk%40example.com/mailboxSettings"}]}), encoding="utf-8"
    )  # fmt: skip
    good = {"automaticRepliesSetting": {"status": "alwaysEnabled", "internalReplyMessage": TEXT}}
    answers = [{"id": "2", "status": 404, "body": {"error": {"code": "MailboxNotEnabledForRESTAPI"}}}, {"id": "1", "status": 200, "body": good}]  # fmt: skip
    path = tmp_path / "batch_response.json"
    path.write_text(json.dumps({"responses": answers}), encoding="utf-8")
    trouble, box = load([str(path)])
    assert isinstance(trouble, Unchecked)
    assert "kiosk@example.com was not read: Graph answered 404" in trouble.message
    assert isinstance(box, Mailbox)
    assert box.owner == "dana@example.com"


def test_gmail_sends_the_html_where_both_are_there(read: Read) -> None:
    """Of a plain text and HTML, Gmail sends the HTML; the plain text is its other form."""
    own = {"enableAutoReply": True, "responseBodyHtml": f"<p>{TEXT}</p>", "responseBodyPlainText": "something else"}
    (box,) = boxes(read(json.dumps({"dana@example.com": own}), "x.json"))
    (document,) = box.documents
    assert box.owner == "dana@example.com"
    assert document.text.strip() == TEXT
    assert document.alternative is not None


def test_gam_writes_none_for_what_is_not_there(read: Read) -> None:
    """The word None is no message, `Started` and `NotSpecified` are no dates, and a table without the texts is refused."""
    head = "User,enabled,contactsonly,domainonly,startdate,enddate,subject,html,message\n"
    (box,) = boxes(read(f"{head}dana@example.com,True,False,False,Started,NotSpecified,None,False,None\n", "x.csv"))
    assert [document.text for document in box.documents] == [""]
    assert box.settings is not None
    assert (box.settings.start, box.settings.end, state(box)) == (None, None, State.ON)
    (refused,) = read("User,sendAsEmail,signature\ndana@example.com,dana@example.com,True\n", "y.csv")
    assert isinstance(refused, Unchecked)
    assert "without verifyonly" in refused.message


def test_values_of_zimbra_go_on_over_lines(read: Read) -> None:
    """A value ends where the next attribute begins; its own lines may look like header lines."""
    text = (
        f"# name dana@example.com\nzimbraPrefMailSignature: Dana\nTel: 555-0142\n\nzimbraPrefOutOfOfficeReply: {TEXT}\nNote: call\n"
        "zimbraPrefOutOfOfficeReplyEnabled: TRUE\n\n# name maria@example.com\nzimbraPrefOutOfOfficeReplyEnabled: FALSE\n"
    )
    dana, maria = boxes(read(text, "x.txt"))
    assert [document.text for document in dana.documents] == [f"{TEXT}\nNote: call", "Dana\nTel: 555-0142"]
    assert (maria.owner, state(maria)) == ("maria@example.com", State.OFF)


def test_exports_that_hold_no_signature_are_no_pass(read: Read) -> None:
    """Where Exchange has no signature Outlook may keep it elsewhere, so that it was not checked is said."""
    (notice,) = read(json.dumps({"Identity": "dana", "SignatureHtml": "", "SignatureText": None}), "x.json")
    assert isinstance(notice, Notice)
    assert "not checked: whether the signature is right" in notice.message


def test_a_signature_in_plain_text_alone_is_read(read: Read) -> None:
    """Where Exchange has only the plain form of a signature, that one is judged."""
    row = {"Identity": "dana", "SignatureHtml": "", "SignatureText": "Dana\n813-555-0142"}
    (box,) = boxes(read(json.dumps(row), "x.json"))
    (document,) = box.documents
    assert (document.text, document.markup, document.key) == ("Dana\n813-555-0142", False, ("SignatureText",))
