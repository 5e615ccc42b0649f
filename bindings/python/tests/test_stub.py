"""The stub beside the extension module: stubtest cannot read the signatures that nanobind writes."""

import ast
import re
from pathlib import Path

import pytest

from liquidc import _core

STUB = ast.parse(Path(_core.__file__).with_name("_core.pyi").read_text(encoding="utf-8"))


def functions(body, prefix=""):
    for node in body:
        if isinstance(node, ast.ClassDef):
            yield from functions(node.body, node.name + ".")
        elif isinstance(node, ast.FunctionDef):
            yield prefix + node.name, node


def is_property(node):
    return any(isinstance(word, ast.Name) and word.id == "property" for word in node.decorator_list)


def parameters_of(node):
    arguments = node.args
    names = [argument.arg for argument in arguments.args if argument.arg != "self"]
    if arguments.vararg:
        names.append("*" + arguments.vararg.arg)
    if arguments.kwarg:
        names.append("**" + arguments.kwarg.arg)
    return names


def parameters_in(signature):
    """`def render(self, *args, **kwargs) -> object`, with types, as names."""
    inside = signature[signature.index("(") + 1 : signature.rindex(")")]
    while "[" in inside:
        inside = re.sub(r"\[[^\[\]]*\]", "", inside)
    names = [part.split(":")[0].split("=")[0].strip() for part in inside.split(",")]
    return [name for name in names if name not in ("self", "/", "*", "")]


MEMBERS = [pytest.param(name, node, id=name) for name, node in functions(STUB.body)]


@pytest.mark.parametrize(("name", "node"), MEMBERS)
def test_the_stub_has_the_parameters_of_the_module(name, node):
    found = _core
    for part in name.split("."):
        found = found.__dict__[part] if isinstance(found, type) else getattr(found, part)
    if is_property(node):
        assert isinstance(found, property)
        return
    signatures = [entry[0] for entry in found.__nb_signature__]
    expected = parameters_of(node)
    if name == "Template.__init__":  # three forms: a source, a name alone, a compiled form
        assert expected in [parameters_in(signature) for signature in signatures]
    elif name == "TagCall.__getitem__" or len(signatures) == 1:
        assert parameters_in(signatures[0]) == expected, signatures


def test_the_stub_has_the_names_of_the_module():
    stubbed = {name for name, _ in functions(STUB.body)}
    classes = [name for name, value in vars(_core).items() if isinstance(value, type)]
    actual = {name for name in vars(_core) if not name.startswith("__") and name not in classes}
    for name in classes:
        actual |= {f"{name}.{member}" for member in vars(getattr(_core, name)) if not member.startswith("__")}
        actual |= {f"{name}.__getitem__"} & {f"{name}.{member}" for member in vars(getattr(_core, name))}
    assert {name for name in stubbed if not name.endswith("__init__")} == actual
