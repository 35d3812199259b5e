"""Can Jinja read a template? One that it cannot is no message, however complete it looks."""

from __future__ import annotations

from replylint.errors import SourceError

_EXTENSIONS = ("jinja2.ext.do", "jinja2.ext.loopcontrols", "jinja2.ext.i18n")
"""The statements beyond Jinja's own that templates in the field use."""


def check_template(content: str) -> None:
    """Raise SourceError, with the line, for a template that Jinja cannot read. Nothing of it is run."""
    from jinja2 import Environment, TemplateSyntaxError

    try:
        Environment(extensions=_EXTENSIONS, autoescape=True).parse(content)
    except TemplateSyntaxError as error:
        said = f"line {error.lineno}: Jinja cannot read this template ({error.message}); mend it first"
        raise SourceError(said) from error
    except RecursionError as error:
        raise SourceError("it is nested too deep for a template; make it simpler") from error
