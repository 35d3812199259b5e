"""A page in a browser, as the tests use it: what people do on it, and what it shows."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from chromium import BROWSER, CHROMIUM

FIREFOX = next(filter(None, map(shutil.which, ("firefox-esr", "firefox"))), "")
NOW = 1_797_001_200_000
"""Friday, December 11, 2026, 10 o'clock in New York, in milliseconds."""
BUILT = Path(__file__).resolve().parents[2] / "runtime" / "built" / "core.json"
CLIPBOARD = """
const data = new DataTransfer();
if (args.html) data.setData("text/html", args.html);
data.setData("text/plain", args.plain);
const field = document.querySelectorAll(".field")[args.index];
field.focus();
const event = new Event("paste", { bubbles: true, cancelable: true });
Object.defineProperty(event, "clipboardData", { value: data });  // Firefox gives its own, empty one to events that are made
field.dispatchEvent(event);
"""
WATCH = """
globalThis.given = {};
globalThis.realSetData ??= DataTransfer.prototype.setData;
DataTransfer.prototype.setData = function (type, text) { given[type] = text; return realSetData.call(this, type, text); };
return 0
"""
COPIED = """
DataTransfer.prototype.setData = realSetData;
const said = [...document.querySelectorAll(".copied")].find(one => one.offsetParent)?.textContent ?? "";
return { given, said }
"""


def need(browser: str) -> None:
    """Skip the test where the browser or the prepared runtime is missing, but not in CI, which has both."""
    there = {
        browser: bool(CHROMIUM if browser == "chromium" else FIREFOX),
        "Node": shutil.which("node") is not None,
        "puppeteer-core: npm ci --prefix tests/browser": (BROWSER / "node_modules").is_dir(),
        "the runtime: make page": BUILT.is_file(),
    }
    missing = ", ".join(what for what, found in there.items() if not found)
    if missing and os.environ.get("CI"):
        pytest.fail(f"missing: {missing}", pytrace=False)
    if missing:
        pytest.skip(f"missing: {missing}")


class Page:
    """One browser with one page: a file, or what an address gives. Every method waits until the page has done what it was asked."""

    def __init__(self, browser: str, file: Path | str, asks: tuple[str, ...] = ()) -> None:
        self.browser = browser
        self.file = file
        self._asks = asks
        program = CHROMIUM if browser == "chromium" else FIREFOX
        words = ["node", str(Path(__file__).with_name("driver.mjs")), browser, program]
        self._process = subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.start = self.open()

    def do(self, op: str, **given: Any) -> Any:
        """Send a command of driver.mjs, and return its answer."""
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps({"op": op, **given}) + "\n")
        self._process.stdin.flush()
        answer = json.loads(self._process.stdout.readline() or '{"failed": "the browser has ended"}')
        if "failed" in answer:
            raise AssertionError(answer["failed"])
        return answer["result"]

    def open(self, file: Path | None = None, *, wait: bool = True) -> dict[str, Any]:
        """Open the file, or another, in a new tab; return what it said while it loaded, and the CPU seconds until it was ready."""
        started: dict[str, Any] = self.do("open", file=str(file or self.file), now=NOW, wait=wait)
        return started

    def close(self) -> None:
        """End the browser."""
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.close()
        self._process.wait(30)
        self._process.stdout.close()

    def run(self, code: str, **args: Any) -> Any:
        """Run the body of a function in the page."""
        return self.do("run", code=code, args=args)

    def wait(self, code: str, **args: Any) -> None:
        """Wait until the body of a function is true."""
        self.do("wait", code=code, args=args)

    def forget(self, door: str = "") -> None:
        """Begin as a new person, and open a door."""
        self.run("document.getElementById('forget').click(); return 0")
        if door:
            self.run("document.getElementById(`go-${args.door}`).click(); return 0", door=door)

    def speak(self, language: str) -> None:
        """Choose the language of the page."""
        self.run(
            "if (document.documentElement.lang !== args.language) document.getElementById('language').click(); return 0",
            language=language,
        )

    def insert(self, plain: str, html: str = "", index: int = 0) -> None:
        """Paste into an editor."""
        self.run(CLIPBOARD + "return 0", plain=plain, html=html, index=index)

    def paste(self, plain: str, html: str = "", index: int = 0) -> None:
        """Paste into an editor, and wait for the answer."""
        self.insert(plain, html, index)
        self.settled()

    def axe(self, **options: Any) -> dict[str, Any]:
        """Run axe-core, with options of its own, and return how many rules passed and what violates the others."""
        found: dict[str, Any] = self.do("axe", options=options)
        return found

    def settled(self) -> None:
        """Wait until the panel shows what was found in the present text."""
        self.wait(
            "const panel = document.getElementById('panel'); return panel.querySelector('.verdict') && !panel.hasAttribute('aria-busy')"
        )

    def press(self, words: str, within: str = "main") -> None:
        """Press the first button with these words."""
        found = self.run(
            "const button = [...document.querySelectorAll(`${args.within} button`)].find(one => !one.hidden && one.offsetParent && one.textContent.trim() === args.words);"
            "button?.click(); return Boolean(button)",
            words=words,
            within=within,
        )
        assert found, f"no button {words!r} in {self.text(within)!r}"

    def text(self, selector: str) -> str:
        """Return what a reader sees of an element."""
        return str(self.run("return document.querySelector(args.selector)?.innerText ?? ''", selector=selector))

    def content(self, index: int = 0) -> str:
        """Return the text of an editor."""
        return str(self.run("return document.querySelectorAll('.field')[args.index].innerText", index=index))

    def set(self, selector: str, value: str) -> None:
        """Put a value into a field, as typing does."""
        self.run(
            "const field = document.querySelector(args.selector); field.value = args.value;"
            "field.dispatchEvent(new Event('input', { bubbles: true })); return 0",
            selector=selector,
            value=value,
        )

    def copy(self, selector: str = "#check .copy") -> dict[str, Any]:
        """Press a copy button; return what was put on the clipboard by type, and what the page said."""
        self.run(WATCH)
        self.do("click", selector=selector)
        copied: dict[str, Any] = self.run(COPIED)
        return copied

    def ask(self, **request: Any) -> dict[str, Any]:
        """Ask the core in the page."""
        answer: dict[str, Any] = self.run("return replylint.ask(args, 60_000)", **request)
        return answer

    def count(self, selector: str) -> int:
        """Return how many elements there are."""
        found: int = self.run("return document.querySelectorAll(args.selector).length", selector=selector)
        return found

    def asked_nothing_else(self) -> None:
        """Assert that the page asked the network for nothing but what it may: nothing at all where it is a file."""
        assert set(self.do("log")["requests"]) <= {*self._asks}

    def nothing_went_wrong(self) -> None:
        """Assert that nothing was written to the console but what the page's own policy refused to hostile pastes."""
        wrong = [line for line in self.do("log")["wrong"] if not re.search("Content[ -]Security[ -]Policy", line)]
        assert wrong == []

    def state(self) -> str:
        """Return how the page says it stands: `good`, `todo` or `unchecked`."""
        found: str = self.run(
            "const shown = [...document.querySelectorAll('#panel .verdict, #written .verdict')].find(one => one.offsetParent);"
            "return shown?.className ?? ''"
        )
        return found.removeprefix("verdict ")


def fill_in_owner(page: Page, fields: str) -> None:
    """Fill in whose signature it is, in the fields below the element that the selector `fields` names."""
    for name, value in (
        ("name", "Dana Whitlock"),
        ("title", "Permit Technician II"),
        ("phone", "813-555-0142"),
        ("extension", "4211"),
    ):
        page.set(f"{fields} .{name} input", value)
