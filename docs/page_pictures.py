"""Takes the pictures of docs/page.md: `make pictures`. Chromium opens the page and brings it to each state that the tests know."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from PIL import Image

ROOT = Path(__file__).resolve().parents[1]
sys.path += [str(ROOT / "tests"), str(ROOT / "tests" / "page")]

import states  # noqa: E402
from driving import Page  # noqa: E402
from stories import SEAL, STAFF  # noqa: E402

from replylint.web.page import PageOptions, build_page  # noqa: E402

PICTURES = ROOT / "docs" / "pictures" / "page"
DESKTOP = {"width": 1000, "height": 760}
PHONE = {"width": 360, "height": 640}
ZOOMED = {"width": 500, "height": 380, "scale": 2}
COLORS = 64
"""Colors of a picture; more are not seen, and take more space."""
LARGEST = 60_000


class Shot(NamedTuple):
    """A picture: its name, the state of the page, and how one looks at it."""

    name: str
    state: Callable[[Page], None]
    view: dict[str, int] = DESKTOP
    scheme: str = "light"
    language: str = "en"
    at: str = ""
    """What is at the top of the window; the beginning of the page if empty."""


SHOTS = (
    Shot("home", states.home),
    Shot("write", states.write_empty),
    Shot("staff-list", states.write_choosing, at=".questions fieldset:nth-child(2)"),
    Shot("written", states.write_copied),
    Shot("steps", states.write_copied, at="#write-steps"),
    Shot("findings", states.check_findings),
    Shot("why", states.check_explained, at="#check .work"),
    Shot("questions", states.check_fixed, at="#check .work"),
    Shot("undo", states.check_fixed, at="#panel .changes"),
    Shot("ready", states.check_copied),
    Shot("tabs", states.check_tabs),
    Shot("unchecked", states.check_unchecked),
    Shot("signature", states.signature),
    Shot("dark-home", states.home, scheme="dark"),
    Shot("dark-written", states.write_copied, scheme="dark"),
    Shot("dark-findings", states.check_findings, scheme="dark"),
    Shot("dark-steps", states.check_copied, scheme="dark", at="#check-steps"),
    Shot("spanish-written", states.write_copied, language="es"),
    Shot("spanish-why", states.check_explained, language="es"),
    Shot("phone-home", states.home, PHONE),
    Shot("phone-write", states.write_choosing, PHONE, at=".calendar"),
    Shot("phone-written", states.write_copied, PHONE, at="#written"),
    Shot("phone-findings", states.check_findings, PHONE, at="#panel"),
    Shot("phone-steps", states.check_copied, PHONE, at="#check-steps"),
    Shot("phone-signature", states.signature, PHONE),
    Shot("zoomed-findings", states.check_findings, ZOOMED, at=".editors"),
    Shot("zoomed-write", states.write_choosing, ZOOMED),
)


def main() -> None:
    """Take every picture, or those whose names are given."""
    chosen = [shot for shot in SHOTS if shot.name in sys.argv[1:] or not sys.argv[1:]]
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        raw = Path(folder) / "picture.png"
        page = Page("chromium", city_page(Path(folder)))
        for shot in chosen:
            take(page, shot, raw)
        if "loading" in sys.argv[1:] or not sys.argv[1:]:
            loading(page, raw)
        page.close()
    if not sys.argv[1:]:
        names = {shot.name for shot in SHOTS} | {"loading"}
        for path in PICTURES.glob("*.png"):
            if path.stem not in names:
                path.unlink()


def city_page(folder: Path) -> Path:
    """Return the page as IT hands it out."""
    staff, file = folder / "staff.csv", folder / "reply.html"
    staff.write_text(STAFF, encoding="utf-8")
    options = PageOptions(directory=staff, seal_url=SEAL, title="Plant City", help_contact="Help desk, 813-555-0100")
    file.write_bytes(build_page(options))
    return file


def take(page: Page, shot: Shot, raw: Path) -> None:
    """Bring the page to a state, and keep a small picture of it."""
    page.do("view", **DESKTOP)
    page.do("scheme", value=shot.scheme)
    page.speak(shot.language)
    page.do("view", **shot.view)
    shot.state(page)
    page.do("point", x=0, y=0)
    page.run(
        "document.documentElement.style.caretColor = 'transparent';"
        "if (args.at) document.querySelector(args.at).scrollIntoView(); else scrollTo(0, 0); return 0",
        at=shot.at,
    )
    page.do("picture", file=str(raw), whole=False)
    keep(raw, shot.name)
    page.speak("en")


def loading(page: Page, raw: Path) -> None:
    """Keep a picture of the page while it gets ready."""
    page.do("view", **DESKTOP)
    states.check_empty(page)
    page.open(wait=False)
    page.do("view", **DESKTOP)
    page.do("picture", file=str(raw), whole=False)
    keep(raw, "loading")


def keep(raw: Path, name: str) -> None:
    """Write a picture with few colors. Raises ValueError if it is too large for the documentation."""
    path = PICTURES / f"{name}.png"
    with Image.open(raw) as picture:
        few = picture.convert("RGB").quantize(
            COLORS, method=Image.Quantize.MAXCOVERAGE, kmeans=1, dither=Image.Dither.NONE
        )
    few.save(path, optimize=True)
    size = path.stat().st_size
    sys.stdout.write(f"{size:7,}  {path.relative_to(ROOT)}\n")
    if size > LARGEST:
        raise ValueError(f"{path.name} has {size:,} bytes, and at most {LARGEST:,} are wanted")


if __name__ == "__main__":
    main()
