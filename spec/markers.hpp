// What the corpora write for values that JSON has not.
#pragma once

#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

namespace conformance {

using Json = nlohmann::ordered_json;

// Whole numbers of any size: those beyond 64 bits become {"_ruby_type":"Integer","value":digits}.
// Throws std::runtime_error when `text` is not JSON.
Json parse_json(std::string_view text);

// The `_ruby_type` of a marker; empty: it is none.
std::string ruby_type(const Json& json);

// A string, or the bytes of {"_ruby_type":"Binary","base64":..}.
bool is_text(const Json& json);
std::string bytes_of(const Json& json);

// Whether values for a marker of a case's `markers` can be built.
bool is_known_marker(std::string_view marker);

}  // namespace conformance
