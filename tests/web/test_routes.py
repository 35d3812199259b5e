"""Every address of the server answers what it says."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from serving import FIRST, LAST, REPLY, Server, export, problem_in, reply, written

from replylint.api import Checker, Part, Reply, Text, call, to_json
from replylint.web.page import PageOptions, build_page

DAY = timedelta(days=1)


def test_page_is_the_file_that_replylint_page_writes(whole_server: Server, staff: Path) -> None:
    """The served page is the file that `replylint page` writes, except that it leads to the form for browsers without JavaScript."""
    file = build_page(PageOptions(directory=staff, title="Plant City", basic="basic"))
    assert b'<noscript><p class="notice">This page needs JavaScript.' in file
    assert b'Or use <a href="basic">the basic check</a>.</p></noscript>' in file
    got = whole_server.client.get("/")
    assert got.content == file
    assert got.headers["content-type"] == "text/html; charset=utf-8"
    assert got.headers["content-encoding"] == "gzip"
    plain = whole_server.client.get("/", headers={"Accept-Encoding": "gzip;q=0"})
    assert "content-encoding" not in plain.headers
    assert plain.content == file
    assert plain.headers["etag"] != got.headers["etag"]


def test_page_is_sent_once(whole_server: Server) -> None:
    """A browser that has the page is told that it is still right; what was compressed stands for what it is."""
    tag = whole_server.client.head("/").headers["etag"]
    for known in (tag, f'"other", W/{tag}', "*"):
        again = whole_server.client.get("/", headers={"If-None-Match": known})
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["etag"] == tag
    assert whole_server.client.get("/", headers={"If-None-Match": '"other"'}).status_code == 200


def test_page_keeps_its_policy(whole_server: Server) -> None:
    """The policy of the page is said in a header too, with what only a header can say."""
    got = whole_server.client.head("/")
    policy = got.headers["content-security-policy"]
    assert "script-src 'sha256-" in policy
    assert "connect-src 'none'" in policy
    assert policy.endswith("frame-ancestors 'none'")


def test_check_is_that_of_the_interface(server: Server, staff: Path) -> None:
    """A check by the server finds what the Python interface finds."""
    got = server.post("check", {**reply(REPLY), "settings": {"today": "2026-12-11"}})
    own = Checker(directory=staff, today=date(2026, 12, 11)).check(Reply((Text(Part.MESSAGE, REPLY),)))
    assert got.status_code == 200
    assert got.json() == to_json(own)
    assert "spelling.misspelling" in {one["rule"] for one in got.json()["findings"]}


def test_fix_corrects_all_or_one(server: Server) -> None:
    """Without a finding everything is corrected; with one, only that."""
    asked = reply(REPLY)
    everything = server.post("fix", asked).json()
    assert "office" in everything["what"]["texts"][0]["content"]
    assert len(everything["changes"]) > 1
    found = server.post("check", asked).json()["findings"]
    chosen = next(one["id"] for one in found if one["rule"] == "spelling.misspelling")
    single = server.post("fix", {**asked, "finding": chosen}).json()
    assert single["what"]["texts"][0]["content"] == REPLY.replace("ofice", "office")
    assert "no such finding" in problem_in(server.post("fix", {**asked, "finding": "0"}), 422)
    assert problem_in(server.post("fix", {**asked, "finding": chosen, "safe": True}), 422)


def test_new_writes_a_reply_that_passes(server: Server) -> None:
    """From days, a contact and a profile come both messages and the signature, right as they are."""
    answers = {
        "first_day": FIRST.isoformat(),
        "last_day": LAST.isoformat(),
        "contacts": [{"name": "Rosa Delgado", "phone": "813-555-0151"}],
        "profile": {"name": "Dana Whitlock", "title": "Permit Technician II", "phone": "813-555-0142", "extension": "4211"},
    }  # fmt: skip
    got = server.post("new", {"answers": answers})
    assert got.status_code == 200, got.text
    assert [one["part"] for one in got.json()["reply"]["texts"]] == ["internal", "external", "signature"]
    assert not [one for one in got.json()["checked"]["findings"] if one["rule"] != "placeholder.unfilled"]
    own = call({"op": "write", "answers": answers}, Checker())["result"]
    assert got.json()["reply"] == own["reply"]
    assert got.json()["settings"] == own["settings"]
    turned = {**answers, "first_day": answers["last_day"], "last_day": answers["first_day"]}
    assert problem_in(server.post("new", {"answers": turned}), 422)


def test_people_are_found_as_they_are_typed(server: Server) -> None:
    """Typing the beginning of a name finds the people of the staff list; nobody else, and never all of them."""
    names = [one["name"] for one in server.client.get("/api/people", params={"q": "ros"}).json()["people"]]
    assert names == ["Rosa Delgado", "Rose Okafor"]
    assert server.client.get("/api/people", params={"q": "%"}).json() == {"people": []}
    for wrong in ({}, {"q": ""}, {"q": "a" * 101}, {"q": "a", "x": "1"}):
        problem_in(server.client.get("/api/people", params=wrong), 400)


def away(server: Server, **days: str) -> list[list[str]]:
    got = server.client.get("/api/away", params=days).json()
    return [[one["email"], one["first_day"], one["last_day"]] for one in got["people"]]


def test_away_tells_the_absences_of_the_replies(server: Server) -> None:
    """Who is away is read from the replies: not what has ended, and not what is turned off."""
    rosa = ["rdelgado@plantcitygov.example", str(FIRST), str(LAST)]
    until(lambda: away(server) == [rosa])
    assert away(server, first=str(LAST), last=str(LAST + DAY)) == [rosa]
    assert away(server, first=str(LAST + DAY)) == []
    assert away(server, last=str(FIRST - DAY)) == []
    for wrong in ("20991218", "2099-12-32", "", "2099-W01-1"):
        assert "first" in problem_in(server.client.get("/api/away", params={"first": wrong}), 400)


def until(true: Callable[[], bool]) -> None:
    """Wait until something is so."""
    for _ in range(600):
        if true():
            return
        time.sleep(0.1)
    raise AssertionError("it never was")


def test_replies_that_cannot_be_read_are_counted(start: Callable[..., Server], tmp_path: Path) -> None:
    """A damaged export is not taken for an organization in which everybody is here."""
    (tmp_path / "export.json").write_text(export(("a@b.example", "Enabled", f"Out until {written(LAST)}."))[:-9])
    server = start("--replies", str(tmp_path))
    until(lambda: server.client.get("/api/away").json()["unread"] == 1)


def test_health_says_ok(server: Server) -> None:
    """The health address answers as long as texts can be checked."""
    got = server.client.get("/healthz")
    assert (got.status_code, got.json()) == (200, {"status": "ok"})


@pytest.mark.parametrize("path", ["/nothing", "/api", "/api/check/", "/basic/", "/..%2f..%2fetc/passwd"])
def test_other_addresses_are_not_found(server: Server, path: str) -> None:
    """What is not there is a problem document, not a page of the framework."""
    problem_in(server.client.get(path), 404)


@pytest.mark.parametrize(
    ("method", "path"), [("GET", "/api/check"), ("POST", "/"), ("OPTIONS", "/api/fix"), ("PUT", "/basic")]
)
def test_other_methods_are_refused(server: Server, method: str, path: str) -> None:
    """A method that an address does not take is refused with those that it takes."""
    got = server.client.request(method, path)
    problem_in(got, 405)
    assert got.headers["allow"]


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/"),
        ("GET", "/nothing"),
        ("POST", "/api/check"),
        ("GET", "/basic"),
        ("GET", "/healthz"),
        ("OPTIONS", "/api/new"),
    ],
)
def test_every_answer_is_guarded(server: Server, method: str, path: str) -> None:
    """Every answer has the headers that keep browsers from guessing, framing and telling; none opens it to other sites."""
    headers = server.client.request(method, path).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert "default-src 'none'" in headers["content-security-policy"]
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert "server" not in headers
    assert "set-cookie" not in headers
    assert not [name for name in headers if name.startswith("access-control")]
