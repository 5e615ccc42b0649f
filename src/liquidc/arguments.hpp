// From the command line to Options. The only place that knows CLI11.
#pragma once

#include "liquidc/options.hpp"

namespace liquidc {

// Throws Stop for a command line that makes no sense.
Options read_arguments(int argc, const char* const* argv);

}  // namespace liquidc
