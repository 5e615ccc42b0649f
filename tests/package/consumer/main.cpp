#include <iostream>

#include <liquid/liquid.hpp>

int main() {
    auto data = liquid::Data::parse(R"({"name": "Ada"})");
    auto page = liquid::Environment().parse("Hello, {{ name }}!\n");
    if (!data.ok() || !page.ok()) return 1;
    std::cout << page.value.render(data.value).value;
}
