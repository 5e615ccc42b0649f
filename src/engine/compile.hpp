// From source to program: where syntax and program meet.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include <liquid/diagnostic.hpp>

#include "program/program.hpp"
#include "source/watch.hpp"

namespace liquid {
struct EnvironmentState;
}

namespace liquid::engine {

struct Compiled {
    std::shared_ptr<const program::Program> program;  // null with errors
    Diagnostics diagnostics;
    std::string source;  // kept when there is no program
};

// `reference_name` stands in the reference texts of syntax errors: a partial's name; empty for a page. `pending_of`
// asks for another form of that program (program::Bindings). Throws what the watch throws.
Compiled compile(const EnvironmentState& environment, std::string source, std::string name, std::string path,
                 std::string_view reference_name, const Watch& watch = {},
                 const program::Program* pending_of = nullptr);

}  // namespace liquid::engine
