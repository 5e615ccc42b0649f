"""Template, and how it comes from another process."""

from __future__ import annotations

import asyncio
import functools
from typing import TYPE_CHECKING, Any, Callable, Dict, List, Optional, Tuple

from . import _core
from ._diagnostics import Diagnostic
from ._errors import LiquidError

if TYPE_CHECKING:
    from ._environment import Environment


class Template(_core.Template):
    """A compiled template, shared freely between threads. Made by an Environment."""

    environment: Environment
    _origin: Tuple[Optional[str], str, str]

    @classmethod
    def _parse(cls, environment: Environment, source: str, name: str, path: str) -> Template:
        made = cls(environment._built(), source, name, path)
        made.environment = environment
        made._origin = (source, name, path)
        return made

    @classmethod
    def _load(cls, environment: Environment, name: str) -> Template:
        made = cls(environment._built(), name)
        made.environment = environment
        made._origin = (None, name, "")
        return made

    @classmethod
    def _unpack(
        cls,
        environment: Environment,
        compiled: bytes,
        diagnostics: Tuple[Diagnostic, ...],
        origin: Tuple[Optional[str], str, str],
    ) -> Template:
        made = cls(environment._built(), compiled, diagnostics)
        made.environment = environment
        made._origin = origin
        return made

    def stream(self, write: Callable[[str], Any], *args: Any, **kwargs: Any) -> None:
        """Renders to `write`, piece by piece."""
        self._stream(write, False, args, kwargs)

    def stream_bytes(self, write: Callable[[bytes], Any], *args: Any, **kwargs: Any) -> None:
        """Renders to `write`, piece by piece, the bytes as they are."""
        self._stream(write, True, args, kwargs)

    async def render_async(self, *args: Any, **kwargs: Any) -> str:
        """Renders in a thread of the event loop's executor. Cancelling the task stops the render."""
        stop = _core.Stop()
        task = functools.partial(self._render_until, stop, *args, **kwargs)
        try:
            return await asyncio.get_running_loop().run_in_executor(None, task)
        except asyncio.CancelledError:
            stop.request()
            raise

    def __copy__(self) -> Template:
        return self

    def __deepcopy__(self, memo: Dict[int, Any]) -> Template:
        return self

    def __reduce__(self) -> Tuple[Any, ...]:
        self.environment._built()
        compiled = self._serialize() if self.valid else None
        return _restore, (self.environment, compiled, self.diagnostics, *self._origin)

    def __repr__(self) -> str:
        return f"<liquidc.Template {self.name!r}>"


def _restore(
    environment: Environment,
    compiled: Optional[bytes],
    diagnostics: Tuple[Diagnostic, ...],
    source: Optional[str],
    name: str,
    path: str,
) -> Template:
    """A pickled template. Where its compiled form is refused (by another version), it is made as it was first."""
    environment = _shared(environment)
    if compiled is not None:
        try:
            return Template._unpack(environment, compiled, diagnostics, (source, name, path))
        except LiquidError:
            pass
    if source is None:
        return Template._load(environment, name)
    return Template._parse(environment, source, name, path)


_MOST_SHARED = 8
_arrived: List[Environment] = []


def _shared(environment: Environment) -> Environment:
    """An equal environment that came before with a template: partials are compiled once, not for each template."""
    known = next((other for other in _arrived if other._token == environment._token), environment)
    _arrived[:] = [known, *(other for other in _arrived if other is not known)][:_MOST_SHARED]
    return known
