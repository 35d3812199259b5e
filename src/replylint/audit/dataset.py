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
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING

from replylint.audit.rows import Row, Rows
from replylint.errors import ConfigError

if TYPE_CHECKING:  # only the processes that read units write tables
    import pyarrow as pa

TABLES = ("mailboxes", "findings", "letters", "said")
_DONE = "done.json"
_MARK = "replylint-audit.json"


@cache
def schemas() -> dict[str, pa.Schema]:
    """Return the tables and their columns.

    Days are calendar days; `number` counts the mailboxes or messages of a file, or of a range of it, from 0. `digest` tells what is judged once from
    all else, and `times` says how often a unit has it. `answer` is the letter of which a finding holds only if it is the first to answer another.
    """
    import pyarrow as pa

    person = pa.struct([("name", pa.string()), ("email", pa.string())])
    return {
        "mailboxes": pa.schema([
            ("path", pa.string()), ("number", pa.int64()), ("name", pa.string()), ("email", pa.string()), ("department", pa.string()), ("format", pa.string()), ("state", pa.string()),
            ("answers_outside", pa.bool_()), ("judged", pa.int64()), ("checked", pa.bool_()), ("digest", pa.string()), ("times", pa.int64()), ("first_day", pa.date32()), ("last_day", pa.date32()),
            ("contacts", pa.list_(person)), ("text", pa.string()),
        ]),
        "findings": pa.schema([
            ("path", pa.string()), ("number", pa.int64()), ("order", pa.int64()), ("mailbox", pa.string()), ("document", pa.string()), ("rule", pa.string()),
            ("severity", pa.string()), ("message", pa.string()), ("clause", pa.string()), ("fixable", pa.bool_()), ("answer", pa.string()),
        ]),
        "letters": pa.schema([
            ("id", pa.string()), ("answers", pa.list_(pa.string())), ("sender", pa.string()), ("recipients", pa.list_(pa.string())), ("at", pa.timestamp("us", tz="UTC")),
            ("automatic", pa.bool_()), ("acknowledges", pa.bool_()), ("passed_over", pa.string()), ("path", pa.string()),
        ]),
        "said": pa.schema([("kind", pa.string()), ("path", pa.string()), ("message", pa.string())]),
    }  # fmt: skip


class Dataset:
    """The parts of an audit, in a folder."""

    def __init__(self, folder: Path) -> None:
        self.parts = folder / "parts"

    def prepare(self) -> None:
        """Make the folder, or go on in one that an audit made. Raises ConfigError if it holds anything else, or cannot be written."""
        folder = self.parts.parent
        try:
            if folder.exists() and any(folder.iterdir()) and not (folder / _MARK).is_file():
                raise ConfigError(f"{folder} holds other things; give an empty folder, or that of an earlier audit")
            self.parts.mkdir(parents=True, exist_ok=True)
            (folder / _MARK).write_text('{"made by": "replylint audit"}\n', encoding="utf-8")
            for path in self.parts.glob(".*.tmp"):
                shutil.rmtree(path)  # what a process left that died
        except OSError as error:
            raise ConfigError(f"{folder} cannot be written ({error.strerror or error}); choose another place") from None

    def has(self, key: str) -> bool:
        """Say whether a unit's part is there and whole; one that is damaged is taken away."""
        part = self.parts / key
        if not part.is_dir():
            return False
        try:
            digests = json.loads((part / _DONE).read_bytes())
            if all(_digest(part / f"{name}.parquet") == digests[name] for name in TABLES):
                return True
        except (OSError, ValueError, KeyError, TypeError):
            pass
        shutil.rmtree(part)
        return False

    def put(self, key: str, rows: Rows) -> None:
        """Write a unit's part at once. Raises OSError if there is no room for it; nothing of it is then left."""
        import pyarrow as pa
        import pyarrow.parquet as pq

        folder = Path(tempfile.mkdtemp(prefix=f".{key}.", suffix=".tmp", dir=self.parts))
        try:
            for name, schema in schemas().items():
                pq.write_table(
                    pa.Table.from_pylist(getattr(rows, name), schema), folder / f"{name}.parquet", compression="zstd"
                )
            digests: dict[str, str | int] = {name: _digest(folder / f"{name}.parquet") for name in TABLES}
            digests["messages"] = rows.messages
            done = folder / _DONE
            with done.open("w", encoding="utf-8") as stream:
                json.dump(digests, stream)
                stream.flush()
                os.fsync(stream.fileno())
            if not (self.parts / key).exists():
                folder.rename(self.parts / key)
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def messages(self, key: str) -> int:
        """Return how many messages of a mailbox in one file a part was made of."""
        return int(json.loads((self.parts / key / _DONE).read_bytes())["messages"])

    def files(self, table: str, keys: Iterable[str]) -> list[str]:
        """Return the files of a table of these units."""
        return [str(self.parts / key / f"{table}.parquet") for key in keys]

    def rows(self, table: str, keys: Iterable[str], before: Mapping[str, int]) -> list[Row]:
        """Return a table of these units in a settled order, whatever the order they were written in.

        `before` says of ranges of a mailbox, by their keys, how many messages stand before them in the file.
        """
        import duckdb  # which the processes that read units do not need

        names = self.files(table, keys)
        if not names:
            return []
        with duckdb.cursor() as base:  # of one base for the process: each costs a while
            found = base.execute("SELECT * FROM read_parquet(?, filename=true)", [names])
            columns = [column[0] for column in found.description or ()]
            rows = [dict(zip(columns, row, strict=True)) for row in found.fetchall()]
        places: list[tuple[tuple[object, ...], int]] = []
        for at, row in enumerate(rows):
            key = Path(row.pop("filename")).parent.name
            file, mark, number = row["path"].rpartition("#")
            message = mark and number.isdigit()
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


def _digest(path: Path) -> str:
    with path.open("rb") as stream:
        digest = blake2b(digest_size=16)
        while piece := stream.read(1 << 20):
            digest.update(piece)
        return digest.hexdigest()
