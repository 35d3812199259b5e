"""Addresses of contacts that a reader does not see but reaches: the links behind their names and behind "by e-mail"."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from urllib.parse import unquote

from replylint.facts.contacts import Contact
from replylint.model import Link

_MAILTO = "mailto:"


def with_linked_addresses(
    contacts: Sequence[Contact], links: Sequence[Link], text: str, own: Collection[str]
) -> list[Contact]:
    """Return the contacts with the mail addresses that their links lead to.

    A link belongs to the contact whose words it lies behind, or to the last one named before it in its line. An address that the
    contact's own words give already, or one of the author's (`own`, in lower case), is not given again.
    """
    linked = list(contacts)
    for link in links:
        address = _address(link)
        if not address or address.lower() in own or address in text:
            continue
        named = [place for place, contact in enumerate(linked) if contact.span.start < link.end]
        if not named:
            continue
        contact = linked[named[-1]]
        if "\n" not in text[contact.span.end : link.start] and address not in contact.emails:
            linked[named[-1]] = contact._replace(emails=(*contact.emails, address))
    return linked


def _address(link: Link) -> str:
    scheme, address = link.target[: len(_MAILTO)], unquote(link.target[len(_MAILTO) :].partition("?")[0]).strip()
    return address if scheme.lower() == _MAILTO and address.count("@") == 1 and not set(address) & set(" ,;") else ""
