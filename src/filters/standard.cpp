#include "filters/standard.hpp"

#include "filters/filters.hpp"

namespace liquid::filters {

// Name, function, fewest and most arguments after the input. All of these depend on nothing else: they are pure.

std::span<const FilterSpec> string_filters() {
    static const FilterSpec filters[] = {
        {"append", append, 1, 1, true},
        {"capitalize", capitalize, 0, 0, true},
        {"downcase", downcase, 0, 0, true},
        {"lstrip", lstrip, 0, 0, true},
        {"prepend", prepend, 1, 1, true},
        {"remove", remove, 1, 1, true},
        {"remove_first", remove_first, 1, 1, true},
        {"remove_last", remove_last, 1, 1, true},
        {"replace", replace, 1, 2, true},
        {"replace_first", replace_first, 1, 2, true},
        {"replace_last", replace_last, 2, 2, true},
        {"rstrip", rstrip, 0, 0, true},
        {"slice", slice, 1, 2, true},
        {"split", split, 1, 1, true},
        {"squish", squish, 0, 0, true},
        {"strip", strip, 0, 0, true},
        {"truncate", truncate, 0, 2, true},
        {"truncatewords", truncatewords, 0, 2, true},
        {"upcase", upcase, 0, 0, true},
    };
    return filters;
}

std::span<const FilterSpec> html_filters() {
    static const FilterSpec filters[] = {
        {"escape", escape, 0, 0, true},
        {"escape_once", escape_once, 0, 0, true},
        {"h", escape, 0, 0, true},
        {"newline_to_br", newline_to_br, 0, 0, true},
        {"strip_html", strip_html, 0, 0, true},
        {"strip_newlines", strip_newlines, 0, 0, true},
    };
    return filters;
}

std::span<const FilterSpec> encoding_filters() {
    static const FilterSpec filters[] = {
        {"base64_decode", base64_decode, 0, 0, true},
        {"base64_encode", base64_encode, 0, 0, true},
        {"base64_url_safe_decode", base64_url_safe_decode, 0, 0, true},
        {"base64_url_safe_encode", base64_url_safe_encode, 0, 0, true},
        {"url_decode", url_decode, 0, 0, true},
        {"url_encode", url_encode, 0, 0, true},
    };
    return filters;
}

std::span<const FilterSpec> array_filters() {
    static const FilterSpec filters[] = {
        {"compact", compact, 0, 1, true}, {"concat", concat, 1, 1, true},
        {"find", find_first, 1, 2, true}, {"find_index", find_index, 1, 2, true},
        {"first", first, 0, 0, true},     {"has", has, 1, 2, true},
        {"join", join, 0, 1, true},       {"last", last, 0, 0, true},
        {"map", map, 1, 1, true},         {"reject", reject, 1, 2, true},
        {"reverse", reverse, 0, 0, true}, {"size", size, 0, 0, true},
        {"sort", sort, 0, 1, true},       {"sort_natural", sort_natural, 0, 1, true},
        {"sum", sum, 0, 1, true},         {"uniq", uniq, 0, 1, true},
        {"where", where, 1, 2, true},
    };
    return filters;
}

std::span<const FilterSpec> general_filters() {
    static const FilterSpec filters[] = {
        {"default", default_value, 0, 2, true},
    };
    return filters;
}

}  // namespace liquid::filters
