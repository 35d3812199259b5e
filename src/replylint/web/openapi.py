"""The description of the server's programs: OpenAPI 3.1, from the shapes of the Python interface."""

from __future__ import annotations

from datetime import date
from http import HTTPStatus
from typing import Any

from replylint import __version__
from replylint.api import API_VERSION, Answers, Checked, File, Fixed, Person, Profile, Reply, Written
from replylint.facts.languages import CODES
from replylint.web import operations
from replylint.web.problems import MEDIA_TYPE
from replylint.web.schemas import Schema, Schemas

_JSON = "application/json"
_TITLES = {"check": "Check a reply", "fix": "Correct a reply", "new": "Write a new reply"}
_TOLD = {
    "check": "Returns what to change. `ok` is true only if everything was checked and no error was found.",
    "fix": "Corrects everything that can be corrected, or one finding. Nothing is invented: what only the author knows becomes a blank.",
    "new": "Writes both messages and the signature from the answers, already checked.",
}
_RESULTS = {"check": Checked, "fix": Fixed, "new": Written}
_OF_POST = (400, 403, 408, 413, 415, 421, 422, 429, 500, 503)
_OF_GET = (400, 421, 429, 500, 503)
_RETRY_AFTER = {"Retry-After": {"description": "Seconds to wait.", "schema": {"type": "integer", "minimum": 1}}}


def document(largest: int) -> dict[str, Any]:
    """Return the description. `largest` is the most bytes that a body may have."""
    schemas = Schemas()
    paths = {
        **{f"/api/{name}": {"post": _operation(name, schemas)} for name in operations.OPERATIONS},
        "/api/people": {"get": _people(schemas)},
        "/api/away": {"get": _away()},
        "/healthz": {"get": _health()},
    }
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "replylint",
            "version": __version__,
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
            "description": (
                f"Checks, corrects and writes out-of-office replies and signatures (interface version {API_VERSION}). "
                f"Places count Unicode code points. A body has at most {largest:,} bytes. Texts are neither kept nor logged. "
                "Errors are problem documents (RFC 9457). docs/api.md and docs/serve.md say more."
            ),
        },
        "servers": [{"url": "/"}],
        "paths": paths,
        "components": {
            "schemas": {**schemas.found, "Problem": _PROBLEM},
            "responses": {str(status): _problem(status) for status in sorted({*_OF_POST, *_OF_GET})},
        },
    }


def _operation(name: str, schemas: Schemas) -> dict[str, Any]:
    known = operations.OPERATIONS[name]
    each = {
        "what": {"anyOf": [schemas.of(Reply, request=True), schemas.of(File, request=True)]},
        "answers": schemas.of(Answers, request=True),
        "finding": {"type": "string", "description": "The id of the one finding to correct; all of them without it."},
        "safe": {"type": "boolean", "description": "Leave what a person should read over."},
        "rewrite": {"type": "boolean", "description": "Write the message from the organization's template."},
        "settings": _settings(schemas),
    }
    asked = {
        "type": "object",
        "properties": {one: each[one] for one in (*known.required, *known.optional)},
        "required": [*known.required],
        "additionalProperties": False,
    }
    return {
        "operationId": name,
        "summary": _TITLES[name],
        "description": _TOLD[name],
        "requestBody": {"required": True, "content": {_JSON: {"schema": asked}}},
        "responses": {
            "200": {"description": "Done.", "content": {_JSON: {"schema": schemas.of(_RESULTS[name])}}},
            **_problems(_OF_POST),
        },
    }


def _settings(schemas: Schemas) -> Schema:
    of = {
        "today": {"anyOf": [schemas.of(date), {"type": "null"}]},
        "profile": schemas.of(Profile, request=True),
        "language": {"type": "string", "enum": [*CODES], "description": "Of questions and of changes in words."},
    }
    return {
        "type": "object",
        "properties": {name: of[name] for name in operations.OF_PERSON},
        "additionalProperties": False,
    }


def _people(schemas: Schemas) -> dict[str, Any]:
    prefix = {"type": "string", "minLength": 1, "maxLength": operations.LONGEST_PREFIX}
    return {
        "operationId": "people",
        "summary": "Find people of the staff list",
        "description": f"Returns at most {operations.MOST_PEOPLE} people: every typed word begins a word of the name. None if the server has no staff list.",
        "parameters": [{"name": "q", "in": "query", "required": True, "description": "The beginning of a name.", "schema": prefix}],
        "responses": {
            "200": _found(
                "People.", {"people": {"type": "array", "items": schemas.of(Person)}}
            ),
            **_problems(_OF_GET),
        },
    }  # fmt: skip


def _away() -> dict[str, Any]:
    day = Schemas().of(date)
    spell = _record({"name": {"type": "string"}, "email": {"type": "string"}, "first_day": day, "last_day": day})
    return {
        "operationId": "away",
        "summary": "Find who is away when",
        "description": (
            "Returns the absences that have not ended, as the replies say that the server was given. A person who is not in it "
            "may be away all the same. With `first` and `last`, only those that share a day with these."
        ),
        "parameters": [
            {"name": name, "in": "query", "required": False, "description": text, "schema": day}
            for name, text in (("first", "The first of the days asked about."), ("last", "The last of them."))
        ],
        "responses": {
            "200": _found(
                "Absences.",
                {
                    "people": {"type": "array", "items": spell},
                    "unread": {"type": "integer", "description": "Replies that could not be read."},
                },
            ),
            **_problems(_OF_GET),
        },
    }


def _health() -> dict[str, Any]:
    return {
        "operationId": "health",
        "summary": "Ask whether the server can check",
        "responses": {"200": _found("It can.", {"status": {"const": "ok"}}), **_problems((421, 500, 503))},
    }


def _record(properties: Schema) -> Schema:
    return {
        "type": "object",
        "properties": properties,
        "required": [*properties],
        "additionalProperties": False,
    }


def _found(description: str, properties: Schema) -> dict[str, Any]:
    return {"description": description, "content": {_JSON: {"schema": _record(properties)}}}


def _problems(statuses: tuple[int, ...]) -> dict[str, Any]:
    return {str(status): {"$ref": f"#/components/responses/{status}"} for status in statuses}


_PROBLEM: Schema = {
    "type": "object",
    "description": "What went wrong (RFC 9457). `detail` is a sentence for people.",
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
    },
    "required": ["type", "title", "status", "detail"],
}
_WHY = {
    400: "The body is not JSON, did not come whole, or a parameter is missing or wrong.",
    403: "A page of another site sent it.",
    408: "The body did not come in time.",
    413: "The body is too large.",
    415: "The body is not application/json in UTF-8.",
    421: "The server is not called by that name.",
    422: "It cannot be done: a name or a value is wrong, the texts do not go together, there is no such finding, or the text takes too long.",
    429: "The client asks too often.",
    500: "A fault of replylint.",
    503: "Too much is asked at once.",
}


def _problem(status: int) -> dict[str, Any]:
    found: dict[str, Any] = {
        "description": f"{HTTPStatus(status).phrase}. {_WHY[status]}",
        "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }
    return found | ({"headers": _RETRY_AFTER} if status in (429, 503) else {})
