"""Only what the author wrote is judged: not quotations, nor banners and footers that others added, and no word of the author's is lost."""

from __future__ import annotations

from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from growth import assert_linear
from replylint.model import Document
from replylint.sources.html import read_html
from replylint.sources.judged import Origin, own_words
from replylint.sources.mime import with_page
from replylint.visible import Visible

OWN = "I am out of the office until June 5.\n\nDana Whitlock"
OLD = "The old text."


def judged(text: str, *, delivered: bool = True) -> str:
    """Return what is judged of a plain text."""
    return own_words(Visible.plain(text), Origin.DELIVERED if delivered else Origin.WRITTEN).text


def page(content: str) -> Document:
    """Return an HTML message as it is judged."""
    return with_page(Document("message", Visible.plain(""), content), read_html(content), {}, Origin.DELIVERED)


QUOTATIONS = {
    "Outlook": "From: Someone <someone@customer.example>\nSent: Monday, June 1, 2026 9:00 AM\nTo: Dana Whitlock\nSubject: Permit\n\n",
    "Outlook with copies": "From: Someone\nSent: Monday, June 1, 2026 9:00 AM\nTo: Dana Whitlock\nCc: Other\nSubject: Permit\n\n",
    "Outlook in Spanish": "De: Alguien <someone@customer.example>\nEnviado: lunes, 1 de junio de 2026 9:00\nPara: Dana\nAsunto: Permiso\n\n",
    "Outlook in Spanish, on a day": "De: Alguien\nEnviado el: lunes, 1 de junio de 2026 9:00\nPara: Dana\nAsunto: Permiso\n\n",
    "Outlook on the web": "________________________________\nFrom: Someone <someone@customer.example>\nSent: Monday\nTo: Dana\n\n",
    "Outlook on the web in Spanish": "________________________________\nDe: Alguien\nEnviado: lunes\nPara: Dana\n\n",
    "Outlook of old": "-----Original Message-----\nFrom: Someone\nSent: Monday\n\n",
    "Outlook of old in Spanish": "-----Mensaje original-----\nDe: Alguien\n\n",
    "Date in place of Sent": "From: Someone\nDate: Monday, June 1, 2026\nTo: Dana\nSubject: Permit\n\n",
    "Gmail": "On Mon, Jun 1, 2026 at 9:00 AM Someone <someone@customer.example> wrote:\n\n",
    "Gmail over two lines": "On Mon, Jun 1, 2026 at 9:00 AM Someone With A Name\n<someone@customer.example> wrote:\n\n",
    "Gmail in Spanish": "El lun, 1 jun 2026 a las 9:00, Alguien (<someone@customer.example>) escribió:\n\n",
    "Gmail's forward": "---------- Forwarded message ---------\nFrom: Someone\n\n",
    "Apple Mail": "On Jun 1, 2026, at 9:00 AM, Someone <someone@customer.example> wrote:\n\n",
    "Apple Mail's forward": "Begin forwarded message:\n\nFrom: Someone\nSubject: Permit\nDate: June 1, 2026\nTo: Dana\n\n",
    "German": "Am 01.06.2026 um 09:00 schrieb Someone:\n\n",
    "French": "Le lun. 1 juin 2026 à 09:00, Someone <someone@customer.example> a écrit :\n\n",
}


@pytest.mark.parametrize("delivered", [True, False])
@pytest.mark.parametrize("case", QUOTATIONS)
def test_a_quoted_original_is_not_judged(case: str, delivered: bool) -> None:
    """What follows the mark that a mail program puts before a quotation is left out, and nothing before it."""
    assert judged(f"{OWN}\n\n{QUOTATIONS[case]}{OLD}\n", delivered=delivered).strip() == OWN


def test_quoted_lines_are_not_judged() -> None:
    """Lines that begin with > are left out wherever they stand."""
    assert judged(f"> {OLD}\n>> {OLD}\n\n{OWN}\n> {OLD}\n", delivered=False).strip() == OWN


def test_an_answer_below_the_quotation_is_judged_without_it() -> None:
    """Where the author wrote below the quotation, the quotation is left out all the same."""
    text = judged(f"On Mon, Jun 1, 2026 at 9:00 AM Someone wrote:\n> {OLD}\n> {OLD}\n\n{OWN}\n")
    assert OWN in text
    assert OLD not in text


def test_a_text_that_is_all_quotation_is_judged() -> None:
    """Where nothing else is left the quotation is judged: better that than nothing."""
    assert judged(f"> {OLD}\n") == f"> {OLD}\n"


HTML_QUOTATIONS = {
    "Gmail": '<br><div class="gmail_quote gmail_quote_container"><div class="gmail_attr">On Mon, Someone wrote:<br></div>'
    "<blockquote class=gmail_quote>{}</blockquote></div>",
    "Outlook on the web": '<div id="appendonsend"></div><hr><div id="divRplyFwdMsg" dir="ltr"><b>From:</b> Someone<br>'
    "<b>Sent:</b> Monday<br><b>To:</b> Dana<br></div><div>{}</div>",
    "Outlook on the web, received": '<div id="x_appendonsend"></div><hr><div id="x_divRplyFwdMsg"><b>From:</b> Someone<br>'
    "<b>Sent:</b> Monday<br><b>To:</b> Dana<br></div><div>{}</div>",
    "Outlook for Mac": '<span id="OLK_SRC_BODY_SECTION"><div><b>From: </b>Someone<br></div>{}</span>',
    "Outlook for Mac, received": '<span id="x_OLK_SRC_BODY_SECTION"><div><b>From: </b>Someone<br></div>{}</span>',
    "Outlook": "<div style='border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0in 0in 0in'><p class=MsoNormal><b>From:</b>"
    " Someone &lt;someone@customer.example&gt; <br><b>Sent:</b> Monday<br><b>To:</b> Dana<br><b>Subject:</b> x</p></div><p>{}</p>",
    "Outlook in Spanish": "<div><p><b>De:</b> Alguien<br><b>Enviado:</b> lunes<br><b>Para:</b> Dana<br></p></div><p>{}</p>",
    "Apple Mail": "<div><br><blockquote type=cite><div>On Jun 1, 2026, at 9:00 AM, Someone wrote:</div>{}</blockquote></div>",
    "Thunderbird": '<div class="moz-cite-prefix">On 6/1/2026 9:00 AM, Someone wrote:<br></div><blockquote type="cite"'
    ' cite="mid:1@customer.example">{}</blockquote>',
    "Yahoo": '<div id="yahoo_quoted_1" class="yahoo_quoted"><div>On Monday, Someone wrote:</div>{}</div>',
    "Proton": '<div class="protonmail_quote">On Monday, Someone wrote:<br><blockquote type="cite">{}</blockquote></div>',
}


@pytest.mark.parametrize("program", HTML_QUOTATIONS)
def test_a_quotation_in_html_is_not_judged(program: str) -> None:
    """Quotations as mail programs mark them in HTML are left out, with the pictures and backgrounds in them."""
    old = f'<p style="background:yellow">{OLD}<img src="old.png"></p>'
    read = page(
        f"<p>I am out of the office until June 5.</p><p>Dana Whitlock</p>{HTML_QUOTATIONS[program].format(old)}"
    )
    assert read.text.strip() == OWN
    assert read.pictures == ()
    assert read.backgrounds == ()


LOOK_ALIKES = {
    "from one day to another": "From June 1 to June 5 I am away.\n",
    "from and to on lines": "I am away\nFrom: June 1\nTo: June 5\nCall Maria at 813-555-0142.\n",
    "days on lines": "I am out of the office.\nFrom: Monday, June 1\nDate of return: June 8\nTo reach me, call.\n",
    "a date between": "My absence:\nFrom: June 1\nDate back: June 8\nTo: everyone who writes\n",
    "what I wrote": "On Monday I wrote to you:\nthe permit is ready.\n",
    "what the mayor wrote": "On Monday I told the clerk what the mayor wrote: stay home.\nI am out.\n",
    "wrote in the middle": "On the form you wrote: nothing. I am out until June 5.\n",
    "a rule of dashes": "I am out.\n----------\nCall Maria at 813-555-0142.\n",
    "a rule of underscores": "I am out.\n______________________________\nDana Whitlock\n",
    "a rule and a range": "I am out.\n______________________________\nFrom June 1 to June 5 call Maria.\n",
    "an arrow in a line": "Press Menu > Help.\n-> Call Maria.\n",
    "the original message": "Your original message was not read. I am out until June 5.\n",
    "Spanish range": "De lunes a viernes estoy fuera.\nPara ayuda, llame a María.\n",
    "Spanish verb": "El viernes escribí a la alcaldesa.\nEstoy fuera.\n",
    "message to let you know": "Hello,\n\nThis message is to let you know that I am away from June 1 to June 5.\n",
    "this e-mail is automatic": "Hello,\n\nThis e-mail is automatic. I am away until June 5.\nCall Maria at 813-555-0142.\n",
    "a notice": "Notice: I will be outside the office from June 1 to June 5.\nCall Maria at 813-555-0142.\n\nDana\n",
    "attention": "Attention: I was sent to a training until June 5.\n\nThank you,\nDana\n",
    "external affairs": "External affairs answers at 813-555-0142.\nI am out.\n",
    "privacy desk": "I am out.\n\nPrivacy: ask Maria Lopez at 813-555-0142.\n\nDana\n",
    "how to unsubscribe": "I am out.\n\nTo unsubscribe from water alerts, call Maria at 813-555-0142.\n\nDana\n",
    "a confidential question": "Hola,\n\nEste mensaje es para avisar que estoy fuera; lo confidencial, a María.\n\nDana\n",
    "the name of a list": "I am out.\nMaria keeps the city's mailing list\nand answers at 813-555-0142.\n",
}


@pytest.mark.parametrize("case", LOOK_ALIKES)
def test_text_that_merely_looks_like_a_quotation_is_judged(case: str) -> None:
    """No word of the author's is left out because it looks like a quotation, a banner or a footer."""
    assert judged(LOOK_ALIKES[case]) == LOOK_ALIKES[case]


@pytest.mark.parametrize(
    "content",
    [
        "<p>I am out.</p><blockquote style='margin:0 0 0 40px;border:none;padding:0px'>Call Maria.</blockquote>",
        "<p>I am out.</p><div class=quote>Call Maria.</div>",
        "<p>I am out.</p><div id=message>Call Maria.</div>",
    ],
)
def test_html_that_merely_looks_like_a_quotation_is_judged(content: str) -> None:
    """Indented text is no quotation."""
    assert page(content).text == "I am out.\n\nCall Maria."


BANNERS = {
    "[EXTERNAL]": "[EXTERNAL]\n\n",
    "External Email": "External Email\n",
    "CAUTION": "CAUTION: This email originated from outside of the organization. Do not click links or open attachments unless you"
    " recognize the sender and know the content is safe.\n\n",
    "stars": "*** WARNING: This message came from an EXTERNAL sender ***\n\n",
    "over lines": "CAUTION: This email originated from outside of the organization.\nDo not click links.\n\n",
    "without a word of warning": "This email originated from outside of the City. Think before you click.\n\n",
    "Spanish": "PRECAUCIÓN: Este correo viene de un remitente externo.\n\n",
}


@pytest.mark.parametrize("case", BANNERS)
def test_a_banner_is_not_judged(case: str) -> None:
    """A warning that the receiving side put before the text is left out of what is judged."""
    assert judged(BANNERS[case] + OWN).strip() == OWN


FOOTERS = {
    "mailman": "_______________________________________________\nNews mailing list\nNews@lists.city.example\n",
    "unsubscribe": "To unsubscribe from this group, write to news+unsubscribe@lists.city.example\n",
    "disclaimer": "This email and any files transmitted with it are confidential and intended solely for the addressee.\n",
    "disclaimer with a heading": "CONFIDENTIALITY NOTICE: The information in this message may be privileged.\n",
    "disclaimer below a line": "----------\nThis message contains confidential information.\n",
    "Spanish disclaimer": "Este correo electrónico y sus archivos son confidenciales.\n",
    "scanner": "This email has been scanned by the city's gateway.\n",
    "Exchange": 'Note: this is an automated response to your message "Permit" sent on 6/1/26.\n',
    "vacation": "This is the only notification you will receive while this person is away.\n",
}


@pytest.mark.parametrize("case", FOOTERS)
def test_a_footer_of_a_delivered_message_is_not_judged(case: str) -> None:
    """What a list, a gateway or a mail program puts below the text is left out of what is judged."""
    assert judged(f"{OWN}\n\n{FOOTERS[case]}").strip() == OWN


@pytest.mark.parametrize(
    "text", [*(text + OWN for text in BANNERS.values()), *(f"{OWN}\n\n{text}" for text in FOOTERS.values())]
)
def test_banners_and_footers_of_an_own_file_are_judged(text: str) -> None:
    """Nobody adds anything to a text that its author gives, so nothing is taken for added."""
    assert judged(text, delivered=False) == text


# What belongs to what is left out

BANNER = (
    '<div style="background-color:#FFEB9C">{}CAUTION: This email originated from outside of the organization.</div>'
)
SEAL = '<img src="seal.png" alt="City Seal">'


def test_the_background_of_a_banner_is_not_the_authors() -> None:
    """The colour behind a banner that others put in is no background of the message."""
    assert page(f"{BANNER.format('')}<p>I am out.</p>").backgrounds == ()


def test_the_picture_of_a_banner_is_not_the_authors() -> None:
    """The picture in a banner that others put in is no graphic of the message."""
    assert page(f"{BANNER.format('<img src=warning.png>')}<p>I am out.</p>").pictures == ()


def test_a_seal_below_the_text_stays_where_a_banner_goes() -> None:
    """A picture that ends the message is the author's, also where something was left out above."""
    assert [picture.source for picture in page(f"<p>I am out.</p>{SEAL}").pictures] == ["seal.png"]
    assert [picture.source for picture in page(f"{BANNER.format('')}<p>I am out.</p>{SEAL}").pictures] == ["seal.png"]


def test_a_picture_keeps_its_place_where_a_banner_goes() -> None:
    """The place of a picture in the visible text is that in the text that is judged."""
    content = f"{BANNER.format('')}<p>I am out.</p><p>Dana</p>{SEAL}<p>City</p>"
    read = page(content)
    (picture,) = read.pictures
    assert read.text[: picture.at].strip().endswith("Dana")


def test_colours_and_links_are_known_where_a_banner_goes() -> None:
    """Letters that can hardly be read and links are found also in a message above which a banner stands."""
    content = '<p>I am <span style="color:#eeeeee">out</span>, see <a href="http://www.example.com/">here</a>.</p>'
    read, whole = page(BANNER.format("") + content), page(content)
    assert [read.text[each.start : each.end] for each in read.colorings] == [
        whole.text[each.start : each.end] for each in whole.colorings
    ]
    assert [(read.text[each.start : each.end], each.target) for each in read.links] == [
        ("here", "http://www.example.com/")
    ]


@given(
    st.lists(
        st.one_of(
            st.sampled_from(
                [*QUOTATIONS.values(), *BANNERS.values(), *FOOTERS.values(), *LOOK_ALIKES.values(), f"> {OLD}\n"]
            ),
            st.text("abc .\n>-_*[:", max_size=20),
        ),
        max_size=5,
    ).map("".join),
    st.booleans(),
)
def test_what_is_judged_is_part_of_the_text(text: str, delivered: bool) -> None:
    """What is judged are lines of the text in their order, it is never nothing where the text is something, and it leads back to the source."""
    visible = Visible.plain(text)
    kept = own_words(visible, Origin.DELIVERED if delivered else Origin.WRITTEN)
    assert bool(kept.text.strip()) == bool(text.strip())
    assert all(text[kept.source_offset(at)] == char for at, char in enumerate(kept.text))
    places = [kept.source_offset(at) for at in range(len(kept.text))]
    assert places == sorted(places)


# What follows a note

AFTERS = (
    "Maria Lopez answers at 813-555-0162 until June 5.",
    "Write to maria@plantcity.example about permits.",
    "The clerk can help.",
)
AFTER = AFTERS[0]
NOTES = {
    "Exchange": 'Note: This is an automated response to your message "RE: Permit. Second try" sent on 6/1/26 9:00 AM.',
    "Exchange, in two sentences": 'Note: this is an automated response to your message "Permit" sent on 6/1/26. This is the only'
    " notification you will receive while this person is away.",
    "vacation": "This is the only notification you will receive while this person is away.",
    "unsubscribe": "To unsubscribe send a message to news-unsubscribe@lists.city.example.",
    "unsubscribe by link": "To unsubscribe click http://lists.city.example/u or visit the archives of this group.",
    "scanner": "This email has been scanned by the city's gateway for viruses.",
    "send-only": "This message was sent from a notification-only address that is not monitored.",
    "list": "_______________________________________________\nNews mailing list\nNews@lists.city.example\n"
    "http://lists.city.example/listinfo/news",
    "disclaimer": "This email and any files transmitted with it are confidential. If you are not the intended recipient,"
    " please notify the sender and delete it.",
    "disclaimer in two paragraphs": "This message contains confidential information.\n\nIf you received it in error, any disclosure"
    " is prohibited.",
    "public records": "Please note: Florida has a very broad public records law. Most written communications to or from city"
    " officials are public records available to the public upon request.",
    "Spanish": "Este correo electrónico es confidencial. Si no es el destinatario, elimine este mensaje.",
}
WARNINGS = {
    "CAUTION": "CAUTION: This email originated from outside of the organization. Do not click links or open attachments unless you"
    " recognize the sender and know the content is safe.",
    "over lines": "CAUTION: This email originated from outside of the organization.\nDo not click links or open attachments.",
    "wrapped": "CAUTION: This email originated from outside of the organization. Do not click\nlinks or open attachments unless"
    " you recognize the sender.",
    "external email": "CAUTION: external email. Verify the sender.",
    "without a word of warning": "This email originated from outside of the City. Think before you click.",
    "Spanish": "PRECAUCIÓN: Este correo viene de un remitente externo. No haga clic en enlaces.",
}


@pytest.mark.parametrize("after", AFTERS)
@pytest.mark.parametrize("between", ["\n\n", "\n", " "])
@pytest.mark.parametrize("case", NOTES)
def test_what_follows_a_note_is_judged(case: str, between: str, after: str) -> None:
    """Only the note itself is left out; a sentence after it is the author's, in the same paragraph or a further one."""
    if between == " " and "\n" in NOTES[case].split("\n\n")[0]:
        between = "\n"  # an address goes on to the end of its line
    read = judged(f"I am out of the office.\n\n{NOTES[case]}{between}{after}\n\nDana Whitlock\n")
    words = read.split()
    assert words == f"I am out of the office. {after} Dana Whitlock".split()


@pytest.mark.parametrize("between", ["\n\n", "\n", " "])
@pytest.mark.parametrize("case", WARNINGS)
def test_what_follows_a_banner_is_judged(case: str, between: str) -> None:
    """A sentence right after a warning is the author's."""
    assert judged(f"{WARNINGS[case]}{between}{AFTER}\n\nDana Whitlock\n").split() == f"{AFTER} Dana Whitlock".split()


@pytest.mark.parametrize(
    "text",
    [
        "Warning: I am outside the building and will read your message later.\n\nDana\n",
        "Notice: this message says that I am out, outside of the city.\n\nDana\n",
        "I am out.\n\nThis message was sent from a notification-only address, because I am away until June 5.\n",
        "I am out.\n\nThis email has been scanned, and I will answer it on June 5.\n",
    ],
)
def test_what_authors_say_of_themselves_is_no_note(text: str) -> None:
    """A sentence in which the author speaks is judged, even if it begins as a note does."""
    assert judged(text) == text


def test_notes_without_end_are_read_in_one_go() -> None:
    """The time that many notes take grows with their number."""
    line = "To unsubscribe send a message. Call Maria.\n"
    assert_linear(partial(judged, f"I am out.\n\n{line * number}") for number in (1_000, 4_000, 16_000))
