"""Diagnostics: what went wrong, where, by which way, and what would mend it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Mapping, Sequence, Tuple, Union


@dataclass(frozen=True)
class Location:
    """A place in a named source. Lines and columns count from 1; 0 means that no place is known."""

    file: str
    line: int
    column: int
    end_line: int
    end_column: int
    begin: int
    end: int
    excerpt: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}" if self.line else self.file


@dataclass(frozen=True)
class Hop:
    """One tag on the way from the page down to the place at fault."""

    tag: str
    location: Location


@dataclass(frozen=True)
class Label:
    """A second place with its own text."""

    text: str
    location: Location


@dataclass(frozen=True)
class Fix:
    """An edit that would mend the fault; `begin` and `end` are bytes of the diagnostic's own source."""

    title: str
    begin: int
    end: int
    replacement: str
    safety: str


@dataclass(frozen=True)
class Diagnostic:
    """One fault, as data. `str()` gives the text with the excerpt and the chain."""

    code: str
    name: str
    severity: str
    message: str
    location: Location
    chain: Tuple[Hop, ...]
    arguments: Mapping[str, Union[str, int]]
    labels: Tuple[Label, ...]
    hints: Tuple[str, ...]
    fixes: Tuple[Fix, ...]
    reference: str
    reference_line: int
    text: str = field(repr=False)

    @property
    def is_error(self) -> bool:
        return self.severity == "error"

    @property
    def file(self) -> str:
        return self.location.file

    @property
    def line(self) -> int:
        return self.location.line

    @property
    def column(self) -> int:
        return self.location.column

    @property
    def excerpt(self) -> str:
        return self.location.excerpt

    def __str__(self) -> str:
        return self.text.rstrip("\n")


def make_diagnostic(
    code: str,
    name: str,
    severity: str,
    message: str,
    location: Tuple[Any, ...],
    chain: Sequence[Tuple[str, Tuple[Any, ...]]],
    arguments: Mapping[str, Union[str, int]],
    labels: Sequence[Tuple[str, Tuple[Any, ...]]],
    hints: Sequence[str],
    fixes: Sequence[Tuple[str, int, int, str, str]],
    reference: str,
    reference_line: int,
    text: str,
) -> Diagnostic:
    """Called by the engine."""
    return Diagnostic(
        code=code,
        name=name,
        severity=severity,
        message=message,
        location=Location(*location),
        chain=tuple(Hop(tag, Location(*place)) for tag, place in chain),
        arguments=arguments,
        labels=tuple(Label(words, Location(*place)) for words, place in labels),
        hints=tuple(hints),
        fixes=tuple(Fix(*fix) for fix in fixes),
        reference=reference,
        reference_line=reference_line,
        text=text,
    )
