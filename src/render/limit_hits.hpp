// What is said of a limit that ended a render or a partial: which it was, and how much was used.
#pragma once

#include <liquid/diagnostic.hpp>

#include "render/context.hpp"
#include "value/arena.hpp"

namespace liquid::render {

Diagnostic diagnostic_of(const LimitHit& hit);
Diagnostic diagnostic_of(const ReferenceLimitHit& hit);

}  // namespace liquid::render
