// Reading compiled artifacts.
#pragma once

#include <string>

#include <liquid/artifact.hpp>

#include "liquidc/report.hpp"

namespace liquidc {

// Maps the file. Throws Stop when it cannot be read or is refused; why is reported.
liquid::Artifact load_artifact(const liquid::Environment& environment, const std::string& path, Report& report);

// The file begins as artifacts do.
bool is_artifact(const std::string& path);

}  // namespace liquidc
