"""Tell text in Windows-1252 from text in other charsets that was only read as such.

Nearly any bytes can be read as Windows-1252. What other charsets give then looks like no language
that uses it: `ðÒÉ×ÅÔ` is Russian in KOI8-R, `Ren‚e` is `Renée` as MS-DOS wrote it, `IÕm` is `I’m` of
an old Mac.
"""

from __future__ import annotations

from replylint.patterns import compiled, late

_LETTER = "A-Za-zÀ-ÖØ-öø-ÿŠŒŽšœžŸ"
_FOREIGN = "À-ÖØ-öø-ÿŠŒŽšœžŸƒ"
_ODD = late(
    # a sign inside a word: "Mu¤oz" (code page 850), "mo¿e" (Latin 2)
    rf"(?<=[{_LETTER}])[‚ƒ„†‡ˆ‰‹¡-¦¨¬¯±-³¶¸¹¼-¿](?=[{_LETTER}])"
    # a low quotation mark at the end of a word: "Jos‚"
    r"|(?<=[a-z])[‚„¤](?![\w‚„¤])"
    # a capital after a small letter: "RenŽe", "IÕm" (Mac)
    r"|(?<=[a-zß-öø-ÿ])(?<!\bMc)(?<!\bMac)(?<!\b[DL][ae])(?<!\bDi)[À-ÖØ-ÞŠŒŽ]"
    r"|(?<=[A-Z])[À-ÖØ-ÞŠŒŽ](?=[a-z])"
    # letters that hardly ever stand next to each other: "ÐÒÉ×" (KOI8-R), "ÖÐÎÄ" (GB 18030)
    rf"|[{_FOREIGN}×÷]{{3,}}"
    # pairs of two bytes: "‚±‚ñ" (Shift JIS)
    r"|(?:[‚ƒ][^\x00-\x7f]){2}"
    # a run of anything but letters of ASCII: "¤¤¤å" (Big5), "¾È³çÇÏ" (EUC-KR)
    rf"|(?=[^\s\x00-\x7f]{{0,9}}[{_FOREIGN}])(?=[^\s\x00-\x7f]{{0,9}}[¡-¿])[^\s\x00-\x7f]{{4,}}"
)
_WORD = compiled(r"[^\s\x00-\x7f]+")
_RARE = 10
"""How many times more often other characters beyond ASCII must occur for odd ones to be typing
errors."""


def is_mojibake(text: str) -> bool:
    """Return whether a text that was read as Windows-1252 seems to be in another charset."""
    if text.isascii():
        return False
    odd = len(_ODD.findall(text))
    return odd > 0 and odd * _RARE >= len(_WORD.findall(text))
