#include "filters/input.hpp"

#include <date/date.h>

#include <algorithm>
#include <chrono>
#include <string>
#include <vector>

#include "value/containers.hpp"

namespace liquid::filters {

namespace {

bool has_lists(FilterCall& call, Items items) {
    return std::any_of(items.data, items.data + items.count, [&](Value item) {
        call.runtime().pass(sizeof(Value));
        return item.is_array();
    });
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

    std::optional<Items> flatten(Value list, Items top) {
        levels_.push_back({identity(list), top, 0});
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
            } else if (!descend(item)) {
                call_.runtime().fail(Kind::InvalidArgument, kRecursive, {{"reason", std::string(kRecursive)}});
                return std::nullopt;
            }
        }
        return Items{out_.data(), out_.size()};
    }

private:
    static constexpr std::string_view kRecursive = "tried to flatten recursive array";
    struct Level {
        const void* list;  // the same list has the same identity; items of a foreign one are copied each time
        Items items;
        std::size_t at;
    };

    bool descend(Value list) {
        if (levels_[watched_].list == identity(list) && identity(list) != nullptr) return false;
        Items items = items_in(call_, list);
        if (items.count == 0) return true;
        levels_.push_back({identity(list), items, 0});
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

// Ruby's Array(time) asks Time#to_a: second, minute, hour, day, month, year, weekday, day of the year, summer time,
// zone.
Items parts_of_time(FilterCall& call, const TimeBox& time) {
    using namespace std::chrono;
    auto local = date::sys_seconds(seconds(time.seconds + time.utc_offset));
    auto day = date::floor<date::days>(local);
    date::year_month_day ymd(day);
    date::hh_mm_ss clock(local - day);
    auto january = date::sys_days(ymd.year() / date::January / 1);
    auto integer = [](auto number) { return Value::integer(static_cast<std::int64_t>(number)); };
    const Value parts[] = {
        integer(clock.seconds().count()),
        integer(clock.minutes().count()),
        integer(clock.hours().count()),
        integer(static_cast<unsigned>(ymd.day())),
        integer(static_cast<unsigned>(ymd.month())),
        integer(static_cast<int>(ymd.year())),
        integer(date::weekday(day).c_encoding()),
        integer((day - january).count() + 1),
        Value::boolean(false),
        time.zone.empty() ? Value::nil() : Value::string(time.zone),
    };
    Value* copy = call.runtime().arena.allocate_array<Value>(std::size(parts));
    std::copy(std::begin(parts), std::end(parts), copy);
    return {copy, std::size(parts)};
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
            if (!has_lists(call, items)) return items;
            return Flattener(call).flatten(input, items);
        }
        case Type::Range:
            return liquid::slice(call.runtime(), input, 0, std::nullopt);
        case Type::Time:
            return parts_of_time(call, *static_cast<const TimeBox*>(input.box()));
        case Type::Drop:
            if (is_enumerable(input)) return liquid::slice(call.runtime(), input, 0, std::nullopt);
            break;
        default:
            break;
    }
    return one_item(call, input);
}

}  // namespace liquid::filters
