"""Where templates come from: anything with `load(name)`, or a function of that form."""

from __future__ import annotations

import os
from typing import Callable, Iterable, List, Mapping, Optional, Protocol, Sequence, Tuple, Union, runtime_checkable

from . import _core

#: The source; the source and its path; None when there is none.
Loaded = Union[str, Tuple[str, str], None]


@runtime_checkable
class Loader(Protocol):
    """Finds templates by name. `names()`, if there is one, lists all names, for "did you mean"."""

    def load(self, name: str) -> Loaded: ...


AnyLoader = Union[Loader, Callable[[str], Loaded]]
_Path = Union[str, "os.PathLike[str]"]


class DirectoryLoader:
    """Templates from directories, searched in order; never from outside of them.

    `not_found` is the text for the page where a template is missing, with `{name}` for its name.
    """

    def __init__(
        self,
        *directories: _Path,
        extension: str = ".liquid",
        not_found: str = "Could not find asset snippets/{name}",
        ignore_case: bool = True,
    ) -> None:
        self.directories: List[str] = [os.fspath(directory) for directory in directories]
        self.extension = extension
        self.not_found = not_found
        self.ignore_case = ignore_case

    def load(self, name: str) -> Loaded:
        """Reads the file itself; environments use the engine's own reader."""
        for directory in self.directories:
            root = os.path.realpath(directory)
            for candidate in (name, name + self.extension):
                path = os.path.realpath(os.path.join(root, candidate))
                if os.path.commonpath([root, path]) == root and os.path.isfile(path):
                    with open(path, encoding="utf-8", errors="replace", newline="") as file:
                        return file.read(), path
        return None


class DictLoader:
    """Templates from a mapping of names to sources."""

    def __init__(self, templates: Mapping[str, str]) -> None:
        self.templates = dict(templates)

    def load(self, name: str) -> Loaded:
        found = self.templates.get(name)
        return self.templates.get(name + ".liquid") if found is None else found

    def names(self) -> List[str]:
        return list(self.templates)


class ChoiceLoader:
    """The first of several loaders that has the name."""

    def __init__(self, loaders: Sequence[AnyLoader]) -> None:
        self.loaders = list(loaders)

    def load(self, name: str) -> Loaded:
        for loader in self.loaders:
            found = loader.load(name) if isinstance(loader, Loader) else loader(name)
            if found is not None:
                return found
        return None


def native_loader(loader: Optional[AnyLoader]) -> Optional[_core.Loader]:
    """The engine's loader for one of Python's."""
    if loader is None:
        return None
    if type(loader) is DirectoryLoader:
        roots = [os.fsencode(directory) for directory in loader.directories]
        return _core.directory_loader(roots, loader.extension, loader.not_found, loader.ignore_case)
    if type(loader) is ChoiceLoader:
        parts = [native_loader(part) for part in loader.loaders]
        return _core.chain_loader([part for part in parts if part is not None])
    if isinstance(loader, Loader):
        names: Optional[Callable[[], Iterable[str]]] = getattr(loader, "names", None)
        return _core.callback_loader(loader.load, names)
    if callable(loader):
        return _core.callback_loader(loader, None)
    raise TypeError("a loader has a method load(name), or is a function")
