"""The files of a policy pack, for a page that cannot look for them on a disk."""

from __future__ import annotations

import json
from pathlib import Path
from urllib.parse import urlsplit

from replylint.errors import ConfigError
from replylint.policy import load_pack
from replylint.resources import folder
from replylint.toml_file import load_toml

_FOLDER = "page/policy"
_OWN = "page/own.toml"
_LONGEST_URL = 2_000


def policy_files(policy: str, seal_url: str = "") -> tuple[str, dict[str, bytes]]:
    """Return what the page calls a policy, a name or a path, and the files that it needs for it.

    With `seal_url` that is a pack that extends it. Raises a ReplylintError for a pack or an address that is wrong.
    """
    loaded = load_pack(policy)
    path = loaded.path.resolve()
    files: dict[str, bytes] = {}
    name = policy
    if path.parent == folder("rules").resolve():
        name = path.stem
    else:
        _add(path, path.parent, files)
        name = f"{_FOLDER}/{path.name}"
    if not seal_url:
        return (f"/site/{name}" if files else name), files
    parts = urlsplit(seal_url)
    if (
        parts.scheme != "https"
        or not parts.netloc
        or len(seal_url) > _LONGEST_URL
        or any(char.isspace() for char in seal_url)
    ):
        raise ConfigError(
            f"--seal-url: {seal_url!r} is not an address that mail programs show; it begins with https://"
        )
    extended = f"policy/{path.name}" if files else name
    head = {"id": loaded.id or "page", "title": loaded.title, "extends": extended}
    lines = ["[pack]", *(f"{key} = {json.dumps(value)}" for key, value in head.items())]
    lines += ["[settings]", f"seal_url = {json.dumps(seal_url)}"]
    files[_OWN] = "\n".join(lines).encode() + b"\n"
    return f"/site/{_OWN}", files


def _add(path: Path, top: Path, files: dict[str, bytes]) -> None:
    """Add a pack and the packs beside it that it extends."""
    if not path.is_relative_to(top):
        raise ConfigError(
            f"{path}: the policy extends a pack of another folder; put it beside {top.name} so that the page can have it"
        )
    name = f"{_FOLDER}/{path.relative_to(top).as_posix()}"
    if name in files:
        return
    files[name] = path.read_bytes()
    extends = load_toml(path, "the policy pack", ConfigError).get("pack", {}).get("extends", [])
    for parent in [extends] if isinstance(extends, str) else extends:
        other = (path.parent / parent).resolve()
        if other.suffix == ".toml" and other.is_file():
            _add(other, top, files)
