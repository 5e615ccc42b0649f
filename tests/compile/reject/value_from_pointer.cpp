// No value is made from a bare C string or pointer by accident.
// error: could not convert|cannot convert|conversion from|no viable conversion
#include <liquid/liquid.hpp>

liquid::Value value = "text";
