#include <array>
#include <optional>
#include <string_view>

#include "filters/filters.hpp"
#include "value/buffer.hpp"
#include "value/operations.hpp"
#include "value/time.hpp"

namespace liquid::filters {

namespace {

// The input comes back when the format is empty or the input is no date.
Value date(FilterCall& call, Value input, Arguments arguments) {
    Runtime& runtime = call.runtime();
    std::string_view format = text_of(runtime, arguments[0]);
    if (format.empty()) return input;
    Buffer out;
    if (input.is(Type::Date)) {
        if (!append_strftime(runtime, out, *static_cast<const DateBox*>(input.box()), format)) return Value::failed();
    } else {
        std::optional<TimeBox> time = to_time(runtime, input);
        if (!time) return input;
        if (!append_strftime(runtime, out, *time, format)) return Value::failed();
    }
    return call.string(out.view());
}

}  // namespace

std::span<const FilterSpec> date_filters() {
    static const std::array table{FilterSpec{"date", date, 1, 1, false}};
    return table;
}

}  // namespace liquid::filters
