"""A small writer of Outlook messages (`.msg`), for measuring and for tests: compound files as [MS-CFB] has them, properties as [MS-OXMSG].

No library of a free licence writes them. Only what a message needs is written: version 3, one level of streams.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping

_SECTOR, _SMALL, _CUTOFF = 512, 64, 4096
_FREE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
_UNICODE = 0x001F


def message(texts: Mapping[int, str]) -> bytes:
    """Return a message with these properties: texts by their tags, such as 0x0037 for the subject ([MS-OXPROPS])."""
    streams: dict[str, bytes] = {}
    table = struct.pack("<8xIIII8x", 0, 0, 0, 0)
    for tag, text in sorted(texts.items()):
        data = text.encode("utf-16-le")
        streams[f"__substg1.0_{tag:04X}{_UNICODE:04X}"] = data
        table += struct.pack("<IIII", tag << 16 | _UNICODE, 6, len(data) + 2, 0)
    streams["__properties_version1.0"] = table
    return compound(streams)


def compound(streams: Mapping[str, bytes]) -> bytes:
    """Return a compound file with these streams in its root storage ([MS-CFB] 2)."""
    names = sorted(streams, key=lambda name: (len(name), name.upper()))
    small = {name: streams[name] for name in names if len(streams[name]) < _CUTOFF}
    sectors: list[bytes] = []
    chains: list[int] = []

    def put(data: bytes) -> int:
        """Add data in sectors that follow one another, and return the first."""
        pieces = [data[at : at + _SECTOR].ljust(_SECTOR, b"\0") for at in range(0, len(data), _SECTOR)]
        if not pieces:
            return _END
        first = len(sectors)
        chains.extend([*range(first + 1, first + len(pieces)), _END])
        sectors.extend(pieces)
        return first

    starts: dict[str, int] = {}
    mini, mini_chain = b"", []
    for name, data in small.items():
        count = -(-len(data) // _SMALL)
        starts[name] = len(mini_chain) if count else _END
        mini_chain += [*range(len(mini_chain) + 1, len(mini_chain) + count), _END] if count else []
        mini += data.ljust(count * _SMALL, b"\0")
    starts |= {name: put(streams[name]) for name in names if name not in small}
    mini_start = put(mini)
    packed = struct.pack(f"<{len(mini_chain)}I", *mini_chain)
    packed += struct.pack("<I", _FREE) * (-len(mini_chain) % (_SECTOR // 4))
    mini_fat = put(packed)
    entries = [_entry("Root Entry", 5, mini_start, len(mini), child=_middle(1, len(names) + 1))]
    entries += [
        _entry(name, 2, starts[name], len(streams[name]), *_children(index, 1, len(names) + 1))
        for index, name in enumerate(names, 1)
    ]
    entries += [bytes(64) + struct.pack("<HBBIII", 0, 0, 0, _FREE, _FREE, _FREE) + bytes(48)] * (-len(entries) % 4)
    directory = put(b"".join(entries))
    count = 1
    while count * (_SECTOR // 4) < len(sectors) + count:
        count += 1
    fat_start = len(sectors)
    chains += [_FAT] * count
    fat = struct.pack(f"<{len(chains)}I", *chains).ljust(count * _SECTOR, b"\xff")
    header = struct.pack(
        "<8s16xHHHHH6xIIIIIIIII", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 0x3E, 3, 0xFFFE, 9, 6, 0, count, directory, 0, _CUTOFF,
        mini_fat, len(packed) // _SECTOR, _END, 0,
    )  # fmt: skip
    places = [*range(fat_start, fat_start + count), *[_FREE] * (109 - count)]
    return header + struct.pack("<109I", *places) + b"".join(sectors) + fat


def _entry(
    name: str, kind: int, start: int, size: int, left: int = _FREE, right: int = _FREE, child: int = _FREE
) -> bytes:
    written = name.encode("utf-16-le")
    links = struct.pack("<HBBIII", len(written) + 2, kind, 1, left, right, child)
    return written.ljust(64, b"\0") + links + bytes(36) + struct.pack("<IQ", start, size)


def _middle(low: int, high: int) -> int:
    return (low + high) // 2 if low < high else _FREE


def _children(index: int, low: int, high: int) -> tuple[int, int]:
    """Return what lies left and right of an entry in the balanced tree of the entries from `low` to `high`."""
    middle = (low + high) // 2
    while middle != index:
        low, high = (low, middle) if index < middle else (middle + 1, high)
        middle = (low + high) // 2
    return _middle(low, middle), _middle(middle + 1, high)
