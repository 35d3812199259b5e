"""An audit of a whole organisation: it finds what was planted, whoever reads it and however often it is killed on the way."""

from __future__ import annotations

import csv
import json
import mailbox
import os
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from contextlib import chdir, closing
from pathlib import Path

import pytest

from audit.dying import do_or_die
from cli.given import run
from organizations import AS_OF, Planted, person, write, write_mail

COUNT = 100
FILES = 5
"""Files of an audit that is disturbed while it runs, each a unit of its own."""


def audited(*arguments: object, output: str = "out", code: int | None = 1) -> dict[str, object]:
    """Run an audit and return what it wrote, without the paths."""
    done = run("audit", "--output", output, "--as-of", AS_OF, "--no-config", *arguments)
    assert code is None or done.exit_code == code, done.output
    return dict(json.loads(Path(output, "audit.json").read_bytes()))


def found(data: dict[str, object]) -> Planted:
    """Return which rules found something in whose mailbox."""
    rows = data["findings"]
    assert isinstance(rows, list)
    return {(row["rule"], row["mailbox"]) for row in rows}


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Go into an empty folder."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture(scope="module")
def calm(tmp_path_factory: pytest.TempPathFactory) -> dict[str, object]:
    """Return what an audit of many mailboxes writes that nobody disturbs."""
    with chdir(tmp_path_factory.mktemp("calm")):
        write(Path("exports"), COUNT, files=FILES)
        return audited("exports")


def test_exactly_what_was_planted_is_found(here: Path) -> None:
    """Of an organisation with planted faults each is found, and nothing else: misspellings, gaps, circles, chains, wrong times."""
    planted = write(here / "exports", COUNT, files=3)
    assert len({rule for rule, _ in planted}) >= 6
    assert found(audited("exports")) == planted


_OF_MAIL = ("--select", "response", "--select", "acknowledgement", "--select", "signature")


def test_exactly_what_was_planted_in_mail_is_found(here: Path) -> None:
    """Of an organisation's mail exactly the planted late, missing and incomplete answers and wrong signatures are found; a colleague's answer and a full acknowledgement count."""
    planted = write_mail(here / "mail", 40)
    assert {rule for rule, _ in planted} == {
        "response.late", "response.unanswered", "acknowledgement.missing-response-time", "acknowledgement.missing-next-step",
        "signature.missing-website",
    }  # fmt: skip
    data = audited("mail", *_OF_MAIL)
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
    data = audited("mail", *_OF_MAIL)
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
    assert found(audited("files", *_OF_MAIL, output="apart")) == planted
    assert found(audited("mail", *_OF_MAIL, output="together")) == planted


def test_a_large_mailbox_is_read_in_ranges(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A mailbox that is divided gives the rows of one that is not, its messages numbered as they stand in the file."""
    write_mail(here / "mail", 30)
    boxes = sorted((here / "mail").rglob("*.mbox"))
    Path("all.mbox").write_bytes(b"".join(path.read_bytes() for path in boxes))
    whole = audited("all.mbox", *_OF_MAIL, output="whole")
    monkeypatch.setattr("replylint.audit.units._RANGE", 20_000)
    monkeypatch.setattr("replylint.audit.units._SMALL", 10_000)
    assert audited("all.mbox", *_OF_MAIL, output="ranges") == whole
    assert len(list(Path("ranges", "parts").iterdir())) > 3


def _of_one_box(path: str, data: dict[str, object]) -> str:
    """Return what an audit told, with one name for the mailbox wherever it was."""
    return repr({key: value for key, value in data.items() if key != "paths"}).replace(path, "all.mbox")


def test_a_mailbox_in_an_archive_is_read_as_beside_it(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A large mailbox in a ZIP archive is divided too, and gives the same rows; the other files of the archive are read once."""
    write_mail(here / "mail", 30)
    boxes = sorted((here / "mail").rglob("*.mbox"))
    Path("all.mbox").write_bytes(b"".join(path.read_bytes() for path in boxes))
    Path("packed").mkdir()
    with zipfile.ZipFile("packed/box.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write("all.mbox", "Takeout/all.mbox")
    beside = audited("all.mbox", *_OF_MAIL, output="beside")
    place = f"{Path('packed', 'box.zip')}/Takeout/all.mbox"
    assert _of_one_box(place, audited("packed", *_OF_MAIL, output="whole")) == _of_one_box("all.mbox", beside)
    monkeypatch.setattr("replylint.audit.units._RANGE", 20_000)
    monkeypatch.setattr("replylint.audit.units._SMALL", 1_000)
    assert _of_one_box(place, audited("packed", *_OF_MAIL, output="ranges")) == _of_one_box("all.mbox", beside)
    assert len(list(Path("ranges", "parts").iterdir())) > 3
    with zipfile.ZipFile("packed/box.zip", "a", zipfile.ZIP_DEFLATED) as archive:
        archive.write(boxes[0], "Takeout/small.mbox")
    Path("both").mkdir()
    Path("both", "all.mbox").write_bytes(Path("all.mbox").read_bytes())
    Path("both", "small.mbox").write_bytes(boxes[0].read_bytes())
    assert len(found(audited("packed", *_OF_MAIL, output="more"))) == len(
        found(audited("both", *_OF_MAIL, output="both-read"))
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
    whole = audited("all.mbox", *_OF_MAIL, output="whole")
    monkeypatch.setattr("replylint.audit.units._RANGE", 20_000)
    monkeypatch.setattr("replylint.audit.units._SMALL", 10_000)
    assert audited("all.mbox", *_OF_MAIL, output="ranges") == whole
    times = {path: path.stat().st_mtime_ns for path in Path("ranges", "parts").iterdir()}
    assert audited("all.mbox", *_OF_MAIL, output="ranges") == whole
    assert {path: path.stat().st_mtime_ns for path in Path("ranges", "parts").iterdir()} == times


def test_the_rows_are_the_same_whoever_reads_them(here: Path) -> None:
    """One process or three, all at once or in two runs, give the same rows in the same order."""
    write(here / "exports", COUNT, files=4)
    one = audited("exports", "--workers", 1, output="one")
    assert audited("exports", "--workers", 3, output="three") == one
    assert audited("exports", "--workers", 3, output="three") == one


def test_what_was_done_is_not_done_again_unless_it_changed(here: Path) -> None:
    """A second run does nothing; a file that changed is read again, and so is everything under another question."""
    write(here / "exports", COUNT)
    audited("exports")
    parts = sorted(Path("out", "parts").iterdir())
    times = [part.stat().st_mtime_ns for part in parts]
    audited("exports")
    assert [part.stat().st_mtime_ns for part in sorted(Path("out", "parts").iterdir())] == times
    planted = write(here / "exports", COUNT, seed=2)
    assert found(audited("exports")) == planted
    assert found(audited("exports", "--select", "coverage", "--select", "spelling")) == {
        item for item in planted if item[0].startswith(("coverage.", "spelling."))
    }


def test_a_damaged_part_is_done_again(here: Path) -> None:
    """A part whose files are cut off, or lack their list, is never taken for whole."""
    write(here / "exports", COUNT)
    whole = audited("exports")
    (part,) = Path("out", "parts").iterdir()
    for damage in ("findings.parquet", "done.json"):
        data = (part / damage).read_bytes()
        (part / damage).write_bytes(data[: len(data) // 2])
        assert audited("exports") == whole
    shutil.rmtree(part)
    (Path("out", "parts") / ".left.tmp").mkdir()
    assert audited("exports") == whole
    assert [path.name for path in Path("out", "parts").iterdir()] == [part.name]


def test_a_folder_with_other_things_is_refused(here: Path) -> None:
    """An audit writes only into an empty folder or its own."""
    write(here / "exports", 10)
    (here / "mine").mkdir()
    (here / "mine" / "notes.txt").write_text("mine", encoding="utf-8")
    done = run("audit", "exports", "--output", "mine")
    assert done.exit_code == 2
    assert "give an empty folder" in done.stderr
    assert [path.name for path in (here / "mine").iterdir()] == ["notes.txt"]


def test_a_full_disk_is_told_and_leaves_nothing_half_written(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What cannot be written is not checked; with room again the next run does it."""
    write(here / "exports", COUNT)
    whole = audited("exports", output="whole")
    shutil.rmtree("whole")
    # Files may grow to no more than 2 kB, which is what a process sees of a full disk.
    program = "import resource, signal, sys; signal.signal(signal.SIGXFSZ, signal.SIG_IGN); resource.setrlimit(resource.RLIMIT_FSIZE, (2000, resource.RLIM_INFINITY))\nfrom replylint.cli import main\nmain()"
    words = [sys.executable, "-c", program, "audit", "exports", "--output", "out", "--as-of", AS_OF, "--no-config"]
    # Nor may Python then write what it compiles, which others would find cut off.
    env = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(words, capture_output=True, text=True, check=False, env=env)
    assert done.returncode == 2
    assert "cannot be written" in done.stderr
    assert list(Path("out", "parts").iterdir()) == []
    assert audited("exports") == whole


HELD = """
import time
from pathlib import Path
from replylint.audit import units, work
from replylint.cli import run

def held(unit, question):
    name = Path(unit.paths[0]).name
    while name.endswith(".json") and not Path("go", name).exists():
        time.sleep(0.01)
    return read(unit, question)

read, work.rows_of = work.rows_of, held
units._SMALL = 1_000
run()
"""
"""The program, except that each file is a unit and is not read before the test lets it go."""


def started(folder: Path) -> subprocess.Popen[bytes]:
    """Start an audit as a program of its own, over exports whose units are held."""
    write(folder / "exports", COUNT, files=FILES)
    (folder / "go").mkdir()
    words = ["audit", "exports", "--output", "out", "--workers", "2", "--as-of", AS_OF, "--no-config"]
    return subprocess.Popen(
        [sys.executable, "-c", HELD, *words],
        cwd=folder,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def let_go(*numbers: int) -> None:
    """Let units be read."""
    for number in numbers:
        Path("go", f"replies{number:03}.json").touch()


def awaited(audit: subprocess.Popen[bytes], true: Callable[[], bool]) -> None:
    """Wait until something is true of an audit that runs."""
    until = time.monotonic() + 60
    while not true():
        assert audit.poll() is None
        assert time.monotonic() < until
        time.sleep(0.01)


def parts() -> list[Path]:
    """Return the lists of the units that are done."""
    return list(Path("out").glob("parts/[!.]*/done.json"))


def children(of: int) -> list[int]:
    """Return the processes that a process started and that do its work: copies of it, or new ones in place of those that died."""
    try:
        own = [int(pid) for pid in Path(f"/proc/{of}/task/{of}/children").read_text(encoding="ascii").split()]
        alike = Path(f"/proc/{of}/cmdline").read_bytes()
        lines = {pid: Path(f"/proc/{pid}/cmdline").read_bytes() for pid in own}
    except OSError:  # it has ended meanwhile
        return []
    return [pid for pid, line in lines.items() if line == alike or b"spawn_main" in line]


def readers(of: int) -> list[int]:
    """Return the processes that read units for an audit: those that its supervisor started."""
    return [reader for supervisor in children(of) for reader in children(supervisor)]


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="processes are found below /proc")
def test_killed_processes_change_nothing(here: Path, calm: dict[str, object]) -> None:
    """A worker that is killed in the middle costs its unit another try, a killed supervisor all that it had not told: the dataset is that of an undisturbed run."""
    audit = started(here)
    let_go(0)
    awaited(audit, lambda: len(parts()) == 1 and len(readers(audit.pid)) == 2)
    before = readers(audit.pid)
    os.kill(before[0], signal.SIGKILL)
    awaited(audit, lambda: len({*readers(audit.pid)} - {*before}) == 1 and before[0] not in readers(audit.pid))
    (supervisor,) = children(audit.pid)
    os.kill(supervisor, signal.SIGKILL)
    awaited(audit, lambda: supervisor not in children(audit.pid) and len(readers(audit.pid)) == 2)
    let_go(*range(FILES))
    assert audit.wait(120) == 1
    assert json.loads(Path("out", "audit.json").read_bytes()) == calm


@pytest.mark.skipif(sys.platform == "win32", reason="signals are not there")
def test_an_audit_that_is_killed_goes_on_where_it_was(here: Path, calm: dict[str, object]) -> None:
    """The audit itself killed and started again gives the same dataset, and what was done is not done again."""
    audit = started(here)
    let_go(0, 1)
    awaited(audit, lambda: len(parts()) == 2)
    os.killpg(audit.pid, signal.SIGKILL)
    audit.wait()
    times = {path: path.stat().st_mtime_ns for path in parts()}
    assert len(times) == 2
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("replylint.audit.units._SMALL", 1_000)
        again = audited("exports")
    assert {path: path.stat().st_mtime_ns for path in times} == times
    assert len(parts()) == FILES
    assert again == calm


def is_running(pid: int) -> bool:
    """Say whether a process runs; one that has ended may still be listed."""
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="processes are found below /proc")
def test_processes_end_with_their_audit(here: Path) -> None:
    """Where the audit alone is killed, those that read for it end too, though they are busy."""
    audit = started(here)
    awaited(audit, lambda: len(readers(audit.pid)) == 2)
    begun = readers(audit.pid)
    os.kill(audit.pid, signal.SIGKILL)
    audit.wait()
    until = time.monotonic() + 60
    while (left := [pid for pid in begun if is_running(pid)]) and time.monotonic() < until:
        time.sleep(0.01)
    assert left == []


@pytest.mark.filterwarnings("ignore:Creating scratch directories")  # as Dask says on a machine that is busy
def test_a_cluster_gives_the_same_rows(here: Path, calm: dict[str, object], monkeypatch: pytest.MonkeyPatch) -> None:
    """On a Dask cluster the rows are those of local processes, also if a worker is killed in the middle."""
    from distributed import LocalCluster

    write(here / "exports", COUNT, files=FILES)
    monkeypatch.setattr("replylint.audit.units._SMALL", 1_000)
    monkeypatch.setattr("replylint.audit.run.do", do_or_die)
    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None, silence_logs=50) as cluster:
        assert audited("exports", "--scheduler", cluster.scheduler_address) == calm
    assert Path("killed").exists()
    assert len(parts()) == FILES


def test_a_scheduler_that_is_not_there_is_told(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A wrong address is one line, and it is said how one looks."""
    monkeypatch.setattr("replylint.audit.cluster._SECONDS", 1)
    write(here / "exports", 10)
    done = run("audit", "exports", "--output", "out", "--scheduler", "tcp://127.0.0.1:9")
    assert done.exit_code == 2
    assert "check the address" in done.stderr


def test_the_table_opens_in_a_spreadsheet_and_runs_nothing(here: Path) -> None:
    """findings.csv is UTF-8 with a mark, and no cell begins as a formula does."""
    planted = write(here / "exports", COUNT)
    audited("exports")
    text = Path("out", "findings.csv").read_bytes()
    assert text.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(text.decode("utf-8-sig").splitlines()))
    assert {(row["rule"], row["mailbox"]) for row in rows} == planted
    assert not [cell for row in rows for cell in row.values() if cell[:1] in ("=", "+", "-", "@")]


def test_the_report_says_what_was_found_and_runs_nothing_of_a_message(here: Path) -> None:
    """The page names everybody concerned, the days without cover and what was not checked, and what a mailbox is called cannot leave its place."""
    planted = write(here / "exports", COUNT)
    hostile = '"><script>alert(1)<script>'
    row = {
        "Identity": f"x/{hostile}",
        "AutoReplyState": "Enabled",
        "InternalMessage": "I am out.",
        "ExternalMessage": "I am out.",
    }
    Path("exports", "hostile.json").write_text(json.dumps([row]), encoding="utf-8")
    Path("exports", "damaged.json").write_text('{"InternalMessage": "cut', encoding="utf-8")
    audited("exports", code=2)
    page = Path("out", "report.html").read_text(encoding="utf-8")
    for rule, address in planted:
        assert address in page
        assert rule in page or rule.startswith("coverage.")
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page
    assert "damaged.json: it is damaged or cut off" in page
    assert "with nobody to cover" in page
    assert "://" not in page.replace("http://www.plantcitygov.com/", "")


def test_two_audits_are_compared(here: Path) -> None:
    """Against an earlier audit it is said what is new, what is mended and what is still open; only the same finding about the same person counts as the same."""
    before = write(here / "exports", COUNT)
    audited("exports", output="earlier")
    after = write(here / "exports", COUNT, seed=2)
    data = audited("exports", "--since", "earlier")
    since = data["since"]
    assert isinstance(since, dict)
    assert {(row["rule"], row["mailbox"]) for row in since["fixed"]} >= before - after
    rows = data["findings"]
    assert isinstance(rows, list)
    assert {(row["rule"], row["mailbox"]) for row in rows if row["new"]} >= after - before
    assert since["open"] == sum(not row["new"] for row in rows)
    assert " mended, " in Path("out", "report.html").read_text(encoding="utf-8")
    again = audited("exports", "--since", "out", output="again")
    assert not [row for row in again["findings"] if row["new"]]  # type: ignore[attr-defined]  # a list, as above
    done = run("audit", "exports", "--output", "other", "--since", "exports")
    assert done.exit_code == 2
    assert "no audit" in done.stderr


def test_what_can_be_corrected_comes_with_what_applies_it(here: Path) -> None:
    """With --patch the exports lie corrected beside the report, each with the manifest of the mailboxes that changed."""
    planted = write(here / "exports", COUNT)
    audited("exports", "--patch")
    manifest = Path("out", "patch", "replies000.json.apply", "manifest.json").read_text(encoding="utf-8")
    applied = {change["identity"] for change in json.loads(manifest)["changes"]}
    misspelled = {address for rule, address in planted if rule == "spelling.misspelling"}
    assert misspelled
    assert misspelled <= applied
    left = found(audited("out/patch", output="after"))
    assert not {item for item in left if item[0] == "spelling.misspelling"}
    assert {item for item in left if item[0].startswith("coverage.")} == {
        item for item in planted if item[0].startswith("coverage.")
    }


def test_words_of_messages_are_kept_only_if_asked_for(here: Path) -> None:
    """The dataset has no texts unless --include-text says so."""
    write(here / "exports", 10)
    assert "at my earliest opportunity" not in json.dumps(audited("exports", code=None))
    assert "at my earliest opportunity" in json.dumps(audited("exports", "--include-text", code=None))


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "name a file or a folder"),
        (("-",), "save standard input to a file"),
        (("nowhere",), "no such file"),
        (("exports", "--export-timezone", "Mars"), "no time zone"),
        (("exports", "--directory", "nowhere.csv"), "cannot be read"),
        (("exports", "--directory", os.devnull), "is not a regular file"),
        (("exports", "--directory", "."), "is not a regular file"),
    ],
)
def test_what_cannot_be_audited_is_said(here: Path, arguments: tuple[str, ...], said: str) -> None:
    """A wrong path or option is one line and exit 2."""
    write(here / "exports", 10)
    done = run("audit", "--output", "out", "--no-config", *arguments)
    assert done.exit_code == 2
    assert said in done.stderr
    assert "Traceback" not in done.output


def test_pseudonyms_name_nobody_and_stay_the_same(here: Path) -> None:
    """With --pseudonyms no name and no address of anybody is in what is written and said; the same person has the same pseudonym the next time."""
    planted = write(here / "exports", COUNT)
    write_mail(here / "exports" / "mail", 20)
    leave = "Name,Start,End\nDana Whitlock,2026-12-08,2026-12-09\n"
    Path("leave.csv").write_text(leave, encoding="utf-8")
    plain = audited("exports", output="plain")
    done = run(
        "audit", "exports", "--output", "out", "--as-of", AS_OF, "--no-config", "--pseudonyms", "--leave", "leave.csv"
    )
    assert done.exit_code == 1
    written = [Path("out", name).read_text(encoding="utf-8") for name in ("report.html", "findings.csv", "audit.json")]
    for text in (*written, done.output):
        assert "Whitlock" not in text
        assert "whitlock" not in text
        assert "Terrence" not in text
        assert "visitor" not in text
    data = json.loads(written[2])
    assert len(data["findings"]) == len(plain["findings"])  # type: ignore[arg-type]  # a list
    assert len({who for _, who in found(data)}) >= len({who for _, who in planted})
    again = audited("exports", "--pseudonyms", "--since", "out", output="again")
    assert not [row for row in again["findings"] if row["new"]]  # type: ignore[attr-defined]  # a list of tables
    assert found(again) == found(data)
    other = audited("exports", "--pseudonyms", output="other")
    assert found(other) != found(data)  # by another key
    done = run("audit", "exports", "--output", "out", "--pseudonyms", "--include-text")
    assert done.exit_code == 2


SECRETS = ("dwhitlock", "whitlock", "dana", "vandermeer", "ignatius", "555-01", "lindqvist", "tboyd", "terrence")


def test_pseudonyms_hide_files_quotations_and_what_came_before(here: Path) -> None:
    """No file name, no word of a message, and nothing of an earlier audit that names people is written or said; corrected exports are, where they lie."""
    text = "I am out of the ofice from 12/14/26 to 12/18/26. Contact Ignatius Vandermeer. Call vera lindqvist on 813-555-0199!!"
    settings = {"Identity": "x/Users/Dana Whitlock", "PrimarySmtpAddress": "dwhitlock@plantcitygov.com", "AutoReplyState": "Enabled", "ExternalAudience": "All", "InternalMessage": text, "ExternalMessage": text}  # fmt: skip
    folder = Path("exports", "dwhitlock")
    folder.mkdir(parents=True)
    (folder / "dwhitlock-settings.json").write_text(json.dumps([settings]), encoding="utf-8")
    (folder / "broken_tboyd.eml").write_bytes(b"From: tboyd@plantcitygov.com\n\xff")
    Path("staff.csv").write_text(
        "Name,Mail\nDana Whitlock,dwhitlock@plantcitygov.com\nTerrence Boyd,tboyd@plantcitygov.com\n", encoding="utf-8"
    )
    named = audited("exports", "--directory", "staff.csv", output="named", code=None)
    words = (
        "audit",
        "exports",
        "--output",
        "out",
        "--as-of",
        AS_OF,
        "--no-config",
        "--pseudonyms",
        "--directory",
        "staff.csv",
        "--since",
        "named",
        "--patch",
    )
    done = run(*words)
    written = [Path("out", name).read_text(encoding="utf-8") for name in ("report.html", "findings.csv", "audit.json")]
    for said in (*written, done.output):
        assert [secret for secret in SECRETS if secret in said.lower()] == []
    data = json.loads(written[2])
    assert len(data["findings"]) == len(named["findings"])  # type: ignore[arg-type]  # a list
    assert not [row for row in data["findings"] if row["new"]]
    assert "they name people" in done.stderr
    assert list(Path("out", "patch").rglob("*settings.json"))


@pytest.mark.parametrize("key", ["", "00", "xyz", "0" * 200])
def test_a_key_that_is_none_gives_no_pseudonyms(here: Path, key: str) -> None:
    """A key that was not written to its end is refused: anybody could compute what it gives."""
    write(here / "exports", 10)
    audited("exports", code=None)
    Path("out", "pseudonyms.key").write_text(key, encoding="ascii")
    done = run("audit", "exports", "--output", "out", "--no-config", "--pseudonyms")
    assert done.exit_code == 2
    assert "take it away for new pseudonyms" in done.stderr


def test_corrections_of_an_earlier_run_do_not_stay_among_those_of_this_one(here: Path) -> None:
    """What a run before corrected is set aside and said, so that nothing of it is applied by mistake, and nothing that people filled in is lost."""
    write(here / "exports", COUNT)
    audited("exports", "--patch")
    first = Path("out", "patch", "replies000.json.apply", "manifest.json").read_text(encoding="utf-8")
    write(here / "exports", 10, seed=5)
    done = run("audit", "exports", "--output", "out", "--as-of", AS_OF, "--no-config", "--patch")
    assert "is now in out/patch.old-1" in done.stderr
    assert Path("out", "patch.old-1", "replies000.json.apply", "manifest.json").read_text(encoding="utf-8") == first
    assert not Path("out", "patch", "replies000.json.apply").exists()
