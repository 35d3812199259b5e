"""How properties are tried: the same examples every time, so that a commit that passed once goes on passing.

`make fuzz` looks further, with other examples on every run; what it finds becomes an example of a test.
"""

from __future__ import annotations

import os

from hypothesis import settings

settings.register_profile("repeatable", max_examples=150, derandomize=True, deadline=None)
settings.register_profile("searching", max_examples=3000, deadline=None)
settings.load_profile(os.environ.get("REPLYLINT_EXAMPLES", "repeatable"))
