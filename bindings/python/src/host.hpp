// Filters, tags and loaders that are written in Python.
#pragma once

#include "callable.hpp"
#include "render.hpp"

namespace liquidpy {

// (name, function, minimum, maximum, wants_context)
liquid::FilterSpec python_filter(const nb::tuple& described);
// (name, function, shape, grammar, branches, blank, disables)
liquid::TagSpec python_tag(const nb::tuple& described);

struct PythonLoader {
    std::shared_ptr<liquid::Loader> loader;
};

void bind_hosts(nb::module_& module);
void bind_loaders(nb::module_& module);

}  // namespace liquidpy
