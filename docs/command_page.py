"""The page of the command line, from the help texts of every command."""

from __future__ import annotations

import inspect
from collections.abc import Iterator

import click


def command_line_page(program: click.Group, name: str) -> str:
    """Return the reference of a program and all its commands, in Markdown."""
    lines = ["# The command line", "", *_command(program, name, 2)]
    return "\n".join(lines).rstrip() + "\n"


def _command(command: click.Command, name: str, depth: int) -> Iterator[str]:
    yield from (f"{'#' * depth} {name}", "", "```text", _usage(command, name), "```", "", *_words(command.help or ""))
    options = [option for option in command.params if isinstance(option, click.Option) and not option.hidden]
    yield from map(_option, options)
    if options:
        yield ""
    if isinstance(command, click.Group):
        context = click.Context(command, info_name=name)
        inner = [(word, command.get_command(context, word)) for word in command.list_commands(context)]
        for word, found in inner:
            if found is not None and not found.hidden:
                yield from _command(found, f"{name} {word}", depth if depth == 2 else depth + 1)


def _usage(command: click.Command, name: str) -> str:
    parts = [name]
    if any(isinstance(item, click.Option) for item in command.params):
        parts.append("[OPTIONS]")
    for item in command.params:
        if isinstance(item, click.Argument):
            word = item.metavar or str(item.name).upper()
            parts.append((word if item.required else f"[{word}]") + ("..." if item.nargs == -1 else ""))
    if isinstance(command, click.Group):
        parts.append("COMMAND")
    return " ".join(parts)


def _words(text: str) -> Iterator[str]:
    r"""Yield the paragraphs of a help text; one that `\b` keeps as it is stays as it is."""
    for paragraph in inspect.cleandoc(text).split("\n\n"):
        first, _, rest = paragraph.partition("\n")
        if first == "\b":
            yield from ("```text", rest, "```", "")
        else:
            yield from (paragraph, "")


def _option(option: click.Option) -> str:
    names = ", ".join((*option.opts, *option.secondary_opts))
    if isinstance(option.type, click.Choice):
        names += " " + "|".join(str(choice) for choice in option.type.choices)
    elif not option.is_flag:
        names += f" {option.metavar or str(option.name).upper()}"
    default = f" Left out: {option.default}." if option.show_default else ""
    return f"- `{names}`: {option.help or ''}{default}"
