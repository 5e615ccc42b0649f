// JSON to Data, and Data to text: one document, or two with RS between, which are merged.
#include <string>

#include "input.hpp"

#include <liquid/liquid.hpp>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const liquid::Template page = [] {
        liquid::Limits limits;
        limits.safety.steps = 1'000'000;
        limits.safety.memory_bytes = 16 << 20;
        limits.safety.output_bytes = 4 << 20;
        return liquid::EnvironmentBuilder()
            .limits(limits)
            .build()
            .parse(
                "{{ a }}{{ a.size }}{{ a.first }}{{ a | sort | uniq | join }}{% for i in a %}{{ i }}{{ i[0] }}{{ "
                "i[1].b }}{% if i == a %}={% endif %}{% endfor %}{{ a | plus: 1 }}{{ a | date: '%c' }}")
            .value;
    }();
    static liquid::RenderContext context;

    std::vector<std::string_view> parts = fuzz::parts(fuzz::text_of(data, size), 2);
    std::vector<liquid::Data> documents;
    for (std::string_view part : parts) {
        auto parsed = liquid::Data::parse(part);
        for (const liquid::Diagnostic& one : parsed.diagnostics) {
            fuzz::check(!liquid::to_text(one).empty());
            liquid::to_json(one);
        }
        fuzz::check(parsed.ok() || parsed.value.root().is_nil());
        documents.push_back(parsed.value);
    }
    liquid::Data document = liquid::Data::merge(documents);
    liquid::Data::Builder builder;
    builder.keep(document);
    liquid::Data whole = builder.finish(builder.map({{"a", document.root()}}));
    std::string out;
    page.render_into(out, context, whole);
    return 0;
}
