"""How automatic replies are sent: the header lines of delivered replies against RFC 3834."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from cli.given import run
from replylint.engine import Engine
from replylint.model import Diagnostic, Notice, Severity
from replylint.policy import load_pack
from replylint.sources.mime import load

PACK = load_pack("rfc3834")
GOOD = {
    "Return-Path": "<>",
    "Received": "from mx.example.org by mx.resident.example; Fri, 11 Dec 2026 16:42:03 -0500",
    "From": "Dana Whitlock <dana.whitlock@example.org>",
    "To": "Pat Resident <pat@resident.example>",
    "Subject": "Automatic reply: Fence permit",
    "Date": "Fri, 11 Dec 2026 16:42:00 -0500",
    "In-Reply-To": "<q1@resident.example>",
    "References": "<q1@resident.example>",
    "Auto-Submitted": "auto-replied",
}
TEXT = "I am out of the office until Monday, December 21, 2026.\n"

FOUND: tuple[tuple[str, dict[str, str]], ...] = (
    ("missing-auto-submitted", {"Auto-Submitted": ""}),
    ("missing-auto-submitted", {"Auto-Submitted": "", "X-Autoreply": "yes"}),
    ("missing-auto-submitted", {"Auto-Submitted": "", "Precedence": "auto_reply"}),
    ("missing-auto-submitted", {"Auto-Submitted": "", "Subject": "Out of office: Fence permit"}),
    ("missing-auto-submitted", {"Auto-Submitted": "", "Subject": "Respuesta automática: permiso"}),
    ("wrong-auto-submitted", {"Auto-Submitted": "auto-generated"}),
    ("wrong-auto-submitted", {"Auto-Submitted": "Auto-Generated (rejected)"}),
    ("wrong-auto-submitted", {"Auto-Submitted": "auto-notified; owner-email=dana@example.org"}),
    ("wrong-auto-submitted", {"Auto-Submitted": "yes"}),
    (
        "wrong-auto-submitted",
        {"Auto-Submitted": "auto-generated; type=vacation", "X-Autoreply": "yes"},
    ),
    ("missing-reference", {"In-Reply-To": "", "References": ""}),
    ("missing-reference", {"References": ""}),
    ("missing-reference", {"In-Reply-To": ""}),
    ("missing-reference", {"In-Reply-To": " ", "References": " "}),
    ("missing-reference", {"References": "", "Thread-Index": "AdnT7Q=="}),
    ("plain-subject", {"Subject": "Re: Fence permit"}),
    ("plain-subject", {"Subject": ""}),
    ("plain-subject", {"Subject": "RE: RE: Fence permit"}),
    ("plain-subject", {"Subject": "AW: Zaun"}),
    ("plain-subject", {"Subject": "=?utf-8?q?Re=3A_Permiso_de_construcci=C3=B3n?="}),
    ("several-recipients", {"To": "pat@resident.example, lee@resident.example"}),
    ("several-recipients", {"Cc": "Lee <lee@resident.example>"}),
    ("several-recipients", {"To": "a@x.example, b@x.example, c@x.example"}),
    ("several-recipients", {"To": "Team: pat@resident.example, lee@resident.example;"}),
    ("several-recipients", {"To": "pat@resident.example,\n lee@resident.example"}),
    ("sent-to-list", {"To": "parks@lists.example.org", "List-Id": "<parks.lists.example.org>"}),
    (
        "sent-to-list",
        {"To": "parks@lists.example.org", "List-Post": "<mailto:parks@lists.example.org>"},
    ),
    ("sent-to-list", {"To": "owner-parks@lists.example.org"}),
    ("sent-to-list", {"To": "parks-request@lists.example.org"}),
    ("sent-to-list", {"To": "parks-bounces@lists.example.org"}),
    ("sent-to-list", {"To": "MAILER-DAEMON@example.org"}),
    ("wrong-precedence", {"Precedence": "special-delivery"}),
    ("wrong-precedence", {"Precedence": "first-class"}),
    ("wrong-precedence", {"Precedence": "urgent"}),
    ("wrong-precedence", {"Precedence": "First-Class (answer)"}),
    ("wrong-precedence", {"Precedence": "normal"}),
    ("looping-return-path", {"Return-Path": "<dana.whitlock@example.org>"}),
    ("looping-return-path", {"Return-Path": "<Dana.Whitlock@Example.org>"}),
    ("looping-return-path", {"Return-Path": "dana.whitlock@example.org"}),
    ("looping-return-path", {"Return-Path": " <dana.whitlock@example.org> "}),
    ("looping-return-path", {"Return-Path": "<dana.whitlock@example.org>", "Precedence": "bulk"}),
)
RIGHT: tuple[dict[str, str], ...] = (
    {},
    {"Return-Path": ""},
    {"Return-Path": "<no-answer@example.org>"},
    {"Return-Path": "<SRS0=abc=x=example.org=dana@forward.example>"},
    {"Auto-Submitted": "Auto-Replied; owner-email=dana.whitlock@example.org"},
    {"Auto-Submitted": "auto-replied (vacation)"},
    {"Precedence": "bulk"},
    {"Precedence": "junk"},
    {"Precedence": "auto_reply"},
    {"Subject": "Auto: Fence permit"},
    {"Subject": "Re: Automatic reply"},
    {"Subject": "=?utf-8?q?Respuesta_autom=C3=A1tica=3A_permiso?="},
    {"Subject": "Dana is away until Monday"},
    {"To": "pat@resident.example, Pat <PAT@resident.example>"},
    {"To": "request@resident.example"},
    {"To": "pat.owner@resident.example"},
    {"List-Unsubscribe": "<mailto:leave@example.org>"},
    {"X-Auto-Response-Suppress": "All"},
)


def _message(changes: dict[str, str]) -> bytes:
    lines = GOOD | changes
    head = "".join(f"{name}: {value}\n" for name, value in lines.items() if value)
    return f"{head}Content-Type: text/plain; charset=utf-8\n\n{TEXT}".encode()


def _found(changes: dict[str, str]) -> list[Diagnostic]:
    (mailbox,) = load(_message(changes), "reply.eml")
    results = list(Engine(PACK, date(2026, 12, 11)).check(mailbox))  # type: ignore[arg-type]
    assert not [item for item in results if not isinstance(item, Diagnostic)]
    return [item for item in results if isinstance(item, Diagnostic)]


@pytest.mark.parametrize(("rule", "changes"), FOUND, ids=lambda value: str(value))
def test_a_header_line_that_breaks_the_rfc_is_a_note(rule: str, changes: dict[str, str]) -> None:
    """A header line that is wrong or missing is one note, which quotes the section of the RFC."""
    found = [item for item in _found(changes) if item.rule == f"delivery.{rule}"]
    assert len(found) == 1
    assert found[0].severity is Severity.NOTE
    assert found[0].clause is not None
    assert found[0].clause.section.startswith("RFC 3834, section ")
    assert not found[0].fixable


@pytest.mark.parametrize("changes", RIGHT, ids=lambda value: str(value))
def test_header_lines_that_keep_to_the_rfc_are_left_alone(changes: dict[str, str]) -> None:
    """A reply that is sent as the RFC asks has no finding."""
    assert _found(changes) == []


def test_each_line_is_judged_by_itself() -> None:
    """A reply that breaks the RFC in every way is told of each way once."""
    changes = {
        "Return-Path": "<dana.whitlock@example.org>", "Auto-Submitted": "auto-generated", "In-Reply-To": "",
        "References": "", "To": "owner-parks@lists.example.org, pat@resident.example", "Precedence": "first-class",
        "Subject": "Re: Fence permit", "X-Autoreply": "yes",
    }  # fmt: skip
    found = [item.rule for item in _found(changes)]
    assert sorted(found) == sorted(set(PACK.rules) - {"delivery.missing-auto-submitted"})


def test_the_city_does_not_ask_for_it() -> None:
    """The rules about header lines belong to the pack rfc3834 alone."""
    for name in ("base", "plant-city"):
        assert not [rule for rule in load_pack(name).rules if rule.startswith("delivery.")]


def test_a_persons_answer_is_not_judged(tmp_path: Path) -> None:
    """An answer that a person wrote carries none of the header lines of an automatic reply, and need not."""
    path = tmp_path / "answer.eml"
    path.write_bytes(_message({"Auto-Submitted": "", "Subject": "Re: Fence permit", "In-Reply-To": ""}).replace(
        TEXT.encode(), b"Yes, the permit is ready. Come by on Monday.\n"
    ))  # fmt: skip
    shown = run("check", "--policy", "rfc3834", path)
    assert "delivery." not in shown.stdout


def test_a_text_without_header_lines_is_not_passed(tmp_path: Path) -> None:
    """Of a reply that came without header lines the run says that they were not checked."""
    path = tmp_path / "reply.txt"
    path.write_text(TEXT, encoding="utf-8")
    shown = run("check", "--policy", "rfc3834", path)
    assert shown.exit_code == 0
    assert "not checked: which header lines the automatic reply is sent with" in shown.stderr
    assert "delivery." not in shown.stdout


def test_a_copy_in_a_sent_folder_is_not_judged() -> None:
    """A message of a mailbox that was never delivered has not the header lines that it is sent with."""
    from replylint.engine import Engine
    from replylint.sources.containers import Message
    from replylint.sources.messages import head_of

    data = _message({"Return-Path": "", "Received": "", "Auto-Submitted": ""})
    (mailbox,) = Message("sent.mbox", 1, head_of(data), data).loaded()
    results = list(Engine(PACK, date(2026, 12, 11)).check(mailbox))  # type: ignore[arg-type]
    assert [type(item) for item in results] == [Notice]


def test_delivered_messages_of_a_mailbox_are_judged(tmp_path: Path) -> None:
    """Each automatic reply of a mailbox is judged by its own header lines."""
    path = tmp_path / "inbox.mbox"
    stamp = b"From dana.whitlock@example.org Fri Dec 11 16:42:00 2026\n"
    path.write_bytes(stamp + _message({}) + b"\n" + stamp + _message({"References": "", "Message-ID": "<2@x>"}))
    shown = run("check", "--policy", "rfc3834", path)
    assert shown.stdout.count("delivery.") == 1, shown.stdout
    assert "delivery.missing-reference" in shown.stdout


def test_a_pack_of_ones_own_may_build_on_both(tmp_path: Path) -> None:
    """A pack that extends the city's and this one checks the text and the header lines of one message."""
    pack = tmp_path / "both.toml"
    pack.write_text('[pack]\nid = "both"\nextends = ["plant-city", "rfc3834"]\n', encoding="utf-8")
    path = tmp_path / "reply.eml"
    path.write_bytes(_message({"References": ""}))
    shown = run("check", "--policy", pack, path)
    assert "contact.missing" in shown.stdout
    assert "delivery.missing-reference" in shown.stdout


def test_the_corrected_message_keeps_its_header_lines(tmp_path: Path) -> None:
    """Nothing about header lines is corrected; the author is told who can change them."""
    path = tmp_path / "reply.eml"
    path.write_bytes(_message({"Auto-Submitted": "auto-generated"}))
    shown = run("fix", "--policy", "rfc3834", "--output-dir", tmp_path / "out", path)
    assert "its administrator can change them" in shown.output
