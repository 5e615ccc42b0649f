// Diagnostics for tools that read line by line: one JSON object a line.
#include <string>

#include <liquid/diagnostic.hpp>

namespace liquid {

std::string to_json_lines(const Diagnostics& diagnostics) {
    std::string out;
    for (const Diagnostic& diagnostic : diagnostics) out += to_json(diagnostic) + "\n";
    return out;
}

}  // namespace liquid
