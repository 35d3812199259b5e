"""Fonts whose letters are pictures: what `J` in Wingdings is to a reader."""

from __future__ import annotations

_FONTS = frozenset(
    (
        "wingdings",
        "wingdings 2",
        "wingdings 3",
        "webdings",
        "zapf dingbats",
        "zapfdingbats",
        "symbol",
        "ms outlook",
        "bookshelf symbol 7",
        "marlett",
    )
)
_GREEK = str.maketrans(
    "ABGDEZHQIKLMNXOPRSTUFCYWabgdezhqiklmnxoprstufcywVjJ",
    "ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩαβγδεζηθικλμνξοπρστυφχψωςϕϑ",
)
_SYMBOL = {
    "\u00b7": "•",
    "\u00a7": "♣",
    "\u00a8": "♦",
    "\u00a9": "♥",
    "\u00aa": "♠",
    "\u00ae": "→",
    "\u00ac": "←",
    "\u00de": "⇒",
    "\u00a3": "≤",
    "\u00b3": "≥",
    "\u00b1": "±",
    "\u00b4": "×",
    "\u00b0": "°",
}
_SUITS = frozenset("♣♦♥♠")
_WINGDINGS = {
    **dict(zip("J K L C D E F G".split(), "☺ 😐 ☹ 👍 👎 ☜ ☞ ☝".split(), strict=True)),
    **dict(zip("( ) * + ! & 6 : < ? A B N P Q R S T Y".split(), "☎ ✆ 🖂 🖃 ✏ 🕮 ⌛ 🖳 💾 ✍ ✌ 👌 ☠ ⚐ ✈ ☼ 💧 ❄ ✡".split(), strict=True)),
    "l": "●", "m": "○", "n": "■", "o": "□", "q": "❑", "r": "❒", "s": "◆", "t": "⧫", "u": "◆", "v": "❖", "w": "⬥",
    "\u00a7": "▪", "\u00a8": "◻", "\u009f": "•", "\u009e": "·", "\u00a1": "○", "\u00fc": "✓", "\u00fb": "✗", "\u00fe": "☑", "\u00d8": "➢",
    "\u00df": "←", "\u00e0": "→", "\u00e1": "↑", "\u00e2": "↓", "\u00e7": "←", "\u00e8": "→", "\u00ab": "★",
}  # fmt: skip
_PLAIN = frozenset("•·●○■□▪◻◆⧫⬥→←↑↓⇒≤≥±×°")
"""Signs that printers have always had: bullets and arrows are text, not graphics."""


def symbol_font(family: str) -> str:
    """Return the name of a font of pictures in lower case, or an empty string if a font has letters."""
    return family if family in _FONTS else ""


def glyph(font: str, char: str) -> str:
    """Return what a character looks like in a font of pictures, or an empty string if that is not known."""
    code = ord(char)
    if 0xF020 <= code <= 0xF0FF:  # Word gives symbols codes of their own
        char = chr(code - 0xF000)
    if font == "symbol":
        return _SYMBOL.get(char) or char.translate(_GREEK)
    return _WINGDINGS.get(char, "") if font == "wingdings" else ""


def is_text(font: str, shown: str) -> bool:
    """Return whether a glyph is a letter or sign of text, and no picture."""
    return shown in _PLAIN or (font == "symbol" and shown not in _SUITS)
