"""Learn the second opinions of `replylint.facts.learned` from the labelled texts beside this file (`make train`).

usage: train.py [QUESTION ...]

Writes `src/replylint/facts/learned/<question>.bin`. Needs scikit-learn (`pip install --group train`). The README says what the files
hold and how well each model does on texts that it has not learned from, which `across.py` measures.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from replylint.engine import Engine
from replylint.facts import Facts
from replylint.facts.absence_cues import accepts, direction_of
from replylint.facts.absence_reading import groups_in
from replylint.facts.date_groups import Group, Link, cues_of
from replylint.facts.languages import language
from replylint.facts.layout import Sentence, sentences_of
from replylint.facts.learned import days, kinds, linear, promises
from replylint.facts.learned.words import features_of_sentence
from replylint.facts.promise import said_in
from replylint.model import Document, DocumentKind
from replylint.policy import load_pack
from replylint.visible import Visible

HERE = Path(__file__).parent
LEARNED = Path(linear.__file__).parent
ACCURACY = HERE.parent / "benchmarks" / "accuracy"
WRITTEN_ON = date(2026, 12, 10)
"""The day on which texts are taken to be written that tell none."""
_ENGINE = Engine(load_pack("plant-city"), WRITTEN_ON)


class Labelled(NamedTuple):
    """An example: the set of texts it is from, its features, and the right answer."""

    source: str
    features: list[linear.Feature]
    answer: str


class Question(NamedTuple):
    """A question, with what it is learned from."""

    answers: tuple[str, ...]
    examples: Callable[[], Iterable[Labelled]]
    buckets: int
    balanced: bool
    """Whether each answer counts alike, however often it is right."""
    closeness: float = 30
    """How closely the weights follow the examples: the inverse of the penalty on their squares."""


def rows(path: Path) -> list[dict[str, Any]]:
    """Read a file of JSON lines."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def table(path: Path) -> Iterator[list[str]]:
    r"""Yield the cells of each line of a file with tabs between them, `\n` read as the end of a line."""
    for line in path.read_text(encoding="utf-8").splitlines():
        yield line.replace("\\n", "\n").split("\t")


def facts_of(text: str, written: date = WRITTEN_ON, *, automatic: bool = True) -> Facts:
    """Return the facts of a text that is an automatic reply, or, without `automatic`, of which nothing is known."""
    document = Document(
        "text",
        Visible.plain(text),
        text,
        kind=DocumentKind.AUTO_REPLY,
        automatic=automatic or None,
        kind_from_text=not automatic,
        written_on=written,
    )
    return _ENGINE.facts(document)


def labels() -> dict[str, dict[str, Any]]:
    """Return the labels of the accuracy benchmark, by message."""
    return {row["id"]: row for row in rows(ACCURACY / "labels.jsonl")}


def kind_examples() -> Iterator[Labelled]:
    """Yield each text whose kind is labelled."""
    known = labels()
    for row in rows(HERE / "messages.jsonl"):
        if "kind" not in row["open"]:
            yield _kind(row["set"], row["text"], row["kind"])
    for path in sorted((HERE / "kinds").glob("*.tsv")):
        for kind, _, text in table(path):
            yield _kind(path.stem, text, kind)
    for row in rows(ACCURACY / "messages.jsonl"):
        label = known[row["id"]]
        if "kind" in label and "kind" not in (label.get("ambiguous_fields") or []):
            yield _kind("accuracy", row["text"], label["kind"])


def _kind(source: str, text: str, kind: str) -> Labelled:
    return Labelled(source, list(kinds.features_of(facts_of(text).respelled)), kind)


def promise_examples() -> Iterator[Labelled]:
    """Yield each labelled sentence, the sentences of texts without a promise, and those that promise in words of the lists."""
    for path in sorted((HERE / "promises").glob("*.tsv")):
        for answer, code, text in table(path):
            found = sentences_of(text, 0, len(text), language(code))
            if answer == "yes" and len(found) > 1:
                # Which of the others promises, nobody says.
                found = [sentence for sentence in found if said_in(sentence) is not None]
            for sentence in found:
                yield _promise(path.stem, sentence, said_in(sentence) is not None, answer)
    for source, text, promises_answer in _texts_with_promise():
        for sentence in facts_of(text).sentences:
            said = said_in(sentence) is not None
            if said or not promises_answer:
                yield _promise(source, sentence, said, "yes" if promises_answer else "no")


def _promise(source: str, sentence: Sentence, said: bool, answer: str) -> Labelled:
    return Labelled(source, list(promises.features_of(sentence.lowered, said=said)), answer)


def _texts_with_promise() -> Iterator[tuple[str, str, bool]]:
    """Yield set, text, and whether it promises an answer, of each text of which that is labelled."""
    known = labels()
    for row in rows(HERE / "messages.jsonl"):
        if row["promise"] is not None:
            yield row["set"], row["text"], row["promise"]
    for path in sorted((HERE / "kinds").glob("*.tsv")):
        for _, promised, text in table(path):
            yield path.stem, text, promised == "yes"
    for row in rows(ACCURACY / "messages.jsonl"):
        label = known[row["id"]]
        if "promises_reply" in label and "promises_reply" not in (label.get("ambiguous_fields") or []):
            yield "accuracy", row["text"], label["promises_reply"]


def tone_examples() -> Iterator[Labelled]:
    """Yield each sentence whose sound is labelled, and as plain ones promises, and sentences of messages in which no list finds a tone."""
    for path in sorted((HERE / "tones").glob("*.tsv")):
        for answer, code, text in table(path):
            yield from _tones(path.stem, sentences_of(text, 0, len(text), language(code)), answer, together=True)
    for path in sorted((HERE / "promises").glob("*.tsv")):
        for answer, code, text in table(path):
            if answer == "yes":
                yield from _tones(path.stem, sentences_of(text, 0, len(text), language(code)), "plain")
    for path in sorted((HERE / "kinds").glob("*.tsv")):
        for kind, _, text in table(path):
            if kind != "absence":
                yield from _tones(path.stem, facts_of(text).sentences, "plain")
    for row in rows(ACCURACY / "messages.jsonl"):
        yield from _tones("accuracy", facts_of(row["text"]).sentences, "plain")


def _tones(source: str, sentences: Iterable[Sentence], answer: str, *, together: bool = False) -> Iterator[Labelled]:
    """Yield sentences, or all `together` as one, with how they sound; none as plain in which a list finds a tone."""
    if together:
        words = " ".join(sentence.lowered.strip() for sentence in sentences)
        yield Labelled(source, list(features_of_sentence(words)), answer)
        return
    for sentence in sentences:
        patterns = (sentence.language.pattern("tone", kind) for kind in ("joking", "discourteous"))
        if not any(pattern.search(sentence.lowered) for pattern in patterns):
            yield Labelled(source, list(features_of_sentence(sentence.lowered.strip())), answer)


_MARK = re.compile(r"\{(first|last|single|return|until|span|other)\|([^{}]*)\}")


class Marked(NamedTuple):
    """A stretch of a text that speaks of days, and what of the absence they are."""

    start: int
    end: int
    role: str


def day_examples() -> Iterator[Labelled]:
    """Yield each group of days that is labelled, or that a message has whose dates are read rightly."""
    for row in rows(HERE / "messages.jsonl"):
        written = date.fromisoformat(row["written_on"])
        yield from _days(row["set"], facts_of(row["text"], written), _found(row["text"], row["days"]))
    for path in sorted((HERE / "days").glob("*.txt")):
        for line in path.read_text(encoding="utf-8").splitlines():
            text, marks = unmarked(line.replace("\\n", "\n"))
            yield from _days(path.stem, facts_of(text), marks)
    known = labels()
    for row in rows(ACCURACY / "messages.jsonl"):
        label = known[row["id"]]
        written = date.fromisoformat(row["written_on"]) if row.get("written_on") else WRITTEN_ON
        facts = facts_of(row["text"], written)
        if label.get("kind") in ("absence", "closure") and _is_read_rightly(facts, label):
            yield from _days("accuracy", facts, None)


def unmarked(line: str) -> tuple[str, list[Marked]]:
    """Return a text without its marks, and what they marked: `back {return|Monday}`."""
    text, marks, at = "", [], 0
    for match in _MARK.finditer(line):
        text += line[at : match.start()]
        marks.append(Marked(len(text), len(text) + len(match[2]), match[1]))
        text += match[2]
        at = match.end()
    return text + line[at:], marks


def _found(text: str, said: Iterable[tuple[str, str]]) -> list[Marked]:
    marks, at = [], 0
    for words, role in said:
        start = text.find(words, at)
        if start >= 0:
            at = start + len(words)
            marks.append(Marked(start, at, role))
    return marks


def _is_read_rightly(facts: Facts, label: dict[str, Any]) -> bool:
    absence = facts.any_absence
    read = (absence.first_day, absence.last_day, absence.return_day)
    wanted = (label["absence_start"], label["absence_end"], label["return_on"])
    return tuple(day and day.isoformat() for day in read) == wanted


_ONE_ROLE = {"return": "back", "until": "until", "first": "start", "last": "end"}
_PATTERNS = ("role=", "direction=")


def _days(source: str, facts: Facts, marks: list[Marked] | None) -> Iterator[Labelled]:
    """Yield the groups of a text that says when somebody is away; without marks they are what the patterns say, which then tell nothing."""
    groups = groups_in(facts.text, facts.sentences, skip=facts.no_dates, blanks=facts.day_blanks)
    roles = [accepts(group, facts.respellings) for group in groups]
    for number, (group, role) in enumerate(zip(groups, roles, strict=True)):
        direction = direction_of(group, cues_of(group.sentence.language.code))
        features = list(days.features_of(group, number, len(groups), role=role, direction=direction))
        if marks is None:
            outright = any(one > 1 for one in roles)
            answer = "other" if role == 0 or (role == 1 and outright) else direction
            if group.link in (Link.RANGE, Link.UNTIL) and answer in ("start", "end", "until"):
                answer = "plain"
            yield Labelled(source, [one for one in features if not str(one).startswith(_PATTERNS)], answer)
        elif (said := _roles_of(group, marks)) and any(mark.role != "other" for mark in marks):
            yield Labelled(source, features, _answer(said))


def _roles_of(group: Group, marks: list[Marked]) -> set[str]:
    start, end = group.mentions[0].start, group.mentions[-1].end
    return {mark.role for mark in marks if mark.start < end and start < mark.end}


def _answer(roles: set[str]) -> str:
    own = roles - {"other"}
    if not own:
        return "other"
    return _ONE_ROLE.get(next(iter(own)), "plain") if len(own) == 1 else "plain"


QUESTIONS = {
    "kind": Question(
        ("absence", "acknowledgement", "closure", "departed", "none", "schedule"), kind_examples, 1 << 14, True
    ),
    "promise": Question(("no", "yes"), promise_examples, 1 << 14, False),
    "tone": Question(("plain", "joking", "rude", "private"), tone_examples, 1 << 14, False),
    "day": Question(("other", "plain", "start", "end", "back", "until"), day_examples, 1 << 13, False, 20),
}


def learn(question: Question, examples: list[Labelled]) -> bytes:
    """Return the model that follows examples, as its file."""
    found = [linear.buckets_of(example.features, question.buckets) for example in examples]
    matrix = _matrix(found, question.buckets)
    wanted = np.array([question.answers.index(example.answer) for example in examples])
    weight = "balanced" if question.balanced else None
    fitted = LogisticRegression(C=question.closeness, max_iter=500, class_weight=weight).fit(matrix, wanted)
    weights, biases = fitted.coef_, fitted.intercept_
    if len(question.answers) == 2:  # scikit-learn gives the second answer's alone
        weights, biases = np.vstack([-weights / 2, weights / 2]), np.concatenate([-biases / 2, biases / 2])
    return linear.written(question.answers, question.buckets, biases.tolist(), weights.T.tolist())


def _matrix(found: list[set[int]], buckets: int) -> csr_matrix:
    """Return a row for each example, of length 1, with the same number in the column of each of its buckets."""
    entries = [(row, bucket, len(one) ** -0.5) for row, one in enumerate(found) for bucket in sorted(one)]
    where: NDArray[np.int64] = np.array([entry[:2] for entry in entries]).T
    return csr_matrix((np.array([entry[2] for entry in entries]), where), shape=(len(found), buckets))


def main() -> None:
    """Learn the questions that are named, or all."""
    for name in sys.argv[1:] or QUESTIONS:
        examples = list(QUESTIONS[name].examples())
        data = learn(QUESTIONS[name], examples)
        (LEARNED / f"{name}.bin").write_bytes(data)
        print(f"{name}: {len(examples)} examples, {len(data)} bytes")


if __name__ == "__main__":
    main()
