"""What replylint tells people, in any language that is understood: findings, reasons, problems, errors and blanks.

The words are in `facts/languages/*.messages.toml`. The program's own message, which the terminal shows in English, tells
which case of a table fits and what the names in it stand for. The page says some of them in other words than the terminal.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

from replylint.facts.languages import CODES, messages
from replylint.model import Settings
from replylint.patterns import compiled
from replylint.tables import clipped, fold, lower, squeeze, strip_accents

_NAME = compiled(r"\{(\w+)\}")
_LONGEST = 60
"""Characters of the author's words that a title quotes."""
_LONGEST_MESSAGE = 4_000
"""Characters of a message that is told in other words; a longer one is a text by itself."""
_DAY, _DATE = r"[A-Z][a-z]+ \d{1,2}, \d{1,4}", r"[A-Z][a-z]+ \d{1,2}"
_HINT = r"(?:, did you mean .+?\?|\.|)(?: \(known: .+?\)|; .+?|)"
_SHAPES = {
    "day": _DAY, "date": _DATE, "weekday": r"[A-Z][a-z]+day", "count": r"[\d,]+", "tongue": r"[A-Z][a-z]+", "hint": _HINT,
    "what": r"[^:]+?",
}  # fmt: skip
"""What names that are written in the language look like in the program's message."""
_TABLES = {
    "part": "parts_said", "fact": "facts_said", "tongue": "tongues", "language": "tongues", "file": "files_said",
    "what": "whats_said",
}  # fmt: skip
"""The table that has the values of a name, in each language."""
_PATTERNS = {"hint": "hints", "system": "system", "whose": "whose"}
"""The section of patterns that has the values of a name."""
_WHOLE = frozenset(("rest", "path", "name", "names", "server", "said", "question"))
"""Names whose values are shown however long they are."""
_ENGLISH = CODES[0]
_LINE = "signature.missing-"
_NO_LINE = frozenset(("missing", "missing-extension"))
"""Findings that something is missing which is no line of its own."""


class Worded(NamedTuple):
    """A finding in words."""

    title: str
    why: str


class Summary(NamedTuple):
    """Several findings as one thing to do."""

    title: str
    why: str


def worded(rule: str, message: str, language: str, settings: Settings, found: str = "") -> Worded:
    """Return what to do about a finding, and which part of the standard asks for it.

    `found` is the words in the text that it is about. A rule of a policy's own keeps its message, and so does a rule
    with a message that no case of its table has.
    """
    tables = _tables(language)
    cases = tables["rules"].get(rule)
    names = _of_pack(settings, tables) | {"found": _short(found)}
    if cases is None:
        return Worded(message, why(rule, language, settings))
    for key, case in messages(_ENGLISH)["rules"][rule].items():
        values = _matched(case["says"], message) if key != "why" and "says" in case else None
        if values is None:
            continue
        values = names | _translated(values, tables, language) | {name: names[name] for name in ("noun", "emblem")}
        title = _title(cases[key])
        if all(values.get(name) for name in _NAME.findall(title)):
            own = cases[key].get("why") if isinstance(cases[key], Mapping) else None
            return Worded(_filled(title, values), _filled(own or cases["why"], values))
    return Worded(message, why(rule, language, settings))


def why(rule: str, language: str, settings: Settings) -> str:
    """Return which part of the standard a rule stands for, in one sentence."""
    tables = _tables(language)
    words: str = tables["rules"].get(rule, tables["other"])["why"]
    return _filled(words, _of_pack(settings, tables))


def replacing(right: str, wrong: str, language: str, settings: Settings) -> Worded:
    """Return what to do about a finding of a policy's own rule that replaces words: write these, not those."""
    tables = _tables(language)
    names = _of_pack(settings, tables) | {"right": _short(right), "words": _short(wrong)}
    return Worded(
        _filled(tables["other"]["replace" if right else "remove"], names), _filled(tables["other"]["why"], names)
    )


def different(cases: Sequence[tuple[str, str, str]], language: str) -> Worded:
    """Return what to do about two tabs that differ: `cases` are what differs, with the words inside and outside."""
    table = _tables(language)["rules"]["parity.different"]
    said = [_title(table["lead"])]
    for case, inside, outside in cases:
        names = {"inside": _short(inside), "outside": _short(outside), "words": _short(inside or outside)}
        said.append(_filled(_title(table[case]), names))
    return Worded(" ".join(said), table["why"])


def words_that_differ(message: str) -> tuple[str, str, str] | None:
    """Return the case, and the words inside and outside, of a message that quotes the first words that differ."""
    for key, case in messages(_ENGLISH)["rules"]["parity.different"].items():
        says = case["says"] if isinstance(case, Mapping) and "says" in case else None
        if says and message.endswith(says):
            return key, "", ""
        values = _matched("{rest} " + says, message) if says and _NAME.search(says) else None
        if values:
            words = values.get("words", "")
            return key, values.get("inside", words), values.get("outside", "")
    return None


def signature_card(findings: Iterable[tuple[str, str]], language: str) -> Summary | None:
    """Return all findings about a signature, given as rules and messages, as one thing to do; None if there are none.

    The same finding in both tabs counts once.
    """
    tables = _tables(language)
    rules = [rule for rule, _ in dict.fromkeys(findings)]
    if not rules:
        return None
    rules.sort(key=lambda rule: _place_of(rule, tables))
    lines = [rule for rule in rules if rule.startswith(_LINE) and rule.partition(".")[2] not in _NO_LINE]
    changes = [rule for rule in rules if rule not in lines]
    card = tables["card"]
    said = []
    for parts, key in ((lines, "lines"), (changes, "also" if lines else "changes")):
        if parts:
            names = {"count": str(len(parts)), "list": _list_of(parts, tables)}
            said.append(_filled(card[key]["one" if len(parts) == 1 else "many"], names))
    return Summary(" ".join(said), card["why"])


def _list_of(rules: Sequence[str], tables: Mapping[str, Any]) -> str:
    parts = [_part_of(rule, tables) for rule in rules]
    counts = Counter(parts)
    parts = [part if counts[part] == 1 else f"{part} ({counts[part]})" for part in dict.fromkeys(parts)]
    joined: str = tables["card"]["and"].join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)
    return joined


def _part_of(rule: str, tables: Mapping[str, Any]) -> str:
    said: str = tables["parts"].get(_part_named(rule), tables["parts"]["other"])
    return said


def _place_of(rule: str, tables: Mapping[str, Any]) -> int:
    """Return where a part comes in a signature: the tables have them in that order."""
    parts = [*tables["parts"]]
    return parts.index(_part_named(rule)) if _part_named(rule) in parts else len(parts)


def _part_named(rule: str) -> str:
    return rule.partition(".")[2].removeprefix("missing-").removeprefix("wrong-")


def reason(said: str, language: str, *, terminal: bool = False) -> str:
    """Return why a finding is left to a person, as the end of a sentence; empty if `said` is."""
    return _sentence(("reasons",), said, language, "reason", terminal=terminal) if said else ""


def notice(said: str, language: str, *, terminal: bool = False) -> str:
    """Return a notice as a sentence for a person."""
    return _sentence(("notices",), said, language, "notice", terminal=terminal, whole=True)


def unchecked(said: str, language: str, *, terminal: bool = False) -> str:
    """Return why something was not checked, and what to do, as a sentence for a person."""
    return _sentence(_PROBLEMS, said, language, "unchecked", terminal=terminal, whole=True)


def error(said: str, language: str, *, terminal: bool = False) -> str:
    """Return what cannot be done, and what to do instead, as a sentence for a person."""
    return _sentence(_PROBLEMS, said, language, "error", terminal=terminal, whole=True)


def question_of(label: str, fact: str, language: str, *, own: bool = False) -> str:
    """Return a blank as a question, by its label, or else by the fact that it stands for."""
    questions = _tables(language)["questions"]
    key = _key(label)
    labels = questions["labels"]
    known: str | None = labels.get(key) or labels.get(_same().get(key, ""))
    if known:
        return known
    if own and fact in questions["own"]:
        asked: str = questions["own"][fact]
        return asked
    return _filled(questions["facts"].get(fact, questions["facts"]["other"]), {"label": label})


def change_in_words(how: str, before: str, after: str, language: str) -> str:
    """Return what a change did: `Added “ext. 4211”`."""
    return _filled(_tables(language)["changes"][how], {"before": before, "after": after})


@cache
def _same() -> dict[str, str]:
    """Return labels that ask the same as another, of all languages: a blank is in the language of its message."""
    return {_key(label): other for code in CODES for label, other in messages(code)["questions"]["same"].items()}


def _key(label: str) -> str:
    """Return a label as it compares equal without accents and capitals."""
    return lower(strip_accents(fold(squeeze(label))))


def _tables(language: str) -> Mapping[str, Any]:
    return messages(language if language in CODES else _ENGLISH)


_PROBLEMS = ("unchecked", "errors")
"""The sections of what cannot be read, checked or done: one of them passes on what another one says."""


def _sentence(
    sections: Sequence[str], said: str, language: str, fallback: str, *, terminal: bool, whole: bool = False
) -> str:
    """Return what a message of the program says in a language, as a `whole` sentence or as the end of one."""
    found = _told(sections, said, language, terminal=terminal)
    name, words = found or _Told("", _filled(_tables(language)["fallbacks"][fallback], {"rest": said}))
    return f"{name}{_whole(words)}" if whole else f"{name}{words}"


_NAME_FIRST = compiled(r"\{(?:path|server|names?|words|question)\}")
"""A value that is no word of a sentence, so that it begins with a small letter if it does."""
_MOST_NAMES = 4
"""Names with a colon before a message, and the message."""


class _Told(NamedTuple):
    """A message in a language: the name that it begins with, such as that of a file, and the words after it."""

    name: str
    words: str


def _told(sections: Sequence[str], said: str, language: str, *, terminal: bool) -> _Told | None:
    """Return what a message of the program says in a language, or None if no case of these sections fits.

    The message may follow names: of a file, of a table in it.
    """
    tables = _tables(language)
    names = ""
    for _ in range(_MOST_NAMES):
        for section, key in ((one, key) for one in sections for key in messages(_ENGLISH)[one]):
            values = _matched(messages(_ENGLISH)[section][key]["says"], said)
            if values is not None:
                words = _said(tables[section][key], terminal=terminal)
                shown = _translated(values, tables, language, terminal=terminal)
                start = match.end() if (match := _NAME_FIRST.match(words)) else 0
                return _Told(names + _filled(words[:start], shown), _ended(_filled(words[start:], shown)))
        name, colon, said = said.partition(": ")
        names += name + colon
    return None


def _said(case: Any, *, terminal: bool) -> str:
    """Return the words of a case: those for the terminal, or those for the page."""
    if isinstance(case, str):
        return case
    first, second = ("says", "words") if terminal else ("words", "says")
    return str(case.get(first) or case[second])


def _ended(words: str) -> str:
    """Return words without a second mark where a value that ends a sentence ends with its own."""
    return _TWICE.sub(r"\1", words)


_TWICE = compiled(r"(?<!\.)([.?])\.(?=\s|\Z)")


def _whole(words: str) -> str:
    """Return words as a sentence, or as the end of one if they begin with a space."""
    return words[:1].upper() + words[1:] + ("" if words.endswith((".", "!", "?")) else ".")


def _title(case: Any) -> str:
    return str(case if isinstance(case, str) else case["title"])


def _filled(words: str, names: Mapping[str, str]) -> str:
    return _NAME.sub(lambda match: names.get(match[1], match[0]), words).replace(".”.", ".”")


def _matched(says: str, message: str) -> dict[str, str] | None:
    """Return what the names in a message stand for; None if it is another message."""
    if len(message) > _LONGEST_MESSAGE or not all(map(message.__contains__, _fixed(says))):
        return None
    match = _pattern(says).fullmatch(message)
    return {name: value or "" for name, value in match.groupdict().items()} if match else None


@cache
def _fixed(says: str) -> tuple[str, ...]:
    """Return what of a message never changes, by which most other messages are told from it at once."""
    return tuple(_NAME.split(says)[::2])


@cache
def _pattern(says: str) -> re.Pattern[str]:
    parts, end, seen = [], 0, set()
    for match in _NAME.finditer(says):
        parts.append(re.escape(says[end : match.start()]))
        name = match[1]
        shape = _SHAPES.get(name.partition("_")[0], ".+?")
        parts.append(f"(?P={name})" if name in seen else f"(?P<{name}>{shape})")
        seen.add(name)
        end = match.end()
    return re.compile("".join(parts) + re.escape(says[end:]), re.DOTALL)


def _translated(
    values: Mapping[str, str], tables: Mapping[str, Any], language: str, *, terminal: bool = False
) -> dict[str, str]:
    return {
        name: _value(name.partition("_")[0], value, tables, language, terminal=terminal)
        for name, value in values.items()
    }


def _value(kind: str, value: str, tables: Mapping[str, Any], language: str, *, terminal: bool) -> str:
    english, dates = messages(_ENGLISH)["dates"], tables["dates"]
    if kind in ("day", "date"):
        month, day, *year = value.replace(",", "").split()
        if month not in english["months"]:
            return value
        name = dates["months"][english["months"].index(month)]
        return _filled(dates[kind], {"month": name, "day": day, "year": "".join(year)})
    if kind == "weekday" and value in english["weekdays"]:
        return str(dates["weekdays"][english["weekdays"].index(value)])
    if kind == "error" or kind in _PATTERNS:
        sections = (_PATTERNS[kind],) if kind in _PATTERNS else _PROBLEMS
        return "".join(_told(sections, value, language, terminal=terminal) or (value,))
    if kind in _TABLES:
        return str(tables[_TABLES[kind]].get(value, value))
    return value if kind in _WHOLE else _short(value)


def _of_pack(settings: Settings, tables: Mapping[str, Any]) -> dict[str, str]:
    nouns = tables["nouns"]
    return {
        "noun": nouns.get(settings.noun, nouns.get("other", settings.noun)),
        "organization": settings.organization,
        "emblem": settings.emblem_alt,
        "website": settings.website,
    }


def _short(words: str) -> str:
    shown = squeeze(words)
    return clipped(shown.lstrip(",;: ") if any(map(str.isalnum, shown)) else shown, _LONGEST)
