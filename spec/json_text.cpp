#include "json_text.hpp"

#include <cstddef>

namespace conformance {
namespace {

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

std::size_t skip_blanks(std::string_view json, std::size_t at) {
    while (at < json.size() && is_blank(json[at])) ++at;
    return at;
}

std::size_t end_of_string(std::string_view json, std::size_t at) {
    for (++at; at < json.size() && json[at] != '"'; ++at)
        if (json[at] == '\\') ++at;
    return at + 1;
}

std::size_t end_of_value(std::string_view json, std::size_t at) {
    std::size_t depth = 0;
    while (at < json.size()) {
        char c = json[at];
        if (c == '"') {
            at = end_of_string(json, at);
            if (depth == 0) return at;
            continue;
        }
        if (depth == 0 && (c == ',' || c == '}' || c == ']')) return at;
        if (c == '{' || c == '[') ++depth;
        if (c == '}' || c == ']') --depth;
        ++at;
        if (depth == 0 && (c == '}' || c == ']')) return at;
    }
    return json.size();
}

}  // namespace

std::string_view raw_member(std::string_view json, std::string_view key) {
    std::size_t at = skip_blanks(json, 0) + 1;
    while (true) {
        at = skip_blanks(json, at);
        if (at >= json.size() || json[at] != '"') return {};
        std::size_t key_end = end_of_string(json, at);
        std::string_view name = json.substr(at + 1, key_end - at - 2);
        std::size_t value = skip_blanks(json, skip_blanks(json, key_end) + 1);
        std::size_t end = end_of_value(json, value);
        if (name == key) return json.substr(value, end - value);
        at = skip_blanks(json, end) + 1;
    }
}

}  // namespace conformance
