// The first program with liquidc: a template, some data, the page, and what there is to say about it.
#include <iostream>

#include <liquid/liquid.hpp>

int main() {
    // The configuration is built once and may be shared by all threads.
    const liquid::Environment environment = liquid::EnvironmentBuilder().on_error(liquid::OnError::Inline).build();

    const auto page = environment.parse(
        "Hello {{ customer.name }}!\n"
        "{% for item in cart -%}\n"
        "  {{ forloop.index }}. {{ item.title | upcase }}: {{ item.cents | divided_by: 100.0 }}\n"
        "{% endfor -%}\n"
        "Each of you pays {{ 12 | divided_by: guests }}.\n",
        "hello");

    const auto data = liquid::Data::parse(R"({
        "customer": {"name": "Ada"},
        "cart": [{"title": "Lamp", "cents": 4950}, {"title": "Two candles", "cents": 720}],
        "guests": 0
    })");

    // Liquid goes on after a fault: there is always a page, and always a list of diagnostics.
    const auto rendered = page.value.render(data.value);
    std::cout << rendered.value;

    for (const auto* diagnostics : {&page.diagnostics, &data.diagnostics, &rendered.diagnostics}) {
        for (const auto& diagnostic : *diagnostics) std::cerr << liquid::to_text(diagnostic);
    }
}
