"""Which letters need an answer, and when they got one.

What needs an answer is what a person wrote, not in answer to anything, to somebody whose sent mail was read. Lists, bounces, automatic mail and what only
informs need none. An answer is known by Message-ID, In-Reply-To and References (RFC 5322 section 3.6.4), by Outlook's Thread-Index, by its subject, or, of
somebody outside, as the next letter to them that is no answer to another one; it goes to the one who asked, and a colleague may give it. An automatic
reply is an answer only if it is an acknowledgement in the standard's sense.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import NamedTuple

import duckdb

from replylint.model import Notice

_PEOPLE = """
CREATE OR REPLACE TEMP TABLE people AS SELECT unnest($addresses) AS address, unnest($people) AS person;
"""
_COPIES = """
CREATE OR REPLACE TEMP TABLE copies AS
SELECT *,  -- a box is the file of a mailbox, or the folder of messages in files of their own
    CASE WHEN regexp_matches(path, '#[0-9]+$') THEN regexp_replace(path, '#[0-9]+$', '') ELSE regexp_replace(path, '[/\\\\][^/\\\\]*$', '') END AS box,
    regexp_matches(split_part(sender, '@', 2), $domains) AS ours
FROM read_parquet($names, hive_partitioning=false)
"""
_LETTERS = """
CREATE OR REPLACE TEMP TABLE letters AS  -- each once, though the sender's mailbox and the recipient's both have it
SELECT copies.* FROM copies SEMI JOIN (
    SELECT arg_min(rowid, (passed_over <> '', "at" IS NULL, "at", hash(sender, recipients, copied, answers, subject, automatic, acknowledges, brief, asks, passed_over))) AS chosen
    FROM copies GROUP BY id
) ON copies.rowid = chosen
"""
_WRITERS = """
CREATE OR REPLACE TEMP TABLE writers AS
WITH concerned AS (  -- whom of the organisation each letter of a box is from or to: a person, or else an address
    SELECT DISTINCT box, id, coalesce(person::VARCHAR, address) AS person FROM (
        SELECT box, id, unnest(list_concat([sender], recipients, copied)) AS address FROM copies WHERE passed_over = ''
    ) LEFT JOIN people USING (address) WHERE person IS NOT NULL OR regexp_matches(split_part(address, '@', 2), $domains)
), present AS (
    SELECT box, person, count(*) AS letters FROM concerned GROUP BY ALL
), boxes AS (
    SELECT box, count(DISTINCT id) AS letters FROM concerned GROUP BY box
), owned AS (  -- a box half of whose letters are from or to one person is theirs (others came by lists); of two who are in as many, nobody knows whose it is
    SELECT box, arg_max(person, present.letters) AS owner, count(*) FILTER (WHERE present.letters = most) AS owners
    FROM present JOIN boxes USING (box) JOIN (SELECT box, max(letters) AS most FROM present GROUP BY box) USING (box)
    WHERE most >= 0.5 * boxes.letters GROUP BY box
)
SELECT DISTINCT person FROM copies JOIN people ON address = sender LEFT JOIN owned USING (box)
WHERE NOT regexp_matches(box, '(?i)(inbox|posteingang|bandeja de entrada|boite de reception)[^/\\\\]*$') AND NOT automatic AND passed_over = '' AND (owner IS NULL OR (owners = 1 AND owner = person::VARCHAR))
"""
"""Whose sent mail was read: one letter of theirs in somebody else's mailbox does not show what else they sent."""
_OPEN = """
CREATE OR REPLACE TEMP TABLE asked AS
SELECT id, sender, ours, subject, thread, "at", list_concat([sender], reply_to, coalesce(own, [])) AS to_whom, recipients
FROM letters LEFT JOIN (SELECT one.address AS sender, list(other.address) AS own FROM people AS one JOIN people AS other USING (person) GROUP BY ALL) USING (sender)
WHERE NOT automatic AND passed_over = '' AND informs = '' AND len(answers) = 0 AND NOT again AND NOT (ours AND (forwards OR NOT asks));

CREATE OR REPLACE TEMP TABLE open AS
SELECT id, any_value(asked.sender) AS sender, bool_or(ours) AS ours, any_value(subject) AS subject, any_value(thread) AS thread, any_value("at") AS "at",
    any_value(to_whom) AS to_whom, arg_min(person, place) AS person
FROM (SELECT *, unnest(recipients) AS address, generate_subscripts(recipients, 1) AS place FROM asked) AS asked
JOIN people USING (address) SEMI JOIN writers USING (person)
WHERE address <> asked.sender AND "at" IS NOT NULL GROUP BY id;
"""
_FOLLOW_UPS = """
CREATE OR REPLACE TEMP TABLE follow_ups AS
SELECT id, sender, unnest(answers) AS answered FROM letters SEMI JOIN (SELECT DISTINCT sender FROM open) USING (sender) WHERE len(answers) > 0
"""
_GIVEN = """
CREATE OR REPLACE TEMP TABLE given AS
SELECT id, answers, sender, subject, again, forwards, informs, thread, "at", automatic, brief, recipients, list_concat(recipients, copied) AS whom,
    len(list_filter(list_concat(recipients, copied), lambda one: NOT regexp_matches(split_part(one, '@', 2), $domains))) > 0 AS goes_out
FROM letters WHERE ours AND passed_over = '' AND (NOT automatic OR acknowledges)
"""
_GIVEN_TO = """
CREATE OR REPLACE TEMP TABLE given_to AS SELECT *, unnest(whom) AS whom_one FROM given WHERE "at" IS NOT NULL AND NOT automatic;
"""
_MATCHES = """
WITH RECURSIVE followed AS (  -- a letter and those by which the same person asked again
    SELECT id AS asked, id, sender, 0 AS depth FROM open
    UNION
    SELECT asked, follow_ups.id, followed.sender, depth + 1 FROM followed
    JOIN follow_ups ON answered = followed.id AND follow_ups.sender = followed.sender
    WHERE depth < 4
), answers AS (
    SELECT DISTINCT asked, given.id FROM followed JOIN (SELECT id, unnest(answers) AS answered FROM given) AS given ON answered = followed.id
    UNION
    SELECT open.id, given.id FROM open ASOF JOIN (SELECT * FROM given WHERE thread <> '' AND NOT automatic AND "at" IS NOT NULL) AS given
    ON open.thread = given.thread AND open."at" < given."at" WHERE open.thread <> ''
), named AS (  -- it goes to the one who asked; if that is somebody outside, perhaps to another address of theirs
    SELECT asked, given.* FROM answers JOIN open ON open.id = asked JOIN given ON given.id = answers.id
    WHERE given.sender <> open.sender
    AND (list_has_any(whom, to_whom) OR (goes_out AND NOT forwards AND NOT open.ours))
), open_to AS (
    SELECT id, ours, subject, "at", unnest(to_whom) AS one FROM open
), alike AS (
    SELECT open.id AS asked, given_to.id, given_to.sender, given_to."at", automatic, brief
    FROM open_to AS open ASOF JOIN (SELECT * FROM given_to WHERE again AND subject <> '') AS given_to
    ON open.one = whom_one AND open.subject = given_to.subject AND open."at" <= given_to."at"
    UNION ALL
    SELECT open.id, given_to.id, given_to.sender, given_to."at", automatic, brief
    FROM open_to AS open ASOF JOIN (SELECT * FROM given_to WHERE len(answers) = 0 AND informs = '') AS given_to
    ON open.one = whom_one AND open."at" <= given_to."at" WHERE NOT open.ours
), found AS (
    SELECT asked, id, sender, "at", automatic, brief FROM named UNION SELECT * FROM alike
)
SELECT open.sender, person, epoch_us(open."at") AS asked_at, epoch_us(min(greatest(found."at", open."at")) FILTER (WHERE found."at" IS NOT NULL)), count(found.id),
    arg_min(found.id, (found."at", found.id)) FILTER (WHERE NOT automatic),
    epoch_us(min(found."at") FILTER (WHERE NOT automatic AND NOT brief)), epoch_us(min(found."at") FILTER (WHERE automatic)), open.id
FROM open LEFT JOIN found ON asked = open.id AND found.sender <> open.sender
GROUP BY ALL ORDER BY asked_at, open.id
"""
_PASSED_OVER = "SELECT passed_over, count(*) FROM letters WHERE passed_over <> '' GROUP BY 1 ORDER BY 1"
_INFORM = """
SELECT informs, count(*) FROM letters
WHERE NOT automatic AND passed_over = '' AND informs <> '' AND len(answers) = 0 AND NOT again GROUP BY 1 ORDER BY 1
"""
_NOT_ASKED = """
SELECT count(DISTINCT id), list(DISTINCT address ORDER BY address) FROM (SELECT id, sender, unnest(recipients) AS address FROM asked)
WHERE regexp_matches(split_part(address, '@', 2), $domains) AND address <> sender AND id NOT IN (
    SELECT id FROM (SELECT id, unnest(recipients) AS address FROM asked) JOIN people USING (address) SEMI JOIN writers USING (person)
)
"""
_AT_ONCE = 10_000
"""Rows that are fetched at a time."""
_MOST_NAMED = 5
"""Addresses that a notice names."""


class Thread(NamedTuple):
    """A letter that needs an answer. Instants are in UTC."""

    sender: str
    person: int
    """Who has to answer it."""
    arrived: datetime
    answered: datetime | None
    by_a_person: str
    """The id of the first answer that a person wrote, empty if there is none."""
    in_full: datetime | None
    """When a person answered with more than an acknowledgement."""
    acknowledged: datetime | None
    """When an automatic reply acknowledged it."""


def threads(names: Sequence[str], people: Mapping[str, int], domains: Iterable[str]) -> Iterator[Thread | Notice]:
    """Yield the letters that need an answer in the order in which they came, and what is to be said of the others.

    `names` are the Parquet files with the letters, `people` the numbers of the organisation's people by their addresses, in lower case, and `domains`
    those of its addresses.
    """
    ours = {"domains": rf"(^|\.)({'|'.join(re.escape(domain.lower()) for domain in domains) or '-'})$"}
    with duckdb.cursor() as base:
        if names:
            base.execute("SET threads = 1")
            base.execute(_COPIES, {"names": list(names), **ours})
            base.execute(_LETTERS)
        if not names or not _one(base, "SELECT count(*) FROM letters"):
            yield Notice(
                "not checked: who answers in time. No mail was read; give the mailboxes too, inbox and sent mail"
            )
            return
        base.execute(_PEOPLE, {"addresses": list(people), "people": list(people.values())})
        base.execute(_WRITERS, ours)
        base.execute(_OPEN)
        base.execute(_FOLLOW_UPS)
        base.execute(_GIVEN, ours)
        base.execute(_GIVEN_TO)
        for query in (_PASSED_OVER, _INFORM):
            for reason, number in base.execute(query).fetchall():
                yield Notice(f"no answer is needed: {reason} ({_messages(number)})")
        if number := _one(base, "SELECT count(*) FROM letters WHERE automatic"):
            yield Notice(f"no answer is needed: it is automatic ({_messages(number)})")
        if number := _one(base, 'SELECT count(*) FROM letters WHERE "at" IS NULL'):
            yield Notice(f"not checked: messages without a date, whether they were answered in time: {number:,}")
        yield from _not_asked(base, ours)
        found = base.execute(_MATCHES)
        unknown = 0
        while rows := found.fetchmany(_AT_ONCE):
            for sender, person, arrived, answered, answers, by_a_person, in_full, acknowledged, _ in rows:
                if answers and answered is None:
                    unknown += 1
                    continue
                instants = (_instant(one) if one is not None else None for one in (answered, in_full, acknowledged))
                first, full, automatic = instants
                yield Thread(sender, person, _instant(arrived), first, by_a_person or "", full, automatic)
        if unknown:
            yield Notice(f"not checked: messages whose answers have no date, whether they came in time: {unknown:,}")


def _not_asked(base: duckdb.DuckDBPyConnection, ours: Mapping[str, str]) -> Iterator[Notice]:
    """Yield how many letters went to addresses of the organisation of which no sent mail was read."""
    number, addresses = base.execute(_NOT_ASKED, ours).fetchone() or (0, None)
    if number:
        named = ", ".join(addresses[:_MOST_NAMED])
        more = f" and {len(addresses) - _MOST_NAMED:,} more" if len(addresses) > _MOST_NAMED else ""
        yield Notice(
            f"not checked: whether {'1 message was' if number == 1 else f'{number:,} messages were'} answered, because no sent mail was read of {named}{more}"
        )


def _messages(number: int) -> str:
    return "1 message" if number == 1 else f"{number:,} messages"


def _one(base: duckdb.DuckDBPyConnection, query: str) -> int:
    row = base.execute(query).fetchone()
    return int(row[0]) if row else 0


def _instant(microseconds: int) -> datetime:
    return datetime.fromtimestamp(microseconds / 1e6, UTC)
