import subprocess
import sys


def run(*arguments, text=""):
    return subprocess.run([sys.executable, "-m", "liquidc", *arguments], input=text, capture_output=True, text=True)


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
