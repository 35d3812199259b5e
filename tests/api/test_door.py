"""One function from dictionaries to dictionaries: everything that Python can do, nothing that raises."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.replies import CHECKER, OUTLOOK, TODAY
from replylint.api import API_VERSION, Answers, Part, Person, Reply, Text, call, to_json

SETTINGS = {"today": TODAY.isoformat(), "profile": {"name": "Kai Mori", "title": "Permit Technician II"}}
WHAT = {"texts": [{"part": "message", "content": "I am out of the ofice from [first day] to 12/18/26.\n\nKai Mori"}]}


def ask(op: str, **more: Any) -> Any:
    """Return the result of a request, which must be JSON."""
    answer = call({"op": op, "settings": SETTINGS, **more})
    assert json.loads(json.dumps(answer)) == answer
    assert answer["ok"], answer
    return answer["result"]


def test_a_whole_session() -> None:
    """Check, fix one, fix all, fill in, undo, write: results can be passed back as they came."""
    assert ask("about")["api_version"] == API_VERSION
    checked = ask("check", what=WHAT)
    finding = next(one for one in checked["findings"] if one["rule"] == "spelling.misspelling")
    one = ask("fix_one", what=WHAT, finding=finding["id"])
    assert one["changes"][0]["in_words"] == "Changed “ofice” to “office”"
    fixed = ask("fix_all", what=WHAT)
    back = ask("undo", what=fixed["what"], change=fixed["changes"][0], changes=fixed["changes"])
    assert len(back["changes"]) == len(fixed["changes"]) - 1
    blank = next(one for one in fixed["checked"]["blanks"] if one["fact"] == "date")
    filled = ask("fill", what=fixed["what"], blanks={blank["id"]: "2026-12-14"})
    assert "12/14/26" in filled["what"]["texts"][0]["content"]
    typed = json.loads(json.dumps(fixed["what"]))
    typed["texts"][0]["content"] += "\nP.S. Thanks!"
    assert len(ask("follow", what=fixed["what"], after=typed, changes=fixed["changes"])) == len(fixed["changes"])
    answers = to_json(Answers(first_day=TODAY, last_day=TODAY, contacts=(Person("Dana Whitlock", "813-555-0142"),)))
    assert ask("write", answers=answers)["reply"]["texts"][0]["part"] == "internal"
    assert ask("explain", rule="contact.missing")["clause"]["text"]
    assert ask("people", prefix="da") == []


def test_a_file_and_a_staff_list_come_as_base64() -> None:
    """Bytes are base64, and a staff list given once is used for typing ahead."""
    staff = base64.b64encode(
        b"Name,Title,Phone,Email\nDana Whitlock,Clerk,813-555-0142 x12,dana@plantcity.example\n"
    ).decode()
    answer = call({"op": "people", "prefix": "whit d", "settings": {"directory": staff}})
    assert [one["name"] for one in answer["result"]] == ["Dana Whitlock"]
    assert answer["result"][0]["extension"] == "12"
    data = base64.b64encode(OUTLOOK.encode()).decode()
    fixed = ask("fix_all", what={"name": "reply.htm", "data": data})
    saved = ask("save", what=fixed["what"])
    assert b"out of the office" in base64.b64decode(saved["data"])


BAD = [
    {}, {"op": 5}, {"op": "chek"}, {"op": "check"}, {"op": "check", "what": 5}, {"op": "check", "what": {"texts": [{"part": "x"}]}},
    {"op": "check", "what": {"texts": "abc"}}, {"op": "check", "what": {"texts": [], "more": 1}}, {"op": "check", "what": {"name": "a", "data": "%"}},
    {"op": "fix_one", "what": WHAT, "finding": "nothing"}, {"op": "fill", "what": WHAT, "blanks": {"nothing": "x"}}, {"op": "fill", "what": WHAT},
    {"op": "undo", "what": WHAT}, {"op": "write"}, {"op": "write", "answers": {"first_day": "tomorrow"}}, {"op": "save", "what": WHAT},
    {"op": "explain", "rule": "contact.mising"}, {"op": "about", "settings": {"policy": "nowhere"}}, {"op": "about", "settings": {"language": "fr"}},
    {"op": "about", "settings": {"directory": "AAAA"}}, {"op": "about", "colour": "red"}, {"op": "follow", "what": WHAT},
]  # fmt: skip


@pytest.mark.parametrize("request_", BAD, ids=lambda one: json.dumps(one)[:60])
def test_a_wrong_request_gets_a_sentence(request_: dict[str, Any]) -> None:
    """What a caller did wrong is said in one sentence, and nothing is raised."""
    answer = call(request_)
    assert (answer["ok"], answer["kind"]) == (False, "input")
    assert answer["error"].strip()
    assert "\n" not in answer["error"]


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 5) | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["op", "what", "texts", "part", "content", "changes", "settings", "data", "name"]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=8,
)


@given(
    st.sampled_from(["check", "fix_all", "fill", "undo", "write", "people", "save", "follow"]),
    st.dictionaries(
        st.sampled_from(["what", "answers", "blanks", "change", "changes", "settings", "prefix", "limit", "after"]),
        _JSON,
        max_size=4,
    ),
)
def test_no_request_raises(op: str, rest: dict[str, Any]) -> None:
    """Whatever JSON a request is, the answer is JSON, and no fault of the caller is called one of replylint."""
    answer = call({**rest, "op": op})
    json.dumps(answer)
    assert answer["ok"] or answer["kind"] == "input", answer


def test_a_server_lets_no_caller_choose_a_policy() -> None:
    """With a checker given, a request chooses day, person and language, and never which file is read."""
    request = {"op": "about", "settings": {"policy": "/etc/passwd", "today": "2026-12-01", "directory": "AAAA"}}
    answer = call(request, CHECKER)
    assert answer["result"]["policy"] == "plant-city"
    assert answer["result"]["today"] == "2026-12-01"


def test_json_of_every_value_is_plain() -> None:
    """Values of the interface become JSON with the names that they have in Python."""
    checked = CHECKER.check(Reply((Text(Part.MESSAGE, "I am out until Friday."),)))
    plain = to_json(checked)
    assert plain["findings"][0].keys() == {*type(checked.findings[0])._fields}
    assert plain.keys() == {*type(checked).__dataclass_fields__, "kind"}
    with pytest.raises(TypeError):
        to_json(object())
