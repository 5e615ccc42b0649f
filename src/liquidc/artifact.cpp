#include "liquidc/artifact.hpp"

#include <array>
#include <fstream>

#include <liquid/environment.hpp>

#include "liquidc/stop.hpp"

namespace liquidc {

liquid::Artifact load_artifact(const liquid::Environment& environment, const std::string& path, Report& report) {
    liquid::Result<liquid::Artifact> loaded = environment.load_file(path);
    report.add(loaded.diagnostics);
    if (loaded.ok()) return std::move(loaded.value);
    bool unreadable = loaded.diagnostics.front().kind == liquid::Kind::ArtifactUnreadable;
    throw Stop{unreadable ? Exit::Usage : Exit::Errors, ""};
}

bool is_artifact(const std::string& path) {
    if (path == "-") return false;
    std::ifstream file(path, std::ios::binary);
    std::array<char, 4> begin{};
    file.read(begin.data(), begin.size());
    return file && begin == std::array<char, 4>{'\x89', 'L', 'Q', 'C'};
}

}  // namespace liquidc
