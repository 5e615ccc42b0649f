// A Template, as liquidc._core sees it.
#pragma once

#include "session.hpp"

namespace liquidpy {

struct PythonTemplate {
    liquid::Template parsed;
    liquid::Environment environment;
    bool raises = false;
    std::uint64_t most_objects = 0;
    nb::object callables;  // functions that the engine calls
    nb::object diagnostics;
    nb::object cause;  // of the diagnostics: what a tag's parser or a loader raised
    mutable std::shared_ptr<Plan> plan = nullptr;
};

// Adds the ways to render.
void bind_rendering(nb::module_& module, nb::class_<PythonTemplate>& type);

}  // namespace liquidpy
