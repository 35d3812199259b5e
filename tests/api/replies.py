"""Replies for the tests of the Python interface: the labelled messages, and what mail programs put on the clipboard."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

from replylint.api import Checker, Part, Profile, Reply, Text

ROOT = Path(__file__).resolve().parents[2]
TODAY = date(2026, 11, 23)
KAI = Profile("Kai Mori", "Permit Technician II", "813-555-0153", "1204", "kai.mori@plantcity.example")
CHECKER = Checker(today=TODAY, profile=KAI)

OUTLOOK = """\
<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><meta name=Generator content="Microsoft Word 15">
<style><!-- p.MsoNormal {margin:0in; font-size:11.0pt; font-family:"Calibri",sans-serif;} --></style></head>
<body lang=EN-US><!--StartFragment--><p class=MsoNormal>I will be out of the ofice from 12/14/26 &#8211; 12/18/26.<o:p></o:p></p>
<p class=MsoNormal><o:p>&nbsp;</o:p></p>
<p class=MsoNormal>Please contact Dana Whitlock at <b>813-555-0142</b>.<o:p></o:p></p>
<p class=MsoNormal>Thank you,<o:p></o:p></p><p class=MsoNormal>Kai Mori<o:p></o:p></p><!--EndFragment--></body></html>"""
WORD = """\
<html><body><!--StartFragment--><p class=MsoNormal><span style='font-size:11.0pt;color:#bbbbbb'>I am away until 12/18/26, call Rosa
Lima, x4217.</span></p><p class=MsoNormal>Kai<br><img src="file:///C:/Users/kai/AppData/Local/Temp/msohtmlclip1/01/clip_image001.png" alt=""></p>
<!--EndFragment--></body></html>"""
GMAIL = """\
<meta charset='utf-8'><div dir="ltr">hey!! 🎉 last day is friday so i wont be checking this anymore lol. hit up my supervisor jess<br><br>--<br>Kai</div>"""
APPLE = """\
<div style="caret-color: rgb(0, 0, 0);">I am out of the office from December 14 to December 18, 2026.&nbsp;</div><div><br></div>
<div>For help call <a href="tel:813-555-0142">Dana Whitlock, 813-555-0142</a>.</div><div>Kai Mori</div>"""
CLIPBOARD = {"outlook": OUTLOOK, "word": WORD, "gmail": GMAIL, "apple": APPLE}


def one(content: str, *, markup: bool = False) -> Reply:
    """Return a message by itself."""
    return Reply((Text(Part.MESSAGE, content, markup),))


def labelled(every: int) -> list[Reply]:
    """Return every so manieth labelled message, and all that mail programs put on the clipboard."""
    found = []
    for name in ("accuracy/messages", "corrections/seen", "corrections/unseen", "findings/seen"):
        lines = (ROOT / "benchmarks" / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
        found += [json.loads(line)["text"] for line in lines]
    texts = [(text, "</" in text or "<br" in text) for text in found[::every]]
    texts += [(page, True) for page in CLIPBOARD.values()]
    return [one(text, markup=markup) for text, markup in texts]
