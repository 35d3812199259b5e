"""The signature: six elements, one to a line, in the standard's order, and nothing else."""

from replylint.rules.signature.block import ExtraLine, LineOrder, Missing
from replylint.rules.signature.missing import (
    MissingExtension,
    MissingName,
    MissingOrganization,
    MissingPhone,
    MissingSeal,
    MissingTitle,
    MissingWebsite,
)
from replylint.rules.signature.wrong import (
    WrongName,
    WrongOrganization,
    WrongPhone,
    WrongSeal,
    WrongTitle,
    WrongWebsite,
)

RULES = (
    Missing, MissingName, MissingTitle, MissingOrganization, MissingPhone, MissingExtension, MissingWebsite, MissingSeal,
    WrongName, WrongTitle, WrongOrganization, WrongPhone, WrongWebsite, WrongSeal, LineOrder, ExtraLine,
)  # fmt: skip
