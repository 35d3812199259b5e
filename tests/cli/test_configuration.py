"""The configuration: which file holds, what it may say, and what is said when it is wrong."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from cli.given import BAD, GOOD, MISSPELLED, WARNED, check, fix, found, one_line, run
from replylint.config import load_config


def config(folder: Path, text: str, name: str = "replylint.toml") -> Path:
    """Write a configuration file, with the folders it needs."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def holds(path: str) -> str:
    """Return the configuration file that `replylint config` says holds for a path, with forward slashes."""
    first = run("config", path).stdout.splitlines()[0]
    return first.partition("  ")[2].strip()


@pytest.fixture
def reply(here: Path) -> str:
    """Write a misspelled reply some folders deep, and return its path."""
    folder = here / "a" / "b"
    folder.mkdir(parents=True)
    (folder / "reply.txt").write_text(MISSPELLED, encoding="utf-8")
    return str(Path("a", "b", "reply.txt"))


# Which one holds


def test_the_nearest_holds_alone(reply: str, here: Path) -> None:
    """The configuration nearest to the file holds, and those above it do not bear on it."""
    config(here, 'ignore = ["spelling"]\n')
    assert found(check(reply)) == []
    near = config(here / "a" / "b", 'fail-on = "warning"\n')
    assert found(check(reply)) == ["spelling.misspelling"]
    assert holds(reply) == str(near)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("replylint.toml", 'ignore = ["spelling"]\n'),
        (".replylint.toml", 'ignore = ["spelling"]\n'),
        ("pyproject.toml", '[project]\nname = "x"\n[tool.replylint]\nignore = ["spelling"]\n'),
    ],
)
def test_three_places(name: str, text: str, reply: str, here: Path) -> None:
    """`replylint.toml`, `.replylint.toml` and `[tool.replylint]` are each found, from a folder above."""
    path = config(here / "a", text, name)
    assert found(check(reply)) == []
    assert holds(reply) == str(path)


def test_order_within_a_folder(reply: str, here: Path) -> None:
    """In one folder replylint.toml comes before .replylint.toml, and that before pyproject.toml."""
    for name in ("pyproject.toml", ".replylint.toml", "replylint.toml"):
        path = config(here, "[tool.replylint]\n" if name == "pyproject.toml" else "", name)
        assert holds(reply) == str(path)


def test_project_without_a_table_is_passed_over(reply: str, here: Path) -> None:
    """A pyproject.toml that does not speak of replylint does not hide the configuration above it."""
    above = config(here, 'ignore = ["spelling"]\n')
    config(here / "a", '[project]\nname = "x"\n', "pyproject.toml")
    assert holds(reply) == str(above)


def test_without_any_the_defaults_hold(reply: str) -> None:
    """Without a configuration `config` says so, and shows the defaults."""
    result = run("config", reply)
    assert "none found" in result.stdout
    assert "plant-city" in result.stdout
    assert "fail-on        error" in result.stdout


def test_each_file_has_its_own(here: Path) -> None:
    """Files of two folders in one run go by the configuration nearest to each, or the run refuses to mix them."""
    for name, text in (("one", 'ignore = ["spelling"]\n'), ("two", "")):
        config(here / name, text)
        (here / name / "reply.txt").write_text(MISSPELLED, encoding="utf-8")
    result = check("one/reply.txt", "two/reply.txt")
    assert found(result) == ["spelling.misspelling"] or result.exit_code == 2


@pytest.mark.parametrize("order", [("strict", "lax"), ("lax", "strict")])
@pytest.mark.parametrize(("warned", "code"), [("strict", 1), ("lax", 0)])
def test_each_file_fails_by_its_own_threshold(order: tuple[str, str], warned: str, code: int, here: Path) -> None:
    """A finding gives exit 1 if the configuration nearest to its file says so, whatever the first file of the run goes by."""
    for name, least in (("strict", "warning"), ("lax", "error")):
        config(here / name, f'fail-on = "{least}"\n')
        (here / name / "reply.txt").write_text(WARNED if name == warned else GOOD, encoding="utf-8")
    assert check(*(f"{name}/reply.txt" for name in order)).exit_code == code


def test_standard_input_goes_by_the_folder_one_is_in(here: Path) -> None:
    """For standard input the configuration of the current folder holds."""
    config(here, 'ignore = ["spelling"]\n')
    assert found(check("-", input=MISSPELLED.encode())) == []


def test_config_option_and_no_config(reply: str, here: Path) -> None:
    """--config takes a file of any name; --no-config takes none; both together are refused."""
    config(here, 'ignore = ["spelling"]\n')
    other = config(here / "c", 'fail-on = "note"\n', "other.toml")
    assert found(check(reply, "--no-config")) == ["spelling.misspelling"]
    assert found(check(reply, "--config", other)) == ["spelling.misspelling"]
    assert check(reply, "--config", other, "--no-config").exit_code == 2


# extend


def test_extend_takes_over_what_is_left_open(reply: str, here: Path) -> None:
    """What a configuration extends is taken over; what it says itself wins; words and profile are added to."""
    config(
        here, 'ignore = ["spelling"]\nfail-on = "note"\nwords = ["ofice"]\n[profile]\nname = "A B"\ntitle = "Clerk"\n'
    )
    path = config(
        here / "a", 'extend = "../replylint.toml"\nfail-on = "warning"\nwords = ["Zebra"]\n[profile]\nname = "C D"\n'
    )
    loaded = load_config(path)
    assert loaded.ignore == ("spelling",)
    assert str(loaded.fail_on) == "warning"
    assert loaded.words == {"ofice", "zebra"}
    assert (loaded.profile.name, loaded.profile.title) == ("C D", "Clerk")
    assert found(check(reply)) == []


@pytest.mark.parametrize(
    "texts", [{"replylint": "replylint"}, {"replylint": "b", "b": "replylint"}, {"replylint": "b", "b": "c", "c": "b"}]
)
def test_extend_in_a_circle(texts: dict[str, str], here: Path) -> None:
    """Configurations that extend each other in a circle are an error that says so."""
    for name, target in texts.items():
        config(here, f'extend = "{target}.toml"\n', f"{name}.toml")
    (here / "reply.txt").write_text(GOOD, encoding="utf-8")
    one_line(check("reply.txt"), "circle", "extend")


def test_extend_names_what_is_missing(here: Path) -> None:
    """An `extend` that leads nowhere names both files."""
    config(here, 'extend = "gone.toml"\n')
    (here / "reply.txt").write_text(GOOD, encoding="utf-8")
    one_line(check("reply.txt"), "replylint.toml", "gone.toml")


def test_paths_count_from_the_file_they_stand_in(reply: str, here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Policy, staff list and extended file count from the configuration's own folder, wherever one is, also when extended."""
    config(
        here / "shared", '[pack]\nid = "p"\nextends = "plant-city"\n[rules]\n"spelling.misspelling" = "off"\n', "p.toml"
    )
    (here / "shared" / "staff.csv").write_text("DisplayName\nTerrence Boyd\n", encoding="utf-8")
    config(here / "shared", 'policy = "p.toml"\ndirectory = "staff.csv"\n', "base.toml")
    config(here / "a", 'extend = "../shared/base.toml"\n')
    for folder, path in ((here, reply), (here / "a", "b/reply.txt"), (here / "a" / "b", "reply.txt")):
        monkeypatch.chdir(folder)
        result = check(path)
        assert found(result) == [], folder
        assert "There is no staff list" not in result.stderr


def test_command_line_wins(reply: str, here: Path) -> None:
    """What the command line says wins over the configuration; what it ignores is ignored beside that."""
    config(here, 'select = ["tone"]\nas-of = "2020-01-01"\nfail-on = "note"\n')
    assert found(check(reply)) == []
    assert found(check(reply, "--select", "spelling")) == ["spelling.misspelling"]
    config(here, 'ignore = ["spelling"]\n')
    assert found(check(reply, "--ignore", "tone")) == []


def test_words_of_ones_own(reply: str, here: Path) -> None:
    """A word in `words` is no misspelling, in whatever capitals."""
    config(here, 'words = ["OFICE"]\n')
    assert found(check(reply)) == []


def test_as_of_may_be_a_date_or_a_text(reply: str, here: Path) -> None:
    """as-of may stand in quotes or not."""
    for value in ('"2027-02-01"', "2027-02-01"):
        path = config(here, f"as-of = {value}\n")
        assert str(load_config(path).as_of) == "2027-02-01"
    assert "2027-02-01" in run("config", reply).stdout


def test_config_shows_what_holds(here: Path) -> None:
    """`config` shows every key that a configuration may have, with its value."""
    (here / "staff.csv").write_text("DisplayName\nTerrence Boyd\n", encoding="utf-8")
    values = [
        "absence",
        "tone.joking",
        "warning",
        "2026-12-31",
        "staff.csv",
        "laserfiche",
        "Dana Whitlock",
        "Terrence Boyd",
        "813-555-0161",
    ]
    config(
        here,
        f'select = ["{values[0]}"]\nignore = ["{values[1]}"]\nfail-on = "{values[2]}"\nas-of = {values[3]}\ndirectory = "{values[4]}"\n'
        f'words = ["{values[5]}"]\n[profile]\nname = "{values[6]}"\nbackup-name = "{values[7]}"\nbackup-phone = "{values[8]}"\n',
    )
    shown = run("config", ".").stdout
    assert [value for value in values if value not in shown] == []


def test_config_shows_a_phone_without_extension_as_it_is(here: Path) -> None:
    """A profile without an extension is not shown with an empty one."""
    config(here, '[profile]\nphone = "813-555-0142"\n')
    shown = next(line for line in run("config", ".").stdout.splitlines() if line.startswith("profile"))
    assert shown.rstrip().endswith("813-555-0142")


@pytest.mark.parametrize(
    "written",
    [
        'phone = "813-555-0142 ext. 4211"',
        'phone = "813-555-0142"\nextension = "x4211"',
        'phone = "813-555-0142"\nextension = 4211',
    ],
)
def test_an_extension_is_understood_wherever_it_is_written(here: Path, written: str) -> None:
    """The extension may stand behind the number, with or without its word, or be a bare number."""
    profile = load_config(config(here, f"[profile]\n{written}\n")).profile
    assert (profile.phone, profile.extension) == ("813-555-0142", "4211")


def test_config_of_a_path_that_is_not_there(here: Path) -> None:
    """`config` of a path that does not exist says so and exits 2, like the other commands."""
    config(here, "")
    result = run("config", "missing.txt")
    assert "missing.txt" in result.stderr
    assert result.exit_code == 2


def test_the_example_of_the_readme_is_understood(here: Path) -> None:
    """The profile that README.md shows is one that the program takes, name for name."""
    readme = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"```toml\n(\[profile\].*?)```", readme, re.DOTALL)
    profile = load_config(config(here, example)).profile
    assert (profile.name, profile.extension, profile.backup_name) == ("Dana Whitlock", "4211", "Terrence Boyd")


# What is wrong with it

WRONG: dict[str, tuple[str, tuple[str, ...]]] = {
    "unknown key": ('polcy = "x"\n', ("'polcy'", "did you mean 'policy'")),
    "key of nothing": ("zzz = 1\n", ("'zzz'", "known:", "policy")),
    "underscore": ('fail_on = "error"\n', ("did you mean 'fail-on'",)),
    "unknown severity": ('fail-on = "eror"\n', ("error, warning or note",)),
    "unknown profile key": ('[profile]\nnmae = "x"\n', ("[profile]", "did you mean 'name'")),
    "profile that is no table": ('profile = "x"\n', ("[profile]", "table")),
    "profile value that is a list": ('[profile]\nname = ["x"]\n', ("name", "text")),
    "profile value that is a truth": ("[profile]\nname = true\n", ("name", "text")),
    "profile with a number for a name": ("[profile]\nname = 5\n", ("name", "text")),
    "profile with a name without letters": ('[profile]\nbackup-name = "5"\n', ("backup-name", "a name")),
    "profile with a name on two lines": ('[profile]\nname = "A\\nB"\n', ("name", "one line")),
    "profile with an extension for a number": ('[profile]\nphone = "x4211"\n', ("phone", "813-555-0142")),
    "profile with letters for a number": ('[profile]\nbackup-phone = "xyz"\n', ("backup-phone", "813-555-0142")),
    "profile with letters for an extension": ('[profile]\nextension = "abc"\n', ("extension", "4211")),
    "profile with two extensions": (
        '[profile]\nphone = "813-555-0142 x4211"\nextension = "4212"\n',
        ("4211", "4212", "keep one"),
    ),
    "profile with no address": ('[profile]\nemail = "dana"\n', ("email", "name@example.org")),
    "text for a list": ('select = "tone"\n', ("select", "list")),
    "number in a list": ("words = [3]\n", ("words", "list")),
    "list for a text": ('policy = ["x"]\n', ("policy", "text")),
    "no day": ('as-of = "12/31/26"\n', ("as-of", "2026-12-31")),
    "moment for a day": ("as-of = 2026-12-31T10:00:00\n", ("as-of", "2026-12-31")),
    "no TOML": ("policy =\n", ("TOML", "line 1")),
    "policy that is not there": ('policy = "plant-cty"\n', ("did you mean 'plant-city'",)),
    "policy file that is not there": ('policy = "gone.toml"\n', ("gone.toml", "no such policy pack")),
    "staff list that is not there": ('directory = "gone.csv"\n', ("gone.csv", "staff list")),
    "selector that fits nothing": ('select = ["absense"]\n', ("did you mean 'absence'",)),
    "ignored rule that fits nothing": ('ignore = ["tone.jokin"]\n', ("did you mean 'tone.joking'",)),
    "extend that is no text": ("extend = 3\n", ("extend", "text")),
    "path with a NUL": ('extend = "a\\u0000b"\n', ("extend",)),
    "staff list with a NUL": ('directory = "a\\u0000b.csv"\n', ("staff list",)),
    "policy with a NUL": ('policy = "a\\u0000b.toml"\n', ("policy",)),
}


@pytest.mark.parametrize("case", WRONG)
@pytest.mark.parametrize("command", [check, fix], ids=["check", "fix"])
def test_wrong_configuration(case: str, command: object, here: Path) -> None:
    """Whatever is wrong in a configuration is one line that names it, exit 2, and nothing is checked or written."""
    text, words = WRONG[case]
    config(here, text)
    (here / "reply.txt").write_text(BAD, encoding="utf-8")
    result = command("reply.txt")  # type: ignore[operator]
    one_line(result, *words)
    assert result.stdout == ""
    assert (here / "reply.txt").read_text(encoding="utf-8") == BAD


@pytest.mark.parametrize("case", [case for case, (_, words) in WRONG.items() if "known" in case or "TOML" in case])
def test_wrong_configuration_is_named(case: str, here: Path) -> None:
    """An error in a configuration names the file it stands in."""
    path = config(here, WRONG[case][0])
    (here / "reply.txt").write_text(GOOD, encoding="utf-8")
    one_line(check("reply.txt"), str(path))


@pytest.mark.parametrize(
    "text", ["tool = 3\n", "[tool]\nreplylint = 3\n", '[tool.replylint]\npolcy = "x"\n'], ids=["tool", "table", "key"]
)
def test_wrong_project_file(text: str, here: Path) -> None:
    """A pyproject.toml in which `tool` or `tool.replylint` is no table, or has a wrong key, is one line, no traceback."""
    config(here, text, "pyproject.toml")
    (here / "reply.txt").write_text(GOOD, encoding="utf-8")
    one_line(check("reply.txt"), "pyproject.toml")


@pytest.mark.parametrize("data", [b"\xff\xfe\x00", b"policy = '\xe9'\n", b"\x00"], ids=["mark", "latin", "nul"])
def test_configuration_that_is_no_text(data: bytes, here: Path) -> None:
    """A configuration that is no UTF-8 is one line that names it."""
    (here / "replylint.toml").write_bytes(data)
    (here / "reply.txt").write_text(GOOD, encoding="utf-8")
    one_line(check("reply.txt"), "replylint.toml", "TOML")


def test_configuration_may_have_a_byte_order_mark(reply: str, here: Path) -> None:
    """A configuration saved by Windows Notepad, with a byte order mark and CRLF, is read."""
    (here / "replylint.toml").write_bytes(b'\xef\xbb\xbfignore = ["spelling"]\r\n')
    assert found(check(reply)) == []


@pytest.mark.parametrize("name", ["gone.toml", "."])
def test_config_option_that_cannot_be_read(name: str, here: Path) -> None:
    """A --config that is missing or a folder is one line, and never the same as none."""
    (here / "reply.txt").write_text(GOOD, encoding="utf-8")
    one_line(check("reply.txt", "--config", name), "cannot be read")


@pytest.mark.parametrize("option", ["--config", "--policy", "--directory"])
def test_empty_options_are_not_the_same_as_none(option: str, here: Path) -> None:
    """An option with an empty value (an unset variable in a script) is an error, and not left out in silence."""
    (here / "reply.txt").write_text(GOOD, encoding="utf-8")
    assert check("reply.txt", option, "").exit_code == 2


@pytest.mark.parametrize(
    "command", [["rules"], ["explain", "tone.joking"], ["policy", "coverage"], ["config", "."]], ids=" ".join
)
def test_every_command_refuses_a_wrong_configuration(command: list[str], here: Path) -> None:
    """Commands that only show something go by the configuration too, and refuse one that is wrong."""
    config(here, 'polcy = "x"\n')
    one_line(run(*command), "'polcy'")
