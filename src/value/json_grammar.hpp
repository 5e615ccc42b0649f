// The tokens of JSON (RFC 8259), on PEGTL's own grammar of it. Only tokens: a rule for values would call itself as deep
// as a hostile text is nested, so json.cpp keeps the brackets that are open on a stack of its own.
#pragma once

#include <cstdint>
#include <cstring>
#include <string>

#include <tao/pegtl.hpp>
#include <tao/pegtl/contrib/json.hpp>
#include <tao/pegtl/contrib/unescape.hpp>

namespace liquid::json {

namespace pegtl = tao::pegtl;

// Positions are plain pointers: a line is counted when a fault has to be shown.
using Input = pegtl::memory_input<pegtl::tracking_mode::lazy, pegtl::eol::lf, const char*>;

struct blanks : pegtl::star<pegtl::json::ws> {};
template <class Rule>
struct token : pegtl::seq<Rule, blanks> {};
template <char C>
struct mark : token<pegtl::one<C>> {};

struct true_word : token<pegtl::json::true_> {};
struct false_word : token<pegtl::json::false_> {};
struct null_word : token<pegtl::json::null> {};

template <class Rule>
struct number_action : pegtl::nothing<Rule> {};
struct is_not_whole {
    static void apply0(bool& whole) { whole = false; }
};
template <>
struct number_action<pegtl::json::frac> : is_not_whole {};
template <>
struct number_action<pegtl::json::exp> : is_not_whole {};

// Bytes of a text up to its end, an escape or a control character; eight at a time, because texts are most of most
// documents. Whether they are UTF-8 is asked of the whole text.
struct plain_bytes {
    using rule_t = plain_bytes;
    using subs_t = pegtl::empty_list;

    template <class ParseInput>
    static bool match(ParseInput& in) {
        const char* at = in.current();
        while (in.end() - at >= 8 && !has_special(at)) at += 8;
        while (at != in.end() && !is_special(*at)) ++at;
        in.bump_in_this_line(static_cast<std::size_t>(at - in.current()));
        return true;
    }

private:
    static constexpr std::uint64_t kOnes = 0x0101010101010101ull;

    static bool is_special(char c) { return c == '"' || c == '\\' || static_cast<unsigned char>(c) < 0x20; }
    // Says yes for some words without one, too, but never no for one that has it.
    static bool has_special(const char* at) {
        std::uint64_t word;
        std::memcpy(&word, at, sizeof word);
        std::uint64_t quote = word ^ (kOnes * '"');
        std::uint64_t backslash = word ^ (kOnes * '\\');
        std::uint64_t borrowed =
            ((quote - kOnes) & ~quote) | ((backslash - kOnes) & ~backslash) | ((word - kOnes * 0x20) & ~word);
        return (borrowed & (kOnes * 0x80)) != 0;
    }
};

// What comes after a text's plain beginning.
struct simple_escape : pegtl::json::escaped_char {};
struct unicode_escapes : pegtl::json::unicode {};
struct escape : pegtl::seq<pegtl::one<'\\'>, pegtl::sor<simple_escape, unicode_escapes>> {};
struct escaped_rest : pegtl::plus<escape, plain_bytes> {};
struct text_end : token<pegtl::one<'"'>> {};

template <class Rule>
struct text_action : pegtl::nothing<Rule> {};
template <>
struct text_action<plain_bytes> : pegtl::unescape::append_all {};
template <>
struct text_action<simple_escape>
    : pegtl::unescape::unescape_c<simple_escape, '"', '\\', '/', '\b', '\f', '\n', '\r', '\t'> {};
// `uXXXX\uXXXX...`: of surrogates only pairs are characters.
template <>
struct text_action<unicode_escapes> {
    template <class ActionInput>
    static bool apply(const ActionInput& in, std::string& text) {
        for (const char* at = in.begin(); at < in.end(); at += 6) {
            unsigned code = unit(at);
            if (code >= 0xd800 && code < 0xdc00 && at + 6 < in.end()) {
                unsigned second = unit(at += 6);
                if (second < 0xdc00 || second > 0xdfff) return false;
                code = 0x10000 + ((code - 0xd800) << 10) + (second - 0xdc00);
            }
            if (!pegtl::unescape::utf8_append_utf32(text, code)) return false;
        }
        return true;
    }

private:
    static unsigned unit(const char* at) { return pegtl::unescape::unhex_string<unsigned>(at + 1, at + 5); }
};

}  // namespace liquid::json
