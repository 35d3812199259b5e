"""The built page and the browsers that open it, once for all tests."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from driving import Page, need

from replylint.web.page import PageOptions, build_page

STAFF = """\
Name,Title,Phone,Extension,Email
Rosa Delgado,Utility Billing Clerk,813-555-0151,4302,rdelgado@plantcitygov.example
Rose Okafor,Planner,813-555-0152,4303,rokafor@plantcitygov.example
Dana Whitlock,Permit Technician II,813-555-0142,4211,dwhitlock@plantcitygov.example
"""
SEAL = "https://www.plantcitygov.example/cityseal.png"


@pytest.fixture(scope="session")
def plain_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the page as it is without options."""
    need("chromium")
    path = tmp_path_factory.mktemp("page") / "replylint.html"
    path.write_bytes(build_page(PageOptions()))
    return path


@pytest.fixture(scope="session")
def city_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the page as IT hands it out: with the staff list, the seal and whom to ask."""
    need("chromium")
    folder = tmp_path_factory.mktemp("city")
    staff = folder / "staff.csv"
    staff.write_text(STAFF, encoding="utf-8")
    path = folder / "reply.html"
    path.write_bytes(
        build_page(
            PageOptions(directory=staff, seal_url=SEAL, title="Plant City", help_contact="Help desk, 813-555-0100")
        )
    )
    return path


def opened(browser: str, file: Path) -> Iterator[Page]:
    """Yield a page in a browser, and close it afterwards."""
    need(browser)
    page = Page(browser, file)
    yield page
    page.close()


@pytest.fixture(scope="session")
def chromium(plain_file: Path) -> Iterator[Page]:
    """The page in Chromium."""
    yield from opened("chromium", plain_file)


@pytest.fixture(scope="session")
def city(city_file: Path) -> Iterator[Page]:
    """The page of a city in Chromium."""
    yield from opened("chromium", city_file)


@pytest.fixture(scope="session")
def firefox(city_file: Path) -> Iterator[Page]:
    """The page of a city in Firefox."""
    yield from opened("firefox", city_file)
