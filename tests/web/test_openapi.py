"""The OpenAPI document says what the server does: schemathesis and the answers themselves are compared with it."""

from __future__ import annotations

from functools import cache
from typing import Any

import jsonschema
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from jsonschema import Draft202012Validator
from schemathesis.checks import CHECKS, load_all_checks
from serving import FIRST, LAST, REPLY, Server, reply

from replylint.api import Checker, Reply, call
from replylint.web import openapi, operations
from replylint.web.routes import Routes
from replylint.web.schemas import CHOICES

DOCUMENT = openapi.document(8_000_000)
EXAMPLES = 12
ANSWERS: dict[str, Any] = {
    "first_day": str(FIRST),
    "last_day": str(LAST),
    "contacts": [{"name": "Rosa Delgado", "phone": "813-555-0151"}],
    "profile": {"name": "Dana Whitlock", "title": "Planner", "phone": "813-555-0142", "extension": "4211"},
}
FILE = {"name": "reply.txt", "data": "SSBhbSBvdXQgb2YgdGhlIG9maWNlIHVudGlsIEZyaWRheS4="}


def validator(operation: dict[str, Any], status: str = "200") -> Draft202012Validator:
    """Return a validator of what an operation answers."""
    answer = operation["responses"][status]
    if "$ref" in answer:
        answer = DOCUMENT["components"]["responses"][status]
    (content,) = answer["content"].values()
    return Draft202012Validator({**content["schema"], "components": DOCUMENT["components"]})


def test_document_is_served(server: Server) -> None:
    """The document at /openapi.json is the one that these tests look at, and its schemas are right."""
    got = server.client.get("/openapi.json")
    assert got.json() == DOCUMENT
    for schema in DOCUMENT["components"]["schemas"].values():
        Draft202012Validator.check_schema(schema)


def test_document_has_every_address(server: Server) -> None:
    """Every address for programs is in the document, and nothing else is."""
    routes = Routes.all(FakeRoutes())  # type: ignore[arg-type]
    programs = {route.path: {one for one in route.methods or () if one != "HEAD"} for route in routes}
    del programs["/"], programs["/basic"], programs["/signed-in"], programs["/openapi.json"]
    assert {path: {one.upper() for one in each} for path, each in DOCUMENT["paths"].items()} == programs


class FakeRoutes:
    """What `Routes.all` asks of an object, with nothing behind it."""

    def __getattr__(self, name: str) -> Any:
        return self if name == "_page" else lambda *_: None


@pytest.mark.parametrize(
    ("name", "asked"),
    [
        ("check", reply(REPLY)),
        ("check", reply("<p>I am out.</p>", markup=True)),
        ("check", {"what": FILE}),
        (
            "check",
            {"what": {"texts": [{"part": "internal", "content": "Out."}, {"part": "external", "content": "Hi!!"}]}},
        ),
        ("check", reply("Je suis absent du bureau jusqu'à vendredi. Merci de votre patience.")),
        ("fix", reply(REPLY)),
        ("fix", {"what": FILE, "safe": True}),
        (
            "fix",
            {**reply("<p>I am out of the ofice.</p>", markup=True), "rewrite": True, "settings": {"language": "es"}},
        ),
        ("new", {"answers": ANSWERS}),
        ("new", {"answers": {"kind": "departed", "last_day": str(LAST), "system": "gmail"}}),
    ],
)
def test_answers_are_as_described(server: Server, name: str, asked: dict[str, Any]) -> None:
    """Answers have exactly the names and types that the document gives; so have the requests."""
    operation = DOCUMENT["paths"][f"/api/{name}"]["post"]
    schema = operation["requestBody"]["content"]["application/json"]["schema"]
    jsonschema.validate(asked, {**schema, "components": DOCUMENT["components"]}, Draft202012Validator)
    got = server.post(name, asked)
    assert got.status_code == 200, got.text
    validator(operation).validate(got.json())


def test_requests_have_the_names_that_are_taken() -> None:
    """The schemas of requests have the names that the server takes."""
    for name, operation in operations.OPERATIONS.items():
        schema = DOCUMENT["paths"][f"/api/{name}"]["post"]["requestBody"]["content"]["application/json"]["schema"]
        assert {*schema["properties"]} == {*operation.required, *operation.optional}
        assert {*schema["required"]} == {*operation.required}
        assert {*schema["properties"]["settings"]["properties"]} == {*operations.OF_PERSON}


def test_choices_are_those_that_are_taken() -> None:
    """Of texts that are one of a few, the document names each that is taken, and no other is."""
    checker = Checker(today=FIRST)
    for (kind, name), choices in CHOICES.items():
        for value in (*choices, "another"):
            if kind is Reply:
                request = {"op": "check", "what": {"texts": [{"part": "message", "content": "Out."}], name: value}}
            else:
                hours = {"hours": "1 PM to 4 PM", "last_day": None} if value == "hours" else {}
                request = {"op": "write", "answers": {**ANSWERS, **hours, name: value}}
            assert call(request, checker)["ok"] is (value in choices), (kind, name, value)


@cache
def loaded(url: str) -> Any:
    """Return the document of a server as schemathesis reads it."""
    load_all_checks()
    schema = schemathesis.openapi.from_url(f"{url}/openapi.json")
    # 422 is the answer to what is well formed and cannot be: two texts for one tab, a finding that is not there.
    schema.config.checks.positive_data_acceptance.expected_statuses = ["2xx", "422"]
    return schema


@pytest.mark.parametrize("path", DOCUMENT["paths"])
def test_generated_requests_meet_no_failure(server: Server, path: str) -> None:
    """Right and wrong requests that are made up from the document get the answers that it promises."""
    ((method, _),) = DOCUMENT["paths"][path].items()
    operation = loaded(server.url)[path][method.upper()]
    modes = [schemathesis.GenerationMode.POSITIVE, schemathesis.GenerationMode.NEGATIVE]
    for mode in modes if path != "/healthz" else modes[:1]:

        @given(case=operation.as_strategy(generation_mode=mode))
        @settings(
            max_examples=EXAMPLES, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck), phases=[Phase.generate]
        )  # fmt: skip
        def ask(case: Any) -> None:
            case.call_and_validate(checks=CHECKS.get_all())

        ask()
