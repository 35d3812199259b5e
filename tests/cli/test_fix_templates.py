"""Templates of packs: hostile or broken ones are one line and exit 2, and write nothing."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from cli.given import AS_OF, BAD, fix, one_line

SECRET = "hunter2 is the secret"

SHORT = "I am out of the office.\n"
"""A reply that is corrected soon."""

REACHING = [
    "{{ ''.__class__.__mro__ }}",
    "{{ settings.__class__ }}",
    "{{ self.__init__.__globals__ }}",
    "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
    "{{ '{0.__class__}'.format(settings) }}",
    "{{ contacts.append(1) }}",
    "{{ absence.update({'last': 'x'}) }}",
    "{% include '../../secret.txt' %}",
    "{% include '../../../secret.txt' %}",
    "{% include '/etc/hostname' %}",
    "{% import '../../secret.txt' as x %}",
    "{% extends '../../secret.txt' %}",
]
BROKEN = {
    "unknown name": b"{{ nobody_knows }}",
    "unknown part": b"{{ own.nothing }}",
    "syntax": b"{% if %}",
    "unknown tag": b"{% frobnicate %}",
    "unknown filter": b"{{ 1 | frobnicate }}",
    "unknown template": b"{% include 'en/gone.txt.j2' %}",
    "division": b"{{ 1 / 0 }}",
    "call of nothing": b"{{ none() }}",
    "unknown codec": b"{{ 'x'.encode('none') }}",
    "itself": b"{% include 'en/absence.txt.j2' %}",
    "no UTF-8": b"caf\xe9",
    "brackets": b"{{" + b"(" * 3000 + b"1" + b")" * 3000 + b"}}",
}
NESTED = "{% set ns = namespace(a=[1], b=[1]) %}{% for i in range(40) %}{% set ns.a = [ns.a, ns.a] %}{% set ns.b = [ns.b, ns.b] %}{% endfor %}"
"""Makes two lists that are small in memory, and that take 2^40 steps to compare."""
TUPLES = "{% set ns = namespace(a=(1,)) %}{% for i in range(40) %}{% set ns.a = (ns.a, ns.a) %}{% endfor %}"
"""Makes a key that takes 2^40 steps to hash."""
CPU = 20
"""Seconds of processor time, after which a template counts as endless. Those that are stopped take two."""
ENDLESS = [
    "{% for i in range(99999) %}xxxxxxxx{% endfor %}",
    "{{ lipsum(100, false, 1000, 1001) }}",
    "{% for i in range(99999) %}{% for j in range(99999) %}{% endfor %}{% endfor %}",
    "{% set x %}{% for i in range(99999) %}{% for j in range(99999) %}x{% endfor %}{% endfor %}{% endset %}",
    "{% set x = 'x' * (10 ** 12) %}{{ x | length }}",
    "{% set x = 9 ** (9 ** 9) %}{{ x }}",
    "{% macro f(n) %}{% if n %}{{ f(n - 1) }}{{ f(n - 1) }}{% endif %}{% endmacro %}{{ f(40) }}",
    "{% for x in range(99) recursive %}{% if loop.depth < 6 %}{{ loop(range(99)) }}{% endif %}{% endfor %}",
    "{% set t = 'x' | center(199999) %}{% for i in t %}{% for j in t %}{% endfor %}{% endfor %}",
    "{{ 'x' | center(1500000000) | length }}",
    "{{ 'x'.ljust(1500000000) | length }}",
    "{{ ('%1500000000d' % 1) | length }}",
    "{{ '{:1500000000}'.format(1) | length }}",
    "{{ 'x' | slice(1000000000) | list | length }}",
    "{% set x = 'xxxxxxxxxx' %}" + "{% set x = x ~ x %}" * 32,
    "{% set x = 'xxxxxxxxxx' %}" + "{% set x %}{{ x }}{{ x }}{% endset %}" * 32,
    "{% set x = 'xxxxxxxxxx' %}" + "{% set x = x | replace('x', 'xxxxxxxxxx') %}" * 9,
    f"{NESTED}{{{{ ns.a is eq ns.b }}}}",
    f"{NESTED}{{{{ ns.a is in [ns.b] }}}}",
    f"{NESTED}{{{{ ns.a == ns.b }}}}",
    f"{NESTED}{{{{ ns.b in [1, ns.a] }}}}",
    f"{NESTED}{{{{ {{'x': ns.a}}.items() == {{'x': ns.b}}.items() }}}}",
    f"{NESTED}{{{{ [ns.a] | select('eq', ns.b) | list | length }}}}",
    f"{NESTED}{{{{ [ns.a, ns.b] | unique | list | length }}}}",
    f"{NESTED}{{% for x in [ns.a, ns.b] %}}{{{{ loop.changed(x) }}}}{{% endfor %}}",
    f"{TUPLES}{{{{ {{ns.a: 1}} | length }}}}",
    f"{TUPLES}{{{{ settings[ns.a] }}}}",
    f"{TUPLES}{{{{ {{'x': 1}}.get(ns.a) }}}}",
    f"{NESTED}{{{{ {{'x': 1}}[ns.a] }}}}",
    "{% set x = [1] * 90000 %}{% for i in range(9000) %}{% if x[:] %}{% endif %}{% endfor %}",
    "{% set x = [1] * 90000 %}{% for i in range(9000) %}{% if 2 in x %}{% endif %}{% endfor %}",
    "{{ ('<!---->' * 100000) | striptags | length }}",
    "{{ ([[1] * 10] * 90000) | sum(start=[]) | length }}",
    "{{ ('a ' * 90000) | urlize | length }}",
]
WHOLE = (17, 25, 29)
"""Those that may spend all that a template may cost, one of each kind; the others have a twentieth, and are stopped sooner."""


@pytest.fixture
def pack(here: Path) -> Path:
    """Write a pack with a template of its own for absences, and return the template's path."""
    (here / "mine.toml").write_text('[pack]\nid = "mine"\nextends = "plant-city"\n', encoding="utf-8")
    (here / "secret.txt").write_text(SECRET, encoding="utf-8")
    (here / "reply.txt").write_text(BAD, encoding="utf-8")
    template = here / "templates" / "mine" / "en" / "absence.txt.j2"
    template.parent.mkdir(parents=True)
    return template


def untouched(here: Path, reply: str = BAD) -> bool:
    """Return whether the reply is as it was, and nothing is next to it that was not there."""
    names = {path.name for path in here.iterdir()}
    known = {"mine.toml", "secret.txt", "reply.txt", "templates"}
    return (here / "reply.txt").read_text(encoding="utf-8") == reply and names == known


def test_template_of_ones_own_is_used(pack: Path, here: Path) -> None:
    """A pack's own template comes before that of the pack it extends; the others are taken over from there."""
    pack.write_text("Gone from {{ absence.first or '[first day out]' }}.\n", encoding="utf-8")
    fix("reply.txt", "--rewrite", "--policy", "mine.toml")
    assert "Gone from [first day out]." in (here / "reply.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("text", REACHING)
def test_template_that_reaches_outside(text: str, pack: Path, here: Path) -> None:
    """A template that reaches for Python's insides or for files elsewhere is one line that names it, and nothing is written."""
    pack.write_text(text, encoding="utf-8")
    result = fix("reply.txt", "--rewrite", "--policy", "mine.toml")
    one_line(result, "en/absence.txt.j2")
    assert SECRET not in result.output
    assert untouched(here)


@pytest.mark.parametrize("case", BROKEN)
def test_template_that_is_broken(case: str, pack: Path, here: Path) -> None:
    """A template that cannot be filled in is one line that names it, and nothing is written."""
    pack.write_bytes(BROKEN[case])
    one_line(fix("reply.txt", "--rewrite", "--policy", "mine.toml"), "en/absence.txt.j2")
    assert untouched(here)


PROGRAM = f"""
import json, sys, time
from pathlib import Path
from click.testing import CliRunner
from replylint.cli import cli
from replylint.fix import templates
whole = templates.WORK
if sys.platform != "win32":
    import resource
    resource.setrlimit(resource.RLIMIT_AS, (2_000_000_000,) * 2)
for number, text in json.load(sys.stdin):
    Path("templates/mine/en/absence.txt.j2").write_text(text, encoding="utf-8")
    templates.WORK = whole if number in {WHOLE} else whole // 20
    if sys.platform != "win32":
        end = int(time.process_time()) + {CPU}
        resource.setrlimit(resource.RLIMIT_CPU, (end, resource.RLIM_INFINITY))
    print(number, end=" ", flush=True)
    result = CliRunner().invoke(cli, ["fix", "--as-of", "{AS_OF}", "reply.txt", "--rewrite", "--policy", "mine.toml"])
    lines = [line.split()[0] for line in result.stderr.splitlines() if "absence.txt.j2" in line]
    print(result.exit_code, repr(result.exception), *lines, flush=True)
"""
"""Fills in one template after another, with limits on memory and time, and prints what becomes of each."""


def test_template_without_an_end(pack: Path, here: Path) -> None:
    """A template that would go on forever or fill the memory is stopped, with one line, and nothing is written."""
    (here / "reply.txt").write_text(SHORT, encoding="utf-8")
    texts = list(enumerate(ENDLESS))
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], input=json.dumps(texts), cwd=here, capture_output=True, check=False, text=True
    )
    assert done.stdout.splitlines() == [f"{number} 2 SystemExit(2) not" for number, _ in texts], done.stderr[-600:]
    assert untouched(here, SHORT)


@pytest.mark.parametrize("folder", ["..", "../..", ".", "mine/../.."])
def test_pack_cannot_name_folders_elsewhere(folder: str, pack: Path, here: Path) -> None:
    """A pack whose `templates` leads out of the folder of templates is refused, so that no other file gets into a message."""
    (here / "mine.toml").write_text(
        f'[pack]\nid = "mine"\nextends = "plant-city"\ntemplates = ["mine", "{folder}"]\n', encoding="utf-8"
    )
    (here / "templates" / "secret.txt").write_text(SECRET, encoding="utf-8")
    pack.write_text("{% include 'secret.txt' %}", encoding="utf-8")
    result = fix("reply.txt", "--rewrite", "--policy", "mine.toml", "--diff")
    assert SECRET not in result.stdout
    assert result.exit_code == 2


def test_pack_cannot_name_a_whole_path(pack: Path, here: Path) -> None:
    """A pack whose `templates` is a whole path is refused."""
    (here / "mine.toml").write_text(
        f'[pack]\nid = "mine"\nextends = "plant-city"\ntemplates = ["mine", {str(here)!r}]\n', encoding="utf-8"
    )
    pack.write_text("{% include 'secret.txt' %}", encoding="utf-8")
    result = fix("reply.txt", "--rewrite", "--policy", "mine.toml", "--diff")
    assert SECRET not in result.stdout
    assert result.exit_code == 2


@pytest.mark.skipif(os.name == "nt", reason="links need rights of their own on Windows")
def test_link_among_templates_does_not_lead_out(pack: Path, here: Path) -> None:
    """A link in the folder of templates that leads to a file elsewhere is not followed."""
    (pack.parent / "linked.j2").symlink_to(here / "secret.txt")
    pack.write_text("{% include 'en/linked.j2' %}", encoding="utf-8")
    result = fix("reply.txt", "--rewrite", "--policy", "mine.toml", "--diff")
    assert SECRET not in result.stdout
    assert result.exit_code == 2


@pytest.mark.skipif(os.name == "nt", reason="links need rights of their own on Windows")
def test_folder_of_templates_is_no_link(pack: Path, here: Path) -> None:
    """A folder of templates that is itself a link to a folder elsewhere is not followed."""
    elsewhere = here / "elsewhere" / "en"
    elsewhere.mkdir(parents=True)
    (elsewhere / "absence.txt.j2").write_text(SECRET, encoding="utf-8")
    pack.parent.rmdir()
    pack.parents[1].rmdir()
    pack.parents[1].symlink_to(elsewhere.parent)
    result = fix("reply.txt", "--rewrite", "--policy", "mine.toml", "--diff")
    assert SECRET not in result.stdout
    assert result.exit_code == 2


def test_templates_that_include_each_other_over_and_over(pack: Path, here: Path) -> None:
    """Templates that each include the next one twice are stopped."""
    for n in range(40):
        text = f"{{% include 'en/{n + 1}.j2' %}}" * 2
        (pack.parent / f"{n}.j2").write_text(text, encoding="utf-8")
    pack.write_text("{% include 'en/0.j2' %}", encoding="utf-8")
    (pack.parent / "40.j2").write_text("", encoding="utf-8")
    one_line(fix("reply.txt", "--rewrite", "--policy", "mine.toml"), "en/absence.txt.j2", "does not end")
    assert untouched(here)


def test_ordinary_template_is_filled(pack: Path, here: Path) -> None:
    """Loops, repeated signs, filters and macros as people write them are within the bounds."""
    pack.write_text(
        "{% macro line(text) %}{{ text | replace('a', 'b') | truncate(255) }}{% endmacro %}{{ '-' * 40 }}\n"
        "{% for i in range(3) %}{{ i + 1 }} of {{ loop.length }}{{ ', ' if not loop.last }}{% endfor %} {{ line('aa' ~ 1) }}\n",
        encoding="utf-8",
    )
    fix("reply.txt", "--rewrite", "--policy", "mine.toml")
    assert f"{'-' * 40}\n1 of 3, 2 of 3, 3 of 3 bb1\n" in (here / "reply.txt").read_text(encoding="utf-8")


def test_broken_template_leaves_the_other_files(pack: Path, here: Path) -> None:
    """A template that is broken in one language stops only the messages that need it; the others are corrected."""
    spanish = pack.parents[1] / "es" / "absence.txt.j2"
    spanish.parent.mkdir()
    spanish.write_text("{% if %}", encoding="utf-8")
    (here / "a.txt").write_text(
        "Estaré fuera de la oficina del 14 de diciembre al 18 de diciembre de 2026. Llame a Ana.\n", encoding="utf-8"
    )
    (here / "b.txt").write_text(BAD, encoding="utf-8")
    result = fix("a.txt", "b.txt", "--rewrite", "--policy", "mine.toml")
    one_line(result, "es/absence.txt.j2")
    assert (here / "b.txt.bak").exists()


def test_pack_without_templates_can_still_correct_words(here: Path) -> None:
    """A pack that extends nothing and has no templates still corrects what needs none."""
    (here / "mine.toml").write_text(
        '[pack]\nid = "mine"\n[rules]\n"spelling.misspelling" = "error"\n"contact.missing" = "error"\n',
        encoding="utf-8",
    )
    (here / "reply.txt").write_text("I am out of the ofice until 12/18/26.\n", encoding="utf-8")
    fix("reply.txt", "--policy", "mine.toml", "--select", "spelling")
    assert "office" in (here / "reply.txt").read_text(encoding="utf-8")
