"""Words are corrected only where they are certainly wrong: right words of many kinds stay, usual slips are found."""

from __future__ import annotations

from datetime import date

import pytest

from replylint.engine import Engine
from replylint.model import Document, DocumentKind
from replylint.policy import load_pack
from replylint.visible import Visible

ENGINE = Engine(load_pack("plant-city"), date(2026, 12, 10))

SPANISH = """
director directora contactarle contactarlos contactarnos contactadme computadoras supervisar supervisora halla hallan
proyector proyectores vocacional pasiones personan personarse secretarla citá dudás correás pedilos compraos
presupueste presupuestes cerradla ayudarte ayudadle comunicarte asuntó contraseñe expedientá clientas facturaos regresaos
atendremos periodo pediatra grafico electrolisis japones parasita centrifugo envíeselo entregárselas
""".split()
"""Inflected and derived forms, in which a general list of words has gaps."""

ENGLISH = """
fiance fiancee cafe cafes meds ebooks ebook pavers upzoning topo clarifier repost reposted entrees gmail tshirts intl
divorcee materiel pastie boinked munging snarfing ventilatory trapo merch beste wknd cyar straya bexitor
""".split()
"""Loans without their accents, new words, abbreviations and jargon."""

NAMES = "Bolling Durning Munday Sunay Renard Huiling Peake Malte Marnie Juliane Agena Vesteras Calendra Qmail".split()

SENTENCES = (
    "The bona fide owner is the de facto agent; a prima facie case needs quid pro quo, per stirpes, ex officio and pro bono.",
    "Bon dia, soc de vacances i no respondré correus fins dilluns. Moltes gràcies i salutacions cordials.",
    "Kuv tsis nyob hauv chaw ua haujlwm txog hnub Monday. Thov hu rau Pa Chia Vang. Ua tsaug.",
    "Sitakuwepo ofisini hadi tarehe 15 Desemba. Tafadhali wasiliana na Amina Juma. Asante sana.",
    "Salve, absum ab officio usque ad diem Lunae. Si quid opus est, voca collegam meam. Gratias tibi ago.",
    "Toi se vang mat den ngay 15 thang 12. Vui long lien he chi Phuong Nguyen. Cam on quy vi.",
    "Magandang araw, ako ay nasa bakasyon ngayon. Babalik ako sa susunod na linggo. Maraming salamat po.",
    "Mwen pa nan biwo a jiska 15 desanm. Tanpri rele Marie Joseph. Mèsi anpil.",
    "Salamat po for your patience. Mabuhay! Chuc mung nam moi to all.",
)
"""Latin of lawyers, and languages that are not read."""

SLIPS = {
    "acutal": "actual", "feild": "field", "sepcial": "special", "offcie": "office", "Firday": "Friday",
    "appologies": "apologies", "durring": "during", "apointments": "appointments", "avalable": "available",
    "foward": "forward", "everthing": "everything", "replacment": "replacement", "calandar": "calendar",
    "conferance": "conference", "possable": "possible", "responces": "responses", "inquirey": "inquiry",
    "deliverys": "deliveries", "perscriptions": "prescriptions", "intermitant": "intermittent",
    "posible": "possible", "accesible": "accessible", "isues": "issues",
}  # fmt: skip

SPANISH_SLIPS = {
    "enfermeria": "enfermería", "operacion": "operación", "recoleccion": "recolección", "averia": "avería",
    "papeleria": "papelería", "menzaje": "mensaje", "lisencia": "licencia", "resivir": "recibir",
    "capasitación": "capacitación", "nesesaria": "necesaria", "comprencion": "comprensión",
    "adminstrativa": "administrativa", "coordiandora": "coordinadora", "departammento": "departamento",
}  # fmt: skip


def corrections(text: str) -> dict[str, str]:
    """Return the misspelled words of a reply with what they were meant to be."""
    document = Document("text", Visible.plain(text), text, kind=DocumentKind.AUTO_REPLY)
    return {item.word: item.right for item in ENGINE.facts(document).misspellings}


@pytest.mark.parametrize("word", SPANISH)
def test_spanish_forms_stay(word: str) -> None:
    """A Spanish word is left alone however much it looks like another one."""
    assert corrections(f"Estaré fuera de la oficina. Por favor avise a la oficina si {word} hasta el lunes.") == {}


@pytest.mark.parametrize("word", ENGLISH)
def test_english_words_that_lists_lack_stay(word: str) -> None:
    """A word that the list lacks is not replaced by one that it has."""
    assert corrections(f"I am out of the office. Please send the {word} to the front desk.") == {}


@pytest.mark.parametrize("name", NAMES)
def test_names_like_words_stay(name: str) -> None:
    """A word with a capital may be a name and is left alone."""
    assert corrections(f"I am out of the office. Please send the forms to {name} at the front desk.") == {}


@pytest.mark.parametrize("sentence", SENTENCES)
def test_words_of_other_languages_stay(sentence: str) -> None:
    """A sentence, or a phrase in it, of a language that is not read is not corrected word by word."""
    assert corrections(f"{sentence}\nI am out of the office until May 5.") == {}


@pytest.mark.parametrize(("word", "right"), SLIPS.items())
def test_usual_slips_are_found(word: str, right: str) -> None:
    """Letters exchanged, doubled, left out or misheard in a common word are corrected."""
    assert corrections(f"I am out of the office. Please send the {word} to the front desk.") == {word: right}


@pytest.mark.parametrize(("word", "right"), SPANISH_SLIPS.items())
def test_usual_spanish_slips_are_found(word: str, right: str) -> None:
    """A missing accent, a word written by ear and a slip inside a long word are corrected."""
    assert corrections(f"Estaré fuera de la oficina. Por favor llame a la {word} desde el lunes.") == {word: right}


def test_spanish_words_in_english_sentences_stay() -> None:
    """A Spanish word in an English sentence is not taken for the English word beside it."""
    for word in ("concierto", "tarde", "coordinar", "cardenal", "infierno", "gramatical", "expensas"):
        assert corrections(f"I am out of the office. Please ask about the {word} at the front desk.") == {}
