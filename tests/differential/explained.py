"""Differences that are known and cannot be mended, each as narrow as it can be said.

Every entry: a name, the reason, and a test of (case, reference's answer, our answer). README.md explains them.
"""


def _reference_has_no_answer(_case, theirs, _ours):
    return "timeout" in theirs or "crash" in theirs


EXPLAINED = [
    ("reference-crash", "the reference engine itself ended with an exception that is no Liquid error, or took three seconds",
     _reference_has_no_answer),
]


def reason_for(case, theirs, ours):
    """The name of the entry that explains the difference, or None."""
    for name, _reason, applies in EXPLAINED:
        if applies(case, theirs, ours):
            return name
    return None
