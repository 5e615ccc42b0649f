#include <liquid/liquid.hpp>

liquid::Value value = liquid::Value::string("text");
