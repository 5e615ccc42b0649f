#include <liquid/nlohmann.hpp>

const nlohmann::ordered_json document = nlohmann::ordered_json::parse("{}");
liquid::Value value = liquid::view(document);
