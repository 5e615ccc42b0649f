#include <array>

#include "filters/filters.hpp"
#include "value/number.hpp"

namespace liquid::filters {

namespace {

template <Arithmetic operation>
Value apply(FilterCall& call, Value input, Arguments arguments) {
    return arithmetic(call.runtime(), operation, input, arguments[0]);
}

Value abs(FilterCall& call, Value input, Arguments) { return number_abs(call.runtime(), input); }
Value ceil(FilterCall& call, Value input, Arguments) { return number_ceil(call.runtime(), input); }
Value floor(FilterCall& call, Value input, Arguments) { return number_floor(call.runtime(), input); }

Value round(FilterCall& call, Value input, Arguments arguments) {
    return number_round(call.runtime(), input, arguments.has(0) ? arguments[0] : Value::integer(0));
}

Value at_least(FilterCall& call, Value input, Arguments arguments) {
    return number_at_least(call.runtime(), input, arguments[0]);
}

Value at_most(FilterCall& call, Value input, Arguments arguments) {
    return number_at_most(call.runtime(), input, arguments[0]);
}

}  // namespace

std::span<const FilterSpec> math_filters() {
    static const std::array table{
        FilterSpec{"abs", abs, 0, 0, true},
        FilterSpec{"at_least", at_least, 1, 1, true},
        FilterSpec{"at_most", at_most, 1, 1, true},
        FilterSpec{"ceil", ceil, 0, 0, true},
        FilterSpec{"divided_by", apply<Arithmetic::Divide>, 1, 1, true},
        FilterSpec{"floor", floor, 0, 0, true},
        FilterSpec{"minus", apply<Arithmetic::Subtract>, 1, 1, true},
        FilterSpec{"modulo", apply<Arithmetic::Modulo>, 1, 1, true},
        FilterSpec{"plus", apply<Arithmetic::Add>, 1, 1, true},
        FilterSpec{"round", round, 0, 1, true},
        FilterSpec{"times", apply<Arithmetic::Multiply>, 1, 1, true},
    };
    return table;
}

}  // namespace liquid::filters
