"""Makes a failing case smaller: removes pieces of templates, partials and data while it still fails."""
import json
import re

TOKENS = re.compile(r"(\{\{.*?\}\}|\{%.*?%\})", re.S)
PIECES = re.compile(r"(\s+|\w+|.)", re.S)


class Shrinker:
    def __init__(self, fails, tries=600):
        self.fails = fails
        self.tries = tries

    def still(self, case):
        if self.tries <= 0:
            return False
        self.tries -= 1
        return self.fails(case)

    def shrink(self, case):
        size = None
        while size != len(json.dumps(case)) and self.tries > 0:
            size = len(json.dumps(case))
            case = self.options(case)
            case = self.partials(case)
            case = self.text(case, TOKENS.split, ("template",))
            for name in list(case["files"]):
                case = self.text(case, TOKENS.split, ("files", name))
            case = self.data(case)
            case = self.text(case, PIECES.findall, ("template",))
            for name in list(case["files"]):
                case = self.text(case, PIECES.findall, ("files", name))
        return case

    def options(self, case):
        for key in ("strict_variables", "strict_filters", "variables"):
            if key in case:
                less = {k: v for k, v in case.items() if k != key}
                if self.still(less):
                    case = less
        for mode in ("lax", "strict2"):
            if case["mode"] != mode and case["mode"] != "lax" and self.still({**case, "mode": mode}):
                case = {**case, "mode": mode}
        return case

    def partials(self, case):
        for name in list(case["files"]):
            less = {**case, "files": {k: v for k, v in case["files"].items() if k != name}}
            if self.still(less):
                case = less
        return case

    def text(self, case, split, path):
        parts = [part for part in split(get(case, path)) if part]
        width = max(1, len(parts) // 2)
        while width >= 1:
            at = 0
            while at < len(parts):
                less = parts[:at] + parts[at + width:]
                changed = put(case, path, "".join(less))
                if self.still(changed):
                    parts, case = less, changed
                else:
                    at += width
            width //= 2
        return case

    def data(self, case):
        for key in ("data", "variables"):
            if key in case:
                value = self.value(json.loads(case[key]), lambda v, key=key: {**case, key: json.dumps(v, ensure_ascii=False)})
                case = {**case, key: json.dumps(value, ensure_ascii=False)}
        return case

    def value(self, value, case_with):
        if isinstance(value, dict):
            for key in list(value):
                less = {k: v for k, v in value.items() if k != key}
                if self.still(case_with(less)):
                    value = less
            for key in list(value):
                value[key] = self.value(value[key], lambda v, key=key: case_with({**value, key: v}))
        elif isinstance(value, list):
            at = 0
            while at < len(value):
                less = value[:at] + value[at + 1:]
                if self.still(case_with(less)):
                    value = less
                else:
                    value[at] = self.value(value[at], lambda v, at=at: case_with(value[:at] + [v] + value[at + 1:]))
                    at += 1
        return value


def get(case, path):
    for key in path:
        case = case[key]
    return case


def put(case, path, text):
    if len(path) == 1:
        return {**case, path[0]: text}
    return {**case, path[0]: {**case[path[0]], path[1]: text}}
