"""Putting corrected text back: in place for working copies, as copies with apply files for exports, as copies for mail."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from replylint.errors import ConfigError, ReplylintError, SourceError
from replylint.facts.languages import CODES, document_name, messages
from replylint.fix.apply import Change, applied, together
from replylint.fix.correcting import Corrected, CorrectedMailbox
from replylint.fix.encoding import encoded_page, encoded_text
from replylint.fix.exports import PUTTING, with_texts
from replylint.fix.files import back_up, write_file
from replylint.fix.mail import as_text, with_text
from replylint.fix.rtf import as_rtf
from replylint.fix.taken_out import in_words, taken_out
from replylint.fix.verifying import BLANK
from replylint.model import Document, Unchecked
from replylint.patterns import compiled
from replylint.sources import STANDARD_INPUT, files, format_named, is_server, outlook
from replylint.sources.declared import declared_in_file
from replylint.sources.text import decode
from replylint.tally import counted

_IN_PLACE = frozenset(("text", "html", "text-template", "html-template", _OUTLOOK := "outlook-signature"))
_PUT_IN_PLACE = frozenset(("sieve", "vacation", "apple-signature"))
"""Formats that are working copies, as a text alone or with the text among other things; all others are evidence and stay as they are."""
_MAIL = "eml"
HISTORY = frozenset(("message", "msg", "emlx"))
"""Formats of what was sent or received, of which nothing is written back."""
_STANDARD_INPUT_PATH = "<standard input>"
_BLANK_LINES = compiled(r"\n{2,}")
_UNFIT = {ord(character): "_" for character in '/\\:*?"<>|[]'}
"""Characters that the name of a file cannot have everywhere."""


class Outcome(NamedTuple):
    """What writing came to: `shown` is for standard output, `said` for standard error."""

    shown: str = ""
    said: tuple[str, ...] = ()
    troubles: tuple[Unchecked, ...] = ()
    """What was not written, and why."""
    written: int = 0
    """How many corrected messages were written, or shown."""


@dataclass
class Writer:
    """Writes corrected mailboxes.

    Never writes over what it read unless the format allows it, and then keeps the original as `.bak`.
    """

    output: Path | None
    """The folder for corrected copies, or None."""
    given: tuple[str, ...]
    """The paths as they were named, for the places of copies."""
    diff: bool = False
    backup: bool = True
    upload: Callable[[str, str, str], str] | None = None
    """Puts a script on the server it came from, given its address and the script before and after.

    Returns what was done, or an empty string if the author wants nothing changed.
    """
    language: str = CODES[0]
    """The language of what is said. Findings and their reasons come in it already."""
    told: Callable[[str], str] = str
    """Puts what an error says into that language."""
    _taken: dict[Path, str] = field(default_factory=dict)
    _exports: dict[str, list[CorrectedMailbox]] = field(default_factory=dict)
    _history: dict[str, list[bool]] = field(default_factory=dict)
    """Of each mailbox of old messages, whether each would change."""

    def write(self, corrected: CorrectedMailbox) -> Outcome:
        """Write one mailbox. Raises ConfigError if it cannot be written where it should."""
        mailbox = corrected.before
        if self.diff:
            return Outcome("".join(self._differences(corrected)), tuple(self._left(corrected)))
        if mailbox.format in HISTORY:
            return self._pass_over(corrected)
        if (
            self.output is None
            and mailbox.data
            and mailbox.path != _STANDARD_INPUT_PATH
            and not is_server(mailbox.path)
        ):
            raise ConfigError(
                "it lies in an archive, which is never changed; say with --output-dir where the corrected copy goes"
            )
        if mailbox.format in PUTTING:
            return self._export(corrected)
        said = list(self._left(corrected))
        shown = ""
        written = sum(document.changed for document in corrected.documents)
        for document in corrected.documents:
            path = document.before.path or mailbox.path
            form = document.before.format or mailbox.format
            if self.output is None and (path == _STANDARD_INPUT_PATH or form not in _IN_PLACE):
                shown += self._show(document, form)
                continue
            if not document.changed and self.output is None:
                said.append(f"{path}: {self._words['nothing-else' if said else 'nothing']}")
                continue
            target = self._place(path, form)
            self._put(target, self._bytes(document, form, path, mailbox.data), Path(path))
            where = self._words["written-to"].format(target=target) if self.output else ""
            said.append(f"{path}: {self._words[_what(document)]}{where}")
            pictures = len(document.before.pictures) - len(document.after.pictures)
            if gone := in_words(taken_out(document.before.text, document.after.text), pictures, self.language):
                said.append(f"{path}: {gone}")
            if form == _OUTLOOK:
                said += self._put_forms(document, Path(path), target)
        return Outcome(shown, tuple(said), written=written)

    @property
    def _words(self) -> Mapping[str, Any]:
        return messages(self.language)["fix"]  # type: ignore[no-any-return]  # it is a table

    def _pass_over(self, corrected: CorrectedMailbox) -> Outcome:
        """Note a message of which nothing is written; `finish` says it once for all of its mailbox."""
        self._history.setdefault(corrected.before.path.rpartition("#")[0] or corrected.before.path, []).append(
            corrected.changed
        )
        return Outcome()

    def _show(self, document: Corrected, form: str) -> str:
        """Return one corrected message as text, for what cannot be changed in place."""
        if form in _IN_PLACE:
            return document.after.content
        if len(self.given) != 1 or Path(self.given[0]).is_dir():
            raise ConfigError(
                "a mail file is never changed in place; say with --output-dir where the corrected copies go"
            )
        return as_text(document.after)

    # Where to
    def _place(self, path: str, form: str) -> Path:
        if self.output is None:
            return Path(path).resolve()  # what a link leads to is changed, not the link
        source = Path(path)
        if is_server(path):
            target = self.output / f"{path.partition('://')[2].translate(_UNFIT)}.sieve"
        elif path == _STANDARD_INPUT_PATH:
            target = self.output / f"corrected{format_named(form).suffixes[0]}"
        else:
            roots = [Path(given) for given in self.given if given != STANDARD_INPUT and Path(given).is_dir()]
            root = next((root for root in roots if source.is_relative_to(root)), source.parent)
            target = self.output / source.relative_to(root)
        if target.exists() and source.exists() and target.samefile(source):
            raise ConfigError(f"--output-dir leads to the original {path}; choose another folder")
        if self._taken.setdefault(target, path) != path:
            raise ConfigError(
                f"{path} and {self._taken[target]} would both be written to {target}; correct them one folder at a time"
            )
        return target

    def _put(self, target: Path, data: bytes, source: Path) -> None:
        """Write a file whole, what it replaces kept as its backup, with the permissions of `source`."""
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            if self.backup and target.is_file() and target.read_bytes() != data:
                back_up(target)
            write_file(target, data, like=_file_of(source))
        except OSError as error:
            what = "it" if target == source.resolve() else str(target)
            raise ConfigError(f"{what} cannot be written ({error.strerror or error}); nothing was changed") from None

    # What
    def _bytes(self, document: Corrected, form: str, path: str, kept: bytes) -> bytes:
        data = _original(path, kept)
        if form == _MAIL:
            return with_text(data, document.after) if document.changed else data
        encoded = encoded_page if document.before.markup else encoded_text
        return encoded(document.after.content, data) if document.changed else data

    def _put_forms(self, document: Corrected, page: Path, target: Path) -> Iterator[str]:
        """Write the plain and the rich form of an Outlook signature beside its page: anew where the page was corrected."""
        forms = outlook.forms_of(page) or outlook.Forms(page, None, None)
        pictures = {picture.source: picture.data for picture in document.before.pictures if picture.data}
        for path in (forms.plain, forms.rich):
            if path is None:
                continue
            data = files.read(path)
            try:
                text = outlook.text_of(path)
            except SourceError as error:
                yield f"{path}: {self._words['as-it-is'].format(error=self.told(str(error)))}"
                continue
            dense = "\n\n" not in text.replace("\r\n", "\n").strip()
            if document.changed and path == forms.rich:
                data = as_rtf(document.after, pictures, dense=dense)
                yield f"{path}: {self._words['rich']}"
            elif document.changed:
                plain = as_text(document.after)
                plain = _BLANK_LINES.sub("\n", plain) if dense else plain
                data = encoded_text(plain.replace("\n", "\r\n") if "\r\n" in text else plain, data)
                yield f"{path}: {self._words['plain']}"
            elif self.output is None:
                continue
            self._put(target.with_name(path.name), data, path)

    # Exports
    def _export(self, corrected: CorrectedMailbox) -> Outcome:
        """Gather the mailboxes of an export; it is written once for all of them, by `finish`."""
        path = corrected.before.path
        if self.output is None and is_server(path):
            if self.upload is None:
                raise ConfigError(
                    "a script on a server is changed only with --apply; look at it with --diff, or say with --output-dir where a corrected copy goes"
                )
        elif self.output is None and corrected.before.format not in _PUT_IN_PLACE:
            raise ConfigError(
                "an export is never changed in place; say with --output-dir where the corrected copy goes, or look at it with --diff"
            )
        self._exports.setdefault(path, []).append(corrected)
        return Outcome("", tuple(self._left(corrected)))

    def finish(self, damaged: Collection[str] = ()) -> Outcome:
        """Write the corrected exports, with what applies them.

        Of the `damaged` no copy is written, because it would pass for the whole; what could be checked can be applied.
        """
        history = self._words["history"]
        outcomes = [
            Outcome(said=(f"{path}: {history.format(count=sum(would), all=len(would))}",))
            for path, would in self._history.items()
        ]
        for path, mailboxes in self._exports.items():
            try:
                outcomes.append(self._finish(path, mailboxes, whole=path not in damaged))
            except ReplylintError as error:
                outcomes.append(Outcome(troubles=(Unchecked(path, str(error)),)))
        return Outcome(
            "".join(one.shown for one in outcomes),
            tuple(line for one in outcomes for line in one.said),
            tuple(trouble for one in outcomes for trouble in one.troubles),
            sum(one.written for one in outcomes),
        )

    def _finish(self, path: str, mailboxes: list[CorrectedMailbox], *, whole: bool) -> Outcome:
        form = mailboxes[0].before.format
        data = _original(path, mailboxes[0].before.data)
        text, _ = decode(data, declared_in_file(form, data))
        changes = [(one.before, one.after) for item in mailboxes for one in item.documents if one.changed]
        written = with_texts(form, text, changes) if changes else text
        if self.output is None:
            outcome = self._finish_in_place(path, mailboxes, text, written, whole=whole)
            return outcome._replace(written=len(changes) if outcome.written else 0)
        target = self._place(path, form)
        if whole:
            self._put(target, data if written == text else encoded_text(written, data, form), Path(path))
            changed = sum(item.changed for item in mailboxes)
            done = self._words["export"].format(
                count=changed, mailboxes=counted(self._words["mailboxes"], len(mailboxes)), target=target
            )
            said = [f"{path}: {done}"]
        else:
            said = [f"{path}: {self._words['no-copy']}"]
        changes_to_apply = _split(mailboxes)
        for blanks, ending in zip((False, True), files.APPLYING, strict=True):
            folder = target.with_name(target.name + ending)
            said += self._put_apply(folder, form, written, changes_to_apply[blanks], blanks=blanks)
        return Outcome("", tuple(said), written=len(changes) if whole else 0)

    def _finish_in_place(
        self, path: str, mailboxes: list[CorrectedMailbox], text: str, written: str, *, whole: bool
    ) -> Outcome:
        """Change a working copy: a file, standard input as it is passed on, or a script on its server.

        Returns whether it was changed as the number `written`.
        """
        if path == _STANDARD_INPUT_PATH:
            return Outcome(written, written=1)
        if not whole:
            return Outcome("", (f"{path}: {self._words['unchanged']}",))
        if written == text:
            return Outcome("", (f"{path}: {self._words['nothing']}",))
        if self.upload is not None and is_server(path):
            if _split(mailboxes)[True]:
                return Outcome("", (f"{path}: {self._words['fill-in-first']}",))
            done = self.upload(path, text, written)
            return Outcome("", (f"{path}: {done or self._words['unchanged-there']}",), written=bool(done))
        form = mailboxes[0].before.format
        self._put(self._place(path, ""), encoded_text(written, _original(path, b""), form), Path(path))
        return Outcome("", (f"{path}: {self._words['corrected']}",), written=1)

    def _put_apply(self, folder: Path, form: str, text: str, changes: list[Change], *, blanks: bool) -> Iterator[str]:
        """Write the files that apply changed texts into their folder: those to fill in first, or all others."""
        made = applied(form, text, changes, blanks=blanks, language=self.language)
        reasons = messages(self.language)["apply"]["left"]
        for one in made.left:
            line = self._words["not-applied"].format(owner=one.owner or reasons["nobody"], why=reasons[one.why])
            yield f"{folder}: {line}"
        if not made.files:
            return
        strange = {
            path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file() and ".bak" not in path.suffix
        } - made.files.keys()  # fmt: skip
        manifest = folder / "manifest.json"
        if manifest.exists() and manifest.read_bytes() != made.files.get(manifest.name):
            strange.add(manifest.name)
        if strange:
            raise ConfigError(
                f"{folder} has files of an earlier run ({min(strange)}); move the folder away, then run this again"
            )
        for name, data in made.files.items():
            self._put(folder / name, data, folder / name)
        number = len({id(change.mailbox) for change in changes})
        how = self._words["fill-in-and-apply" if blanks else "apply"]
        yield f"{folder}: {how.format(mailboxes=counted(self._words['mailboxes'], number))}"

    def _left(self, corrected: CorrectedMailbox) -> Iterator[str]:
        """Yield what only a person can do now: blanks to fill in, and findings left by hand with the reason."""
        for index, document in enumerate(corrected.documents):
            where = document.before.path or corrected.before.path
            if corrected.before.owner:
                where += f" ({corrected.before.owner}, {document_name(document.before.name, self.language)})"
            if blanks := _to_fill_in(corrected, index):
                yield f"{where}: {self._words['fill-in'].format(blanks=', '.join(blanks))}"
            if index in corrected.days_set:
                yield f"{where}: {self._words['days-set']}"
            for item, reason in corrected.by_hand:
                if item.index == index:
                    line = self._words["by-hand"].format(message=item.message, rule=item.rule, reason=reason)
                    yield f"{where}: {line}"

    def _differences(self, corrected: CorrectedMailbox) -> Iterator[str]:
        for document in corrected.documents:
            if not document.changed:
                continue
            path = document.before.path or corrected.before.path
            called = document_name(document.before.name, self.language)
            name = (
                path
                if document.before.whole_file
                else f"{path} ({', '.join(filter(None, (called, corrected.before.owner)))})"
            )
            before, after = (
                item.content if document.before.whole_file else as_text(item)
                for item in (document.before, document.after)
            )
            renamed = self._words["corrected-name"].format(name=name)
            yield from difflib.unified_diff(_lines(before), _lines(after), name, renamed, lineterm="\n")


def _original(path: str, kept: bytes) -> bytes:
    """Return the bytes a mailbox was read from. Raises ConfigError if they cannot be read any more."""
    if kept:
        return kept
    try:
        return files.read(Path(path))
    except SourceError as error:
        raise ConfigError(str(error)) from None


def _lines(text: str) -> list[str]:
    lines = text.replace("\r\n", "\n").splitlines(keepends=True)
    return [line if line.endswith("\n") else f"{line}\n" for line in lines]


def _file_of(path: Path) -> Path:
    """Return the file whose permissions a copy gets: of what is in an archive, the archive."""
    return next((each for each in (path, *path.parents) if each.is_file()), path)


def _what(document: Corrected) -> str:
    """Return the key of what was done."""
    if not document.changed:
        return "nothing"
    if document.copied:
        return "copied"
    return "rewritten" if document.rewritten else "corrected"


def _blanks(corrected: CorrectedMailbox, index: int) -> tuple[str, ...]:
    """Return the blanks that are to be filled in in one of its documents, each once."""
    left = (item for item in corrected.remaining if item.index == index and item.rule == BLANK)
    return tuple(
        dict.fromkeys(item.excerpt[item.marked.start : item.marked.end] if item.marked else "" for item in left)
    )


_BRACKETED = compiled(r"\[[^\[\]\n]{1,80}\]")


def _to_fill_in(corrected: CorrectedMailbox, index: int) -> tuple[str, ...]:
    """Return what must be filled in before a changed document is applied, each once, as its source has it.

    On a page that is also what the correction put in brackets for the picture of the emblem.
    """
    after = corrected.documents[index].after
    found = [blank for blank in _blanks(corrected, index) if blank]
    if after.markup:
        known = {blank for one in corrected.documents for blank in _BRACKETED.findall(one.before.text)}
        found += [blank for blank in _BRACKETED.findall(after.text) if blank not in known]
    return tuple(dict.fromkeys(_in_source(blank, after) for blank in found))


def _unseen_pictures(corrected: CorrectedMailbox, index: int) -> tuple[str, ...]:
    """Return the sources of pictures that the correction added and no reader of a reply sees: parts of a message."""
    known = {picture.source for one in corrected.documents for picture in one.before.pictures}
    sources = dict.fromkeys(picture.source for picture in corrected.documents[index].after.pictures)
    return tuple(one for one in sources if one.lower().startswith("cid:") and one not in known)


def _in_source(words: str, document: Document) -> str:
    """Return visible words as the source of a document has them, such as with tags between."""
    start = document.text.find(words)
    if words in document.content or start < 0:
        return words
    spans = document.visible.source_spans(start, start + len(words))
    return document.content[spans[0].start : spans[-1].end] if spans else words


def _split(mailboxes: list[CorrectedMailbox]) -> dict[bool, list[Change]]:
    """Return the changed texts that are ready, under False, and those to fill in first, under True.

    The replies of a mailbox stay together: where one has a blank, the other waits for it.
    """
    found: dict[bool, list[Change]] = {False: [], True: []}
    for item in mailboxes:
        changes = [
            Change(item.before, one.before, one.after, (*_to_fill_in(item, index), *_unseen_pictures(item, index)))
            for index, one in enumerate(item.documents)
            if one.changed
        ]
        for group in together(changes):
            found[any(change.blanks for change in group)] += group
    return found
