"""A notice that a pack requires is found wherever a reader sees it, also where gateways write it below a message."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cli.given import GOOD, PLAIN, check, found, mail

SENTENCE = "Under Oregon law, e-mail addresses are public records."
NOTICE = f"{SENTENCE} If you do not want your address released, call us."
PACK = f"""\
[pack]
id = "mine"
extends = "plant-city"
[checks.notice]
do = "require"
message = "End with the notice."
severity = "error"
{{}}
when = {{{{ document = "auto-reply" }}}}
pass = ["I am out. {SENTENCE}"]
fail = ["I am out."]
"""
WORDS, PATTERN = f'words = ["{SENTENCE}"]', "pattern = 'under [a-z]+ law, e-?mail addresses are public records'"
HTML = "Content-Type: text/html; charset=utf-8\n"
WITH = {
    "a text": ("reply.txt", f"{GOOD}\n{NOTICE}\n"),
    "a stored reply": ("replies.json", f"{GOOD}\n{NOTICE}"),
    "a stored page": ("replies.json", f"<p>{GOOD.replace(chr(10), '<br>')}</p><p>{NOTICE}</p>"),
    "a delivered message": ("reply.eml", mail(f"{GOOD}\n{NOTICE}\n", PLAIN)),
    "a delivered page": ("reply.eml", mail(f"<p>{GOOD.replace(chr(10), '<br>')}</p><p>{NOTICE}</p>", HTML)),
    "below a line": ("reply.eml", mail(f"{GOOD}\n{'_' * 30}\nConfidential. {NOTICE}\n", PLAIN)),
    "above a quotation": ("reply.eml", mail(f"{GOOD}\n{NOTICE}\n\nOn Fri, Pat wrote:\n> Hello\n", PLAIN)),
}
WITHOUT = {
    "a text": ("reply.txt", GOOD),
    "a stored reply": ("replies.json", GOOD),
    "a delivered message": ("reply.eml", mail(GOOD, PLAIN)),
    "another notice": ("reply.eml", mail(f"{GOOD}\nThis message is confidential. Do not disclose it.\n", PLAIN)),
    "only in a quotation": ("reply.eml", mail(f"{GOOD}\n\nOn Fri, Pat wrote:\n> Hello\n> {NOTICE}\n", PLAIN)),
    "only in an unmarked quotation": (
        "reply.eml",
        mail(f"{GOOD}\n-----Original Message-----\nFrom: Pat\nSent: Friday\nSubject: x\n\n{NOTICE}\n", PLAIN),
    ),
}


def written(here: Path, name: str, text: str, how: str) -> list[str]:
    """Write a pack and a message, and return the rules that find something in it."""
    (here / "mine.toml").write_text(PACK.format(how), encoding="utf-8")
    if name.endswith(".json"):
        row = {"Identity": "d@plantcitygov.com", "AutoReplyState": "Enabled", "ExternalAudience": "All"}
        text = json.dumps([{**row, "InternalMessage": text, "ExternalMessage": text}])
    (here / name).write_text(text, encoding="utf-8")
    return found(check(name, "--policy", "mine.toml", "--select", "mine", "--select", "parity"))


@pytest.mark.parametrize("how", [WORDS, PATTERN], ids=["words", "pattern"])
@pytest.mark.parametrize("case", WITH)
def test_it_is_there(case: str, how: str, here: Path) -> None:
    """A notice below a message satisfies the pack, whoever wrote it there."""
    assert "mine.notice" not in written(here, *WITH[case], how)


@pytest.mark.parametrize("how", [WORDS, PATTERN], ids=["words", "pattern"])
@pytest.mark.parametrize("case", WITHOUT)
def test_it_is_not_there(case: str, how: str, here: Path) -> None:
    """Another notice, or one in mail that is quoted, does not."""
    assert "mine.notice" in written(here, *WITHOUT[case], how)
