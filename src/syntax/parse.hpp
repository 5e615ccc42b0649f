// From text to tree: the only entry of this room.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <liquid/diagnostic.hpp>
#include <liquid/error_mode.hpp>
#include <liquid/span.hpp>
#include <liquid/tag.hpp>

#include "ast/ast.hpp"
#include "source/watch.hpp"

namespace liquid::syntax {

// One fault of the text. Errors are in reading order: the first is the one that the reference engine reports.
struct Fault {
    Kind kind = Kind::UnexpectedToken;
    Span span;                 // the narrowest part at fault
    std::uint32_t line = 0;    // the reference's line; 0: its text names none
    bool syntax_error = true;  // `Liquid syntax error` or (nesting, encoding) `Liquid error`
    std::string reference;     // its text after the prefix, with the ` in "..."` suffix where it has one
    std::vector<Argument> arguments;
    std::vector<std::string> notes;
    std::vector<std::pair<Span, std::string>> labels;
    std::vector<Fix> fixes;
};

struct Options {
    ErrorMode mode = ErrorMode::Lax;
    const std::vector<TagSpec>* tags = nullptr;  // the host's; CustomTag.aux indexes them; they shadow standard tags
    std::uint32_t max_nesting = 100;
    Watch watch = {};
};

struct Parsed {
    Ast ast;
    std::vector<Fault> errors;
    std::vector<Fault> warnings;  // warn mode: what only the lax rules could read
};

// Throws what the watch throws, and nothing for any input; `source` must outlive the tree.
Parsed parse(std::string_view source, const Options& options);

// The standard tags' names (and block ends and branches), for suggestions.
const std::vector<std::string_view>& standard_tag_names();

}  // namespace liquid::syntax
