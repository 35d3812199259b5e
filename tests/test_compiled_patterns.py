"""Patterns are compiled once for all runs, and what is kept of them is as good as what `re` makes."""

from __future__ import annotations

import marshal
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from replylint import patterns

MAIL = Path(__file__).parent / "fixtures" / "demo" / "reply.eml"
RUN = """
import sys
from replylint import patterns
from replylint.cli import main
try:
    main(["check", sys.argv[1], "--no-config"])
except SystemExit:
    pass
print(len(patterns._new), file=sys.stderr)
patterns.keep()
"""
SAMPLES: tuple[tuple[str, int], ...] = (
    (r"(?P<first>\w+)\s+(?P<last>\w+)", 0),
    (r"(?i)\bmañana\b|[^\W\d_]{2,}", re.MULTILINE),
    (r"^(?>a+)b(?!c)|(?<=x)y$", re.MULTILINE | re.DOTALL),
    (r"[à-öø-ÿ]+|\d{1,3}+", re.IGNORECASE),
)


@pytest.fixture
def own_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Patterns are kept in a folder of this test, and none is known yet."""
    place = tmp_path / "kept" / "patterns.bin"
    monkeypatch.setattr(patterns, "kept_at", lambda: place)
    monkeypatch.setattr(patterns, "_new", {})
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    patterns._kept.cache_clear()
    yield place
    patterns._kept.cache_clear()


def next_run(monkeypatch: pytest.MonkeyPatch) -> None:
    """Forget everything that was not kept."""
    monkeypatch.setattr(patterns, "_new", {})
    patterns._kept.cache_clear()


@pytest.mark.parametrize(("written", "flags"), SAMPLES)
def test_a_kept_pattern_is_what_re_makes(
    written: str, flags: int, own_place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A pattern read back equals the one that `re` compiles, with its flags and the names of its groups."""
    patterns.compiled(written, flags)
    patterns.keep()
    next_run(monkeypatch)
    found, expected = patterns.compiled(written, flags), re.compile(written, flags)
    assert not patterns._new, "it was read back"
    assert (found, found.flags, dict(found.groupindex)) == (expected, expected.flags, dict(expected.groupindex))
    for text in ("Dana Whitlock", "MAÑANA aab", "aaab xy", "ÀÉ 1234"):
        assert [match.span() for match in found.finditer(text)] == [match.span() for match in expected.finditer(text)]


def test_patterns_of_bytes_and_text_are_not_confused(own_place: Path) -> None:
    """The same pattern for bytes and for text are two."""
    assert patterns.compiled(b"a+").findall(b"baa") == [b"aa"]
    assert patterns.compiled("a+").findall("baa") == ["aa"]


@pytest.mark.parametrize("harm", ["cut", "emptied", "of another Python", "another program"])
def test_what_is_kept_badly_is_compiled_again(harm: str, own_place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that is damaged, or that another Python wrote, costs time and changes nothing."""
    patterns.compiled("b+a")
    patterns.keep()
    data = own_place.read_bytes()
    version, kept = marshal.loads(data)
    (digest, (flags, _, *rest)) = next(iter(kept.items()))
    own_place.write_bytes(
        {
            "cut": data[: len(data) // 2],
            "emptied": b"",
            "of another Python": marshal.dumps((("other",), kept)),
            "another program": marshal.dumps((version, {digest: (flags, b"\xff" * 40, *rest)})),
        }[harm]
    )
    next_run(monkeypatch)
    assert patterns.compiled("b+a").findall("bba") == ["bba"]
    assert patterns._new


def test_a_wrong_pattern_is_an_error_as_of_re(own_place: Path) -> None:
    """What `re` refuses is refused with the same error."""
    with pytest.raises(re.error):
        patterns.compiled("(")


def test_a_second_run_compiles_nothing(tmp_path: Path) -> None:
    """The command line keeps what it compiled where Python keeps bytecode, and the same check compiles nothing again."""
    environment = {**os.environ, "PYTHONPYCACHEPREFIX": str(tmp_path), "PYTHONDONTWRITEBYTECODE": ""}
    runs = [
        subprocess.run(
            [sys.executable, "-c", RUN, str(MAIL)], capture_output=True, text=True, check=True, env=environment
        )
        for _ in range(2)
    ]
    first, second = (int(run.stderr.split()[-1]) for run in runs)
    assert first > 100
    assert second == 0
    assert [one.name for one in tmp_path.rglob("patterns.*.bin")] == [patterns.kept_at().name]


def test_nothing_is_kept_where_python_keeps_no_bytecode(own_place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who forbids Python to write bytecode forbids this as well."""
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    patterns.compiled("a+b")
    patterns.keep()
    assert not own_place.exists()


def test_no_word_of_a_policy_or_text_is_kept() -> None:
    """What is put together from an organization's name, a phrase of its policy or a person's name is compiled anew in each run."""
    for place in ("facts/signature_pieces.py", "policy/checks.py", "report/adapted.py"):
        source = (Path(patterns.__file__).parent / place).read_text(encoding="utf-8")
        assert "re.compile(" in source, place
        assert not re.search(r"compiled\((?:rf|f|grouped\(rf)[^)]*re\.escape", source), place
