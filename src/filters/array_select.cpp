// where, reject, has, find, find_index, compact, map, sum: filters that look at a property of each item.
#include "filters/input.hpp"
#include "filters/property.hpp"
#include "filters/standard.hpp"
#include "value/number.hpp"

namespace liquid::filters {

namespace {

using Status = PropertyReader::Status;

// Tells which items match: those whose property equals the target, or is truthy when there is no target.
class Matcher {
public:
    Matcher(FilterCall& call, Arguments arguments) : call_(call), reader_(call, arguments[0]), target_(arguments[1]) {}

    // False: the filter ends with answer().
    bool match(Value item, bool& matches) {
        call_.runtime().step(1);
        PropertyReader::Result property = reader_.read(item);
        switch (property.status) {
            case Status::Found:
                break;
            case Status::Unusable:
                answer_ = reader_.fail();
                return false;
            // An item without properties makes the whole result nil.
            case Status::Missing:
                answer_ = Value::nil();
                return false;
            case Status::Failed:
                answer_ = property.value;
                return false;
        }
        matches = target_.is_nil() ? property.value.truthy() : equal(call_.runtime(), property.value, target_);
        return true;
    }
    Value answer() const { return answer_; }

private:
    FilterCall& call_;
    PropertyReader reader_;
    Value target_;
    Value answer_;
};

Value select(FilterCall& call, Value input, Arguments arguments, bool wanted) {
    auto items = items_of(call, input);
    if (!items) return Value::failed();
    Matcher matcher(call, arguments);
    ListBuilder kept(call, items->count);
    for (std::size_t i = 0; i < items->count; ++i) {
        bool matches = false;
        if (!matcher.match(items->data[i], matches)) return matcher.answer();
        if (matches == wanted) kept.append(items->data[i]);
    }
    return kept.finish();
}

// The first match: `found` makes the result of it.
template <class Found>
Value search(FilterCall& call, Value input, Arguments arguments, Value none_of_empty, Value none, Found found) {
    auto items = items_of(call, input);
    if (!items) return Value::failed();
    if (items->count == 0) return none_of_empty;
    Matcher matcher(call, arguments);
    for (std::size_t i = 0; i < items->count; ++i) {
        bool matches = false;
        if (!matcher.match(items->data[i], matches)) return matcher.answer();
        if (matches) return found(i, items->data[i]);
    }
    return none;
}

}  // namespace

Value where(FilterCall& call, Value input, Arguments arguments) { return select(call, input, arguments, true); }

Value reject(FilterCall& call, Value input, Arguments arguments) { return select(call, input, arguments, false); }

Value has(FilterCall& call, Value input, Arguments arguments) {
    Value no = Value::boolean(false);
    return search(call, input, arguments, no, no, [](std::size_t, Value) { return Value::boolean(true); });
}

Value find_first(FilterCall& call, Value input, Arguments arguments) {
    return search(call, input, arguments, Value::nil(), Value::nil(), [](std::size_t, Value item) { return item; });
}

Value find_index(FilterCall& call, Value input, Arguments arguments) {
    return search(call, input, arguments, Value::nil(), Value::nil(),
                  [](std::size_t i, Value) { return Value::integer(static_cast<std::int64_t>(i)); });
}

Value compact(FilterCall& call, Value input, Arguments arguments) {
    auto items = items_of(call, input);
    if (!items) return Value::failed();
    PropertyReader reader(call, arguments[0]);
    bool by_property = !arguments[0].is_nil();
    ListBuilder kept(call, items->count);
    for (std::size_t i = 0; i < items->count; ++i) {
        call.runtime().step(1);
        Value item = items->data[i];
        Value present = item;
        if (by_property) {
            PropertyReader::Result property = reader.read(item);
            if (property.status == Status::Unusable) return reader.fail();
            if (property.status == Status::Missing) return Value::nil();
            if (property.status == Status::Failed) return property.value;
            present = property.value;
        }
        if (!present.is_nil()) kept.append(item);
    }
    return kept.finish();
}

Value map(FilterCall& call, Value input, Arguments arguments) {
    auto items = items_of(call, input);
    if (!items) return Value::failed();
    // The reference gives the items themselves for this one name.
    if (arguments[0].is_string() && arguments[0].as_string() == "to_liquid")
        return Value::array(items->data, items->count, Storage::Temp);
    PropertyReader reader(call, arguments[0]);
    ListBuilder values(call, items->count);
    for (std::size_t i = 0; i < items->count; ++i) {
        call.runtime().step(1);
        PropertyReader::Result property = reader.read(items->data[i]);
        if (property.status == Status::Unusable) return reader.fail();
        if (property.status == Status::Failed) return property.value;
        values.append(property.value);
    }
    return values.finish();
}

Value sum(FilterCall& call, Value input, Arguments arguments) {
    auto items = items_of(call, input);
    if (!items) return Value::failed();
    if (arguments[0].is_nil()) return number_sum(call.runtime(), items->data, items->count);
    PropertyReader reader(call, arguments[0]);
    ListBuilder values(call, items->count);
    for (std::size_t i = 0; i < items->count; ++i) {
        call.runtime().step(1);
        PropertyReader::Result property = reader.read(items->data[i]);
        if (property.status == Status::Unusable) return reader.fail();
        if (property.status == Status::Failed) return property.value;
        values.append(property.status == Status::Missing ? Value::integer(0) : property.value);
    }
    // Properties that are lists count with all their items.
    auto numbers = items_of(call, values.finish());
    return numbers ? number_sum(call.runtime(), numbers->data, numbers->count) : Value::failed();
}

}  // namespace liquid::filters
