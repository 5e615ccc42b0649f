// Loading compiled templates against parsing their sources.
#pragma once

#include <filesystem>

#include <nlohmann/json.hpp>

namespace bench {

/// ThemeRunner's templates in one artifact, where `folder` has them, and the product page in one of its own.
nlohmann::ordered_json measure_artifacts(int rounds, const std::filesystem::path& folder);

}  // namespace bench
