// The end of the host's memory.
#pragma once

#include <liquid/diagnostic.hpp>

namespace liquid {

// Throws nothing: when there is no memory for the reference text, it goes without.
Diagnostic out_of_memory();

}  // namespace liquid
