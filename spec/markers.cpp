#include "markers.hpp"

#include <algorithm>
#include <cstdint>
#include <stdexcept>

#include "drops.hpp"

namespace conformance {
namespace {

// Builds the usual document, except that numbers too wide for it keep their digits.
class WideNumbers : public nlohmann::detail::json_sax_dom_parser<Json> {
    using Base = nlohmann::detail::json_sax_dom_parser<Json>;

public:
    using Base::Base;

    bool number_float(double number, const std::string& digits) {
        if (digits.find_first_of(".eE") != std::string::npos) return Base::number_float(number, digits);
        std::string type = "_ruby_type", integer = "Integer", value = "value", copy = digits;
        return start_object(2) && key(type) && string(integer) && key(value) && string(copy) && end_object();
    }
};

std::string decoded(std::string_view text) {
    std::string out;
    std::uint32_t bits = 0;
    unsigned count = 0;
    for (char c : text) {
        constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        std::size_t digit = kAlphabet.find(c);
        if (digit == std::string_view::npos) break;
        bits = bits << 6 | static_cast<std::uint32_t>(digit);
        if ((count += 6) < 8) continue;
        count -= 8;
        out += static_cast<char>(bits >> count & 0xff);
    }
    return out;
}

}  // namespace

Json parse_json(std::string_view text) {
    Json json;
    WideNumbers reader(json, true);
    Json::sax_parse(text, &reader);
    return json;
}

std::string ruby_type(const Json& json) {
    if (!json.is_object()) return {};
    auto found = json.find("_ruby_type");
    return found != json.end() && found->is_string() ? found->get<std::string>() : std::string();
}

bool is_text(const Json& json) { return json.is_string() || ruby_type(json) == "Binary"; }

std::string bytes_of(const Json& json) {
    if (json.is_string()) return json.get<std::string>();
    if (!is_text(json)) throw std::runtime_error("neither a string nor a Binary: " + json.dump());
    return decoded(json.at("base64").get<std::string>());
}

bool is_known_marker(std::string_view marker) {
    constexpr std::string_view kKnown[] = {"Binary", "NonStringKeyHash", "Symbol", "Range", "Time", "Date",
                                           "Cycle",  "FloatSpecial"};
    if (marker.starts_with("drop:")) return is_standard_drop(marker.substr(5));
    return std::find(std::begin(kKnown), std::end(kKnown), marker) != std::end(kKnown);
}

}  // namespace conformance
