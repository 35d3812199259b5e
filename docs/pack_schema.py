"""The JSON Schema of a policy pack, made from the tables by which the loader itself accepts or refuses a key."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields
from typing import Any, Literal, get_args, get_origin, get_type_hints

from replylint.model import Settings
from replylint.policy.checks import KINDS, UNITS, When
from replylint.policy.reading import (
    CHECK_KEYS,
    CLAUSE_KEYS,
    DATE_ORDERS,
    NOT_EMPTY,
    PACK_KEYS,
    PLAIN_NAME,
    SEVERITIES,
    TOP_KEYS,
)
from replylint.report.pages import attribute_notes
from replylint.rules import BUILT_IN, families
from replylint.rules.base import Rule

Schema = dict[str, Any]

_TEXTS: Schema = {"type": "array", "items": {"type": "string"}}
_FILLED: Schema = {"type": "array", "items": {"type": "string", "pattern": NOT_EMPTY}}
_NAME: Schema = {"type": "string", "pattern": PLAIN_NAME}
_TEXT_OR_TEXTS: Schema = {"anyOf": [{"type": "string"}, _TEXTS]}
_JSON_TYPES = {bool: "boolean", int: "integer", float: "number", str: "string"}

_PACK: Schema = {
    "id": {"type": "string", "description": "The short name of the pack. Checks of the pack are called <id>.<name>. Left out, it is the file's name."},
    "title": {"type": "string", "description": "The name of the standard, as people know it."},
    "version": {"type": "string", "description": "Which version of the standard this is."},
    "source": {"type": "string", "description": "Where the standard itself is found."},
    "extends": {**_TEXT_OR_TEXTS, "description": "The pack or packs that this one builds on: names, or paths of .toml files counted from this file. What this file says wins."},
    "templates": {"anyOf": [_NAME, {"type": "array", "items": _NAME}], "description": "The folder or folders of templates for corrected messages, by name; they are in templates/ beside this file. Left out, it is the folder with the pack's id. A template that is in none of them is replylint's own."},
}  # fmt: skip

_CHECK: Schema = {
    "do": {"enum": list(KINDS), "description": "What the check does: require words, forbid words, replace words by others, or limit how long a message is."},
    "message": {"type": "string", "minLength": 1, "description": "What people read: say what to do. {found} stands for the words found."},
    "severity": {"enum": list(SEVERITIES), "default": "warning", "description": "How bad it is."},
    "words": {**_FILLED, "description": "Words or phrases to look for. Capitals and spaces do not count."},
    "pattern": {"type": "string", "pattern": NOT_EMPTY, "description": "A regular expression (RE2) to look for in the text, which is in lower case."},
    "replacements": {"type": "object", "propertyNames": {"pattern": NOT_EMPTY}, "additionalProperties": {"type": "string"}, "description": "For replace: what is wrong = what is right."},
    "unit": {"enum": list(UNITS), "description": "For limit: what to count."},
    "at_least": {"type": "integer", "minimum": 0, "description": "For limit: the smallest number allowed."},
    "at_most": {"type": "integer", "minimum": 0, "description": "For limit: the largest number allowed."},
    "when": {"description": "When the check holds. Left out, it holds for every message."},
    "pass": {**_TEXTS, "description": "Messages that the check must be content with. `replylint policy test` tries them."},
    "fail": {**_TEXTS, "description": "Messages in which the check must find something. `replylint policy test` tries them."},
    "fixed": {**_TEXTS, "description": "For replace: what becomes of each message under `fail`, in the same order."},
}  # fmt: skip

_WHEN = {
    "document": "What the text is: an automatic reply, a signature, or a message that a person wrote.",
    "kind": "What an automatic reply is about.",
    "audience": "Who reads it: people inside the organisation, outside, or both.",
    "language": "The language it is written in.",
}


def pack_schema() -> Schema:
    """Return the schema of a pack's file (JSON Schema draft-07, which editors of TOML read)."""
    own_check = rf"^(?!(?:{'|'.join(families())})\.)[^.]+\.[^.]+$"
    rule_id = {"anyOf": [{"enum": [rule.id for rule in BUILT_IN]}, {"type": "string", "pattern": own_check}]}
    tables: Schema = {
        "pack": _table(PACK_KEYS, _PACK, "What the pack is called, and what it builds on."),
        "settings": _settings(),
        "clauses": {
            "type": "object",
            "description": "The sentences of the standard, one table each.",
            "additionalProperties": _clause(rule_id),
        },
        "rules": {
            "type": "object",
            "description": "The rules that hold, with their severity. A rule that is not named does not run.",
            "properties": {rule.id: _rule(rule) for rule in BUILT_IN},
            "patternProperties": {own_check: _severity_or_table("A check of this pack.", {})},
            "additionalProperties": False,
        },
        "checks": {
            "type": "object",
            "description": "Checks of your own, one table each.",
            "additionalProperties": _check(),
        },
    }
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "$comment": "Written by docs/generate.py from the tables of replylint.policy; do not edit.",
        "title": "A policy pack of replylint",
        **_table(TOP_KEYS, tables, "Which rules hold for an organisation's messages, and which clause asks for each."),
    }


def _table(keys: Iterable[str], schemas: Schema, description: str) -> Schema:
    """Return the schema of a table with exactly these keys. Raises ValueError if one is not described, or is no key."""
    keys = tuple(keys)
    if strangers := set(keys) ^ set(schemas):
        raise ValueError(f"the loader's keys and those described here differ in {', '.join(sorted(strangers))}")
    return {
        "type": "object",
        "description": description,
        "properties": {key: schemas[key] for key in keys},
        "additionalProperties": False,
    }


def _settings() -> Schema:
    notes = attribute_notes(Settings)
    schemas: Schema = {}
    for item in fields(Settings):
        shape: Schema = {"type": "string"} if item.type == "str" else _FILLED
        if item.name == "date_order":
            shape = {"enum": [*DATE_ORDERS, ""]}
        schemas[item.name] = {**shape, "description": notes[item.name]}
    return _table(schemas, schemas, "What the pack says of its organisation.")


def _clause(rule_id: Schema) -> Schema:
    schemas: Schema = {
        "section": {"type": "string", "description": "The part of the standard in which the sentence stands."},
        "text": {"type": "string", "minLength": 1, "description": "The sentence of the standard, word for word."},
        "rules": {"type": "array", "items": rule_id, "description": "The rules that hold this sentence."},
        "unchecked": {"type": "string", "description": "Why no rule can hold it. Give this, or `rules`."},
    }
    return {
        **_table(CLAUSE_KEYS, schemas, "A sentence of the standard."),
        "required": ["text"],
        "oneOf": [{"required": ["rules"]}, {"required": ["unchecked"]}],
    }


def _rule(rule: type[Rule]) -> Schema:
    options: Schema = {}
    if rule.Options is not None:
        notes, hints = attribute_notes(rule.Options), get_type_hints(rule.Options)
        for name, default in vars(rule.Options()).items():
            known = get_args(hints[name]) if get_origin(hints[name]) is Literal else ()
            shape: Schema = {"enum": list(known)} if known else {"type": _JSON_TYPES[type(default)]}
            options[name] = {**shape, "default": default, "description": notes[name]}
    return _severity_or_table(rule.summary(), options)


def _severity_or_table(description: str, options: Schema) -> Schema:
    severity = {"enum": [*SEVERITIES, "off"], "description": "How bad it is, or off."}
    table = {"type": "object", "properties": {"severity": severity, **options}, "additionalProperties": False}
    return {"description": description, "anyOf": [severity, table]}


def _check() -> Schema:
    when = {
        key: {"description": description, "anyOf": [choice, {"type": "array", "items": choice}]}
        for key, description in _WHEN.items()
        for choice in [{"enum": list(When.ALLOWED[key])}]
    }
    schemas = {**_CHECK, "when": _table(When.ALLOWED, when, _CHECK["when"]["description"])}
    words: Schema = {"anyOf": [{"required": ["words"]}, {"required": ["pattern"]}]}
    needed: Schema = {
        "require": words,
        "forbid": words,
        "replace": {"required": ["replacements"]},
        "limit": {"required": ["unit"], "anyOf": [{"required": ["at_least"]}, {"required": ["at_most"]}]},
    }
    every_key = dict.fromkeys(key for keys in CHECK_KEYS.values() for key in keys)
    return {
        **_table(every_key, schemas, "A check of your own."),
        "required": ["do", "message"],
        "allOf": [_of_kind(kind, needed[kind]) for kind in KINDS],
    }


def _of_kind(kind: str, needed: Schema) -> Schema:
    """Return what a check of one kind needs, and that it has no key of another kind."""
    return {
        "if": {"properties": {"do": {"const": kind}}, "required": ["do"]},
        "then": {**needed, "propertyNames": {"enum": list(CHECK_KEYS[kind])}},
    }
