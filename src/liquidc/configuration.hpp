// The engine as the options want it.
#pragma once

#include <liquid/environment.hpp>

#include "liquidc/options.hpp"
#include "liquidc/report.hpp"

namespace liquidc {

// Throws Stop for a snippet directory that is not there or a zone that is not known.
liquid::Environment build_environment(const Options& options, Report& report);

}  // namespace liquidc
