"""What is wrong, too large, too much or from elsewhere is turned away, and nothing that people type is logged."""

from __future__ import annotations

import json
import re
import socket
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from serving import JSON, REPLY, SECRET, Server, problem_in, reply

HOSTILE = [
    b"",
    b"\xff\xfe",
    b"{",
    b"null",
    b"[]",
    b'"text"',
    b"NaN",
    b'{"what": NaN}',
    b"[" * 100_000,
    b'{"what":' * 20_000,
    b'{"what": ' + b"9" * 10_000 + b"}",
    b'{"what": {"texts": 1}}',
    b'{"what": {"texts": [{"part": "nobody", "content": "a"}]}}',
    b'{"what": {"texts": [{"part": "message", "content": "a"}], "__class__": 1}}',
    b'{"what": {"texts": [{"part": "message", "content": "a"}, {"part": "message", "content": "b"}]}}',
    b'{"what": {"name": "a.eml", "data": "%%%"}}',
    b'{"what": {"texts": []}, "settings": {"policy": "/etc/passwd"}}',
    b'{"what": {"texts": []}, "settings": {"directory": "eA=="}}',
    b'{"what": {"texts": []}, "settings": []}',
    b'{"what": {"texts": []}, "settings": {"today": "yesterday"}}',
    b'{"op": "explain", "rule": "x"}',
]


@pytest.mark.parametrize("body", HOSTILE, ids=range(len(HOSTILE)))
@pytest.mark.parametrize("name", ["check", "fix", "new"])
def test_hostile_bodies_are_refused(server: Server, name: str, body: bytes) -> None:
    """A body that is not what it must be is refused with a sentence, and the server goes on."""
    got = server.client.post(f"/api/{name}", content=body, headers={"Content-Type": JSON})
    assert got.status_code in (400, 422)
    problem_in(got, got.status_code)


@pytest.mark.parametrize(
    "content",
    [
        "\ud800 lone",
        "\x00\x1b[31m",
        "a" * 150_000,
        "<div>" * 10_000,
        "<p style='background:url(javascript:alert(1))'>I am out</p>" * 100,
        "( " * 20_000,
        "12/12/26 " * 2_000,
        "\u202e" * 1_000,
    ],
    ids=["surrogate", "control", "long", "deep", "css", "brackets", "dates", "bidi"],
)
def test_hostile_texts_get_an_answer(server: Server, content: str) -> None:
    """Whatever a text is, the server checks it, or says why it did not, and checks the next one as before."""
    body = json.dumps(reply(content, markup="<" in content))
    got = server.client.post("/api/check", content=body, headers={"Content-Type": JSON})
    assert got.status_code in (200, 422), got.text
    if got.status_code == 422:
        assert "too long" in problem_in(got, 422)
    else:
        assert got.json()["ok"] is False
    assert server.post("check", reply(REPLY)).status_code == 200


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "application/json; charset=latin-1", "application/jsonx", ""]
)  # fmt: skip
def test_only_json_is_taken(server: Server, kind: str) -> None:
    """What forms of other sites can send without asking is not JSON, and is refused."""
    body = json.dumps(reply(REPLY))
    problem_in(server.client.post("/api/check", content=body, headers={"Content-Type": kind}), 415)
    allowed = server.client.post(
        "/api/check", content=body, headers={"Content-Type": "Application/JSON; charset=utf-8"}
    )
    assert allowed.status_code == 200


def test_compressed_bodies_are_refused(server: Server) -> None:
    """Nothing that grows when it is unpacked is taken."""
    headers = {"Content-Type": JSON, "Content-Encoding": "gzip"}
    problem_in(server.client.post("/api/check", content=b"x", headers=headers), 415)


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://elsewhere.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:1"},
        {"Origin": "not an address"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
@pytest.mark.parametrize("path", ["/api/check", "/basic"])
def test_pages_of_other_sites_are_refused(server: Server, headers: dict[str, str], path: str) -> None:
    """A page of another site cannot send texts here."""
    problem_in(server.client.post(path, content=b"{}", headers={"Content-Type": JSON, **headers}), 403)


def test_own_pages_are_answered(server: Server) -> None:
    """A page of this server can send texts."""
    own = {"Origin": server.url, "Sec-Fetch-Site": "same-origin"}
    assert server.post("check", reply(REPLY), own).status_code == 200


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "evil@127.0.0.1", "127.0.0.1/x", ""])
def test_other_names_are_refused(server: Server, host: str) -> None:
    """A name that somebody points at this server does not reach it (DNS rebinding)."""
    problem_in(server.client.get("/healthz", headers={"Host": host}), 421)


def test_allowed_name_is_answered(start: Callable[..., Server]) -> None:
    """The name that IT allows is answered, and so is loopback; with it the server may listen everywhere."""
    server = start("--host", "0.0.0.0", "--allowed-host", "Replies.plantcitygov.example", "--rate", "60")
    url = server.url.replace("0.0.0.0", "127.0.0.1") + "/healthz"
    for host, status in (
        ("replies.plantcitygov.example", 200),
        ("REPLIES.plantcitygov.example:443", 200),
        ("localhost", 200),
        ("other.example", 421),
    ):
        assert server.client.get(url, headers={"Host": host}).status_code == status


def test_large_bodies_are_refused_before_they_are_read(start: Callable[..., Server]) -> None:
    """A body over the limit is refused, whether it says how long it is or not."""
    server = start("--megabytes", "0.01")
    body = json.dumps(reply("a" * 10_000)).encode()
    headers = {"Content-Type": JSON}
    assert "10,000" in problem_in(server.client.post("/api/check", content=body, headers=headers), 413)
    problem_in(server.client.post("/api/check", content=iter([body[:6000], body[6000:]]), headers=headers), 413)
    assert server.post("check", reply(REPLY)).status_code == 200


def test_large_forms_are_refused(server: Server) -> None:
    """The form without JavaScript takes no more than a reply."""
    problem_in(server.client.post("/basic", data={"message": "a" * 400_001}), 413)


def test_clients_that_ask_too_often_wait(start: Callable[..., Server]) -> None:
    """A client has so many requests in a minute, and is told when it may come back; health costs nothing."""
    server = start("--rate", "30")
    codes = [server.client.get("/api/people", params={"q": "a"}).status_code for _ in range(14)]
    assert codes[:10] == [200] * 10
    assert codes[-1] == 429
    last = server.client.get("/basic")
    problem_in(last, 429)
    assert 1 <= int(last.headers["retry-after"]) <= 2
    assert {server.client.get("/healthz").status_code for _ in range(50)} == {200}


def test_header_of_a_proxy_counts_only_if_it_is_believed(start: Callable[..., Server]) -> None:
    """Nobody gets another bucket by claiming to come from elsewhere; behind a proxy each client has its own."""
    for options, last in (((), 429), (("--proxy", "127.0.0.1"), 200)):
        server = start("--rate", "30", *options)
        codes = [
            server.client.get("/basic", headers={"X-Forwarded-For": f"192.0.2.{number}"}).status_code
            for number in range(20)
        ]
        assert codes[-1] == last


def test_slow_text_is_stopped_and_blocks_nobody(start: Callable[..., Server]) -> None:
    """A text that takes longer than it may is given up with a sentence; meanwhile and afterwards others are answered."""
    server = start("--seconds", "2", "--workers", "2", "--rate", "100000")
    slow = {"what": {"texts": [{"part": "message", "content": "Plase contcat Dnaa Whtlock befroe 12/18/26. " * 4_000}]}}
    assert server.post("check", reply(REPLY)).status_code == 200
    with ThreadPoolExecutor(1) as other:
        waiting = other.submit(server.post, "fix", slow)
        time.sleep(0.05)
        for _ in range(3):
            assert server.post("check", reply(REPLY)).status_code == 200
        assert "too long" in problem_in(waiting.result(), 422)
    for _ in range(4):
        assert server.post("check", reply(REPLY)).status_code == 200
    assert server.client.get("/healthz").status_code == 200


LINE = re.compile(
    r"\d{4}-\d\d-\d\dT[\d:]{8}[+-]\d{4} (GET|HEAD|POST|OPTIONS|PUT|\(other\)) (/[\w./]*|\(other\)) \d{3} \d+ ms"
)


def test_log_has_no_text(start: Callable[..., Server], staff: Path) -> None:
    """The log has method, path, status and time of each request: no text, no name, no address, no query."""
    server = start("--directory", str(staff))
    server.post("check", reply(f"I am out, {SECRET}"))
    server.post("new", {"answers": {"note": SECRET, SECRET: 1}})
    server.client.post("/api/fix", content=SECRET, headers={"Content-Type": JSON})
    server.client.post("/basic", data={"message": SECRET})
    server.client.get("/api/people", params={"q": SECRET})
    server.client.get(f"/{SECRET}?{SECRET}", headers={"User-Agent": SECRET, "Referer": f"http://{SECRET}/"})
    server.client.request(SECRET.upper(), "/")
    with socket.create_connection(("127.0.0.1", int(server.url.rpartition(":")[2]))) as raw:
        raw.sendall(f"{SECRET} nonsense\r\n\r\n".encode())
        raw.recv(1000)
    lines = server.log().splitlines()
    assert SECRET.lower() not in server.log().lower()
    requests = [line for line in lines if " ms" in line]
    assert len(requests) == 7
    assert all(LINE.fullmatch(line) for line in requests), requests
    assert [
        line for line in lines if line not in requests and "Open " not in line and "Invalid HTTP request" not in line
    ] == []
