// Diagnostics as Python objects (liquidc._diagnostics).
#pragma once

#include "session.hpp"

namespace liquidpy {

nb::object diagnostic_object(const liquid::Diagnostic& diagnostic);
nb::object diagnostics_tuple(const liquid::Diagnostics& diagnostics);
nb::str text_of(std::string_view utf8);

}  // namespace liquidpy
