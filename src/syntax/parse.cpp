#include "syntax/parse.hpp"

#include <limits>

#include "syntax/document.hpp"
#include "syntax/faults.hpp"
#include "value/unicode.hpp"

namespace liquid::syntax {
namespace {

// A tree of nothing, for a text that cannot be read at all.
Parsed refused(std::string_view source, Fault fault) {
    Parsed parsed;
    parsed.ast.source = source;
    Node& document = parsed.ast.nodes.add();
    document.line = document.next = 1;
    parsed.errors.push_back(std::move(fault));
    return parsed;
}

// Where the first byte stands that is not part of valid UTF-8.
std::uint32_t first_invalid(std::string_view source) {
    std::size_t at = 0;
    while (at < source.size()) {
        std::size_t length = first_character(source.substr(at));
        if (!is_valid_utf8(source.substr(at, length))) break;
        at += length;
    }
    return static_cast<std::uint32_t>(at);
}

bool is_valid(std::string_view source, const Watch& watch) {
    constexpr std::size_t kStretch = 64 << 10;
    while (source.size() > kStretch) {
        std::size_t size = cut_between_characters(source, kStretch);
        if (!is_valid_utf8(source.substr(0, size))) return false;
        source.remove_prefix(size);
        watch();
    }
    return is_valid_utf8(source);
}

// Offsets have 32 bits, and the pool's share them.
constexpr std::size_t largest = std::numeric_limits<std::uint32_t>::max() / 4;

}  // namespace

Parsed parse(std::string_view source, const Options& options) {
    if (source.size() > largest) {
        Fault fault = make_fault(Kind::TemplateTooLarge, {}, "Memory limits exceeded");
        fault.syntax_error = false;
        fault.arguments.push_back({"size", static_cast<std::int64_t>(source.size())});
        fault.arguments.push_back({"limit", static_cast<std::int64_t>(largest)});
        return refused({}, std::move(fault));
    }
    if (!is_valid(source, options.watch)) {
        std::uint32_t at = first_invalid(source);
        return refused(source, invalid_encoding({at, at + 1}));
    }
    return Document(source, options).run();
}

}  // namespace liquid::syntax
