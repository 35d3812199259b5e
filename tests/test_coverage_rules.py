"""Who covers for whom: held against a plain search over all ways from person to person."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from replylint.engine import Engine
from replylint.model import Colleague, Diagnostic, Organization, Person
from replylint.policy import load_pack

ENGINE = Engine(load_pack("plant-city"), date(2026, 12, 11), selected=("coverage",))
MONDAY = date(2026, 12, 14)


def person(number: int) -> Person:
    """Return somebody of the organisation."""
    return Person(f"Dana {chr(65 + number)}son", f"dana{number}@plantcitygov.com")


@st.composite
def organizations(draw: st.DrawFn) -> Organization:
    """Return up to six people, who are away for some days of a week or not, and name each other, teams and strangers."""
    count = draw(st.integers(1, 6))
    people = []
    for number in range(count):
        first, length = draw(st.integers(0, 4)), draw(st.integers(0, 4))
        away = draw(st.booleans())
        named = draw(st.lists(st.integers(-1, count - 1), max_size=2)) if away else []
        contacts = tuple(Person("Front Desk", "desk@plantcitygov.com") if one < 0 else person(one) for one in named)
        days = ((MONDAY + timedelta(days=first), MONDAY + timedelta(days=first + length)),) if away else ()
        people.append(Colleague(person(number), f"{number}.json", days, contacts))
    return Organization(tuple(people))


def expected(organization: Organization) -> set[tuple[str, str]]:
    """Return which rule finds something in whose mailbox, by trying every way on every day."""
    found = set()
    people = {one.owner.email: one for one in organization.people}
    for one in organization.people:
        for day in (MONDAY + timedelta(days=number) for number in range(5)):
            if not one.is_away(day) or not one.contacts:
                continue
            there, back = False, False
            direct = any(
                contact.email not in people or not people[contact.email].is_away(day) for contact in one.contacts
            )
            if direct or any(contact.email == one.owner.email for contact in one.contacts):
                continue
            ways = [[contact.email] for contact in one.contacts]
            while ways:
                way = ways.pop()
                for contact in people[way[-1]].contacts:
                    if contact.email not in people or not people[contact.email].is_away(day):
                        there = True
                    elif contact.email == one.owner.email:
                        back = True
                    elif contact.email not in way:
                        ways.append([*way, contact.email])
            rule = "chain" if there else "circular" if back else "contact-away"
            found.add((f"coverage.{rule}", one.owner.email))
    return found


@given(organizations())
def test_coverage_is_what_a_search_over_all_ways_finds(organization: Organization) -> None:
    """Whether everybody named is away, whether a reply leads in a circle or onward, is found for exactly the people concerned."""
    results = [one for one in ENGINE.check_organization(organization) if isinstance(one, Diagnostic)]
    assert len(results) == len(list(ENGINE.check_organization(organization)))
    rules = ("coverage.contact-away", "coverage.circular", "coverage.chain")
    assert {(one.rule, one.mailbox) for one in results if one.rule in rules} == expected(organization)


@given(organizations(), st.randoms())
def test_the_order_of_mailboxes_does_not_matter(organization: Organization, chance: object) -> None:
    """The same people in another order have the same findings."""
    people = list(organization.people)
    chance.shuffle(people)  # type: ignore[attr-defined]  # a random.Random
    one, other = (
        sorted((item.rule, item.mailbox) for item in ENGINE.check_organization(Organization(tuple(each))) if isinstance(item, Diagnostic))
        for each in (organization.people, people)
    )  # fmt: skip
    assert one == other
