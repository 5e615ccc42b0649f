#!/usr/bin/env bash
# ci.sh [asan]: builds the source distribution, and from it the wheel; installs that into a clean virtual environment and
# runs the tests, mypy, stubtest and ruff there. With `asan`: only the tests, on a wheel with sanitizers. The closing line
# counts checks and tests. Tools stay in build/, so that a second run is fast.
#
# LIQUID_BUILD names a build folder of the repository whose engine is linked, instead of compiling it again.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

kind=${1:-release}
python=${PYTHON:-python3}
work=$PWD/build/$kind-$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
tools=$work/tools
source=$work/source
clean=$work/clean
settings=(-Ccmake.define.LIQUID_BUILD="${LIQUID_BUILD:-}")
export CMAKE_BUILD_PARALLEL_LEVEL=${CMAKE_BUILD_PARALLEL_LEVEL:-2}
export LIQUID_BINARY=${LIQUID_BUILD:+$LIQUID_BUILD/bin/liquidc}  # what `python -m liquidc` must behave as
export PIP_DISABLE_PIP_VERSION_CHECK=1
passed=0 failed=0

close() {
    printf 'python: %d passed, %d failed\n' "$passed" "$failed"
    exit $((failed > 0))
}

# check NAME COMMAND...: a check that others need; its output is shown when it fails, and then it is the last.
check() {
    local name=$1 log=$work/$1.log started=$SECONDS
    shift
    # Not within a condition: `set -e` would be off in the command.
    set +e
    (set -e; "$@") >"$log" 2>&1
    local status=$?
    set -e
    if [ "$status" -eq 0 ]; then
        passed=$((passed + 1))
        printf 'python: %s, %d s\n' "$name" $((SECONDS - started))
        return 0
    fi
    failed=$((failed + 1))
    tail -n 60 "$log"
    printf 'python: %s failed; all of its output is in %s\n' "$name" "$log"
    return 1
}

# The count of pytest's closing line: `2 failed, 110 passed, 1 skipped in 3.20s`.
count() { grep -E '^=* ?[0-9]+ .* in [0-9.]+s' "$work/tests.log" | tail -n 1 | grep -oE "[0-9]+ $1" | grep -oE '^[0-9]+' || echo 0; }

tests() {
    local status=0
    check tests "$@" || status=1
    # One check that stands for all of them.
    if [ "$status" -eq 0 ]; then passed=$((passed - 1)); else failed=$((failed - 1)); fi
    local bad=$(($(count failed) + $(count error)))
    [ "$status" -eq 0 ] || [ "$bad" -gt 0 ] || bad=1
    passed=$((passed + $(count passed)))
    failed=$((failed + bad))
    grep -E '^SKIPPED' "$work/tests.log" || true
    return "$status"
}

make_tools() {
    "$tools/bin/python" -c 'import nanobind, scikit_build_core, build, mypy, auditwheel, yaml' 2>/dev/null && return 0
    "$python" -m venv "$tools"
    "$tools/bin/pip" install -q "scikit-build-core>=0.10" "nanobind>=2.4" build mypy ruff auditwheel vermin PyYAML \
        types-PyYAML
}

make_source() {
    rm -rf "$work/dist" "$source"
    "$tools/bin/python" -m build --sdist --no-isolation --outdir "$work/dist" .
    mkdir "$source"
    tar xzf "$work"/dist/*.tar.gz -C "$source" --strip-components=1
    # Everything that the repository keeps for the engine is in it.
    (cd ../.. && [ ! -e .git ] || git ls-files include src cmake CMakeLists.txt LICENSE) | while read -r file; do
        [ ! -f "../../$file" ] || cmp "../../$file" "$source/engine/$file"
    done
}

make_wheel() {
    "$tools/bin/python" -m build --wheel --no-isolation --outdir "$work/dist" "${settings[@]}" "$source"
}

# Only the libraries that every Linux has; auditwheel names the policy.
no_foreign_libraries() {
    "$tools/bin/auditwheel" show "$work"/dist/*.whl
    rm -rf "$work/opened"
    "$python" -m zipfile -e "$work"/dist/*.whl "$work/opened"
    local foreign
    foreign=$(readelf -d "$work"/opened/liquidc/*.so* | grep NEEDED |
        grep -vE 'lib(stdc\+\+|gcc_s|c|m|pthread|date-tz)\.so|ld-linux' || true)
    [ -z "$foreign" ] || { printf 'the wheel needs: %s\n' "$foreign"; return 1; }
}

make_clean() {
    rm -rf "$clean"
    "$python" -m venv "$clean"
    "$clean/bin/pip" install -q "$(ls "$work"/dist/*.whl)[test]" pydantic mypy types-PyYAML
}

# The oldest Python that pyproject.toml declares can read the sources.
old_python() {
    "$tools/bin/vermin" --quiet --no-tips --eval-annotations --violations -t=3.9- src
}

in_tests() { (cd tests && "$@"); }  # the installed package is tested, not the folder

mkdir -p "$work"
# Without the package index nothing of this can be done, and nothing is broken.
no_index() {
    (make_tools) >"$work/index.log" 2>&1 && return 1
    grep -qE 'NewConnectionError|NameResolutionError|ConnectTimeoutError|ReadTimeoutError' "$work/index.log"
}

if no_index; then
    printf 'python: skipped the wheel, its tests, mypy, stubtest and ruff: the package index does not answer\n'
    close
fi
check tools make_tools || close
if [ "$kind" = asan ]; then
    settings+=(-Ccmake.define.LIQUID_SANITIZE=ON -Ccmake.build-type=RelWithDebInfo
        -Ccmake.define.CMAKE_CXX_FLAGS_RELWITHDEBINFO="-O1 -g")
    # The interpreter itself never frees what it has at its end.
    export ASAN_OPTIONS=detect_leaks=0:detect_stack_use_after_return=0:allocator_may_return_null=1
    export UBSAN_OPTIONS=print_stacktrace=1 PYTHONMALLOC=malloc LIQUID_SANITIZED=1
    ulimit -s 262144 || true  # frames are larger, and Python bounds their number, not their size
    preload="$(g++ -print-file-name=libasan.so) $(g++ -print-file-name=libstdc++.so)"
    check source make_source && check wheel make_wheel && check install make_clean || close
    tests in_tests env LD_PRELOAD="$preload" "$clean/bin/python" -m pytest -q -rs -p no:cacheprovider . || true
    close
fi

check source make_source && check wheel make_wheel && check libraries no_foreign_libraries && check install make_clean ||
    close
tests in_tests "$clean/bin/python" -m pytest -q -rs -p no:cacheprovider . || true
check mypy in_tests "$clean/bin/python" -m mypy --strict --config-file ../pyproject.toml -p liquidc || true
# The last mypy for Python 3.9 takes types of `typing` for faults.
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 10))' &&
    check stubtest in_tests "$clean/bin/python" -m mypy.stubtest liquidc --allowlist ../stubtest-allowlist.txt || true
check ruff "$tools/bin/ruff" check . || true
check ruff-format "$tools/bin/ruff" format --check . || true
check old-python old_python || true
close
