#include "message.hpp"

#include <vector>

namespace liquid_spec {
namespace {

// Builds the tree itself, because only the events of the parser still have a number's digits.
class TreeBuilder : public nlohmann::json_sax<Json> {
public:
    Json root;
    std::string fault;

    bool null() override { return place(nullptr); }
    bool boolean(bool value) override { return place(value); }
    bool number_integer(number_integer_t value) override { return place(value); }
    bool number_unsigned(number_unsigned_t value) override {
        if (value > static_cast<number_unsigned_t>(INT64_MAX)) return place_digits(std::to_string(value));
        return place(value);
    }
    bool number_float(number_float_t value, const string_t& digits) override {
        if (digits.find_first_of(".eE") == std::string::npos) return place_digits(digits);
        return place(value);
    }
    bool string(string_t& value) override { return place(std::move(value)); }
    bool binary(binary_t&) override { return false; }
    bool start_object(std::size_t) override { return open(Json::object()); }
    bool start_array(std::size_t) override { return open(Json::array()); }
    bool end_object() override { return close(); }
    bool end_array() override { return close(); }
    bool key(string_t& name) override {
        key_ = std::move(name);
        return true;
    }
    bool parse_error(std::size_t, const std::string&, const nlohmann::detail::exception& error) override {
        fault = error.what();
        return false;
    }

private:
    Json* put(Json&& value) {
        if (open_.empty()) {
            root = std::move(value);
            return &root;
        }
        Json& parent = *open_.back();
        if (parent.is_array()) {
            parent.push_back(std::move(value));
            return &parent.back();
        }
        Json& slot = parent[key_];
        slot = std::move(value);
        return &slot;
    }
    bool place(Json&& value) {
        put(std::move(value));
        return true;
    }
    bool place_digits(const std::string& digits) { return place({{"_ruby_type", "Integer"}, {"value", digits}}); }
    bool open(Json&& container) {
        open_.push_back(put(std::move(container)));
        return true;
    }
    bool close() {
        open_.pop_back();
        return true;
    }

    std::vector<Json*> open_;
    std::string key_;
};

}  // namespace

Json parse_message(std::string_view line) {
    TreeBuilder builder;
    if (!Json::sax_parse(line.begin(), line.end(), &builder))
        throw RequestError(kNotJson, "Invalid JSON: " + builder.fault);
    return std::move(builder.root);
}

std::string to_line(const Json& message) { return message.dump(-1, ' ', false, Json::error_handler_t::replace); }

const Json& member(const Json& json, std::string_view name) {
    static const Json kNone;
    if (!json.is_object()) return kNone;
    auto found = json.find(name);
    return found == json.end() ? kNone : *found;
}

std::string text_member(const Json& json, std::string_view name) {
    const Json& text = member(json, name);
    return text.is_string() ? text.get<std::string>() : std::string();
}

}  // namespace liquid_spec
