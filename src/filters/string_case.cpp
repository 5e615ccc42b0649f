// upcase, downcase, capitalize
#include <string>

#include "filters/standard.hpp"
#include "filters/text.hpp"

namespace liquid::filters {

namespace {

using WriteBytes = void (*)(char* out, std::string_view text);
using WriteCharacters = std::size_t (*)(char* out, std::string_view text);

void write_ascii_capitalize(char* out, std::string_view text) {
    write_ascii_downcase(out, text);
    if (!text.empty()) out[0] = ascii_upper(text[0]);
}

// Binary texts change in their ASCII letters only, as in Ruby.
Value change_case(FilterCall& call, Value input, WriteBytes write_bytes, WriteCharacters write_characters) {
    Value text = to_text(call, input);
    std::string_view from = text.as_string();
    charge(call, from.size());
    if (text.has(Value::Binary) || ascii_only(text)) {
        char* out = static_cast<char*>(call.runtime().arena.allocate(from.size(), 1));
        write_bytes(out, from);
        return part_of(text, {out, from.size()}).with_storage(Storage::Temp);
    }
    if (is_broken(text)) {
        std::string message = "input string invalid";
        return call.runtime().fail(Kind::InvalidBytes, message, {{"reason", message}});
    }
    TextBuilder out(call, from.size() * kCaseGrowth);
    out.advance(write_characters(out.reserve(0), from));
    return out.finish(Value::ValidUtf8);
}

}  // namespace

Value upcase(FilterCall& call, Value input, Arguments) {
    return change_case(call, input, write_ascii_upcase, write_upcase);
}

Value downcase(FilterCall& call, Value input, Arguments) {
    return change_case(call, input, write_ascii_downcase, write_downcase);
}

Value capitalize(FilterCall& call, Value input, Arguments) {
    return change_case(call, input, write_ascii_capitalize, write_capitalize);
}

}  // namespace liquid::filters
