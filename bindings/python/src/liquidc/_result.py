"""What a render gives."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Optional, Tuple

from ._diagnostics import Diagnostic


@dataclass(frozen=True)
class Usage:
    """What a render used, of the limits of the same names."""

    output_bytes: int
    memory_bytes: int
    steps: int
    render_score: int
    assign_score: int


@dataclass(frozen=True)
class RenderResult:
    """A page, with what was said about it."""

    output: str
    diagnostics: Tuple[Diagnostic, ...]
    usage: Usage
    cause: Optional[BaseException] = None  #: the first exception that Python code raised meanwhile

    @property
    def ok(self) -> bool:
        """No diagnostic is an error."""
        return not any(diagnostic.is_error for diagnostic in self.diagnostics)


def make_result(
    output: str,
    diagnostics: Tuple[Diagnostic, ...],
    usage: Tuple[int, int, int, int, int],
    cause: Optional[BaseException],
) -> RenderResult:
    """Called by the engine."""
    return RenderResult(output, diagnostics, Usage(*usage), cause)
