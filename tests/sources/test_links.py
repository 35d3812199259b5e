"""A link that a mail gateway rewrote leads where its author meant it to lead."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from replylint.model import Document
from replylint.sources.links import target_of, with_targets
from replylint.visible import Visible

SITE = "http://www.city.example/"
PACKED = quote(SITE, safe="")
REWRITTEN = {
    "Safe Links": f"https://nam02.safelinks.protection.outlook.com/?url={PACKED}&data=05%7C02%7Csam%40example.com%7C8135550199&reserved=0",
    "Safe Links, government": f"https://gcc02.safelinks.protection.outlook.com/GetUrlReputation?url={PACKED}&data=05%7C01",
    "Safe Links, Teams": f"https://statics.teams.cdn.office.net/evergreen-assets/safelinks/1/atp-safelinks.html?url={PACKED}&locale=en-us",
    "Proofpoint 1": "https://urldefense.proofpoint.com/v1/url?u=http://www.city.example/&k=abc%3D%3D",
    "Proofpoint 2": "https://urldefense.proofpoint.com/v2/url?u=http-3A__www.city.example_&d=DwMFaQ&c=x",
    "Proofpoint 3": "https://urldefense.com/v3/__http://www.city.example/__;!!ABC123!xyz$",
    "Proofpoint 3, without its end": "https://urldefense.com/v3/__http://www.city.example/__;!!ABC123",
    "Proofpoint 3, one slash lost": "https://urldefense.com/v3/__http:/www.city.example/__;!!ABC123!xyz$",
    "Proofpoint, government": "https://urldefense.us/v3/__http://www.city.example/__;!!ABC123!xyz$",
    "Barracuda": f"https://linkprotect.cudasvc.com/url?a={PACKED.lower()}&c=E,1,x&typo=1",
    "Cisco": f"https://secure-web.cisco.com/1abcDEF-x_y/{PACKED}",
    "Sophos": "https://us-west-2.protection.sophos.com/?d=city.example&u=aHR0cDovL3d3dy5jaXR5LmV4YW1wbGUv&i=NWY=&t=x",
    "Check Point": "https://protect.checkpoint.com/v2/___http://www.city.example/___.YXAz",
    "Avanan": "https://url.avanan.click/v2/r02/___http://www.city.example/___.YXAz",
    "Trend Micro": f"https://imsva91-ctp.trendmicro.com:443/wis/clicktime/v1/query?url={PACKED}&umid=1&auth=2",
    "Symantec": f"https://clicktime.symantec.com/15tStzKHLTBUq?h=abc&u={PACKED}",
    "Trellix": f"https://protect2.fireeye.com/v1/url?k=1&q=1&e=2&u={PACKED}",
    "Zix": f"https://link.edgepilot.com/s/abc/def?u={PACKED}",
    "Libraesva": f"https://urlsand.esvalabs.com/?u={PACKED}&e=1&h=2&f=n&p=y",
    "Google": "https://www.google.com/url?q=http://www.city.example/&sa=D&source=editors",
    "two gateways": f"https://nam02.safelinks.protection.outlook.com/?url={quote(f'https://linkprotect.cudasvc.com/url?a={PACKED}&c=E', safe='')}&data=1",
}


@pytest.mark.parametrize("gateway", REWRITTEN)
def test_links_of_gateways(gateway: str) -> None:
    """Each gateway's link gives the address that it was made from."""
    assert target_of(REWRITTEN[gateway]).url == SITE


@pytest.mark.parametrize(
    "url",
    [
        SITE,
        "www.city.example",
        "https://www.google.com/maps?q=city+hall",
        f"https://safelinks.protection.outlook.com.example.com/?url={PACKED}",
        f"https://example.com/?url={PACKED}",
        "https://www.mimecast.com/products",
        "https://[::1",
        "mailto:dana@city.example",
        "cid:seal",
        "",
    ],
)
def test_links_that_nobody_rewrote(url: str) -> None:
    """Any other link leads where it says, also one that only looks like a gateway's."""
    assert target_of(url).url == url


def test_what_a_gateway_keeps_to_itself() -> None:
    """Where the address cannot be known, the host is told, or nothing."""
    host = target_of("https://protect-us.mimecast.com/s/abc?domain=city.example")
    assert host == ("https://city.example", True)
    for url in (
        "https://url.us.m.mimecastprotect.com/s/abc",
        "https://urldefense.com/v3/abc",
        "https://linkprotect.cudasvc.com/url",
    ):
        assert target_of(url) == ("", False)


def test_characters_that_proofpoint_replaces() -> None:
    """Stars stand for characters given in base64, two stars for a run of them."""
    assert (
        target_of("https://urldefense.com/v3/__https://city.example/a*b__;Iw!!x!y$").url == "https://city.example/a#b"
    )
    assert (
        target_of("https://urldefense.com/v3/__https://city.example/**Ab__;Pz8!!x!y$").url == "https://city.example/??b"
    )
    assert target_of("https://urldefense.com/v3/__https://city.example/*__;!!x!y$").url == "https://city.example/"


@given(st.text("abc/*_-;!$?=&%.:~\u00e9", max_size=60), st.sampled_from(sorted(REWRITTEN)))
def test_any_end_of_a_link(end: str, gateway: str) -> None:
    """Whatever a link holds, it leads somewhere or nowhere, and nothing else happens."""
    target_of(REWRITTEN[gateway] + end)
    target_of(
        REWRITTEN[gateway].partition("://")[0]
        + "://"
        + REWRITTEN[gateway].partition("://")[2].partition("/")[0]
        + "/"
        + end
    )


@pytest.mark.parametrize("gateway", REWRITTEN)
def test_links_in_a_delivered_text(gateway: str, document: Callable[..., Document]) -> None:
    """In a text that came by mail the author's own link is judged, and it leads back to the source of the rewritten one."""
    url = REWRITTEN[gateway]
    text = f"I am out.\nSee {url}, or {SITE}.\n"
    read = document(f"From: dana@city.example\nAuto-Submitted: auto-replied\n\n{text}")
    assert read.text == f"I am out.\nSee {SITE}, or {SITE}.\n"
    at = read.text.index(SITE)
    (span,) = read.visible.source_spans(at, at + len(SITE))
    assert read.content[span.start : span.end] == url
    assert [read.content[span.start : span.end] for span in read.visible.source_spans(0, 9)] == ["I am out."]


def test_links_in_a_text_that_nobody_sent(document: Callable[..., Document]) -> None:
    """A text that is still to be sent is as its author sees it."""
    url = REWRITTEN["Safe Links"]
    assert url in document(f"I am out.\nSee {url}\n", "reply.txt").text


@given(
    st.text("ab \u200be\u0301\r\n", max_size=30),
    st.lists(st.sampled_from([SITE, REWRITTEN["Barracuda"], REWRITTEN["Proofpoint 3"]]), max_size=3),
)
def test_offsets_after_links(text: str, links: list[str]) -> None:
    """Whatever stands between links, the other characters keep their places in the source."""
    source = "".join(f"{text} {link} " for link in links) + text
    before = Visible.plain(source)
    after = with_targets(before)
    assert after.text == before.text.replace(REWRITTEN["Barracuda"], SITE).replace(REWRITTEN["Proofpoint 3"], SITE)
    assert after.runs == () or after.source_offset(len(after.text)) == before.source_offset(len(before.text))
    if links:
        rest = len(before.text) - before.text.rindex(links[-1]) - len(links[-1])
        places = [visible.source_offset(len(visible.text) - n) for n in range(rest) for visible in (before, after)]
        assert places[::2] == places[1::2]
