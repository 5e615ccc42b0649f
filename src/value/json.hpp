// JSON text into a Document.
#pragma once

#include <optional>
#include <string_view>

#include <liquid/diagnostic.hpp>
#include <liquid/value.hpp>

#include "value/document.hpp"

namespace liquid {

// The root, in the memory of `document`. nullopt: not JSON, and `fault` (LQ5003) says what and where.
std::optional<Value> read_json(Document& document, std::string_view json, std::string_view name, Diagnostic& fault);

}  // namespace liquid
