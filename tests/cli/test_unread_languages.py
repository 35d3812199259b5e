"""Paragraphs in a language that replylint does not read make the run exit 2, and single words do not."""

from __future__ import annotations

from pathlib import Path

import pytest

from cli.given import GOOD, SIGNATURE, check

PARAGRAPHS = {
    "French": "Bonjour, je suis absente du bureau du 14 au 18 décembre. Merci de contacter ma collègue.",
    "Vietnamese": "Xin chào, hiện tại tôi đang nghỉ phép và sẽ trở lại văn phòng vào ngày 21 tháng 12.",
    "Vietnamese without accents": "Xin chao, hien tai toi dang nghi phep va se tro lai van phong vao ngay 21.",
    "Somali": "Waan ka maqanahay xafiiska laga bilaabo Diseembar 14 ilaa 18. Fadlan la xiriir Maria haddii aad u"
    " baahan tahay caawimo.",
    "Hmong": "Kuv tsis nyob hauv chaw ua haujlwm txij hnub tim 14 mus txog hnub tim 18. Thov hu rau Maria yog koj"
    " xav tau kev pab.",
    "Swahili": "Sipo ofisini kuanzia tarehe 14 hadi 18 Desemba. Tafadhali wasiliana na Maria kwa msaada wa haraka.",
    "Oromo": "Mudde 14 hanga 18 tti waajjira keessa hin jiru. Maaloo gargaarsaaf Maria qunnamaa.",
    "Latvian": "Labdien, esmu atvaļinājumā un biroja atgriezīšos nākamajā nedēļā. Steidzamos gadījumos zvaniet Marijai.",
    "Yoruba": "Mi ò sí ní ọ́fíìsì láti ọjọ́ kẹrìnlá títí di ọjọ́ kejìdínlógún oṣù Kejìlá. Jọ̀wọ́ kàn sí Maria.",
    "Amharic": "ከታህሳስ 14 እስከ 18 ቢሮ ውስጥ አልገኝም። እባክዎን ማሪያ ሎፔዝን ያነጋግሩ።",
    "Bengali": "আমি ১৪ থেকে ১৮ ডিসেম্বর অফিসে থাকব না। অনুগ্রহ করে যোগাযোগ করুন।",
    "Tamil": "நான் டிசம்பர் 14 முதல் 18 வரை அலுவலகத்தில் இல்லை.",
    "Georgian": "მე ოფისში არ ვიქნები 14-დან 18 დეკემბრამდე.",
}
REPLY = GOOD.replace(SIGNATURE, "{}\n\n" + SIGNATURE)


@pytest.mark.parametrize("case", PARAGRAPHS)
def test_a_paragraph_in_another_language(here: Path, case: str) -> None:
    """A paragraph that was not read is said to be unchecked, and the rest is judged without false findings."""
    (here / "reply.txt").write_text(REPLY.format(PARAGRAPHS[case]), encoding="utf-8")
    result = check("reply.txt", "--no-config")
    assert result.exit_code == 2
    assert "the part written in " in result.stderr
    assert "replylint reads English and Spanish" in result.stderr
    assert "error" not in result.stdout


@pytest.mark.parametrize("case", PARAGRAPHS)
def test_a_whole_text_in_another_language(here: Path, case: str) -> None:
    """A text of nothing else is not judged at all."""
    (here / "reply.txt").write_text(PARAGRAPHS[case] + "\n", encoding="utf-8")
    result = check("reply.txt", "--no-config")
    assert result.exit_code == 2
    assert "written in " in result.stderr
    assert result.stdout == ""


@pytest.mark.parametrize(
    "words",
    [
        "Merci!",
        "Merci, danke, grazie, obrigado",
        "Ask for Nguyễn Thị Mai or François Lefèvre.",
        "Pronouns: she/her/hers, they/them/theirs, ze/hir/hirs",
        "ella/she/they",
        "Mahalo nui loa",
        "Joyeux Noël and a happy new year.",
        "The museum shows Les Demoiselles d'Avignon this week.",
        "Ask the Bundesgesundheitsministerium office.",
        "Widgets, mailbox.pst, user_name, {{ return_date }}, [your office hours today please]",
        "Для Ивана",
        "recieve teh mesage tommorow imediately seperate adress calender",
    ],
)
def test_foreign_words_in_a_text(here: Path, words: str) -> None:
    """A greeting, a name, a title or a list of pronouns in another language leaves the text checked."""
    (here / "reply.txt").write_text(REPLY.format(words), encoding="utf-8")
    assert "written in" not in check("reply.txt", "--no-config").stderr
