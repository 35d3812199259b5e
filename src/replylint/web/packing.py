"""Archives that the page unpacks in a few lines of JavaScript: one gzip stream of an index and the files in its order.

The stream begins with the length of the index in 4 bytes, little-endian. The index is JSON, `[[path, size], ...]`. Files are
sorted by path and carry no dates, so the same files make the same bytes.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Mapping


def pack(files: Mapping[str, bytes]) -> bytes:
    """Return an archive of files by their paths."""
    names = sorted(files)
    index = json.dumps([[name, len(files[name])] for name in names], separators=(",", ":")).encode()
    plain = len(index).to_bytes(4, "little") + index + b"".join(files[name] for name in names)
    return compress(plain)


def unpack(data: bytes) -> dict[str, bytes]:
    """Return the files of an archive by their paths."""
    plain = gzip.decompress(data)
    start = 4 + int.from_bytes(plain[:4], "little")
    files = {}
    for name, size in json.loads(plain[4:start]):
        files[name] = plain[start : start + size]
        start += size
    return files


def compress(data: bytes) -> bytes:
    """Return data as a gzip stream without a date."""
    return gzip.compress(data, 9, mtime=0)
