"""An audit of mail: who answers in time, who signs how, and whole mailboxes in one file."""

from __future__ import annotations

import mailbox
import zipfile
from contextlib import closing
from pathlib import Path

import pytest

from audit.running import OF_MAIL, audited, found
from organizations import person, write_mail


def test_exactly_what_was_planted_in_mail_is_found(here: Path) -> None:
    """Of an organisation's mail exactly the planted late, missing and incomplete answers and wrong signatures are found; a colleague's answer and a full acknowledgement count."""
    planted = write_mail(here / "mail", 40)
    assert {rule for rule, _ in planted} == {
        "response.late", "response.unanswered", "acknowledgement.missing-response-time", "acknowledgement.missing-next-step",
        "signature.missing-website",
    }  # fmt: skip
    data = audited("mail", *OF_MAIL)
    assert found(data) == planted
    said = [one["message"] for one in data["notices"]]  # type: ignore[attr-defined]  # a list of tables
    assert any("no answer is needed: it is a newsletter" in line for line in said)
    assert any("no answer is needed: it is automatic" in line for line in said)
    page = Path("out", "report.html").read_text(encoding="utf-8")
    assert "Who answers in time" in page
    assert "within 4 hours" in page


def test_a_signature_is_judged_once_however_often_it_is_sent(here: Path) -> None:
    """Somebody's signature is one row with the number of letters that have it, and one finding."""
    planted = write_mail(here / "mail", 9)
    data = audited("mail", *OF_MAIL)
    rows = data["findings"]
    assert isinstance(rows, list)
    wrong = [row["mailbox"] for row in rows if row["rule"] == "signature.missing-website"]
    assert set(wrong) == {address for rule, address in planted if rule == "signature.missing-website"}
    assert len(wrong) <= 2 * 5 + len(set(wrong))  # automatic replies are judged day by day
    mailboxes = data["mailboxes"]
    assert isinstance(mailboxes, list)
    assert max(row["times"] for row in mailboxes) > 3


def test_mail_is_judged_alike_in_one_file_and_message_by_message(here: Path) -> None:
    """What is found does not depend on whether messages lie in one mailbox file or in files of their own."""
    planted = write_mail(here / "mail", 9)
    for number, path in enumerate(sorted((here / "mail").rglob("*.mbox"))):
        with closing(mailbox.mbox(path)) as box:
            for at, message in enumerate(box):
                target = here / "files" / f"{number}.{at}.eml"
                target.parent.mkdir(exist_ok=True)
                target.write_bytes(message.as_bytes())
    assert found(audited("files", *OF_MAIL, output="apart")) == planted
    assert found(audited("mail", *OF_MAIL, output="together")) == planted


def test_a_large_mailbox_is_read_in_ranges(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A mailbox that is divided gives the rows of one that is not, its messages numbered as they stand in the file."""
    write_mail(here / "mail", 12)
    boxes = sorted((here / "mail").rglob("*.mbox"))
    Path("all.mbox").write_bytes(b"".join(path.read_bytes() for path in boxes))
    whole = audited("all.mbox", *OF_MAIL, output="whole")
    monkeypatch.setattr("replylint.audit.units._RANGE", 8_000)
    monkeypatch.setattr("replylint.audit.units._SMALL", 4_000)
    assert audited("all.mbox", *OF_MAIL, output="ranges") == whole
    assert len(list(Path("ranges", "parts").iterdir())) > 3


def _of_one_box(path: str, data: dict[str, object]) -> str:
    """Return what an audit told, with one name for the mailbox wherever it was."""
    return repr({key: value for key, value in data.items() if key != "paths"}).replace(path, "all.mbox")


def test_a_mailbox_in_an_archive_is_read_as_beside_it(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A large mailbox in a ZIP archive is divided too, and gives the same rows; the other files of the archive are read once."""
    write_mail(here / "mail", 12)
    boxes = sorted((here / "mail").rglob("*.mbox"))
    Path("all.mbox").write_bytes(b"".join(path.read_bytes() for path in boxes))
    Path("packed").mkdir()
    with zipfile.ZipFile("packed/box.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write("all.mbox", "Takeout/all.mbox")
    beside = audited("all.mbox", *OF_MAIL, output="beside")
    place = f"{Path('packed', 'box.zip')}/Takeout/all.mbox"
    assert _of_one_box(place, audited("packed", *OF_MAIL, output="whole")) == _of_one_box("all.mbox", beside)
    monkeypatch.setattr("replylint.audit.units._RANGE", 8_000)
    monkeypatch.setattr("replylint.audit.units._SMALL", 1_000)
    assert _of_one_box(place, audited("packed", *OF_MAIL, output="ranges")) == _of_one_box("all.mbox", beside)
    assert len(list(Path("ranges", "parts").iterdir())) > 3
    with zipfile.ZipFile("packed/box.zip", "a", zipfile.ZIP_DEFLATED) as archive:
        archive.write(boxes[0], "Takeout/small.mbox")
    Path("both").mkdir()
    Path("both", "all.mbox").write_bytes(Path("all.mbox").read_bytes())
    Path("both", "small.mbox").write_bytes(boxes[0].read_bytes())
    assert len(found(audited("packed", *OF_MAIL, output="more"))) == len(
        found(audited("both", *OF_MAIL, output="both-read"))
    )


def test_a_mailbox_that_cannot_be_divided_is_read_as_a_whole(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where messages with a length quote others, line by line, the whole file is one unit, also when the audit is run again."""
    _, address, _ = person(1)
    head = f"From {address} Mon Nov 30 12:00:00 2026\nFrom: {address}\nTo: v@customer.example\nDate: Mon, 30 Nov 2026 12:00:00 -0500\n"
    inner = f"{head}Message-ID: <inner@example>\n\nquoted\n\n" * 40
    text = f"Forwarded.\n\n{inner}\n"
    messages = (
        f"{head}Message-ID: <{number}@example>\nContent-Length: {len(text)}\n\n{text}\n" for number in range(12)
    )
    Path("all.mbox").write_text("".join(messages), encoding="utf-8")
    whole = audited("all.mbox", *OF_MAIL, output="whole")
    monkeypatch.setattr("replylint.audit.units._RANGE", 8_000)
    monkeypatch.setattr("replylint.audit.units._SMALL", 4_000)
    assert audited("all.mbox", *OF_MAIL, output="ranges") == whole
    times = {path: path.stat().st_mtime_ns for path in Path("ranges", "parts").iterdir()}
    assert audited("all.mbox", *OF_MAIL, output="ranges") == whole
    assert {path: path.stat().st_mtime_ns for path in Path("ranges", "parts").iterdir()} == times
