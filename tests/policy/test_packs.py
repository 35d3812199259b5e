"""Policy packs: what they take over, change and add, and what is said when one is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from cli.given import BAD, GOOD, MISSPELLED, WARNED, check, fix, found, one_line, run
from replylint.model import Severity
from replylint.policy import load_pack
from replylint.policy.checks import MAX_PATTERN, compile_pattern, phrase_pattern
from replylint.policy.reading import MAX_CHECKS, MAX_REPLACEMENTS, MAX_WORDS

HEAD = '[pack]\nid = "mine"\nextends = "plant-city"\n'


def pack(text: str, name: str = "mine.toml", head: str = HEAD) -> str:
    """Write a pack that extends Plant City's, and return its name."""
    Path(name).write_text(head + text, encoding="utf-8")
    return name


def judged(text: str, policy: str, *more: str) -> list[str]:
    """Return the rules that find something in a text under a pack."""
    Path("reply.txt").write_text(text, encoding="utf-8")
    return found(check("reply.txt", "--policy", policy, *more))


# Taking over and changing


def test_extends_takes_everything_over() -> None:
    """A pack that says nothing but what it extends judges as that does."""
    mine, theirs = load_pack(pack("")), load_pack("plant-city")
    assert mine.rules == theirs.rules
    assert mine.settings == theirs.settings
    assert mine.clauses == theirs.clauses
    assert mine.id == "mine"
    assert judged(BAD, "mine.toml") == judged(BAD, "plant-city")


def test_severity_off_and_options() -> None:
    """A rule is made stricter, milder, switched off, or told an option, and the rest stays as it was."""
    pack('[rules]\n"spelling.misspelling" = "note"\n"signature.missing-seal" = "error"\n')
    assert judged(MISSPELLED, "mine.toml") == ["spelling.misspelling"]
    assert check("reply.txt", "--policy", "mine.toml").exit_code == 0
    assert judged(WARNED, "mine.toml") == ["signature.missing-seal"]
    assert check("reply.txt", "--policy", "mine.toml").exit_code == 1
    pack('[rules]\n"spelling.misspelling" = "off"\n')
    assert judged(MISSPELLED, "mine.toml") == []
    no_extension = GOOD.replace(" ext. 4211", "")
    assert judged(no_extension, "mine.toml") == ["signature.missing-extension"]
    pack('[rules]\n"signature.missing-extension" = { required = false }\n')
    assert judged(no_extension, "mine.toml") == []


def test_what_is_left_open_is_taken_from_below() -> None:
    """An option alone keeps the severity of the pack below, a severity alone keeps its options, and off can be taken back."""
    pack('[rules]\n"contact.unnamed" = { severity = "error", needs = "either" }\n"tone.joking" = "off"\n', "below.toml")
    head = '[pack]\nid = "mine"\nextends = "below.toml"\n'
    above = load_pack(pack('[rules]\n"contact.unnamed" = "note"\n"tone.joking" = "error"\n', head=head))
    assert above.rules["contact.unnamed"].severity is Severity.NOTE
    assert above.rules["contact.unnamed"].options == {"needs": "either"}
    assert above.rules["tone.joking"].severity is Severity.ERROR
    assert not above.rules["tone.joking"].off
    above = load_pack(pack('[rules]\n"contact.unnamed" = { needs = "team" }\n', head=head))
    assert above.rules["contact.unnamed"].severity is Severity.ERROR
    assert above.rules["contact.unnamed"].options == {"needs": "team"}


def test_settings_of_ones_own() -> None:
    """A pack's organisation and website are what signatures are held against, and its words are added to those below."""
    pack(
        '[settings]\norganization = "Town of Harbor Falls"\nwebsite = "https://www.harborfalls.example/"\nwords = ["Ofice"]\n'
    )
    assert judged(GOOD, "mine.toml", "--select", "signature") == [
        "signature.wrong-organization",
        "signature.wrong-website",
    ]
    text = MISSPELLED.replace("City of Plant City, Florida", "Town of Harbor Falls").replace(
        "http://www.plantcitygov.com/", "https://www.harborfalls.example/"
    )
    assert judged(text, "mine.toml") == []
    assert "plantcitygov" in load_pack("mine.toml").settings.words


def test_pack_that_extends_nothing_uses_only_what_it_names() -> None:
    """A pack that extends no other one runs the rules it names and no others."""
    pack('[rules]\n"spelling.misspelling" = "error"\n', head='[pack]\nid = "mine"\n')
    assert judged(BAD, "mine.toml") == ["spelling.misspelling"]


def test_clause_of_ones_own_is_quoted() -> None:
    """A clause takes the place of the one with its name below, and findings quote it."""
    pack('[clauses.auto-spelling]\nsection = "Handbook 4"\ntext = "Spell it right"\nrules = ["spelling.misspelling"]\n')
    judged(MISSPELLED, "mine.toml")
    assert "The standard, Handbook 4: “Spell it right”" in check("reply.txt", "--policy", "mine.toml").stdout
    assert [item.clause.id for item in load_pack("mine.toml").clauses].count("auto-spelling") == 1


def test_several_packs_are_extended_in_order() -> None:
    """Of several packs that are extended the later one wins."""
    pack('[rules]\n"tone.joking" = "error"\n', "one.toml")
    pack('[rules]\n"tone.joking" = "note"\n', "two.toml")
    head = '[pack]\nid = "mine"\nextends = ["one.toml", "two.toml"]\n'
    assert load_pack(pack("", head=head)).rules["tone.joking"].severity is Severity.NOTE


def test_pack_beside_a_pack() -> None:
    """What a pack extends is looked for beside it, wherever one is."""
    Path("packs").mkdir()
    pack('[rules]\n"spelling.misspelling" = "off"\n', "packs/below.toml")
    pack("", "packs/mine.toml", '[pack]\nid = "mine"\nextends = "below.toml"\n')
    assert judged(MISSPELLED, "packs/mine.toml") == []


# Checks of a pack's own

CHECKS: dict[str, tuple[str, str, str]] = {
    "require words": (
        'do = "require"\nwords = ["office hours", "we are open"]',
        "Our Office  Hours are 8 to 5.",
        "We are closed.",
    ),
    "require pattern": ('do = "require"\npattern = "room [0-9]+"', "Come to Room 12.", "Come by."),
    "forbid words": ('do = "forbid"\nwords = ["asap", "fyi"]', "Asapiens is a name.", "I answer ASAP."),
    "forbid across lines": (
        'do = "forbid"\nwords = ["at your convenience"]',
        "At your desk.",
        "Call at\nyour convenience.",
    ),
    "forbid typographic": ('do = "forbid"\nwords = ["don\'t", "re-open"]', "Do not.", "I don’t."),
    "forbid pattern": ('do = "forbid"\npattern = "room \\\\d+"', "Come to the room.", "Come to ROOM 12."),
    "replace": ('do = "replace"\nreplacements = { "Plantville" = "Plant Ville" }', "Plant Ville", "In plantville."),
    "limit words": ('do = "limit"\nunit = "words"\nat_most = 4', "I am out today.", "I am out today, all day."),
    "limit characters": ('do = "limit"\nunit = "characters"\nat_most = 5', "Away.", "Away!!"),
    "limit lines": ('do = "limit"\nunit = "lines"\nat_least = 2', "One\n\ntwo", "One\n\n"),
    "limit sentences": ('do = "limit"\nunit = "sentences"\nat_most = 1', "I am out today.", "I am out today. Call me."),
    "limit links": ('do = "limit"\nunit = "links"\nat_most = 0', "No link.", "See https://www.example.org/ for more."),
    "when kind": (
        'do = "forbid"\nwords = ["zebra"]\nwhen = { kind = "absence" }',
        "A zebra.",
        "I am out of the office until 12/18/26. Zebra.",
    ),
    "when language": (
        'do = "forbid"\nwords = ["zebra"]\nwhen = { language = "es" }',
        "I am out of the office. Zebra.",
        "Estoy fuera de la oficina hasta el lunes. Zebra.",
    ),
}


@pytest.mark.parametrize("case", CHECKS)
def test_check_of_ones_own(case: str) -> None:
    """Each of the four checks passes the text that is right and finds the one that is wrong."""
    body, right, wrong = CHECKS[case]
    pack(f'[checks.a]\nmessage = "Change this."\n{body}\n', head='[pack]\nid = "mine"\n')
    assert judged(right, "mine.toml") == []
    assert "mine.a" in judged(wrong, "mine.toml")


def test_found_words_and_counts_are_said() -> None:
    """{found} in a message is what stands in the text, and a limit says the count."""
    pack(
        '[checks.a]\ndo = "forbid"\nwords = ["asap"]\nmessage = "Not {found} {other} 100%."\n[checks.b]\ndo = "limit"\nunit = "words"\nat_most = 1\nmessage = "Short."\n'
    )
    judged("Call ASAP.", "mine.toml")
    shown = check("reply.txt", "--policy", "mine.toml").stdout
    assert "Not ASAP {other} 100%." in shown
    assert "Short. It has 2 words." in shown


@pytest.mark.parametrize(("audience", "both"), [("external", False), ("internal", True)])
def test_check_for_one_audience(audience: str, both: bool) -> None:
    """A check for one audience looks at that tab alone, and at a message for both."""
    pack(f'[checks.a]\ndo = "require"\nwords = ["thanks"]\nmessage = "Thank."\nwhen = {{ audience = "{audience}" }}\n')
    Path("in.txt").write_text(GOOD, encoding="utf-8")
    Path("out.txt").write_text(GOOD.replace("Thank you", "Thanks"), encoding="utf-8")
    result = check("--internal", "in.txt", "--external", "out.txt", "--policy", "mine.toml", "--select", "mine")
    assert bool(found(result)) is both
    assert judged(GOOD, "mine.toml", "--select", "mine") == ["mine.a"]


def test_check_for_signatures_alone() -> None:
    """A check for signatures does not look at replies."""
    pack('[checks.a]\ndo = "require"\nwords = ["fax"]\nmessage = "Fax."\nwhen = { document = "signature" }\n')
    assert judged(GOOD, "mine.toml", "--select", "mine") == []
    assert judged("Dana Whitlock\nClerk\n", "mine.toml", "--select", "mine", "--kind", "signature") == ["mine.a"]


def test_addresses_are_no_words() -> None:
    """Words are not looked for in mail and web addresses."""
    pack('[checks.a]\ndo = "forbid"\nwords = ["plantville"]\nmessage = "No."\n')
    assert (
        judged("See www.plantville.example or write to plantville@city.example.", "mine.toml", "--select", "mine") == []
    )


def test_replace_is_corrected() -> None:
    """`fix` makes the replacement that a pack names, in every place, and nothing else."""
    pack('[checks.a]\ndo = "replace"\nmessage = "Write it right."\nreplacements = { "Plantville" = "Plant Ville" }\n')
    Path("reply.txt").write_text("plantville is PLANTVILLE. Plantvilles.\r\n", encoding="utf-8", newline="")
    assert fix("reply.txt", "--policy", "mine.toml", "--select", "mine").exit_code == 0
    assert Path("reply.txt").read_bytes() == b"Plant Ville is Plant Ville. Plantvilles.\r\n"


def test_check_of_the_pack_below_can_be_changed() -> None:
    """A check of the pack that is extended can be switched off or given another severity."""
    text = GOOD.replace("my earliest", "Plantcity's earliest")
    assert "plant-city.city-name" in judged(text, "plant-city")
    pack('[rules]\n"plant-city.city-name" = "off"\n')
    assert "plant-city.city-name" not in judged(text, "mine.toml")
    pack('[rules]\n"plant-city.city-name" = "note"\n')
    judged(text, "mine.toml", "--select", "plant-city")
    assert check("reply.txt", "--policy", "mine.toml", "--select", "plant-city").exit_code == 0


def test_slow_pattern_is_no_danger() -> None:
    """A pattern that would take for ever elsewhere runs in linear time."""
    pack('[checks.a]\ndo = "forbid"\nmessage = "No."\npattern = "(a+)+(a+)+(a|aa)+$"\n', head='[pack]\nid = "mine"\n')
    assert judged("a" * 200 + "!" + "a" * 200 + "!", "mine.toml") == []


def test_groups_of_a_pattern_capture_nothing() -> None:
    """Thousands of groups cost nothing to capture: what is asked of a pattern is where it matches."""
    compiled = compile_pattern("(a)" * (MAX_PATTERN // 3), "here")
    assert compiled.groups == 0
    assert [match.span() for match in compiled.finditer("a" * 1_400)] == [(0, 666), (666, 1332)]


@pytest.mark.parametrize(
    "pattern",
    [
        "(a)" * 5_000,
        "((" * 400 + "a" + "))" * 400 + "b" * 2_000,
        "(a{1000}){1000}",
        "(((a{100}){100}){100})",
        r"\pL{350}",
    ],
    ids=["groups", "nested groups", "repeated", "repeated thrice", "letters repeated"],
)
def test_a_pattern_that_is_too_large(pattern: str, here: Path) -> None:
    """A pattern that would take much time or memory for each character is one line that names its check."""
    pack(f'[checks.a]\ndo = "forbid"\nmessage = "x"\npattern = \'{pattern}\'\n', head='[pack]\nid = "mine"\n')
    (here / "reply.txt").write_text(GOOD, encoding="utf-8")
    assert len(one_line(check("reply.txt", "--policy", "mine.toml"), "mine.toml", "[checks.a]", "pattern")) < 3_000


def test_thousands_of_words_are_tried_by_their_letters() -> None:
    """The pattern of many phrases tries few of them at each place, and finds the longest as a reader would."""
    words = tuple(f"a{number:04}" for number in range(MAX_WORDS))
    pattern = phrase_pattern((*words, "a0001 b", "@all", "don't", "c++"))
    text = "a0001  b, a0002; xa0003 a00044 @all. don't c++ a0001"
    assert [match.group() for match in pattern.finditer(text)] == ["a0001  b", "a0002", "@all", "don't", "c++", "a0001"]
    assert pattern.pattern.count("(?<!") == 1


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (f'[checks.a]\ndo = "forbid"\nmessage = "x"\nwords = {[f"w{n}" for n in range(MAX_WORDS + 1)]}\n', "words"),
        (
            '[checks.a]\ndo = "replace"\nmessage = "x"\n[checks.a.replacements]\n'
            + "".join(f'w{n} = "x"\n' for n in range(MAX_REPLACEMENTS + 1)),
            "replacements",
        ),
        (
            "".join(f'[checks.a{n}]\ndo = "forbid"\nmessage = "x"\nwords = ["x"]\n' for n in range(MAX_CHECKS + 1)),
            "checks",
        ),
    ],
)
def test_more_than_a_pack_may_have(text: str, words: str, here: Path) -> None:
    """Too many checks, words or replacements are one line that says how many are allowed."""
    pack(text)
    (here / "reply.txt").write_text(GOOD, encoding="utf-8")
    one_line(check("reply.txt", "--policy", "mine.toml"), "mine.toml", words, "at most")


# `policy test`


def test_examples_of_the_standard_pack() -> None:
    """`policy test plant-city` runs every example, says how many, and exits 0."""
    result = run("policy", "test", "plant-city")
    assert result.exit_code == 0
    assert "examples, all right" in result.stderr


@pytest.mark.parametrize(
    ("examples", "said"),
    [
        ('pass = ["All well."]\nfail = ["I answer ASAP."]', ""),
        ('pass = ["I answer ASAP."]\nfail = ["I answer ASAP."]', "should be content"),
        ('pass = ["All well."]\nfail = ["All well."]', "should find"),
        ('pass = ["All well."]', "no examples"),
        ("", "no examples"),
    ],
)
def test_examples_of_ones_own(examples: str, said: str) -> None:
    """`policy test` fails with the check's name and the example that does not hold, or if there are none."""
    pack(f'[checks.a]\ndo = "forbid"\nwords = ["asap"]\nmessage = "No."\n{examples}\n', head='[pack]\nid = "mine"\n')
    result = run("policy", "test", "mine.toml")
    assert result.exit_code == (1 if said else 0)
    assert said in result.stderr
    assert ("mine.a" in result.stderr) is bool(said)


@pytest.mark.parametrize(("fixed", "code"), [("In Plant Ville.", 0), ("In Plantville.", 1)])
def test_example_of_a_correction(fixed: str, code: int) -> None:
    """`policy test` holds a replacement against what the pack says becomes of each example."""
    pack(
        f'[checks.a]\ndo = "replace"\nmessage = "x"\nreplacements = {{ "Plantville" = "Plant Ville" }}\npass = ["x"]\nfail = ["In Plantville."]\nfixed = ["{fixed}"]\n'
    )
    assert run("policy", "test", "mine.toml").exit_code == code


def test_more_corrections_than_examples() -> None:
    """A pack that gives more `fixed` than `fail` examples has one that is never tried, and is told so."""
    pack(
        '[checks.a]\ndo = "replace"\nmessage = "x"\nreplacements = { "a" = "b" }\npass = ["x"]\nfail = ["a"]\nfixed = ["b", "c"]\n',
        head='[pack]\nid = "mine"\n',
    )
    assert run("policy", "test", "mine.toml").exit_code in (1, 2)


# What is wrong with a pack

A = '[checks.a]\nmessage = "x"\n'
WRONG: dict[str, tuple[str, tuple[str, ...]]] = {
    "top key": ("[setings]\n", ("did you mean 'settings'",)),
    "pack key": ('titel = "x"\n', ("[pack]", "did you mean 'title'")),
    "pack value": ("version = 1\n", ("version", "quotes")),
    "extends": ('title = "x"\n[settings]\nextends = "x"\n', ("[settings]", "'extends'")),
    "setting": ('[settings]\norganisation = "x"\n', ("did you mean 'organization'",)),
    "setting of another type": ('[settings]\ndomains = "x.example"\n', ("domains", "list")),
    "date order": ('[settings]\ndate_order = "year-first"\n', ("date_order", "month-first")),
    "rule": ('[rules]\n"absence.mising-dates" = "error"\n', ("did you mean 'absence.missing-dates'",)),
    "rule of nothing": ('[rules]\n"zzz.yyy" = "error"\n', ("zzz.yyy", "no such rule")),
    "rule without quotes": ('[rules]\ntone.joking = "off"\n', ("in quotes", '"tone.joking"')),
    "severity": ('[rules]\n"tone.joking" = "of"\n', ("did you mean 'off'",)),
    "severity of another type": ('[rules]\n"tone.joking" = 3\n', ("tone.joking", "severity")),
    "option": ('[rules]\n"contact.unnamed" = { need = "team" }\n', ("did you mean 'needs'",)),
    "option of another rule": ('[rules]\n"tone.joking" = { needs = "team" }\n', ("'needs'",)),
    "option of another type": ('[rules]\n"signature.missing-extension" = { required = "no" }\n', ("true or false",)),
    "option's value": ('[rules]\n"contact.unnamed" = { needs = "teem" }\n', ("did you mean 'team'",)),
    "clause without text": ('[clauses.a]\nrules = ["tone.joking"]\n', ("[clauses.a]", "text")),
    "clause without rules": ('[clauses.a]\ntext = "x"\n', ("[clauses.a]", "unchecked")),
    "clause with both": (
        '[clauses.a]\ntext = "x"\nrules = ["tone.joking"]\nunchecked = "x"\n',
        ("[clauses.a]", "either"),
    ),
    "clause with a wrong rule": ('[clauses.a]\ntext = "x"\nrules = ["tone.jokin"]\n', ("did you mean 'tone.joking'",)),
    "check without do": (A, ("[checks.a]", "require, forbid, replace, limit")),
    "check with a wrong do": (A + 'do = "forbit"\n', ("did you mean 'forbid'",)),
    "check without a message": ('[checks.a]\ndo = "forbid"\nwords = ["x"]\n', ("message",)),
    "check without words": (A + 'do = "forbid"\n', ("words", "pattern")),
    "check with an empty word": (A + 'do = "forbid"\nwords = [""]\n', ("[checks.a]", "words")),
    "check with an empty requirement": (A + 'do = "require"\nwords = ["a", " "]\n', ("[checks.a]", "words")),
    "check with an empty replacement": (
        A + 'do = "replace"\nreplacements = { "" = "x" }\n',
        ("[checks.a]", "replacements"),
    ),
    "check with an empty pattern": (A + 'do = "forbid"\nwords = ["a"]\npattern = ""\n', ("[checks.a]", "pattern")),
    "setting with an empty word": ('[settings]\nseal_files = [""]\n', ("[settings]", "seal_files")),
    "nested without end": ("x = " + "[" * 5000 + "\n", ("TOML",)),
    "check with a wrong key": (A + 'do = "forbid"\nword = ["x"]\n', ("did you mean 'words'",)),
    "check with a key of another": (A + 'do = "limit"\nwords = ["x"]\n', ("'words'",)),
    "limit without a unit": (A + 'do = "limit"\nat_most = 3\n', ("unit", "characters")),
    "limit without a number": (A + 'do = "limit"\nunit = "words"\n', ("at_least", "at_most")),
    "limit below nothing": (A + 'do = "limit"\nunit = "words"\nat_most = -1\n', ("at_most", "whole number")),
    "limit turned around": (A + 'do = "limit"\nunit = "words"\nat_most = 1\nat_least = 2\n', ("at_least is more",)),
    "when": (A + 'do = "forbid"\nwords = ["x"]\nwhen = { kinds = "absence" }\n', ("did you mean 'kind'",)),
    "when's value": (A + 'do = "forbid"\nwords = ["x"]\nwhen = { kind = "absense" }\n', ("did you mean 'absence'",)),
    "pattern with a look-ahead": (A + 'do = "forbid"\npattern = "a(?=b)"\n', ("[checks.a]", "'a(?=b)'", "look-around")),
    "pattern with a back-reference": (A + "do = \"forbid\"\npattern = '(a)\\1'\n", ("[checks.a]", "back-references")),
    "pattern that is none": (A + 'do = "forbid"\npattern = "("\n', ("[checks.a]", "cannot be used")),
    "pattern that explodes": (
        A + 'do = "forbid"\npattern = "((a{100}){100}){100}"\n',
        ("[checks.a]", "cannot be used"),
    ),
    "check that is no table": ("[checks]\na = 3\n", ("[checks.a]", "table")),
    "no TOML": ("[rules\n", ("TOML", "line")),
}


@pytest.mark.parametrize("case", WRONG)
def test_wrong_pack(case: str, here: Path) -> None:
    """Whatever is wrong in a pack is one line that names the file and what to do, exit 2, for check and fix alike."""
    text, words = WRONG[case]
    pack(text)
    (here / "reply.txt").write_text(BAD, encoding="utf-8")
    one_line(check("reply.txt", "--policy", "mine.toml"), "mine.toml", *words)
    one_line(fix("reply.txt", "--policy", "mine.toml"), "mine.toml", *words)
    assert (here / "reply.txt").read_text(encoding="utf-8") == BAD


@pytest.mark.parametrize(
    "command",
    [["rules", "--policy"], ["explain", "tone.joking", "--policy"], ["policy", "test"], ["policy", "coverage"]],
    ids=" ".join,
)
@pytest.mark.parametrize("name", ["mine.toml", "gone.toml", "plant-cty"])
def test_wrong_pack_in_every_command(command: list[str], name: str) -> None:
    """Every command that takes a pack refuses one that is broken, missing or misspelled."""
    pack("[setings]\n")
    said = one_line(run(*command, name))
    assert (
        "settings" if name == "mine.toml" else "gone.toml" if "gone" in name else "did you mean 'plant-city'"
    ) in said


@pytest.mark.parametrize(
    "chain", [{"mine": "mine.toml"}, {"mine": "b.toml", "b": "mine.toml"}, {"mine": "b.toml", "b": "./b.toml"}]
)
def test_packs_in_a_circle(chain: dict[str, str], here: Path) -> None:
    """Packs that extend each other in a circle are an error that says so."""
    for name, target in chain.items():
        pack("", f"{name}.toml", f'[pack]\nid = "{name}"\nextends = "{target}"\n')
    (here / "reply.txt").write_text(GOOD, encoding="utf-8")
    one_line(check("reply.txt", "--policy", "mine.toml"), "circle")


@pytest.mark.parametrize("parent", ["gone.toml", "plant-cty", ""])
def test_pack_that_extends_nothing_that_is_there(parent: str, here: Path) -> None:
    """A pack that extends one that is not there is an error that names it, and the pack that names it."""
    pack("", head=f'[pack]\nid = "mine"\nextends = "{parent}"\n')
    (here / "reply.txt").write_text(GOOD, encoding="utf-8")
    one_line(check("reply.txt", "--policy", "mine.toml"), "mine.toml", parent)


@pytest.mark.parametrize("data", [b"\xff\xfe", b"\x00", b"[pack]\nid = '\xe9'\n"], ids=["mark", "nul", "latin"])
def test_pack_that_is_no_text(data: bytes, here: Path) -> None:
    """A pack that is no UTF-8 is one line that names it."""
    (here / "mine.toml").write_bytes(data)
    (here / "reply.txt").write_text(GOOD, encoding="utf-8")
    one_line(check("reply.txt", "--policy", "mine.toml"), "mine.toml", "TOML")


def test_pack_with_a_byte_order_mark(here: Path) -> None:
    """A pack saved by Windows Notepad is read."""
    (here / "mine.toml").write_bytes(b"\xef\xbb\xbf" + HEAD.replace("\n", "\r\n").encode())
    assert judged(GOOD, "mine.toml") == []


def test_pack_that_is_a_folder(here: Path) -> None:
    """A folder in the place of a pack is one line, no traceback."""
    (here / "mine.toml").mkdir()
    (here / "reply.txt").write_text(GOOD, encoding="utf-8")
    one_line(check("reply.txt", "--policy", "mine.toml"), "mine.toml")


def test_pack_may_not_be_called_like_a_family() -> None:
    """A pack called like a family of rules may not add checks, since their ids would run into each other."""
    pack('[checks.a]\ndo = "forbid"\nwords = ["x"]\nmessage = "x"\n', head='[pack]\nid = "tone"\n')
    one_line(run("rules", "--policy", "mine.toml"), "tone.a", "another id")


def test_plugin_that_does_not_load(monkeypatch: pytest.MonkeyPatch, here: Path) -> None:
    """A pack from a plugin that cannot be loaded stops the run with its name."""
    import importlib.metadata

    broken = importlib.metadata.EntryPoint("other", "nowhere.at:all", "replylint.packs")
    found = {"replylint.packs": [broken]}
    monkeypatch.setattr(importlib.metadata, "entry_points", lambda group: found.get(group, []))
    (here / "reply.txt").write_text(GOOD, encoding="utf-8")
    one_line(check("reply.txt", "--policy", "other"), "'other'", "nowhere.at:all")
