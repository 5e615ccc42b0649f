// The engine's Environment, as liquidc._core sees it.
#pragma once

#include "session.hpp"

namespace liquidpy {

struct PythonEnvironment {
    liquid::Environment environment;
    nb::object callables;            // functions that the engine calls
    nb::object diagnostics;          // of building it
    bool raises = false;             // render() raises at any error
    std::uint64_t most_objects = 0;  // that a render may hold
};

void bind_environment(nb::module_& module);
void bind_template(nb::module_& module);
void bind_data(nb::module_& module);

}  // namespace liquidpy
