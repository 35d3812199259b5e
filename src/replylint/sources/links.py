"""Links that a mail gateway rewrote: where they really lead.

Gateways put their own address in front of every link of a message that they pass on. The author
did not write it, so the address inside counts. Each row of the table says how one product packs it.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable
from string import ascii_lowercase, ascii_uppercase, digits
from typing import NamedTuple
from urllib.parse import parse_qs, unquote, urlsplit

from replylint.patterns import late
from replylint.visible import Builder, Span, Visible

_LONGEST = 8_000
"""Characters of a link that is unpacked; browsers take about 2,000."""
_MOST_NESTED = 5
"""Gateways in a row."""


class Target(NamedTuple):
    """Where a link leads. `url` is empty where the gateway keeps that to itself."""

    url: str
    host_only: bool = False
    """Whether the gateway tells the host and nothing more."""


def target_of(url: str) -> Target:
    """Return where a link leads once the gateways that rewrote it are passed."""
    target = Target(url.strip())
    for _ in range(_MOST_NESTED):
        inside = _unpacked(target.url) if len(target.url) <= _LONGEST else None
        if inside is None or target.host_only:
            return target
        target = inside
    return target


_URL = late(r"https?://[^\s<>\"]{1,8000}", re.IGNORECASE)
_NOT_OF_URL = ".,;:)]"


def with_targets(visible: Visible) -> Visible:
    """Return a text in which the links that a gateway rewrote are those that the author wrote."""
    if "://" not in visible.text:
        return visible
    found = []
    for match in _URL.finditer(visible.text):
        written = match[0].rstrip(_NOT_OF_URL)
        target = target_of(written)
        if target.url and target.url != written and not target.host_only:
            found.append((Span(match.start(), match.start() + len(written)), target.url))
    return _replaced(visible, found) if found else visible


def _replaced(visible: Visible, found: list[tuple[Span, str]]) -> Visible:
    """Return a text with other words in some places, each mapped to what it stands for."""
    builder = Builder()
    number = source = 0
    for run in visible.runs:
        at = run.start
        while at < run.end:
            while number < len(found) and found[number][0].end <= at:
                number += 1
            span, words = found[number] if number < len(found) else (Span(run.end, run.end), "")
            inside = span.start <= at < span.end
            stop = min(run.end, span.end if inside else max(span.start, at + 1))
            low = run.source_start + (at - run.start if run.verbatim else 0)
            high = run.source_start + stop - run.start if run.verbatim else run.source_end
            if not inside and run.verbatim:
                builder.verbatim(visible.text[at:stop], low)
            elif not inside:
                builder.replaced(visible.text[at:stop], low, high)
            elif at == span.start:
                source = low
            if inside and stop == span.end:
                builder.replaced(words, source, high)
            at = stop
    return builder.done()


def _unpacked(url: str) -> Target | None:
    """Return what a gateway packed into a link, None if no gateway wrote it."""
    try:
        parts = urlsplit(url if "://" in url else f"https://{url}")
        host = (parts.hostname or "").lower()
    except ValueError:
        return None
    for name, unpack in _GATEWAYS:
        if host == name or host.endswith(f".{name}"):
            return unpack(url, parts.query)
    return None


Unpack = Callable[[str, str], Target | None]


def _parameter(*names: str, wanted: str = "") -> Unpack:
    """Return what reads a target from the query, percent-encoded."""

    def unpack(url: str, query: str) -> Target | None:
        if wanted not in url:
            return None
        fields = parse_qs(query)
        return next((Target(fields[name][0]) for name in names if fields.get(name)), Target(""))

    return unpack


_V2 = late(r"[?&]u=([^&]*)")
_V3 = late(r"/v3/__(.+?)__;([\w=-]*)(?:!|\Z)")
_RUN = late(r"\*(\*.)?")
_DIGITS_64 = f"{ascii_uppercase}{ascii_lowercase}{digits}-_"
_LENGTHS = {char: length for length, char in enumerate(_DIGITS_64, 2)}
"""How many characters stand for one in version 3."""


def _proofpoint(url: str, query: str) -> Target | None:
    """Unpack versions 1 to 3 as Proofpoint's own decoder does."""
    if match := _V3.search(url):
        return Target(_version_3(match[1], match[2]))
    if "/v2/" in url and (match := _V2.search(url)):
        return Target(unquote(match[1].replace("-", "%").replace("_", "/")))
    if "/v1/" in url:
        return _parameter("u")(url, query)
    return Target("")


def _version_3(packed: str, replaced: str) -> str:
    """Return an address in which each star stands for characters given in base64."""
    try:
        rest = base64.urlsafe_b64decode(replaced + "=" * (-len(replaced) % 4)).decode("utf-8")
    except (binascii.Error, ValueError):
        return ""
    at = 0

    def character(match: re.Match[str]) -> str:
        nonlocal at
        length = _LENGTHS.get(match[1][1], 1) if match[1] else 1
        at += length
        return rest[at - length : at]

    address = _RUN.sub(character, unquote(packed))
    return re.sub(r"^([A-Za-z]{2,10}):/(?!/)", r"\1://", address)


def _mimecast(url: str, query: str) -> Target | None:
    """Return the host: Mimecast keeps the rest of the address."""
    if "/s/" not in url:
        return None
    domain = parse_qs(query).get("domain", [""])[0]
    return Target(f"https://{domain}", host_only=True) if domain else Target("")


def _cisco(url: str, query: str) -> Target:
    """Unpack the last piece of the path, percent-encoded."""
    last = url.partition("?")[0].rpartition("/")[2]
    return Target(unquote(last)) if "%3a%2f%2f" in last.lower() else Target("")


def _between_underscores(url: str, query: str) -> Target:
    """Unpack what three underscores enclose (Check Point Harmony, formerly Avanan)."""
    _, found, rest = url.partition("/___")
    address, closed, _ = rest.rpartition("___.")
    return Target(address) if found and closed else Target("")


def _sophos(url: str, query: str) -> Target:
    """Unpack base64; the host stands beside it."""
    fields = parse_qs(query)
    packed = fields.get("u", [""])[0]
    try:
        return Target(base64.b64decode(packed + "=" * (-len(packed) % 4)).decode("utf-8"))
    except (binascii.Error, ValueError):
        domain = fields.get("d", [""])[0]
        return Target(f"https://{domain}", host_only=True) if domain else Target("")


_GATEWAYS: tuple[tuple[str, Unpack], ...] = (
    # Microsoft Learn, "Safe Links in Microsoft Defender for Office 365"
    ("safelinks.protection.outlook.com", _parameter("url")),
    ("safelinks.protection.office365.us", _parameter("url")),
    ("safelinks.protection.partner.outlook.cn", _parameter("url")),
    ("statics.teams.cdn.office.net", _parameter("url", wanted="safelinks")),
    # Proofpoint, "URL Defense: decoding rewritten URLs" and its decoder in Python
    ("urldefense.proofpoint.com", _proofpoint),
    ("urldefense.com", _proofpoint),
    ("urldefense.us", _proofpoint),
    # Barracuda Campus, "Link Protection"
    ("linkprotect.cudasvc.com", _parameter("a")),
    # Mimecast, "Targeted Threat Protection: URL Protect"
    ("mimecast.com", _mimecast),
    ("mimecastprotect.com", _mimecast),
    # Cisco Secure Email, "Outbreak Filters: redirecting URLs"
    ("secure-web.cisco.com", _cisco),
    # Sophos Email, "Time of Click URL Protection"
    ("protection.sophos.com", _sophos),
    # Check Point, "Harmony Email: Click-Time Protection"
    ("protect.checkpoint.com", _between_underscores),
    ("url.avanan.click", _between_underscores),
    # Trend Micro, "Time-of-Click Protection"
    ("trendmicro.com", _parameter("url", wanted="/clicktime/")),
    # Broadcom, "Symantec Email Security.cloud: Click-time URL Protection"
    ("clicktime.symantec.com", _parameter("u")),
    # Trellix (FireEye), "Advanced URL Defense"
    ("protect2.fireeye.com", _parameter("u")),
    ("protect.trellix.com", _parameter("u")),
    # OpenText (Zix, AppRiver), "Link Protection"
    ("link.edgepilot.com", _parameter("u")),
    # Libraesva, "URLSand"
    ("urlsand.esvalabs.com", _parameter("u")),
    # Google, links in Gmail, Docs and Calendar
    ("www.google.com", _parameter("q", "url", wanted="/url?")),
)
"""Hosts of gateways, with what unpacks their links; each with the vendor's document."""
