"""Environment: how templates are read and rendered."""

from __future__ import annotations

import inspect
import pickle
import uuid
from datetime import datetime, timezone
from typing import Any, Callable, Dict, Mapping, Optional, Sequence, Tuple, TypeVar, Union, overload

from . import _core
from ._diagnostics import Diagnostic
from ._errors import raise_for
from ._loaders import AnyLoader, native_loader
from ._template import Template

_Function = TypeVar("_Function", bound=Callable[..., Any])
OnError = Union[str, Callable[[Diagnostic], Optional[str]]]
_Tag = Tuple[
    str, Callable[..., Any], str, str, Sequence[str], bool, Sequence[str], Optional[Callable[[_core.TagParser], Any]]
]
_UNLIMITED = 255


class Environment:
    """The configuration of an engine, and where its templates come from.

    Filters and tags may be added until the first template is made, and after: templates that exist keep theirs.
    """

    def __init__(
        self,
        loader: Optional[AnyLoader] = None,
        *,
        error_mode: str = "lax",
        on_error: OnError = "omit",
        strict_variables: bool = False,
        strict_filters: bool = False,
        filters: Optional[Mapping[str, Callable[..., Any]]] = None,
        limits: Optional[Mapping[str, int]] = None,
        report_unknown_filters: bool = True,
        now: Optional[datetime] = None,
        timezone: str = "",
    ) -> None:
        self.loader = loader
        self._options: Dict[str, Any] = {
            "error_mode": error_mode,
            "on_error": on_error,
            "strict_variables": strict_variables,
            "strict_filters": strict_filters,
            "limits": dict(limits or {}),
            "report_unknown_filters": report_unknown_filters,
            "timezone": timezone,
        }
        self._now = now
        self._filters: Dict[str, Tuple[str, Callable[..., Any], int, int, bool]] = {}
        self._tags: Dict[str, _Tag] = {}
        self._core: Optional[_core.Environment] = None
        self._token: Optional[str] = None
        for name, function in (filters or {}).items():
            self.add_filter(name, function)
        self._built()

    # --- templates ---

    def from_string(self, source: str, name: str = "", path: str = "") -> Template:
        """Compiles a template; ParseError when it has errors."""
        return self._checked(self.parse(source, name, path))

    def parse(self, source: str, name: str = "", path: str = "") -> Template:
        """Compiles a template, which has its diagnostics; one that is not `valid` renders its first error."""
        return Template._parse(self, source, name, path)

    def get_template(self, name: str) -> Template:
        """Loads a template by name; MissingTemplateError or ParseError."""
        return self._checked(Template._load(self, name))

    def reload(self) -> None:
        """Forgets compiled templates, so that they are loaded anew."""
        self._built().reload()
        self._token = None

    @property
    def diagnostics(self) -> Tuple[Diagnostic, ...]:
        """What was said about the configuration: a time zone that is not known here."""
        return self._built().diagnostics

    @staticmethod
    def _checked(template: Template) -> Template:
        if not template.valid:
            raise_for(template.diagnostics, template.cause)
        return template

    # --- filters and tags ---

    def add_filter(self, name: str, function: Callable[..., Any], *, with_context: bool = False) -> None:
        low, high = _arity(function, 2 if with_context else 1)
        self._filters[name] = (name, function, low, high, with_context)
        self._core = self._token = None

    @overload
    def filter(self, function: _Function) -> _Function: ...
    @overload
    def filter(
        self, function: Optional[str] = None, *, with_context: bool = False
    ) -> Callable[[_Function], _Function]: ...
    def filter(self, function: Any = None, *, with_context: bool = False) -> Any:
        """Adds a function as a filter: `@env.filter`, `@env.filter("name", with_context=True)`.

        It gets the input and the arguments; with the context, that comes first.
        """
        if callable(function):
            self.add_filter(function.__name__, function)
            return function

        def add(decorated: _Function) -> _Function:
            self.add_filter(function or decorated.__name__, decorated, with_context=with_context)
            return decorated

        return add

    def tag(
        self,
        name: str,
        *,
        shape: str = "tag",
        grammar: str = "none",
        parse: Optional[Callable[[_core.TagParser], Any]] = None,
        branches: Sequence[str] = (),
        blank: bool = False,
        disables: Sequence[str] = (),
    ) -> Callable[[_Function], _Function]:
        """Adds a function of a TagCall as a tag; what it returns is written.

        `shape`: "tag", "block" or "raw". `grammar`: "none", "expression", "keywords", "identifier" or "text"; or
        `parse`, a function of a TagParser that reads the arguments while the template is parsed.
        """
        if parse is not None and grammar != "none":
            raise ValueError("a tag has a grammar or a function that parses")

        def add(function: _Function) -> _Function:
            self._tags[name] = (name, function, shape, grammar, list(branches), blank, list(disables), parse)
            self._core = self._token = None
            return function

        return add

    # --- the engine's environment ---

    def _built(self) -> _core.Environment:
        if self._core is None:
            self._core = _core.build_environment(
                loader=native_loader(self.loader),
                filters=tuple(self._filters.values()),
                tags=tuple(self._tags.values()),
                now=None if self._now is None else _nanoseconds(self._now),
                **self._options,
            )
        # Environments with the same token are copies of each other, in whatever process.
        self._token = self._token or uuid.uuid4().hex
        return self._core

    # --- copies ---

    def __copy__(self) -> Environment:
        made = object.__new__(type(self))
        made.__dict__.update(self.__dict__, _filters=dict(self._filters), _tags=dict(self._tags))
        return made

    def __deepcopy__(self, memo: Dict[int, Any]) -> Environment:
        return self.__copy__()

    def __getstate__(self) -> Dict[str, Any]:
        parts: Dict[str, Any] = {f"filter `{name}`": filter for name, filter in self._filters.items()}
        parts.update({f"tag `{name}`": tag for name, tag in self._tags.items()})
        parts.update({"loader": self.loader, "function on_error": self._options["on_error"]})
        for name, part in parts.items():
            try:
                pickle.dumps(part)
            except Exception as error:
                raise pickle.PicklingError(f"the environment's {name} cannot be pickled: {error}") from error
        return {**self.__dict__, "_core": None}


def _nanoseconds(moment: datetime) -> int:
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=timezone.utc)
    since = moment - datetime(1970, 1, 1, tzinfo=timezone.utc)
    amount = (since.days * 86_400 + since.seconds) * 1_000_000_000 + since.microseconds * 1_000
    if amount.bit_length() > 63:
        raise OverflowError("`now` is a time from 1678 to 2261")
    return amount


def _arity(function: Callable[..., Any], own: int) -> Tuple[int, int]:
    """How many arguments a filter takes after its input. Keyword arguments of a template arrive as one."""
    try:
        parameters = inspect.signature(function).parameters.values()
    except (TypeError, ValueError):
        return 0, _UNLIMITED
    positional = [p for p in parameters if p.kind in (p.POSITIONAL_ONLY, p.POSITIONAL_OR_KEYWORD)]
    required = sum(1 for p in positional if p.default is p.empty) - own
    if all(p.kind is p.POSITIONAL_ONLY for p in parameters):
        return max(required, 0), len(positional) - own
    return (max(required, 0) if len(positional) <= own else 0), _UNLIMITED
