#include "value/json_fault.hpp"

#include <algorithm>
#include <charconv>
#include <optional>
#include <string>

#include "diagnostics/locate.hpp"
#include "diagnostics/visible.hpp"
#include "value/unicode.hpp"

namespace liquid::json {

namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (ascii_lower(c) >= 'a' && ascii_lower(c) <= 'z') || c == '_'; }
bool is_hex(char c) { return is_digit(c) || (ascii_lower(c) >= 'a' && ascii_lower(c) <= 'f'); }
bool is_one_of(char c, std::string_view set) { return set.find(c) != std::string_view::npos; }

struct Fault {
    std::size_t at;
    std::size_t length;
    std::string reason;
};

class Explainer {
public:
    explicit Explainer(std::string_view text) : text_(text) {}

    Fault explain(std::size_t at, Expected expected) const {
        if (expected == Expected::LessDepth)
            return {at, 1, "more than " + std::to_string(kDeepest) + " levels of nesting, the deepest that is read"};
        if (expected == Expected::RightString) return in_string(at);
        bool value = expected == Expected::Value || expected == Expected::ValueOrEnd;
        if (value && is_at(at, "-")) return number_ends(at + 1, "a digit after the minus");
        if (at > 0 && is_digit(text_[at - 1]) && at < text_.size()) {
            char c = text_[at];
            if (is_digit(c)) return found(at, "no digit after a zero", "remove the zeros in front");
            bool exponent = is_one_of(c, "eE");
            std::size_t after = at + (exponent && is_one_of(byte(at + 1), "+-") ? 2 : 1);
            if ((exponent || c == '.') && !is_digit(byte(after)))
                return number_ends(after, exponent ? "a digit of the exponent" : "a digit after the point");
        }
        return found(at, name_of(expected), way_out(at, expected));
    }

private:
    // NUL beyond the end, which is right nowhere.
    char byte(std::size_t at) const { return at < text_.size() ? text_[at] : '\0'; }
    bool is_at(std::size_t at, std::string_view what) const { return text_.substr(at).starts_with(what); }

    // The bytes that a reader takes for one thing.
    std::size_t length_of(std::size_t at) const {
        std::size_t end = at;
        while (end < text_.size() && (is_letter(text_[end]) || is_digit(text_[end]))) ++end;
        return end > at ? end - at : first_character(text_.substr(at));
    }

    Fault found(std::size_t at, std::string_view expected, std::string_view way_out) const {
        constexpr std::size_t kMostColumns = 30;
        Fault fault{at, length_of(at), "found "};
        if (at == text_.size())
            fault.reason += "the end of the text";
        else if (text_[at] == '"')
            fault.reason += "a string";
        else
            fault.reason += "`" + diagnostics::visible(text_.substr(at, fault.length), kMostColumns) + "`";
        fault.reason.append(", expected ").append(expected);
        if (!way_out.empty()) fault.reason.append("; ").append(way_out);
        return fault;
    }

    Fault number_ends(std::size_t at, std::string_view expected) const {
        return found(at, expected, at == text_.size() ? kCutShort : "");
    }

    static std::string_view name_of(Expected expected) {
        switch (expected) {
            case Expected::Value:
                return "a value";
            case Expected::ValueOrEnd:
                return "a value or `]`";
            case Expected::Key:
                return "a key in double quotes";
            case Expected::KeyOrEnd:
                return "a key in double quotes or `}`";
            case Expected::Colon:
                return "`:` after the key";
            case Expected::CommaInArray:
                return "`,` or `]`";
            case Expected::CommaInObject:
                return "`,` or `}`";
            default:
                return "the end, as the document's one value is complete";
        }
    }

    std::string_view way_out(std::size_t at, Expected expected) const {
        bool value = expected == Expected::Value || expected == Expected::ValueOrEnd;
        bool key = expected == Expected::Key || expected == Expected::KeyOrEnd;
        bool comma = expected == Expected::CommaInArray || expected == Expected::CommaInObject;
        if (at == text_.size()) return value && is_blank() ? "write {} for no data" : kCutShort;
        char c = text_[at];
        if (is_at(0, "\xff\xfe") || is_at(0, "\xfe\xff")) return "save the file as UTF-8";
        if (c == '\0') return "remove it, or save the file as UTF-8";
        if (c == '\'') return "write strings in double quotes";
        if (c == '#' || is_at(at, "//") || is_at(at, "/*")) return "remove comments, which JSON does not have";
        if (is_one_of(c, "]}") && follows_comma(at)) return "remove the comma before it";
        if ((value || key) && c == ',') return "remove it, or write what is missing before it";
        if (expected == Expected::Value && at > 0 && c == '}') return "write the value that is missing before it";
        if (value && c == '+') return "write the number without it";
        if (value && c == '.') return "write a zero before it";
        if (value && is_letter(c)) return word(at);
        if (key && (is_letter(c) || is_digit(c))) return "write the key in double quotes";
        if (expected == Expected::Colon && is_one_of(c, ",}")) return "write the key's value, too";
        if (comma && (is_one_of(c, "\"{[-") || is_digit(c))) return "put a comma before it";
        if (comma && is_one_of(c, "]}")) return "close what was opened last first";
        return "";
    }

    std::string_view word(std::size_t at) const {
        struct Meant {
            std::string_view word;
            std::string_view way_out;
        };
        constexpr Meant kMeant[] = {
            {"True", "write `true`"},
            {"TRUE", "write `true`"},
            {"False", "write `false`"},
            {"FALSE", "write `false`"},
            {"nil", "write `null`"},
            {"None", "write `null`"},
            {"NULL", "write `null`"},
            {"Null", "write `null`"},
            {"undefined", "write `null`"},
            {"NaN", "JSON has no such number: write `null`"},
            {"Infinity", "JSON has no such number: write `null`"},
        };
        std::string_view word = text_.substr(at, length_of(at));
        if (at + word.size() == text_.size()) return kCutShort;
        for (const Meant& meant : kMeant)
            if (meant.word == word) return meant.way_out;
        return "write strings in double quotes";
    }

    static constexpr std::string_view kBlanks = " \t\r\n";
    bool is_blank() const {
        return text_.find_first_not_of(std::string(kBlanks) + "\xef\xbb\xbf") == std::string_view::npos;
    }
    bool follows_comma(std::size_t at) const {
        std::size_t before = text_.substr(0, at).find_last_not_of(kBlanks);
        return before != std::string_view::npos && text_[before] == ',';
    }

    Fault in_string(std::size_t at) const {
        for (++at; at < text_.size();) {
            auto c = static_cast<unsigned char>(text_[at]);
            std::size_t length = first_character(text_.substr(at));
            if (c < 0x20) return found(at, "`\"`", "write it as an escape, such as \\n for the end of a line");
            if (c >= 0x80 && length == 1) return found(at, "a character of UTF-8", "save the file as UTF-8");
            if (c == '\\') {
                length = 2;
                if (byte(at + 1) == 'u') {
                    if (std::optional<Fault> fault = in_unicode_escape(at, length)) return *fault;
                } else if (!is_one_of(byte(at + 1), "\"\\/bfnrt") || at + 1 == text_.size()) {
                    return found(at + 1, "one of `\"\\/bfnrtu` after the backslash", "write `\\\\` for a backslash");
                }
            }
            at += length;
        }
        return found(text_.size(), "`\"`", "close the string, unless the text was cut short");
    }

    // `length` becomes that of the escape, or of a pair of surrogates.
    std::optional<Fault> in_unicode_escape(std::size_t at, std::size_t& length) const {
        std::size_t end = at + 2;
        while (end < at + 6 && is_hex(byte(end))) ++end;
        if (end < at + 6) return found(end, "four hexadecimal digits after `\\u`", "");
        length = 6;
        unsigned code = unit(at);
        if (code < 0xd800 || code > 0xdfff) return std::nullopt;
        if (code < 0xdc00 && is_at(at + 6, "\\u")) {
            for (end = at + 8; end < at + 12 && is_hex(byte(end));) ++end;
            if (end < at + 12) return found(end, "four hexadecimal digits after `\\u`", "");
            length = 12;
            unsigned second = unit(at + 6);
            if (second >= 0xdc00 && second <= 0xdfff) return std::nullopt;
        }
        return Fault{at, 6,
                     "found `" + std::string(text_.substr(at, 6)) +
                         "`, which is half a character; expected \\ud800 to \\udbff and then \\udc00 to \\udfff"};
    }

    unsigned unit(std::size_t at) const {
        unsigned code = 0;
        std::from_chars(text_.data() + at + 2, text_.data() + at + 6, code, 16);
        return code;
    }

    static constexpr std::string_view kCutShort = "the text may have been cut short";

    std::string_view text_;
};

}  // namespace

Diagnostic explain(std::string_view text, std::string_view name, std::size_t at, Expected expected) {
    Fault fault = Explainer(text).explain(at, expected);
    Diagnostic diagnostic;
    diagnostic.kind = Kind::InvalidData;
    diagnostic.location =
        locate(text, std::string(name),
               {static_cast<std::uint32_t>(fault.at), static_cast<std::uint32_t>(fault.at + fault.length)});
    return diagnostic.with("reason", std::move(fault.reason));
}

}  // namespace liquid::json
