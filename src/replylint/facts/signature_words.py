"""The words by which the lines of a signature are known, of all languages: the format does not change with the text above it."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from replylint.facts.languages import CODES, everywhere, language
from replylint.facts.languages.alternatives import grouped
from replylint.patterns import compiled, late


class SignatureWords(NamedTuple):
    """The compiled patterns and word lists."""

    closing: re.Pattern[str]
    """Of a line in lower case; a line that ends in a colon announces something and closes nothing."""
    inline: re.Pattern[str]
    goes_on: re.Pattern[str]
    """Of a closing that ends in a preposition, so that what follows is no name."""
    device: re.Pattern[str]
    disclaimer: re.Pattern[str]
    pronouns: re.Pattern[str]
    label: re.Pattern[str]
    fax: re.Pattern[str]
    mobile: re.Pattern[str]
    website_label: re.Pattern[str]
    extension: re.Pattern[str]
    extension_word: re.Pattern[str]
    emblem: re.Pattern[str]
    networks: re.Pattern[str]
    """Social networks: their buttons are not emblems, and their addresses are not the organization's website."""
    form_label: re.Pattern[str]
    """Of what is written before an element, as in a form: `Title: Planner`."""
    titles: frozenset[str]
    last_titles: frozenset[str]
    """Words that name a job where they are the last of several, and people or things elsewhere: `Library Page`."""
    departments: frozenset[str]
    part_of: frozenset[str]
    """Words between a part of an organization and what it deals with."""
    government: frozenset[str]
    """Words that say that an organization is a government."""
    fields: frozenset[str]
    """What parts of an organization deal with."""
    field_joints: frozenset[str]
    organizations: frozenset[str]

    def closes(self, lowered: str) -> bool:
        """Return True if a line, in lowercase, is nothing but a closing, or closings of several languages: `Thank you / Gracias,`."""
        if self.closing.match(lowered):
            return True
        parts = [part.strip() for part in _BESIDE.split(lowered) if part.strip()]
        return len(parts) > 1 and all(map(self.closing.match, parts))

    def joins(self, word: str) -> bool:
        """Return True if a word stands inside a job title, so that the title goes on: `and`, `of`, `&`."""
        return word.lower() in self.field_joints

    def names_department(self, text: str) -> bool:
        """Return True if a text names a part of an organization and no job: `Streets Division`, `Utility Billing`."""
        words = [word.strip(".,").lower() for word in text.split()]
        if not words:
            return False
        if words[0] in self.departments and words[1:2] and words[1] in self.part_of:
            return True  # "Office of the City Clerk"
        if words[1:] and words[-1] in self.last_titles:
            return False  # "Museum Guide"
        if self.departments & {words[0], words[-1]}:
            return self.titles.isdisjoint(words)
        return self.fields.issuperset(word for word in words if word not in self.field_joints)


_BESIDE = compiled(r"[/|]")
"""What is between the closings of two languages."""


@cache
def signature_words() -> SignatureWords:
    """Return the patterns, each compiled when it is first used."""
    data = {
        key: everywhere("signature", key)
        for key in (
            "closings",
            "device",
            "prepositions",
            "disclaimer",
            "pronouns",
            "label",
            "fax",
            "mobile",
            "mobile_words",
            "website_label",
            "extension",
            "emblem",
            "networks",
            "form_label",
        )
    }
    start = r"(?i)^[\s*_~-]*"
    line = rf"[\s*_~-]*{data['closings']}\s*[,.!–-]*\s*$"
    return SignatureWords(
        late(lambda: rf"(?![^\n]*:\s*$)(?:{grouped(line)})"),
        late(rf"(?i)(?:^|[.!?)…\n]\s*|\s[-–—]{{1,2}}\s*|,\s*){data['closings']}\s*[,.!–—-]*\s+(?=\S)"),
        late(rf"(?i)\b{data['prepositions']}\s+\Z"),
        late(rf"{start}{data['device']}$"),
        late(rf"{start}{data['disclaimer']}$"),
        late(rf"(?i){data['pronouns']}"),
        late(rf"(?i)^\s*{data['label']}\s*[.:|]\s*"),
        late(rf"(?i)^\W*{data['fax']}\b\s*[.:#]"),
        late(
            rf"(?i)^\W*{data['mobile']}\b\s*[.:#]|\(\s*{data['mobile']}\s*\)\s*$"
            rf"|^\W*{data['mobile_words']}\s*[.:#-]?\s*(?=[+(\d])"
        ),
        late(rf"(?i)^\W*{data['website_label']}\b\s*[:|-]?\s*$"),
        late(rf"(?i)^\W*{data['extension']}\s*:?\s*#?\s*\d"),
        late(rf"(?i)\b{data['extension']}(?!\w)"),
        late(rf"(?i)\b{data['emblem']}\b"),
        late(rf"(?i){data['networks']}"),
        late(rf"(?i)^\s*{data['form_label']}\.?\s*:\s*(?=\S)"),
        frozenset().union(*(language(code).words("signature", "titles") for code in CODES)),
        frozenset().union(*(language(code).words("signature", "last_titles") for code in CODES)),
        frozenset().union(*(language(code).words("signature", "departments") for code in CODES)),
        frozenset().union(*(language(code).words("signature", "part_of") for code in CODES)),
        frozenset().union(*(language(code).words("signature", "government") for code in CODES)),
        frozenset().union(*(language(code).words("signature", "fields") for code in CODES)),
        frozenset().union(*(language(code).words("signature", "field_joints") for code in CODES)),
        frozenset().union(*(language(code).words("signature", "organizations") for code in CODES)),
    )
