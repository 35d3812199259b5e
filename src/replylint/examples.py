"""Running the examples that stand on rules and in packs: they are tests and documentation in one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

from replylint.calendar import BusinessCalendar
from replylint.config import DEFAULT_POLICY
from replylint.directory import Directory, Entry
from replylint.engine import Engine, Result
from replylint.fix.correcting import Corrector
from replylint.model import (
    Audience,
    Colleague,
    Diagnostic,
    Document,
    Exchange,
    Mailbox,
    Moment,
    Organization,
    Person,
    ReplySettings,
    Safety,
    State,
)
from replylint.policy.checks import Check
from replylint.policy.pack import Pack
from replylint.rules import all_rules
from replylint.rules.base import Example, Rule
from replylint.sources.again import with_content
from replylint.times import zone_named
from replylint.visible import Visible


def mailbox_of(example: Example) -> Mailbox:
    """Return an example as the mailbox that a source would make of it."""
    tabs = [(example.text, Audience.BOTH if example.external is None else Audience.INTERNAL)]
    if example.external is not None:
        tabs.append((example.external, Audience.EXTERNAL))
    documents = []
    for content, audience in tabs:
        document = Document(
            "text",
            Visible.plain(""),
            "",
            example.markup,
            example.kind,
            audience,
            example.written_on,
            automatic=True if example.headers else None,
            template=example.template,
        )
        document = with_content(document, content)
        documents.append(
            replace(document, alternative=Visible.plain(example.plain)) if example.plain is not None else document
        )
    head = f"{example.headers}\n".encode() if example.headers else b""
    return Mailbox("example", tuple(documents), format="eml" if head else "", settings=_settings(example), head=head)


def _settings(example: Example) -> ReplySettings:
    if example.sent_from is None:
        return ReplySettings(State.ON, example.answers_outside, tells_times=example.switched_on)
    start, end = (
        Moment(datetime.combine(day, time(), UTC))
        for day in (example.sent_from, (example.sent_until or example.sent_from) + timedelta(days=1))
    )
    return ReplySettings(State.SCHEDULED, example.answers_outside, start, end, "UTC", tells_times=True)


def _engine(pack: Pack, example: Example, selected: str) -> Engine:
    settings = replace(pack.settings, **example.settings) if example.settings else pack.settings
    staff = (
        Directory(tuple(Entry(name, phone=phone, email=email) for name, phone, email in example.staff))
        if example.staff
        else None
    )
    return Engine(replace(pack, settings=settings), example.written_on, directory=staff, selected=(selected,))


def _correspondence(example: Example, engine: Engine) -> Organization:
    """Return an example that is a letter to Dana Whitlock, with her answer to it."""
    zone = zone_named(engine.settings.timezone) or UTC
    assert example.arrived
    calendar = BusinessCalendar(zone)
    arrived = example.arrived.replace(tzinfo=zone)
    answered = example.answered.replace(tzinfo=zone) if example.answered else None
    exchange = Exchange("visitor@customer.example", 0, arrived, calendar.due(arrived), answered)
    people = (Colleague(Person("Dana Whitlock", _address("Dana Whitlock", engine))),)
    now = datetime.combine(example.written_on, time(), zone)
    return Organization(people, calendar.is_business_day, (exchange,), now)


def _address(name: str, engine: Engine) -> str:
    domain = next(iter(engine.settings.domains), "example.org")
    return f"{name.lower().replace(' ', '.')}@{domain}"


def organization_of(example: Example, engine: Engine) -> Organization:
    """Return an example with its colleagues, or with its letters, as an audit would see them."""
    if example.arrived:
        return _correspondence(example, engine)
    people = []
    for name, text in (("Dana Whitlock", example.text), *example.colleagues):
        mailbox = mailbox_of(replace(example, text=text))
        mailbox = replace(mailbox, owner=name, identity=_address(name, engine))
        one = engine.colleague(mailbox, tuple(map(engine.facts, mailbox.documents)))
        assert one is not None
        people.append(one)
    return Organization(tuple(people), addresses=frozenset(one.owner.email for one in people))


def _found(engine: Engine, example: Example, rule: str) -> list[Diagnostic]:
    results: list[Result] = list(engine.check(mailbox_of(example)))
    if example.colleagues or any(one.id == rule and one.examines == "organization" for one in engine.rules):
        results += engine.check_organization(organization_of(example, engine))
    return [result for result in results if isinstance(result, Diagnostic) and result.rule == rule]


def failures_of_rule(rule: type[Rule], pack: Pack) -> Iterator[str]:
    """Yield in words each example of a rule that does not hold under a pack."""
    for example in rule.valid:
        found = _found(_engine(pack, example, rule.id), example, rule.id)
        if found:
            yield f"{rule.id} should be content with {example.text!r} and says: {found[0].message}"
    for example in rule.invalid:
        engine, mailbox = _engine(pack, example, rule.id), mailbox_of(example)
        if not _found(engine, example, rule.id):
            yield f"{rule.id} should find something in {example.text!r}"
        if example.fixed is not None:
            corrected = Corrector(engine, least=Safety.UNSAFE).edited(mailbox.documents[0], mailbox)
            if corrected.content.strip() != example.fixed.strip():
                yield f"{rule.id} should correct {example.text!r} to {example.fixed!r}, and makes it {corrected.content!r}"


def failures_of_check(check: Check, pack: Pack) -> Iterator[str]:
    """Yield in words each example of a pack's own check that does not hold."""
    for text in check.pass_examples:
        example = Example(text, kind=None)
        if _found(_engine(pack, example, check.id), example, check.id):
            yield f"{check.id} should be content with {text!r}"
    for number, text in enumerate(check.fail_examples):
        example = Example(text, kind=None)
        engine, mailbox = _engine(pack, example, check.id), mailbox_of(example)
        if not _found(engine, example, check.id):
            yield f"{check.id} should find something in {text!r}"
        if number < len(check.fixed_examples):
            corrected = Corrector(engine).edited(mailbox.documents[0], mailbox)
            if corrected.content.strip() != check.fixed_examples[number].strip():
                yield f"{check.id} should correct {text!r} to {check.fixed_examples[number]!r}, and makes it {corrected.content!r}"
    if not check.pass_examples or not check.fail_examples:
        yield f"{check.id} has no examples; give one text that passes and one that fails"


def failures_of_pack(pack: Pack) -> tuple[int, list[str]]:
    """Run the examples of a pack's own checks and of the rules it uses; return how many ran, and what failed in words.

    The rules' examples are those of the standard they come with, so they run under its settings.
    """
    failures: list[str] = []
    count = 0
    for check in pack.checks:
        count += len(check.pass_examples) + len(check.fail_examples)
        failures += failures_of_check(check, pack)
    from replylint.policy import load_pack

    standard = load_pack(DEFAULT_POLICY)
    for rule_id, rule in all_rules().items():
        if rule_id in pack.rules and not pack.rules[rule_id].off:
            count += len(rule.valid) + len(rule.invalid)
            failures += failures_of_rule(rule, standard)
    return count, failures
