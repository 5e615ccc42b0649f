// Filters, tags and loaders that are written in Python.
#pragma once

#include "render.hpp"

namespace liquidpy {

// What the engine calls it does not hold: whoever holds the engine's part holds `described` too, where Python's garbage
// collector sees it.

// (name, function, minimum, maximum, wants_context)
liquid::FilterSpec python_filter(const nb::tuple& described);
// (name, function, shape, grammar, branches, blank, disables, parse)
liquid::TagSpec python_tag(const nb::tuple& described);
// For Grammar::Callback.
std::function<bool(liquid::TagParser&)> python_markup(nb::handle function);

struct PythonLoader {
    std::shared_ptr<liquid::Loader> loader;
    nb::object callables;
};

void bind_hosts(nb::module_& module);
void bind_markup(nb::module_& module);
void bind_loaders(nb::module_& module);

}  // namespace liquidpy
