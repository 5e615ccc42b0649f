// sort, sort_natural
#include <string>

#include "filters/input.hpp"
#include "filters/merge_sort.hpp"
#include "filters/property.hpp"
#include "filters/standard.hpp"

namespace liquid::filters {

namespace {

using Status = PropertyReader::Status;

struct Entry {
    Value item;
    Value key;
    Status status = Status::Found;
};

int sign_of(int order) { return (order > 0) - (order < 0); }

// nil_safe_compare of the reference: Ruby's <=>, nil last.
struct PlainOrder {
    FilterCall& call;

    void prepare(Entry&) {}
    bool operator()(const Entry& left, const Entry& right, int& order) {
        if (left.key.is_int() && right.key.is_int()) {
            order = (left.key.as_int() > right.key.as_int()) - (left.key.as_int() < right.key.as_int());
            return true;
        }
        if (left.key.is_string() && right.key.is_string() && encoding_of(left.key) == encoding_of(right.key)) {
            call.runtime().step(std::min(left.key.length(), right.key.length()) >> 10);
            order = compare_bytes(call.runtime(), left.key.as_string(), right.key.as_string());
            return true;
        }
        if (auto known = spaceship(call.runtime(), left.key, right.key)) {
            order = *known;
        } else if (left.key.is_nil() || right.key.is_nil()) {
            order = left.key.is_nil() ? 1 : -1;
        } else {
            call.runtime().fail(
                Kind::IncomparableValues, "cannot sort values of incompatible types",
                {{"left", std::string(class_name(left.key))}, {"right", std::string(class_name(right.key))}});
            return false;
        }
        return true;
    }
};

// String#casecmp: ASCII letters are compared as lower case, everything else by its bytes.
int compare_ignoring_case(Runtime& runtime, std::string_view left, std::string_view right) {
    std::size_t common = std::min(left.size(), right.size());
    for (std::size_t i = 0; i < common; ++i) {
        runtime.pass(1);
        if (left[i] == right[i]) continue;
        auto a = static_cast<unsigned char>(ascii_lower(left[i]));
        auto b = static_cast<unsigned char>(ascii_lower(right[i]));
        if (a != b) return a < b ? -1 : 1;
    }
    return sign_of((left.size() > right.size()) - (left.size() < right.size()));
}

// nil_safe_casecmp: texts without regard to case, nil last. Keys are made texts once.
struct NaturalOrder {
    FilterCall& call;

    void prepare(Entry& entry) {
        if (entry.key.is_nil()) return;
        entry.key = entry.key.is(Type::Decimal) ? ruby_text(entry.key) : to_text(call, entry.key);
    }
    // The reference compares what Ruby's own to_s gives; for a decimal, 0.15e1, it is not what Liquid prints.
    Value ruby_text(Value decimal) {
        Buffer& out = call.runtime().scratch;
        out.begin(nullptr);
        append_inspect(call.runtime(), out, decimal);
        Value text = call.runtime().string(out.view(), Value::UsAscii | Value::Ascii);
        out.end();
        return text;
    }
    bool operator()(const Entry& left, const Entry& right, int& order) {
        if (left.key.is_nil() || right.key.is_nil()) {
            order = left.key.is_nil() - right.key.is_nil();
            return true;
        }
        if (!are_compatible(call, left.key, right.key)) return fail(left.item, right.item);
        call.runtime().step(std::min(left.key.length(), right.key.length()) >> 10);
        order = compare_ignoring_case(call.runtime(), left.key.as_string(), right.key.as_string());
        return true;
    }
    // casecmp gives nil for texts whose encodings do not mix, which Array#sort refuses.
    bool fail(Value left, Value right) {
        std::string left_name(class_name(left));
        std::string right_name(class_name(right));
        call.runtime().fail(Kind::IncomparableValues, "comparison of " + left_name + " with " + right_name + " failed",
                            {{"left", left_name}, {"right", right_name}});
        return false;
    }
};

// Properties are read once, before sorting, but one that cannot be read fails when it is compared: as in Ruby, the
// first comparison decides which failure is seen.
bool readable(PropertyReader& reader, const Entry& entry) {
    if (entry.status == Status::Unusable) reader.fail();
    if (entry.status == Status::Failed) reader.read(entry.item);
    return entry.status == Status::Found;
}

template <class Order>
Value sort_by(FilterCall& call, Value input, Value property) {
    auto items = items_of(call, input);
    if (!items) return Value::failed();
    std::size_t count = items->count;
    PropertyReader reader(call, property);
    Order order{call};
    Entry* entries = call.runtime().arena.allocate_array<Entry>(count * 2);
    for (std::size_t i = 0; i < count; ++i) {
        call.runtime().pass(sizeof(Entry));
        entries[i] = {items->data[i], items->data[i], Status::Found};
        // One item without properties, and the result is nil.
        if (!property.is_nil() && !has_properties(items->data[i])) return Value::nil();
    }
    for (std::size_t i = 0; i < count && count > 1; ++i) {
        call.runtime().pass(sizeof(Entry));
        if (!property.is_nil()) {
            PropertyReader::Result result = reader.read(entries[i].item);
            entries[i].key = result.value;
            entries[i].status = result.status;
        }
        if (entries[i].status == Status::Found) order.prepare(entries[i]);
    }
    auto compare = [&](const Entry& left, const Entry& right, int& result) {
        call.runtime().step(1);
        return readable(reader, left) && readable(reader, right) && order(left, right, result);
    };
    if (!merge_sort(call.runtime(), entries, count, entries + count, compare)) return Value::failed();
    Value* sorted = call.runtime().arena.allocate_array<Value>(count);
    for (std::size_t i = 0; i < count; ++i) {
        call.runtime().pass(sizeof(Entry));
        sorted[i] = entries[i].item;
    }
    return Value::array(sorted, count, Storage::Temp);
}

}  // namespace

Value sort(FilterCall& call, Value input, Arguments arguments) {
    return sort_by<PlainOrder>(call, input, arguments[0]);
}

Value sort_natural(FilterCall& call, Value input, Arguments arguments) {
    return sort_by<NaturalOrder>(call, input, arguments[0]);
}

}  // namespace liquid::filters
