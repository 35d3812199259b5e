"""The seal in corrected HTML: the pack's picture where the pack says where it is, else a marked blank."""

from __future__ import annotations

import html

from replylint.model import Settings


def seal_html(settings: Settings) -> str:
    """Return the seal as HTML: a picture at the pack's `seal_url`, else its stand-in as a blank to fill in.

    A picture whose file the message does not bring along (`cid:`) would be seen by nobody.
    """
    if not settings.seal_url:
        return html.escape(settings.seal_stand_in, quote=False)
    name = html.escape(settings.emblem_alt, quote=True)
    return f'<img src="{html.escape(settings.seal_url, quote=True)}" alt="{name}">'
