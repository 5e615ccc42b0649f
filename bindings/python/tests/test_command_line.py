import os
import subprocess
import sys

import pytest

MODULE = [sys.executable, "-m", "liquidc"]
NATIVE = os.environ.get("LIQUID_BINARY")


def run(*arguments, text="", program=MODULE):
    return subprocess.run([*program, *arguments], input=text, capture_output=True, text=True)


def test_renders_as_the_native_command_line(tmp_path):
    data = tmp_path / "data.json"
    data.write_text('{"name": "World"}')
    done = run("render", "-", "--data", str(data), "--set", "n=2", text="Hello {{ name }} {{ n | plus: 1 }}")
    assert (done.returncode, done.stdout, done.stderr) == (0, "Hello World 3", "")


def test_diagnostics_and_exit_status():
    done = run("render", "-", "--on-error", "inline", "--stdin-filename", "page.liquid", text="{{ 1 | divided_by: 0 }}")
    assert done.returncode == 1
    assert done.stdout == "Liquid error (line 1): divided by 0"
    assert "page.liquid:1" in done.stderr
    assert run("render").returncode == 2
    assert run("render", "--nonsense").returncode == 2
    assert "liquidc render" in run("--help").stdout


@pytest.mark.skipif(not NATIVE, reason="LIQUID_BINARY does not name the native program")
@pytest.mark.parametrize(
    "arguments",
    [
        ["--help"],
        ["--version"],
        [],
        ["nonsense"],
        ["render", "--help"],
        ["render", "page.liquid", "--data", "data.json"],
        ["render", "page.liquid", "--data", "data.json", "--on-error", "inline", "--snippets", "."],
        ["render", "page.liquid", "--mode", "strict2", "--snippets", ".", "--output", "page.html"],
        ["render", "gone.liquid"],
        ["render", "page.liquid", "--data", "page.liquid"],
        ["render", "-", "--set", "name=x"],
        ["ast", "page.liquid"],
        ["program", "page.liquid"],
    ],
    ids=" ".join,
)
def test_is_the_native_program(arguments, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "page.liquid").write_text(
        "Hello {{ name }}{% render 'gone' %}{{ 1 | divided_by: 0 }}\n", encoding="utf-8"
    )
    (tmp_path / "data.json").write_text('{"name": "Wörld"}', encoding="utf-8")
    both = []
    for program in (MODULE, [NATIVE]):
        done = run(*arguments, text="{{ name }}", program=program)
        page = tmp_path / "page.html"
        both.append((done.returncode, done.stdout, done.stderr, page.read_text() if page.exists() else None))
    assert both[0] == both[1]
