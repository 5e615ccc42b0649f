#include "value/runtime.hpp"

#include "value/drops.hpp"
#include "value/shape.hpp"

namespace liquid {

void Runtime::look() {
    passed_ = 0;
    if (check != nullptr) check(*this);
}

Value Runtime::fail(Kind kind, std::string_view reference, std::initializer_list<Argument> arguments) {
    failure.kind = kind;
    failure.reference = reference;
    failure.arguments = arguments;
    failure.notes.clear();
    return Value::failed();
}

Value Runtime::fail_internal(std::string_view what) {
    fail(Kind::Internal, "internal", {{"reason", std::string(what)}});
    failure.notes.emplace_back(what);
    return Value::failed();
}

Value fail_host(Runtime& runtime, std::string_view where, std::string_view what) {
    runtime.fail(Kind::HostFailure, "internal", {{"where", std::string(where)}});
    runtime.failure.notes.emplace_back(what);
    return Value::failed();
}

Value Runtime::array(const Value* items, std::size_t count) {
    if (count > UINT32_MAX) throw LimitHit{Kind::MemoryLimit, budget.limit, count};
    auto* copy = arena.allocate_array<Value>(count);
    if (count != 0) std::memcpy(static_cast<void*>(copy), items, count * sizeof(Value));
    return Value::array(copy, count, Storage::Temp);
}

// Of equal keys the last value stays, at the first one's place.
Value Runtime::map(const std::pair<std::string_view, Value>* entries, std::size_t count) {
    ShapeBuilder shape(arena, count);
    auto* rep = new (arena.allocate(sizeof(MapRep) + count * sizeof(Value))) MapRep{nullptr};
    for (std::size_t i = 0; i < count; ++i) {
        std::string_view key = entries[i].first;
        std::uint32_t slot = shape.add_copy(arena, key, hash_key(key));
        rep->values()[slot] = entries[i].second;
    }
    rep->shape = shape.finish();
    return Value::map(rep, shape.size(), Storage::Temp);
}

Value Runtime::keyed_map(const KeyedMapBox::Entry* entries, std::size_t count) {
    if (count > UINT32_MAX) throw LimitHit{Kind::MemoryLimit, budget.limit, count};
    auto* copy = arena.allocate_array<KeyedMapBox::Entry>(count);
    if (count != 0) std::memcpy(static_cast<void*>(copy), entries, count * sizeof(KeyedMapBox::Entry));
    auto* box = new (arena.allocate(sizeof(KeyedMapBox))) KeyedMapBox();
    box->entries = copy;
    box->size = static_cast<std::uint32_t>(count);
    return Value::boxed(Type::KeyedMap, box, Storage::Temp);
}

Value Runtime::range(Value first, Value last, bool exclude_last) {
    auto* box = new (arena.allocate(sizeof(RangeBox))) RangeBox();
    box->first = first;
    box->last = last;
    box->exclude_last = exclude_last;
    return Value::boxed(Type::Range, box, Storage::Temp);
}

}  // namespace liquid
