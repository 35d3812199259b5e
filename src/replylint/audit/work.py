"""One unit of work, as a process does it: read it, and put its rows into the dataset."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from replylint.audit.dataset import Dataset
from replylint.audit.rows import Question, engine_for, rows_of
from replylint.audit.units import Unit, stamp_of
from replylint.sources import Misdivided

MISDIVIDED = "misdivided"
"""What a process says of a range that is none, so that the mailbox is read as a whole."""


_SAMPLE = """From dana Mon Dec  7 09:00:00 2026
From: Dana Whitlock <dana@{domain}>
To: visitor@example.org
Subject: Automatic reply: permit
Date: Mon, 07 Dec 2026 09:00:00 -0500
Message-ID: <1@example.com>
References: <2@example.org>
Auto-Submitted: auto-replied
Content-Type: text/plain; charset=utf-8

I am out of the ofice from Monday, December 14, 2026 to December 18, and will reply when I return. If you need help, please contact Terrence Boyd at 813-555-0161.

From dana Mon Dec  7 10:00:00 2026
From: Dana Whitlock <dana@{domain}>
To: visitor@example.org
Subject: Re: permit
Date: Mon, 07 Dec 2026 10:00:00 -0500
Message-ID: <3@example.com>
References: <2@example.org>
Content-Type: multipart/alternative; boundary="0"

--0
Content-Type: text/plain; charset=utf-8

Your permit is ready. We received your form on December 4.

Dana Whitlock
Permit Technician
813-555-0142 ext. 4211

On Mon, Dec 7, 2026 at 9:00 AM, <visitor@example.org> wrote:
> Is it ready?

--0
Content-Type: text/html; charset=utf-8

<html><head><style>p {{margin: 0}}</style></head><body><p>Your permit is ready. We received your form on December 4.</p>
<p><b>Dana Whitlock</b><br>Permit Technician<br>813-555-0142 ext. 4211<br><img src="cid:1" alt="seal"></p></body></html>
--0--
"""
"""A mailbox with a message of each kind."""


def load_ahead(question: Question) -> None:
    """Load what units of most kinds need, so that processes that are copied have it. Raises a ReplylintError if the question cannot be asked."""
    # A process that has threads cannot be copied, and Arrow's other allocator, which is not used, would start one.
    os.environ.setdefault("JE_ARROW_MALLOC_CONF", "background_thread:false")
    import pyarrow.parquet  # noqa: F401  # what the rows are written with

    domain = next(iter(engine_for(question).settings.domains), "example.com")
    with TemporaryDirectory() as folder:
        path = Path(folder, "sample.mbox")
        path.write_text(_SAMPLE.format(domain=domain), encoding="utf-8")
        rows_of(Unit((str(path),), ("",)), question)


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
