#include "syntax/patterns.hpp"

#include <algorithm>

#include <utf8proc.h>

#include "value/unicode.hpp"

namespace liquid::syntax::pattern {
namespace {

// [^\s,|'"]
bool is_plain(char c) { return !is_space(c) && c != ',' && c != '|' && c != '\'' && c != '"'; }

std::size_t plain_run(Tree& tree, std::string_view text, std::size_t at) {
    constexpr std::size_t kStretch = 4096;
    for (;;) {
        const std::size_t begin = at;
        const std::size_t end = std::min(text.size(), begin + kStretch);
        while (at < end && is_plain(text[at])) ++at;
        tree.pass(at - begin);
        if (at < end || end == text.size()) return at;
    }
}

bool is_word_character(std::string_view character) {
    if (character.empty()) return false;
    if (character.size() == 1) return is_word(character[0]);
    utf8proc_int32_t code = 0;
    utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(character.data()),
                     static_cast<utf8proc_ssize_t>(character.size()), &code);
    switch (utf8proc_category(code)) {
        case UTF8PROC_CATEGORY_LU:
        case UTF8PROC_CATEGORY_LL:
        case UTF8PROC_CATEGORY_LT:
        case UTF8PROC_CATEGORY_LM:
        case UTF8PROC_CATEGORY_LO:
        case UTF8PROC_CATEGORY_MN:
        case UTF8PROC_CATEGORY_MC:
        case UTF8PROC_CATEGORY_ME:
        case UTF8PROC_CATEGORY_ND:
        case UTF8PROC_CATEGORY_NL:
        case UTF8PROC_CATEGORY_PC:
            return true;
        default:
            return false;
    }
}

std::size_t operator_word(std::string_view text, std::size_t at, std::string_view word) {
    if (text.substr(at, word.size()) != word) return npos;
    at += word.size();
    if (at < text.size() && is_space(text[at]) && word_boundary(text, at + 1)) return at + 1;
    return word_boundary(text, at) ? at : npos;
}

}  // namespace

std::size_t quoted_string(std::string_view text, std::size_t at) {
    if (at >= text.size() || (text[at] != '"' && text[at] != '\'')) return npos;
    std::size_t end = text.find(text[at], at + 1);
    return end == npos ? npos : end + 1;
}

std::size_t fragments(Tree& tree, std::string_view text, std::size_t at) {
    std::size_t begin = at;
    for (;;) {
        at = plain_run(tree, text, at);
        std::size_t end = quoted_string(text, at);
        if (end == npos) break;
        at = end;
    }
    return at == begin ? npos : at;
}

std::size_t fragment(Tree& tree, std::string_view text, std::size_t at) {
    std::size_t end = quoted_string(text, at);
    return end == npos ? fragments(tree, text, at) : end;
}

std::optional<Match> find_fragment(Tree& tree, std::string_view text, std::size_t from) {
    for (; from < text.size(); ++from) {
        std::size_t end = fragment(tree, text, from);
        tree.pass(end == npos ? 1 : end - from);
        if (end != npos) return Match{from, end};
    }
    return std::nullopt;
}

std::optional<Match> find_fragments(Tree& tree, std::string_view text, std::size_t from) {
    for (; from < text.size(); ++from) {
        std::size_t end = fragments(tree, text, from);
        tree.pass(end == npos ? 1 : end - from);
        if (end != npos) return Match{from, end};
    }
    return std::nullopt;
}

std::size_t spaced_word(std::string_view text, std::size_t at, std::string_view word) {
    std::size_t begin = skip_space(text, at);
    if (begin == at || text.substr(begin, word.size()) != word) return npos;
    std::size_t end = skip_space(text, begin + word.size());
    return end == begin + word.size() ? npos : end;
}

std::optional<Attribute> find_attribute(Tree& tree, std::string_view text, std::size_t from) {
    while (from < text.size()) {
        if (!is_word(text[from])) {
            tree.pass(1);
            ++from;
            continue;
        }
        // All starts within one run of name characters have the same end, so they match or fail together.
        std::size_t key_end = skip(text, from, character::Name);
        std::size_t colon = skip_space(text, key_end);
        if (colon < text.size() && text[colon] == ':') {
            std::size_t value = skip_space(text, colon + 1);
            std::size_t end = fragment(tree, text, value);
            tree.pass(end == npos ? 1 : end - value);
            if (end != npos) return Attribute{{from, key_end}, {value, end}};
        }
        tree.pass(key_end - from);
        from = key_end;
    }
    return std::nullopt;
}

std::size_t variable_signature(std::string_view text, std::size_t at) {
    auto part = [&](std::size_t place) {
        return place < text.size() &&
               (is(text[place], character::Name) || text[place] == '.' || text[place] == '[' || text[place] == ']');
    };
    std::size_t begin = at;
    while (at < text.size()) {
        std::size_t letter = text[at] == '(' ? at + 1 : at;
        if (!part(letter)) break;
        at = letter + 1;
        if (at < text.size() && text[at] == ')') ++at;
    }
    return at == begin ? npos : at;
}

bool word_boundary(std::string_view text, std::size_t at) {
    std::string_view before = text.substr(0, at);
    std::string_view after = text.substr(at);
    bool left = is_word_character(before.substr(before.size() - last_character(before)));
    bool right = is_word_character(after.substr(0, first_character(after)));
    return left != right;
}

std::size_t boolean_operator(std::string_view text, std::size_t at) {
    if (at >= text.size()) return npos;
    std::size_t word = is_space(text[at]) ? at + 1 : at;
    if (word >= text.size() || (text[word] != 'a' && text[word] != 'o') || !word_boundary(text, at)) return npos;
    std::size_t end = operator_word(text, word, "and");
    return end != npos ? end : operator_word(text, word, "or");
}

}  // namespace liquid::syntax::pattern
