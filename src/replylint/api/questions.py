"""Blanks as questions to the person who writes."""

from __future__ import annotations

from replylint.tables import fold, lower, squeeze

_BY_LABEL = {
    "en": {
        "first day out": "When is your first day out?",
        "last day out": "When is your last day out?",
        "day back": "When are you back?",
        "when you will answer": "By when will you answer?",
        "first name and last name": "Who can help while you are out? Give first and last name.",
        "first name last name": "What are your first and last name?",
        "phone number or e-mail": "How can people reach them? Give a phone number or an email address.",
        "your phone number or e-mail": "How can people reach you? Give a phone number or an email address.",
        "main phone number": "What is your office's main phone number?",
        "office phone number": "What is your office phone number?",
        "extension": "What is your extension?",
        "last name": "What is the last name?",
        "first name": "What is the first name?",
        "job title": "What is your job title?",
        "organization": "What is the full name of your organization?",
        "website": "What is the address of your website?",
    },
    "es": {
        "first day out": "¿Cuál es su primer día fuera?",
        "last day out": "¿Cuál es su último día fuera?",
        "day back": "¿Qué día regresa?",
        "when you will answer": "¿Para cuándo responderá?",
        "first name and last name": "¿Quién puede ayudar mientras está fuera? Escriba nombre y apellido.",
        "first name last name": "¿Cuáles son su nombre y su apellido?",
        "phone number or e-mail": "¿Cómo se le puede contactar? Escriba un teléfono o un correo.",
        "your phone number or e-mail": "¿Cómo se le puede contactar a usted? Escriba un teléfono o un correo.",
        "main phone number": "¿Cuál es el teléfono principal de su oficina?",
        "office phone number": "¿Cuál es su teléfono de la oficina?",
        "extension": "¿Cuál es su extensión?",
        "last name": "¿Cuál es el apellido?",
        "first name": "¿Cuál es el nombre?",
        "job title": "¿Cuál es su puesto?",
        "organization": "¿Cuál es el nombre completo de su organización?",
        "website": "¿Cuál es la dirección de su sitio web?",
    },
}
_SAME = {
    "primer dia fuera": "first day out",
    "ultimo dia fuera": "last day out",
    "dia de regreso": "day back",
    "plazo en dias": "when you will answer",
    "nombre y apellido": "first name and last name",
    "telefono o correo": "phone number or e-mail",
    "su telefono o correo": "your phone number or e-mail",
    "telefono principal": "main phone number",
    "telefono de la oficina": "office phone number",
    "apellido": "last name",
    "nombre": "first name",
    "puesto": "job title",
    "organizacion": "organization",
    "sitio web": "website",
    "email": "phone number or e-mail",
}
"""Labels that ask the same as another."""
_BY_FACT = {
    "en": {
        "date": "Which date goes here?",
        "name": "Which name goes here? Give first and last name.",
        "phone": "Which phone number goes here?",
        "email": "Which email address goes here?",
        "title": "Which job title goes here?",
        "organization": "Which organization goes here?",
        "signature": "Put your signature here.",
        "seal": "Put the picture of the seal here.",
        "other": "What goes in place of “{label}”?",
    },
    "es": {
        "date": "¿Qué fecha va aquí?",
        "name": "¿Qué nombre va aquí? Escriba nombre y apellido.",
        "phone": "¿Qué teléfono va aquí?",
        "email": "¿Qué correo va aquí?",
        "title": "¿Qué puesto va aquí?",
        "organization": "¿Qué organización va aquí?",
        "signature": "Ponga aquí su firma.",
        "seal": "Ponga aquí la imagen del sello.",
        "other": "¿Qué va en lugar de “{label}”?",
    },
}
_BY_OWN_FACT = {
    "en": {
        "name": "What are your first and last name?",
        "phone": "What is your office phone number?",
        "email": "What is your email address?",
        "title": "What is your job title?",
    },
    "es": {
        "name": "¿Cuáles son su nombre y su apellido?",
        "phone": "¿Cuál es su teléfono de la oficina?",
        "email": "¿Cuál es su correo?",
        "title": "¿Cuál es su puesto?",
    },
}


def question_of(label: str, fact: str, language: str, *, own: bool = False) -> str:
    """Return a blank as a question, by its label, or else by the fact that it stands for."""
    key = lower(fold(squeeze(label)))
    code = language if language in _BY_LABEL else "en"
    known = _BY_LABEL[code].get(key) or _BY_LABEL[code].get(_SAME.get(key, ""))
    if known:
        return known
    if own and fact in _BY_OWN_FACT[code]:
        return _BY_OWN_FACT[code][fact]
    return _BY_FACT[code].get(fact, _BY_FACT[code]["other"]).format(label=label)
