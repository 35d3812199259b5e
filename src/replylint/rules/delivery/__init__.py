"""How automatic replies are sent: the header lines that they must and must not carry (RFC 3834)."""

from replylint.rules.delivery.looping_return_path import LoopingReturnPath
from replylint.rules.delivery.missing_auto_submitted import MissingAutoSubmitted
from replylint.rules.delivery.missing_reference import MissingReference
from replylint.rules.delivery.plain_subject import PlainSubject
from replylint.rules.delivery.sent_to_list import SentToList
from replylint.rules.delivery.several_recipients import SeveralRecipients
from replylint.rules.delivery.wrong_auto_submitted import WrongAutoSubmitted
from replylint.rules.delivery.wrong_precedence import WrongPrecedence

RULES = (
    MissingAutoSubmitted,
    WrongAutoSubmitted,
    MissingReference,
    PlainSubject,
    SeveralRecipients,
    SentToList,
    WrongPrecedence,
    LoopingReturnPath,
)
