"""A real server in a process of its own, as IT starts it, and what tests ask it."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

BUILT = Path(__file__).resolve().parents[2] / "runtime" / "built" / "core.json"
JSON = "application/json"
REPLY = "I am out of the ofice until [last day out]. Ask Rosa Delgado, 813-555-0151."
SECRET = "Zanzibarquartz"
"""A word that must be found in no log."""
FIRST = date.today() + timedelta(days=17 - date.today().weekday())
"""A Thursday to come."""
LAST = FIRST + timedelta(days=4)


def written(day: date) -> str:
    """Return a day as people here write it."""
    return f"{day:%m/%d/%Y}"


def need_runtime() -> None:
    """Skip the test where the page cannot be built, but not in CI."""
    if BUILT.is_file():
        return
    if os.environ.get("CI"):
        pytest.fail("missing: the runtime (make page)", pytrace=False)
    pytest.skip("missing: the runtime (make page)")


class Server:
    """`replylint serve` on a free port of loopback."""

    def __init__(self, *arguments: str) -> None:
        with tempfile.NamedTemporaryFile(prefix="replylint-log-", delete=False) as file:
            self._log = Path(file.name)
        with self._log.open("wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "replylint", "serve", "--no-config", "--port", "0", *arguments], stderr=log
            )
        self.url = self._address()
        self.client = httpx.Client(base_url=self.url, timeout=60, trust_env=False)

    def _address(self) -> str:
        while self.process.poll() is None:
            if found := re.search(r"Open (\S+) in a browser", self.log()):
                return found[1].rstrip("/")
            time.sleep(0.05)
        raise AssertionError(self.log())

    def log(self) -> str:
        """Return what the server has logged."""
        return self._log.read_text(encoding="utf-8")

    def post(self, name: str, asked: Any, headers: Mapping[str, str] | None = None) -> httpx.Response:
        """Send JSON to an operation."""
        return self.client.post(f"/api/{name}", json=asked, headers=dict(headers or {}))

    def stop(self) -> int:
        """Ask it to stop, and return its exit code."""
        self.client.close()
        if self.process.poll() is None:
            self.process.terminate()
        code = self.process.wait(30)
        self._log.unlink(missing_ok=True)
        return code


def reply(content: str, part: str = "message", *, markup: bool = False) -> dict[str, Any]:
    """Return a request to check a text."""
    return {"what": {"texts": [{"part": part, "content": content, "markup": markup}]}}


def problem_in(response: httpx.Response, status: int) -> str:
    """Return the sentence of a problem document, which must be whole (RFC 9457)."""
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    content = json.loads(response.text)
    assert content["status"] == status
    assert content["type"] == "about:blank"
    assert content["title"]
    detail: str = content["detail"]
    assert detail.endswith(".")
    return detail


def export(*replies: tuple[str, str, str]) -> str:
    """Return an export of Exchange: address, state and text of each mailbox."""
    return json.dumps(
        [
            {"Identity": address, "AutoReplyState": state, "InternalMessage": text, "ExternalMessage": text, "ExternalAudience": "All"}
            for address, state, text in replies
        ]
    )  # fmt: skip
