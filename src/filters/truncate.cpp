// slice, truncate, truncatewords
#include <algorithm>
#include <optional>

#include "filters/split.hpp"
#include "filters/standard.hpp"

namespace liquid::filters {

namespace {

// Ruby's [offset, length]: a negative offset counts from the end; a negative length or an offset outside gives nil.
struct Window {
    std::size_t from = 0;
    std::size_t size = 0;
};
std::optional<Window> window_of(std::int64_t offset, std::int64_t length, std::size_t size) {
    auto total = static_cast<std::int64_t>(size);
    if (offset < 0) offset += total;
    if (offset < 0 || offset > total || length < 0) return std::nullopt;
    return Window{static_cast<std::size_t>(offset), static_cast<std::size_t>(std::min(length, total - offset))};
}

Value slice_text(FilterCall& call, Value text, std::int64_t offset, std::int64_t length) {
    std::string_view from = text.as_string();
    auto window = window_of(offset, length, character_count(call, text));
    if (!window) return empty_text();
    Value rest = part_of(text, from.substr(character_offset(call, text, window->from)));
    return part_of(text, rest.as_string().substr(0, character_offset(call, rest, window->size)));
}

Value slice_list(FilterCall& call, Value list, std::int64_t offset, std::int64_t length) {
    bool plain = list.is(Type::Array);
    Items all = plain ? Items{list.items(), list.length()} : liquid::slice(call.runtime(), list, 0, std::nullopt);
    Window window = window_of(offset, length, all.count).value_or(Window{});
    return Value::array(all.data + window.from, window.size, plain ? list.storage() : Storage::Temp);
}

// Utils.to_integer saturated to 64 bits: no text has more characters or words.
std::optional<std::int64_t> count_argument(FilterCall& call, Arguments arguments, std::int64_t otherwise) {
    return arguments.has(0) ? to_int64(call.runtime(), arguments[0]) : otherwise;
}

Value ellipsis_argument(FilterCall& call, Arguments arguments) {
    return arguments.has(1) ? to_text(call, arguments[1])
                            : Value::string("...", Storage::Static, Value::Ascii | Value::ValidUtf8);
}

}  // namespace

Value slice(FilterCall& call, Value input, Arguments arguments) {
    auto offset = to_int64(call.runtime(), arguments[0]);
    if (!offset) return Value::failed();
    std::optional<std::int64_t> length = 1;
    if (arguments[1].truthy()) length = to_int64(call.runtime(), arguments[1]);
    if (!length) return Value::failed();
    if (input.is_array()) return slice_list(call, input, *offset, *length);
    Value text = to_text(call, input);
    charge(call, text.length());
    return slice_text(call, text, *offset, *length);
}

Value truncate(FilterCall& call, Value input, Arguments arguments) {
    if (input.is_nil()) return Value::nil();
    Value text = to_text(call, input);
    auto length = count_argument(call, arguments, 50);
    if (!length) return Value::failed();
    Value ellipsis = ellipsis_argument(call, arguments);
    charge(call, std::size_t{text.length()} + ellipsis.length());
    // Bytes bound characters, so most short texts need no count.
    if (static_cast<std::int64_t>(text.length()) <= *length) return text;
    if (static_cast<std::int64_t>(character_count(call, text)) <= *length) return text;

    std::int64_t kept = 0;
    if (*length > 0)
        kept = std::max<std::int64_t>(*length - static_cast<std::int64_t>(character_count(call, ellipsis)), 0);
    Value start =
        part_of(text, text.as_string().substr(0, character_offset(call, text, static_cast<std::size_t>(kept))));
    TextBuilder out(call, std::size_t{start.length()} + ellipsis.length(), text.flags());
    if (!out.join(start) || !out.join(ellipsis)) return out.fail(ellipsis);
    return out.finish();
}

Value truncatewords(FilterCall& call, Value input, Arguments arguments) {
    if (input.is_nil()) return Value::nil();
    Value text = to_text(call, input);
    auto count = count_argument(call, arguments, 15);
    if (!count) return Value::failed();
    std::int64_t words = std::max<std::int64_t>(*count, 1);
    // Ruby's split takes limits below 2^31 only; the reference then takes the text as it is, broken or not.
    if (words >= INT32_MAX) return text;
    charge(call, text.length());
    // As Ruby's split with a limit, the rest after the last word and its blank counts as a word, empty or not.
    WordReader reader(call, text);
    if (reader.broken()) return fail_invalid_bytes(call, text);
    std::string_view from = text.as_string();
    std::string_view word;
    std::int64_t left = words;
    std::size_t size = 0;      // of the words with one blank between them
    bool as_it_stands = true;  // the text begins just so
    for (; left > 0 && reader.next(word); --left) {
        as_it_stands = as_it_stands && word.data() == from.data() + size && (size == 0 || word.data()[-1] == ' ');
        size += word.size() + 1;
    }
    if (left > 0 || !reader.has_rest()) return text;

    Value ellipsis = ellipsis_argument(call, arguments);
    TextBuilder out(call, size + ellipsis.length(), text.flags());
    if (as_it_stands) {
        out.append(from.substr(0, size - 1));
    } else {
        WordReader again(call, text);
        for (std::int64_t i = 0; i < words && again.next(word); ++i) {
            if (i != 0) out.append(' ');
            out.append(word);
        }
    }
    if (!out.join(ellipsis)) return out.fail(ellipsis);
    return out.finish(known_of(text));
}

}  // namespace liquid::filters
