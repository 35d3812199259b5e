"""Who to contact: somebody else, by full name, who can be reached."""

from replylint.rules.contact.how import DetailsDiffer, InternalNumber, Unknown, Unreachable
from replylint.rules.contact.who import IncompleteName, Missing, Unnamed, Yourself

RULES = (Missing, Unnamed, IncompleteName, Unreachable, Yourself, InternalNumber, Unknown, DetailsDiffer)
