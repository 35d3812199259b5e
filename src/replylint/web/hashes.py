"""The hashes by which a Content-Security-Policy allows what is in a page."""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256


def source_hash(text: str) -> str:
    """Return the source expression that allows one inline script or style, and no other."""
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"
