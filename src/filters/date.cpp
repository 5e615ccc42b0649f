#include <array>
#include <exception>
#include <optional>
#include <string_view>

#include <liquid/drop.hpp>

#include "filters/filters.hpp"
#include "value/buffer.hpp"
#include "value/operations.hpp"
#include "value/time.hpp"

namespace liquid::filters {

namespace {

// What a drop stands for as a date; any other value itself.
Value dated(Runtime& runtime, Value value) {
    if (!value.is(Type::Drop)) return value;
    DropContext context(runtime);
    try {
        return value.as_drop()->to_date(context);
    } catch (const std::bad_alloc&) {
        throw;
    } catch (const std::exception& error) {
        return runtime.fail_internal(error.what());
    }
}

// The input comes back when the format is empty or the input is no date.
Value date(FilterCall& call, Value input, Arguments arguments) {
    Runtime& runtime = call.runtime();
    std::string_view format = text_of(runtime, arguments[0]);
    if (format.empty()) return input;
    Value value = dated(runtime, input);
    if (value.is_failed()) return value;
    Buffer& out = runtime.scratch;
    out.begin(nullptr);
    if (value.is(Type::Date)) {
        if (!append_strftime(runtime, out, *static_cast<const DateBox*>(value.box()), format)) return Value::failed();
    } else {
        bool is_valid = false;
        if (std::optional<TimeBox> time = to_time(runtime, value))
            is_valid = append_strftime(runtime, out, *time, format);
        else if (std::optional<FarTime> far = to_far_time(runtime, value))
            is_valid = append_strftime(runtime, out, *far, format);
        else
            return input;
        if (!is_valid) return Value::failed();
    }
    Value text = call.string(out.view());
    out.end();
    return text;
}

}  // namespace

std::span<const FilterSpec> date_filters() {
    static const std::array table{FilterSpec{"date", date, 1, 1, false}};
    return table;
}

}  // namespace liquid::filters
