"""Tests of templates with pytest: the fixtures `liquid_env` and `render`, and tests in `test_*.liquid.yml`."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any, Iterator, List, Mapping, Optional, Protocol, Sequence, Tuple, Union

import pytest

from . import Data, DirectoryLoader, Environment, Template
from ._diagnostics import Diagnostic
from ._result import RenderResult

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

_FILES = "test_*.liquid.yml"


class Page(str):
    """A rendered page: a str, with its diagnostics and its HTML."""

    diagnostics: Tuple[Diagnostic, ...]
    result: RenderResult

    @classmethod
    def of(cls, result: RenderResult, said: Sequence[Diagnostic]) -> Page:
        page = cls(result.output)
        page.result = result
        page.diagnostics = tuple(said)
        return page

    @property
    def html(self) -> LexborHTMLParser:
        """The page parsed as HTML (by selectolax)."""
        try:
            from selectolax.lexbor import LexborHTMLParser
        except ImportError:
            raise pytest.UsageError("page.html and page.select need selectolax: pip install 'liquidc[test]'") from None
        parsed: Optional[LexborHTMLParser] = self.__dict__.get("_html")
        if parsed is None:
            parsed = self.__dict__["_html"] = LexborHTMLParser(str(self))
        return parsed

    def select(self, selector: str) -> List[LexborNode]:
        """All elements that a CSS selector matches."""
        return self.html.css(selector)


class Render(Protocol):
    """The type of the fixture `render`."""

    def __call__(self, template: Union[str, Path], data: Any = None, /, **variables: Any) -> Page: ...


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addini("liquid_snippets", "directories of templates, for include, render and file names", type="paths")
    parser.addini("liquid_error_mode", "lax, warn, strict or strict2", default="strict2")
    parser.addini("liquid_on_error", "what pages show: omit, comment or inline", default="comment")
    parser.addini("liquid_strict_variables", "undefined variables are errors", type="bool", default=False)
    parser.addini("liquid_strict_filters", "unknown filters are errors", type="bool", default=True)
    parser.addini("liquid_timezone", "the local zone of dates", default="UTC")
    parser.addini("liquid_limits", "limits, one a line: steps=100000", type="linelist")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line(
        "markers", "liquid_allow(*codes): diagnostics of these codes (or names) do not fail the test"
    )


def build_environment(config: pytest.Config) -> Environment:
    """The environment that the ini file describes."""
    directories = [str(directory) for directory in config.getini("liquid_snippets")]
    limits = {}
    for line in config.getini("liquid_limits"):
        name, separator, amount = line.partition("=")
        if not separator or not amount.strip().isdigit():
            raise pytest.UsageError(f"liquid_limits: expected NAME=N, found {line!r}")
        limits[name.strip()] = int(amount)
    try:
        return Environment(
            DirectoryLoader(*directories, not_found="Could not find {name}") if directories else None,
            error_mode=config.getini("liquid_error_mode"),
            on_error=config.getini("liquid_on_error"),
            strict_variables=config.getini("liquid_strict_variables"),
            strict_filters=config.getini("liquid_strict_filters"),
            timezone=config.getini("liquid_timezone"),
            limits=limits,
        )
    except ValueError as fault:
        raise pytest.UsageError(f"liquid: {fault}") from None


@pytest.fixture
def liquid_env(request: pytest.FixtureRequest) -> Environment:
    """An environment configured by the ini file; a test may add filters and tags to its own."""
    return build_environment(request.config)


@pytest.fixture
def render(request: pytest.FixtureRequest, liquid_env: Environment) -> Render:
    """Renders a string, or a file of the snippet directories, and fails the test on diagnostics that are errors.

    A text without `{` and line breaks that names a template of the snippet directories is that template.
    """
    permitted = _permitted(request.node)

    def render_page(template: Union[str, Path], data: Any = None, /, **variables: Any) -> Page:
        __tracebackhide__ = True
        page = _render(liquid_env, template, data, variables, request.path)
        errors = _errors(page.diagnostics, permitted)
        if errors:
            pytest.fail(_explain(errors, request.config), pytrace=False)
        return page

    return render_page


def _permitted(node: pytest.Item) -> List[str]:
    return [str(code) for mark in node.iter_markers("liquid_allow") for code in mark.args]


def _errors(diagnostics: Sequence[Diagnostic], permitted: Sequence[str]) -> List[Diagnostic]:
    return [d for d in diagnostics if d.is_error and d.code not in permitted and d.name not in permitted]


def _told(errors: Sequence[Diagnostic], config: pytest.Config) -> str:
    """The texts, with paths as seen from where pytest was started."""
    here = str(config.invocation_params.dir) + os.sep
    return "\n".join(dict.fromkeys(str(error) for error in errors)).replace(here, "")


def _explain(errors: Sequence[Diagnostic], config: pytest.Config) -> str:
    codes = ", ".join(dict.fromkeys(repr(error.code) for error in errors))
    return f"{_told(errors, config)}\n\nthe template has errors; @pytest.mark.liquid_allow({codes}) permits them"


def _template(environment: Environment, template: Union[str, Path], test_file: Path) -> Template:
    if isinstance(template, Path):
        file = template if template.is_absolute() else test_file.parent / template
        source = file.read_text(encoding="utf-8")
        return environment.parse(source, name=file.stem, path=str(file))
    if environment.loader is not None and template and not any(c in template for c in "{\n"):
        loaded = Template._load(environment, template)
        if loaded.valid or "." in template or "/" in template or loaded.diagnostics[0].code != "LQ1001":
            return loaded
    return environment.parse(template, path=test_file.name)


def _render(
    environment: Environment,
    template: Union[str, Path],
    data: Any,
    variables: Mapping[str, Any],
    test_file: Path,
) -> Page:
    parsed = _template(environment, template, test_file)
    arguments = () if data is None else (data,)
    result = parsed.render_result(*arguments, **variables)
    # A template that does not parse repeats its first error when it is rendered.
    return Page.of(result, parsed.diagnostics + (result.diagnostics if parsed.valid else ()))


# --- tests in YAML ---


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> Optional[pytest.Collector]:
    if not file_path.match(_FILES):
        return None
    return LiquidFile.from_parent(parent, path=file_path)


class LiquidFile(pytest.File):
    """A list of tests, or a mapping with the list under `tests` and `data` for all of them."""

    def collect(self) -> Iterator[LiquidItem]:
        for number, case in enumerate(self._cases(), start=1):
            if not isinstance(case, dict):
                raise _Fault(self.path, f"test {number} is not a mapping")
            name = str(case.get("name", number))
            yield LiquidItem.from_parent(self, name=name, case=case)

    def _cases(self) -> List[Any]:
        try:
            import yaml
        except ImportError:
            raise _Fault(self.path, "tests in YAML need PyYAML: pip install 'liquidc[test]'") from None
        try:
            document = yaml.safe_load(self.path.read_text(encoding="utf-8"))
        except (yaml.YAMLError, UnicodeDecodeError) as fault:
            raise _Fault(self.path, str(fault)) from None
        shared: Mapping[str, Any] = {}
        if isinstance(document, dict):
            shared = document.get("data") or {}
            document = document.get("tests")
        if not isinstance(document, list) or not isinstance(shared, dict):
            raise _Fault(self.path, "expected a list of tests, or a mapping with `tests` and `data`")
        return [_with_data(case, shared) for case in document]


def _with_data(case: Any, shared: Mapping[str, Any]) -> Any:
    if not shared or not isinstance(case, dict) or not isinstance(case.get("data") or {}, dict):
        return case
    return {**case, "data": {**shared, **(case.get("data") or {})}}


class LiquidItem(pytest.Item):
    """One test: a template, its data, and what is expected."""

    _KEYS = ("name", "template", "file", "data", "expect", "contains", "excludes", "select", "diagnostics")

    def __init__(self, *, case: Mapping[str, Any], **rest: Any) -> None:
        super().__init__(**rest)
        self.case = case

    def runtest(self) -> None:
        case = self.case
        self._check_form()
        environment = build_environment(self.config)
        template = Path(case["file"]) if "file" in case else str(case["template"])
        if "file" in case and not (self.path.parent / template).is_file():
            parsed: Union[str, Path] = str(case["file"])
        else:
            parsed = template
        page = _render(environment, parsed, case.get("data"), {}, self.path)
        self._check_diagnostics(page)
        self._check_text(page)
        self._check_elements(page)

    def _check_form(self) -> None:
        unknown = [key for key in self.case if key not in self._KEYS]
        if unknown:
            raise _Fault(self.path, f"{self.name}: unknown key {unknown[0]!r}; there are {', '.join(self._KEYS)}")
        if ("template" in self.case) == ("file" in self.case):
            raise _Fault(self.path, f"{self.name}: give `template` or `file`")

    def _check_diagnostics(self, page: Page) -> None:
        expected = [str(code) for code in _listed(self.case.get("diagnostics"))]
        errors = _errors(page.diagnostics, expected)
        if errors:
            raise _Fault(self.path, _told(errors, self.config))
        said = {word for d in page.diagnostics for word in (d.code, d.name)}
        for code in expected:
            if code not in said:
                raise _Fault(self.path, f"the diagnostic {code} was expected, but the template has none")

    def _check_text(self, page: Page) -> None:
        if "expect" in self.case and str(page) != str(self.case["expect"]):
            raise _Fault(self.path, f"expected: {str(self.case['expect'])!r}\nrendered: {str(page)!r}")
        for part in _listed(self.case.get("contains")):
            if str(part) not in page:
                raise _Fault(self.path, f"not in the page: {str(part)!r}\nrendered: {str(page)!r}")
        for part in _listed(self.case.get("excludes")):
            if str(part) in page:
                raise _Fault(self.path, f"in the page: {str(part)!r}\nrendered: {str(page)!r}")

    def _check_elements(self, page: Page) -> None:
        for selector, expected in (self.case.get("select") or {}).items():
            found = page.select(selector)
            if isinstance(expected, int):
                if len(found) != expected:
                    raise _Fault(self.path, f"{selector}: {expected} elements expected, {len(found)} found")
            elif str(expected) not in [node.text(strip=True) for node in found]:
                texts = [node.text(strip=True) for node in found]
                raise _Fault(self.path, f"{selector}: {str(expected)!r} expected, found {texts!r}")

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        if isinstance(excinfo.value, _Fault):
            return f"{excinfo.value.path.name}: {self.name}\n{excinfo.value.args[0]}"
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> Tuple[Path, Optional[int], str]:
        return self.path, None, f"{self.path.name}: {self.name}"


def _listed(value: Any) -> List[Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


class _Fault(pytest.Collector.CollectError):
    """A test that fails, or a file that is none; told without a traceback."""

    def __init__(self, path: Path, text: str) -> None:
        super().__init__(text)
        self.path = path


__all__ = ["Data", "Page", "Render", "liquid_env", "render"]
