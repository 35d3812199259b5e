"""The built page and the browsers that open it, once for all tests."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from driving import Page, need
from stories import SEAL, STAFF

from replylint.web.page import PageOptions, build_page


@pytest.fixture(scope="session")
def staff(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the staff list of a city."""
    path = tmp_path_factory.mktemp("city") / "staff.csv"
    path.write_text(STAFF, encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def plain_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the page as it is without options."""
    need("chromium")
    path = tmp_path_factory.mktemp("page") / "replylint.html"
    path.write_bytes(build_page(PageOptions()))
    return path


@pytest.fixture(scope="session")
def city_file(staff: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the page as IT hands it out: with the staff list, the seal and whom to ask."""
    need("chromium")
    path = tmp_path_factory.mktemp("page") / "reply.html"
    options = PageOptions(directory=staff, seal_url=SEAL, title="Plant City", help_contact="Help desk, 813-555-0100")
    path.write_bytes(build_page(options))
    return path


def opened(browser: str, file: Path) -> Iterator[Page]:
    """Yield a page in a browser, and close it afterwards."""
    need(browser)
    page = Page(browser, file)
    yield page
    page.close()


@pytest.fixture(scope="session")
def chromium(city_file: Path) -> Iterator[Page]:
    """The page of a city in Chromium."""
    yield from opened("chromium", city_file)


@pytest.fixture(scope="session")
def firefox(city_file: Path) -> Iterator[Page]:
    """The page of a city in Firefox."""
    yield from opened("firefox", city_file)
