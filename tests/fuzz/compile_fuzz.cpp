// Text to program, and every text that is made of either: a byte of switches (bits 0-1: mode, bit 2: host, bit 3:
// strict filters, bit 4: counted bodies), then a template.
#include <string>

#include "host.hpp"
#include "input.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    std::string_view source = fuzz::text_of(data, size);
    unsigned switches = fuzz::take_switches(source);
    liquid::EnvironmentBuilder builder;
    builder.error_mode(static_cast<liquid::ErrorMode>(switches & 3)).strict_filters((switches & 8) != 0);
    if ((switches & 4) != 0) fuzz::add_host(builder);
    liquid::Limits limits;
    if ((switches & 16) != 0) limits.reference.render_score = 100;
    liquid::Environment environment = builder.limits(limits).build();

    liquid::dump_ast(environment, source);
    std::string program = liquid::dump_program(environment, source);
    auto page = environment.parse(source, "page");
    fuzz::check(page.ok() == page.value.valid());
    fuzz::check(page.ok() || program.empty());
    liquid::TextStyle style;
    style.color = (size & 1) != 0;
    for (const liquid::Diagnostic& one : page.diagnostics) {
        fuzz::check(!liquid::to_text(one, style).empty());
        fuzz::check(one.location.span.end <= source.size());
    }
    liquid::to_json(page.diagnostics);
    return 0;
}
