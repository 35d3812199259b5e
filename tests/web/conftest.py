"""The server that most tests ask, started once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from serving import FIRST, LAST, Server, export, need_runtime, written

STAFF = """\
Name,Title,Phone,Extension,Email
Rosa Delgado,Utility Billing Clerk,813-555-0151,4302,rdelgado@plantcitygov.example
Rose Okafor,Planner,813-555-0152,4303,rokafor@plantcitygov.example
Dana Whitlock,Permit Technician II,813-555-0142,4211,dwhitlock@plantcitygov.example
"""


@pytest.fixture(scope="session")
def staff(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a staff list."""
    path = tmp_path_factory.mktemp("staff") / "staff.csv"
    path.write_text(STAFF, encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def replies(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return an export: one person will be away, one was away, one has turned the reply off."""
    path = tmp_path_factory.mktemp("replies") / "export.json"
    path.write_text(
        export(
            (
                "rdelgado@plantcitygov.example",
                "Enabled",
                f"I am out of the office from {written(FIRST)} through {written(LAST)}.",
            ),
            ("rokafor@plantcitygov.example", "Enabled", "I was out of the office from 01/04/2021 through 01/08/2021."),
            (
                "dwhitlock@plantcitygov.example",
                "Disabled",
                f"I am out of the office from {written(FIRST)} to {written(LAST)}.",
            ),
        ),
        encoding="utf-8",
    )
    return path


@pytest.fixture(scope="session")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a small page, for servers of which the page is not asked."""
    path = tmp_path_factory.mktemp("page") / "page.html"
    path.write_text("""<meta http-equiv="Content-Security-Policy" content="default-src 'none'">""", encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def start(page: Path) -> Iterator[Callable[..., Server]]:
    """Return what starts a server with options; each is stopped at the end."""
    started: list[Server] = []

    def begin(*arguments: str) -> Server:
        started.append(Server("--page", str(page), *arguments))
        return started[-1]

    yield begin
    for one in started:
        one.stop()


@pytest.fixture(scope="session")
def server(start: Callable[..., Server], staff: Path, replies: Path) -> Server:
    """Return the server of a city, which limits nobody's rate."""
    return start("--directory", str(staff), "--replies", str(replies), "--rate", "1000000", "--workers", "2")


@pytest.fixture(scope="session")
def whole_server(staff: Path) -> Iterator[Server]:
    """Return a server as IT starts it, which builds the page."""
    need_runtime()
    server = Server("--directory", str(staff), "--title", "Plant City")
    yield server
    server.stop()
