"""The form that works without JavaScript."""

from __future__ import annotations

import re

import pytest
from bs4 import BeautifulSoup
from serving import FIRST, LAST, REPLY, Server, written

from replylint.web.sanitizing import sanitized

ATTACK = "</textarea><script>alert(1)</script><img src=x onerror=alert(1)>{{ 7*7 }}"


def sent(server: Server, language: str = "en", **fields: str) -> BeautifulSoup:
    got = server.client.post("/basic", params={"language": language}, data=fields, headers={"Origin": server.url})
    assert got.status_code == 200
    assert got.headers["content-type"] == "text/html; charset=utf-8"
    assert got.headers["cache-control"] == "no-store"
    return BeautifulSoup(got.text, "html.parser")


def test_results_are_on_the_same_page(server: Server) -> None:
    """A text that is sent comes back with what to change, the clause, and the corrected version; the field keeps it."""
    page = sent(server, message=REPLY)
    assert "thing" in page.find(id="count").text
    assert "ofice" in [mark.text for mark in page.find_all("mark")]
    assert "The standard says:" in page.text
    assert "When is your last day out?" in page.text
    assert page.find(id="message").text.strip() == REPLY
    assert "office" in page.find(id="corrected-message").text
    assert page.find("script") is None


def test_both_tabs_and_the_signature_are_checked_together(server: Server) -> None:
    """With a message for people outside, both are compared, and findings say where they are."""
    page = sent(
        server,
        message=f"I am out until {written(FIRST)}.",
        external=f"I am out until {written(LAST)}.",
        signature="Dana",
    )
    places = {item.text.split(":")[0] for item in page.select("#result ol > li")}
    assert {"Inside", "Signature"} <= places


def test_nothing_is_called_right_that_was_not_checked(server: Server) -> None:
    """A text in another language is not called ready."""
    page = sent(
        server, message="Je suis absent du bureau et je reviendrai bientôt. Merci de votre patience et à très vite."
    )
    assert "We could not check" in page.text
    assert "ready" not in page.find(id="count").text


def test_empty_form_is_shown_again(server: Server) -> None:
    """Who sends nothing sees the form, and no verdict."""
    page = sent(server, message="  ")
    assert page.find(id="result") is None
    assert page.find("form")


def test_form_is_spanish_where_asked(server: Server) -> None:
    """The form speaks Spanish by its address, or by what the browser asks for."""
    assert "Revisar" in sent(server, "es", message=REPLY).find("button").text
    shown = server.client.get("/basic", headers={"Accept-Language": "es-MX,es;q=0.9"}).text
    assert '<html lang="es">' in shown
    assert '<html lang="en">' in server.client.get("/basic", params={"language": "xx"}).text


@pytest.mark.parametrize("field", ["message", "external", "signature"])
@pytest.mark.parametrize("markup", ["", "yes"])
def test_what_is_sent_is_shown_as_text(server: Server, field: str, markup: str) -> None:
    """Markup in a text is shown, not done."""
    page = sent(server, **{"message": "I am out.", "markup": markup, field: ATTACK})
    assert page.find("script") is None
    assert page.find(onerror=True) is None
    assert ATTACK in page.find(id=field).text
    assert len(page.find_all("form")) == 1


def test_preview_of_markup_is_harmless(server: Server) -> None:
    """Corrected HTML is shown as readers see it, without what runs or loads."""
    page = sent(
        server, markup="yes", message='<p onclick="x()">I am out of the ofice. <a href="javascript:x()">a</a><img src="https://e.example/x.png" alt="City Seal"></p><form><input></form>',
    )  # fmt: skip
    preview = page.select_one(".paper")
    assert preview
    assert "office" in preview.text
    assert preview.find("img")["alt"] == "City Seal"
    assert not preview.find_all(["form", "input", "script", "style"])
    assert not re.search(r"javascript:|onclick|e\.example", str(preview))


@pytest.mark.parametrize(
    "markup",
    [
        "<svg><style><!--</style><img src=x onerror=alert(1)>",
        "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=alert(1)&gt;'>",
        "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
        "<a href='java\tscript:alert(1)'>a</a><base href=//e.example><meta http-equiv=refresh content=0>",
        "<p style='position:fixed;background:url(//e.example)' class='x' id='form'>a</p><iframe src=//e.example></iframe>",
    ],
)
def test_sanitizer_leaves_nothing_that_runs(markup: str) -> None:
    """Known tricks against sanitizers leave no handler, no script and no address that loads."""
    page = BeautifulSoup(sanitized(markup), "html.parser")
    allowed = {"href", "alt", "rel", "colspan", "rowspan"}
    for tag in page.find_all(True):
        assert set(tag.attrs) <= allowed
        assert tag.name not in ("script", "style", "iframe", "base", "meta", "svg", "math")
        assert re.match(r"(?i)(https?|mailto|tel):|[^:]*$", tag.attrs.get("href", ""))


def test_policy_lets_only_the_own_style_in(server: Server) -> None:
    """The style of the form is allowed by its hash; a text can bring none, and nothing runs."""
    import base64
    import hashlib

    got = server.client.get("/basic")
    style = BeautifulSoup(got.text, "html.parser").find("style").string
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = got.headers["content-security-policy"]
    assert f"style-src 'sha256-{digest}'" in policy
    assert "script-src" not in policy
    assert "default-src 'none'" in policy
    assert "form-action 'self'" in policy
