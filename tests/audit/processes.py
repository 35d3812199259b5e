"""Looking at processes, as Linux shows them below /proc."""

from __future__ import annotations

from pathlib import Path


def is_running(pid: int) -> bool:
    """Return whether a process runs; one that has ended may still be listed."""
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def children(of: int) -> list[int]:
    """Return the processes that a process started and that do its work: copies of it, or new ones in place of those that died."""
    try:
        own = [int(pid) for pid in Path(f"/proc/{of}/task/{of}/children").read_text(encoding="ascii").split()]
        alike = Path(f"/proc/{of}/cmdline").read_bytes()
        lines = {pid: Path(f"/proc/{pid}/cmdline").read_bytes() for pid in own}
    except OSError:  # it has ended meanwhile
        return []
    return [pid for pid, line in lines.items() if line == alike or b"spawn_main" in line]


def readers(of: int) -> list[int]:
    """Return the processes that read units for an audit: those that its supervisor started."""
    return [reader for supervisor in children(of) for reader in children(supervisor)]
