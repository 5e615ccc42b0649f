#include "values.hpp"

#include <chrono>
#include <cstdio>
#include <limits>
#include <stdexcept>

#include <liquid/foreign.hpp>

#include "drops.hpp"

namespace conformance {
namespace {

using liquid::Type;
using liquid::Value;

const Values::Loop& loop_of(const void* node) { return *static_cast<const Values::Loop*>(node); }

constexpr liquid::ForeignTable kLoops{
    [](const void* node, std::string_view key, std::uint32_t&) {
        const auto& loop = loop_of(node);
        for (std::size_t i = 0; i < loop.keys.size(); ++i)
            if (loop.keys[i] == key) return loop.values[i];
        return Value::unset();
    },
    [](const void* node, std::size_t i) { return loop_of(node).values[i]; },
    [](const void* node, std::size_t i, std::string_view& key) {
        key = loop_of(node).keys[i];
        return loop_of(node).values[i];
    },
    [](const void* node) { return loop_of(node).values.size(); },
    [](const void* node, void* context, bool (*visit)(void*, std::string_view, Value)) {
        const auto& loop = loop_of(node);
        for (std::size_t i = 0; i < loop.keys.size(); ++i)
            if (!visit(context, loop.keys[i], loop.values[i])) return;
    }};

double special_float(const std::string& name) {
    if (name == "NaN") return std::numeric_limits<double>::quiet_NaN();
    double infinity = std::numeric_limits<double>::infinity();
    return name == "-Infinity" ? -infinity : infinity;
}

// 2006-07-05T10:00:00.000000000-04:00, or with Z.
Value time_value(liquid::Data::Builder& builder, const Json& json) {
    std::string text = json.at("iso8601").get<std::string>();
    int year = 0, nanoseconds = 0, offset_hour = 0, offset_minute = 0;
    unsigned month = 0, day = 0;
    int hour = 0, minute = 0, second = 0;
    char sign = 'Z';
    int read = std::sscanf(text.c_str(), "%d-%u-%uT%d:%d:%d.%9d%c%d:%d", &year, &month, &day, &hour, &minute, &second,
                           &nanoseconds, &sign, &offset_hour, &offset_minute);
    if (read < 8) throw std::runtime_error("the time " + text + " cannot be read");
    int offset = (offset_hour * 60 + offset_minute) * 60;
    if (sign == '-') offset = -offset;
    using namespace std::chrono;
    auto days = sys_days(std::chrono::year(year) / std::chrono::month(month) / std::chrono::day(day));
    std::int64_t seconds = days.time_since_epoch().count() * std::int64_t{86400} + hour * 3600 + minute * 60 + second;
    return builder.time(seconds - offset, nanoseconds, offset, json.value("utc", false) ? "UTC" : "");
}

Value date_value(liquid::Data::Builder& builder, const Json& json) {
    std::string text = json.at("iso8601").get<std::string>();
    int year = 0;
    unsigned month = 0, day = 0;
    if (std::sscanf(text.c_str(), "%d-%u-%u", &year, &month, &day) != 3)
        throw std::runtime_error("the date " + text + " cannot be read");
    return builder.date(year, month, day);
}

}  // namespace

Values::Values(std::string_view json) {
    if (json.find("\"_ruby_type\"") == json.npos && json.find("\"_instantiate\"") == json.npos) {
        auto parsed = liquid::Data::parse(json, "environment");
        if (!parsed.ok()) throw std::runtime_error(liquid::to_text(parsed.diagnostics.front()));
        data_ = parsed.value;
        return;
    }
    cyclic_ = json.find("\"Cycle\"") != json.npos;
    data_ = builder_.finish(build(parse_json(json)));
}

Value Values::build(const Json& json) {
    if (json.is_boolean()) return Value::boolean(json.get<bool>());
    if (json.is_number_float()) return Value::floating(json.get<double>());
    if (json.is_number()) return builder_.integer(json.dump());
    if (json.is_string()) return builder_.string(json.get_ref<const std::string&>());
    if (json.is_array()) return cyclic_ ? loop(json) : array(json);
    if (!json.is_object()) return Value::nil();
    if (std::string type = ruby_type(json); !type.empty()) return marked(type, json);
    if (json.contains("_instantiate")) return drop(json);
    return cyclic_ ? loop(json) : object(json);
}

Value Values::array(const Json& json) {
    std::vector<Value> items;
    for (const Json& item : json) items.push_back(build(item));
    return builder_.array(items);
}

Value Values::object(const Json& json) {
    std::vector<std::pair<std::string_view, Value>> entries;
    for (const auto& [key, value] : json.items()) entries.emplace_back(key, build(value));
    return builder_.map(entries);
}

Value Values::loop(const Json& json) {
    Loop& made = loops_.emplace_back();
    Value self = Value::foreign(json.is_array() ? Type::ForeignArray : Type::ForeignMap,
                                liquid::register_foreign(&kLoops), &made);
    enclosing_.push_back(self);
    for (const auto& [key, value] : json.items()) {
        if (json.is_object()) made.keys.push_back(key);
        made.values.push_back(build(value));
    }
    enclosing_.pop_back();
    return self;
}

Value Values::keyed(const Json& pairs) {
    std::vector<std::pair<Value, Value>> entries;
    for (const Json& pair : pairs) entries.emplace_back(build(pair.at(0)), build(pair.at(1)));
    return builder_.keyed_map(entries);
}

Value Values::marked(const std::string& type, const Json& json) {
    if (type == "Integer") return builder_.integer(json.at("value").get<std::string>());
    if (type == "Float") return Value::floating(special_float(json.at("value").get<std::string>()));
    if (type == "Binary") return builder_.string(bytes_of(json), Value::Binary);
    if (type == "Symbol") return symbol(json);
    if (type == "Hash") return keyed(json.at("pairs"));
    if (type == "Time") return time_value(builder_, json);
    if (type == "Date") return date_value(builder_, json);
    if (type == "Range")
        return builder_.range(build(json.at("begin")), build(json.at("end")), json.value("exclude_end", false));
    if (type == "Cycle") {
        auto up = json.at("up").get<std::size_t>();
        if (up == 0 || up > enclosing_.size()) throw std::runtime_error("no container is that far up: " + json.dump());
        return enclosing_[enclosing_.size() - up];
    }
    throw std::runtime_error("the marker " + type + " is not known");
}

Value Values::symbol(const Json& json) {
    auto name = json.at("value").get<std::string>();
    auto found = symbols_.find(name);
    if (found == symbols_.end())
        found = symbols_.emplace(name, owned(make_symbol(name, json.value("inspect", ":" + name)))).first;
    return found->second;
}

Value Values::drop(const Json& json) {
    Value value = Value::unset();
    if (auto params = json.find("params"); params != json.end() && params->contains("value"))
        value = build(params->at("value"));
    return owned(make_drop(json.at("_instantiate").get<std::string>(), value));
}

Value Values::owned(std::unique_ptr<liquid::Drop> drop) {
    if (drop == nullptr) return Value::nil();
    drops_.push_back(std::move(drop));
    return Value::drop(*drops_.back());
}

}  // namespace conformance
