"""Mail that is quoted below the words of a mail program is not the author's, in whatever language the program speaks."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from replylint.model import Document
from replylint.sources import quotations
from replylint.sources.html import read_html
from replylint.sources.judged import Origin, own_words, says_nothing_own
from replylint.sources.mime import with_page
from replylint.sources.quotations import introduction_in
from replylint.visible import Visible

OWN = "I am out of the office until June 5.\n\nDana Whitlock"
OLD = "Bitte 813-555-0199 anrufen."
WORDS: dict[str, dict[str, Any]] = json.loads(
    Path(quotations.__file__).with_name("quotations.json").read_text(encoding="utf-8")
)
LANGUAGES = [code for code in WORDS if code != "any"]


def own(text: str) -> str:
    """Return what is judged of a plain text."""
    return own_words(Visible.plain(text), Origin.WRITTEN).text.strip()


def own_of_page(content: str) -> str:
    """Return what is judged of a page."""
    page = Document("message", Visible.plain(""), content)
    return with_page(page, read_html(content), {}, Origin.DELIVERED).text.strip()


def header_lines(code: str) -> list[list[str]]:
    """Return the header lines of a quoted message for every word for its sender and its recipient."""
    words = WORDS[code]
    return [
        [
            f"{sender}: Sam Public <sam@example.com>",
            f"{words['sent'][0]}: 14.12.2026 08:00",
            f"{to}: Dana Whitlock",
            f"{words['subject'][0]}: Permit",
        ]
        for sender in words["from"]
        for to in words["to"]
    ]


def test_the_commonest_languages_are_there() -> None:
    """Twenty languages and more have all that a quotation is known by."""
    assert len(LANGUAGES) >= 20
    for code in LANGUAGES:
        assert {"from", "sent", "to", "subject", "wrote", "original", "begins"} <= set(WORDS[code]), code
        assert all("…" in line for line in WORDS[code]["wrote"]), code


@pytest.mark.parametrize("code", LANGUAGES)
def test_header_lines_above_a_quotation(code: str) -> None:
    """What follows the header lines of Outlook is quoted, whatever its language, in plain text and in a page."""
    for lines in header_lines(code):
        for above in ("\n\n", "\n", "\n\n________________________________\n", "\n\n-----x y-----\n"):
            assert own(f"{OWN}{above}{chr(10).join(lines)}\n\n{OLD}\n") == OWN, lines
        assert own(f"{OWN}\n\n" + "\n".join(f"*{line.replace(':', ':*', 1)}" for line in lines) + f"\n\n{OLD}") == OWN
        page = "<br>".join(f"<b>{line.replace(':', ':</b>', 1)}" for line in lines).replace("<sam@", "&lt;sam@")
        own_lines = "".join(f"<p class=MsoNormal>{line or '&nbsp;'}</p>" for line in OWN.split("\n"))
        outlook = (
            f"{own_lines}<div style='border:none;border-top:solid #E1E1E1 1.0pt'>"
            f"<p class=MsoNormal>{page}</p></div><p>{OLD}</p>"
        )
        assert own_of_page(outlook).split() == OWN.split()


@pytest.mark.parametrize("code", LANGUAGES)
def test_lines_of_other_programs(code: str) -> None:
    """What stands between dashes above a forward, and Apple Mail's line, begin a quotation."""
    for words in WORDS[code]["original"]:
        assert own(f"{OWN}\n\n-----{words}-----\n{OLD}\n") == OWN
        assert own(f"{OWN}\n\n---------- {words} ---------\n{OLD}\n") == OWN
    for words in WORDS[code]["begins"]:
        assert own(f"{OWN}\n\n{words}:\n\n{OLD}\n") == OWN


WRITTEN = {
    "Gmail, German": "Am Mo., 14. Dez. 2026 um 09:00 Uhr schrieb Sam Public <sam@example.com>:",
    "Thunderbird, German": "Am 14.12.2026 um 09:00 schrieb Sam Public:",
    "Gmail, French": "Le lun. 14 déc. 2026 à 09:00, Sam Public <sam@example.com> a écrit :",
    "Gmail, Spanish": "El lun, 14 dic 2026 a las 9:00, Sam Public (<sam@example.com>) escribió:",
    "Gmail, Italian": "Il giorno lun 14 dic 2026 alle ore 09:00 Sam Public <sam@example.com> ha scritto:",
    "Gmail, Brazil": "Em seg., 14 de dez. de 2026 às 09:00, Sam Public <sam@example.com> escreveu:",
    "Gmail, Portugal": "Sam Public <sam@example.com> escreveu no dia segunda, 14/12/2026 à(s) 09:00:",
    "Gmail, Dutch": "Op ma 14 dec 2026 om 09:00 schreef Sam Public <sam@example.com>:",
    "Apple Mail, Dutch": "Op 14 dec. 2026 om 09:00 heeft Sam Public <sam@example.com> het volgende geschreven:",
    "Gmail, Polish": "pon., 14 gru 2026 o 09:00 Sam Public <sam@example.com> napisał(a):",
    "Thunderbird, Polish": "W dniu 14.12.2026 o 09:00, Sam Public pisze:",
    "Gmail, Russian": "пн, 14 дек. 2026 г. в 09:00, Sam Public <sam@example.com>:",
    "Thunderbird, Russian": "14.12.2026 9:00, Sam Public пишет:",
    "Gmail, Ukrainian": "пн, 14 груд. 2026 р. о 09:00 Sam Public <sam@example.com> пише:",
    "Gmail, Turkish": "Sam Public <sam@example.com>, 14 Ara 2026 Pzt, 09:00 tarihinde şunu yazdı:",
    "Gmail, Czech": "po 14. 12. 2026 v 9:00 odesílatel Sam Public <sam@example.com> napsal:",
    "Gmail, Slovak": "po 14. 12. 2026 o 9:00 Sam Public <sam@example.com> napísal(a):",
    "Gmail, Swedish": "Den mån 14 dec. 2026 kl 09:00 skrev Sam Public <sam@example.com>:",
    "Gmail, Danish": "Den man. 14. dec. 2026 kl. 09.00 skrev Sam Public <sam@example.com>:",
    "Gmail, Norwegian": "man. 14. des. 2026 kl. 09:00 skrev Sam Public <sam@example.com>:",
    "Gmail, Finnish": "ma 14. jouluk. 2026 klo 9.00 Sam Public (sam@example.com) kirjoitti:",
    "Gmail, Hungarian": "Sam Public <sam@example.com> ezt írta (időpont: 2026. dec. 14., H, 9:00):",
    "Gmail, Romanian": "În lun., 14 dec. 2026 la 09:00, Sam Public <sam@example.com> a scris:",
    "Gmail, Croatian": "pon, 14. pro 2026. u 09:00 Sam Public <sam@example.com> je napisao/la:",
    "Gmail, Greek": "Στις Δευ 14 Δεκ 2026 στις 9:00 π.μ., ο χρήστης Sam Public <sam@example.com> έγραψε:",
    "Gmail, Bulgarian": "На пн, 14.12.2026 г. в 9:00 Sam Public <sam@example.com> написа:",
    "Gmail, Japanese": "2026年12月14日(月) 9:00 Sam Public <sam@example.com>:",
    "Gmail, Chinese": "Sam Public <sam@example.com> 于2026年12月14日周一 09:00写道：",
    "Gmail, Taiwan": "Sam Public <sam@example.com> 於 2026年12月14日 週一 上午9:00寫道：",
    "Gmail, Korean": "2026년 12월 14일 (월) 오전 9:00, Sam Public <sam@example.com>님이 작성:",
    "Gmail, Vietnamese": "Vào Th 2, 14 thg 12, 2026 vào lúc 09:00 Sam Public <sam@example.com> đã viết:",
    "Gmail, Arabic": "في الاثنين، 14 ديسمبر 2026 في 9:00 ص تمت كتابة ما يلي بواسطة Sam Public <sam@example.com>:",
    "Gmail, Hebrew": "\u202bבתאריך יום ב׳, 14 בדצמ׳ 2026 ב-9:00 מאת Sam Public <\u202asam@example.com\u202c>:\u202c",
    "Gmail, Indonesian": "Pada Sen, 14 Des 2026 pukul 09.00 Sam Public <sam@example.com> menulis:",
    "older programs": "Sam Public <sam@example.com> wrote:",
    "Gmail, wrapped": "On Mon, Jun 1, 2026 at 9:00 AM Sam Public\n<sam.public.of.some.office@example.com> wrote:",
    "Gmail, Polish, wrapped": "pon., 14 gru 2026 o 09:00 Sam Public Of Some Long Name\n<sam@example.com> napisał(a):",
}


@pytest.mark.parametrize("case", WRITTEN)
def test_lines_that_say_who_wrote_when(case: str) -> None:
    """The line above a quotation is known by its words and its date, and the quotation goes with it, marked or not."""
    assert own(f"{OWN}\n\n{WRITTEN[case]}\n\n{OLD}\n") == OWN
    assert own(f"{OWN}\n{WRITTEN[case]}\n> {OLD}\n") == OWN
    line = WRITTEN[case].replace("<", "&lt;").replace("\n", "<br>")
    assert own_of_page(f"<p>I am out.</p><p>{line}</p><p>{OLD}</p>") == "I am out."
    assert says_nothing_own(Visible.plain(f"{WRITTEN[case]}\n\n{OLD}\n").text)


def test_an_answer_below_a_quotation_of_a_quotation() -> None:
    """The line that introduces a quotation inside quoted lines ends nothing of what follows them."""
    for line in (*WRITTEN.values(), "From: a@b.example\n> Sent: Monday\n> To: c\n> Subject: d"):
        quoted = "> " + line.replace("\n", "\n> ")
        assert own(f"> Hello.\n{quoted}\n> > {OLD}\n\n{OWN}\n") == OWN


MEANT = {
    "an absence in German": "Ich bin abwesend.\nVon: 14. Dezember\nBis: 18. Dezember\nVertretung: Terrence Boyd\n",
    "hours in Italian": "Orario:\nDa: 9:00\nA: 17:00\nTelefono: 813-555-0142\n",
    "days in Spanish": "Horario\nDe: lunes a viernes\nHasta: las 5\nTeléfono: 813-555-0142\n",
    "days in English": "My absence:\nFrom: June 1\nTo: June 5\nContact: Terrence Boyd, 813-555-0161\n",
    "a memo": "DATE: December 14, 2026\nTO: All who write\nFROM: Dana Whitlock\nSUBJECT: I am out\n\nCall Terrence.\n",
    "another memo": "To: everybody\nFrom: Dana Whitlock\nDate: December 14, 2026\nSubject: out\n\nCall Terrence.\n",
    "what to call": "On Monday, 12/14/2026, call:\nTerrence Boyd, 813-555-0161\n",
    "whom to write to": "Until 12/18/2026 at 9:00 write to tboyd@city.example:\nhe answers.\n",
    "what somebody wrote": "On Monday the mayor wrote:\nstay home.\n",
    "an article in German": "Am 14.12.2026 um 9:00 bin ich zurück:\nrufen Sie an.\n",
    "a rule and a list": "I am out.\n______________________________\nTo: Terrence\nSubject: permits\n",
    "words in dashes": "--- Please note ---\nI am out until 12/18/2026.\n",
    "only a date": "Back on: 12/18/2026\nOut from: 12/14/2026\nCall: Terrence\n",
    "a title": "----- Original -----ly I am from Tampa.\nCall Terrence.\n",
}


@pytest.mark.parametrize("case", MEANT)
def test_what_an_author_wrote_is_kept(case: str) -> None:
    """Labels, dates and colons of the author's own introduce nothing."""
    assert own(MEANT[case]) == MEANT[case].strip()


def test_the_words_are_read_where_they_are_needed() -> None:
    """A reply without any line that looks like an introduction does not load the words of thirty languages."""
    quotations._words.cache_clear()
    text = f"{OWN}\nPermit Technician\n813-555-0142\nWebsite: http://www.city.example/\n[City Seal]\n"
    assert introduction_in(text) is None
    assert quotations._words.cache_info().misses == 0


def test_the_work_grows_with_the_text(monkeypatch: pytest.MonkeyPatch) -> None:
    """Twice as many lines that look like introductions are twice the work."""
    looked = 0
    found = quotations._run

    def counting(*arguments: Any) -> list[int]:
        nonlocal looked
        run = found(*arguments)
        looked += len(run)
        return run

    monkeypatch.setattr(quotations, "_run", counting)
    counts = []
    for size in (2_000, 4_000):
        looked = 0
        introduction_in("From: a b\n" * size)
        counts.append(looked)
    assert counts[1] <= 2.1 * counts[0]
