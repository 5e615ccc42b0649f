// Ruby's String#inspect.
#pragma once

#include <liquid/value.hpp>

#include "value/buffer.hpp"
#include "value/runtime.hpp"

namespace liquid {

// The string in double quotes, with Ruby's escapes; bytes that are no characters print as \xNN.
void append_quoted(Runtime& runtime, Buffer& out, Value string);

}  // namespace liquid
