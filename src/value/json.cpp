#include "value/json.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <new>

// A namespace of our own: a host may have compiled the same version of the library with other settings, and the linker
// keeps one of two functions that have the same name.
#define NLOHMANN_JSON_NAMESPACE nlohmann::liquid_private
#define NLOHMANN_JSON_NAMESPACE_BEGIN \
    namespace nlohmann {              \
    inline namespace liquid_private {
#define NLOHMANN_JSON_NAMESPACE_END \
    }                               \
    }
#include <nlohmann/json.hpp>

#include "diagnostics/out_of_memory.hpp"
#include "value/containers.hpp"

namespace liquid {

namespace {

constexpr std::size_t kDeepestJson = 2000;

// With `long double` the parser lets pass what is out of range for double, so that long integers arrive here as text.
using Json = nlohmann::basic_json<std::map, std::vector, std::string, bool, std::int64_t, std::uint64_t, long double>;

// Events of the parser become Values at once: containers collect their children on one stack and take them off when
// they close.
class Reader {
public:
    explicit Reader(Document& document) : document_(document) {}

    Value root() const { return values_.empty() ? Value::nil() : values_[0]; }
    std::size_t position() const { return position_; }
    bool too_deep() const { return too_deep_; }
    const std::string& reason() const { return reason_; }

    bool null() { return add(Value::nil()); }
    bool boolean(bool b) { return add(Value::boolean(b)); }
    bool number_integer(std::int64_t number) { return add(Value::integer(number)); }
    bool number_unsigned(std::uint64_t number) {
        if (number <= static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max()))
            return add(Value::integer(static_cast<std::int64_t>(number)));
        return add(integer_from_digits(document_.arena, std::to_string(number), Storage::Static));
    }
    bool number_float(long double, const std::string& token) {
        if (token.find_first_of(".eE") == std::string::npos)
            return add(integer_from_digits(document_.arena, token, Storage::Static));
        double number = 0;
        auto error = std::from_chars(token.data(), token.data() + token.size(), number).ec;
        // Ruby reads numbers out of range as infinite or zero; strtod says which.
        if (error == std::errc::result_out_of_range) number = std::strtod(token.c_str(), nullptr);
        return add(Value::floating(number));
    }
    // The parser has made sure that it is UTF-8.
    bool string(std::string& text) { return add(document_.string(text, Value::ValidUtf8)); }
    bool binary(std::vector<std::uint8_t>&) { return false; }

    bool start_object(std::size_t) { return open(); }
    bool start_array(std::size_t) { return open(); }
    bool key(std::string& text) {
        keys_.push_back(document_.intern(text));
        return true;
    }
    bool end_object() {
        Start start = close();
        std::size_t count = values_.size() - start.values;
        Value map = document_.map(keys_.data() + start.keys, values_.data() + start.values, count);
        keys_.resize(start.keys);
        values_.resize(start.values);
        return add(map);
    }
    bool end_array() {
        Start start = close();
        Value array = document_.array(values_.data() + start.values, values_.size() - start.values);
        values_.resize(start.values);
        return add(array);
    }

    bool parse_error(std::size_t position, const std::string&, const nlohmann::detail::exception& error) {
        position_ = position;
        constexpr int kNumberOverflow = 406;
        reason_ = error.id == kNumberOverflow
                      ? "a number of more digits than can be read (10 to the 4,932nd is the largest)"
                      : shorten(error.what());
        return false;
    }

private:
    struct Start {
        std::size_t values;
        std::size_t keys;
    };

    bool add(Value value) {
        values_.push_back(value);
        return true;
    }
    bool open() {
        if (starts_.size() >= kDeepestJson) {
            too_deep_ = true;
            reason_ = "more than " + std::to_string(kDeepestJson) + " levels of nesting";
            return false;
        }
        starts_.push_back({values_.size(), keys_.size()});
        return true;
    }
    Start close() {
        Start start = starts_.back();
        starts_.pop_back();
        return start;
    }

    // `[json.exception...] parse error at line 1, column 5: syntax error while ... - WHAT; last read: '...'; expected
    // X`: place and excerpt are the diagnostic's own, and the last token may hold any bytes.
    static std::string shorten(std::string_view what) {
        std::size_t place = what.find(": ");
        if (what.starts_with("[") && place != std::string_view::npos) what.remove_prefix(place + 2);
        if (what.starts_with("syntax error ")) what.remove_prefix(13);
        std::size_t token = what.find("; last read: '");
        if (token == std::string_view::npos) return std::string(what);
        std::size_t rest = what.rfind("'; expected ");
        std::string reason(what.substr(0, token));
        if (rest != std::string_view::npos && rest > token) reason += what.substr(rest + 1);
        return reason;
    }

    Document& document_;
    std::vector<Value> values_;
    std::vector<std::uint32_t> keys_;
    std::vector<Start> starts_;
    std::size_t position_ = 0;
    bool too_deep_ = false;
    std::string reason_;
};

// Where the bracket stands that is one too many. The parser does not say it.
std::size_t too_deep_at(std::string_view json) {
    std::size_t depth = 0;
    bool quoted = false;
    for (std::size_t i = 0; i < json.size(); ++i) {
        char c = json[i];
        if (c == '"') quoted = !quoted;
        if (c == '\\' && quoted) ++i;
        if (quoted) continue;
        if ((c == '[' || c == '{') && ++depth > kDeepestJson) return i;
        if (c == ']' || c == '}') --depth;
    }
    return 0;
}

Location locate(std::string_view json, std::string_view name, std::size_t position) {
    constexpr std::size_t kLongestExcerpt = 160;
    constexpr std::size_t kBefore = 80;
    // The parser counts what it has consumed: the byte at fault is the last one of these.
    std::size_t at = std::min(position == 0 ? 0 : position - 1, json.size());
    std::size_t start = at == 0 ? std::string_view::npos : json.rfind('\n', at - 1);
    start = start == std::string_view::npos ? 0 : start + 1;
    std::size_t end = std::min(json.find('\n', at), json.size());
    Location location;
    location.path = name;
    location.span = {static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(std::min(at + 1, json.size()))};
    location.line = 1 + static_cast<std::uint32_t>(
                            std::count(json.begin(), json.begin() + static_cast<std::ptrdiff_t>(start), '\n'));
    location.column = static_cast<std::uint32_t>(at - start + 1);
    location.end_line = location.line;
    location.end_column = location.column + location.span.size();
    if (end - start > kLongestExcerpt) {
        start = at - start > kBefore ? at - kBefore : start;
        end = std::min(end, start + kLongestExcerpt);
    }
    location.excerpt = json.substr(start, end - start);
    return location;
}

}  // namespace

std::optional<Value> read_json(Document& document, std::string_view json, std::string_view name, Diagnostic& fault) {
    Reader reader(document);
    if (Json::sax_parse(json.begin(), json.end(), &reader)) return reader.root();
    fault.kind = Kind::InvalidData;
    fault.location = locate(json, name, reader.too_deep() ? too_deep_at(json) + 1 : reader.position());
    fault.with("reason", reader.reason());
    return std::nullopt;
}

Result<Data> Data::parse(std::string_view json, std::string_view name) {
    Result<Data> result;
    try {
        Builder builder;
        Diagnostic fault;
        if (std::optional<Value> root = read_json(*builder.document_, json, name, fault))
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
