"""The dataset of an audit: one folder of Parquet files for each unit, there as a whole or not at all.

    DIR/parts/KEY/{mailboxes,findings,letters,said}.parquet and done.json, which has their digests

A part is written beside its place and then renamed into it, so nothing half-written is ever taken for whole; one whose files do not fit their
digests is done again.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Iterable, Mapping
from contextlib import suppress
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from replylint.audit.rows import Row, Rows
from replylint.errors import ConfigError
from replylint.patterns import compiled
from replylint.sources.files import AUDIT

if TYPE_CHECKING:  # only the processes that read units write tables
    import pyarrow as pa

_DONE = "done.json"
_LARGEST_LIST = 100_000
"""Bytes of `done.json`."""
_PATTERN = compiled(r"([*?\[])")


_COLUMNS = {
    "mailboxes": {
        "path": "text", "number": "int64", "name": "text", "email": "text", "department": "text", "format": "text", "state": "text", "answers_outside": "bool", "judged": "int64",
        "checked": "bool", "digest": "text", "times": "int64", "written_on": "day", "away": "spells", "contacts": "people", "names": "texts", "addresses": "texts", "text": "text",
    },
    "findings": {
        "path": "text", "number": "int64", "order": "int64", "mailbox": "text", "document": "text", "rule": "text", "severity": "text", "message": "text", "clause": "text",
        "fixable": "bool", "answer": "text",
    },
    "letters": {
        "id": "text", "answers": "texts", "sender": "text", "reply_to": "texts", "recipients": "texts", "copied": "texts", "subject": "text", "again": "bool", "forwards": "bool",
        "thread": "text", "at": "instant", "automatic": "bool", "acknowledges": "bool", "brief": "bool", "asks": "bool", "informs": "text", "passed_over": "text", "path": "text",
    },
    "said": {"kind": "text", "path": "text", "message": "text"},
}  # fmt: skip
"""The tables and the types of their columns.

Days are calendar days, instants in UTC; `number` counts the mailboxes or messages of a file, or of a range of it, from 0. `digest` tells what is judged
once from all else, and `times` says how often a unit has it. `answer` is the letter of which a finding holds only if it is the first to answer another. Of a
letter, `acknowledges` says that it is an automatic acknowledgement that lacks nothing, `brief` that a person only acknowledges, `again` and `forwards` what its
subject begins with, `asks` whether what one of us wrote wants an answer, `informs` why it wants none by its header lines.
"""


@cache
def _schemas() -> dict[str, pa.Schema]:
    import pyarrow as pa

    types = {
        "text": pa.string(), "int64": pa.int64(), "bool": pa.bool_(), "day": pa.date32(), "instant": pa.timestamp("us", tz="UTC"), "texts": pa.list_(pa.string()),
        "people": pa.list_(pa.struct([("name", pa.string()), ("email", pa.string())])), "spells": pa.list_(pa.struct([("first", pa.date32()), ("last", pa.date32())])),
    }  # fmt: skip
    return {
        table: pa.schema([(name, types[kind]) for name, kind in columns.items()]) for table, columns in _COLUMNS.items()
    }


class Dataset:
    """The parts of an audit, in a folder. Entered as a context, it is one audit's alone."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.parts = folder / "parts"
        self._lock: IO[str] | None = None

    def __enter__(self) -> Dataset:
        """Make the folder, or go on in one that an audit made. Raises ConfigError if it holds anything else, cannot be written, or is in use."""
        folder = self.folder
        try:
            if folder.exists() and any(folder.iterdir()) and not (folder / AUDIT).is_file():
                raise ConfigError(f"{folder} holds other things; give an empty folder, or that of an earlier audit")
            self.parts.mkdir(parents=True, exist_ok=True)
            self._lock = (folder / AUDIT).open("w", encoding="utf-8")
            if not _locked(self._lock):
                raise ConfigError(
                    f"another audit is writing into {folder}; wait until it is done, or give another --output"
                )
            self._lock.write('{"made by": "replylint audit"}\n')
            self._lock.flush()
            for path in self.parts.glob(".*.tmp"):
                _take_away(path)  # what a process left that died
        except OSError as error:
            raise ConfigError(f"{folder} cannot be written ({error.strerror or error}); choose another place") from None
        return self

    def __exit__(self, *_: object) -> None:
        if self._lock is not None:
            self._lock.close()

    def has(self, key: str) -> bool:
        """Say whether a unit's part is there and whole; one that is damaged, or of which files could not be read, is taken away."""
        part = self.parts / key
        if not os.path.lexists(part):
            return False
        try:
            if not part.is_symlink() and not (done := self._done(key)).get("again"):
                messages = done["messages"]
                if (
                    type(messages) is int
                    and messages >= 0
                    and all(_digest(part / f"{name}.parquet") == done[name] for name in _COLUMNS)
                ):
                    return True
        except (OSError, ValueError, KeyError, RecursionError):
            pass
        _take_away(part)
        return False

    def _done(self, key: str) -> dict[str, Any]:
        """Return the list of a part. Raises OSError or ValueError if there is none."""
        path = self.parts / key / _DONE
        if not path.is_file() or path.stat().st_size > _LARGEST_LIST:  # to open a pipe would wait for ever
            raise ValueError
        done = json.loads(path.read_bytes())
        if not isinstance(done, dict):
            raise ValueError
        return done

    def put(self, key: str, rows: Rows, *, again: bool = False) -> None:
        """Write a unit's part at once; with `again` it counts in this run alone. Raises OSError if there is no room for it; nothing of it is then left."""
        import pyarrow.parquet as pq

        folder = Path(tempfile.mkdtemp(prefix=f".{key}.", suffix=".tmp", dir=self.parts))
        try:
            for name, schema in _schemas().items():
                pq.write_table(_table(getattr(rows, name), schema), folder / f"{name}.parquet", compression="zstd")
            digests: dict[str, str | int] = {name: _digest(folder / f"{name}.parquet") for name in _COLUMNS}
            digests |= {"messages": rows.messages, "again": again}
            done = folder / _DONE
            with done.open("w", encoding="utf-8") as stream:
                json.dump(digests, stream)
                stream.flush()
                os.fsync(stream.fileno())
            try:
                folder.rename(self.parts / key)
            except OSError:
                # Unless another process did the same unit, whose parent had died.
                if not (self.parts / key / _DONE).is_file():
                    raise
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def keep(self, keys: Iterable[str]) -> None:
        """Take away the parts of other units: of files that are gone or have changed, of another question."""
        wanted = set(keys)
        for path in self.parts.iterdir():
            if path.name not in wanted:
                with suppress(OSError):  # it is in nobody's way
                    _take_away(path)

    def messages(self, key: str) -> int:
        """Return how many messages of a mailbox in one file a part was made of."""
        return int(self._done(key)["messages"])

    def files(self, table: str, keys: Iterable[str]) -> list[str]:
        """Return the files of a table of these units, as DuckDB takes them: no character of a name is a pattern."""
        return [_PATTERN.sub(r"[\1]", str(self.parts / key / f"{table}.parquet")) for key in keys]

    def rows(self, table: str, keys: Iterable[str], before: Mapping[str, int]) -> list[Row]:
        """Return a table of these units in a settled order, whatever the order they were written in.

        `before` says of ranges of a mailbox, by their keys, how many messages stand before them in the file. Raises ConfigError if a part
        is none of ours.
        """
        import duckdb  # which the processes that read units do not need

        names = self.files(table, keys)
        if not names:
            return []
        with duckdb.cursor() as base:  # of one base for the process: each costs a while
            try:
                found = base.execute("SELECT * FROM read_parquet(?, filename=true, hive_partitioning=false)", [names])
                columns = [column[0] for column in found.description or ()]
                if {*columns} != {*_COLUMNS[table], "filename"}:
                    raise ConfigError(
                        f"{self.parts} was changed by something else; take it away, and run the audit again"
                    )
            except duckdb.Error as error:
                raise ConfigError(
                    f"{self.parts} cannot be read ({error}); take it away, and run the audit again"
                ) from None
            rows = [dict(zip(columns, row, strict=True)) for row in found.fetchall()]
        places: list[tuple[tuple[object, ...], int]] = []
        for at, row in enumerate(rows):
            key = Path(row.pop("filename")).parent.name
            file, mark, number = row["path"].rpartition("#")
            message = mark and number.isascii() and number.isdigit()
            if key in before and message:
                row["path"] = f"{file}#{int(number) + before[key]}"
                if "number" in row:
                    row["number"] += before[key]
            place = (file, int(number) + before.get(key, 0)) if message else (row["path"], 0)
            places.append(
                (
                    (
                        *place,
                        row.get("number", 0),
                        row.get("order", 0),
                        row.get("kind", ""),
                        row["message"] if "kind" in row else "",
                    ),
                    at,
                )
            )
        return [rows[at] for _, at in sorted(places)]


def _table(rows: list[Row], schema: pa.Schema) -> pa.Table:
    """Return rows as a table. Half of a character, as a hostile message may have it, is written out."""
    import pyarrow as pa

    try:
        return pa.Table.from_pylist(rows, schema)
    except (UnicodeEncodeError, pa.ArrowInvalid):
        return pa.Table.from_pylist([_whole(row) for row in rows], schema)


def _whole(value: Any) -> Any:
    if isinstance(value, str):
        return value.encode("utf-8", "backslashreplace").decode()
    if isinstance(value, dict):
        return {name: _whole(one) for name, one in value.items()}
    return [_whole(one) for one in value] if isinstance(value, list) else value


def _take_away(path: Path) -> None:
    """Remove a folder, or a file or link in its place."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink()


def _locked(stream: IO[str]) -> bool:
    """Lock a file until it is closed or the process ends; say whether nobody else has it. Where there are no such locks nobody is kept out."""
    try:
        import fcntl
    except ImportError:  # Windows
        return True
    try:
        fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _digest(path: Path) -> str:
    with path.open("rb") as stream:
        digest = blake2b(digest_size=16)
        while piece := stream.read(1 << 20):
            digest.update(piece)
        return digest.hexdigest()
