"""liquidc: Liquid templates, rendered as Shopify renders them.

>>> import liquidc
>>> liquidc.Environment().from_string("Hello {{ name }}").render(name="World")
'Hello World'
"""

from ._core import Context, Data, TagCall, TagParser
from ._diagnostics import Diagnostic, Fix, Hop, Label, Location
from ._drop import Drop
from ._environment import Environment
from ._errors import LimitError, LiquidError, MarkupError, MissingTemplateError, ParseError, RenderError
from ._loaders import ChoiceLoader, DictLoader, DirectoryLoader, Loader
from ._result import RenderResult, Usage
from ._template import Template

__version__ = "0.1.0"

__all__ = [
    "ChoiceLoader",
    "Context",
    "Data",
    "Diagnostic",
    "DictLoader",
    "DirectoryLoader",
    "Drop",
    "Environment",
    "Fix",
    "Hop",
    "Label",
    "LimitError",
    "LiquidError",
    "Loader",
    "Location",
    "MarkupError",
    "MissingTemplateError",
    "ParseError",
    "RenderError",
    "RenderResult",
    "TagCall",
    "TagParser",
    "Template",
    "Usage",
    "__version__",
]
