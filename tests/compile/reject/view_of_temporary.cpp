// A view of a document that ends with the statement would dangle.
// error: deleted
#include <liquid/nlohmann.hpp>

liquid::Value value = liquid::view(nlohmann::ordered_json::parse("{}"));
