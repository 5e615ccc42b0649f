"""The first page and the first test of docs/python.md, run as a newcomer runs them."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

GUIDE = Path(__file__).resolve().parents[3] / "docs" / "python.md"
if not GUIDE.exists():
    pytest.skip("docs/python.md is not here", allow_module_level=True)
TEXT = GUIDE.read_text(encoding="utf-8")


def section(title):
    return re.split(r"^# ", TEXT.split(f"# {title}\n", 1)[1], maxsplit=1, flags=re.M)[0]


def blocks(text, language):
    return re.findall(rf"^```{language}\n(.*?)^```$", text, flags=re.M | re.S)


def shell(commands, folder):
    own = commands.replace("venv/bin/python", sys.executable)
    return subprocess.run(["sh", "-e"], input=own, cwd=folder, capture_output=True, text=True, check=False)


def printed(text, after):
    """The lines that the guide shows, indented, after some words."""
    lines = text.split(after, 1)[1].split("\n    ", 1)[1]
    return re.split(r"\n(?=\S)", lines)[0].replace("\n    ", "\n").strip()


@pytest.mark.skipif(shutil.which("sh") is None, reason="needs a shell")
def test_a_first_page_and_a_first_test(tmp_path):
    first = section("A first page, and a first test")
    make, render = blocks(first, "sh")
    # This interpreter stands for the virtual environment.
    make = "".join(line for line in make.splitlines(True) if "venv" not in line)
    assert shell(make, tmp_path).returncode == 0
    page = shell(render, tmp_path)
    assert page.stdout.strip() == printed(first, "print(env.get_template"), page.stderr
    (tmp_path / "test_card.py").write_text(blocks(first, "python")[0], encoding="utf-8")
    (tmp_path / "pytest.ini").write_text(blocks(first, "ini")[0], encoding="utf-8")
    pytest_run = "venv/bin/python -m pytest -p no:cacheprovider"
    assert "1 passed" in shell(pytest_run, tmp_path).stdout
    shell("mv snippets/price.liquid snippets/prices.liquid", tmp_path)
    failed = shell(pytest_run, tmp_path)
    assert failed.returncode == 1
    said = "\n".join(line.rstrip() for line in failed.stdout.splitlines())
    assert printed(first, "fails all the same:") in said


def test_the_examples_of_filters_and_tags():
    import liquidc

    env = liquidc.Environment()
    for block in blocks(section("Filters and tags"), "python"):
        exec(block, {"env": env, "liquidc": liquidc})
    page = env.from_string(
        "{{ 'a' | shout: 2, mark: '?' }} {{ 'x' | greet }} {% twice 'x' %}y{% endtwice %}"
        " {% repeat 5 as i, step: 2 %}{{ i }}{% endrepeat %} {% repeat 3 as i %}{% break %}{% endrepeat %}."
    )
    assert page.render(greeting="hi") == "A?? hi x yy 024 ."
    with pytest.raises(liquidc.ParseError, match="repeat needs a name"):
        env.from_string("{% repeat 3 as %}{% endrepeat %}")
