"""Text that a mail program wrapped so that another can unwrap it: `format=flowed` (RFC 3676)."""

from __future__ import annotations

from email.message import Message

_SIGNATURE = "-- "


def is_flowed(part: Message) -> bool:
    """Return whether a part is marked `format=flowed`."""
    return str(part.get_param("format", "")).lower() == "flowed"


def unflowed(text: str, part: Message) -> str:
    """Return the text with its soft line breaks taken out, as section 4 of RFC 3676 reads it.

    A line that ends in a space goes on in the next one of the same quotation depth; the `-- ` line stands alone. A space at the
    beginning was stuffed in and goes. With `DelSp=yes` the space at the end goes too.
    """
    delete = str(part.get_param("delsp", "")).lower() == "yes"
    done: list[str] = []
    open_depth: int | None = None
    for line in text.split("\n"):
        bare = line.lstrip(">")
        depth = len(line) - len(bare)
        bare = bare.removeprefix(" ") if depth or bare.startswith(" ") else bare
        flows = bare.endswith(" ") and bare != _SIGNATURE
        kept = bare[:-1] if flows and delete else bare
        if open_depth == depth and bare != _SIGNATURE:
            done[-1] += kept
        else:
            done.append((">" * depth + " " if depth else "") + kept)
        open_depth = depth if flows else None
    return "\n".join(done)
