// datetime and date, both ways.
#pragma once

#include "render.hpp"

namespace liquidpy {

liquid::Value datetime_value(Render& render, PyObject* datetime);
liquid::Value date_value(Render& render, PyObject* date);
// From the text that a template would print; the text itself if it is none.
nb::object datetime_from(std::string_view text);
nb::object date_from(std::string_view text);

}  // namespace liquidpy
