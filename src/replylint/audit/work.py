"""One unit of work, as a process does it: read it, and put its rows into the dataset."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from replylint.audit.dataset import Dataset
from replylint.audit.rows import Question, engine_for, rows_of
from replylint.audit.units import Unit, stamp_of
from replylint.model import Document, DocumentKind, Mailbox
from replylint.sources import Misdivided
from replylint.visible import Visible

MISDIVIDED = "misdivided"
"""What a process says of a range that is none, so that the mailbox is read as a whole."""


_SAMPLE = """I am out of the ofice from Monday, December 14, 2026 to December 18. If you need help, please contact Terrence Boyd at 813-555-0161.

Thank you,

Dana Whitlock
Permit Technician
813-555-0142 ext. 4211
"""


def load_ahead(question: Question) -> None:
    """Load what units of most kinds need, so that processes that are copied have it. Raises a ReplylintError if the question cannot be asked."""
    engine = engine_for(question)
    for kind in (DocumentKind.AUTO_REPLY, DocumentKind.MESSAGE):
        document = Document("sample", Visible.plain(_SAMPLE), _SAMPLE, kind=kind)
        for _ in engine.check(Mailbox("sample", (document,))):
            pass


@cache
def _stamp(question: Question) -> str:
    return question.stamp()


def do(question: Question, stamp: str, folder: Path, unit: Unit) -> str:
    """Do a unit in the process that this is; return what went wrong in words, or an empty string."""
    try:
        if _stamp(question) != stamp:
            return "replylint, the policy or the staff list is another one where it was to be read, so it was not checked; install the same everywhere"
        rows = rows_of(unit, question)
        now = tuple(map(stamp_of, unit.paths))
        if now != unit.stamps and "" not in unit.stamps:
            return "it changed while it was read, so it was not checked; run the audit again when nothing writes to it"
        Dataset(folder).put(unit.key(stamp), rows, again="" in unit.stamps)
    except Misdivided:
        return MISDIVIDED
    except MemoryError:
        return "there is not enough memory for it, so it was not checked; use fewer --workers"
    except OSError as error:
        return f"its rows cannot be written ({error.strerror or error}), so it was not checked; make room and run the audit again, which does only what is missing"
    except Exception as error:  # whatever a unit does to us, the others are still done
        return f"it could not be read ({type(error).__name__}: {error}), so it was not checked; tell the makers of replylint"
    return ""
