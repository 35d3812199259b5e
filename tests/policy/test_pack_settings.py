"""The values of a pack's settings: what exists is taken, and anything else is an error that names the nearest right value."""

from __future__ import annotations

import sys
from dataclasses import fields
from pathlib import Path

import pytest

from cli.given import GOOD, check, fix, one_line, run
from replylint.calendar import calendar_of
from replylint.model import Settings
from replylint.policy import load_pack
from replylint.policy.loading import packs_known
from replylint.policy.settings import _PROBLEMS, check_settings

HEAD = '[pack]\nid = "mine"\nextends = "plant-city"\n[settings]\n'

WRONG: dict[str, list[tuple[str, str]]] = {
    "timezone": [
        ('"America/New_Yrok"', "did you mean 'America/New_York'?"),
        ('"New York"', "did you mean 'America/New_York'?"),
        ('"america/chicago"', "did you mean 'America/Chicago'?"),
        ('"Berlin"', "did you mean 'Europe/Berlin'?"),
        ('"Florida"', "as in America/New_York"),
        ('"../../etc/passwd"', "as in America/New_York"),
        ('"America"', "is not a time zone"),
    ],
    "business_hours": [
        ('"99:99-00:00"', "as in 8:00-17:00"),
        ('"8-5"', "did you mean '8:00-17:00'?"),
        ('"9am to 5:30pm"', "did you mean '9:00-17:30'?"),
        ('"0800-1700"', "did you mean '8:00-17:00'?"),
        ('"17:00-8:00"', "ends before it begins"),
        ('"8:00-8:00"', "ends before it begins"),
        ('"8:00-24:01"', "as in 8:00-17:00"),
        ('"closed"', "as in 8:00-17:00"),
        ('""', "as in 8:00-17:00"),
    ],
    "business_days": [
        ('["mondays"]', "did you mean 'monday'?"),
        ('["monday", "teusday"]', "did you mean 'tuesday'?"),
        ('["thurs"]', "did you mean 'thursday'?"),
        ('["Mon-Fri"]', "monday, tuesday"),
        ('["lunes"]', "monday, tuesday"),
        ("[]", "some day"),
    ],
    "holidays": [
        ('"ATLANTIS"', "US, US-OR, MX"),
        ('"Spain"', "did you mean 'ES'?"),
        ('"us-fl"', "did you mean 'US-FL'?"),
        ('"USA"', "did you mean 'US'?"),
        ('"US-FLA"', "did you mean 'US-FL'?"),
        ('"US-ZZ"', "no part of United States"),
    ],
    "closed": [
        ('["24 December 2026"]', "did you mean '2026-12-24'?"),
        ('["2026-11-27", "December 24, 2026"]', "did you mean '2026-12-24'?"),
        ('["9999-99-99"]', "as in 2026-11-27"),
        ('["2026-02-30"]', "as in 2026-11-27"),
        ('["12/24/2026"]', "as in 2026-11-27"),
        ('["Christmas"]', "as in 2026-11-27"),
    ],
    "date_order": [
        ('"month first"', "did you mean 'month-first'?"),
        ('"day-fist"', "did you mean 'day-first'?"),
        ('"dmy"', "one of"),
        ('"US"', "one of"),
        ('"Month-First"', "did you mean 'month-first'?"),
    ],
    "domains": [
        ('["@harborfalls.example"]', "did you mean 'harborfalls.example'?"),
        ('["clerk@harborfalls.example"]', "did you mean 'harborfalls.example'?"),
        ('["https://harborfalls.example/"]', "did you mean 'harborfalls.example'?"),
        ('["*.harborfalls.example"]', "did you mean 'harborfalls.example'?"),
        ('["harborfalls"]', "as in example.org"),
        ('["harbor falls.example"]', "as in example.org"),
        ('["harborfalls..example"]', "as in example.org"),
    ],
    "website": [
        ('"htp://harborfalls.example/"', "did you mean 'http://harborfalls.example/'?"),
        ('"https//harborfalls.example/a"', "did you mean 'https://harborfalls.example/a'?"),
        ('"http:/harborfalls.example"', "did you mean 'http://harborfalls.example'?"),
        ('"ftp://harborfalls.example"', "did you mean 'https://harborfalls.example'?"),
        ('"https://harborfalls"', "as in https://www.example.org/"),
        ('"our website"', "as in https://www.example.org/"),
    ],
    "main_phone": [
        ('"813-555"', "complete telephone number"),
        ('"911"', "complete telephone number"),
        ('"call us"', "complete telephone number"),
        ('"813-555-0142-813-555-0143"', "complete telephone number"),
        ('"ext. 4211"', "complete telephone number"),
    ],
    "seal_url": [
        ('"seal.png"', "as in https://www.example.org/seal.png"),
        ('"cid:seal.png"', "as in https://www.example.org/seal.png"),
        ('"file:///home/dana/seal.png"', "as in https://www.example.org/seal.png"),
        ('"data:image/png;base64,iVBORw0KGgo="', "as in https://www.example.org/seal.png"),
        ('"https://www.example.org/our seal.png"', "as in https://www.example.org/seal.png"),
    ],
    "seal_hashes": [
        ('["xyz"]', "16 digits"),
        ('["0123456789abcde"]', "16 digits"),
        ('["0123456789abcdeg"]', "16 digits"),
        ('["0x23456789abcdef"]', "16 digits"),
        ('["0123456789abcdef "]', "16 digits"),
    ],
    "outlook_app_id": [
        ('"our app"', "app registration"),
        ('"0f3a9c5e-1b2d-4c6f-8a7b"', "app registration"),
        ('"api://0f3a9c5e-1b2d-4c6f-8a7b-9d0e1f2a3b4c"', "did you mean '0f3a9c5e-1b2d-4c6f-8a7b-9d0e1f2a3b4c'?"),
    ],
    "outlook_tenant": [
        ('"organisations"', "did you mean 'organizations'?"),
        ('"../token?x="', "directory (tenant) ID"),
        ('"https://login.example.org/"', "directory (tenant) ID"),
    ],
    "google_client_id": [
        ('"apps.googleusercontent.com"', ".apps.googleusercontent.com"),
        ('"123456789012-abcdefghijklmnopqrstuvwxyz012345"', ".apps.googleusercontent.com"),
        ('"123456789012-abcdefghijklmnopqrstuvwxyz012345.apps.googleusercontent.com/"', "OAuth client ID"),
    ],
}
CASES = [(key, value, words) for key, cases in WRONG.items() for value, words in cases]


@pytest.mark.parametrize(("key", "value", "words"), CASES, ids=[f"{key} {value}" for key, value, _ in CASES])
def test_a_value_that_cannot_be_right(key: str, value: str, words: str, here: Path) -> None:
    """A wrong value is one line that names the file, the setting and what is right, for check and policy test alike."""
    if key == "holidays":
        pytest.importorskip("holidays")
    (here / "mine.toml").write_text(f"{HEAD}{key} = {value}\n", encoding="utf-8")
    (here / "reply.txt").write_text(GOOD, encoding="utf-8")
    said = one_line(check("reply.txt", "--policy", "mine.toml"), "mine.toml", key, words)
    assert one_line(run("policy", "test", "mine.toml")) == said


def test_other_commands_refuse_it_too(here: Path) -> None:
    """Corrections, audits and lists of rules refuse a pack with a wrong value as well."""
    (here / "mine.toml").write_text(f'{HEAD}timezone = "Nowhere"\n', encoding="utf-8")
    (here / "reply.txt").write_text(GOOD, encoding="utf-8")
    one_line(fix("reply.txt", "--policy", "mine.toml"), "mine.toml", "timezone")
    one_line(run("rules", "--policy", "mine.toml"), "mine.toml", "timezone")
    one_line(run("policy", "coverage", "mine.toml"), "mine.toml", "timezone")


def test_the_pack_that_is_named_is_the_one_that_is_wrong(here: Path) -> None:
    """A wrong value in a pack that another one extends is said of the file in which it is."""
    (here / "below.toml").write_text(f'{HEAD}closed = ["tomorrow"]\n', encoding="utf-8")
    (here / "mine.toml").write_text('[pack]\nid = "mine"\nextends = "below.toml"\n', encoding="utf-8")
    one_line(run("policy", "test", "mine.toml"), "below.toml", "closed", "'tomorrow'")


RIGHT = {
    "timezone": ["America/New_York", "UTC", "Europe/Berlin", "Eastern Standard Time", ""],
    "business_hours": ["8:00-17:00", "08:30 - 12:00", "0:00-23:59", "7:15–16:45"],
    "business_days": [["monday"], ["Monday", "SUNDAY"]],
    "holidays": ["US", "US-FL", "MX", "DE-BY", "GB-ENG", ""],
    "closed": [["2026-11-27", "2024-02-29"], []],
    "date_order": ["month-first", "day-first", ""],
    "domains": [["example.org", "mail.example.org"], ["bücher.example"], ["PlantCity.example"], []],
    "website": ["http://www.plantcitygov.com/", "https://example.org", "www.example.org", "example.org/city", ""],
    "main_phone": ["813-555-0142", "+1 (813) 555-0142", "813-555-0142 ext. 4211", ""],
    "seal_url": ["https://www.example.org/seal.png", "http://example.org/a/b?c=1", ""],
    "seal_hashes": [["0123456789abcdef", "FFFFFFFFFFFFFFFF"], []],
    "outlook_app_id": ["0f3a9c5e-1b2d-4c6f-8a7b-9d0e1f2a3b4c", "0F3A9C5E-1B2D-4C6F-8A7B-9D0E1F2A3B4C", ""],
    "outlook_tenant": ["organizations", "5c8e7b1a-2d3f-4a6b-9c0d-1e2f3a4b5c6d", "harborfalls.example", ""],
    "google_client_id": ["123456789012-abcdefghijklmnopqrstuvwxyz012345.apps.googleusercontent.com", ""],
}


@pytest.mark.parametrize(("key", "value"), [(key, value) for key, values in RIGHT.items() for value in values], ids=str)
def test_a_value_that_is_right(key: str, value: str | list[str], here: Path) -> None:
    """What exists is taken, and an empty text gives a setting back its default."""
    written = str(value).replace("'", '"') if isinstance(value, list) else f'"{value}"'
    (here / "mine.toml").write_text(f"{HEAD}{key} = {written}\n", encoding="utf-8")
    settings = load_pack("mine.toml").settings
    calendar_of(settings)
    if key == "domains":
        assert settings.domains == tuple(domain.lower() for domain in value)


def test_packs_of_our_own_are_right() -> None:
    """The packs that come with replylint, whose values a run does not check, have only right ones."""
    for name, path in packs_known().items():
        settings = load_pack(name).settings
        values = {item.name: getattr(settings, item.name) for item in fields(Settings)}
        check_settings(values, str(path))


def test_a_run_with_our_own_pack_loads_no_calendar(here: Path) -> None:
    """What checks the values of other packs is not loaded for our own, so that a check starts at once."""
    import subprocess

    (here / "reply.txt").write_text(GOOD, encoding="utf-8")
    code = "import sys; from replylint.policy import load_pack; load_pack('plant-city'); print('replylint.calendar' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_without_the_list_of_holidays(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where public holidays are not installed a country is still one of those that there are, and a part of it is taken."""
    monkeypatch.setattr("replylint.policy.settings.find_spec", lambda _: None)
    assert _PROBLEMS["holidays"]("US-ZZ") == ""
    assert "did you mean 'ES'" in _PROBLEMS["holidays"]("Spain")
    assert "US, US-OR, MX" in _PROBLEMS["holidays"]("ATLANTIS")
    assert here.exists()


def test_a_country_whose_holidays_are_not_known(monkeypatch: pytest.MonkeyPatch) -> None:
    """A country of which the list of holidays has nothing is an error that says what to do instead."""
    holidays = pytest.importorskip("holidays")
    monkeypatch.setattr(holidays, "list_supported_countries", lambda: {"US": ["FL"]})
    assert "list them under closed" in _PROBLEMS["holidays"]("MX")


def test_every_setting_that_has_a_form_is_checked() -> None:
    """Settings that are more than words of an organization's own are among those checked."""
    words = {"organization", "noun", "words", "regions", "seal", "seal_alt", "seal_files"}
    assert {item.name for item in fields(Settings)} - words == {*_PROBLEMS, "date_order"}


def test_another_organization_signs_in_with_its_own_registration(here: Path) -> None:
    """A pack for another organization does not take over the app registrations of the one it extends."""
    ours = f'{HEAD}organization = "Town of Harbor Falls"\noutlook_app_id = "{RIGHT["outlook_app_id"][0]}"\noutlook_tenant = "harborfalls.example"\ngoogle_client_id = "{RIGHT["google_client_id"][0]}"\n'
    (here / "ours.toml").write_text(ours, encoding="utf-8")
    for organization, kept in (("Hill County", ""), ("Town of Harbor Falls", "harborfalls.example")):
        text = f'[pack]\nid = "theirs"\nextends = "ours.toml"\n[settings]\norganization = "{organization}"\n'
        (here / "theirs.toml").write_text(text, encoding="utf-8")
        settings = load_pack("theirs.toml").settings
        assert settings.outlook_tenant == kept
        assert bool(settings.outlook_app_id) is bool(settings.google_client_id) is bool(kept)
