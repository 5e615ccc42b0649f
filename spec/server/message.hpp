// JSON-RPC 2.0 messages, one a line.
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

namespace liquid_spec {

using Json = nlohmann::ordered_json;

constexpr int kNotJson = -32700;
constexpr int kBadRequest = -32600;
constexpr int kUnknownMethod = -32601;
constexpr int kBadParameter = -32602;
constexpr int kRenderError = -32001;

// The request ends with a JSON-RPC error.
class RequestError : public std::runtime_error {
public:
    RequestError(int code, const std::string& message, Json data = nullptr)
        : std::runtime_error(message), code_(code), data_(std::move(data)) {}
    int code() const { return code_; }
    const Json& data() const { return data_; }

private:
    int code_;
    Json data_;
};

// Reads one line. A whole number that fits no 64 bits becomes {"_ruby_type": "Integer", "value": DIGITS}, which
// nlohmann/json would make a double. Throws RequestError.
Json parse_message(std::string_view line);

// One line without its newline; bytes that are not UTF-8 become U+FFFD.
std::string to_line(const Json& message);

// The member `name`, or nil where `json` is no object or has none.
const Json& member(const Json& json, std::string_view name);
std::string text_member(const Json& json, std::string_view name);

}  // namespace liquid_spec
