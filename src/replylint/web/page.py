"""Builds the page: one HTML file with the core, the runtime that runs it, the policy and the interface.

The same inputs make the same bytes. Nothing is fetched: the runtime is what `make page` prepared, or what the wheel has.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from html import escape
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path

from replylint import __version__
from replylint.directory import load_directory
from replylint.errors import ConfigError
from replylint.model import Settings
from replylint.policy import load_pack
from replylint.resources import folder
from replylint.web import core
from replylint.web.encoding import encode
from replylint.web.hashes import source_hash
from replylint.web.pack_files import policy_files
from replylint.web.packing import pack, unpack
from replylint.web.sign_in import SignIn

_MODULES = (
    "bytes.js",
    "words.js",
    "store.js",
    "core.js",
    "clean.js",
    "editor.js",
    "copy.js",
    "dates.js",
    "signature.js",
    "steps.js",
    "files.js",
    "away.js",
    "findings.js",
    "changes.js",
    "oauth.js",
    "mailbox.js",
    "planned.js",
    "apply.js",
    "check.js",
    "write.js",
    "main.js",
)
"""The scripts of the page, each after those that it imports."""
_IMPORT = re.compile(r'^import (\{[^}]*\}) from "\./(\w+)\.js";$', re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:async )?(?:function|const) (\w+))", re.MULTILINE)
_STAFF = "page/staff"
_YEARS = range(2025, 2046)
"""Years of which the page knows the public holidays."""
_LANGUAGES = ("en", "es")
_WARMING = json.dumps(
    {
        "op": "check",
        "what": {
            "texts": [
                {
                    "part": "message",
                    "markup": True,
                    "content": "<p>I am out until 12/18/26. Thankyou,</p><p>Dana Whitlock<br>x1</p>",
                }
            ]
        },
    }
)
"""A check that loads what checks need, so that the first one of the person is as quick as the others."""


@dataclass(frozen=True)
class PageOptions:
    """What IT sets when it makes the page. Everything but `policy` may be empty."""

    policy: str = "plant-city"
    """The name of a pack, or the path of its TOML file."""
    directory: Path | None = None
    """A staff list, which becomes part of the file."""
    seal_url: str = ""
    """Where the picture of the emblem is, for what people copy."""
    title: str = ""
    """The heading; the organization's name if empty."""
    help_contact: str = ""
    """Whom to ask, as people read it: `Help desk, 813-555-0100`."""
    away: str = ""
    """The address, on the server that gives the page, of who is away when; the page asks nothing else of a network."""
    basic: str = ""
    """The address there of the form that works without JavaScript."""
    sign_in: SignIn | None = None
    """Where that page signs people in, to put a reply into their mail program."""


def build_page(options: PageOptions) -> bytes:
    """Return the file.

    Raises a ReplylintError for a policy, staff list or address that is wrong, and ConfigError if the runtime is missing.
    """
    built = _runtime()
    policy, policy_data = policy_files(options.policy, options.seal_url)
    loaded = load_pack(options.policy)
    data = {
        **_core(built),
        **dict(core.data()),
        **dict(core.shared()),
        **dict(_holidays(loaded.settings)),
        **policy_data,
    }
    staff, staff_file = 0, ""
    if options.directory is not None:
        staff = len(load_directory(options.directory).entries)
        staff_file = _STAFF + options.directory.suffix.lower()
        data[staff_file] = options.directory.read_bytes()
    settings = {
        "version": __version__,
        "title": options.title or loaded.settings.organization,
        "help": options.help_contact,
        "seal": loaded.settings.emblem_alt,
        "sealUrl": options.seal_url or loaded.settings.seal_url,
        "staff": staff,
        "away": options.away,
        "basic": options.basic,
        "signIn": options.sign_in and options.sign_in.to_json(),
        "start": _start(policy, staff_file),
    }
    connections = (*(("'self'",) if options.away else ()), *(options.sign_in.connections if options.sign_in else ()))
    return _page(settings, connections, {
        "wasm": (built / "wasm.gz").read_bytes(),
        "library": (built / "library.gz").read_bytes(),
        "packages": (built / "packages.gz").read_bytes(),
        "core": pack(data),
        "loader": (built / "loader.js.gz").read_bytes(),
    }).encode()  # fmt: skip


def _runtime() -> Path:
    """Return the folder that `replylint.web.prepare` wrote. Raises ConfigError if there is none."""
    try:
        built = folder("runtime") / "built"
    except FileNotFoundError:
        built = Path()
    if not (built / "core.json").is_file():
        raise ConfigError(
            "this installation has no runtime for the page; run make page in the source folder of replylint, which gets and prepares it"
        )
    return built


def _core(built: Path) -> dict[str, bytes]:
    """Return the modules of the core: compiled, or the source of those that changed after they were compiled; and their patterns."""
    compiled = unpack((built / "core.gz").read_bytes())
    known = json.loads((built / "core.json").read_text(encoding="utf-8"))
    found: dict[str, bytes] = {}
    for name, source in core.sources():
        same = known.get(name) == hashlib.sha256(source).hexdigest()
        found.update({name + "c": compiled[name + "c"]} if same else {name: source})
    return {**found, core.PATTERNS: compiled[core.PATTERNS]}


def _holidays(settings: Settings) -> Iterator[tuple[str, bytes]]:
    """Yield a module in place of the package `holidays`, with the days of the policy's region alone; none where it is not installed."""
    if not settings.holidays or find_spec("holidays") is None:
        return
    from holidays import country_holidays

    country, _, subdivision = settings.holidays.partition("-")
    found = country_holidays(country, subdiv=subdivision or None, years=_YEARS, observed=True)
    days = [f"date({day.year}, {day.month}, {day.day})" for day in sorted(found)]
    yield (
        "holidays.py",
        (
            "from datetime import date\n"
            f"_DAYS = ({', '.join(days)})\n"
            "def country_holidays(country, subdiv=None, years=None, observed=True):\n"
            f"    if (country, subdiv) != {(country, subdivision or None)!r} or years not in {_YEARS!r}:\n"
            "        raise ImportError('these holidays are not in the page')\n"
            "    return {day: '' for day in _DAYS if day.year == years}\n"
        ).encode(),
    )


def _start(policy: str, staff: str) -> str:
    """Return the Python that makes the door: a function from a request to an answer, both JSON."""
    directory = f"Path({'/site/' + staff!r})" if staff else "None"
    return (
        "import gc, json, sys\nfrom pathlib import Path\nsys.path.insert(0, '/site')\ngc.set_threshold(100_000, 50, 50)\n"
        f"from replylint.api import Checker, call\nchecker = Checker({policy!r}, directory={directory})\n"
        "def door(text):\n    return json.dumps(call(json.loads(text), checker), ensure_ascii=False)\n"
        f"door({_WARMING!r})\n"
    )


def _page(settings: Mapping[str, object], connections: Iterable[str], blocks: Mapping[str, bytes]) -> str:
    app = files("replylint.web") / "app"
    script = "".join(map(_module, _MODULES))
    worker = "".join(map(_module, ("bytes.js", "worker.js")))
    strings = {code: json.loads((app / f"{code}.json").read_text(encoding="utf-8")) for code in _LANGUAGES}
    if "</script" in script + worker:
        raise ValueError("the script of the page has </script in it")
    connect = " ".join(connections) or "'none'"
    parts = {
        "policy": (
            f"default-src 'none'; script-src {source_hash(script)} 'wasm-unsafe-eval'; worker-src blob:; style-src 'unsafe-inline'; "
            f"img-src data: blob:; connect-src {connect}; form-action 'none'; base-uri 'none'; object-src 'none'"
        ),
        "title": escape(str(settings["title"])),
        "basic": f' Or use <a href="{escape(str(settings["basic"]))}">the basic check</a>.'
        if settings["basic"]
        else "",
        "style": (app / "style.css").read_text(encoding="utf-8"),
        "data": "\n".join(
            [
                _block("settings", "application/json", _json({**settings, "strings": strings})),
                _block("worker", "text/plain", worker),
                *(_block(name, "text/plain", encode(data)) for name, data in blocks.items()),
            ]
        ),
        "script": script,
    }
    page = (app / "page.html").read_text(encoding="utf-8")
    return re.sub(r"\{\{(\w+)\}\}", lambda match: parts[match[1]], page)


def _module(name: str) -> str:
    """Return a module as a part of one script: a function that is called at once and returns what the module exports."""
    source = (files("replylint.web") / "app" / name).read_text(encoding="utf-8")
    exported = ", ".join(_EXPORT.findall(source))
    body = _EXPORT.sub("", _IMPORT.sub(r"const \1 = $\2;", source))
    return f"const ${name.removesuffix('.js')} = (() => {{\n{body}return {{ {exported} }};\n}})();\n"


def _block(name: str, kind: str, text: str) -> str:
    return f'<script type="{kind}" id="data-{name}">{text}</script>'


def _json(value: object) -> str:
    """Return JSON that can stand in a script element: no `<` in it begins anything."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True).replace("<", "\\u003c").replace("\u2028", "\\u2028")
