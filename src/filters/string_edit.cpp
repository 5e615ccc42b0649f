// append, prepend
#include "filters/standard.hpp"
#include "filters/text.hpp"

namespace liquid::filters {

namespace {

Value concatenate(FilterCall& call, Value left, Value right) {
    charge(call, std::size_t{left.length()} + right.length());
    TextBuilder out(call, std::size_t{left.length()} + right.length(), left.flags());
    if (!out.join(left) || !out.join(right)) return out.fail(right);
    return out.finish();
}

}  // namespace

Value append(FilterCall& call, Value input, Arguments arguments) {
    Value text = to_text(call, input);
    return concatenate(call, text, to_text(call, arguments[0]));
}

Value prepend(FilterCall& call, Value input, Arguments arguments) {
    Value text = to_text(call, input);
    return concatenate(call, to_text(call, arguments[0]), text);
}

}  // namespace liquid::filters
