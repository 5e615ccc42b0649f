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


needs_native = pytest.mark.skipif(not NATIVE, reason="LIQUID_BINARY does not name the native program")


@pytest.fixture
def files(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name, text in {
        "page.liquid": "Hello {{ name }}{% render 'gone' %}{{ 1 | divided_by: 0 }}\n",
        "bad.liquid": "{% if x %}",
        "long.liquid": "{% for i in (1..1000000) %}{{ i }}{% endfor %}",
        "data.json": '{"name": "Wörld"}',
        "theme/index.liquid": "{% render 'part', x: name %}",
        "theme/snippets/part.liquid": "<{{ x }}>",
    }.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


@needs_native
@pytest.mark.parametrize(
    "arguments",
    """
--help
--version
version

nonsense
help render
help nonsense
render
render --help
render page.liquid
render page.liquid --data data.json
render page.liquid --data data.json --on-error inline --snippets .
render page.liquid --on-error fail
render page.liquid --on-error nonsense
render page.liquid --mode strict2 --snippets . --output made
render page.liquid --output gone/made
render page.liquid --diagnostics json
render page.liquid --limit steps=1
render page.liquid extra.liquid
render gone.liquid
render bad.liquid
render page.liquid --data page.liquid
render page.liquid --data gone.json
render - --set name=x
render - --stdin-filename page.liquid
render theme/index.liquid --snippets theme/snippets --set name=é☃
compile theme -o made
compile theme
compile . -o made
compile . -o made --allow-missing --allow-invalid
render --artifact theme/index.liquid index
ast page.liquid
ast bad.liquid
program page.liquid
program gone
""".strip("\n").splitlines(),
)
def test_is_the_native_program(arguments, files):
    both = []
    for program in (MODULE, [NATIVE]):
        done = run(*arguments.split(), text="{{ name }}{{ 1 | divided_by: 0 }}", program=program)
        made = files / "made"
        # The two may be built in different ways, which `--version` says.
        out = done.stdout.replace(", debug\n", ", release\n")
        both.append((done.returncode, out, done.stderr, made.read_bytes() if made.exists() else None))
        made.unlink(missing_ok=True)
    assert both[0] == both[1]


@needs_native
@pytest.mark.parametrize(
    "command",
    [
        "render long.liquid | head -c 5 > read",
        "render page.liquid > /dev/full",
        "render page.liquid >&-",
        "render - <&-",
        "render $(printf '\\377').liquid",
        "render page.liquid --set name=$(printf '\\377')",
        "ulimit -f 1; LIQUIDC render long.liquid > made",
    ],
)
@pytest.mark.parametrize("locale", ["C", "C.UTF-8"])
def test_is_the_native_program_in_a_shell(command, locale, files):
    command = command if "LIQUIDC" in command else "LIQUIDC " + command
    both = []
    for program in (MODULE, [NATIVE]):
        script = command.replace("LIQUIDC", " ".join(program)) + "; echo ${PIPESTATUS[0]}"
        environment = {**os.environ, "LC_ALL": locale}
        done = subprocess.run(["bash", "-c", script], capture_output=True, env=environment, check=False)
        both.append((done.stdout, [line for line in done.stderr.splitlines() if not line.startswith(b"bash: ")]))
    assert both[0] == both[1]
