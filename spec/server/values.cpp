#include "values.hpp"

#include <algorithm>
#include <limits>
#include <utility>

#include "remote_drop.hpp"
#include "ruby_types.hpp"
#include "standard_drops.hpp"

namespace liquid_spec {
namespace {

using liquid::Value;

constexpr unsigned kDeepest = 1000;
constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

// Keys must outlive the call of Builder::map; they are the JSON document's own.
using Entries = std::vector<std::pair<std::string_view, Value>>;

double special_float(const std::string& name) {
    if (name == "NaN") return std::numeric_limits<double>::quiet_NaN();
    double infinity = std::numeric_limits<double>::infinity();
    return name.starts_with('-') ? -infinity : infinity;
}

}  // namespace

Value Values::keep(const Json& json) {
    liquid::Data::Builder builder;
    Value root = make(builder, json, 0);
    documents_.push_back(builder.finish(root));
    return documents_.back().root();
}

Value Values::keep_drop(std::unique_ptr<liquid::Drop> drop) {
    drops_.push_back(std::move(drop));
    return Value::drop(*drops_.back());
}

Value Values::make(liquid::Data::Builder& builder, const Json& json, unsigned depth) {
    if (depth > kDeepest) throw RequestError(kBadParameter, "The data is nested too deeply");
    switch (json.type()) {
        case Json::value_t::boolean:
            return Value::boolean(json.get<bool>());
        case Json::value_t::number_integer:
        case Json::value_t::number_unsigned:
            return Value::integer(json.get<std::int64_t>());
        case Json::value_t::number_float:
            return Value::floating(json.get<double>());
        case Json::value_t::string:
            return builder.string(json.get_ref<const std::string&>());
        case Json::value_t::array: {
            std::vector<Value> items;
            for (const Json& item : json) items.push_back(make(builder, item, depth + 1));
            return builder.array(items);
        }
        case Json::value_t::object:
            return make_map(builder, json, depth);
        default:
            return Value::nil();
    }
}

Value Values::make_map(liquid::Data::Builder& builder, const Json& json, unsigned depth) {
    if (json.contains("_ruby_type")) return make_typed(builder, json, depth);
    if (json.contains("_instantiate")) {
        std::string name = text_member(json, "_instantiate");
        if (name == "NilDrop") return Value::nil();
        std::unique_ptr<liquid::Drop> drop = standard_drop(name, member(json, "params"));
        if (drop == nullptr) throw RequestError(kBadParameter, "Unknown standard drop '" + name + "'");
        return keep_drop(std::move(drop));
    }
    if (json.contains("_rpc_drop"))
        return keep_drop(std::make_unique<RemoteDrop>(*this, member(json, "_rpc_drop"), text_member(json, "type")));
    Entries entries;
    for (const auto& [key, value] : json.items()) entries.emplace_back(key, make(builder, value, depth + 1));
    return builder.map(entries);
}

Value Values::make_typed(liquid::Data::Builder& builder, const Json& marker, unsigned depth) {
    std::string type = text_member(marker, "_ruby_type");
    std::string value = text_member(marker, "value");
    if (type == "Integer") return builder.integer(value);
    if (type == "Float") return Value::floating(special_float(value));
    if (type == "Symbol") return keep_drop(std::make_unique<Symbol>(value, text_member(marker, "inspect")));
    if (type == "Range")
        return builder.range(make(builder, member(marker, "begin"), depth + 1),
                             make(builder, member(marker, "end"), depth + 1), member(marker, "exclude_end") == true);
    if (type == "Hash") return make_hash(builder, marker, depth);
    if (type == "Binary") return builder.string(from_base64(text_member(marker, "base64")), Value::Binary);
    if (type == "Text") return builder.string(from_base64(text_member(marker, "base64")));
    if (type == "Time" || type == "DateTime") return time_value(builder, text_member(marker, "iso8601"));
    if (type == "Date") return date_value(builder, text_member(marker, "iso8601"));
    if (marker.contains("data")) return make(builder, member(marker, "data"), depth + 1);
    return builder.string(text_member(marker, "inspect"));
}

Value Values::make_hash(liquid::Data::Builder& builder, const Json& marker, unsigned depth) {
    std::vector<std::pair<Value, Value>> entries;
    const Json& pairs = member(marker, "pairs");
    if (pairs.is_array()) {
        for (const Json& pair : pairs) {
            if (!pair.is_array() || pair.size() != 2) throw RequestError(kBadParameter, "A pair must have two parts");
            Value key = make(builder, pair[0], depth + 1);
            entries.emplace_back(key, make(builder, pair[1], depth + 1));
        }
        return builder.keyed_map(entries);
    }
    const Json& data = member(marker, "data");
    auto keys = keys_of(text_member(marker, "inspect"), data.is_object() ? data.size() : 0);
    if (!keys) return make(builder, data, depth + 1);
    std::size_t i = 0;
    for (const auto& item : data.items()) {
        Value key = make(builder, (*keys)[i++], depth + 1);
        entries.emplace_back(key, make(builder, item.value(), depth + 1));
    }
    return builder.keyed_map(entries);
}

Json to_json(Value value) {
    if (value.is_bool()) return value.truthy();
    if (value.is_int()) return value.as_int();
    if (value.is_float()) return value.as_float();
    if (value.is_string()) return std::string(value.as_string());
    if (value.is(liquid::Type::Drop)) {
        const auto* drop = dynamic_cast<const RemoteDrop*>(value.as_drop());
        return drop == nullptr ? Json() : Json{{"_rpc_drop", drop->id()}};
    }
    return nullptr;
}

std::string to_base64(const std::string& bytes) {
    std::string text;
    for (std::size_t at = 0; at < bytes.size(); at += 3) {
        std::size_t count = std::min<std::size_t>(3, bytes.size() - at);
        unsigned held = 0;
        for (std::size_t i = 0; i < 3; ++i)
            held = held << 8 | (i < count ? static_cast<unsigned char>(bytes[at + i]) : 0u);
        for (std::size_t i = 0; i < 4; ++i) text.push_back(i <= count ? kAlphabet[held >> (18 - 6 * i) & 63] : '=');
    }
    return text;
}

std::string from_base64(const std::string& text) {
    std::string bytes;
    unsigned bits = 0, held = 0;
    for (char c : text) {
        std::size_t digit = kAlphabet.find(c);
        if (digit == std::string_view::npos) continue;
        held = (held << 6 | static_cast<unsigned>(digit)) & 0xffffu;
        bits += 6;
        if (bits < 8) continue;
        bits -= 8;
        bytes.push_back(static_cast<char>(held >> bits & 0xffu));
    }
    return bytes;
}

}  // namespace liquid_spec
