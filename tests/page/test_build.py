"""How the page is built: small, the same each time, and safe whatever IT gives."""

from __future__ import annotations

import ast
import base64
import hashlib
import json
import re
from pathlib import Path

import pytest
from driving import BUILT, need

from cli.given import run
from replylint.errors import ReplylintError
from replylint.resources import folder
from replylint.web import core, page
from replylint.web.encoding import ALPHABET, encode
from replylint.web.packing import pack, unpack
from replylint.web.page import PageOptions, build_page
from replylint.web.word_lists import packed, unpacked

APP = Path(page.__file__).parent / "app"
LARGEST = 9_000_000


@pytest.fixture(scope="module")
def built(plain_file: Path) -> bytes:
    """Return the page without options."""
    return plain_file.read_bytes()


def test_the_same_options_make_the_same_bytes(built: bytes) -> None:
    """Building twice makes the same file, of at most 9 MB."""
    is_same = (
        build_page(PageOptions()) == built
    )  # compared here, for pytest would show the difference for a quarter of an hour
    assert is_same
    assert len(built) <= LARGEST


def test_what_python_keeps_for_itself_is_not_in_the_page() -> None:
    """What a run keeps beside the bytecode of this Python is no part of the page, which would change with it."""
    assert not [name for name, _ in core.data() if "__pycache__" in name]


def test_the_policy_allows_this_script_and_nothing_else(built: bytes) -> None:
    """The page's own policy names the hash of its script, and allows no connection, form, frame or other script."""
    text = built.decode()
    script = re.search(r'<script type="module">(.*?)</script>', text, re.DOTALL)
    assert script
    digest = base64.b64encode(hashlib.sha256(script[1].encode()).digest()).decode()
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', text)
    assert policy
    rules = dict(part.strip().split(" ", 1) for part in policy[1].split(";"))
    assert rules["script-src"] == f"'sha256-{digest}' 'wasm-unsafe-eval'"
    assert rules["default-src"] == rules["connect-src"] == rules["form-action"] == rules["base-uri"] == "'none'"
    assert rules["worker-src"] == "blob:"
    assert text.count("</script>") == text.count("<script ")


def test_a_file_signs_nobody_in(built: bytes, tmp_path: Path) -> None:
    """A policy that names app registrations changes nothing in a page that is a file: it connects to nothing."""
    (tmp_path / "city.toml").write_text(
        '[pack]\nid = "city"\nextends = "plant-city"\n[settings]\noutlook_app_id = "0f3a9c5e-1b2d-4c6f-8a7b-9d0e1f2a3b4c"\n',
        encoding="utf-8",
    )
    text = build_page(PageOptions(policy=str(tmp_path / "city.toml"))).decode()
    policies = [re.search(r'Content-Security-Policy" content="([^"]+)"', one) for one in (text, built.decode())]
    assert policies[0]
    assert policies[1]
    assert policies[0][1] == policies[1][1]
    assert "connect-src 'none'" in policies[0][1]
    settings = json.loads(re.search(r'id="data-settings">(.*?)</script>', text, re.DOTALL)[1])  # type: ignore[index]
    assert settings["signIn"] is None


def test_what_it_gives_is_text(tmp_path: Path) -> None:
    """A title, a contact and a staff list that look like HTML stay text."""
    need("chromium")
    bad = "</script><script>alert(1)</script><!--"
    staff = tmp_path / "staff.csv"
    staff.write_text(f'Name,Email\n"Rosa {bad}",r@city.example\n', encoding="utf-8")
    text = build_page(PageOptions(title=bad, help_contact=bad, directory=staff)).decode()
    assert "alert(1)</script>" not in text
    assert "<title>&lt;/script&gt;" in text
    assert text.count("</script>") == text.count("<script ")


@pytest.mark.parametrize(
    "url",
    [
        "http://city.example/seal.png",
        "javascript:alert(1)",
        "https://",
        "https://a b/",
        "data:image/png;base64,xx",
        '"',
    ],
)
def test_an_address_of_the_seal_that_is_not_shown_is_refused(url: str, tmp_path: Path) -> None:
    """Only an https address is taken for the seal."""
    need("chromium")
    result = run("page", "-o", tmp_path / "page.html", "--seal-url", url)
    assert result.exit_code == 2
    assert "--seal-url" in result.stderr
    assert not (tmp_path / "page.html").exists()


def test_a_pack_of_its_own_goes_with_the_pack_it_extends(tmp_path: Path) -> None:
    """A policy that is a file, and the file beside it that it extends, become part of the page."""
    need("chromium")
    (tmp_path / "county.toml").write_text(
        '[pack]\nid = "county"\nextends = "plant-city"\n[settings]\norganization = "Hill County"\n', encoding="utf-8"
    )
    (tmp_path / "office.toml").write_text('[pack]\nid = "office"\nextends = "county.toml"\n', encoding="utf-8")
    text = build_page(
        PageOptions(policy=str(tmp_path / "office.toml"), seal_url="https://hill.example/seal.png")
    ).decode()
    settings = json.loads(re.search(r'id="data-settings">(.*?)</script>', text, re.DOTALL)[1])  # type: ignore[index]
    assert settings["title"] == "Hill County"
    assert settings["sealUrl"] == "https://hill.example/seal.png"
    assert "/site/page/own.toml" in settings["start"]


def test_a_wrong_policy_or_staff_list_is_one_sentence(tmp_path: Path) -> None:
    """A policy or a staff list that cannot be used stops the command with a sentence and exit 2."""
    need("chromium")
    (tmp_path / "staff.csv").write_bytes(b"\x00\x01")
    for words in (
        ("--policy", "nowhere"),
        ("--directory", str(tmp_path / "staff.csv")),
        ("--directory", str(tmp_path / "none.csv")),
    ):
        result = run("page", "-o", tmp_path / "page.html", *words)
        assert result.exit_code == 2
        assert result.stderr.count("\n") == 1
    result = run("page", "-o", tmp_path / "nowhere" / "page.html")
    assert result.exit_code == 2


def test_without_the_runtime_it_says_how_to_get_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An installation without the runtime says in one sentence how to get it, and fetches nothing."""
    monkeypatch.setattr(page, "folder", lambda name: tmp_path if name == "runtime" else folder(name))
    with pytest.raises(ReplylintError, match="make page"):
        build_page(PageOptions())


def test_archives_and_texts_give_back_what_went_in() -> None:
    """What is packed, encoded or shortened comes back byte for byte."""
    files = {"a/b.py": b"x" * 1000, "c": b"", "d": bytes(range(256))}
    assert unpack(pack(files)) == files
    assert pack(files) == pack(dict(reversed(files.items())))
    data = bytes(range(256)) * 3 + b"abc"
    text = encode(data)
    assert set(text) <= set(ALPHABET)
    assert not set(text) & set("<&\"'\\")
    words = b'{\n"a": 50,\n"aachen": 7,\n"aah": 50,\n"\xc3\xbcber": 1234\n}'
    assert unpacked(*packed(words)) == words
    with pytest.raises(ValueError, match="line"):
        packed(b'{\n"a" 50\n}')


def test_both_languages_have_every_sentence() -> None:
    """Every key that the page uses is in English, and every English sentence is in Spanish (examples of names and numbers aside)."""
    english, spanish = (json.loads((APP / f"{code}.json").read_text(encoding="utf-8")) for code in ("en", "es"))
    used = {
        key for path in APP.glob("*.js") for key in re.findall(r'\bt\("([\w.-]+)"', path.read_text(encoding="utf-8"))
    }
    assert used - set(english) == set()
    assert {key for key in english if not key.endswith(".example")} - set(spanish) == set()
    assert set(spanish) <= set(english)
    for key, words in spanish.items():
        assert set(re.findall(r"\{\w+\}", words)) == set(re.findall(r"\{\w+\}", english[key])), key


def test_what_the_core_imports_is_in_the_page() -> None:
    """Every module of the standard library that the core imports, wherever it does, is among those that the page has."""
    need("chromium")
    there = {name.removesuffix(".pyc").split("/")[0] for name in unpack(BUILT.with_name("library.gz").read_bytes())}
    whole = {name.removesuffix(".py").split("/")[0] for name in python_modules()}
    imported = set()
    for name, source in core.sources():
        if "/apply/scripts/" in name:
            continue
        for node in ast.walk(ast.parse(source)):
            names = (
                [alias.name for alias in node.names]
                if isinstance(node, ast.Import)
                else [node.module or ""]
                if isinstance(node, ast.ImportFrom)
                else []
            )
            imported |= {one.split(".")[0] for one in names}
    assert (imported & whole) - there == set()


def python_modules() -> list[str]:
    """Return the modules of the runtime's whole standard library."""
    import zipfile

    with zipfile.ZipFile(BUILT.parents[1] / "node_modules" / "pyodide" / "python_stdlib.zip") as archive:
        return [name for name in archive.namelist() if name.endswith(".py") or name.count("/") == 1]


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_drawing_has_the_words_of_its_step(language: str) -> None:
    """What a step quotes from a mail program stands in its drawing in the same words."""
    words = json.loads((APP / f"{language}.json").read_text(encoding="utf-8"))
    steps = [key for key in words if re.fullmatch(r"steps\.\w+\.\d", key)]
    quoted = [(key, phrase) for key in steps for phrase in re.findall("“(.+?)”", words[key])]
    assert len(quoted) >= 10
    assert [one for one in quoted if one[1] not in words[f"{one[0]}.picture"]] == []
