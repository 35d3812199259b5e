"""Files that lie elsewhere, in a bucket or on a server: they are copied into the folder of the audit first, and only what has changed is copied again.

What places can be named is what fsspec knows: `s3://`, `gs://`, `abfs://`, `sftp://`, `memory://` and others, each with a package of its own.
"""

from __future__ import annotations

import json
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path, PurePosixPath
from typing import Any

from replylint.audit.places import Place
from replylint.audit.progress import Progress, Told
from replylint.errors import ConfigError, needs_extra


def is_elsewhere(path: str) -> bool:
    """Say whether a path is a URL."""
    return "://" in path


def copied(url: str, below: Path, told: Told) -> Place:
    """Copy the files of a place into a folder below `below`, those that are there and have not changed excepted.

    Files that are gone there go here. Raises ConfigError if the place cannot be read, or the copy not be written.
    """
    shown = _without_secrets(url)
    folder = below / blake2b(url.encode(), digest_size=8).hexdigest()
    try:
        from fsspec.core import url_to_fs  # type: ignore[import-untyped]  # it has no types
    except ImportError:
        raise ConfigError(f"{shown} needs more than is installed; {needs_extra('audit')}") from None
    try:
        system, root = url_to_fs(url)
        files = {name: _stamp(system, name, info) for name, info in sorted(system.find(root, detail=True).items())}
    except ImportError as error:
        raise ConfigError(f"{shown} needs a package that is not installed ({error})") from None
    except Exception as error:  # every kind of place has errors of its own
        raise ConfigError(
            f"{shown} cannot be read ({type(error).__name__}: {error}); check the name and your permission"
        ) from None
    if not files:
        raise ConfigError(f"{shown}: there is no file; check the name")
    try:
        _copy(system, root, files, folder, told)
    except Exception as error:  # as above
        raise ConfigError(
            f"{shown} cannot be copied ({type(error).__name__}: {getattr(error, 'strerror', None) or error}); make room, or ask for the permission"
        ) from None
    return Place(shown if list(files) != [root] else shown.rpartition("/")[0], str(folder.absolute()))


def _without_secrets(url: str) -> str:
    """Return a URL without the name, password and query by which somebody gets in."""
    protocol, _, rest = url.partition("://")
    place, slash, path = rest.partition("?")[0].partition("/")
    return f"{protocol}://{place.rpartition('@')[2]}{slash}{path}"


def _stamp(system: Any, name: str, info: dict[str, Any]) -> str:
    """Return what tells a file there from what it was: its size with its tag or time, where the place has them."""
    times = [
        str(info[key])
        for key in ("ETag", "etag", "md5Hash", "mtime", "LastModified", "last_modified", "updated")
        if info.get(key)
    ]
    return f"{info.get('size')} {' '.join(times)}" if times else str(system.ukey(name))


def _copy(system: Any, root: str, files: dict[str, str], folder: Path, told: Told) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    record = folder.with_suffix(".json")
    before: dict[str, str] = {}
    with suppress(OSError, ValueError, RecursionError):
        known = json.loads(record.read_bytes())
        before = {name: str(key) for name, key in known.items()} if isinstance(known, dict) else {}
    have: dict[str, str] = {}
    try:
        for number, (name, key) in enumerate(files.items()):
            told(Progress("files copied", number, len(files)))
            inside = name[len(root) :].strip("/") if name != root else PurePosixPath(name).name
            target = folder / inside
            if not target.resolve().is_relative_to(folder.resolve()):
                raise OSError(f"it has a file whose name leads out of it: {inside}")
            if before.get(inside) != str(key) or not target.is_file():
                target.parent.mkdir(parents=True, exist_ok=True)
                half = folder.with_suffix(".tmp")
                system.get_file(name, str(half))
                half.replace(target)
            have[inside] = str(key)
        for gone in before.keys() - have.keys():
            before.pop(gone)
            if (folder / gone).resolve().is_relative_to(folder.resolve()):
                (folder / gone).unlink(missing_ok=True)
    finally:
        half = record.with_suffix(".json.tmp")
        half.write_text(json.dumps(before | have), encoding="utf-8")
        half.replace(record)
    told(Progress("files copied", len(files), len(files)))
