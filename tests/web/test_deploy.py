"""The files in deploy/ fit the program: their options exist, their packages are those of the project, and they give nothing away."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import subprocess
import tomllib
from pathlib import Path

import click
import pytest

from replylint.cli.serve import command

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "deploy"
UNIT = (DEPLOY / "replylint.service").read_text(encoding="utf-8")
IMAGE = re.sub(r" *\\\n *", " ", (DEPLOY / "Containerfile").read_text(encoding="utf-8"))
README = (DEPLOY / "README.md").read_text(encoding="utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
STAGES = [one.splitlines() for one in re.split(r"^(?=FROM )", IMAGE, flags=re.MULTILINE)[1:]]
PORT = next(one.default for one in command.params if one.name == "port")


def instruction(lines: list[str], name: str) -> str:
    """Return what an instruction of a stage says."""
    (found,) = (line.removeprefix(name + " ") for line in lines if line.startswith(name + " "))
    return found


def understood(words: list[str]) -> None:
    """Parse the words after `replylint serve` as the command line does."""
    command.make_context("serve", words[words.index("serve") + 1 :], resilient_parsing=False)


def test_unit_starts_what_is_there() -> None:
    """The unit's command has options that exist; so have those of the guide."""
    starts = [one for one in re.findall(r"ExecStart=(.+)", UNIT + README) if one]
    assert len(starts) == 2
    for one in starts:
        understood(shlex.split(one))


def test_unit_is_hardened() -> None:
    """The unit owns nothing, sees little and can do less."""
    settings = dict(re.findall(r"^(\w+)=(.*)$", UNIT, re.MULTILINE))
    for name, value in {
        "DynamicUser": "yes", "ProtectSystem": "strict", "ProtectHome": "yes", "PrivateTmp": "yes", "PrivateDevices": "yes", "NoNewPrivileges": "yes",
        "CapabilityBoundingSet": "", "RestrictNamespaces": "yes", "MemoryDenyWriteExecute": "yes", "SystemCallArchitectures": "native", "KillMode": "mixed",
    }.items():  # fmt: skip
        assert settings[name] == value


def test_unit_is_right_for_systemd(tmp_path: Path) -> None:
    """Systemd itself finds nothing wrong with the unit, and calls its exposure small."""
    program = shutil.which("systemd-analyze")
    if program is None:
        pytest.skip("missing: systemd-analyze")
    unit = tmp_path / "replylint.service"
    unit.write_text(UNIT.replace("/opt/replylint/bin/replylint", "/bin/true"), encoding="utf-8")
    done = subprocess.run([program, "verify", str(unit)], capture_output=True, text=True)
    assert "replylint.service" not in done.stderr, done.stderr
    shown = subprocess.run([program, "security", "--offline=true", str(unit)], capture_output=True, text=True).stdout
    level = re.search(r"exposure level for \S+: ([\d.]+)", shown)
    if level:
        assert float(level[1]) < 2


def test_image_is_built_of_pinned_bases() -> None:
    """Both stages begin with the same release of Python, which the project supports."""
    bases = {one[0].split()[1] for one in STAGES}
    assert len(STAGES) == 2
    assert len(bases) == 1
    version = re.fullmatch(r"docker\.io/library/python:(\d+\.\d+)\.\d+-slim-\w+", bases.pop())
    assert version
    assert f"Programming Language :: Python :: {version[1]}" in PROJECT["project"]["classifiers"]


def test_image_installs_the_extra_that_the_server_needs() -> None:
    """The image has the package with its extra `web`, by the name of the project, and the files that its build copies exist."""
    run = instruction(STAGES[1], "RUN")
    name, extra = re.search(r"/dist/(\w+)-\*\.whl\)\[(\w+)\]", run).groups()  # type: ignore[union-attr]
    assert name == PROJECT["project"]["name"]
    wanted = {re.split(r"[><=]", one)[0] for one in PROJECT["project"]["optional-dependencies"][extra]}
    assert wanted == {"nh3", "starlette", "uvicorn"}
    assert (ROOT / "runtime" / "package-lock.json").is_file()
    ignored = (ROOT / ".containerignore").read_text(encoding="utf-8").split()
    assert {".git", ".venv"} <= {*ignored}
    assert not {"runtime", "src", "rules", "templates"} & {*ignored}


def test_image_runs_as_nobody_in_particular() -> None:
    """The last stage ends as an unprivileged user, and its command is understood."""
    last = STAGES[1]
    user, _, group = instruction(last, "USER").partition(":")
    assert int(user) > 1000
    assert int(group) > 1000
    assert last.index(f"USER {user}:{group}") > max(
        number for number, line in enumerate(last) if line.startswith("RUN")
    )
    understood([*json.loads(instruction(last, "ENTRYPOINT")), *json.loads(instruction(last, "CMD"))])
    assert instruction(last, "EXPOSE") == str(PORT)
    check = json.loads(instruction(last, "HEALTHCHECK").partition("CMD ")[2])
    compile(check[2], "HEALTHCHECK", "exec")
    assert f":{PORT}/healthz" in check[2]


def test_guide_names_what_is_there() -> None:
    """Every option in the guide exists, and its proxy passes requests to the port that the server listens on."""
    options = {one for parameter in command.params if isinstance(parameter, click.Option) for one in parameter.opts}
    own = {
        "--allowed-host",
        "--config",
        "--directory",
        "--megabytes",
        "--proxy",
        "--rate",
        "--replies",
        "--seconds",
        "--workers",
    }
    assert own <= options
    assert own <= {*re.findall(r"--[a-z-]+", README)}
    assert f"proxy_pass http://127.0.0.1:{PORT};" in README
    assert "proxy_set_header Host $http_host;" in README
