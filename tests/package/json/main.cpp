// Parses with the host's nlohmann/json, fails with it, and renders its documents beside one that the library parsed.
#include <iostream>
#include <string>

#include <nlohmann/json.hpp>

#include <liquid/liquid.hpp>
#include <liquid/nlohmann.hpp>

int main() {
    const std::string text = R"({"name": "Ada", "list": [1, 2.5, "three", {"deep": true}], "gone": null})";
    auto sorted = nlohmann::json::parse(text);
    auto ordered = nlohmann::ordered_json::parse(text);
    auto own = liquid::Data::parse(text);
    std::string why;
    try {
        sorted.at("list").at(0).at("key");
    } catch (const nlohmann::json::exception& failure) {
        why = failure.what();
    }
    auto broken = liquid::Data::parse("[1,");
    auto page =
        liquid::Environment().parse("{{ name }}:{% for item in list %}{{ item }},{% endfor %}{{ list[3].deep }}\n");
    if (!own.ok() || !page.ok() || why.empty() || broken.ok()) return 1;
    std::string first = page.value.render(liquid::view(sorted)).value;
    std::string second = page.value.render(liquid::view(ordered)).value;
    std::string third = page.value.render(own.value).value;
    std::string fourth = page.value.render(liquid::to_data(ordered)).value;
    if (first != second || second != third || third != fourth) return 2;
    std::cout << NLOHMANN_JSON_VERSION_MAJOR << '.' << NLOHMANN_JSON_VERSION_MINOR << '.' << NLOHMANN_JSON_VERSION_PATCH
              << '\n'
              << why << '\n'
              << first;
}
