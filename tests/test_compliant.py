"""Messages that keep the standard, in many styles: none of them may get an error."""

from __future__ import annotations

from datetime import date

import pytest

from replylint.engine import Engine
from replylint.model import Diagnostic, Document, DocumentKind, Mailbox, Severity
from replylint.policy import load_pack
from replylint.visible import Visible

ENGINE = Engine(load_pack("plant-city"), date(2026, 11, 23))
SIGNATURE = """\
Dana Whitlock
Permit Technician II
City of Plant City, Florida
813-555-0142 ext. 4211
Website: http://www.plantcitygov.com/
[City Seal]
"""
BODIES = (
    "I will be out of the office from 12/14/26 through 12/18/26. I will reply once I return. Please contact Terrence Boyd at 813-555-0161.",
    "Hello,\n\nThank you for your email. I am on vacation December 14-18 and will respond when I am back on Monday, December 21. For help before then, call Gloria Ramsey at (813) 555-0136 or email gramsey@plantcity.example.",
    "I'm away from Monday 14 December to Friday 18 December and will answer your message on my return. In my absence please speak to Marcus O'Neil, 813-555-0125.",
    "Out of office 12/14/2026 - 12/18/2026. All messages will be answered on 12/21/2026. Urgent? Lydia Van Houten, 813-555-0119, can help.",
    "I am attending a conference in Tampa from Dec. 14 to Dec. 16 and will return Dec. 17. I'll get back to you then. If it can't wait: Ivy Pelham (ipelham@plantcity.example).",
    "I'm on maternity leave from November 30, 2026 until March 8, 2027. My colleague Rosa Delgado is covering for me and can be reached at rdelgado@plantcity.example or 813-555-0177. I will reply to messages when I return.",
    "Good morning,\n\nI will be in training on Tuesday, December 1, and will reply on Wednesday. For immediate assistance please contact Officer Carl Jensen at 813-555-0150.",
    "I am out sick today, November 23, and expect to be back tomorrow. I will answer your message as soon as I can. Nina Okafor at 813-555-0110 can assist you in the meantime.",
    "City Hall is closed on Thursday, November 26 and Friday, November 27 for Thanksgiving. We will respond on Monday, November 30. For a water main break, call Luis Ortega, 813-555-0108.",
    "I will be out of the office the afternoon of December 4 and back Monday, December 7. I'll reply then. Contact Priya Raman at praman@plantcity.example for anything urgent.",
    "Thanks for writing! I'm on jury duty starting November 30 and will be back December 7; I will reply that week. Please reach out to Kenneth Adeyemi at 813-555-0144.",
    "I am out of the office from 11/30/26 to 12/2/26.\nI will reply to your message at my earliest opportunity.\nIf you need immediate assistance:\n- Permits: Terrence Boyd, 813-555-0161\n- Inspections: Gloria Ramsey, 813-555-0136",
    "I will be out from 12/21/26 to 1/4/27, back 1/5/27. Case 2026-0412 and invoice 88213 are with Maud Ellery, 813-555-0133, mellery@plantcity.example. I will respond to everything else when I return.",
    "I'm off on Friday, 11/27/26 and will reply on Monday. Please call Samuel Tran at 813-555-0171, room 210, between 8:00 and 5:00.",
    "I will be unavailable from December 7 to December 11, 2026, inclusive. Messages will be answered from December 14. My supervisor, Angela Ruiz, is available at 813-555-0102 ext. 12.",
    "Estaré fuera de la oficina del 14 al 18 de diciembre de 2026. Responderé a su mensaje a mi regreso. Si necesita ayuda inmediata, comuníquese con Belkis Ortuño al 813-555-0188.",
    "Gracias por su mensaje. Me encuentro de vacaciones desde el lunes 14 de diciembre hasta el viernes 18 de diciembre. Contestaré cuando regrese. Para asuntos urgentes llame a Raúl Mendoza, 813-555-0190.",
    "No estaré en la oficina el 4 de diciembre. Le responderé el lunes 7. En mi ausencia puede escribir a Carmen Solís (csolis@plantcity.example).",
    "I have left the City of Plant City. For fence permits please contact Terrence Boyd at 813-555-0161 or tboyd@plantcity.example.",
    "Thank you for contacting the permit counter. I have received your message and will reply by the end of the business day. You can reach me directly at 813-555-0142.",
    "I work Monday to Thursday, 7:00 to 5:30, and will reply on my next working day. If you need help on a Friday, call Terrence Boyd at 813-555-0161.",
    "I will be away on military leave from December 1, 2026 to June 30, 2027 and will have no access to e-mail; I will reply after I return. Please contact Denise Fontenot at 813-555-0148 or dfontenot@plantcity.example.",
    "I'm taking PTO 12/23-12/31. I will reply when I'm back on 1/4. For building questions contact Hector Villanueva, 813-555-0175; for billing, Oonagh Devlin, 813-555-0176.",
    "I am out of the office until Monday, November 30, 2026, having left on November 20. I will reply then. Mr. Alan Prescott, 813-555-0101, is acting in my place.",
)
CLOSINGS = ("Thank you,", "Thanks,", "Sincerely,", "Best regards,", "", "-- ")


@pytest.mark.parametrize("number", range(len(BODIES)))
def test_a_compliant_message_gets_no_error(number: int) -> None:
    """A message that says when, who and how, signed as the standard has it, has no finding of severity error."""
    closing = CLOSINGS[number % len(CLOSINGS)]
    text = f"{BODIES[number]}\n\n{closing + chr(10) if closing else ''}{'' if closing in ('', '-- ') else chr(10)}{SIGNATURE}"
    document = Document("text", Visible.plain(text), text, kind=DocumentKind.AUTO_REPLY)
    found = [item for item in ENGINE.check(Mailbox("reply.txt", (document,))) if isinstance(item, Diagnostic)]
    assert [(item.rule, item.message) for item in found if item.severity is Severity.ERROR] == []


NAMES = (
    "Dana Whitlock", "Dana Whitlock, CPA", "Dr. Dana Whitlock", "Dana Whitlock, Ph.D., P.E.", "Dana O'Brien-Whitlock", "Maria de la Cruz", "DANA WHITLOCK",
    "Dana M. Whitlock", "Ji-woo Kim", "Xi Li", "Dana Whitlock Jr.", "Capt. Dana Whitlock", "May June", "Will Banks", 'Dana "Dee" Whitlock', "José Ángel Núñez",
)  # fmt: skip
TITLES = (
    "Permit Technician - Building Division", "Asst. City Manager", "Sr. Planner", "Planner II / GIS Analyst", "911 Dispatcher", "Heavy Equipment Operator III",
    "Executive Asst. to the City Manager", "Utility Billing Clerk", "Engineer, P.E.", "Code Enforcement Officer, Neighborhood Services", "Grants Manager | Finance",
    "Lineman, 1st Class", "K-9 Officer", "Mayor Pro Tem", "Webmaster", "Meter Reader",
)  # fmt: skip
PHONES = (
    "813-555-0142 ext. 4211", "(813) 555-0142 ext 4211", "813.555.0142 x4211", "Office: 813-555-0142, ext. 4211", "P: 813-555-0142 Ext: 4211", "+1 813 555 0142 ext. 4211",
    "813-555-0142 extension 4211", "Phone 813/555-0142 x 4211", "tel. 8135550142 ext.4211", "813-555-0142 | ext. 4211",
)  # fmt: skip
WEBSITES = (
    "http://www.plantcitygov.com/",
    "Website: www.plantcitygov.com",
    "plantcitygov.com",
    "Visit us at www.plantcitygov.com",
    "https://plantcitygov.com",
    "Website: <http://www.plantcitygov.com/>",
)


@pytest.mark.parametrize(
    ("line", "written"),
    [(line, written) for line, group in enumerate((NAMES, TITLES, None, PHONES, WEBSITES)) for written in group or ()],
)
def test_a_compliant_signature_gets_no_finding(line: int, written: str) -> None:
    """A signature with all six elements has no findings, however people write each of them."""
    lines = SIGNATURE.splitlines()
    lines[line] = written
    text = "\n".join(lines)
    document = Document("text", Visible.plain(text), text, kind=DocumentKind.SIGNATURE)
    found = [item for item in ENGINE.check(Mailbox("signature.txt", (document,))) if isinstance(item, Diagnostic)]
    assert [(item.rule, item.message) for item in found] == []
