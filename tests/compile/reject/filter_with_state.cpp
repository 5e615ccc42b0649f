// Filters are plain functions: a lambda that captures would hide state from other threads.
// error: no matching function|could not convert|cannot convert
#include <liquid/liquid.hpp>

void add(liquid::EnvironmentBuilder& builder, int n) {
    builder.filter("add", [n](liquid::FilterCall&, liquid::Value input, liquid::Arguments) {
        return liquid::Value::integer(input.as_int() + n);
    });
}
