// default
#include "filters/standard.hpp"
#include "value/operations.hpp"

namespace liquid::filters {

namespace {

// Has `empty?` and answers yes; ranges and numbers have none.
bool is_empty_collection(FilterCall& call, Value value) {
    switch (value.type()) {
        case Type::String:
            return value.length() == 0;
        case Type::Array:
        case Type::ForeignArray:
        case Type::Map:
        case Type::ForeignMap:
        case Type::KeyedMap:
        case Type::Drop:
            return is_empty(call.runtime(), value);
        default:
            return false;
    }
}

}  // namespace

// `allow_false: true` keeps false. Keyword arguments come as the last argument, so `default: allow_false: true` has
// them as the default itself, as in the reference.
Value default_value(FilterCall& call, Value input, Arguments arguments) {
    bool allow_false = false;
    if (arguments[1].is_map()) {
        Value option = find(call.runtime(), arguments[1], Value::string("allow_false"));
        if (option.is_failed()) return option;
        allow_false = option.truthy() && !option.is_unset();
    }
    bool missing = allow_false ? input.is_nil() : !primitive(call.runtime(), input).truthy();
    if (!missing && !is_empty_collection(call, input)) return input;
    return arguments.has(0) ? arguments[0] : Value::string({}, Storage::Static, Value::Ascii | Value::ValidUtf8);
}

}  // namespace liquid::filters
