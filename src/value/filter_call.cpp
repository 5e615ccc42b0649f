#include <algorithm>

#include <liquid/drop.hpp>
#include <liquid/filter.hpp>

#include "value/containers.hpp"
#include "value/drops.hpp"
#include "value/operations.hpp"
#include "value/runtime.hpp"

namespace liquid {

Value Arguments::keyword(std::string_view name) const {
    if (count_ == 0) return Value::unset();
    Value last = values_[count_ - 1];
    if (!last.is(Type::Map) || !last.has(Value::Keywords)) return Value::unset();
    std::uint32_t slot = last.map_rep()->shape->find(name, hash_key(name));
    return slot == Shape::kNoSlot ? Value::unset() : last.map_rep()->values()[slot];
}

std::string_view FilterCall::text(Value value) { return output_of(runtime_, value); }
Value FilterCall::string(std::string_view text) { return runtime_.string(text); }
Value FilterCall::concat(std::initializer_list<std::string_view> parts) {
    std::size_t size = 0;
    for (std::string_view part : parts) size += part.size();
    if (size > UINT32_MAX) throw LimitHit{Kind::MemoryLimit, runtime_.budget.limit, size};
    auto* text = static_cast<char*>(runtime_.arena.allocate(size, 1));
    char* at = text;
    for (std::string_view part : parts) at = std::copy(part.begin(), part.end(), at);
    return Value::string({text, size}, Storage::Temp);
}
Value FilterCall::array(const Value* items, std::size_t count) { return runtime_.array(items, count); }
Value FilterCall::map(const std::pair<std::string_view, Value>* entries, std::size_t count) {
    return runtime_.map(entries, count);
}

Value FilterCall::get(Value value, Value key) {
    Value found = find(runtime_, value, key);
    return found.is_unset() ? Value::nil() : found;
}

std::size_t FilterCall::size(Value value) {
    if (value.is_array()) return list_size(value);
    if (value.is_map()) return map_size(value);
    if (!value.is(Type::Range) && !value.is(Type::Drop)) return 0;
    Value size = command(runtime_, value, Command::Size);
    return size.is_int() && size.as_int() > 0 ? static_cast<std::size_t>(size.as_int()) : 0;
}

void FilterCall::iterate(Value value, const std::function<bool(Value)>& each) {
    if (value.is_array()) {
        std::size_t count = list_size(value);
        for (std::size_t i = 0; i < count; ++i) {
            runtime_.step(1);
            if (!each(list_item(runtime_, value, i))) return;
        }
    } else if (value.is_map()) {
        each_entry(runtime_, value, [&](Value key, Value item) {
            runtime_.step(1);
            Value pair[2] = {key, item};
            return each(runtime_.array(pair, 2));
        });
    } else if (is_enumerable(value)) {
        Items items = slice(runtime_, value, 0, std::nullopt);
        for (std::size_t i = 0; i < items.count; ++i)
            if (!each(items.data[i])) return;
    }
}

Value FilterCall::variable(std::string_view name) {
    if (runtime_.find_variable == nullptr) return Value::nil();
    Value found = runtime_.find_variable(runtime_, name);
    return found.is_unset() ? Value::nil() : found;
}

Value FilterCall::host_register(std::string_view name) { return get(runtime_.registers, Value::string(name)); }

Value FilterCall::fail(Kind kind, std::string_view message) {
    return runtime_.fail(kind, message, {{"reason", std::string(message)}});
}

void FilterCall::step(std::uint64_t n) { runtime_.step(n); }

}  // namespace liquid
