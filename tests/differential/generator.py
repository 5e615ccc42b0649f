"""Random templates over the whole grammar, with random data and partials.

A case is a dictionary as engine and oracle read it (README.md). It depends on its seed alone.
"""
import json
import random

NAMES = ["a", "b", "c", "n", "m", "f", "s", "u", "w", "list", "nums", "words", "objs", "obj", "deep", "none", "yes",
         "no", "big", "day", "blankish", "hollow", "p1", "p2", "p3", "missing", "item", "x", "forloop", "i"]
KEYS = ["a", "b", "n", "title", "price", "tags", "size", "first", "last", "key-dash", "q?", "k", "name", "0", "s"]
WORDS = ["", " ", "a", "b", "apple", "Pear", "fig fig", "Ünïcödé", "日本語", "ß", "x,y,z", "1", "10", "-3", "2.5", "0",
         "<b>bold</b>", "a&b &amp; c", "'q'", "tab\there", "line\nbreak", "  pad  ", "true", "nil", "1e3", "0x1f", "12abc",
         "2024-02-29", "2001-02-03 04:05:06", "now", "today", "😀 ok", "a b c d e f", "%41+b%zz", "YWJj", "\u00a0", "Z", "é"]
INTS = [0, 1, 2, 3, 5, 7, 10, -1, -2, 42, 100, 255, 2**31, 2**53, 2**62, 2**63 - 1, -2**63, 2**63, 2**64, 10**25, -10**30]
FLOATS = [0.0, 0.5, 1.0, 1.5, -2.5, 3.14159, 1e10, 1e15, 1e16, 1e20, 1e-5, 123456.789, 0.1, 2.675, -0.0, 1e100]


class Generator:
    def __init__(self, seed):
        self.r = random.Random(seed)
        self.budget = 0
        self.partial_index = 0

    # --- small choices

    def chance(self, p):
        return self.r.random() < p

    def pick(self, *items):
        return self.r.choice(items)

    # --- data

    def scalar(self):
        kind = self.r.random()
        if kind < 0.35:
            return self.r.choice(WORDS)
        if kind < 0.6:
            return self.r.choice(INTS[:12]) if self.chance(0.8) else self.r.choice(INTS)
        if kind < 0.75:
            return self.r.choice(FLOATS)
        if kind < 0.82:
            return None
        return self.chance(0.5)

    def value(self, depth=0):
        kind = self.r.random()
        if depth > 2 or kind < 0.5:
            return self.scalar()
        if kind < 0.75:
            return [self.value(depth + 1) for _ in range(self.r.choice([0, 1, 2, 3, 4]))]
        return {self.r.choice(KEYS): self.value(depth + 1) for _ in range(self.r.choice([0, 1, 2, 3]))}

    def item(self):
        return {"title": self.r.choice(WORDS), "price": self.r.choice(INTS[:10]), "tags": [self.r.choice(WORDS[:8])],
                "k": self.pick("a", "b", None, True, False, 1), "n": self.value(2)}

    def data(self):
        one = {
            "n": self.r.choice(INTS[:10]), "m": self.r.choice(INTS), "f": self.r.choice(FLOATS), "s": self.r.choice(WORDS),
            "u": self.pick("Ünïcödé ", "日本", "😀"), "w": "a b c", "day": self.pick("2024-03-10", "2001-02-03 04:05:06 +0200", 0, 1e9),
            "list": [self.value(1) for _ in range(self.r.randrange(5))],
            "nums": [self.r.choice(INTS[:10]) for _ in range(self.r.randrange(7))],
            "words": [self.r.choice(WORDS) for _ in range(self.r.randrange(6))],
            "objs": [self.item() for _ in range(self.r.randrange(4))],
            "obj": self.item(), "deep": {"a": {"b": [1, {"c": self.value()}]}, "list": [[1, 2], [3, [4]]]},
            "none": None, "yes": True, "no": False, "big": self.r.choice(INTS[14:]), "blankish": self.pick("", "  ", "\n", [], {}),
            "hollow": self.pick([], {}, ""), "a": self.value(), "b": self.value(), "c": self.scalar(),
            "p1": self.value(), "p2": self.value(),
        }
        for name in list(one):
            if self.chance(0.15):
                del one[name]
        return one

    # --- expressions

    def string(self):
        text = self.r.choice(WORDS)
        quote = self.pick('"', "'")
        return quote + text.replace(quote, "") + quote

    def number(self):
        return self.pick("0", "1", "2", "3", "5", "-1", "10", "1.5", "-0.5", "2.0", "7", "100", "12345678901234567890", "1.", "1.2.3", "007", "-")

    def name(self):
        return self.r.choice(NAMES)

    def lookup(self, depth=0):
        out = self.name()
        if self.chance(0.03):
            out = "[" + self.string() + "]"
        if self.chance(0.03):
            out = self.pick("self", "obj-x", "_u", "a1", "q?", "empty", "blank", "for", "with", "in", "or")
        if out == "forloop":
            return "forloop" + self.pick("", ".index", ".index0", ".first", ".last", ".rindex", ".rindex0", ".length", ".name",
                                         ".parentloop", ".parentloop.index", ".parentloop.parentloop.length", ".nope")
        if self.chance(0.04):
            return "tablerowloop" + self.pick("", ".col", ".col0", ".col_first", ".col_last", ".row", ".index", ".index0", ".first",
                                              ".last", ".rindex", ".rindex0", ".length", ".nope")
        while self.chance(0.35):
            kind = self.r.random()
            if kind < 0.5:
                out += "." + self.r.choice(KEYS)
            elif kind < 0.7:
                out += "[" + self.pick("0", "1", "-1", "2", "9", "'a'", '"title"', "'size'", "1.5", "nil", "true") + "]"
            elif depth < 2:
                out += "[" + self.lookup(depth + 1) + "]"
        return out

    def range(self):
        return "(" + self.pick("0", "1", "2", "-1", "n", "s", "1.5", "'2'", "missing", "obj.price") + ".." + \
            self.pick("0", "1", "2", "3", "5", "n", "c", "2.5", "'3'", "none", "nums.size") + ")"

    def expression(self):
        kind = self.r.random()
        if kind < 0.5:
            return self.lookup()
        if kind < 0.7:
            return self.string()
        if kind < 0.86:
            return self.number()
        if kind < 0.92:
            return self.range()
        return self.pick("nil", "null", "true", "false", "empty", "blank", "''", "self")

    def argument(self):
        return self.expression()

    def filters(self, p=0.4):
        out = ""
        while self.chance(p):
            out += self.pick(" | ", "|", " |", " | ") + self.filter()
        return out

    def filter(self):
        name = self.r.choice(FILTER_NAMES)
        if self.chance(0.02):
            name = self.pick("nope", "Size", "to_s", "inspect", "send", "join2")
        shapes = FILTERS.get(name, [[]])
        shape = self.r.choice(shapes)
        arguments = [self.r.choice(SAMPLES[kind]) if self.chance(0.75) else self.argument() for kind in shape]
        if self.chance(0.06):
            arguments.append(self.argument())
        if arguments and self.chance(0.05):
            arguments.pop()
        if name == "default" and self.chance(0.4) or self.chance(0.01):
            arguments.append("allow_false: " + self.pick("true", "false", "yes", "nil", "n"))
        if not arguments:
            return name + (self.pick(":", ": ") if self.chance(0.02) else "")
        return name + self.pick(": ", ":", " : ") + self.pick(", ", ",", " , ").join(arguments)

    def output_markup(self):
        return self.expression() + self.filters()

    def condition(self):
        out = self.comparison()
        while self.chance(0.25):
            out += " " + self.pick("and", "or") + " " + self.comparison()
        return out

    def comparison(self):
        left = self.expression()
        if self.chance(0.4):
            return left
        operator = self.pick("==", "!=", "<>", "<", ">", "<=", ">=", "contains", "==", "==", "=", "===", "has", "=>")
        if operator in ("=", "===", "has", "=>") and self.chance(0.7):
            operator = "=="
        blank = self.pick(" ", " ", " ", "", "  ")
        if operator in ("contains", "has"):
            blank = " "
        return left + blank + operator + blank + self.expression()

    # --- tags

    def tag(self, name, markup=""):
        if self.in_liquid:
            return name + (" " + markup if markup else "") + "\n"
        left = "-" if self.chance(0.12) else ""
        right = "-" if self.chance(0.12) else ""
        blank = self.pick(" ", " ", " ", " ", "\n ", "")
        middle = name + (" " + markup if markup else "")
        if self.chance(0.02) and markup:
            middle = middle.replace(" ", self.pick("\n", "  ", "\t"), 1)
        return "{%" + left + blank + middle + (" " if blank else "") + right + "%}"

    def text(self):
        if self.in_liquid:
            return "\n" if self.chance(0.3) else ""
        return self.pick("", " ", "\n", "x", "-", "  \n ", "text ", "é", "\n\n", "<p>", "<p>", "a\n", " b ", ".") \
            if self.chance(0.9) else self.pick(*WORDS, "{", "}", "%}", "}}")

    def body(self, depth):
        out = self.text()
        for _ in range(self.r.choice([0, 1, 1, 1, 2, 2, 3])):
            if self.budget <= 0:
                break
            self.budget -= 1
            out += self.node(depth) + self.text()
        return out

    def node(self, depth):
        if self.chance(0.3):
            if self.in_liquid:
                return self.tag("echo", self.output_markup())
            left, right = self.pick("", "", "", "-"), self.pick("", "", "", "-")
            return "{{" + left + self.pick(" ", " ", "") + self.output_markup() + self.pick(" ", " ", "\n", "") + right + "}}"
        kinds = SIMPLE if depth > 4 else SIMPLE + BLOCKS
        return getattr(self, "tag_" + self.r.choice(kinds))(depth + 1)

    def tag_assign(self, _):
        return self.tag("assign", self.pick("a", "b", "x", "i", "item", "forloop", "p1", "s", "self", "k-d", "p2") +
                        self.pick(" = ", " = ", "=", " =") + self.output_markup())

    def tag_assign_loop(self, _):
        return self.tag("assign", self.pick("x", "c", "a") + " = " + self.pick("forloop", "forloop.parentloop", "tablerowloop", "self", "x"))

    def tag_echo(self, _):
        return self.tag("echo", self.output_markup())

    def tag_break(self, _):
        return self.tag(self.pick("break", "continue"))

    def tag_counter(self, _):
        return self.tag(self.pick("increment", "decrement"), self.pick("n", "x", "cnt", "a", "s", "cnt", "missing"))

    def tag_cycle(self, _):
        named = self.pick("", "", "'g': ", "n: ", "a: ", "1: ", "'h' : ", "missing: ")
        items = [self.pick('"a"', "'b'", "'c'", "1", "2.5", "n", "s", "list", "missing", "true") for _ in range(self.r.choice([1, 2, 3]))]
        return self.tag("cycle", named + self.pick(", ", ",").join(items) + (self.pick(",", "") if self.chance(0.1) else ""))

    def partial_name(self):
        # Partials that call each other in loops take for ever: most call only the later ones.
        if self.partial_index and self.chance(0.96):
            return self.pick(*[f"'p{i}'" for i in range(self.partial_index + 1, 5)], "'nope'")
        return self.pick("'p1'", "'p2'", "'p3'", '"P1"', "'p1'", "'p2'", "'nope'") if self.chance(0.93) else \
            self.pick("p1", "s", "missing", "nums", "'p1.liquid'", "1", "''")

    def partial_rest(self):
        out = ""
        if self.chance(0.4):
            out += self.pick(" with ", " for ", " for ") + self.pick("nums", "list", "objs", "obj", "n", "(1..3)", "words", self.expression())
            if self.chance(0.4):
                out += " as " + self.pick("x", "item", "p1", "a")
        for _ in range(self.r.choice([0, 0, 0, 1, 2])):
            out += self.pick(", ", " ", ", ") + self.pick("a", "x", "item", "n", "s", "forloop") + ": " + self.expression()
        return out

    def tag_include(self, _):
        return self.tag("include", self.partial_name() + self.partial_rest())

    def tag_render(self, _):
        return self.tag("render", self.partial_name() + self.partial_rest())

    def tag_inline_comment(self, _):
        return self.tag("#", self.pick("note", "", "a\n# b", "a\nb", "if x"))

    def tag_unknown(self, _):
        return self.tag(self.pick("nope", "else", "end", "endfor", "when 1", "elsif x", "endraw", "case", "if", "endif")) if self.chance(0.12) else ""

    def loop_options(self, names):
        out = ""
        for _ in range(self.r.choice([0, 0, 0, 1, 1, 2])):
            key = self.r.choice(names)
            out += self.pick(" ", ", ", " ", ",") + key + self.pick(":", ": ") + \
                (self.pick("1", "2", "0", "3", "-1", "n", "nums.size", "continue" if key == "offset" else "4", "'2'") if self.chance(0.9)
                 else self.expression())
        return out

    def collection(self):
        return self.pick("nums", "list", "words", "objs", "(1..3)", "(0..n)", "obj", "hollow", "missing", "deep.list", "nums", "(1..2)",
                         "s", self.expression())

    def tag_for(self, depth):
        variable = self.pick("i", "i", "item", "x", "a", "forloop")
        reverse = self.pick("", "", "", " reversed")
        markup = variable + " in " + self.collection() + reverse + self.loop_options(["limit", "offset", "offset"])
        inside = self.body(depth)
        if self.chance(0.15):
            inside += self.tag("else") + self.body(depth)
        return self.tag("for", markup) + inside + self.tag("endfor")

    def tag_tablerow(self, depth):
        markup = self.pick("i", "item", "x") + " in " + self.collection() + \
            self.loop_options(["limit", "offset", "cols", "cols", "range"] if self.chance(0.9) else ["nope"])
        return self.tag("tablerow", markup) + self.body(depth) + self.tag("endtablerow")

    def tag_if(self, depth):
        name = self.pick("if", "if", "unless")
        out = self.tag(name, self.condition()) + self.body(depth)
        for _ in range(self.r.choice([0, 0, 0, 1, 2])):
            out += self.tag("elsif", self.condition()) + self.body(depth)
        if self.chance(0.3):
            out += self.tag("else", self.pick("", "", "", "x")) + self.body(depth)
        return out + self.tag("end" + name)

    def tag_case(self, depth):
        out = self.tag("case", self.expression()) + (self.text() if self.chance(0.3) else "")
        for _ in range(self.r.choice([0, 1, 1, 2, 3])):
            if self.chance(0.2):
                out += self.tag("else", "" if self.chance(0.93) else "x") + self.body(depth)
            else:
                values = [self.expression() for _ in range(self.r.choice([1, 1, 2, 3]))]
                out += self.tag("when", self.pick(", ", " or ", ",").join(values)) + self.body(depth)
        return out + self.tag("endcase")

    def tag_ifchanged(self, depth):
        return self.tag("ifchanged") + self.body(depth) + self.tag("endifchanged")

    def tag_capture(self, depth):
        return self.tag("capture", self.pick("a", "x", "s", "cap", "'q'", "k-d", "item")) + self.body(depth) + self.tag("endcapture")

    def tag_comment(self, depth):
        return self.tag("comment", self.pick("", "", "x")) + self.body(depth) + self.tag("endcomment")

    def tag_doc(self, depth):
        return self.tag("doc", "" if self.chance(0.95) else "x") + self.pick("@param a", "", self.body(depth)) + self.tag("enddoc")

    def tag_raw(self, depth):
        if self.in_liquid:
            return self.tag("echo", "'r'")
        return self.tag("raw") + self.pick("{{ a }}", "{% if %}", "", " x ", "{{-", self.body(depth)) + self.tag("endraw")

    def tag_liquid(self, depth):
        if self.in_liquid:
            return ""
        self.in_liquid = True
        inside = self.body(depth)
        self.in_liquid = False
        left, right = self.pick("", "", "-"), self.pick("", "", "-")
        return "{%" + left + " liquid" + self.pick("\n", " ", "\n\n  ") + inside + right + "%}"

    # --- whole cases

    def template(self, budget):
        self.budget = budget
        self.in_liquid = False
        out = ""
        while self.budget > 0:
            out += self.body(0)
            self.budget -= 1
        if self.chance(0.12):
            out = self.mutated(out)
        return out

    def mutated(self, text):
        for _ in range(self.r.choice([1, 1, 2])):
            if not text:
                break
            at = self.r.randrange(len(text))
            kind = self.r.random()
            if kind < 0.4:
                text = text[:at] + text[at + self.r.choice([1, 1, 2, 5]):]
            elif kind < 0.8:
                text = text[:at] + self.pick("{{", "}}", "{%", "%}", "-", "|", ":", ",", "'", '"', "[", "]", "(", ")", ".", "..", " ", "\n",
                                             "=", "<", "@", "$", "&", "?", "#", "1", "a", "!", "~", "é", "or ", "and ") + text[at:]
            else:
                end = min(len(text), at + self.r.randrange(30))
                text = text[:at] + text[at:end] * 2 + text[end:]
        return text

    def partial(self):
        if self.chance(0.06):
            return self.pick("{% if %}", "{{ a", "{% break %}", "{% continue %}x", "a{% break %}b", "{% nope %}", "{{ p1 }}{% continue %}", "")
        return self.template(self.r.choice([1, 2, 3, 5]))

    def case(self):
        one = {"template": self.template(self.r.choice([2, 4, 8, 14])), "data": json.dumps(self.data(), ensure_ascii=False),
               "mode": self.pick("lax", "lax", "lax", "strict2", "strict2", "strict", "warn"), "files": {}, "now": 1704067318}
        for index in range(self.r.choice([0, 1, 2, 3])):
            self.partial_index = index + 1
            one["files"][f"p{index + 1}.liquid"] = self.partial()
        if self.chance(0.1):
            # The reference engine calls every static variable undefined then, which is no use to hold anything against.
            one.update(strict_variables=True, variables=one["data"], data="{}")
        elif self.chance(0.1):
            one["variables"] = json.dumps({self.r.choice(NAMES[:24]): self.value() for _ in range(3)}, ensure_ascii=False)
        if self.chance(0.08):
            one["strict_filters"] = True
        return one


SIMPLE = ["assign", "assign", "assign_loop", "echo", "break", "counter", "cycle", "include", "render", "inline_comment", "unknown",
          "include"]
BLOCKS = ["for", "for", "for", "tablerow", "if", "if", "case", "ifchanged", "capture", "comment", "doc", "raw", "liquid"]

SAMPLES = {
    "int": ["0", "1", "2", "3", "-1", "-2", "10", "n", "'2'", "1.5", "2.5", "big", "nil", "'x'"],
    "num": ["0", "1", "2", "3", "-1", "1.5", "0.0", "n", "m", "f", "'2'", "'1.5'", "s", "'abc'", "10", "7", "big", "nil"],
    "str": ["'a'", "'b'", "' '", "''", "','", "'fig'", "'é'", "s", "u", "1", "nil", "words", "'日'"],
    "key": ["'title'", "'price'", "'tags'", "'k'", "'n'", "'a'", "'nope'", "'tags.first'", "n", "nil", "''"],
    "any": ["1", "'a'", "true", "false", "nil", "n", "s", "list", "obj", "''", "'b'", "empty", "blank"],
    "list": ["nums", "list", "words", "objs", "(1..3)", "s", "nil", "hollow"],
    "format": ["'%Y-%m-%d'", "'%H:%M:%S'", "'%s'", "'%b %d, %y'", "'%-d/%-m'", "'%A %j %U %Z %z'", "'%e %k %l %p %P %%'", "''", "'%10Y|%^a|%#p'",
               "'%L %N %3N %c %x %X'", "'%:z %::z %C %G-%V %u %w %D %F %T %R %r %n%t %h %B %I'", "s", "nil", "'%'", "'%Q %-H %_m %010d'"],
}
FILTERS = {
    "slice": [["int"], ["int", "int"]], "truncate": [[], ["int"], ["int", "str"]], "truncatewords": [[], ["int"], ["int", "str"]],
    "split": [["str"]], "join": [[], ["str"]], "sort": [[], ["key"]], "sort_natural": [[], ["key"]], "where": [["key"], ["key", "any"]],
    "reject": [["key"], ["key", "any"]], "has": [["key"], ["key", "any"]], "find": [["key"], ["key", "any"]],
    "find_index": [["key"], ["key", "any"]], "uniq": [[], ["key"]], "map": [["key"]], "compact": [[], ["key"]],
    "replace": [["str", "str"], ["str"]], "replace_first": [["str", "str"]], "replace_last": [["str", "str"]], "remove": [["str"]],
    "remove_first": [["str"]], "remove_last": [["str"]], "append": [["str"]], "prepend": [["str"]], "concat": [["list"]],
    "date": [["format"]], "plus": [["num"]], "minus": [["num"]], "times": [["num"]], "divided_by": [["num"]], "modulo": [["num"]],
    "round": [[], ["int"]], "at_least": [["num"]], "at_most": [["num"]], "default": [["any"]], "sum": [[], ["key"]],
}
FILTER_NAMES = sorted(set(FILTERS) | {
    "size", "downcase", "upcase", "capitalize", "escape", "escape_once", "h", "url_encode", "url_decode", "base64_encode", "base64_decode",
    "base64_url_safe_encode", "base64_url_safe_decode", "squish", "strip", "lstrip", "rstrip", "strip_html", "strip_newlines", "reverse",
    "newline_to_br", "first", "last", "abs", "ceil", "floor"})


def case_of(seed, index):
    return Generator(f"{seed}:{index}").case()
