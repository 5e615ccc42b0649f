"""Objects made for templates."""

from __future__ import annotations


class Drop:
    """An object whose public attributes, properties and methods without parameters templates can read.

    Other objects show their attributes only. A method `liquid_missing(name)` answers for names that are none.
    """
