"""What the settings of a pack may say: time zones, hours, days, domains and numbers that exist.

A wrong one would make checks silent or wrong long after the pack was written, so each is an error that names the
nearest right value.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from difflib import get_close_matches
from functools import cache
from importlib.util import find_spec
from typing import Any

from replylint.calendar import DAYS, hours_of
from replylint.directory import is_number, parted
from replylint.errors import PolicyError, nearest
from replylint.patterns import compiled
from replylint.times import zone_named

_LABEL = r"[^\W_](?:[^\W_]|-){0,62}"
_DOMAIN = compiled(rf"(?:{_LABEL}\.)+[^\W\d_](?:[^\W_]|-){{1,62}}")
_WEBSITE = compiled(r"(?:(?P<scheme>[A-Za-z]*):?//?)?(?P<host>[^/:?#\s]+)(?P<rest>(?::\d{1,5})?(?:[/?#]\S*)?)")
_SCHEMES = ("https", "http")
_PICTURE = compiled(r"(?i)https?://[^\s\"<>]+")
_HASH = compiled(r"[0-9a-fA-F]{16}")
_GUID = compiled(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_TENANTS = ("organizations", "common", "consumers")
"""Names that Microsoft has for the accounts of many directories."""
_GOOGLE_CLIENT = compiled(r"[0-9]{6,24}-[0-9a-z]{16,64}\.apps\.googleusercontent\.com")
_REGION = compiled(r"([A-Z]{2})(?:-([A-Z0-9]{1,3}))?")
_COMMON_REGION = "US"
_SPOKEN_TIME = r"(\d{1,2})(?:[:.h]?(\d\d))?\s*([ap])?\.?m?\.?"
_SPOKEN_HOURS = compiled(rf"(?i){_SPOKEN_TIME}\s*(?:-|–|—|\bto\b|\buntil\b)\s*{_SPOKEN_TIME}")
_SPOKEN_DAYS = ("%d %B %Y", "%B %d, %Y", "%B %d %Y", "%d %b %Y", "%b %d, %Y", "%b %d %Y", "%Y/%m/%d", "%Y.%m.%d")
_ALIKE = 0.8
"""How much alike the name of a city must be."""


def check_settings(values: Mapping[str, Any], where: str) -> None:
    """Raise PolicyError for a setting whose value cannot be right. `where` says in which table of which file it is."""
    for key, value in values.items():
        many = isinstance(value, tuple)
        if many and not value and key == "business_days":
            raise PolicyError(f"{where}: {key}: an office is open on some day; write them as monday, tuesday …")
        for one in value if many else (value,):
            problem = _PROBLEMS[key](one) if key in _PROBLEMS and (one or key in _NEVER_EMPTY) else ""
            if problem:
                raise PolicyError(f"{where}: {key}: {problem}")


def _zone(value: str) -> str:
    if zone_named(value) is not None:
        return ""
    from zoneinfo import available_timezones

    names = sorted(available_timezones())
    cities = {name.rpartition("/")[2].replace("_", " ").lower(): name for name in reversed(names)}
    city = get_close_matches(value.rpartition("/")[2].replace("_", " ").lower(), cities, n=1, cutoff=_ALIKE)
    close = nearest(value, names) or (f", did you mean {cities[city[0]]!r}?" if city else "")
    return f"{value!r} is not a time zone{close or '; write its name as in America/New_York'}"


def _hours(value: str) -> str:
    hours = hours_of(value)
    if hours is not None and hours[0] < hours[1]:
        return ""
    if hours is not None:
        return f"{value!r} ends before it begins; write when the office opens and closes, as in 8:00-17:00"
    return f"{value!r} is not a span of hours{_quoted(_spoken_hours(value)) or '; write it as in 8:00-17:00'}"


def _spoken_hours(value: str) -> str:
    """Return hours as they are said, such as `8-5` or `9am to 5pm`, in the form of the setting; empty if they are none."""
    found = _SPOKEN_HOURS.fullmatch(value.strip())
    if not found:
        return ""
    opens, closes = (
        (int(hour) % 12 + (12 if half.lower() == "p" else 0) if half else int(hour), int(minute or 0))
        for hour, minute, half in ((found[at], found[at + 1], found[at + 2]) for at in (1, 4))
    )
    if closes <= opens and closes[0] <= 12 and not found[6]:
        closes = (closes[0] + 12, closes[1])  # from 8 to 5
    written = f"{opens[0]}:{opens[1]:02}-{closes[0]}:{closes[1]:02}"
    hours = hours_of(written)
    return written if hours is not None and hours[0] < hours[1] else ""


def _weekday(value: str) -> str:
    if value.lower() in DAYS:
        return ""
    return f"{value!r} is not a day of the week{nearest(value.lower(), DAYS) or '; write them as monday, tuesday …'}"


def _day(value: str) -> str:
    try:
        date.fromisoformat(value)
    except ValueError:
        return f"{value!r} is not a day{_quoted(_spoken_day(value)) or '; write it as in 2026-11-27'}"
    return ""


def _spoken_day(value: str) -> str:
    for form in _SPOKEN_DAYS:
        try:
            return datetime.strptime(value.strip(), form).date().isoformat()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    return ""


def _region(value: str) -> str:
    if value == _COMMON_REGION:
        return ""  # most packs say this, and what knows the others takes a while to load
    known = _REGION.fullmatch(value)
    countries = _countries()
    if known is None or known[1] not in countries:
        upper = value.strip().upper()
        codes = {name.upper(): code for code, name in countries.items()}
        named = codes.get(upper) or (upper if _REGION.fullmatch(upper) and upper[:2] in countries else "")
        close = _quoted(named) or nearest(upper, list(countries))
        return f"{value!r} is not a country with public holidays{close or '; write US, US-OR, MX …'}"
    if find_spec("holidays") is None:
        return ""
    from holidays import list_supported_countries

    supported = list_supported_countries()
    if known[1] not in supported:
        return f"no public holidays of {countries[known[1]]} are known; leave it empty, and list them under closed"
    if known[2] is None or known[2] in supported[known[1]]:
        return ""
    parts = supported[known[1]]
    longer = next((part for part in parts if known[2].startswith(part)), "")
    close = _quoted(f"{known[1]}-{longer}") if longer else nearest(value, [f"{known[1]}-{part}" for part in parts])
    return f"no part of {countries[known[1]]} is called {known[2]!r}{close or f'; write {known[1]} alone'}"


@cache
def _countries() -> dict[str, str]:
    """Return the countries of ISO 3166 by code, from the list that comes with the time zones."""
    from importlib.resources import files

    lines = files("tzdata").joinpath("zoneinfo", "iso3166.tab").read_text(encoding="utf-8").splitlines()
    return dict(line.split("\t", 1) for line in lines if line and not line.startswith("#"))


def _domain(value: str) -> str:
    if _DOMAIN.fullmatch(value):
        return ""
    host = re.sub(r"^[a-z]+:/*", "", value.strip().lower()).rpartition("@")[2].partition("/")[0].strip(" *.")
    close = _quoted(host if _DOMAIN.fullmatch(host) else "")
    return f"{value!r} is not a domain{close or '; write what follows the @ of an address, as in example.org'}"


def _website(value: str) -> str:
    found = _WEBSITE.fullmatch(value.strip())
    if found is None or not _DOMAIN.fullmatch(found["host"]):
        return f"{value!r} is not the address of a website; write it as in https://www.example.org/"
    scheme, rest = found["scheme"], found["rest"]
    if value == f"{scheme}://{found['host']}{rest}" and scheme.lower() in _SCHEMES:
        return ""
    if value == f"{found['host']}{rest}":
        return ""  # www.example.org
    close = next(iter(get_close_matches((scheme or "https").lower(), _SCHEMES, n=1)), "https")
    right = f"{close}://{found['host']}{rest}"
    return f"{value!r} is not the address of a website{_quoted(right)}"


def _phone(value: str) -> str:
    if is_number(parted(value)[0]):
        return ""
    return f"{value!r} is not a complete telephone number; write it as in 813-555-0142"


def _picture(value: str) -> str:
    if _PICTURE.fullmatch(value):
        return ""
    return f"{value!r} is not the address of a picture on the web; write it as in https://www.example.org/seal.png"


def _hash(value: str) -> str:
    if _HASH.fullmatch(value):
        return ""
    return f"{value!r} is not the hash of a picture; copy the 16 digits that `replylint facts` shows"


def _app_id(value: str) -> str:
    if _GUID.fullmatch(value):
        return ""
    found = _GUID.search(value)
    close = _quoted(found[0] if found else "")
    return f"{value!r} is not an application (client) ID{close or '; copy it from the app registration in Microsoft Entra'}"


def _tenant(value: str) -> str:
    if value in _TENANTS or _GUID.fullmatch(value) or _DOMAIN.fullmatch(value):
        return ""
    close = nearest(value.lower(), _TENANTS)
    return f"{value!r} is not a tenant{close or '; write the directory (tenant) ID, or a domain such as example.org'}"


def _google_client(value: str) -> str:
    if _GOOGLE_CLIENT.fullmatch(value):
        return ""
    return f"{value!r} is not an OAuth client ID of Google; it ends in .apps.googleusercontent.com"


def _quoted(value: str) -> str:
    return f", did you mean {value!r}?" if value else ""


_PROBLEMS: Mapping[str, Callable[[str], str]] = {
    "timezone": _zone,
    "business_hours": _hours,
    "business_days": _weekday,
    "holidays": _region,
    "closed": _day,
    "domains": _domain,
    "website": _website,
    "main_phone": _phone,
    "seal_url": _picture,
    "seal_hashes": _hash,
    "outlook_app_id": _app_id,
    "outlook_tenant": _tenant,
    "google_client_id": _google_client,
}
"""What is wrong with a value, by setting; an empty text if nothing is."""
_NEVER_EMPTY: Iterable[str] = ("business_hours", "business_days", "closed", "domains")
