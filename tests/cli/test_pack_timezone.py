"""Times without a zone, as CSV has them, are those of the pack's zone."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from cli.given import GOOD, check, found

OUT = GOOD.replace("12/14/26 — 12/18/26", "Monday, December 14, 2026 to Friday, December 18, 2026")


def exchange(start: str, end: str) -> str:
    """Return an Exchange export as CSV."""
    table = io.StringIO()
    writer = csv.writer(table)
    writer.writerow(
        ("Identity", "AutoReplyState", "ExternalAudience", "StartTime", "EndTime", "InternalMessage", "ExternalMessage")
    )
    writer.writerow(("dana@plantcitygov.com", "Scheduled", "All", start, end, OUT, OUT))
    return table.getvalue()


def gam(start: str, end: str) -> str:
    """Return a table of GAM."""
    table = io.StringIO()
    writer = csv.writer(table)
    writer.writerow(
        ("User", "enabled", "contactsonly", "domainonly", "startdate", "enddate", "subject", "html", "message")
    )
    writer.writerow(
        ("dana@plantcitygov.com", "True", "False", "False", start, end, "Away", "False", OUT.replace("\n", "\\\\n"))
    )
    return table.getvalue()


def exchange_json(start: str, end: str) -> str:
    """Return an Exchange export as JSON whose times have no zone."""
    own = {
        "Identity": "dana@plantcitygov.com",
        "AutoReplyState": "Scheduled",
        "ExternalAudience": "All",
        "StartTime": start,
        "EndTime": end,
    }
    return json.dumps({**own, "InternalMessage": OUT, "ExternalMessage": OUT})


RIGHT = [
    (exchange, "12/14/2026 8:00:00 AM", "12/19/2026 12:00:00 AM"),
    (exchange, "12/13/2026 5:00:00 PM", "12/21/2026 7:00:00 AM"),
    (exchange, "2026-12-14 00:00:00", "2026-12-18 23:59:59"),
    (exchange_json, "2026-12-14T08:00:00", "2026-12-21T08:00:00"),
    (gam, "2026-12-14", "2026-12-19"),
]
WRONG = [
    (exchange, "12/14/2026 8:00:00 AM", "12/15/2026 7:00:00 AM"),
    (exchange, "12/16/2026 8:00:00 AM", "12/19/2026 12:00:00 AM"),
    (exchange, "12/14/2026 8:00:00 AM", "1/30/2027 12:00:00 AM"),
    (exchange_json, "2026-12-14T08:00:00", "2026-12-16T08:00:00"),
    (gam, "2026-12-14", "2026-12-16"),
]


@pytest.mark.parametrize(("form", "start", "end", "rules"), [*((*one, []) for one in RIGHT), *((*one, ["schedule.dates-differ"]) for one in WRONG)])  # fmt: skip
def test_the_pack_tells_the_zone(form: object, start: str, end: str, rules: list[str]) -> None:
    """The days of a schedule are judged, and nothing is said to be unchecked."""
    assert callable(form)
    Path("export.csv").write_text(form(start, end), encoding="utf-8")
    done = check("--no-config", "export.csv")
    assert [rule for rule in found(done) if rule.startswith("schedule.")] == rules
    assert "time zone" not in done.stderr


@pytest.mark.parametrize("option", [(), ("--export-timezone", "America/Chicago")])
def test_without_a_zone_in_the_pack_the_option_is_needed(option: tuple[str, ...]) -> None:
    """A pack without a time zone leaves the days unchecked, and that is said; the option settles them."""
    pack = (Path(__file__).parents[2] / "rules" / "plant-city.toml").read_text(encoding="utf-8")
    Path("pack.toml").write_text(pack.replace('timezone = "America/New_York"\n', ""), encoding="utf-8")
    Path("export.csv").write_text(exchange("12/14/2026 8:00:00 AM", "12/15/2026 7:00:00 AM"), encoding="utf-8")
    done = check("--no-config", "--policy", "pack.toml", *option, "export.csv")
    assert ("schedule.dates-differ" in found(done)) is bool(option)
    assert ("--export-timezone" in done.stderr) is not bool(option)
