"""Integers of any size as text and back: by default the interpreter refuses more than 4300 digits at once."""

from __future__ import annotations

_AT_ONCE = 512  # the interpreter's limit cannot be set below 640
_BASE = 10**_AT_ONCE


def digits_of(number: int) -> str:
    """Called by the engine."""
    rest = abs(number)
    parts = []
    while rest:
        rest, part = divmod(rest, _BASE)
        parts.append(str(part).zfill(_AT_ONCE))
    return ("-" if number < 0 else "") + "".join(reversed(parts)).lstrip("0")


def integer_of(digits: str) -> int:
    """Called by the engine."""
    magnitude = digits.lstrip("-")
    number = 0
    for at in range(0, len(magnitude), _AT_ONCE):
        part = magnitude[at : at + _AT_ONCE]
        number = number * 10 ** len(part) + int(part)
    return -number if digits.startswith("-") else number
