#include <liquid/liquid.hpp>

void add(liquid::EnvironmentBuilder& builder) {
    builder.filter("add", [](liquid::FilterCall&, liquid::Value input, liquid::Arguments arguments) {
        return liquid::Value::integer(input.as_int() + arguments[0].as_int());
    });
}
