"""What outsiders need not know: health, where someone stays, an empty home, private numbers; and what is no such thing."""

from __future__ import annotations

from datetime import date

import pytest

from replylint.engine import Engine
from replylint.fix.correcting import Corrector
from replylint.model import Audience, Diagnostic, Document, DocumentKind, Mailbox, Severity
from replylint.policy import load_pack
from replylint.sources.again import with_content
from replylint.visible import Visible

RULE = "privacy.oversharing"
TOLD = {
    # health: the author's
    "I am on medical leave until further notice. Please call Human Resources at 813-555-0106.": "medical leave",
    "I will be out December 14-18 for knee surgery.": "knee surgery",
    "As of 12/21/26 I am out of the office recovering from surgery.": "recovering from surgery",
    "Out for back surgery 12/14 - 12/18. Call Dana Whitlock at 813-555-0142.": "back surgery",
    "Due to an emergency appendectomy I will be out until December 28.": "appendectomy",
    "I am out of the office starting chemotherapy and will return on 3/1/27.": "chemotherapy",
    "I will be away until January 4 because I was diagnosed with pneumonia.": "diagnosed with pneumonia",
    "I tested positive for COVID and will be out until Monday, December 14.": "tested positive for covid",
    "I'm home with the flu and not sure when I'll be back.": "with the flu",
    "I broke my leg and will work from home until January 11.": "broke my leg",
    "I go into hospital on Wednesday 9 February and will be back on 1 March.": "go into hospital",
    "I will be out through December 18 for health reasons.": "health reasons",
    "I am on leave until 2/1/27 because of a heart condition.": "heart condition",
    "My hip replacement is on December 14; I will be back January 18.": "hip replacement",
    # health: the family's
    "I will be out December 14-16; my wife is having surgery.": "having surgery",
    "Home with a sick kid today. Call Dana Whitlock at 813-555-0142.": "sick kid",
    "I am out this week to take my mother to her chemo treatments.": "chemo",
    "I am out tuesday 10/3 and again thursday 10/5 (kid's surgery + follow up).": "kid's surgery",
    # of the person for whom an assistant writes
    "Chief Hale is out of the office on medical leave until January 5. Contact me, Priya Nolan, at 813-555-0142.": "medical leave",
    # where the author stays, and that the home is empty
    "I will be in Savannah for the SGR conference May 3-6, staying at the Palmetto Inn on Bay Street.": "staying at the Palmetto Inn",
    "I am on vacation until 7/9/27. We are staying with my sister in Ocala.": "staying with my sister",
    "I am at training December 14-18. My hotel is the Holiday Inn on Fowler Avenue, room 214.": "My hotel is",
    "We are in Maine until July 9, so our house is empty.": "our house is empty",
    "I am on vacation with the whole family; nobody will be home until July 9.": "nobody will be home",
    "I am away until July 9 and my neighbor is feeding the cat.": "my neighbor is feeding the cat",
    # private numbers
    "I am off site March 8-12. Call or text my personal cell, 813-555-0199.": "my personal cell",
    "I am out until Friday. In an emergency try my home phone: (813) 555-0198.": "my home phone",
    "I am out until Friday, but you can reach me on my private number 813-555-0197.": "my private number",
    "I am out until Friday. If I do not answer, try my wife's cell at 813-555-0196.": "my wife's cell",
    # Spanish
    "Debido a una operación de rodilla estaré fuera hasta nuevo aviso.": "operación de rodilla",
    "Estoy de licencia médica hasta el 12 de agosto de 2027.": "licencia médica",
    "Me encuentro de incapacidad médica y aún no tengo fecha de regreso.": "incapacidad médica",
    "Estaré fuera hasta el lunes: me van a operar del corazón.": "me van a operar",
    "Estaré ausente hasta el 4 de enero porque mi hija está hospitalizada.": "mi hija está hospitalizada",
    "Estoy de vacaciones hasta el 9 de julio; me hospedo en el Hotel Casa Verde.": "me hospedo en el Hotel",
    "Estoy fuera hasta el viernes. Mi celular personal es 813-555-0199.": "Mi celular personal",
}
NOT_TOLD = (
    # plain reasons
    "I am on leave until December 18.",
    "On leave. Try again later.",
    "I am on vacation with my family in Maine until July 9.",
    "I am on maternity leave until March 1. Dana Whitlock covers for me.",
    "I will be on parental leave and back on June 1.",
    "I am on jury duty December 14-18.",
    "I am at training in Orlando until Friday.",
    "I will be in Savannah, Georgia for the SGR conference until May 6.",
    "The conference is at the Marriott in Tampa, December 14-16, and I will be back on the 17th.",
    "I have a doctor's appointment this afternoon and will be back tomorrow.",
    "I am at the dentist until noon.",
    "I am out of the office this afternoon for a medical appointment.",
    "Out sick today. Call Dana Whitlock at 813-555-0142.",
    "I am off sick until Monday, December 14.",
    "I am on bereavement leave until December 18.",
    "I am on family leave until December 18.",
    "I am out due to a family emergency.",
    "I am traveling for work and staying in Tampa until Friday.",
    "I am working from home until Friday.",
    # the office's own phones, and a contact's
    "I am in the field today. Call my city cell, 813-555-0140.",
    "I am out until Friday. My work cell is 813-555-0140.",
    "I am out until Friday. Text my cell, 813-555-0140.",
    "I am out until Friday. Call Dana Whitlock on her personal cell, 813-555-0142.",
    "I am out until Friday. Do not call my personal cell.",
    "I am out until Friday. Call Dana Whitlock at 813-555-0142 or her home phone, 813-555-0143.",
    # services of the office
    "I am out until Friday. For surgery permits call Dana Whitlock at 813-555-0142.",
    "I am out until Friday. Questions for the medical examiner go to 813-555-0150.",
    "I am out until Friday. The public health department answers at 813-555-0151.",
    "I am out until Friday. For fire rescue or a medical emergency call 911.",
    "I am out until Friday. Flu shots are given on Mondays; the COVID test site is closed.",
    "I am out until Friday. For medical leave requests, call Human Resources at 813-555-0106.",
    "I am out until Friday. My team handles FMLA, medical leave and disability claims.",
    "The surgery is closed on Monday 28 August and re-opens at 8am on Tuesday.",
    "I am in surgery all day Tuesday and will return calls on Wednesday.",
    "I am out until Friday. For rehab invoices write to June Hartley at jhartley@example.com.",
    "I am at a training on cancer screening programs until Friday.",
    "I am out at the blood drive for our cancer walk until noon.",
    "I am recovering from jet lag and will answer slowly.",
    "I am out until Friday while we recover from the storm.",
    "If the house is empty, call Code Enforcement at 813-555-0152. I am out until Friday.",
    "I am out until Friday. I am staying in touch by e-mail and on top of permits.",
    "I am staying at the office until 6 on Monday and am out on Tuesday.",
    "I am going to the hospital for a site inspection on Tuesday and am back on Wednesday.",
    "I am in the field all day because of a broken water main; I broke my phone, so write.",
    "I have a sewer bypass and a tree transplant to inspect and am out until Friday.",
    "I am out inspecting the pool for health concerns until noon.",
    "I am in rehab program meetings until Friday.",
    "I am the contact for medical leave and am out until Friday.",
    "I am out until Friday. Medical leave: Geraldine Poteat, 813-555-0106.",
    "I am out treating trees diagnosed with citrus greening until Friday.",
    "I am at a CPR class for heart attack victims until noon.",
    "I am at a meeting for cancer survivors until noon; my surgery hours are below.",
    "I am out until Friday. If no one is home, the inspector leaves a tag.",
    "I am staying at the fire house until 6 and am out on Tuesday.",
    "I am out until Friday. My private line is 813-555-0140.",
    "I have COVID relief applications to review and am out until noon.",
    "I am home with spring fever; see you on Friday.",
    # other people
    "Chief Hale is out of the office until January 5. Dana Whitlock is back from medical leave.",
    "If you are having surgery or are in the hospital, tell Dana Whitlock. I am out until Friday.",
    "I am out until Friday. Residents who are recovering from surgery may ask for cart service.",
    "I am out until Friday. Guests staying at the Palmetto Inn should call the front desk.",
    "I am covering for Dana Whitlock, who is back on Monday. For a patient in the hospital call 813-555-0142.",
    "I am out of the hospital July 8-19. Patients: call the cardiology clinic.",
    "My office handles permits for surgery centers and hospitals; I am out until Friday.",
    "I am out until Friday. Hospital visits and funerals: call Deacon Melvin Tharp at 813-555-0155.",
    # Spanish
    "Estaré fuera esta tarde por una cita médica.",
    "Estoy de licencia de maternidad hasta el 1 de marzo.",
    "Estoy de vacaciones hasta el lunes. Para permisos de cirugía llame al 813-555-0142.",
    "Estaré fuera hasta el lunes por una operación de mantenimiento de la planta.",
    "Estoy fuera hasta el lunes. Si su operación es urgente, escriba a credito@example.com.",
    "Estoy fuera hasta el lunes. Para seguro médico y licencias médicas llame a Recursos Humanos.",
    "Estaré en el congreso de enfermería de Cartagena del 18 al 22 de octubre.",
    "Estoy fuera hasta el lunes. Mi equipo atiende solicitudes de licencia médica.",
    "Estoy fuera hasta el lunes. Licencias médicas: Recursos Humanos, 813-555-0106.",
    "Estoy fuera hasta el lunes, trámites de incapacidad con Ana Ruiz, 813-555-0142.",
    "Salgo hoy a la 1:00 p. m. por una cita y no regreso hasta mañana.",
    "Estoy fuera hasta el viernes. Mi celular de la oficina es 813-555-0140.",
)


def _checked(text: str, audience: Audience = Audience.BOTH) -> list[tuple[str, Diagnostic]]:
    document = Document("text", Visible.plain(""), "", False, DocumentKind.AUTO_REPLY, audience)
    document = with_content(document, text)
    engine = Engine(load_pack("plant-city"), date(2026, 12, 11))
    found = engine.check(Mailbox("reply.txt", (document,)))
    return [
        (text[item.span.start : item.span.end] if item.span else "", item)
        for item in found
        if isinstance(item, Diagnostic) and item.rule == RULE
    ]


@pytest.mark.parametrize("text", TOLD)
def test_what_is_nobodys_business_is_pointed_out_once(text: str) -> None:
    """The words that outsiders need not read are one note, and the note names them."""
    found = _checked(text)
    assert len(found) == 1
    words, diagnostic = found[0]
    assert TOLD[text].lower() in words.lower() or words.lower() in TOLD[text].lower()
    assert diagnostic.severity is Severity.NOTE
    assert diagnostic.message.startswith("Leave out ")


@pytest.mark.parametrize("text", NOT_TOLD)
def test_plain_reasons_and_the_offices_services_are_no_secret(text: str) -> None:
    """A reason in a word, a service, an office phone and what concerns other people are left alone."""
    assert [words for words, _ in _checked(text)] == []


@pytest.mark.parametrize("audience", [Audience.EXTERNAL, Audience.BOTH])
def test_outsiders_count(audience: Audience) -> None:
    """A message that people outside read is examined, whether or not colleagues read it too."""
    assert _checked("I am out for knee surgery until December 18.", audience)


def test_colleagues_may_know() -> None:
    """A message for colleagues alone may say why its author is away."""
    assert _checked("I am out for knee surgery until December 18.", Audience.INTERNAL) == []


@pytest.mark.parametrize("text", TOLD)
def test_only_the_author_decides(text: str) -> None:
    """The correction deletes nothing private: it leaves the words to the author, with a reason."""
    document = with_content(Document("text", Visible.plain(""), "", kind=DocumentKind.AUTO_REPLY), text)
    mailbox = Mailbox("reply.txt", (document,))
    corrected = Corrector(Engine(load_pack("plant-city"), date(2026, 12, 11)).only("privacy")).correct(mailbox)
    assert corrected.after.documents[0].content == text
    assert [bool(item.reason) for item in corrected.by_hand if item.diagnostic.rule == RULE] == [True]
