#include "ruby_types.hpp"

#include <chrono>
#include <cstdio>

namespace liquid_spec {
namespace {

// Where the value that begins at `at` ends: a comma or bracket of its own level.
std::size_t end_of_literal(const std::string& text, std::size_t at) {
    std::size_t depth = 0;
    for (; at < text.size(); ++at) {
        char c = text[at];
        if (c == '"') {
            for (++at; at < text.size() && text[at] != '"'; ++at)
                if (text[at] == '\\') ++at;
            continue;
        }
        if (depth == 0 && (c == ',' || c == '}' || c == ']')) return at;
        if (c == '{' || c == '[' || c == '(') ++depth;
        if ((c == '}' || c == ']' || c == ')') && depth > 0) --depth;
    }
    return at;
}

std::size_t skip_spaces(const std::string& text, std::size_t at) {
    while (at < text.size() && text[at] == ' ') ++at;
    return at;
}

// Where the key that begins at `at` ends, before its arrow.
std::size_t end_of_key(const std::string& text, std::size_t at) {
    for (; at < text.size(); ++at) {
        if (text[at] == '"') {
            for (++at; at < text.size() && text[at] != '"'; ++at)
                if (text[at] == '\\') ++at;
        } else if (text.compare(at, 2, "=>") == 0) {
            return at;
        }
    }
    return std::string::npos;
}

bool is_continuation(char c) { return (static_cast<unsigned char>(c) & 0xc0) == 0x80; }

std::optional<Json> read_key(std::string text) {
    while (!text.empty() && text.back() == ' ') text.pop_back();
    if (text.empty()) return std::nullopt;
    if (text == "nil") return Json(nullptr);
    if (text[0] == ':') {
        std::string name = text.substr(1);
        if (name.starts_with('"')) name = name.substr(1, name.size() - 2);
        return Json{{"_ruby_type", "Symbol"}, {"value", name}, {"inspect", text}};
    }
    try {
        return parse_message(text);
    } catch (const RequestError&) {
        return std::nullopt;
    }
}

}  // namespace

liquid::Value Symbol::get(liquid::DropContext& context, std::string_view key) {
    if (key == "size") return liquid::Value::integer(*size(context));
    return liquid::Value::unset();
}

liquid::Value Symbol::first(liquid::DropContext&) {
    std::size_t end = text_.empty() ? 0 : 1;
    while (end < text_.size() && is_continuation(text_[end])) ++end;
    return liquid::Value::string(std::string_view(text_).substr(0, end));
}

liquid::Value Symbol::last(liquid::DropContext&) {
    std::size_t begin = text_.empty() ? 0 : text_.size() - 1;
    while (begin > 0 && is_continuation(text_[begin])) --begin;
    return liquid::Value::string(std::string_view(text_).substr(begin));
}

std::optional<bool> Symbol::equals(liquid::DropContext&, liquid::Value other) {
    if (!other.is(liquid::Type::Drop)) return false;
    const auto* symbol = dynamic_cast<const Symbol*>(other.as_drop());
    return symbol != nullptr && symbol->text_ == text_;
}

std::optional<std::vector<Json>> keys_of(const std::string& inspected, std::size_t count) {
    std::vector<Json> keys;
    std::size_t at = 1;
    while (keys.size() < count) {
        at = skip_spaces(inspected, at);
        std::size_t end = end_of_key(inspected, at);
        if (end == std::string::npos) return std::nullopt;
        std::optional<Json> key = read_key(inspected.substr(at, end - at));
        if (!key) return std::nullopt;
        keys.push_back(std::move(*key));
        at = end_of_literal(inspected, end + 2) + 1;
    }
    return keys;
}

std::optional<Instant> read_time(const std::string& iso8601) {
    int year = 0;
    unsigned month = 0, day = 0, hour = 0, minute = 0, second = 0;
    int used = 0;
    if (std::sscanf(iso8601.c_str(), "%d-%2u-%2uT%2u:%2u:%2u%n", &year, &month, &day, &hour, &minute, &second, &used) !=
        6)
        return std::nullopt;
    Instant instant;
    auto at = static_cast<std::size_t>(used);
    if (at < iso8601.size() && iso8601[at] == '.') {
        std::int32_t unit = 100'000'000;
        for (++at; at < iso8601.size() && iso8601[at] >= '0' && iso8601[at] <= '9'; ++at, unit /= 10)
            instant.nanoseconds += (iso8601[at] - '0') * unit;
    }
    std::string zone = iso8601.substr(at);
    unsigned zone_hours = 0, zone_minutes = 0;
    if (zone.empty() || zone == "Z")
        instant.zone = "UTC";
    else if (std::sscanf(zone.c_str() + 1, "%2u:%2u", &zone_hours, &zone_minutes) == 2)
        instant.utc_offset =
            static_cast<std::int32_t>(zone_hours * 3600 + zone_minutes * 60) * (zone[0] == '-' ? -1 : 1);
    else
        return std::nullopt;
    std::chrono::year_month_day date{std::chrono::year(year), std::chrono::month(month), std::chrono::day(day)};
    if (!date.ok()) return std::nullopt;
    instant.seconds = std::chrono::seconds(std::chrono::sys_days(date).time_since_epoch()).count() + hour * 3600 +
                      minute * 60 + second - instant.utc_offset;
    return instant;
}

liquid::Value time_value(liquid::Data::Builder& builder, const std::string& iso8601) {
    std::optional<Instant> instant = read_time(iso8601);
    if (!instant) return liquid::Value::nil();
    return builder.time(instant->seconds, instant->nanoseconds, instant->utc_offset, instant->zone);
}

liquid::Value date_value(liquid::Data::Builder& builder, const std::string& iso8601) {
    int year = 0;
    unsigned month = 0, day = 0;
    if (std::sscanf(iso8601.c_str(), "%d-%2u-%2u", &year, &month, &day) != 3) return liquid::Value::nil();
    return builder.date(year, month, day);
}

}  // namespace liquid_spec
