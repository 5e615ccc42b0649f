"""scikit-build-core's backend; a source distribution brings the engine's sources along, in `engine`."""

import shutil
from pathlib import Path

from scikit_build_core.build import *  # noqa: F403
from scikit_build_core.build import build_sdist as _build_sdist

_HERE = Path(__file__).resolve().parent.parent
_ROOT = _HERE.parent.parent
_ENGINE = _HERE / "engine"


def build_sdist(sdist_directory, config_settings=None):
    if _ENGINE.exists() or not (_ROOT / "include" / "liquid").is_dir():
        return _build_sdist(sdist_directory, config_settings)
    try:
        for folder in ("include", "src", "cmake"):
            shutil.copytree(_ROOT / folder, _ENGINE / folder)
        for file in ("CMakeLists.txt", "LICENSE"):
            shutil.copy2(_ROOT / file, _ENGINE / file)
        return _build_sdist(sdist_directory, config_settings)
    finally:
        shutil.rmtree(_ENGINE, ignore_errors=True)
