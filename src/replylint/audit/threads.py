"""Which letters need an answer, and when they got one: threads by Message-ID, In-Reply-To and References (RFC 5322 section 3.6.4).

What needs an answer is what a person wrote, not in answer to anything, to somebody whose sent mail was read. Lists, bounces and automatic mail need
none. An automatic reply is an answer only if it is an acknowledgement in the standard's sense. A colleague may answer for the recipient.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from typing import NamedTuple

import duckdb

from replylint.model import Notice

_LETTERS = """
CREATE TEMP TABLE letters AS  -- each once, though the sender's mailbox and the recipient's both have it
SELECT DISTINCT ON (id) id, answers, sender, recipients, "at", automatic, acknowledges, passed_over FROM read_parquet($names) ORDER BY id, "at", path
"""
_EXCHANGES = """
WITH asked AS (
    SELECT id, sender, "at", unnest(recipients) AS recipient, generate_subscripts(recipients, 1) AS place
    FROM letters WHERE NOT automatic AND passed_over = '' AND len(answers) = 0 AND "at" IS NOT NULL
), writers AS (
    SELECT DISTINCT sender AS address FROM letters SEMI JOIN people ON address = sender WHERE NOT automatic AND passed_over = ''
), open AS (
    SELECT id, any_value(sender) AS sender, any_value("at") AS "at", arg_min(recipient, place) AS recipient
    FROM asked JOIN writers ON recipient = address WHERE recipient <> sender GROUP BY id
), given AS (
    SELECT unnest(answers) AS answered, id, sender, "at", automatic FROM letters SEMI JOIN people ON address = sender
    WHERE passed_over = '' AND (NOT automatic OR acknowledges) AND "at" IS NOT NULL
)
SELECT any_value(open.sender), any_value(recipient), epoch_us(any_value(open."at")), epoch_us(min(given."at")),
    arg_min(given.id, (given."at", given.id)) FILTER (WHERE NOT automatic)
FROM open LEFT JOIN given ON answered = open.id AND given."at" >= open."at" AND given.sender <> open.sender
GROUP BY open.id ORDER BY any_value(open."at"), open.id
"""
_AT_ONCE = 10_000
"""Rows that are fetched at a time."""


class Thread(NamedTuple):
    """A letter that needs an answer."""

    sender: str
    recipient: str
    """Who has to answer it, by address."""
    arrived: datetime
    answered: datetime | None
    by_a_person: str
    """The id of the first answer that a person wrote, empty if there is none."""


def threads(names: Sequence[str], people: Iterable[str]) -> Iterator[Thread | Notice]:
    """Yield the letters that need an answer in the order in which they came, and what is to be said of the others.

    `names` are the Parquet files with the letters, `people` the addresses of the organisation in lower case.
    """
    with duckdb.cursor() as base:
        if names:
            base.execute("SET threads = 1")
            base.execute(_LETTERS, {"names": list(names)})
        if not names or not _one(base, "SELECT count(*) FROM letters"):
            yield Notice(
                "not checked: who answers in time. No mail was read; give the mailboxes too, inbox and sent mail"
            )
            return
        base.execute(
            "CREATE TEMP TABLE people AS SELECT DISTINCT unnest($people) AS address", {"people": sorted(people)}
        )
        reasons = "SELECT passed_over, count(*) FROM letters WHERE passed_over <> '' GROUP BY 1 ORDER BY 1"
        for reason, number in base.execute(reasons).fetchall():
            yield Notice(f"{number:,} messages need no answer: {reason}")
        if number := _one(base, "SELECT count(*) FROM letters WHERE automatic"):
            yield Notice(f"{number:,} messages need no answer: they are automatic")
        if number := _one(base, 'SELECT count(*) FROM letters WHERE "at" IS NULL'):
            yield Notice(f"not checked: whether {number:,} messages were answered in time. They have no date")
        found = base.execute(_EXCHANGES)
        while rows := found.fetchmany(_AT_ONCE):
            for sender, recipient, arrived, answered, by_a_person in rows:
                yield Thread(
                    sender,
                    recipient,
                    _instant(arrived),
                    _instant(answered) if answered is not None else None,
                    by_a_person or "",
                )


def _one(base: duckdb.DuckDBPyConnection, query: str) -> int:
    row = base.execute(query).fetchone()
    return int(row[0]) if row else 0


def _instant(microseconds: int) -> datetime:
    return datetime.fromtimestamp(microseconds / 1e6, UTC)
