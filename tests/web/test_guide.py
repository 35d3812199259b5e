"""docs/serve.md holds what it says: its examples run, its addresses, statuses and options are those of the server."""

from __future__ import annotations

import json
import re
from pathlib import Path

import click
from serving import Server

from replylint.cli.serve import command
from replylint.web import openapi
from replylint.web.server import ServeOptions

GUIDE = (Path(__file__).resolve().parents[2] / "docs" / "serve.md").read_text(encoding="utf-8")
OPTIONS = {one for parameter in command.params if isinstance(parameter, click.Option) for one in parameter.opts}


def test_examples_run(server: Server) -> None:
    """Each example for programs is understood, and has the result that is meant."""
    examples = re.findall(r"curl http://127\.0\.0\.1:8765(\S+) .*?-d '(\{.*?\})'\n", GUIDE, re.DOTALL)
    assert [path for path, _ in examples] == ["/api/check", "/api/new"]
    (check, body), (new, answers) = examples
    got = server.client.post(check, json=json.loads(body)).json()
    assert "spelling.misspelling" in {one["rule"] for one in got["findings"]}
    # The days of the example pass; what is said then has to be about them.
    response = server.client.post(new, json={**json.loads(answers), "settings": {"today": "2026-12-01"}})
    assert response.status_code == 200, response.text
    assert len(response.json()["reply"]["texts"]) == 3


def test_addresses_are_those_of_the_document() -> None:
    """The table of addresses has every one for programs, by its method."""
    table = re.findall(r"^\| `(?:(GET|POST) )?(/[^`?]*)", GUIDE, re.MULTILINE)
    methods = {path: (method or "GET").lower() for method, path in table}
    programs = {path: next(iter(each)) for path, each in openapi.document(1)["paths"].items()}
    assert methods == {**programs, "/": "get", "/basic": "get", "/signed-in": "get", "/openapi.json": "get"}


def test_statuses_are_those_of_the_document() -> None:
    """The table of statuses has every error that the document promises."""
    rows = re.findall(r"^\| ([\d, ]+) \|", GUIDE, re.MULTILINE)
    statuses = {one for row in rows for one in row.split(", ")}
    assert statuses == {*openapi.document(1)["components"]["responses"]}


def test_options_and_limits_are_those_of_the_command() -> None:
    """Options that the guide names exist, and its numbers are the defaults."""
    assert {*re.findall(r"--[a-z]+(?:-[a-z]+)*", GUIDE)} - {"--help"} <= OPTIONS
    defaults = {one.name: one.default for one in command.params}
    assert f"`--seconds` ({defaults['seconds']})" in GUIDE
    assert f"{defaults['megabytes']} MB" in GUIDE
    assert f"{defaults['rate']} requests per minute" in GUIDE
    assert f"127.0.0.1:{defaults['port']}/" in GUIDE
    fields = ServeOptions.__dataclass_fields__
    assert fields["per_minute"].default == defaults["rate"]
    assert fields["largest"].default == defaults["megabytes"] * 1_000_000
    assert fields["port"].default == defaults["port"]
