"""The checker: one policy, one staff list, one day, and everything that can be asked of them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property
from pathlib import Path

from replylint import __version__
from replylint.api import filling, mailbox_settings, people, saving, wording, writing
from replylint.api.changes import changes_of
from replylint.api.checking import Judged, ids_of, judge, words_of
from replylint.api.reading import Given, read
from replylint.api.shapes import (
    API_VERSION,
    About,
    Answers,
    Change,
    Checked,
    Explained,
    File,
    Fixed,
    ForMailbox,
    Found,
    Left,
    Part,
    Person,
    Reply,
    Schedule,
    Text,
    Written,
)
from replylint.directory import Directory, load_directory, read_directory
from replylint.engine import Engine, engine_for
from replylint.errors import InputError, nearest
from replylint.facts.languages import CODES
from replylint.fix.correcting import CorrectedMailbox, Corrector
from replylint.fix.taken_out import taken_out
from replylint.fix.verifying import BLANK
from replylint.model import Diagnostic, Profile, Safety
from replylint.policy import load_pack
from replylint.policy.pack import Pack
from replylint.rules import all_rules
from replylint.rules.base import Rule

_NO_FINDING = "There is no such finding in this text. Check it again."


class Checker:
    """Checks, corrects and writes replies by one policy.

    `policy` is the name of a pack or the path of its TOML file. `today` is the day from which dates are judged,
    except in mail that says when it was written; `as_of` is a day for judging that as well.
    `directory` is a staff list (CSV, vCard or LDIF): its bytes, or its path. `profile` is what corrections know of the
    person. `language` is that of questions and of changes in words: `en` or `es`. `select` and `ignore` name rules or
    families. Raises a ReplylintError, with a sentence that says what to do, if any of these cannot be used.
    """

    def __init__(
        self,
        policy: str | Path = "plant-city",
        *,
        today: date | None = None,
        as_of: date | None = None,
        directory: bytes | Path | Directory | None = None,
        directory_name: str = "the staff list",
        profile: Profile | None = None,
        language: str = "en",
        words: frozenset[str] = frozenset(),
        select: Sequence[str] = (),
        ignore: Sequence[str] = (),
    ) -> None:
        self.language = _known(language)
        staff = (
            load_directory(directory)
            if isinstance(directory, Path)
            else read_directory(directory, directory_name)
            if isinstance(directory, bytes)
            else directory
        )
        self.engine = engine_for(
            load_pack(str(policy)),
            today=today or date.today(),
            as_of=as_of,
            staff=staff,
            words=words,
            select=select,
            ignore=ignore,
        )
        self.profile = profile or Profile()

    @classmethod
    def of(cls, engine: Engine, profile: Profile | None = None, language: str = "en") -> Checker:
        """Return a checker around an engine that is already built, as the command line builds it."""
        made = object.__new__(cls)
        made.engine, made.profile, made.language = engine, profile or Profile(), language
        return made

    def day_in(self, typed: str) -> date | None:
        """Return the day that a person typed: `2026-12-14`, `12/14/26`, `Dec 14`, `Monday`; None if it is not one."""
        return writing.day_in(typed, self.engine)

    def adapted(
        self, *, today: date | None = None, profile: Profile | None = None, language: str | None = None
    ) -> Checker:
        """Return a checker with the same policy and staff list for another day, person or language."""
        language = self.language if language is None else _known(language)
        engine = replace(self.engine, today=today) if today and today != self.engine.today else self.engine
        profile = self.profile if profile is None else profile
        return Checker.of(engine, profile, language)

    @property
    def pack(self) -> Pack:
        """The policy pack."""
        return self.engine.pack

    @property
    def title(self) -> str:
        """The title of the policy."""
        return self.pack.title

    @property
    def organization(self) -> str:
        """How the organization writes its name."""
        return self.pack.settings.organization

    def about(self) -> About:
        """Return which policy is used and what a page needs to know of it."""
        pack, settings = self.pack, self.pack.settings
        staff = self.engine.directory
        return About(
            __version__, API_VERSION, pack.id, pack.title, settings.organization, settings.noun, pack.source, settings.website,
            settings.timezone, settings.emblem_alt if settings.seal or settings.seal_alt else "", settings.seal_url, CODES,
            len(staff.entries) if staff else 0, self.engine.today,
        )  # fmt: skip

    @cached_property
    def _corrector(self) -> Corrector:
        return Corrector(self.engine, self.profile)

    def check(self, what: Reply | File) -> Checked:
        """Check a reply or a file. Raises InputError if it is not put together as it must be."""
        return self._judged(read(what, self.engine)).checked

    def _judged(self, given: Given) -> Judged:
        return judge(given, self.engine, self._corrector, self.language)

    def fix_all(self, what: Reply | File, *, safe: bool = False, rewrite: bool = False) -> Fixed:
        """Correct everything that can be corrected. `safe` leaves what needs a second look; `rewrite` uses the template."""
        given = read(what, self.engine)
        judged = self._judged(given)
        corrector = Corrector(self.engine, self.profile, Safety.SAFE if safe else Safety.UNSAFE, rewrite)
        return self._fixed(what, given, judged, [corrector.correct(one.mailbox) for one in given.mailboxes])

    def fix_one(self, what: Reply | File, finding: str) -> Fixed:
        """Correct one finding, in the other tab too if it has the same one. Raises InputError if there is no such finding."""
        given = read(what, self.engine)
        judged = self._judged(given)
        chosen = judged.behind_id(finding)
        if not chosen:
            raise InputError(_NO_FINDING)
        corrected = []
        for one in given.mailboxes:
            items = [item for source, item in chosen if source is one]
            corrected.append(self._corrector.correct_only(one.mailbox, items))
        return self._fixed(what, given, judged, corrected)

    def _fixed(self, what: Reply | File, given: Given, judged: Judged, corrected: Sequence[CorrectedMailbox]) -> Fixed:
        texts = list(saving.texts_of(what, given))
        changes: list[Change] = []
        gone: list[str] = []
        ids = ids_of(judged.checked.findings)
        for one, each in zip(given.mailboxes, corrected, strict=True):
            for place, item in zip(one.places, each.documents, strict=True):
                if not item.changed:
                    continue
                texts[place.number] = Text(place.part, item.after.content, item.after.markup)
                changes += changes_of(item, place.part, place.number, ids, self.language)
                gone += taken_out(item.before.text, item.after.text)
        after = replace(what, texts=tuple(texts)) if changes else what
        again = self._judged(read(after, self.engine)) if changes else judged
        left = tuple(_left(again.checked.findings, again.behind, corrected, self.language))
        return Fixed(after, tuple(changes), again.checked, tuple(dict.fromkeys(gone)), left)

    def fill(self, what: Reply | File, blanks: Mapping[str, str]) -> Fixed:
        """Fill in blanks, by their ids. A day may be given as 2026-12-31: it is written as the message writes days.

        Raises InputError if there is no such blank, or an answer is empty or more than one line.
        """
        given = read(what, self.engine)
        judged = self._judged(given)
        after, changes = filling.filled(what, given, judged.checked, blanks, self.engine, self.language)
        return Fixed(after, changes, self._judged(read(after, self.engine)).checked, (), ())

    def save(self, file: File) -> File:
        """Return a file with its present texts in its bytes, in its own format; an Outlook .msg becomes .eml.

        Raises a ReplylintError if the format cannot be written.
        """
        return saving.saved(file)

    def write(self, answers: Answers) -> Written:
        """Write both messages and the signature. Raises InputError for answers from which no right message follows."""
        return writing.write(answers, self)

    def schedule(self, answers: Answers) -> Schedule | None:
        """Return from when to when a reply with these days is to be sent; None if they leave the first or the last open.

        Raises InputError for days that contradict themselves.
        """
        return writing.schedule(answers, self)

    def settings_for(self, reply: Reply, schedule: Schedule | None = None) -> ForMailbox:
        """Return what Outlook, or with `system="gmail"` Gmail, is asked to set for a reply, checked as it would be set.

        Raises InputError if there is no text, or not what the system sends.
        """
        seen = self.check(reply).texts
        language = next((one.language for one in seen if one.part is not Part.SIGNATURE), self.language)
        settings = mailbox_settings.settings_of(reply, language, schedule)
        return ForMailbox(settings, self.check(File("settings.json", json.dumps(settings).encode())))

    def people(self, prefix: str, limit: int = 8) -> tuple[Person, ...]:
        """Return the people of the staff list whose names begin so; none if there is no list."""
        return people.beginning(self.engine.directory, prefix, limit)

    def explain(self, rule: str) -> Explained:
        """Return a rule in words. Raises InputError if there is no such rule."""
        known = all_rules()
        clause = words_of(self.pack.clause_of(rule))
        if rule in known:
            found = known[rule]
            right, wrong = (next((one.text for one in each), "") for each in (found.valid, found.invalid))
            return Explained(rule, found.summary(), clause, self._why(found), right, wrong)
        check = next((one for one in self.pack.checks if one.id == rule), None)
        if check is None:
            own = [one.id for one in self.pack.checks]
            raise InputError(f"There is no rule “{rule}”{nearest(rule, [*known, *own]) or '.'}")
        right, wrong = (next(iter(each), "") for each in (check.pass_examples, check.fail_examples))
        return Explained(
            rule, check.summary(), clause, wording.why(rule, self.language, self.pack.settings), right, wrong
        )

    def _why(self, rule: type[Rule]) -> str:
        """Return why a rule asks for what it does: its own reason in English, otherwise that of the tables of words."""
        own = _reason_of(rule.__doc__ or "") if self.language == CODES[0] else ""
        return own or wording.why(rule.id, self.language, self.pack.settings)


def _known(language: str) -> str:
    """Return the code of a language. Raises InputError for one that is not known."""
    if language not in CODES:
        raise InputError(f"There is no language “{language}”. Write {' or '.join(CODES)}.")
    return language


def _left(
    findings: Sequence[Found],
    behind: Sequence[tuple[object, Diagnostic]],
    corrected: Sequence[CorrectedMailbox],
    language: str,
) -> list[Left]:
    """Return which of the findings after a correction were left to a person, and why."""
    reasons = {(one.diagnostic.rule, one.diagnostic.message): one.reason for each in corrected for one in each.by_hand}
    return [
        Left(found.id, wording.reason(reasons[key], language))
        for found, (_, item) in zip(findings, behind, strict=True)
        if item.rule != BLANK and (key := (item.rule, item.message)) in reasons
    ]


def _reason_of(text: str) -> str:
    """Return the paragraphs of a rule's docstring that say why, without its first line and the clause it quotes."""
    paragraphs = [" ".join(one.split()) for one in text.strip().split("\n\n")[1:]]
    return " ".join(one for one in paragraphs if not one.startswith(">"))
