#!/usr/bin/env python3
"""Compiles every file of accept/ (must compile) and of reject/ (must not) against the public headers alone.

usage: run.py COMPILER INCLUDE_DIRECTORY [C_INCLUDE_DIRECTORY]

A file of reject/ names, in a comment `// error: TEXT`, a part of the compiler's message, so that it cannot be refused
for another reason than its own.
"""
import pathlib
import re
import subprocess
import sys


def compile_file(compiler, includes, file):
    command = [compiler, "-std=c++20", "-fsyntax-only", "-Wall", "-Wextra", "-Wpedantic", "-Werror",
               *(f"-I{include}" for include in includes), str(file)]
    return subprocess.run(command, capture_output=True, text=True)


def main(compiler, include, *others):
    includes = [include, *others]
    here = pathlib.Path(__file__).parent
    accept, reject = sorted(here.glob("accept/*.cpp")), sorted(here.glob("reject/*.cpp"))
    wrong = 0
    for file in accept:
        result = compile_file(compiler, includes, file)
        if result.returncode != 0:
            wrong += 1
            print(f"{file.name} must compile:\n{result.stderr}")
    for file in reject:
        result = compile_file(compiler, includes, file)
        expected = re.search(r"// error: (.*)", file.read_text()).group(1)
        if result.returncode == 0:
            wrong += 1
            print(f"{file.name} must not compile")
        elif not re.search(expected, result.stderr):
            wrong += 1
            print(f"{file.name} was refused for another reason than `{expected}`:\n{result.stderr}")
    # Every public header stands alone.
    headers = sorted(pathlib.Path(include, "liquid").glob("*.hpp"))
    for header in headers:
        command = [compiler, "-std=c++20", "-fsyntax-only", "-Wall", "-Wextra", "-Werror", f"-I{include}", "-x", "c++", "-"]
        result = subprocess.run(command, input=f"#include <liquid/{header.name}>\n#include <liquid/{header.name}>\n", capture_output=True, text=True)
        if result.returncode != 0:
            wrong += 1
            print(f"{header.name} does not stand alone:\n{result.stderr}")
    print(f"{len(accept)} accepted, {len(reject)} refused, {len(headers)} headers alone, {wrong} wrong")
    return 1 if wrong or not accept or not reject or not headers else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
