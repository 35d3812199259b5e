"""What a template may cost: comparing, hashing and copying are counted, so that no template runs for long."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from replylint import bounded
from replylint.errors import TemplateError
from replylint.fix import templates
from replylint.fix.templates import ITEM, MAX_SOURCE, WORK, Templates
from replylint.policy import load_pack

BUDGET = WORK // 10
"""What filling a template may cost here: enough to be counted, and spent sooner."""
LEVELS = 18
"""How often a list is put twice into another: 2^18 steps to compare, of which a template may make a small part."""
LISTS = f"{{% set ns = namespace(a=[one], b=[other]) %}}{{% for i in range({LEVELS}) %}}{{% set ns.a = [ns.a, ns.a] %}}{{% set ns.b = [ns.b, ns.b] %}}{{% endfor %}}"
TUPLES = (
    f"{{% set ns = namespace(a=(one,)) %}}{{% for i in range({LEVELS}) %}}{{% set ns.a = (ns.a, ns.a) %}}{{% endfor %}}"
)


@pytest.fixture(autouse=True)
def budget(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a template cost less."""
    monkeypatch.setattr(templates, "WORK", BUDGET)


class Counted:
    """A value that counts how often it is compared and hashed. It equals any other, so that a comparison goes on."""

    steps = 0

    def __eq__(self, other: object) -> bool:
        Counted.steps += 1
        return True

    def __hash__(self) -> int:
        Counted.steps += 1
        return 1


def rendered(text: str, folder: Path, **values: object) -> str:
    """Fill a template of a pack in a folder."""
    (folder / "mine.toml").write_text('[pack]\nid = "mine"\nextends = "plant-city"\n', encoding="utf-8")
    (folder / "templates" / "mine").mkdir(parents=True, exist_ok=True)
    (folder / "templates" / "mine" / "x.txt.j2").write_text(text, encoding="utf-8")
    return Templates(load_pack(str(folder / "mine.toml"))).render("x.txt.j2", values)


@pytest.mark.parametrize(
    "text",
    [
        LISTS + "{{ ns.a is eq ns.b }}",
        LISTS + "{{ ns.a is in [ns.b] }}",
        LISTS + "{{ ns.a is ne ns.b }}",
        LISTS + "{{ ns.a == ns.b }}",
        LISTS + "{{ 1 == 2 or ns.b in [ns.a] }}",
        LISTS + "{{ {'x': ns.a} == {'x': ns.b} }}",
        LISTS + "{{ {'x': ns.a}.items() == {'x': ns.b}.items() }}",
        LISTS + "{{ [ns.a] | select('eq', ns.b) | list | length }}",
        LISTS + "{{ [ns.a].index(ns.b) }}",
        LISTS + "{{ [[ns.a, ns.b]] | map('first') | select('in', [ns.b]) | list | length }}",
        LISTS + "{% for x in [ns.a, ns.b] %}{{ loop.changed(x) }}{% endfor %}",
        TUPLES + "{{ {ns.a: 1} | length }}",
        TUPLES + "{{ {'x': 1}[ns.a] }}",
        TUPLES + "{{ {'x': 1}.get(ns.a) }}",
        TUPLES + "{{ ns.a in {'x': 1} }}",
        TUPLES + "{{ [ns.a] | unique | list | length }}",
        TUPLES + "{{ dict([(ns.a, 1)]) | length }}",
    ],
)
def test_comparing_and_hashing_are_paid_for(text: str, tmp_path: Path) -> None:
    """A value that takes millions of steps to compare or hash is refused after a bounded number of them."""
    Counted.steps = 0
    with pytest.raises(TemplateError, match="does not end"):
        rendered(text, tmp_path, one=Counted(), other=Counted())
    assert Counted.steps <= BUDGET // ITEM < 2**LEVELS


class Unequal(Counted):
    """A value that equals no other, so that a search goes on."""

    def __eq__(self, other: object) -> bool:
        Counted.steps += 1
        return False

    __hash__ = Counted.__hash__


@pytest.mark.parametrize(
    "text",
    [
        "{% for i in range(5000) %}{% if one in many %}{% endif %}{% endfor %}",
        "{% for i in range(5000) %}{% if one is in many %}{% endif %}{% endfor %}",
        "{% for i in range(5000) %}{{ many.count(one) }}{% endfor %}",
        "{% for i in range(5000) %}{{ many | select('eq', one) | list | length }}{% endfor %}",
    ],
)
def test_searching_is_paid_for(text: str, tmp_path: Path) -> None:
    """A long list that is searched again and again is refused after a bounded number of steps."""
    Counted.steps = 0
    with pytest.raises(TemplateError, match="does not end"):
        rendered(text, tmp_path, one=Counted(), many=[Unequal() for _ in range(1_000)])
    assert Counted.steps <= BUDGET // ITEM < 5_000 * 1_000


@pytest.mark.parametrize(
    ("text", "filled"),
    [
        ("{% if kind is eq 'absence' %}away{% endif %}", "away"),
        ("{{ names[1:] | join(', ') }} {{ 'Ann' in names }} {{ names is iterable }}", "Bo True True"),
        ("{{ {'a': 1, 'b': 2}['b'] }} {{ {'a': {'b': 3}}.a.b }}", "2 3"),
        ("{% for n in names if n is ne 'Bo' %}{{ loop.changed(n) }}{% endfor %}", "True"),
        ("{{ names | sum(start='') if false else [1, 2] | sum }} {{ '<b>x</b>' | striptags }}", "3 x"),
        ("{{ 7 // 2 }} {{ 7 - 2 }} {{ 7 / 2 }} {{ 7 % 4 }} {{ 'a' ~ 1 }}", "3 5 3.5 3 a1"),
    ],
)
def test_what_people_write_is_within_the_budget(text: str, filled: str, tmp_path: Path) -> None:
    """Tests, slices, dictionaries and filters of ordinary templates are filled."""
    assert rendered(text, tmp_path, kind="absence", names=["Ann", "Bo"]) == filled


def test_a_reason_is_cut(tmp_path: Path) -> None:
    """What Python says is wrong may quote a whole text; a person reads its beginning."""
    with pytest.raises(TemplateError) as raised:
        rendered("{{ ('x' * 50000).encode(' ' ~ 'x' * 5000) }}", tmp_path)
    assert len(str(raised.value)) < 500


def test_a_template_is_not_read_past_its_bound(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A template that holds far more than is read is refused by its size, and not read whole."""
    read, asked = os.read, []
    monkeypatch.setattr(bounded.os, "read", lambda opened, count: asked.append(count) or read(opened, count))
    with pytest.raises(TemplateError, match="more than"):
        rendered("x" * 500_000, tmp_path)
    with pytest.raises(TemplateError, match="more than"):
        rendered("x" * 30_000, tmp_path)
    assert 4 * MAX_SOURCE + 1 in asked
