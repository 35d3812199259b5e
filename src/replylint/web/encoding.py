"""Bytes as printable characters that need no care inside HTML: base 85, five characters for four bytes.

The alphabet is that of RFC 1924 with `,` for `<` and `.` for `&`, so that no character of it begins a tag or an entity.
"""

from __future__ import annotations

import base64

ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$%.()*+-;,=>?@^_`{|}~"
_SAFE = bytes.maketrans(b"<&", b",.")


def encode(data: bytes) -> str:
    """Return bytes as text. `decode` in `app/bytes.js` gives them back."""
    return base64.b85encode(data).translate(_SAFE).decode("ascii")
