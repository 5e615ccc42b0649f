// Single operations, each as a template that does it many times.
#include <string>

#include <benchmark/benchmark.h>

#include <liquid/liquid.hpp>

namespace {

const liquid::Data& data() {
    static const liquid::Data document = [] {
        std::string json =
            R"({"title": "A plain title of some length", "html": "<b>Fish & chips</b> \"fresh\"", "items": [)";
        for (int i = 0; i < 50; ++i) {
            if (i > 0) json += ',';
            std::string n = std::to_string(i);
            json += R"({"id":)" + n + R"(,"title":"Item )" + n + R"(","price":)" + std::to_string(i * 100 + 99) +
                    R"(,"vendor":"Acme","available":true})";
        }
        return liquid::Data::parse(json + "]}").value;
    }();
    return document;
}

// Renders `source` with a warm context, 1000 loop turns at a time.
void render(benchmark::State& state, const std::string& source) {
    auto page = liquid::Environment().parse(source);
    liquid::RenderContext context;
    std::string out;
    for (auto _ : state) {
        out.clear();
        page.value.render_into(out, context, data());
        benchmark::DoNotOptimize(out.data());
    }
    if (!context.diagnostics().empty() || out.empty()) state.SkipWithError("the page did not render");
    state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations() * out.size()));
}

std::string thousand_times(const std::string& body) { return "{% for i in (1..1000) %}" + body + "{% endfor %}"; }

void parse(benchmark::State& state, const std::string& piece) {
    std::string source;
    while (source.size() < 100'000) source += piece;
    liquid::Environment environment;
    bool valid = true;
    for (auto _ : state) valid = environment.parse(source).value.valid() && valid;
    if (!valid) state.SkipWithError("the template did not parse");
    state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations() * source.size()));
}

void json(benchmark::State& state) {
    std::string text = "[";
    for (int i = 0; i < 1000; ++i) {
        if (i > 0) text += ',';
        text += R"({"id": 12345, "title": "A plain title", "price": 12.5, "tags": ["a", "b", "c"], "gone": null})";
    }
    text += "]";
    bool ok = true;
    for (auto _ : state) ok = liquid::Data::parse(text).ok() && ok;
    if (!ok) state.SkipWithError("the data did not parse");
    state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations() * text.size()));
}

BENCHMARK_CAPTURE(render, output, thousand_times("{{ title }}"));
BENCHMARK_CAPTURE(render, lookup, thousand_times("{{ items[7].title }}"));
BENCHMARK_CAPTURE(render, escape_clean, thousand_times("{{ title | escape }}"));
BENCHMARK_CAPTURE(render, escape_marked, thousand_times("{{ html | escape }}"));
BENCHMARK_CAPTURE(render, condition, thousand_times("{% if i > 500 and title != blank %}x{% endif %}"));
BENCHMARK_CAPTURE(render, assign, thousand_times("{% assign x = i | plus: 1 %}{{ x }}"));
BENCHMARK_CAPTURE(render, product_page,
                  std::string("{% for p in items %}<li class=\"{{ p.id }}\">{{ p.title }} {{ p.price }} {{ p.vendor }} "
                              "{{ p.available }}</li>{% endfor %}"));
BENCHMARK_CAPTURE(parse, outputs, std::string("<p>{{ product.title | escape }}</p>\n"));
BENCHMARK_CAPTURE(parse, tags, std::string("{% if a.b == 'c' %}{% assign x = y | plus: 1 %}{% endif %}\n"));
BENCHMARK_CAPTURE(parse, text, std::string("<p class=\"lead\">Some text that is only copied.</p>\n"));
BENCHMARK(json);

}  // namespace

BENCHMARK_MAIN();
