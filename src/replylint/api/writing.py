"""Both messages and the signature, written from the pack's templates and checked before they are returned."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from replylint.api import wording
from replylint.api.hours import Hours, hours_in
from replylint.api.shapes import Answers, Part, Person, Reply, Schedule, Text, Written
from replylint.calendar import BusinessCalendar, calendar_of
from replylint.directory import Directory, is_number, parted
from replylint.engine import Engine
from replylint.errors import InputError
from replylint.facts.absence import IMPLAUSIBLE_SPAN
from replylint.facts.languages import CODES, Language, language
from replylint.fix.filling import in_language
from replylint.fix.rewriting import Rewriter
from replylint.model import Document, DocumentKind, Profile, Settings
from replylint.patterns import compiled
from replylint.tables import digits, name_key, squeeze
from replylint.visible import Visible

if TYPE_CHECKING:
    from replylint.api.checker import Checker
    from replylint.fix.templates import Templates

KINDS = ("absence", "hours", "departed")
BOTH = "both"
_GMAIL = "gmail"
_SYSTEMS = ("outlook", _GMAIL, "apple", "other", "")
_MOST_CONTACTS = 8
_LONGEST_NOTE = 2_000
_NO_HOLIDAYS = (
    "The day back was worked out without public holidays, because they are not known here. Look at it before you copy."
)


_BLANK_LINES = compiled(r"\n{3,}")
_POINTS = compiled(r"(\b[ap]\. m\.)\.")
"""An abbreviation at the end of a sentence, whose point is that of the sentence too."""


@dataclass(frozen=True)
class _Days:
    """The days of an absence as far as they are known."""

    first: date | None
    last: date | None
    back: date | None
    hours: Hours | None


def write(answers: Answers, checker: Checker) -> Written:
    """Return both messages and the signature, or for Gmail one message and the signature.

    What is not answered becomes a marked blank. Raises InputError, with one sentence, for answers that contradict
    themselves: a last day before the first, a day that has passed, the person's own name as the contact.
    """
    _check_choices(answers)
    settings, staff = checker.pack.settings, checker.engine.directory
    profile = _owner(answers, checker.profile, staff)
    days, notices = _days(answers, checker)
    contacts = tuple(_known(one, staff) for one in _contacts(answers, profile))
    _check_people(profile, contacts)
    from replylint.fix.templates import Templates

    templates = Templates(checker.pack)
    codes = CODES if answers.language == BOTH else (answers.language,)
    message = _message(answers, days, contacts, profile, codes, settings, templates)
    values = _values(answers, days, contacts, profile, codes[0], settings)
    signature = templates.render(f"{codes[0]}/signature.txt.j2", values).strip("\n") + "\n"
    rewriter = Rewriter(templates, lambda _: values)
    parts = (Part.MESSAGE,) if answers.system == _GMAIL else (Part.INTERNAL, Part.EXTERNAL)
    texts = [*((part, message) for part in parts), (Part.SIGNATURE, signature)]
    plain = Reply(tuple(Text(part, text) for part, text in texts), answers.system)
    reply = Reply(tuple(Text(part, rewriter.page(text), markup=True) for part, text in texts), answers.system)
    said = tuple(wording.notice(one, checker.language) for one in notices)
    return Written(reply, plain, checker.check(reply), days.back, _schedule(answers, days, settings), said)


def _check_choices(answers: Answers) -> None:
    for name, value, known in (
        ("language", answers.language, (*CODES, BOTH)),
        ("kind", answers.kind, KINDS),
        ("system", answers.system, _SYSTEMS),
    ):
        if value not in known:
            raise InputError(f"There is no {name} “{value}”. Write {', '.join(filter(None, known))}.")
    if len(answers.contacts) > _MOST_CONTACTS:
        raise InputError(f"Name at most {_MOST_CONTACTS} people to contact. Readers choose more easily among few.")
    if len(answers.note) > _LONGEST_NOTE:
        raise InputError(f"Your own sentence has more than {_LONGEST_NOTE:,} characters. Make it shorter.")


def _message(
    answers: Answers, days: _Days, contacts: tuple[Person, ...], profile: Profile, codes: tuple[str, ...],
    settings: Settings, templates: Templates,
) -> str:  # fmt: skip
    """Return the message: in two languages one half after the other, closed and signed once."""
    name = "departed" if answers.kind == "departed" else "absence"
    halves = []
    for number, code in enumerate(codes):
        values = _values(answers, days, contacts, profile, code, settings)
        values["other_follows"] = number < len(codes) - 1
        values["rest"] = answers.note.strip() if number == len(codes) - 1 else ""
        halves.append(templates.render(f"{code}/{name}.txt.j2", values).strip("\n").rstrip(" "))
    text = "\n\n".join(halves) + "\n"
    return _BLANK_LINES.sub("\n\n", _POINTS.sub(r"\1", text))


def _values(
    answers: Answers, days: _Days, contacts: tuple[Person, ...], profile: Profile, code: str, settings: Settings
) -> dict[str, Any]:
    """Return what the templates are filled with, as `fix.filling.values` does for a message that exists."""
    words = language(code)
    day_first = settings.date_order == "day-first" or words["dates"]["day_first"]

    def day(value: date | None) -> str:
        return in_language(value, words, day_first=day_first) if value else ""

    back = days.back if days.hours is None and answers.kind == "absence" else None
    return {
        "absence": {"first": day(days.first), "last": day(days.last), "back": day(back), "until": "", "relative": []},
        "hours": days.hours.in_language(code) if days.hours else None,
        "contacts": [_contact(one, words) for one in contacts or (Person(""),)],
        "own": {
            "name": profile.name, "title": profile.title, "phone": profile.phone, "extension": profile.extension,
            "parts": [], "remarks": [],
        },
        "profile": profile,
        "settings": settings,
        "speaker": "i",
        "absent": "",
        "unread": False,
        "promised": True,
        "closing": "",
        "closes_apart": True,
        "greeting": "",
        "rest": "",
        "notice": "",
        "signed_below": answers.system == _GMAIL,
    }  # fmt: skip


def _contact(one: Person, words: Language) -> dict[str, str]:
    blanks = words["written"]
    name = squeeze(one.name)
    if name and len(name.split()) == 1:
        name = f"{name} {blanks['last_name']}"
    phone = f"{one.phone} ext. {one.extension}" if one.phone and one.extension else one.phone
    reach = blanks["or"].join(filter(None, (phone, one.email)))
    return {"name": name or blanks["name"], "topic": squeeze(one.topic), "reach": reach or blanks["reach"]}


# People
def _owner(answers: Answers, configured: Profile, staff: Directory | None) -> Profile:
    """Return the person whose reply it is: as answered, then as configured if that is them, then as the staff list says."""
    given = _on_one_line(answers.profile)
    theirs = not given.name or name_key(given.name) == name_key(configured.name)
    if theirs and not answers.on_behalf_of:
        given = _filled(given, {one.name: getattr(configured, one.name) for one in fields(Profile)})
    entry = staff.person(given.name, given.email) if staff and (given.name or given.email) else None
    if entry is not None:
        given = _filled(
            given,
            {"name": entry.name, "title": entry.title, "phone": entry.phone, "extension": entry.extension, "email": entry.email},
        )  # fmt: skip
    phone, extension = parted(given.phone)
    return replace(given, phone=phone, extension=digits(given.extension) or extension)


def _on_one_line(profile: Profile) -> Profile:
    return Profile(*(squeeze(getattr(profile, one.name)) for one in fields(Profile)))


def _filled(profile: Profile, values: dict[str, str]) -> Profile:
    return replace(profile, **{name: value for name, value in values.items() if not getattr(profile, name)})


def _contacts(answers: Answers, profile: Profile) -> tuple[Person, ...]:
    given = tuple(one for one in answers.contacts if one.name.strip() or one.phone.strip() or one.email.strip())
    if given:
        return given
    if answers.on_behalf_of and answers.writer.name.strip():
        return (answers.writer,)
    if profile.backup_name:
        return (Person(profile.backup_name, profile.backup_phone, profile.backup_email),)
    return ()


def _known(one: Person, staff: Directory | None) -> Person:
    """Return a contact with number and address as the staff list has them, where neither is given."""
    phone, extension = parted(squeeze(one.phone))
    one = one._replace(
        name=squeeze(one.name), phone=phone, email=squeeze(one.email), extension=digits(one.extension) or extension
    )
    entry = staff.person(one.name, one.email) if staff and (one.name or one.email) else None
    if entry is None or one.phone or (one.email and one.name):
        return one
    return one._replace(
        name=one.name if len(one.name.split()) > 1 else entry.name, phone=entry.phone, extension=entry.extension,
        email=one.email or ("" if entry.phone else entry.email),
    )  # fmt: skip


def _check_people(profile: Profile, contacts: tuple[Person, ...]) -> None:
    if profile.phone:
        _check_phone(profile.phone, "your phone number")
    for one in contacts:
        whose = f"the phone number of {one.name}" if one.name else "the contact's phone number"
        if one.phone:
            _check_phone(one.phone, whose)
        if one.email and ("@" not in one.email or " " in one.email or "." not in one.email.rpartition("@")[2]):
            raise InputError(f"Check the email address “{one.email}”. An address looks like name@example.org.")
        own = one.name and profile.name and name_key(one.name) == name_key(profile.name)
        if own or (one.phone and profile.phone and digits(one.phone) == digits(profile.phone)):
            raise InputError("Name someone else to contact. The name or number you gave is of the person who is out.")
        if own or (one.email and profile.email and one.email.lower() == profile.email.lower()):
            raise InputError("Name someone else to contact. The email address you gave is of the person who is out.")


_DIGITS = 10
_LONGEST_DAY = 40


def _check_phone(phone: str, whose: str) -> None:
    count = len(digits(phone))
    if is_number(phone) and (count >= _DIGITS or phone.lstrip().startswith("+")):
        return
    if count and count < _DIGITS:
        missing = _DIGITS - count
        short = "one digit" if missing == 1 else f"{missing} digits"
        raise InputError(f"Check {whose}: {phone} is {short} short. Give it with the area code.")
    raise InputError(f"Check {whose}: “{phone}” is not a phone number. Write it as 813-555-0142.")


# Days
def _days(answers: Answers, checker: Checker) -> tuple[_Days, list[str]]:
    """Return the days, and what there is to say of them. Raises InputError if they contradict themselves."""
    first, last, today = answers.first_day, answers.last_day, checker.engine.today
    hours = None
    if answers.kind == "hours":
        first = first or last
        last = last or first
        if first != last:
            raise InputError("Hours out are on one day. For several days, give the first and the last day.")
        hours = hours_in(answers.hours)
    if answers.kind == "departed":
        last = last or first
        return _Days(None, last, None, None), []
    if first and last and last < first:
        raise InputError(
            f"Your last day out, {_shown(last)}, is before your first, {_shown(first)}. Change one of the two."
        )
    if last and last < today:
        raise InputError(f"Your last day out, {_shown(last)}, has passed. Give the days of your next absence.")
    if first and last and (last - first).days > IMPLAUSIBLE_SPAN:
        raise InputError(f"{_shown(first)} to {_shown(last)} is more than a year and a half. Look at the years.")
    if last and answers.back_day and answers.back_day <= last:
        raise InputError(
            f"Your day back, {_shown(answers.back_day)}, must come after your last day out, {_shown(last)}."
        )
    back = answers.back_day
    notices: list[str] = []
    if last and back is None and hours is None:
        back, notices = day_back(last, checker.pack.settings)
    return _Days(first, last, back, hours), notices


def day_in(typed: str, engine: Engine) -> date | None:
    """Return the day that a person typed, read as in a message written today; None if it is not one day."""
    typed = squeeze(typed)
    try:
        return date.fromisoformat(typed)
    except ValueError:
        pass
    text = f"I will be out of the office on {typed}."
    absence = engine.facts(Document("text", Visible.plain(text), text, kind=DocumentKind.AUTO_REPLY)).absence
    days = {one.day for one in absence.stated}
    doubtful = absence.vague or any(one.mismatch or one.impossible for one in absence.stated)
    return days.pop() if len(days) == 1 and not doubtful and len(typed) <= _LONGEST_DAY else None


def day_back(last: date, settings: Settings) -> tuple[date, list[str]]:
    """Return the first business day after a last day out, and what there is to say of how it was found."""
    try:
        return calendar_of(settings).next_business_day(last), []
    except ImportError:  # a page carries the holidays of some years along, or none
        return calendar_of(replace(settings, holidays="")).next_business_day(last), [_NO_HOLIDAYS]


def _shown(day: date) -> str:
    return f"{day:%A}, {day:%B} {day.day}, {day.year}"


def schedule(answers: Answers, checker: Checker) -> Schedule | None:
    """Return from when to when a reply with these days is to be sent. Raises InputError as `write` does."""
    days, _ = _days(answers, checker)
    return _schedule(answers, days, checker.pack.settings)


def _schedule(answers: Answers, days: _Days, settings: Settings) -> Schedule | None:
    """Return from when to when the reply is to be sent: from the first day on, until the office opens on the day back."""
    calendar: BusinessCalendar = calendar_of(replace(settings, holidays=""))

    def moment(day: date, at: time) -> str:
        local = datetime.combine(day, at)
        return (local.replace(tzinfo=calendar.zone) if settings.timezone else local).isoformat()

    if days.hours and days.first:
        return Schedule(moment(days.first, days.hours.first), moment(days.first, days.hours.last), settings.timezone)
    if answers.kind == "departed":
        return Schedule(moment(days.last + timedelta(days=1), time()), "", settings.timezone) if days.last else None
    if days.first is None or days.last is None:
        return None
    back = days.back or days.last + timedelta(days=1)
    return Schedule(moment(days.first, time()), moment(back, calendar.opens), settings.timezone)
