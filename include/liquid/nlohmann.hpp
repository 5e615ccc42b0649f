// nlohmann::json documents as data, read in place. Header-only: include it where nlohmann/json is known.
#pragma once

#include <atomic>
#include <cstdint>
#include <iterator>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include <liquid/data.hpp>
#include <liquid/foreign.hpp>
#include <liquid/value.hpp>

namespace liquid {

namespace foreign {

/// Reads one basic_json type. Any version of the library and any of its types will do; the code is the consumer's.
template <class Json>
class JsonReader {
public:
    /// Strings are views into the document; lists and mappings are read when a template asks for their parts.
    static Value read(const Json& json) {
        using Kind = typename Json::value_t;
        switch (json.type()) {
            case Kind::boolean:
                return Value::boolean(*json.template get_ptr<const typename Json::boolean_t*>());
            case Kind::number_integer:
                return Value::integer(*json.template get_ptr<const typename Json::number_integer_t*>());
            case Kind::number_unsigned:
                return read_unsigned(json);
            case Kind::number_float:
                return Value::floating(
                    static_cast<double>(*json.template get_ptr<const typename Json::number_float_t*>()));
            case Kind::string:
                return Value::string(*json.template get_ptr<const typename Json::string_t*>());
            case Kind::array:
                return Value::foreign(Type::ForeignArray, number(), &json);
            case Kind::object:
                return Value::foreign(Type::ForeignMap, number(), &json);
            case Kind::binary:
                return read_binary(json);
            default:
                return Value::nil();
        }
    }

    static void enlist() {
        static const std::uint16_t enlisted = register_foreign(&kTable);
        number_.store(enlisted, std::memory_order_relaxed);
    }

private:
    using Object = typename Json::object_t;
    static constexpr bool kKeepsOrder =
        std::is_base_of_v<std::random_access_iterator_tag,
                          typename std::iterator_traits<typename Object::const_iterator>::iterator_category>;

    static std::uint16_t number() { return number_.load(std::memory_order_relaxed); }
    static const Object& object(const void* map) {
        return *static_cast<const Json*>(map)->template get_ptr<const Object*>();
    }

    // Above 2^63-1 the engine makes the digits itself.
    static Value read_unsigned(const Json& json) {
        static_assert(sizeof(typename Json::number_unsigned_t) == sizeof(std::uint64_t));
        const auto* whole = json.template get_ptr<const typename Json::number_unsigned_t*>();
        if (*whole <= static_cast<std::uint64_t>(INT64_MAX)) return Value::integer(static_cast<std::int64_t>(*whole));
        return Value::foreign(Type::BigInt, number(), whole);
    }

    static Value read_binary(const Json& json) {
        const auto& bytes = json.get_binary();
        return Value::string({reinterpret_cast<const char*>(bytes.data()), bytes.size()}, Storage::Static,
                             Value::Binary);
    }

    // ordered_json looks keys up one by one: the slot of the last look-up is tried first. A sorted map has no slots.
    static Value find(const void* map, std::string_view key, std::uint32_t& hint) {
        const Object& entries = object(map);
        if constexpr (kKeepsOrder) {
            const Json* value = hint < entries.size() ? value_of(entries.begin()[hint], key) : nullptr;
            if (value == nullptr) value = search(entries, key, hint);
            return value == nullptr ? Value::unset() : read(*value);
        } else {
            auto found = entries.find(typename Object::key_type(key));
            return found == entries.end() ? Value::unset() : read(found->second);
        }
    }

    static const Json* value_of(const typename Object::value_type& entry, std::string_view key) {
        bool same = entry.first.size() == key.size() && same_bytes(entry.first.data(), key.data(), key.size());
        return same ? &entry.second : nullptr;
    }
    static const Json* search(const Object& entries, std::string_view key, std::uint32_t& hint) {
        std::uint32_t slot = 0;
        for (const auto& entry : entries) {
            if (const Json* value = value_of(entry, key)) {
                hint = slot;
                return value;
            }
            ++slot;
        }
        return nullptr;
    }

    static Value item(const void* array, std::size_t i) {
        const auto& items = *static_cast<const Json*>(array)->template get_ptr<const typename Json::array_t*>();
        return i < items.size() ? read(items[i]) : Value::nil();
    }

    static Value entry(const void* map, std::size_t i, std::string_view& key) {
        const Object& entries = object(map);
        if (i >= entries.size()) return Value::unset();
        auto at = std::next(entries.begin(), static_cast<std::ptrdiff_t>(i));
        key = at->first;
        return read(at->second);
    }

    static std::size_t size(const void* container) { return static_cast<const Json*>(container)->size(); }

    static void each(const void* map, void* context, bool (*visit)(void*, std::string_view, Value)) {
        for (const auto& [key, value] : object(map))
            if (!visit(context, key, read(value))) return;
    }

    static constexpr ForeignTable kTable{&find, &item, &entry, &size, &each, nullptr, true};
    static inline std::atomic<std::uint16_t> number_{0};
};

/// Deep data is cut here, as everywhere else.
constexpr unsigned kDeepestCopy = 2000;

template <class Json>
Value copy_json(Data::Builder& builder, const Json& json, unsigned depth) {
    if (depth > kDeepestCopy) return Value::nil();
    if (json.is_array()) {
        std::vector<Value> items;
        items.reserve(json.size());
        for (const auto& item : json) items.push_back(copy_json(builder, item, depth + 1));
        return builder.array(items);
    }
    if (json.is_object()) {
        std::vector<std::pair<std::string_view, Value>> entries;
        entries.reserve(json.size());
        for (auto at = json.begin(); at != json.end(); ++at)
            entries.emplace_back(at.key(), copy_json(builder, at.value(), depth + 1));
        return builder.map(entries);
    }
    if (json.is_number_unsigned()) return builder.integer(std::to_string(json.template get<std::uint64_t>()));
    Value scalar = JsonReader<Json>::read(json);
    return scalar.is_string() ? builder.string(scalar.as_string(), scalar.flags()) : scalar;
}

}  // namespace foreign

/// A document as a Value, without a copy. `json` must outlive every render that reads the value and may not change
/// during one; between renders it may.
///
/// Templates see the keys of an object in its own order: nlohmann::ordered_json keeps the order of the text,
/// nlohmann::json sorts them. Floats are doubles; a lone whole number above 2^63-1 (not inside a list or an object)
/// becomes a double. For data that is rendered often, liquid::Data::parse or to_data is faster to read.
///
///     nlohmann::ordered_json page = load();
///     input.globals = liquid::view(page);
template <class Json>
requires nlohmann::detail::is_basic_json<Json>::value Value view(const Json& json) {
    foreign::JsonReader<Json>::enlist();
    Value value = foreign::JsonReader<Json>::read(json);
    if (value.is(Type::BigInt)) return Value::floating(json.template get<double>());
    return value;
}

/// A view of a temporary would dangle.
template <class Json>
requires nlohmann::detail::is_basic_json<Json>::value Value view(const Json&& json)
= delete;

/// The same document copied: independent of `json`, shareable by threads, with the fastest look-ups.
template <class Json>
requires nlohmann::detail::is_basic_json<Json>::value Data to_data(const Json& json) {
    Data::Builder builder;
    Value root = foreign::copy_json(builder, json, 0);
    return builder.finish(root);
}

}  // namespace liquid
