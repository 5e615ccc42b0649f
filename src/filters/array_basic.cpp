// join, reverse, concat, first, last, size
#include <string>

#include "filters/input.hpp"
#include "filters/standard.hpp"

namespace liquid::filters {

Value join(FilterCall& call, Value input, Arguments arguments) {
    Value glue = arguments.has(0) ? to_text(call, arguments[0])
                                  : Value::string(" ", Storage::Static, Value::Ascii | Value::ValidUtf8);
    auto items = items_of(call, input);
    if (!items) return Value::failed();
    // Texts of other values are made before the result, so that it grows in place.
    ListBuilder texts(call, items->count);
    std::size_t size = 0;
    for (std::size_t i = 0; i < items->count; ++i) {
        call.runtime().pass(sizeof(Value));
        texts.append(to_text(call, items->data[i]));
        size += texts[i].length() + glue.length();
    }
    call.runtime().step(items->count);
    charge(call, size);
    TextBuilder out(call, size);
    for (std::size_t i = 0; i < items->count; ++i) {
        call.runtime().pass(sizeof(Value) + glue.length() + texts[i].length());
        if (i != 0 && !out.join(glue)) return out.fail(glue);
        if (!out.join(texts[i])) return out.fail(texts[i]);
    }
    return out.finish();
}

Value reverse(FilterCall& call, Value input, Arguments) {
    auto items = items_of(call, input);
    if (!items) return Value::failed();
    Value* reversed = call.runtime().arena.allocate_array<Value>(items->count);
    for (std::size_t i = 0; i < items->count; ++i) {
        call.runtime().pass(sizeof(Value));
        reversed[i] = items->data[items->count - 1 - i];
    }
    return Value::array(reversed, items->count, Storage::Temp);
}

Value concat(FilterCall& call, Value input, Arguments arguments) {
    if (!arguments[0].is_array()) {
        std::string message = "concat filter requires an array argument";
        return call.runtime().fail(Kind::InvalidArgument, message, {{"reason", message}});
    }
    auto items = items_of(call, input);
    if (!items) return Value::failed();
    // Only the input is flattened.
    Value list = arguments[0];
    Items more = list.is(Type::Array) ? Items{list.items(), list.length()}
                                      : liquid::slice(call.runtime(), list, 0, std::nullopt);
    call.runtime().step(items->count + more.count);
    ListBuilder all(call, items->count + more.count);
    for (Items part : {*items, more})
        for (std::size_t i = 0; i < part.count; ++i) {
            call.runtime().pass(sizeof(Value));
            all.append(part.data[i]);
        }
    return all.finish();
}

Value first(FilterCall& call, Value input, Arguments) {
    if (input.is_string()) {
        if (input.length() == 0) return empty_text();
        std::string_view text = input.as_string();
        std::size_t size = input.has(Value::Binary) ? 1 : first_character(text);
        return part_of(input, text.substr(0, size));
    }
    Value item = command(call.runtime(), input, Command::First);
    return item.is_unset() ? Value::nil() : item;
}

Value last(FilterCall& call, Value input, Arguments) {
    if (input.is_string()) {
        if (input.length() == 0) return empty_text();
        std::string_view text = input.as_string();
        std::size_t size = input.has(Value::Binary) ? 1 : last_character(text);
        return part_of(input, text.substr(text.size() - size));
    }
    Value item = command(call.runtime(), input, Command::Last);
    return item.is_unset() ? Value::nil() : item;
}

Value size(FilterCall& call, Value input, Arguments) {
    if (input.is_string()) return Value::integer(static_cast<std::int64_t>(character_count(call, input)));
    if (input.is(Type::Array)) return Value::integer(input.length());
    Value count = command(call.runtime(), input, Command::Size);
    return count.is_unset() ? Value::integer(0) : count;
}

}  // namespace liquid::filters
