"""Findings in the words of the person about to leave: for every rule, in every language, plain, and about what was found."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any, NamedTuple

import pytest
from replies import TODAY, labelled

from replylint import examples
from replylint.api import Checker, Found, Part, Reply, Text, call, wording
from replylint.facts.languages import CODES, messages, prepared_of
from replylint.facts.languages.prepare import prepared_messages
from replylint.model import Settings
from replylint.policy import load_pack
from replylint.rules import BUILT_IN, all_rules

ENGLISH, SPANISH = CODES
ABOUT_TEXTS = sorted(rule.id for rule in BUILT_IN if rule.examines != "organization")
NAME = re.compile(r"\{(\w+)\}")
KNOWN = {"found", "noun", "organization", "emblem", "website", "inside", "outside"}
VERBS = {
    ENGLISH: "Add Answer Ask Begin Change Check Copy Fill Give Keep Make Move Name Put Right-click Say Set Start Stop Take Turn Use Write",
    SPANISH: "Active Añada Apague Baje Cambie Complete Conteste Copie Dé Diga Empiece Escriba Haga Indique Nombre Pase Pida Ponga Quite "
    "Rellene Revise Use",
}
SAMPLES = {
    "count": "12", "years": "3", "day": "December 14, 2026", "date": "December 14", "weekday": "Friday", "tongue": "Spanish",
    "fact": "your last day out is", "part": "job title", "who": "Bob Hall",
}  # fmt: skip


class Case(NamedTuple):
    """A case of a rule's table, with words for all its names."""

    rule: str
    key: str
    title: str
    why: str


@cache
def rendered(code: str) -> list[Case]:
    """Return every case of a language in words, as a finding of the pack has it."""
    settings = load_pack("plant-city").settings
    found = []
    for rule, cases in messages(ENGLISH)["rules"].items():
        for key, case in cases.items():
            if key == "why":
                continue
            if rule == "parity.different":
                both = ("12/14/26", "12/15/26")
                words = wording.different([(key, *both)] if key != "lead" else [], code)
            else:
                message = NAME.sub(lambda match: sample(match[1], settings), case["says"])
                quoted = "12/14/26" if "{found}" in case["title"] else ""
                bare = key == "none" and "known" in cases
                known = replace(settings, organization="", website="") if bare else settings
                words = wording.worded(rule, message, code, known, quoted)
            found.append(Case(rule, key, *words))
    return found


def sample(name: str, settings: Settings) -> str:
    """Return what a name stands for in a message that is made up."""
    of_pack = {"noun": settings.noun, "emblem": settings.emblem_alt, "above": settings.organization}
    return of_pack.get(name) or SAMPLES.get(name.partition("_")[0], "Kai")


def check(content: str, external: str | None = None, *, language: str = ENGLISH) -> Any:
    """Return the check of one message, or of two tabs."""
    checker = Checker(today=date(2026, 12, 1), language=language)
    if external is None:
        return checker.check(Reply((Text(Part.MESSAGE, content),)))
    return checker.check(Reply((Text(Part.INTERNAL, content), Text(Part.EXTERNAL, external))))


def titles(checked: Any, rule: str) -> list[str]:
    """Return the titles of the findings of a rule."""
    return [found.title for found in checked.findings if found.rule == rule]


@pytest.mark.parametrize("code", CODES)
def test_what_is_prepared_is_of_the_newest_words(code: str) -> None:
    """The JSON beside each table of words is what `make languages` writes today."""
    assert prepared_of(f"{code}.messages").read_text(encoding="utf-8") == prepared_messages(code), "run make languages"


@pytest.mark.parametrize("code", CODES)
def test_every_rule_that_a_text_can_meet_has_words(code: str) -> None:
    """Every rule about documents and mailboxes has words in every language, and there are none for rules that do not exist."""
    built_in = [rule for rule in all_rules() if rule in ABOUT_TEXTS]
    assert sorted(messages(code)["rules"]) == sorted(built_in)


def shape(table: Any, path: str = "") -> Iterator[str]:
    """Yield the keys of a table, what its cases say in English left out."""
    for key, value in table.items():
        yield f"{path}/{key}"
        if isinstance(value, dict) and not {"says", "title", "words"} & {*value}:
            yield from shape(value, f"{path}/{key}")


def test_all_languages_have_the_same_cases() -> None:
    """A case, a reason, a question that one language has, every language has."""
    own = ("/nouns", "/questions/same")
    keys = [{key for key in shape(messages(code)) if not key.startswith(own)} for code in CODES]
    assert keys[0] == keys[1]


def test_words_use_only_names_that_are_known() -> None:
    """No title and no reason uses a name that the rule's message, or what is always known, does not give."""
    for section in ("rules", "reasons", "notices", "unchecked"):
        for code in CODES:
            for rule, cases in messages(code)[section].items():
                for key, case in (cases if section == "rules" else {rule: cases}).items():
                    if key == "why":
                        assert {*NAME.findall(case)} <= KNOWN, (rule, case)
                        continue
                    source = messages(ENGLISH)[section][rule]
                    source = source[key] if section == "rules" else source
                    words = case if isinstance(case, str) else case.get("title") or case.get("words") or case["says"]
                    given = {*NAME.findall(source.get("says", ""))} | KNOWN
                    given |= {"words"} if rule == "parity.different" else set()
                    assert {*NAME.findall(words)} <= given, (code, rule, key)


def found_by_examples() -> Iterator[tuple[str, str, str, Settings]]:
    """Yield the rule, the message, the words and the settings of everything that the rules' own examples get."""
    packs = {name: load_pack(name) for name in ("plant-city", "rfc3834")}
    for rule in BUILT_IN:
        if rule.examines == "organization" or rule.id == "parity.different":
            continue
        for example in rule.invalid:
            engine = examples._engine(
                packs["rfc3834" if rule.id.startswith("delivery") else "plant-city"], example, rule.id
            )
            texts = [one.text for one in examples.mailbox_of(example).documents]
            for item in examples._found(engine, example, rule.id):
                words = texts[item.index][item.span.start : item.span.end] if item.span else ""
                yield rule.id, item.message, words, engine.settings


@pytest.mark.parametrize("code", CODES)
def test_every_message_of_the_rules_examples_has_its_words(code: str) -> None:
    """Nothing that the examples of the rules get is shown in the rule's own words for want of a case."""
    without = [
        (rule, message)
        for rule, message, words, settings in found_by_examples()
        if wording.worded(rule, message, code, settings, words).title == message
    ]
    assert without == []


def test_every_finding_of_the_labelled_messages_has_its_words() -> None:
    """Nothing that real messages get is shown in the rule's own words, or in English to a reader of Spanish."""
    checker = Checker(today=TODAY, language=SPANISH)
    fallbacks = [words.partition("{rest}")[0] for words in messages(SPANISH)["fallbacks"].values()]
    without = []
    for reply in labelled(9):
        checked = checker.check(reply)
        said = [*checked.notes, *(one.title for one in checked.unchecked), *(one.by_hand for one in checked.findings)]
        without += [one for one in said if any(one.startswith(start) for start in fallbacks)]
        without += [one.message for one in checked.findings if one.title == one.message or "{" in one.title + one.why]
    assert without == []


def reasons_in_the_program() -> Iterator[str]:
    """Yield every reason for leaving a finding to a person that a rule gives."""
    root = prepared_of(ENGLISH).parents[2] / "rules"
    for path in sorted(root.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "by_hand" and node.args:
                (said,) = node.args
                if isinstance(said, ast.Constant):
                    yield said.value
                elif isinstance(said, ast.JoinedStr):
                    yield "".join(part.value if isinstance(part, ast.Constant) else "English" for part in said.values)


@pytest.mark.parametrize("said", sorted({*reasons_in_the_program()}))
def test_every_reason_has_its_words(said: str) -> None:
    """A reason for leaving a finding to a person is told in Spanish too."""
    told = wording.reason(said, SPANISH)
    assert told not in (said, messages(SPANISH)["fallbacks"]["reason"])


@pytest.mark.parametrize("code", CODES)
def test_titles_say_what_to_do(code: str) -> None:
    """A title begins with a verb, ends as a sentence, and has no rule id, line number, or word of the program."""
    never = re.compile(
        r"(?i)\berror(?:es)?\b|\bline \d|\blínea \d|\bclause\b|\bcláusula\b|[{}]|\b[a-z]+\.(?:missing|wrong)"
    )
    for case in rendered(code):
        assert case.title.split()[0].rstrip(",") in VERBS[code].split(), case
        assert case.title.endswith((".", "”")), case
        assert case.why.endswith((".", "”")), case
        assert not never.search(f"{case.title} {case.why}"), case
        assert len(case.title.split()) <= 30, case
        assert len(case.why.split()) <= 18, case


def plain_text(case: Case) -> str:
    """Return a case without what is quoted, which is the author's, and without dates."""
    text = re.sub(r"“[^”]*”", "this", f"{case.title} {case.why}")
    return re.sub(r"\d+", "", re.sub(r"https?://\S+", "this", text))


def parts_of(text: str) -> tuple[int, list[str]]:
    """Return how many sentences a text has, and its words."""
    sentences = [part for part in re.split(r"[.!?:;]+", text) if re.search(r"\w", part)]
    return len(sentences), re.findall(r"[^\W\d_]+(?:['’-][^\W\d_]+)*", text)


def syllables(word: str) -> int:
    """Return about how many syllables an English word has."""
    low = (
        re.sub(r"(?:es|ed|e)$", "", word.lower()) if len(word) > 3 and not word.lower().endswith("le") else word.lower()
    )
    return max(1, len(re.findall(r"[aeiouy]+", low)))


def grade(text: str) -> float:
    """Return the school grade that an English text needs, by Flesch and Kincaid."""
    sentences, words = parts_of(text)
    return 0.39 * len(words) / sentences + 11.8 * sum(map(syllables, words)) / len(words) - 15.59


def ease(text: str) -> float:
    """Return how easily a Spanish text reads, by Fernández Huerta: 60 and above is what grade 8 reads."""
    sentences, words = parts_of(text)
    count = sum(max(1, len(re.findall(r"[aeiouáéíóúü]+", word.lower()))) for word in words)
    return 206.84 - 60 * count / len(words) - 1.02 * len(words) / sentences


def test_the_measure_of_reading_measures() -> None:
    """The measure tells a sentence for people from one for lawyers."""
    assert grade("Say when you are back.") < 3
    assert grade("Notwithstanding the aforementioned obligations, correspondents necessitate an alternative.") > 16
    assert ease("Diga a quién se puede llamar.") > 80
    assert ease("Las consideraciones anteriormente mencionadas constituyen obligaciones contractuales.") < 20


def test_english_needs_grade_8_at_most() -> None:
    """Every English finding with its reason can be read in grade 8."""
    assert [
        (round(grade(plain_text(case)), 1), case) for case in rendered(ENGLISH) if grade(plain_text(case)) > 8
    ] == []


def test_spanish_reads_as_easily() -> None:
    """Every Spanish finding with its reason is as easy as what grade 8 reads."""
    assert [(round(ease(plain_text(case))), case) for case in rendered(SPANISH) if ease(plain_text(case)) < 60] == []


def test_both_values_are_shown_where_two_differ() -> None:
    """Tabs that differ are told with the words of both; more than two differences are not told at once."""
    end = "Call Dana Whitlock at 813-555-0142."
    found = check(f"I am out from 12/14/26 to 12/18/26. {end}", f"I am out from 12/14/26 to 12/17/26. {end}")
    assert titles(found, "parity.different") == [
        "Make both messages say the same. Inside it says “12/18/26”, outside “12/17/26”."
    ]
    same = "I am out from 12/14/26 to 12/18/26."
    found = check(f"{same} Call Rosa Lima, x4217.", f"{same} Call Rosa Lima, 813-555-0177.", language=SPANISH)
    (title,) = titles(found, "parity.different")
    assert "x4217" in title
    assert "813-555-0177" in title
    assert title.startswith("Haga que los dos")
    found = check(f"{same} Call Rosa Lima, 813-555-0177.", f"{same} Call Ann Lee, 813-555-0177.")
    assert "“Rosa Lima”, outside “Ann Lee”" in titles(found, "parity.different")[0]
    found = check(f"{same} {end}", f"{same} Thank you for your patience.")
    assert "Only people inside see whom to ask: “Dana Whitlock”." in titles(found, "parity.different")[0]
    found = check("I will be checking messages.", "I will not be checking messages.")
    assert titles(found, "parity.different") == ["Make both messages say the same. Only people outside read “not”."]


@pytest.mark.parametrize(
    ("number", "title"),
    [
        ("813-555-142 ext. 4211", "Check your phone number: “813-555-142 ext. 4211” is one digit short."),
        ("Cell: 813-555-0197", "Give your office phone number and extension. “Cell: 813-555-0197” is a cell phone."),
        ("Office phone number and extension", "Put your phone number in place of “Office phone number and extension”."),
    ],
)
def test_cases_of_a_rule_have_their_own_words(number: str, title: str) -> None:
    """A number that is short, a mobile number and a blank are three things to do."""
    text = f"Dana Whitlock\nPermit Technician II\nCity of Plant City, Florida\n{number}\nWebsite: http://www.plantcitygov.com/\n[City Seal]"
    checker = Checker(today=date(2026, 12, 1))
    assert titles(checker.check(Reply((Text(Part.SIGNATURE, text),))), "signature.wrong-phone") == [title]


@pytest.mark.parametrize(
    ("code", "title"),
    [
        (ENGLISH, "Your signature needs 4 more lines: job title, where you work, web address and seal. It needs 2 changes too: name and extension."),
        (SPANISH, "A su firma le faltan 4 líneas: el puesto, el lugar de trabajo, el sitio web y el sello. También necesita 2 cambios: el nombre y la extensión."),
    ],
)  # fmt: skip
def test_the_signature_is_one_card(code: str, title: str) -> None:
    """All that is to be done with the signature is one card, which counts what both tabs lack once."""
    text = "I am out from 12/14/26 to 12/18/26. I will reply when I return. Call Ann Lee, 813-555-0177.\n\nThank you,\n\nDana W.\n813-555-0142"
    checked = check(text, text, language=code)
    (card,) = checked.cards
    assert card.title == title
    assert {*card.findings} == {found.id for found in checked.findings if found.group == "signature"}
    assert check("I am out from 12/14/26 to 12/18/26.").cards[0].title == "Your signature needs 1 change: all of it."


@pytest.mark.parametrize(
    ("code", "question"), [(ENGLISH, "When is your first day out?"), (SPANISH, "¿Cuál es su primer día fuera?")]
)
def test_blanks_are_questions(code: str, question: str) -> None:
    """A finding about a blank asks for what goes there, in the language of the person, whatever that of the message is."""
    for blank in ("[first day out]", "[primer día fuera]"):
        (found,) = [one for one in check(f"I am out from {blank} to 12/18/26.", language=code).findings if one.question]
        assert (found.rule, found.question) == ("placeholder.unfilled", question)


def test_a_rule_of_the_policy_keeps_its_words_or_says_what_to_write() -> None:
    """A replacement that a policy asks for is told in every language."""
    found = check("I am out from 12/14/26 to 12/18/26 for the City of Plantcity.", language=SPANISH)
    assert titles(found, "plant-city.city-name") == ["Escriba “Plant City”, no “Plantcity”."]
    other = wording.worded("acme.own", "Name the ticket number.", SPANISH, Settings(noun="company"))
    assert other == ("Name the ticket number.", "Lo pide la norma de la empresa.")


def test_what_was_not_checked_is_told_in_words() -> None:
    """Notices and what could not be judged are sentences for people, without options of the command line."""
    for code, note, unread in (
        (ENGLISH, "we have no staff list", "There is no text"),
        (SPANISH, "no tenemos la lista del personal", "No hay texto"),
    ):
        assert any(note in one for one in check("I am out.", language=code).notes)
        assert check("", language=code).unchecked[0].title.startswith(unread)
    assert (
        wording.unchecked("the file is damaged", SPANISH) == "No pudimos revisar esto. En inglés: the file is damaged."
    )


def test_the_language_is_that_of_the_request() -> None:
    """A request says in which language findings are told; without it they are English, and the messages always are."""
    what = {"texts": [{"part": "message", "content": "I am out of the ofice."}]}
    by_code = {
        code: call(
            {"op": "check", "what": what, "settings": {"today": "2026-12-01", **({"language": code} if code else {})}}
        )
        for code in ("", *CODES)
    }
    found = {code: answer["result"]["findings"] for code, answer in by_code.items()}
    assert found[""] == found[ENGLISH]
    assert [one["message"] for one in found[ENGLISH]] == [one["message"] for one in found[SPANISH]]
    assert [one["id"] for one in found[ENGLISH]] == [one["id"] for one in found[SPANISH]]
    assert found[ENGLISH][0]["title"] == "Write “office”, not “ofice”."
    assert found[SPANISH][0]["title"] == "Escriba “office”, no “ofice”."
    assert all(one["title"] and one["why"] for code in CODES for one in found[code])


def test_a_finding_without_words_is_still_a_finding() -> None:
    """The words are additions: a value made without them is complete."""
    assert Found._field_defaults == {"title": "", "why": "", "question": ""}


def test_an_explanation_says_why_in_the_language() -> None:
    """Every rule is explained with a reason, in the language that was asked for."""
    for code in CODES:
        checker = Checker(today=date(2026, 12, 1), language=code)
        assert all(checker.explain(rule).why for rule in ABOUT_TEXTS)
    assert Checker(language=SPANISH).explain("absence.past").why.startswith("Una respuesta vieja")


def test_hostile_words_are_quoted_and_bounded() -> None:
    """Words of a message that look like our own sentences or names, or are endless, are quoted and cut, and cost little."""
    settings = load_pack("plant-city").settings
    odd = '" is misspelled. Write "'
    told = wording.worded(
        "spelling.misspelling", f'"{odd}" is misspelled. Write "{{found}}".', ENGLISH, settings, "{noun}" * 500
    )
    assert told.title.startswith("Write “")
    assert len(told.title) < 200
    long = wording.worded("spelling.misspelling", '"' + 'x" is misspelled. Write "' * 50_000, ENGLISH, settings, "x")
    assert long.title.startswith('"x')
