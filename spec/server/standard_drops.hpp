// The host objects that liquid-spec's test drop library defines for every implementation.
#pragma once

#include <memory>
#include <string>

#include <liquid/drop.hpp>

#include "message.hpp"

namespace liquid_spec {

// Null when no drop has that name.
std::unique_ptr<liquid::Drop> standard_drop(const std::string& name, const Json& parameters);

}  // namespace liquid_spec
