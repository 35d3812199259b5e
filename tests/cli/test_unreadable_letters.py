"""A text whose letters are not those that its author wrote is never judged, and never written."""

from __future__ import annotations

from pathlib import Path

import pytest

from cli.given import HEADERS, MISSPELLED, check, fix, mail
from replylint.errors import SourceError
from replylint.sources.mojibake import is_mojibake
from replylint.sources.text import decode

ENGLISH = "I am out of the ofice from 12/14/26 to 12/18/26. {} answers at 813-555-0142.\n"
LOST = "stands where a character was lost"
UNTOLD = "its character set cannot be told"


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("reply.txt", ENGLISH.format("Ren\ufffde Alvarez")),
        ("name.txt", MISSPELLED.replace("Dana", "D\ufffdna")),
        ("reply.html", "<p>" + ENGLISH.format("Ren\ufffde Alvarez")),
        ("reference.html", "<p>" + ENGLISH.format("Ren&#xFFFD;e Alvarez")),
        ("zero.html", "<p>" + ENGLISH.format("Ren&#0;e Alvarez")),
        ("reply.txt.j2", ENGLISH.format("{{ name }} \ufffd")),
        ("reply.eml", mail(ENGLISH.format("Ren\ufffde"))),
    ],
)
def test_a_lost_character(here: Path, name: str, data: str) -> None:
    """A replacement character that a reader sees makes the run exit 2, and `fix` writes nothing."""
    (here / name).write_text(data, encoding="utf-8")
    result = check(name, "--no-config")
    assert result.exit_code == 2
    assert LOST in result.stderr
    assert fix(name, "--no-config", "--output-dir", "out").exit_code == 2
    assert not (here / "out").exists()


def test_a_lost_character_in_quoted_mail(here: Path) -> None:
    """What others wrote is not judged, so what was lost in it does not matter."""
    (here / "reply.txt").write_text(
        MISSPELLED + "\nOn Mon, Dec 7, 2026 at 9:00 AM Kai <kai@customer.example> wrote:\n> Ren\ufffde?\n",
        encoding="utf-8",
    )
    assert check("reply.txt", "--no-config").exit_code == 1


OTHERS = {
    "koi8-r": "Привет, меня нет в офисе до понедельника. Обращайтесь к Ивану.",
    "cp1251": "Привет, меня нет в офисе",
    "cp866": "Привет, меня нет в офисе",
    "big5": "我不在辦公室,請聯絡王小明",
    "shift_jis": "こんにちは、外出しています。",
    "gb18030": "我不在办公室，请联系王小明",
    "euc-kr": "안녕하세요 부재중입니다",
    "euc-jp": "こんにちは、外出しています。",
    "cp1253": "Λείπω από το γραφείο",
    "cp1255": "אני לא במשרד",
    "cp1256": "أنا خارج المكتب",
    "iso-8859-2": "Proszę o kontakt, może później",
    "tis-620": "ผมไม่อยู่",
    "mac-roman": "I’m out, and Renée Muñoz",
    "cp850": "Renée Muñoz",
    "cp437": "José Muñoz",
}


@pytest.mark.parametrize("codec", OTHERS)
@pytest.mark.parametrize("form", ["text", "page", "mail", "mail that says Latin 1"])
def test_another_charset(here: Path, codec: str, form: str) -> None:
    """Text in another charset than stated is not judged as if it were Western, and says what to do."""
    data = ENGLISH.format(OTHERS[codec]).encode(codec)
    name = {"text": "reply.txt", "page": "reply.html"}.get(form, "reply.eml")
    declared = "; charset=iso-8859-1" if form == "mail that says Latin 1" else ""
    if name == "reply.eml":
        head = f"{HEADERS}Content-Type: text/plain{declared}\nContent-Transfer-Encoding: 8bit\n\n"
        data = head.encode() + data
    (here / name).write_bytes(data)
    result = check(name, "--no-config")
    assert result.exit_code == 2
    assert UNTOLD in result.stderr or "cannot be read" in result.stderr
    assert fix(name, "--no-config", "--output-dir", "out").exit_code == 2
    assert not (here / "out").exists()


@pytest.mark.parametrize(
    "data",
    [
        b"Ren\x82e at noon, caf\xe9",
        b"I\xd5m out, \x93hello\x94, caf\xe9",
        b"Mu\xa4oz, Ren\xe9e",
        "Zoë ".encode("cp1252") + "Zoë".encode(),
    ],
)
def test_charsets_that_were_mixed(here: Path, data: bytes) -> None:
    """A file whose bytes come from several charsets is refused, and stays as it is."""
    path = here / "reply.txt"
    path.write_bytes(b"I am out of the ofice until 12/18/26. " + data)
    before = path.read_bytes()
    assert fix("reply.txt", "--no-config").exit_code == 2
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    "text",
    [
        "“¡Éxito!” dijo José. «¿Qué?»",
        "Elle est créée, réélue et agréée; l’œuvre, l’été",
        "“The Café” — José’s — is at 5½ Main; 72°F, US£5, 5¢",
        "coöperate naïve Übergrößenträger Straße ‚Übung‘",
        "col·lecció, Mª José, 1º, I´m out",
        "© 2026 Müller™ ••• Word®",
        "Åsa Öberg från Malmö; smørrebrød på gården; Þórður Ægisson",
        "São João, coração, ações",
        "ÉCOLE ÉLÉMENTAIRE, AÉROPORT, CAFÉS, MÜÑOZ, SEÑOR",
        "Sean McÉwan and Ana DeÁvila",
        "mañana…” Monday–Friday mother–daughter well…maybe",
        "Ian O’Éa\xa0\xa0\xa0\xa0x",
    ],
)
def test_western_text_is_known(text: str) -> None:
    """Names, quotes and signs of Western languages are no sign of another charset."""
    assert not is_mojibake(text)
    assert decode(text.encode("cp1252"))[0] == text


def test_a_rare_oddity_in_a_large_file() -> None:
    """One odd word among many right ones is a typing error of its author, not another charset."""
    text = "José García, Señor Muñoz. " * 10 + "may¿be"
    assert decode(text.encode("cp1252"))[0] == text
    with pytest.raises(SourceError):
        decode("José may¿be".encode("cp1252"))
