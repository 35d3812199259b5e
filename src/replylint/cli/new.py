"""`replylint new`"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from replylint.cli.common import (
    CLEAN,
    FOUND,
    UNTRUSTED,
    complain,
    configuration,
    engine,
    guarded,
    item_in,
    say,
    write_output,
)
from replylint.errors import ConfigError
from replylint.facts.languages import CODES, messages
from replylint.model import Unchecked
from replylint.tally import counted

if TYPE_CHECKING:
    from replylint.api import Answers, Checker, Person, Profile, Written

_TRIES = 3


@click.command("new")
@click.option(
    "--first", metavar="DAY", default=None, help="The first day out: 2026-12-14, or as your policy writes days."
)
@click.option("--last", metavar="DAY", default=None, help="The last day out, or the last day at work.")
@click.option("--back", metavar="DAY", default=None, help="The day back (default: the next business day).")
@click.option("--ics", metavar="FILE", default=None, type=click.Path(), help="Take the days from this calendar file.")
@click.option(
    "--contact",
    "contacts",
    metavar="PERSON",
    multiple=True,
    help='Who can help: "Dana Whitlock, 813-555-0142, dana@example.org" (repeatable). The staff list adds what is missing.',
)
@click.option("--name", default=None, help="Your first and last name.")
@click.option("--title", default=None, help="Your job title.")
@click.option("--phone", default=None, help="Your office phone number.")
@click.option("--extension", default=None, help="Your extension.")
@click.option("--email", default=None, help="Your email address.")
@click.option(
    "--for",
    "on_behalf_of",
    metavar="NAME",
    default=None,
    help="Write for this person. You are the contact unless --contact names another.",
)
@click.option(
    "--language",
    type=click.Choice(["en", "es", "both"]),
    default="en",
    show_default=True,
    help="The message's language.",
)
@click.option(
    "--kind",
    type=click.Choice(["absence", "hours", "departed"]),
    default="absence",
    show_default=True,
    help="Days out, some hours of one day, or your last day at work.",
)
@click.option("--hours", metavar="HOURS", default="", help='With --kind hours: "1:00 PM to 4:00 PM".')
@click.option("--note", default="", help="A sentence of your own, kept word for word.")
@click.option(
    "--system",
    type=click.Choice(["outlook", "gmail"]),
    default="outlook",
    show_default=True,
    help="Gmail takes one message and adds your signature by itself.",
)
@click.option("--to", "form", metavar="FORMAT", default=None, help="Write this format instead of showing the texts.")
@click.option(
    "-o", "--output", metavar="FILE", default=None, type=click.Path(dir_okay=False), help="Write to this file."
)
@click.option(
    "--interface-language",
    "interface",
    type=click.Choice(CODES),
    default=CODES[0],
    show_default=True,
    help="The language in which you are asked and told everything.",
)
@click.option("--policy", metavar="PACK", default=None, help="The policy pack: a name, or the path of a .toml file.")
@click.option("--as-of", metavar="YYYY-MM-DD", default=None, help="Write as if today were this day.")
@click.option("--directory", metavar="FILE", default=None, type=click.Path(), help="A staff list (CSV, vCard or LDIF).")
@click.option(
    "--config", "config_path", metavar="FILE", default=None, type=click.Path(), help="Use this configuration file."
)
@click.option("--no-config", is_flag=True, help="Use no configuration file.")
def command(**options: Any) -> None:
    """Write both messages and the signature.

    Asks what it needs to know, or takes it from the options. Your name, title and numbers come from the configuration
    file ([profile]) and the staff list if they are there.

    Exit code: 0 written and right, 1 something is still to be filled in, 2 an answer is missing or cannot be right.
    """

    def run() -> int:
        from replylint.api import Checker

        config = configuration(".", options["config_path"], options["no_config"])
        built = engine(config, options["policy"], (), (), options["as_of"], options["directory"])
        engine_of_today = replace(built, today=built.as_of or built.today, as_of=None)
        checker = Checker.of(engine_of_today, config.profile, options["interface"])
        written, owner = _Writer(checker, options).written()
        return _show(written, options, owner)

    guarded(run, language=options["interface"])


class _Writer:
    """Puts the answers together: from the options, the calendar, the staff list, and the person at the terminal."""

    def __init__(self, checker: Checker, options: dict[str, Any]) -> None:
        self.checker = checker
        self.options = options
        self.missing: list[str] = []
        self.words: Mapping[str, Any] = messages(checker.language)["new"]

    def written(self) -> tuple[Written, str]:
        """Return what was written, and the address of its owner. Raises ConfigError for what is missing or wrong."""
        profile = self._profile()
        answers = self._with_days(self._started(profile))
        answers = replace(answers, contacts=self._contacts())
        answers = replace(answers, profile=self._complete(answers.profile))
        if self.missing:
            *others, last = dict.fromkeys(self.missing)
            if not others:
                raise ConfigError(f"{last} is missing; give it as an option")
            raise ConfigError(f"{', '.join(others)}{self.words['and']}{last} are missing; give them as options")
        return self.checker.write(answers), answers.profile.email

    # Whose it is
    def _profile(self) -> Profile:
        from replylint.api import Profile

        given = {name: self.options[name] or "" for name in ("name", "title", "phone", "extension", "email")}
        if self.options["on_behalf_of"]:
            return replace(Profile(**{**given, "name": self.options["on_behalf_of"]}))
        known = self.checker.profile
        return replace(known, **{name: value for name, value in given.items() if value})

    def _complete(self, profile: Profile) -> Profile:
        """Return the profile with what the staff list knows, then with what the person answers."""
        from replylint.directory import parted

        staff = self.checker.engine.directory
        phone, extension = parted(profile.phone)
        profile = replace(profile, phone=phone, extension=profile.extension or extension)
        for name in ("name", "title", "phone", "extension"):
            entry = staff.person(profile.name, profile.email) if staff and (profile.name or profile.email) else None
            if getattr(profile, name):
                continue
            if entry is not None and getattr(entry, name):
                profile = replace(profile, **{name: getattr(entry, name)})
            elif answer := self._ask(self.words[name], f"--{name}"):
                profile = replace(profile, **{name: answer})
                if name == "phone":
                    phone, extension = parted(answer)
                    profile = replace(profile, phone=phone, extension=profile.extension or extension)
        entry = staff.person(profile.name, profile.email) if staff and profile.name else None
        return replace(profile, email=profile.email or (entry.email if entry else ""))

    def _started(self, profile: Profile) -> Answers:
        from replylint.api import Answers

        options = self.options
        return Answers(
            profile=profile, language=options["language"], kind=options["kind"], system=options["system"],
            hours=options["hours"], note=options["note"], on_behalf_of=bool(options["on_behalf_of"]), writer=self._writer(),
        )  # fmt: skip

    def _writer(self) -> Person:
        from replylint.api import Person

        known = self.checker.profile
        name, phone = self.options["name"] or known.name, self.options["phone"] or known.phone
        return Person(name, phone, "" if phone else self.options["email"] or known.email, extension=known.extension)

    # When
    def _with_days(self, answers: Answers) -> Answers:
        first, last, back = (self._day(self.options[name], f"--{name}") for name in ("first", "last", "back"))
        if self.options["ics"] is not None:
            found = self._from_calendar()
            first, last = first or found[0], last or found[1]
        departed, hours = answers.kind == "departed", answers.kind == "hours"
        if first is None and not departed:
            first = self._ask_day(self.words["day" if hours else "first"], "--first")
        if last is None and not hours:
            last = self._ask_day(self.words["last-at-work" if departed else "last"], "--last", first)
        if hours and not answers.hours:
            answers = replace(answers, hours=self._ask(self.words["hours"], "--hours"))
        return replace(answers, first_day=first, last_day=last, back_day=back)

    def _from_calendar(self) -> tuple[date, date]:
        from replylint.audit.away import next_absence
        from replylint.calendar import calendar_of

        zone = calendar_of(replace(self.checker.pack.settings, holidays="")).zone
        found = next_absence(Path(self.options["ics"]), zone, self.checker.engine.today)
        taken = self.words["taken"]
        say(taken.format(path=self.options["ics"], summary=found.summary, first=found.first, last=found.last))
        return found.first, found.last

    def _day(self, typed: str | None, option: str) -> date | None:
        if typed is None:
            return None
        found = self.checker.day_in(typed)
        if found is None:
            raise ConfigError(f"{option}: “{typed}” is not a day; write it as 2026-12-31")
        return found

    def _ask_day(self, question: str, option: str, default: date | None = None) -> date | None:
        for _ in range(_TRIES):
            typed = self._ask(question, option, default.isoformat() if default else "")
            if not typed:
                return None
            if (found := self.checker.day_in(typed)) is not None:
                return found
            say(self.words["no-day"].format(typed=typed))
        raise ConfigError(f"{option} is missing; write the day as 2026-12-31")

    # Whom to contact
    def _contacts(self) -> tuple[Person, ...]:
        from replylint.api import Person

        if self.options["contacts"]:
            return tuple(map(_person, self.options["contacts"]))
        known = self.checker.profile
        if self.options["on_behalf_of"] and self._writer().name:
            return ()
        if known.backup_name:
            return (Person(known.backup_name, known.backup_phone, known.backup_email),)
        name = self._ask(self.words["contact"], "--contact")
        if not name:
            return ()
        person = _person(name)
        staff = self.checker.engine.directory
        if not (person.phone or person.email) and not (staff and staff.person(person.name)):
            person = _person(f"{name}, {self._ask(self.words['reach'].format(name=person.name), '--contact')}")
        return (person,)

    def _ask(self, question: str, option: str, default: str = "") -> str:
        """Return the answer to a question; where nobody can be asked, the option counts as missing."""
        if not can_ask():
            self.missing.append(option)
            return ""
        return str(click.prompt(question, default=default or None, err=True)).strip()


def can_ask() -> bool:
    """Return whether a person sits at the terminal."""
    return sys.stdin is not None and sys.stdin.isatty()


def _person(text: str) -> Person:
    """Return a contact written in one line: name, phone number, email address, in any order after the name."""
    from replylint.api import Person

    name, *rest = [piece.strip() for piece in text.split(",")]
    email = next((one for one in rest if "@" in one), "")
    phone = next((one for one in rest if one and "@" not in one), "")
    if "@" in name and not rest:
        return Person("", "", name)
    return Person(name, phone, email)


def _show(written: Written, options: dict[str, Any], owner: str) -> int:
    """Print or write what was written, say what is left to do, and return the exit code."""
    from replylint.api import export

    language: str = options["interface"]
    words = messages(language)["new"]
    form = options["form"]
    if form is not None:
        made = export(written, form, owner)
        write_output(made.data.decode("utf-8"), options["output"])
    else:
        write_output(_in_words(written, words), options["output"])
    for notice in written.notices:
        say(notice)
    if written.settings is not None:
        start, end = _moment(written.settings.start), _moment(written.settings.end)
        say(words["sent" if end else "sent-on"].format(start=start, end=end))
    for one in {(item.rule, item.message): item for item in written.checked.findings}.values():
        say(one.message if language == CODES[0] else one.title)
    for problem in written.checked.unchecked:
        heading = messages(language)["terminal"]["not-checked"]
        complain(f"{heading} {item_in(Unchecked('', problem.message), language).message}")
    if written.checked.unchecked:
        return UNTRUSTED
    seal = all("[" in item.message and _is_seal(item.message, written) for item in written.checked.findings)
    if written.checked.ok or seal:
        say(counted(words["checked" if written.checked.ok else "checked-but-seal"], written.checked.judged))
        return CLEAN
    return FOUND


def _is_seal(message: str, written: Written) -> bool:
    return any(blank.fact == "seal" and f"[{blank.label}]" in message for blank in written.checked.blanks)


def _moment(text: str) -> str:
    return f"{text[:10]} {text[11:16]}"


def _in_words(written: Written, words: Mapping[str, Any]) -> str:
    """Return the texts with a line above each that says what it is."""
    from replylint.api import Part

    texts = {one.part: one.content for one in written.plain.texts}
    if texts.get(Part.INTERNAL) == texts.get(Part.EXTERNAL) and Part.INTERNAL in texts:
        shown = {words["same"]: texts[Part.INTERNAL]}
    else:
        shown = {words[part]: text for part, text in texts.items() if part is not Part.SIGNATURE}
    shown[words["signature"]] = texts[Part.SIGNATURE]
    return "\n".join(f"{name}:\n\n{text}" for name, text in shown.items())
