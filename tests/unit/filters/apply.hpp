// Calls standard filters by name, as a template would.
#pragma once

#include <gtest/gtest.h>

#include <initializer_list>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "filters/filters.hpp"
#include "value/operations.hpp"

namespace liquid {

class FilterTest : public testing::Test {
protected:
    // Ruby's inspect of the result; `error: MESSAGE` of a failure, `internal: NOTE` where the reference hides it.
    std::string run(std::string_view name, Value input, std::initializer_list<Value> arguments = {}) {
        Value result = apply(name, input, arguments);
        if (result.is_failed()) {
            bool internal = runtime_.failure.kind == Kind::Internal;
            return internal ? "internal" : "error: " + runtime_.failure.reference;
        }
        Buffer out;
        append_inspect(runtime_, out, result);
        return std::string(out.view());
    }

    Value apply(std::string_view name, Value input, std::initializer_list<Value> arguments = {}) {
        FilterCall call(runtime_);
        return spec(name).function(call, input, Arguments(arguments.begin(), arguments.size()));
    }

    static const FilterSpec& spec(std::string_view name) {
        for (auto table : {filters::string_filters(), filters::html_filters(), filters::encoding_filters(),
                           filters::array_filters(), filters::general_filters()})
            for (const FilterSpec& filter : table)
                if (filter.name == name) return filter;
        throw std::runtime_error("no such filter: " + std::string(name));
    }

    static Value text(std::string_view bytes) { return Value::string(bytes); }
    static Value binary(std::string_view bytes) { return Value::string(bytes, Storage::Static, Value::Binary); }
    static Value number(std::int64_t n) { return Value::integer(n); }
    Value list(std::initializer_list<Value> items) { return runtime_.array(items.begin(), items.size()); }
    Value map(std::initializer_list<std::pair<std::string_view, Value>> entries) {
        return runtime_.map(entries.begin(), entries.size());
    }

    Runtime runtime_;
};

}  // namespace liquid
