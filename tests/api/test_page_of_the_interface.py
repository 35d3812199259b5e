"""The page about the Python interface: its examples run, and it names every operation and no other."""

from __future__ import annotations

import doctest
import re
from pathlib import Path

import replylint.api
from replylint.api import call

PAGE = Path(__file__).resolve().parents[2] / "docs" / "api.md"


def test_the_examples_run() -> None:
    """Each example of the page gives what the page says."""
    text = "\n".join(re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL))
    test = doctest.DocTestParser().get_doctest(text, {}, "api.md", str(PAGE), 0)
    assert len(test.examples) > 20
    said: list[str] = []
    failed, _ = doctest.DocTestRunner(verbose=False).run(test, out=said.append)
    assert not failed, "".join(said)


def test_the_page_names_every_operation() -> None:
    """The table of operations is what `call` knows."""
    listed = re.findall(r"^\| `(\w+)` \|", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    known = re.search(r"There are (.*)\.", call({"op": "?"})["error"])
    assert known is not None
    assert sorted({*listed} - {"op"}) == sorted(known[1].split(", "))


def test_every_name_is_there_and_says_what_it_is() -> None:
    """What the interface exports is there, and each class and function has a docstring."""
    for name in replylint.api.__all__:
        value = getattr(replylint.api, name)
        assert not callable(value) or (value.__doc__ or "").strip(), name
