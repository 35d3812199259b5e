"""The samples of every format: what each loads into, and that its texts can be replaced there and nothing else changes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import chdir
from pathlib import Path

import pytest
from click.testing import CliRunner

import samples
from replylint.cli import cli
from replylint.fix.encoding import encoded_text
from replylint.fix.exports import PUTTING, with_texts
from replylint.model import Mailbox, Unchecked
from replylint.sources import load
from replylint.sources.again import with_content
from replylint.sources.text import decode

PAGE = '<p>New “é” "x" \\ &amp; $y ‘z’ 🌴</p>\n<p>.b ]]&gt; -- # </p>'
PLAIN = 'New “é” "x" \\ & $y ‘z’ 🌴\n.b ]]> -- #\n'


@pytest.mark.parametrize("sample", samples.samples())
def test_a_sample_loads_into_the_mailboxes_that_its_text_describes(sample: str) -> None:
    """Owner, state, times and texts of a sample are the ones that were held against the file and committed."""
    assert samples.shown(sample) == samples.expected(sample).read_text(encoding="utf-8")


def test_no_expectation_is_left_over() -> None:
    """Every expected file belongs to a sample."""
    assert {samples.expected(sample) for sample in samples.samples()} == set(samples.EXPECTED.glob("*.json"))


def exports() -> Iterator[str]:
    """Yield the samples whose texts can be put back."""
    for sample in samples.samples():
        with chdir(samples.FIXTURES):
            found = list(load([sample]))
        boxes = [item for item in found if isinstance(item, Mailbox)]
        damaged = "ascii" in sample  # its characters are lost, and so are some of its mailboxes
        if boxes and boxes[0].format in PUTTING and any(box.documents for box in boxes) and not damaged:
            yield sample


@pytest.mark.parametrize("sample", list(exports()))
def test_a_text_is_replaced_where_it_stands_and_nothing_else_changes(sample: str, tmp_path: Path) -> None:
    """Each text of an export can be replaced alone: it is read back exactly, and the others, owners, times and every other character are as they were."""
    source = samples.FIXTURES / sample
    data = source.read_bytes()
    text, _ = decode(data)
    boxes = loaded(source)
    form = boxes[0].format
    documents = [document for box in boxes for document in box.documents]
    beside = Path(f"{source}.json")  # where cPanel keeps the times
    if beside.is_file():
        (tmp_path / beside.name).write_bytes(beside.read_bytes())
    for index, document in enumerate(documents):
        after = with_content(document, PAGE if document.markup else PLAIN)
        written = with_texts(form, text, [(document, after)])
        copy = tmp_path / source.name
        copy.write_bytes(encoded_text(written, data))
        again = loaded(copy)
        contents = [one.content for box in again for one in box.documents]
        assert contents[index].strip() == after.content.strip()
        assert contents[:index] + contents[index + 1 :] == [one.content for one in documents if one is not document]
        assert [(box.owner, box.settings) for box in again] == [(box.owner, box.settings) for box in boxes]
        if "nextcloud" not in sample:  # the same text stands there twice
            before, behind = alike(text, written), alike(text[::-1], written[::-1])
            replaced = text[before : len(text) - behind]
            assert len(replaced) <= len(document.content) * 6 + len(document.alternative.text if document.alternative else "") * 2 + 60  # fmt: skip


def alike(one: str, other: str) -> int:
    """Return how many characters two texts begin with alike."""
    return next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


@pytest.mark.parametrize("sample", list(exports()))
def test_an_export_in_which_nothing_is_corrected_is_copied_byte_for_byte(sample: str, tmp_path: Path) -> None:
    """Where no rule is asked, the copy is the original to the last byte."""
    source = samples.FIXTURES / sample
    words = ["fix", "--no-config", "--select", "tone.joking", "--output-dir", str(tmp_path), str(source)]
    done = CliRunner().invoke(cli, words)
    trouble = any(isinstance(item, Unchecked) for item in load([str(source)]))
    copies = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert [path.read_bytes() for path in copies] == ([] if trouble else [source.read_bytes()]), done.output


def loaded(path: Path) -> list[Mailbox]:
    """Return the mailboxes of a file."""
    return [item for item in load([str(path)]) if isinstance(item, Mailbox)]
