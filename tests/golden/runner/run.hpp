// A golden case through the public API.
#pragma once

#include <set>
#include <string>

#include "case_file.hpp"

namespace golden {

struct Found {
    std::string output;
    std::string diagnostics;      ///< one a line: `CODE LINE:COLUMN [<- PLACE]... [: REFERENCE TEXT]`
    std::set<std::string> codes;  ///< of all diagnostics
    std::string trace;            ///< how the context that all cases share differs from a new one, if it does
};

// `through_artifact`: the templates are compiled to an artifact, written and loaded before.
Found run(const Case& one, bool through_artifact);

}  // namespace golden
