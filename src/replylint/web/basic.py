"""The form that works without JavaScript: the basic check, with the results on the same page."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Any
from urllib.parse import parse_qsl

from jinja2 import Environment
from markupsafe import Markup

from replylint.api import Checked, Checker, Found, Part, Reply, Text
from replylint.web.hashes import source_hash
from replylint.web.sanitizing import sanitized

LANGUAGES = ("en", "es")
_FIELDS = ("message", "external", "signature")
_MOST_SHOWN = 100
_BLANK = "placeholder.unfilled"
_MOST_FIELDS = 8


def empty(language: str) -> str:
    """Return the form with nothing in it."""
    return _page(language, dict.fromkeys(_FIELDS, ""), markup=False)


def checked(body: bytes, checker: Checker, language: str) -> str:
    """Return the form as it was sent (`application/x-www-form-urlencoded`), with what was found."""
    fields = _fields(body)
    texts = {name: fields.get(name, "") for name in _FIELDS}
    markup = fields.get("markup") == "yes"
    if not any(one.strip() for one in texts.values()):
        return _page(language, texts, markup=markup)
    checker = checker.adapted(language=language)
    reply = Reply(tuple(_texts(texts, markup=markup)))
    corrected = checker.fix_all(reply).what
    assert isinstance(corrected, Reply)
    return _page(language, texts, _result(checker.check(reply), reply, corrected, language), markup=markup)


def content_security_policy() -> str:
    """Return the policy of the page: its own style, its own form, and nothing else."""
    return f"default-src 'none'; style-src {source_hash(_file('style.css'))}; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"


def _fields(body: bytes) -> dict[str, str]:
    pairs = parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=_MOST_FIELDS)
    return {name: value.replace("\r\n", "\n") for name, value in pairs}


def _texts(texts: Mapping[str, str], *, markup: bool) -> Iterator[Text]:
    both = bool(texts["message"].strip() and texts["external"].strip())
    if texts["message"].strip():
        yield Text(Part.INTERNAL if both else Part.MESSAGE, texts["message"], markup)
    if texts["external"].strip():
        yield Text(Part.EXTERNAL if both else Part.MESSAGE, texts["external"], markup)
    if texts["signature"].strip():
        yield Text(Part.SIGNATURE, texts["signature"], markup)


def _result(checked: Checked, given: Reply, corrected: Reply, language: str) -> dict[str, Any]:
    strings = _strings(language)
    findings = [one for one in checked.findings if one.rule != _BLANK]  # those of blanks are the questions
    questions = [*dict.fromkeys(one.question for one in checked.blanks)]
    return {
        "heading": _heading(len(findings) + len(questions), checked, strings),
        "unchecked": [one.message for one in checked.unchecked],
        "findings": [_finding(one, strings) for one in findings[:_MOST_SHOWN]],
        "shown_only": strings["rest"].format(count=_MOST_SHOWN) if len(findings) > _MOST_SHOWN else "",
        "questions": questions[:_MOST_SHOWN],
        "notices": checked.notices,
        "corrected": [
            {
                "part": after.part.value,
                "place": strings[f"place.{after.part.value}"],
                "content": after.content,
                "preview": Markup(sanitized(after.content)) if after.markup else "",  # noqa: S704
            }
            for before, after in zip(given.texts, corrected.texts, strict=True)
            if before != after
        ],
    }


def _heading(count: int, checked: Checked, strings: Mapping[str, str]) -> str:
    """Return what to do in one line; it calls nothing right that was not checked."""
    if count:
        return strings["one"] if count == 1 else strings["many"].format(count=count)
    return strings["clean" if checked.ok else "open"]


def _finding(found: Found, strings: Mapping[str, str]) -> dict[str, str]:
    start, end = found.marked or (0, 0)
    return {
        "place": strings[f"place.{found.part.value}"],
        "message": found.message,
        "before": found.excerpt[:start],
        "marked": found.excerpt[start:end],
        "after": found.excerpt[end:],
        "clause": found.clause.text if found.clause else "",
    }


def _page(language: str, texts: Mapping[str, str], result: Mapping[str, Any] | None = None, *, markup: bool) -> str:
    page: str = _template().render(
        language=language, t=_strings(language), style=Markup(_file("style.css")),  # noqa: S704
        texts=texts, markup=markup, result=result,
    )  # fmt: skip
    return page.encode("utf-8", "replace").decode("utf-8")


@cache
def _template() -> Any:
    return Environment(autoescape=True).from_string(_file("form.html"))


@cache
def _strings(language: str) -> dict[str, str]:
    found: dict[str, str] = json.loads(_file(f"{language}.json"))
    return found


@cache
def _file(name: str) -> str:
    return (files("replylint.web") / "form" / name).read_text(encoding="utf-8")
