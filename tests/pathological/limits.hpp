// What the tests of limits share: an environment with one limit set, partials, and a host's block.
#pragma once

#include <map>

#include "support.hpp"

namespace hostile {

/// What with_limit's environment finds: each partial reaches a limit in its own way.
const std::map<std::string, std::string>& partials();

/// A page rendered with this limit, and the default of every other.
Outcome with_limit(std::string_view name, std::uint64_t amount, std::string_view source,
                   liquid::ErrorMode mode = liquid::ErrorMode::Lax);

/// Where a diagnostic points, from the inside out: `deep.liquid:1:4 < render page:2:1`.
std::string place_of(const liquid::Diagnostic& diagnostic);

}  // namespace hostile
