#!/usr/bin/env python3
"""Holds what libliquid_c exports against liquid.h: exactly the functions that it declares.

usage: exports_c.py NM LIBRARY HEADER
"""
import pathlib
import re
import subprocess
import sys


def main(nm, library, header):
    declared = set(re.findall(r"^LIQUID_C_API [^;(]*?\b(liquid_\w+)\(", pathlib.Path(header).read_text(), re.M))
    listing = subprocess.run([nm, "-D", "--defined-only", "--without-symbol-versions", library], check=True,
                             capture_output=True, text=True).stdout
    exported = {line.split()[2] for line in listing.splitlines() if line.split()[1] != "A"}
    for name in sorted(exported ^ declared):
        print(name, "is declared and not exported" if name in declared else "is exported and not declared")
    print(f"{len(declared)} functions")
    return 1 if exported != declared or not declared else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
