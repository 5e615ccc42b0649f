#!/usr/bin/env python3
"""Holds the #include lines against the rooms of docs/architecture.md, and files against their size limit.

usage: check.py ROOT | check.py --self-test
"""
import pathlib
import re
import sys
import tempfile

# A room may include itself, the rooms named here, and what these may include.
ROOMS = {
    "source": [],
    "diagnostics": ["source"],
    "ast": ["diagnostics"],
    "value": ["diagnostics"],
    "filters": ["value"],
    "program": ["ast", "filters"],
    "syntax": ["ast", "value"],
    "render": ["program"],
    "engine": ["syntax", "render"],
    "liquidc": [],
}

# Public headers have layers too; a room sees those up to its own.
HEADER_LAYER = {
    "export": 1, "span": 1, "diagnostic": 1, "kinds": 1, "error_mode": 1, "result": 1,
    "value": 2, "drop": 2, "filter": 2, "data": 2, "limits": 2, "tag": 2, "on_error": 2, "foreign": 2,
    "nlohmann": 2,
    "artifact": 5, "loader": 5, "environment": 5, "template": 5, "liquid": 5,
}
ROOM_LAYER = {"source": 1, "diagnostics": 1, "ast": 2, "value": 2, "filters": 3, "program": 3, "syntax": 4, "render": 4,
              "engine": 5, "liquidc": 7}
# Reasons why a room may see a header above its layer.
HEADER_EXCEPTIONS = {
    ("render", "loader"),  # the texts for a partial that is missing come from the loader's answer
}

# Third-party headers that have one place: pattern of the include, pattern of the files that may have it.
PLACES = [
    (r"tao/", r"src/(syntax/pegtl|value/json_grammar)\.hpp", "PEGTL is for src/syntax/pegtl.hpp and src/value/json_grammar.hpp"),
    (r"nlohmann/", r"include/liquid/nlohmann\.hpp", "nlohmann/json is for include/liquid/nlohmann.hpp only"),
    (r"date/tz\.h", None, "date/tz.h has one file"),
    (r"date/", r"src/(value|filters)/.*", "the date library is for src/value and src/filters only"),
    (r"boost/", r"src/value/.*", "Boost is for src/value only"),
    (r"utf8proc", r"src/(value|diagnostics|syntax)/.*", "utf8proc is not for this room"),
    (r"CLI/", r"src/liquidc/.*", "CLI11 is for src/liquidc only"),
]

# Folders that use the library as a host does: public headers only.
HOSTS = ["src/liquidc", "examples", "bench", "spec", "bindings/c", "tests/api", "tests/threads", "tests/memory", "tests/golden", "tests/compile",
         "tests/package"]

MOST_LINES = 600
# Files that may be longer, with the reason.
LONG_FILES = {}

INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]')


def reachable(room, seen=None):
    seen = seen if seen is not None else set()
    if room not in seen:
        seen.add(room)
        for below in ROOMS[room]:
            reachable(below, seen)
    return seen


def includes(file):
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
        found = INCLUDE.match(line)
        if found:
            yield number, found.group(1) == '"', found.group(2)


def files_of(root, folder, endings=(".hpp", ".cpp", ".def")):
    top = root / folder
    return sorted(p for p in top.rglob("*") if p.suffix in endings) if top.is_dir() else []


def room_of(name):
    """The room that an include such as `render/frame.hpp` names; None when it names none."""
    first = name.split("/")[0]
    return first if "/" in name and first in ROOMS else None


def check_room_file(name, number, quoted, target, complaints):
    room = name.split("/")[1]
    public = re.fullmatch(r"liquid/(\w+)\.(?:hpp|def)", target)
    if public:
        header = public.group(1)
        layer = HEADER_LAYER.get(header)
        if layer is None:
            complaints.append(f"{name}:{number}: {target} has no layer in tests/layering/check.py")
        elif layer > ROOM_LAYER[room] and (room, header) not in HEADER_EXCEPTIONS:
            complaints.append(f"{name}:{number}: {room} is below {target}")
    elif room_of(target):
        if room_of(target) not in reachable(room):
            complaints.append(f"{name}:{number}: {room} may not see {room_of(target)} ({target})")
    elif quoted and room != "liquidc":
        complaints.append(f"{name}:{number}: write `{target}` with its room, as in \"value/arena.hpp\"")


def check_header(name, number, target, complaints):
    own = HEADER_LAYER.get(pathlib.Path(name).stem)
    public = re.fullmatch(r"liquid/(\w+)\.(?:hpp|def)", target)
    if own is None:
        complaints.append(f"{name}: has no layer in tests/layering/check.py")
    elif public and HEADER_LAYER.get(public.group(1), 0) > own:
        complaints.append(f"{name}:{number}: this header is below {target}")
    elif not public and ("/" in target) and not re.fullmatch(r"nlohmann/.*", target):
        complaints.append(f"{name}:{number}: a public header may not include {target}")


def check(root):
    root = pathlib.Path(root)
    complaints, seen, zone_files = [], 0, set()
    sources = files_of(root, "src") + files_of(root, "include")
    for file in sources:
        name = file.relative_to(root).as_posix()
        seen += 1
        if name.startswith("src/") and (name.count("/") < 2 or name.split("/")[1] not in ROOMS):
            complaints.append(f"{name}: is in no room of docs/architecture.md")
            continue
        for number, quoted, target in includes(file):
            if name.startswith("src/"):
                check_room_file(name, number, quoted, target, complaints)
            else:
                check_header(name, number, target, complaints)
            for pattern, place, rule in PLACES:
                if re.match(pattern, target):
                    if place is None:
                        zone_files.add(name)
                    elif not re.fullmatch(place, name):
                        complaints.append(f"{name}:{number}: {rule}")
                    break
    if len(zone_files) > 1:
        complaints.append(f"{', '.join(sorted(zone_files))}: date/tz.h has one file")
    for folder in HOSTS:
        for file in files_of(root, folder):
            name = file.relative_to(root).as_posix()
            for number, _, target in includes(file):
                if room_of(target) and not (folder == "src/liquidc" and room_of(target) == "liquidc"):
                    complaints.append(f"{name}:{number}: only public headers here, not {target}")
    for folder in ("src", "include", "tests", "spec", "bench", "examples", "bindings/c"):
        for file in files_of(root, folder, (".hpp", ".cpp", ".py")):
            name = file.relative_to(root).as_posix()
            lines = len(file.read_text(encoding="utf-8").splitlines())
            if lines > MOST_LINES and name not in LONG_FILES:
                complaints.append(f"{name}: has {lines} lines, more than {MOST_LINES} need a reason in LONG_FILES")
    for name in LONG_FILES:
        if not (root / name).is_file():
            complaints.append(f"{name}: is in LONG_FILES and does not exist")
    if seen == 0:
        complaints.append("no source file was found")
    return seen, complaints


# Each wrong file, and what must be said of it.
WRONG = {
    "src/syntax/a.cpp": ('#include "render/run.hpp"\n', "syntax may not see render"),
    "src/render/a.cpp": ('#include "syntax/parse.hpp"\n', "render may not see syntax"),
    "src/value/a.cpp": ('#include "program/program.hpp"\n', "value may not see program"),
    "src/ast/a.hpp": ('#include <liquid/environment.hpp>\n', "ast is below liquid/environment.hpp"),
    "src/syntax/grammar.cpp": ('#include <tao/pegtl.hpp>\n', "PEGTL is for src/syntax/pegtl.hpp"),
    "src/engine/a.cpp": ('#include <nlohmann/json.hpp>\n', "nlohmann/json is for"),
    "src/value/zone_a.cpp": ('#include <date/tz.h>\n', "date/tz.h has one file"),
    "src/value/zone_b.cpp": ('#include <date/tz.h>\n', "date/tz.h has one file"),
    "src/liquidc/a.cpp": ('#include "engine/state.hpp"\n', "only public headers here"),
    "src/cellar/a.cpp": ("\n", "is in no room"),
    "src/value/near.cpp": ('#include "arena.hpp"\n', "with its room"),
    "src/value/long.cpp": ("\n" * (MOST_LINES + 1), "lines, more than"),
    "include/liquid/span.hpp": ("#include <liquid/value.hpp>\n", "this header is below"),
    "include/liquid/value.hpp": ("#include <fmt/core.h>\n", "a public header may not include"),
    "include/liquid/stranger.hpp": ("#include <string>\n", "has no layer"),
    "tests/api/a_test.cpp": ('#include "value/rep.hpp"\n', "only public headers here"),
}
RIGHT = {
    "src/value/json_grammar.hpp": '#include <tao/pegtl/contrib/json.hpp>\n#include "value/arena.hpp"\n#include <liquid/data.hpp>\n',
    "src/syntax/pegtl.hpp": "#include <tao/pegtl.hpp>\n",
    "src/engine/state.cpp": '#include "syntax/parse.hpp"\n#include "render/run.hpp"\n#include "value/rep.hpp"\n',
    "src/render/partial.hpp": "#include <liquid/loader.hpp>\n#include <vector>\n",
    "include/liquid/template.hpp": "#include <liquid/environment.hpp>\n",
}


def complaints_of(files):
    with tempfile.TemporaryDirectory() as folder:
        for name, text in files.items():
            file = pathlib.Path(folder, name)
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text)
        return check(folder)[1]


def self_test():
    complaints = complaints_of({name: text for name, (text, _) in WRONG.items()})
    missed = [f"{name}: nothing says `{said}`" for name, (_, said) in WRONG.items()
              if not any(name in line and said in line for line in complaints)]
    missed += [f"a right file is refused: {line}" for line in complaints_of(RIGHT)]
    if not complaints_of({}):
        missed.append("an empty tree is accepted")
    print("\n".join(missed) or f"{len(WRONG)} wrong files are refused, {len(RIGHT)} right ones accepted")
    return 1 if missed else 0


def main(arguments):
    if arguments == ["--self-test"]:
        return self_test()
    if len(arguments) != 1:
        print(__doc__, file=sys.stderr)
        return 2
    seen, complaints = check(arguments[0])
    print("\n".join(complaints) or f"{seen} files keep to their rooms")
    return 1 if complaints else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
