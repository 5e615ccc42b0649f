// Collections as for-loops and filters see them.
#include <algorithm>

#include <liquid/drop.hpp>

#include "value/containers.hpp"
#include "value/drops.hpp"
#include "value/number.hpp"
#include "value/operations.hpp"

namespace liquid {

namespace {

struct Window {
    std::uint64_t from = 0;
    std::uint64_t to = UINT64_MAX;

    std::uint64_t count_of(std::uint64_t size) const {
        std::uint64_t end = std::min(to, size);
        return end > from ? end - from : 0;
    }
};

// Work and memory are charged before they are used. A Value counts items in 32 bits.
Value* new_items(Runtime& runtime, std::uint64_t count) {
    runtime.step(count);
    if (count > UINT32_MAX) throw LimitHit{Kind::MemoryLimit, runtime.budget.limit, count};
    return runtime.arena.allocate_array<Value>(static_cast<std::size_t>(count));
}

// Items beside the arena, charged while they are gathered.
class ChargedItems {
public:
    explicit ChargedItems(MemoryBudget& budget) : budget_(budget) {}
    ~ChargedItems() { budget_.refund(charged_); }
    ChargedItems(const ChargedItems&) = delete;
    ChargedItems& operator=(const ChargedItems&) = delete;

    void push_back(Value item) {
        if (items_.size() == items_.capacity()) {
            std::size_t more = std::max<std::size_t>(items_.capacity(), 16);
            budget_.charge(more * sizeof(Value));
            charged_ += more * sizeof(Value);
            items_.reserve(items_.size() + more);
        }
        items_.push_back(item);
    }
    Items in_arena(Runtime& runtime) const {
        if (items_.empty()) return {};
        Value* memory = new_items(runtime, items_.size());
        for (std::size_t i = 0; i < items_.size(); ++i) {
            runtime.pass(sizeof(Value));
            memory[i] = items_[i];
        }
        return {memory, items_.size()};
    }

private:
    MemoryBudget& budget_;
    std::vector<Value> items_;
    std::uint64_t charged_ = 0;
};

Items list_items(Runtime& runtime, Value list, Window window) {
    auto count = static_cast<std::size_t>(window.count_of(list_size(list)));
    if (count == 0) return {};
    auto from = static_cast<std::size_t>(window.from);
    if (list.is(Type::Array)) return {list.items() + from, count};
    Value* items = new_items(runtime, count);
    for (std::size_t i = 0; i < count; ++i) {
        runtime.pass(sizeof(Value));
        items[i] = list_item(runtime, list, from + i);
    }
    return {items, count};
}

Items map_items(Runtime& runtime, Value map, Window window) {
    auto count = static_cast<std::size_t>(window.count_of(map_size(map)));
    if (count == 0) return {};
    Value* pairs = new_items(runtime, count);
    Value* both = runtime.arena.allocate_array<Value>(count * 2);
    std::size_t made = 0;
    std::uint64_t at = 0;
    each_entry(runtime, map, [&](Value key, Value value) {
        runtime.pass(3 * sizeof(Value));
        if (at++ < window.from) return true;
        both[0] = key;
        both[1] = value;
        pairs[made++] = Value::array(both, 2, Storage::Temp);
        both += 2;
        return made < count;
    });
    return {pairs, made};
}

Items int_range_items(Runtime& runtime, std::int64_t first, std::int64_t last, bool exclude_last, Window window) {
    if (last < first || (exclude_last && last == first)) return {};
    // The whole 64-bit range has one number more than fits; nobody gets that far.
    std::uint64_t size = static_cast<std::uint64_t>(last) - static_cast<std::uint64_t>(first);
    if (!exclude_last && size != UINT64_MAX) ++size;
    std::uint64_t count = window.count_of(size);
    if (count == 0) return {};
    Value* items = new_items(runtime, count);
    std::uint64_t start = static_cast<std::uint64_t>(first) + window.from;
    for (std::uint64_t i = 0; i < count; ++i) {
        runtime.pass(sizeof(Value));
        items[i] = Value::integer(static_cast<std::int64_t>(start + i));
    }
    return {items, static_cast<std::size_t>(count)};
}

// Ends beyond 64 bits: counted up one by one, which the step limit bounds.
Items wide_range_items(Runtime& runtime, const RangeBox& range, Window window) {
    ChargedItems items(runtime.budget);
    Value at = range.first;
    for (std::uint64_t i = 0; i < window.to; ++i) {
        std::optional<int> sign = compare_numbers(runtime, at, range.last);
        if (!sign || *sign > 0 || (*sign == 0 && range.exclude_last)) break;
        runtime.step(1);
        if (i >= window.from) items.push_back(at);
        at = arithmetic(runtime, Arithmetic::Add, at, Value::integer(1));
        if (at.is_failed()) break;
    }
    return items.in_arena(runtime);
}

Items range_items(Runtime& runtime, const RangeBox& range, Window window) {
    if (range.first.is_int() && range.last.is_int())
        return int_range_items(runtime, range.first.as_int(), range.last.as_int(), range.exclude_last, window);
    return wide_range_items(runtime, range, window);
}

// The memory of the arena may be used by the drop while it iterates, so the list grows beside it.
Items drop_items(Runtime& runtime, Drop& drop, Window window) {
    ChargedItems items(runtime.budget);
    std::uint64_t at = 0;
    call_drop(
        runtime,
        [&](DropContext& context) {
            return drop.iterate(context, [&](Value item) {
                if (at >= window.to) return false;
                runtime.step(1);
                if (at++ >= window.from) items.push_back(item);
                return at < window.to;
            });
        },
        false);
    return items.in_arena(runtime);
}

}  // namespace

Items slice(Runtime& runtime, Value collection, std::int64_t from, std::optional<std::int64_t> to) {
    Window window;
    window.from = from < 0 ? 0 : static_cast<std::uint64_t>(from);
    if (to) window.to = *to < 0 ? 0 : static_cast<std::uint64_t>(*to);
    switch (collection.type()) {
        case Type::Array:
        case Type::ForeignArray:
            return list_items(runtime, collection, window);
        case Type::Map:
        case Type::ForeignMap:
        case Type::KeyedMap:
            return map_items(runtime, collection, window);
        case Type::Range:
            return range_items(runtime, range_of(collection), window);
        case Type::String: {
            if (collection.length() == 0) return {};
            Value* item = new_items(runtime, 1);
            *item = collection;
            return {item, 1};
        }
        case Type::Drop: {
            Drop& drop = *collection.as_drop();
            if (from != 0 || to) {
                Value part = ask_drop(runtime, [&](DropContext& context) { return drop.slice(context, from, to); });
                if (part.is_array()) return list_items(runtime, part, Window{});
                if (!part.is_unset()) return {};
            }
            return drop_items(runtime, drop, window);
        }
        default:
            return {};
    }
}

bool is_enumerable(Value value) {
    if (value.is_array() || value.is_map() || value.is(Type::Range)) return true;
    return value.is(Type::Drop) && value.as_drop()->is_iterable();
}

}  // namespace liquid
