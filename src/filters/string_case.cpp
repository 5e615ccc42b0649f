// upcase, downcase, capitalize
#include <algorithm>
#include <string>

#include "filters/standard.hpp"
#include "filters/text.hpp"

namespace liquid::filters {

namespace {

using WriteBytes = void (*)(char* out, std::string_view text);
using WriteCharacters = std::size_t (*)(char* out, std::string_view text);

// How a text changes: its first character by `first`, what is behind it by `rest`.
struct CaseChange {
    WriteBytes first_bytes;
    WriteBytes rest_bytes;
    WriteCharacters first;
    WriteCharacters rest;
};
constexpr CaseChange kUpcase = {write_ascii_upcase, write_ascii_upcase, write_upcase, write_upcase};
constexpr CaseChange kDowncase = {write_ascii_downcase, write_ascii_downcase, write_downcase, write_downcase};
constexpr CaseChange kCapitalize = {write_ascii_upcase, write_ascii_downcase, write_capitalize, write_downcase};

Value change_bytes(FilterCall& call, Value text, const CaseChange& change) {
    std::string_view from = text.as_string();
    char* memory = static_cast<char*>(call.runtime().arena.allocate(from.size(), 1));
    change.first_bytes(memory, from.substr(0, 1));
    char* to = memory + std::min<std::size_t>(from.size(), 1);
    in_stretches(call.runtime(), from.substr(static_cast<std::size_t>(to - memory)), [&](std::string_view stretch) {
        change.rest_bytes(to, stretch);
        to += stretch.size();
        return true;
    });
    return part_of(text, {memory, from.size()}).with_storage(Storage::Temp);
}

// Binary texts change in their ASCII letters only, as in Ruby.
Value change_case(FilterCall& call, Value input, const CaseChange& change) {
    Value text = to_text(call, input);
    std::string_view from = text.as_string();
    charge(call, from.size());
    if (text.has(Value::Binary) || ascii_only(call, text)) {
        return change_bytes(call, text, change);
    }
    if (is_broken(call, text)) {
        std::string message = "input string invalid";
        return call.runtime().fail(Kind::InvalidBytes, message, {{"reason", message}});
    }
    TextBuilder out(call, from.size() * kCaseGrowth);
    std::size_t first = first_character(from);
    out.advance(change.first(out.reserve(0), from.substr(0, first)));
    in_stretches(call.runtime(), from.substr(first), [&](std::string_view stretch) {
        out.advance(change.rest(out.reserve(0), stretch));
        return true;
    });
    return out.finish(Value::ValidUtf8);
}

}  // namespace

Value upcase(FilterCall& call, Value input, Arguments) { return change_case(call, input, kUpcase); }

Value downcase(FilterCall& call, Value input, Arguments) { return change_case(call, input, kDowncase); }

Value capitalize(FilterCall& call, Value input, Arguments) { return change_case(call, input, kCapitalize); }

}  // namespace liquid::filters
