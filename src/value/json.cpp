#include "value/json.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <new>
#include <string>
#include <vector>

#include "diagnostics/out_of_memory.hpp"
#include "value/containers.hpp"
#include "value/json_fault.hpp"
#include "value/json_grammar.hpp"
#include "value/unicode.hpp"

namespace liquid {

namespace json {
namespace {

// A number that no double can hold: is it too large, or too small? Ruby reads the first as infinite, the other as zero.
bool is_huge(std::string_view number) {
    std::size_t exponent_at = number.find_first_of("eE");
    std::string_view digits = number.substr(0, exponent_at);
    std::size_t first = digits.find_first_of("123456789");
    std::size_t point = std::min(digits.find('.'), digits.size());
    auto places = static_cast<std::int64_t>(point) - static_cast<std::int64_t>(first);
    if (exponent_at == std::string_view::npos) return places > 0;
    std::string_view text = number.substr(exponent_at + 1);
    bool negative = text[0] == '-';
    if (negative || text[0] == '+') text.remove_prefix(1);
    std::int64_t exponent = 0;
    if (std::from_chars(text.data(), text.data() + text.size(), exponent).ec != std::errc()) return !negative;
    return places + (negative ? -exponent : exponent) > 0;
}

double to_double(std::string_view number) {
    double value = 0;
    if (std::from_chars(number.data(), number.data() + number.size(), value).ec == std::errc()) return value;
    value = is_huge(number) ? HUGE_VAL : 0.0;
    return number[0] == '-' ? -value : value;
}

// Tokens become Values at once: containers collect their children on one stack and take them off when they close.
class Reader {
public:
    Reader(Document& document, std::string_view json)
        : document_(document), in_(json.data(), json.data() + json.size(), "") {}

    bool read() {
        pegtl::parse<pegtl::opt<pegtl::utf8::bom>>(in_);
        pegtl::parse<blanks>(in_);
        if (!value(Expected::Value)) return false;
        while (!open_.empty())
            if (!(open_.back().is_object ? next_member() : next_item())) return false;
        return in_.empty() || fail(Expected::End);
    }

    Value root() const { return values_[0]; }
    // Where the reading stopped, and what would have been right there.
    const char* position() const { return in_.current(); }
    Expected expected() const { return expected_; }

private:
    struct Container {
        std::size_t values;
        std::size_t keys;
        bool is_object;
    };

    // A scalar with its value, or the opening bracket of a container.
    bool value(Expected expected) {
        if (in_.empty()) return fail(expected);
        switch (in_.peek_char()) {
            case '{':
                return open<mark<'{'>>(true);
            case '[':
                return open<mark<'['>>(false);
            case '"':
                return text(expected) && add(text_value());
            case 't':
                return pegtl::parse<true_word>(in_) ? add(Value::boolean(true)) : fail(expected);
            case 'f':
                return pegtl::parse<false_word>(in_) ? add(Value::boolean(false)) : fail(expected);
            case 'n':
                return pegtl::parse<null_word>(in_) ? add(Value::nil()) : fail(expected);
            default:
                return number(expected);
        }
    }

    bool next_item() {
        bool first = values_.size() == open_.back().values;
        if (pegtl::parse<mark<']'>>(in_)) return close_array();
        if (first) return value(Expected::ValueOrEnd);
        return pegtl::parse<mark<','>>(in_) ? value(Expected::Value) : fail(Expected::CommaInArray);
    }

    bool next_member() {
        bool first = values_.size() == open_.back().values;
        if (pegtl::parse<mark<'}'>>(in_)) return close_object();
        if (!first && !pegtl::parse<mark<','>>(in_)) return fail(Expected::CommaInObject);
        if (!text(first ? Expected::KeyOrEnd : Expected::Key)) return false;
        keys_.push_back(document_.intern(text_));
        return pegtl::parse<mark<':'>>(in_) ? value(Expected::Value) : fail(Expected::Colon);
    }

    bool number(Expected expected) {
        const char* begin = in_.current();
        bool whole = true;
        if (!pegtl::parse<pegtl::json::number, number_action>(in_, whole)) return fail(expected);
        std::string_view digits(begin, static_cast<std::size_t>(in_.current() - begin));
        pegtl::parse<blanks>(in_);
        if (!whole) return add(Value::floating(to_double(digits)));
        std::int64_t number = 0;
        if (std::from_chars(digits.data(), digits.data() + digits.size(), number).ec == std::errc())
            return add(Value::integer(number));
        return add(integer_from_digits(document_.arena, digits, Storage::Static));
    }

    // A text, whose content is then in text_: where it stands in the document, or without its escapes in unescaped_.
    bool text(Expected expected) {
        const char* quote = in_.current();
        if (!pegtl::parse<pegtl::one<'"'>>(in_)) return fail(expected);
        pegtl::parse<plain_bytes>(in_);
        text_ = {quote + 1, static_cast<std::size_t>(in_.current() - quote - 1)};
        if (!in_.empty() && in_.peek_char() == '\\') {
            unescaped_ = text_;
            pegtl::parse<escaped_rest, text_action>(in_, unescaped_);
            text_ = unescaped_;
        }
        if (pegtl::parse<text_end>(in_) && is_valid_utf8(text_)) return true;
        in_.iterator() = quote;
        return fail(Expected::RightString);
    }
    Value text_value() { return document_.string(text_, Value::ValidUtf8); }

    bool add(Value value) {
        values_.push_back(value);
        return true;
    }
    template <class Bracket>
    bool open(bool is_object) {
        if (open_.size() >= kDeepest) return fail(Expected::LessDepth);
        open_.push_back({values_.size(), keys_.size(), is_object});
        return pegtl::parse<Bracket>(in_);
    }
    bool close_array() {
        Container array = open_.back();
        open_.pop_back();
        Value made = document_.array(values_.data() + array.values, values_.size() - array.values);
        values_.resize(array.values);
        return add(made);
    }
    bool close_object() {
        Container object = open_.back();
        open_.pop_back();
        Value made =
            document_.map(keys_.data() + object.keys, values_.data() + object.values, values_.size() - object.values);
        keys_.resize(object.keys);
        values_.resize(object.values);
        return add(made);
    }

    bool fail(Expected expected) {
        expected_ = expected;
        return false;
    }

    Document& document_;
    Input in_;
    std::string_view text_;
    std::string unescaped_;
    std::vector<Value> values_;
    std::vector<std::uint32_t> keys_;
    std::vector<Container> open_;
    Expected expected_ = Expected::Value;
};

}  // namespace
}  // namespace json

std::optional<Value> read_json(Document& document, std::string_view text, std::string_view name, Diagnostic& fault) {
    json::Reader reader(document, text);
    if (reader.read()) return reader.root();
    fault = json::explain(text, name, static_cast<std::size_t>(reader.position() - text.data()), reader.expected());
    return std::nullopt;
}

Result<Data> Data::parse(std::string_view json, std::string_view name) {
    Result<Data> result;
    try {
        Builder builder;
        Diagnostic fault;
        if (std::optional<Value> root = read_json(builder.document(), json, name, fault))
            result.value = builder.finish(*root);
        else
            result.diagnostics.push_back(std::move(fault));
    } catch (const std::bad_alloc&) {
        result.value = Data();
        result.diagnostics.clear();
        result.diagnostics.push_back(out_of_memory());
    }
    return result;
}

}  // namespace liquid
