"""Exceptions. Each carries the diagnostics; its text is theirs, with excerpts."""

from __future__ import annotations

from typing import NoReturn, Optional, Tuple

from ._diagnostics import Diagnostic

_MOST_SHOWN = 10


class LiquidError(Exception):
    """The base of all errors of templates."""

    def __init__(self, diagnostics: Tuple[Diagnostic, ...] = (), message: str = "") -> None:
        super().__init__(diagnostics, message)
        self.diagnostics: Tuple[Diagnostic, ...] = tuple(diagnostics)
        self.message = message

    def __str__(self) -> str:
        shown = [str(diagnostic) for diagnostic in self.diagnostics[:_MOST_SHOWN]]
        if len(self.diagnostics) > _MOST_SHOWN:
            shown.append(f"... and {len(self.diagnostics) - _MOST_SHOWN} more")
        if self.message:
            shown.insert(0, self.message)
        return "\n".join(shown)


class ParseError(LiquidError):
    """A template, or a document for liquidc.Data, cannot be read."""


class RenderError(LiquidError):
    """A render met an error, and the environment's on_error is "fail"."""


class MissingTemplateError(RenderError):
    """A template was not found."""


class LimitError(RenderError):
    """A limit, a deadline or a stop ended the render."""


class MarkupError(ValueError):
    """Raised by a tag's parser: the tag's markup is wrong. The text is for the diagnostic."""


def error_class(code: str) -> type[LiquidError]:
    if code in ("LQ1001", "LQ1002", "LQ1006", "LQ1008"):
        return MissingTemplateError
    if code.startswith("LQ2") or code in ("LQ1005", "LQ5003", "LQ5004"):
        return ParseError
    if code.startswith("LQ4"):
        return LimitError
    return RenderError


def raise_for(diagnostics: Tuple[Diagnostic, ...], cause: Optional[BaseException] = None) -> NoReturn:
    """Raises what the errors among `diagnostics` are: for a limit that ended a render, else for the first."""
    errors = [diagnostic for diagnostic in diagnostics if diagnostic.is_error]
    decisive = next((error for error in errors if error.code.startswith("LQ4")), errors[0])
    raise error_class(decisive.code)(diagnostics) from cause
