"""What is said twice says the same: both tabs, text and HTML, and a text in two languages."""

from replylint.rules.parity.languages import LanguagesDiffer
from replylint.rules.parity.tabs import Different, MissingExternal, MissingInternal, PlainHtmlDiffer

RULES = (Different, MissingExternal, MissingInternal, PlainHtmlDiffer, LanguagesDiffer)
