"""The errors that replylint tells people about, one sentence each: what is wrong and what to do."""

from __future__ import annotations


class ReplylintError(Exception):
    """Something a person can put right. `str()` is the sentence shown; it names the file and the remedy."""


class SourceError(ReplylintError):
    """An input could not be read, so it was not checked."""


class NoTextError(SourceError):
    """A message has nothing that a reader could read: only attachments."""


class InputError(ReplylintError):
    """What a caller of the Python interface asked for cannot be done."""


class ConfigError(ReplylintError):
    """The configuration, a selector or an option is wrong."""


class PolicyError(ReplylintError):
    """A policy pack could not be loaded."""


class TemplateError(ReplylintError):
    """A template could not be filled in, or tried to leave its sandbox."""


class DirectoryError(ReplylintError):
    """A staff list could not be read."""


def nearest(name: str, known: list[str] | tuple[str, ...]) -> str:
    """Return `", did you mean …?"` for the known name nearest to `name`, or an empty string."""
    from difflib import get_close_matches

    close = get_close_matches(name, known, n=1, cutoff=0.6)
    return f", did you mean {close[0]!r}?" if close else ""


def needs_extra(extra: str) -> str:
    """Return how to install an optional part, as words for the end of a message."""
    return f"run: pip install '.[{extra}]' in a copy of the replylint repository"
