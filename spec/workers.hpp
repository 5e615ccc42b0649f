// Cases run in child processes, so that a crash or a hang costs one case and not the run.
#pragma once

#include <vector>

#include "run_case.hpp"

namespace conformance {

// One outcome per case, in the order of `cases`.
std::vector<Outcome> run_cases(const std::vector<const Case*>& cases, unsigned workers);

}  // namespace conformance
