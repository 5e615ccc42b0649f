#include "filters/input.hpp"

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

namespace liquid::filters {

namespace {

bool has_lists(Items items) {
    return std::any_of(items.data, items.data + items.count, [](Value item) { return item.is_array(); });
}

Items items_in(FilterCall& call, Value list) {
    if (list.is(Type::Array)) return {list.items(), list.length()};
    return liquid::slice(call.runtime(), list, 0, std::nullopt);
}

// Array#flatten without recursion, so depth is bounded by memory only. A list inside itself is found as in Brent's
// method: one ancestor is remembered, at depths that double.
class Flattener {
public:
    explicit Flattener(FilterCall& call) : call_(call), out_(call, 16) {}

    std::optional<Items> flatten(Items top) {
        levels_.push_back({top, 0});
        while (!levels_.empty()) {
            Level& level = levels_.back();
            if (level.at == level.items.count) {
                levels_.pop_back();
                if (levels_.size() <= watched_) watched_ = 0;
                continue;
            }
            Value item = level.items.data[level.at++];
            call_.runtime().step(1);
            if (!item.is_array()) {
                out_.append(item);
            } else if (!descend(items_in(call_, item))) {
                call_.runtime().fail(Kind::InvalidArgument, kRecursive, {{"reason", std::string(kRecursive)}});
                return std::nullopt;
            }
        }
        return Items{out_.data(), out_.size()};
    }

private:
    static constexpr std::string_view kRecursive = "tried to flatten recursive array";
    struct Level {
        Items items;
        std::size_t at;
    };

    bool descend(Items items) {
        if (items.count == 0) return true;
        if (levels_[watched_].items.data == items.data) return false;
        levels_.push_back({items, 0});
        if ((levels_.size() & (levels_.size() - 1)) == 0) watched_ = levels_.size() - 1;
        return true;
    }

    FilterCall& call_;
    ListBuilder out_;
    std::vector<Level> levels_;
    std::size_t watched_ = 0;
};

Items one_item(FilterCall& call, Value item) {
    Value* place = call.runtime().arena.allocate_array<Value>(1);
    *place = item;
    return {place, 1};
}

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

Value characters(Value text, std::int64_t from, std::int64_t count) {
    std::string_view rest = text.as_string().substr(character_offset(text, static_cast<std::size_t>(from)));
    Value start = part_of(text, rest);
    return part_of(text, rest.substr(0, character_offset(start, static_cast<std::size_t>(count))));
}

}  // namespace

std::optional<Items> items_of(FilterCall& call, Value input) {
    switch (input.type()) {
        case Type::Unset:
        case Type::Nil:
            return Items{};
        case Type::Array:
        case Type::ForeignArray: {
            Items items = items_in(call, input);
            call.runtime().step(items.count);
            if (!has_lists(items)) return items;
            return Flattener(call).flatten(items);
        }
        case Type::Range:
            return liquid::slice(call.runtime(), input, 0, std::nullopt);
        case Type::Drop:
            if (is_enumerable(input)) return liquid::slice(call.runtime(), input, 0, std::nullopt);
            break;
        default:
            break;
    }
    return one_item(call, input);
}

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
    auto size = [&] { return static_cast<std::int64_t>(character_count(text)); };
    auto character = [&](std::int64_t at) {
        std::int64_t count = size();
        if (at < 0) at += count;
        return found(at < 0 || at >= count ? Value::nil() : characters(text, at, 1));
    };
    switch (property_.type()) {
        case Type::String: {
            if (!are_compatible(text, property_)) return {Status::Failed, fail_incompatible(call_, text, property_)};
            if (is_broken(property_)) return found(Value::nil());
            bool occurs = find_text(text.as_string(), property_.as_string(), 0) != std::string_view::npos;
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
            return found(window ? characters(text, window->first, window->second) : Value::nil());
        }
        default:
            return {Status::Unusable, Value::nil()};
    }
}

// Integer#[]: one bit of the number.
PropertyReader::Result PropertyReader::read_bits(Value number) {
    Runtime& runtime = call_.runtime();
    std::int64_t bit = 0;
    switch (property_.type()) {
        case Type::Int:
            bit = property_.as_int();
            break;
        case Type::BigInt:
            bit = static_cast<const BigIntBox*>(property_.box())->digits.starts_with('-') ? -1 : INT64_MAX;
            break;
        case Type::Float: {
            double at = property_.as_float();
            if (!std::isfinite(at)) return {Status::Failed, runtime.fail_internal("the float has no integer value")};
            bit = at >= 9e18 ? INT64_MAX : at <= -1 ? -1 : static_cast<std::int64_t>(at);
            break;
        }
        default:
            return {Status::Unusable, Value::nil()};
    }
    if (bit < 0) return found(Value::integer(0));
    if (number.is_int()) return found(Value::integer(number.as_int() >> std::min<std::int64_t>(bit, 63) & 1));
    return {Status::Unusable, Value::nil()};
}

Value PropertyReader::fail() {
    std::string name(text_of(call_.runtime(), property_));
    return call_.runtime().fail(Kind::PropertyOfScalar, "cannot select the property '" + name + "'",
                                {{"property", name}});
}

}  // namespace liquid::filters
