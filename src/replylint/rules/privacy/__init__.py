"""What people outside need not know about a message's author."""

from replylint.rules.privacy.oversharing import Oversharing

RULES = (Oversharing,)
