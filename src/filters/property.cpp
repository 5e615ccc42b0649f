#include "filters/property.hpp"

#include <algorithm>
#include <cmath>
#include <string>

#include "filters/integer_bits.hpp"

namespace liquid::filters {

namespace {

// Ruby's [first..last] on a text of `size` characters: an offset and a length; nullopt: outside.
std::optional<std::pair<std::int64_t, std::int64_t>> window_of(const RangeBox& range, std::int64_t size) {
    std::int64_t first = range.first.as_int();
    std::int64_t last = range.last.as_int();
    if (first < 0) first += size;
    if (first < 0 || first > size) return std::nullopt;
    if (last < 0) last += size;
    if (!range.exclude_last && last < INT64_MAX) ++last;
    return std::pair{first, std::clamp<std::int64_t>(last - first, 0, size - first)};
}

Value characters(FilterCall& call, Value text, std::int64_t from, std::int64_t count) {
    std::string_view rest = text.as_string().substr(character_offset(call, text, static_cast<std::size_t>(from)));
    Value start = part_of(text, rest);
    return part_of(text, rest.substr(0, character_offset(call, start, static_cast<std::size_t>(count))));
}

}  // namespace

bool has_properties(Value item) {
    switch (item.type()) {
        case Type::Int:
        case Type::BigInt:
        case Type::String:
        case Type::Array:
        case Type::ForeignArray:
        case Type::Map:
        case Type::ForeignMap:
        case Type::KeyedMap:
        case Type::Drop:
        case Type::ForLoop:
        case Type::TablerowLoop:
        case Type::Self:
            return true;
        default:
            return false;
    }
}

PropertyReader::PropertyReader(FilterCall& call, Value property) : call_(call), property_(property) {
    if (property.is_string()) hash_ = hash_key(property.as_string());
}

PropertyReader::Result PropertyReader::found(Value value) {
    if (value.is_failed()) return {Status::Failed, value};
    return {Status::Found, value.is_unset() ? Value::nil() : value};
}

PropertyReader::Result PropertyReader::read(Value item) {
    switch (item.type()) {
        case Type::String:
            return read_text(item);
        case Type::Int:
        case Type::BigInt:
            return read_bits(item);
        default:
            break;
    }
    if (!has_properties(item)) return {Status::Missing, Value::nil()};
    if (property_.is_string()) return found(liquid::find(call_.runtime(), item, property_.as_string(), hash_, hint_));
    return found(liquid::find(call_.runtime(), item, property_));
}

// String#[]: the text itself where it occurs, characters by number and range.
PropertyReader::Result PropertyReader::read_text(Value text) {
    Runtime& runtime = call_.runtime();
    charge(call_, text.length());
    auto size = [&] { return static_cast<std::int64_t>(character_count(call_, text)); };
    auto character = [&](std::int64_t at) {
        std::int64_t count = size();
        if (at < 0) at += count;
        return found(at < 0 || at >= count ? Value::nil() : characters(call_, text, at, 1));
    };
    switch (property_.type()) {
        case Type::String: {
            if (!are_compatible(call_, text, property_))
                return {Status::Failed, fail_incompatible(call_, text, property_)};
            if (is_broken(call_, property_)) return found(Value::nil());
            bool occurs =
                find_text(call_.runtime(), text.as_string(), property_.as_string(), 0) != std::string_view::npos;
            return found(occurs ? property_ : Value::nil());
        }
        case Type::Int:
            return character(property_.as_int());
        case Type::Float: {
            double number = property_.as_float();
            if (!(std::abs(number) < 9223372036854775808.0))
                return {Status::Failed, runtime.fail_internal("float out of range of integer")};
            return character(static_cast<std::int64_t>(number));
        }
        case Type::BigInt:
            return {Status::Failed, runtime.fail_internal("bignum too big to convert into `long'")};
        case Type::Range: {
            const auto& range = *static_cast<const RangeBox*>(property_.box());
            if (!range.first.is_int() || !range.last.is_int())
                return {Status::Failed, runtime.fail_internal("bignum too big to convert into `long'")};
            auto window = window_of(range, size());
            return found(window ? characters(call_, text, window->first, window->second) : Value::nil());
        }
        default:
            return {Status::Unusable, Value::nil()};
    }
}

PropertyReader::Result PropertyReader::read_bits(Value number) {
    auto bits = integer_bits(call_.runtime(), number, property_);
    if (!bits) return {Status::Unusable, Value::nil()};
    return found(*bits);
}

Value PropertyReader::fail() {
    std::string name(text_of(call_.runtime(), property_));
    return call_.runtime().fail(Kind::PropertyOfScalar, "cannot select the property '" + name + "'",
                                {{"property", name}});
}

}  // namespace liquid::filters
