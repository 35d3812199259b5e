"""The formats of input: one table. A new format is one module and one line here.

A format is told by how a file begins; its suffix decides only between texts, and where the beginning says nothing. The module of a format is loaded
when it is first asked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from importlib import import_module
from typing import Any, NamedTuple

from replylint.errors import SourceError, nearest
from replylint.model import Mailbox, Notice, Unchecked
from replylint.patterns import compiled
from replylint.sources import loose
from replylint.sources.files import Source
from replylint.sources.refused import refusal_of

Loaded = Mailbox | Unchecked | Notice
Loader = Callable[[bytes, str], Iterator[Loaded]]
Opener = Callable[[Source], Iterator[Mailbox | Unchecked | Notice | Source]]


class Format(NamedTuple):
    """A format of input: its name for `--input-format`, what it is, and how it is known and read."""

    name: str
    title: str
    suffixes: tuple[str, ...]
    begins: Callable[[bytes], bool] | None = None
    """Whether a file that begins with these bytes is one; None where only the suffix can tell."""
    load: Loader | None = None
    """How the bytes of one are read."""
    open: Opener | None = None
    """How one is read that holds many messages or files, piece by piece."""


_MAIL_HEADERS = compiled(
    rb"(?i)\A(?:>?From [^\n]*\n)?(?:(?:received|return-path|from|to|subject|date|message-id|mime-version|delivered-to|x-[\w-]+):[^\n]*\n(?:[ \t][^\n]*\n)*){3}"
)
_HTML_START = compiled(rb"(?i)\A\s*(?:<!doctype\s+html|<html[\s>])")


def _refuse(message: str, _: Source) -> Iterator[Loaded]:  # it takes what every opener takes
    raise SourceError(message)


def _refused(name: str, head: bytes) -> Format | None:
    """Return the format of a file that is known and not read, or None."""
    message = refusal_of(name, head, is_mail=head.startswith(b"From ") or is_mail(head))
    return Format("refused", message, (), open=partial(_refuse, message)) if message else None


def is_mail(head: bytes) -> bool:
    """Say whether a file that begins so is a mail message: three header lines that mail has."""
    if b"\n" not in head:
        head = head.replace(b"\r", b"\n")  # as old Macs wrote it
    return _MAIL_HEADERS.match(head) is not None


def is_page(head: bytes) -> bool:
    """Say whether a file that begins so is a page of HTML."""
    return _HTML_START.match(head) is not None


def _of(name: str) -> Callable[..., Any]:
    """Return a function of a module of this package, which is loaded when the function is first called."""
    module, _, function = name.partition(".")

    def call(*arguments: Any) -> Any:
        return getattr(import_module(f"replylint.sources.{module}"), function)(*arguments)

    return call


FORMATS: tuple[Format, ...] = (
    Format("text", "a plain text", (".txt", ".text", ".md"), load=loose.load_text),
    Format("html", "an HTML text", (".html", ".htm"), load=loose.load_html),
    Format(
        "text-template",
        "a Jinja template of a plain text",
        (".txt.j2", ".j2", ".jinja", ".txt.jinja"),
        load=partial(loose.load_text, template=True),
    ),
    Format(
        "html-template",
        "a Jinja template of an HTML text",
        (".html.j2", ".htm.j2", ".html.jinja"),
        load=partial(loose.load_html, template=True),
    ),
    Format(
        "msg",
        "a message or template of Outlook",
        (".msg", ".oft"),
        _of("msg.is_compound"),
        load=_of("containers.load_msg"),
    ),
    Format(
        "pst", "a mailbox of Outlook for Windows", (".pst", ".ost"), _of("pst.is_pst"), open=_of("containers.open_pst")
    ),
    Format(
        "zip",
        "a ZIP archive, also Outlook for Mac's",
        (".zip", ".olm"),
        _of("archives.is_zip"),
        open=_of("containers.open_zip"),
    ),
    Format(
        "tar",
        "a tar archive, or one file packed with gzip, bzip2 or xz",
        (".tar", ".tgz", ".tbz", ".tbz2", ".txz", ".gz", ".bz2", ".xz"),
        _of("archives.is_tar"),
        open=_of("archives.tar_members"),
    ),
    Format("emlx", "a message of Apple Mail", (".emlx",), _of("emlx.is_emlx"), load=_of("containers.load_emlx")),
    Format(
        "exchange-clixml",
        "Exchange's settings as CLIXML",
        (".clixml",),
        _of("exchange.is_clixml"),
        _of("exchange.load_clixml"),
    ),
    Format("exchange-ews", "Exchange's answer to GetUserOofSettings", (), _of("ews.is_ews"), _of("ews.load")),
    Format("graph-json", "Microsoft Graph's mailbox settings", (), _of("graph.is_graph"), _of("graph.load")),
    Format("gmail-json", "Gmail's vacation settings and signatures", (), _of("gmail.is_gmail"), _of("gmail.load")),
    Format("jmap-json", "JMAP's VacationResponse", (), _of("jmap.is_jmap"), _of("jmap.load")),
    Format("cpanel-json", "cPanel's auto-responder as JSON", (), _of("cpanel.is_answer"), _of("cpanel.load_answer")),
    Format("exchange-json", "Exchange's settings as JSON", (".json",), _of("exchange.is_json"), _of("exchange.load")),
    Format("exchange-csv", "Exchange's settings as CSV", (".csv",), _of("exchange.is_csv"), _of("exchange.load_csv")),
    Format("gam-csv", "GAM's vacation and signature tables", (), _of("gam.is_gam"), _of("gam.load")),
    Format(
        "thunderbird", "Thunderbird's preferences", ("prefs.js",), _of("thunderbird.is_prefs"), _of("thunderbird.load")
    ),
    Format("zimbra", "Zimbra's accounts as zmprov prints them", (), _of("zimbra.is_zimbra"), _of("zimbra.load")),
    Format(
        "vacation", "the message of vacation(1)", (".vacation.msg",), _of("vacation.is_vacation"), _of("vacation.load")
    ),
    Format("cpanel", "an auto-responder of cPanel", (), _of("cpanel.is_responder"), _of("cpanel.load")),
    Format(
        "apple-signature",
        "a signature of Apple Mail",
        (".mailsignature",),
        _of("apple.is_signature"),
        _of("apple.load"),
    ),
    Format("sieve", "a Sieve script", (".sieve", ".siv"), _of("sieve.is_sieve"), _of("sieve.load")),
    Format("mbox", "a mailbox in one file", (".mbox", ".mbx"), _of("mbox.is_mbox"), open=_of("containers.open_mbox")),
    Format("eml", "a mail message", (".eml",), is_mail, load=_of("containers.load_mail")),
)

_BY_NAME = {form.name: form for form in FORMATS}
_BY_SUFFIX = {suffix: form for form in FORMATS for suffix in form.suffixes}
_AS_NAMED = frozenset(("html", "text-template", "html-template", "eml"))
"""Formats whose suffix is taken at its word; what such a file holds instead is refused."""
_NOT_IN_TEXT = frozenset(("msg", "pst", "zip", "tar", "eml"))
"""Formats that a file named as text is refused for, because its name misleads people too."""
_OTHER_THINGS = (".xls", ".xlsx", ".ppt", ".pptx", ".ods", ".odp", ".numbers", ".key")
"""Endings of files that lie beside replies and hold none."""
_OF_PROJECTS = compiled(
    r"(?i)~\$.*|(?:readme|licen[sc]e|copying|notice|changelog|contributing|security|authors|"
    r"code_of_conduct)(?:[._-][\w-]{1,20})?(?:\.(?:md|txt|rst|html?|docx?|pdf|rtf|odt|pages))?"
)
"""Documents about a folder, by their whole names, and the marks that Office leaves of open ones."""
_INDEX_PAGES = ("archive_browser.html",)
"""Pages that a provider puts into an export to list what is in it: Google Takeout's."""
_EXPORT_SUFFIXES = {".json": "JSON", ".csv": "a table", ".xml": "XML"}


def format_named(name: str) -> Format:
    """Return the format called `name`; raises SourceError with the nearest right name."""
    try:
        return _BY_NAME[name]
    except KeyError:
        raise SourceError(
            f"there is no input format {name!r}{nearest(name, list(_BY_NAME)) or ''} (known: {', '.join(_BY_NAME)})"
        ) from None


def format_by_suffix(name: str) -> Format | None:
    """Return the format that a file's name stands for, or None."""
    low = name.lower()
    fitting = [suffix for suffix in _BY_SUFFIX if low.endswith(suffix)]
    return _BY_SUFFIX[max(fitting, key=len)] if fitting else None


def format_of(name: str, head: bytes) -> Format | None:
    """Return the format of a file by its name and how it begins, or None if it is none that is read."""
    named = format_by_suffix(name)
    if named is not None and named.name in _AS_NAMED:
        return (_refused(name, head) if named.name == "html" else None) or named
    if refused := _refused(name, head):
        return refused
    text = named is not None and named.name == "text"
    for form in FORMATS:
        if form.begins is None or (text and form.name in _NOT_IN_TEXT):
            continue
        if form.begins(head):
            return form
    if named is not None and any(name.lower().endswith(suffix) for suffix in _EXPORT_SUFFIXES):
        return None
    return named


def is_for_others(name: str) -> bool:
    """Return whether a file found in a folder or an archive is plainly not a reply, by its name alone."""
    low = name.lower()
    return low.endswith(_OTHER_THINGS) or low in _INDEX_PAGES or bool(_OF_PROJECTS.fullmatch(name))


def format_of_unnamed(head: bytes) -> Format:
    """Return the format of what has no name: standard input."""
    if is_page(head):
        return _BY_NAME["html"]
    if refused := _refused("", head):
        return refused
    return next((form for form in FORMATS if form.begins and form.begins(head)), _BY_NAME["text"])


def unknown(name: str) -> str:
    """Say why a file is none that is read, and what to do."""
    low = name.lower()
    what = next((what for suffix, what in _EXPORT_SUFFIXES.items() if low.endswith(suffix)), "")
    if what:
        return (
            f"it is {what} of another kind; export with Get-MailboxAutoReplyConfiguration | "
            f"{'Export-Csv' if what == 'a table' else 'ConvertTo-Json'}, or look at replylint formats"
        )
    suffix = "." + name.rpartition(".")[2] if "." in name else "nothing"
    return f"replylint does not know files that end in {suffix!r}; save it as text, HTML or .eml, or say --input-format"
