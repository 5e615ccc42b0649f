"""Differences that are known and stay, each as narrow as it can be said.

Every entry: a name, the reason, and a test of (case, reference's answer, our answer).
"""
import re

BIG = re.compile(r"\d{19}|1e100|1e20")


def _sources(case):
    return [case["template"], *case["files"].values()]


def _texts(answer):
    return [bytes.fromhex(one).decode("utf-8", "replace") for one in answer.get("errors", [])]


def _reference_has_no_answer(_case, theirs, _ours):
    return "timeout" in theirs or "crash" in theirs


def _own_limit(_case, _theirs, ours):
    return any("the render took longer" in text or re.search(r"more than \d+ (steps|bytes)", text) for text in _texts(ours))


def _mixed_encodings(case, theirs, _ours):
    return any("base64_" in text for text in _sources(case)) and any(text.endswith(": internal") for text in _texts(theirs))


def _far_time(case, _theirs, _ours):
    return any(re.search(r"\|\s*date\b", text) for text in _sources(case)) and \
        any(BIG.search(text) for text in [*_sources(case), case["data"], case.get("variables", "")])


def _trim_after_fault(_case, theirs, ours):
    texts = [bytes.fromhex(one.get("output", "")) for one in (theirs, ours)]
    return theirs.get("errors") == ours.get("errors") and any("Liquid syntax error" in text for text in _texts(theirs)) and \
        texts[0].translate(None, b" \t\n\v\f\r") == texts[1].translate(None, b" \t\n\v\f\r")


EXPLAINED = [
    ("reference-crash", "the reference engine itself ended with an exception that is no Liquid error, or took three seconds",
     _reference_has_no_answer),
    ("own-limit", "this engine ends a render that takes too many steps, bytes or seconds", _own_limit),
    ("mixed-encodings", "decoded Base64 that is no UTF-8 meets non-ASCII text: Ruby refuses to join them, this engine does",
     _mixed_encodings),
    ("trim-after-fault", "a partial with a syntax error ends inside the reference's parser, whose pending trim goes on into the next one",
     _trim_after_fault),
    ("far-time", "a time more than 190 milliards of years away, which `date` leaves as it is", _far_time),
]


def reason_for(case, theirs, ours):
    """The name of the entry that explains the difference, or None."""
    for name, _reason, applies in EXPLAINED:
        if applies(case, theirs, ours):
            return name
    return None
