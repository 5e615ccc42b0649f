// strip, lstrip, rstrip, squish
#include "filters/standard.hpp"
#include "filters/text.hpp"

namespace liquid::filters {

namespace {

// NUL counts as a blank at both ends.
bool is_strippable(char c) { return c == '\0' || is_space(c); }

bool starts_broken(Value text, std::string_view rest) {
    if (rest.empty() || static_cast<unsigned char>(rest[0]) < 0x80) return false;
    if (text.has(Value::Binary) || text.has(Value::ValidUtf8)) return false;
    return !is_valid_utf8(rest.substr(0, first_character(rest)));
}

// Ruby steps back over continuation bytes and looks at what starts there.
bool ends_broken(FilterCall& call, Value text, std::string_view rest) {
    std::size_t head = rest.size();
    while (head > 0 && (static_cast<unsigned char>(rest[--head]) & 0xc0) == 0x80) call.runtime().pass(1);
    return starts_broken(text, rest.substr(head));
}

// A broken text is refused only where Ruby meets the fault: at the first or last character that stays.
Value strip_ends(FilterCall& call, Value input, bool left, bool right) {
    Value text = to_text(call, input);
    std::string_view from = text.as_string();
    std::string_view rest = from;
    if (left) {
        rest.remove_prefix(find_byte_if(call.runtime(), rest, 0, [](char c) { return !is_strippable(c); }));
        if (starts_broken(text, rest)) return fail_invalid_bytes(call, text);
    }
    if (right) {
        for (; !rest.empty() && is_strippable(rest.back()); rest.remove_suffix(1)) call.runtime().pass(1);
        if (ends_broken(call, text, rest)) return fail_invalid_bytes(call, text);
    }
    charge(call, from.size() - rest.size());
    return part_of(text, rest);
}

}  // namespace

Value strip(FilterCall& call, Value input, Arguments) { return strip_ends(call, input, true, true); }

Value lstrip(FilterCall& call, Value input, Arguments) { return strip_ends(call, input, true, false); }

Value rstrip(FilterCall& call, Value input, Arguments) { return strip_ends(call, input, false, true); }

Value squish(FilterCall& call, Value input, Arguments arguments) {
    if (input.is_nil()) return Value::nil();
    Value text = strip(call, to_text(call, input), arguments);
    if (text.is_failed()) return text;
    if (is_broken(call, text)) return fail_invalid_bytes(call, text);
    std::string_view from = text.as_string();
    charge(call, from.size());
    // Only runs that are not one space already have to be written anew.
    auto find_blank = [&](std::size_t start) { return find_byte_if(call.runtime(), from, start, is_space); };
    auto find_word = [&](std::size_t start) {
        return find_byte_if(call.runtime(), from, start, [](char c) { return !is_space(c); });
    };
    auto is_squished = [&](std::size_t blank) {
        return from[blank] == ' ' && blank + 1 < from.size() && !is_space(from[blank + 1]);
    };
    std::size_t at = find_blank(0);
    while (at < from.size() && is_squished(at)) at = find_blank(at + 1);
    if (at == from.size()) return text;

    TextBuilder out(call, from.size(), text.flags());
    out.append(from.substr(0, at));
    while (at < from.size()) {
        std::size_t start = at;
        at = find_blank(start);
        out.append(from.substr(start, at - start));
        if (at == from.size()) break;
        out.append(' ');
        at = find_word(at);
    }
    return out.finish(known_of(text));
}

}  // namespace liquid::filters
