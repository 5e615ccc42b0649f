#!/usr/bin/env bash
# Builds the wheel and a source distribution, installs the wheel into a clean virtual environment, and runs the tests,
# mypy, stubtest and ruff there. Tools and build folders stay in build/ci, so that a second run is fast.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

python=${PYTHON:-python3}
work=$PWD/build/ci
tools=$work/tools
clean=$work/clean
export CMAKE_BUILD_PARALLEL_LEVEL=${CMAKE_BUILD_PARALLEL_LEVEL:-2}
export PIP_DISABLE_PIP_VERSION_CHECK=1
mkdir -p "$work"

step() {
    local name=$1 log=$work/$1.log
    shift
    if "$@" >"$log" 2>&1; then
        printf 'python: %s\n' "$name"
    else
        tail -n 60 "$log"
        printf 'python: %s failed; all of its output is in %s\n' "$name" "$log"
        exit 1
    fi
}

make_tools() {
    [ -x "$tools/bin/python" ] || "$python" -m venv "$tools"
    "$tools/bin/pip" install -q "scikit-build-core>=0.10" "nanobind>=2.4" build mypy ruff auditwheel pyyaml types-PyYAML
}

make_clean() {
    rm -rf "$clean"
    "$python" -m venv "$clean"
    "$clean/bin/pip" install -q "$(ls "$work"/dist/*.whl)[test]" pydantic mypy types-PyYAML
}

# Only the libraries that every Linux has; auditwheel names the policy.
no_foreign_libraries() {
    "$tools/bin/auditwheel" show "$work"/dist/*.whl
    local foreign
    foreign=$(unzip -p "$work"/dist/*.whl 'liquidc/_core*.so' >"$work/_core.so" &&
        readelf -d "$work/_core.so" | grep NEEDED | grep -vE 'lib(stdc\+\+|gcc_s|c|m|pthread|date-tz)\.so|ld-linux' || true)
    [ -z "$foreign" ] || { printf 'the wheel needs: %s\n' "$foreign"; return 1; }
}

sources_are_complete() {
    "$tools/bin/python" -m build --sdist --no-isolation --outdir "$work/dist" .
    tar tzf "$work"/dist/*.tar.gz >"$work/sources.txt"
    grep -q '/engine/src/engine/environment.cpp$' "$work/sources.txt"
    grep -q '/engine/include/liquid/liquid.hpp$' "$work/sources.txt"
}

rm -rf "$work/dist"
step tools make_tools
step wheel "$tools/bin/pip" wheel -q . --no-build-isolation --no-deps --wheel-dir "$work/dist"
step libraries no_foreign_libraries
step sources sources_are_complete
step install make_clean
cd tests  # the installed package is tested, not the folder
step tests "$clean/bin/python" -m pytest -q -p no:cacheprovider .
step mypy "$clean/bin/python" -m mypy --strict --config-file ../pyproject.toml -p liquidc
step stubtest "$clean/bin/python" -m mypy.stubtest liquidc --allowlist ../stubtest-allowlist.txt
step ruff "$tools/bin/ruff" check ..
