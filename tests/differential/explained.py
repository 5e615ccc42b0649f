"""Differences that are known and stay, each as narrow as it can be said.

Every entry: a name, the reason, and a test of (case, reference's answer, our answer). A test looks at what differs: it
must be what the reason speaks of, and everything else must be the same.
"""
import re

INTERNAL = re.compile(rb"Liquid error(?: \([^()]*\))?: internal")
MOST_DIAGNOSTICS = 1000  # of one render; the last one stands for all that follow
DECODE = re.compile(r"\|\s*base64_(?:url_safe_)?decode\b")
# Exceptions of Ruby that pass through the reference engine, and what in the template calls them forth.
CRASHES = [
    (re.compile(r"^Encoding::CompatibilityError: incompatible character encodings"), DECODE),
]


def _sources(case):
    return [case["template"], *case["files"].values()]


def _given(case):
    return [*_sources(case), case["data"], case.get("variables", "")]


def _bytes(answer, part):
    return bytes.fromhex(answer.get(part) or "")


def _errors(answer):
    return [bytes.fromhex(one) for one in answer.get("errors", [])]


def _texts(answer):
    return [one.decode("utf-8", "replace") for one in _errors(answer)]


def _same_but(different, theirs, ours):
    parts = {"output", "errors", "warnings", "syntax_error", "crash"} - {different}
    return all(theirs.get(part) == ours.get(part) for part in parts)


def _crash(case, theirs, ours):
    return "crash" not in ours and any(
        what.search(theirs.get("crash", "")) and any(cause.search(text) for text in _sources(case)) for what, cause in CRASHES)


def _slow(case, theirs, ours):
    # A loop over a range, or a width or precision, that is large: nothing else takes seconds.
    return "timeout" in theirs and "crash" not in ours and any(
        re.search(r"\d{6,}|\.\.|[1-9]e\d{2}", text) for text in _given(case))


def _own_limit(_case, theirs, ours):
    if _same_but("errors", theirs, ours) and len(_errors(ours)) == MOST_DIAGNOSTICS < len(_errors(theirs)):
        return _errors(ours)[:-1] == _errors(theirs)[:MOST_DIAGNOSTICS - 1]
    told = [text for text in _texts(ours) if "the render took longer" in text or re.search(r"more than \d+ (steps|bytes)", text)]
    return bool(told) and _texts(ours)[:-1] == _texts(theirs)[:len(_texts(ours)) - 1]


def _mixed_encodings(case, theirs, ours):
    if not any(DECODE.search(text) for text in _sources(case)):
        return False
    # Apart from what the reference could not join, it tells no fault and writes nothing that we do not. (A partial ends
    # there: what would have followed in it stays untold.)
    left = [one for one in _errors(theirs) if not INTERNAL.fullmatch(one)]
    rest = iter(_errors(ours))
    if left == _errors(theirs) or not all(one in rest for one in left) or theirs.get("warnings") != ours.get("warnings"):
        return False
    at, ours_text = 0, _bytes(ours, "output")
    for piece in INTERNAL.split(_bytes(theirs, "output")):
        found = ours_text.find(piece, at)
        if found < 0:
            return False
        at = found + len(piece)
    return True


def _trim_after_fault(_case, theirs, ours):
    texts = [bytes.fromhex(one.get("output", "")) for one in (theirs, ours)]
    return theirs.get("errors") == ours.get("errors") and any("Liquid syntax error" in text for text in _texts(theirs)) and \
        texts[0].translate(None, b" \t\n\v\f\r") == texts[1].translate(None, b" \t\n\v\f\r")


EXPLAINED = [
    ("reference-crash", "the reference engine itself ended with an exception of Ruby that is no Liquid error: the template joins "
     "decoded Base64 that is no UTF-8 with text where no tag catches it", _crash),
    ("reference-slow", "the reference engine took three seconds, over a long range or a large number", _slow),
    ("own-limit", "this engine ends a render that takes too many steps, bytes or seconds, and tells of a thousand faults at most; up to there "
     "both are the same", _own_limit),
    ("mixed-encodings", "decoded Base64 that is no UTF-8 meets non-ASCII text: Ruby refuses to join them (`internal`), this engine "
     "does; all else is the same", _mixed_encodings),
    ("trim-after-fault", "a partial with a syntax error ends inside the reference's parser, whose pending trim goes on into the next one",
     _trim_after_fault),
]


def reason_for(case, theirs, ours):
    """The name of the entry that explains the difference, or None."""
    for name, _reason, applies in EXPLAINED:
        if applies(case, theirs, ours):
            return name
    return None
