// From the engine's Values to Python objects, for filters and tags.
#pragma once

#include "render.hpp"

namespace liquidpy {

// A Python object that went in comes out as itself; what the engine made becomes str, int, float, Decimal, datetime,
// date, list, dict or range. Throws nb::python_error.
nb::object from_value(Render& render, liquid::Value value, unsigned depth = 0);

}  // namespace liquidpy
