// split: String#split with a text. Empty parts at the end are dropped.
#include "filters/split.hpp"

#include <algorithm>

#include "filters/standard.hpp"

namespace liquid::filters {

namespace {

Value split_words(FilterCall& call, Value text) {
    WordReader reader(call, text);
    ListBuilder parts(call, std::min<std::size_t>(text.length() / 4 + 1, 64));
    std::string_view word;
    while (reader.next(word)) {
        call.runtime().step(1);
        parts.append(part_of(text, word));
    }
    return parts.finish();
}

Value split_characters(FilterCall& call, Value text) {
    std::string_view rest = text.as_string();
    ListBuilder parts(call, character_count(call, text));
    while (!rest.empty()) {
        call.runtime().step(1);
        std::size_t size = text.has(Value::Binary) ? 1 : first_character(rest);
        parts.append(part_of(text, rest.substr(0, size)));
        rest.remove_prefix(size);
    }
    return parts.finish();
}

Value split_at(FilterCall& call, Value text, std::string_view separator) {
    std::string_view from = text.as_string();
    ListBuilder parts(call, 8);
    std::size_t used = 0;  // parts up to the last one that is not empty
    auto add = [&](std::string_view part) {
        call.runtime().step(1);
        parts.append(part_of(text, part));
        if (!part.empty()) used = parts.size();
    };
    std::size_t start = 0;
    if (separator.size() == 1) {
        for (std::size_t at; (at = find_byte(call.runtime(), from, separator[0], start)) != from.npos; start = at + 1)
            add(from.substr(start, at - start));
    } else {
        for (std::size_t at; (at = find_text(call.runtime(), from, separator, start)) != from.npos;
             start = at + separator.size())
            add(from.substr(start, at - start));
    }
    add(from.substr(start));
    parts.truncate(used);
    return parts.finish();
}

}  // namespace

Value split(FilterCall& call, Value input, Arguments arguments) {
    Value separator = to_text(call, arguments[0]);
    Value text = to_text(call, input);
    charge(call, text.length());
    if (is_broken(call, separator)) return fail_invalid_bytes(call, separator);
    if (is_broken(call, text)) return fail_invalid_bytes(call, text);
    if (separator.as_string() == " ") return split_words(call, text);
    if (separator.length() == 0) return split_characters(call, text);
    if (!are_compatible(call, text, separator)) return fail_incompatible(call, text, separator);
    return split_at(call, text, separator.as_string());
}

}  // namespace liquid::filters
