"""The interface where only Python runs, as in a browser: no compiled package, no terminal, the same findings."""

from __future__ import annotations

import base64
import io
import json
import subprocess
import sys
from pathlib import Path

from PIL import Image

from api.replies import labelled
from replylint.api import call, to_json

ROOT = Path(__file__).resolve().parents[2]
RUN = """
import json, sys

MISSING = {"re2", "_re2", "PIL", "lxml", "click", "pyarrow", "duckdb", "numpy", "pypff", "holidays", "dateutil", "icalendar", "tzlocal", "distributed"} | {*sys.argv[1:]}

class Missing:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in MISSING:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)

sys.meta_path.insert(0, Missing())
from replylint.api import call

import os, threading

def refuse(*_, **__):
    raise AssertionError("a browser has no threads, processes or exit")

threading.Thread.start = os._exit = os.fork = refuse
print(json.dumps([call(request) for request in json.load(sys.stdin)]))
"""
PACK = """\
[pack]
id = "hill"
extends = "base"
[settings]
organization = "City of Hill"
seal = "City Seal"
seal_hashes = ["0f0f0f0f0f0f0f0f"]
holidays = "US"
[checks.no-fax]
do = "forbid"
pattern = "fax: [0-9-]+"
message = "Leave out the fax number."
"""


def without(requests: list[dict[str, object]], *more: str) -> list[dict[str, object]]:
    """Return the answers to requests where these packages, and `more`, cannot be imported."""
    done = subprocess.run(
        [sys.executable, "-c", RUN, *more],
        input=json.dumps(requests),
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
    )
    assert done.returncode == 0, done.stderr
    answers: list[dict[str, object]] = json.loads(done.stdout)
    return answers


def test_the_findings_are_the_same() -> None:
    """Texts and HTML get the same findings, corrections and blanks without the compiled packages."""
    requests: list[dict[str, object]] = [
        {"op": op, "what": to_json(reply), "settings": {"today": "2026-11-23"}}
        for op, every in (("fix_all", 299), ("check", 101))
        for reply in labelled(every)
    ]
    assert without(requests) == [call(request) for request in requests]


def test_what_needs_them_is_not_checked(tmp_path: Path) -> None:
    """A pattern of a pack, and a picture to compare with the seal, are said not to be checked, and the check is not ok."""
    pack = tmp_path / "hill.toml"
    pack.write_text(PACK, encoding="utf-8")
    stream = io.BytesIO()
    Image.new("RGB", (8, 8), "navy").save(stream, "PNG")
    picture = base64.b64encode(stream.getvalue()).decode()
    mail = (
        "From: a@hill.example\r\nTo: b@hill.example\r\nSubject: Automatic reply\r\nAuto-Submitted: auto-replied\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/related; boundary="x"\r\n\r\n--x\r\nContent-Type: text/html; charset=utf-8\r\n\r\n'
        '<p>I am out 12/14/26. Call Dana Whitlock, 813-555-0142. Fax: 813-555-0198</p><img src="cid:seal" alt="City Seal">\r\n'
        f"--x\r\nContent-Type: image/png\r\nContent-ID: <seal>\r\nContent-Transfer-Encoding: base64\r\n\r\n{picture}\r\n--x--\r\n"
    )
    request = {
        "op": "check", "what": {"name": "reply.eml", "data": base64.b64encode(mail.encode()).decode()},
        "settings": {"policy": str(pack), "today": "2026-11-23"},
    }  # fmt: skip
    (answer,) = without([request])
    said = " ".join(one["message"] for one in answer["result"]["unchecked"])  # type: ignore[index]
    assert "hill.no-fax was not checked" in said
    assert "not compared with the seal" in said
    assert answer["result"]["ok"] is False  # type: ignore[index]
    here = call(request)["result"]
    assert "hill.no-fax" in {one["rule"] for one in here["findings"]}
    assert not here["unchecked"]


def test_without_the_word_list_nothing_is_called_right() -> None:
    """Where the list of words is missing, the check says that it could not check, finds fault with nothing it cannot know, and is not ok."""
    request: dict[str, object] = {
        "op": "check", "settings": {"today": "2026-11-23"},
        "what": {"texts": [{"part": "message", "content": "I am out from 12/14/26 to 12/18/26. Call Dana Whitlock, 813-555-0142."}]},
    }  # fmt: skip
    (answer,) = without([request], "spellchecker")
    assert answer["ok"] is True
    result: dict[str, object] = answer["result"]  # type: ignore[assignment]
    assert result["ok"] is False
    assert result["unchecked"]


def test_the_day_back_is_said_to_lack_holidays() -> None:
    """Without the calendar of holidays the day back is worked out over weekends, and that is said."""
    answers = {
        "first_day": "2026-12-24",
        "last_day": "2026-12-24",
        "contacts": [{"name": "Dana Whitlock", "phone": "813-555-0142"}],
    }
    (answer,) = without([{"op": "write", "answers": answers, "settings": {"today": "2026-11-23"}}])
    assert answer["result"]["back_day"] == "2026-12-25"  # type: ignore[index]
    assert "holidays" in answer["result"]["notices"][0]  # type: ignore[index]
