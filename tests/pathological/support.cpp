#include "support.hpp"

#include "work.hpp"

namespace hostile {

std::string times(std::size_t count, std::string_view piece) {
    std::string text;
    text.reserve(count * piece.size());
    for (std::size_t i = 0; i < count; ++i) text += piece;
    return text;
}

liquid::Limits small_limits() {
    liquid::Limits limits;
    limits.safety.steps = 3'000'000;
    limits.safety.memory_bytes = 64 << 20;
    limits.safety.output_bytes = 16 << 20;
    return limits;
}

liquid::Environment environment(const liquid::Limits& limits) {
    return liquid::EnvironmentBuilder().limits(limits).on_error(liquid::OnError::Inline).build();
}

namespace {

// One that touches variables, captures, loops and counters.
void expect_clean(const liquid::Environment& environment, liquid::RenderContext& context) {
    auto next = environment.parse(
        "{{ x }}{% assign x = 'a' %}{% capture y %}{% for i in (1..3) %}{{ i }}{% endfor %}{% endcapture %}{{ y }}{{ x "
        "}}{% increment x %}{% cycle 1, 2 %}{{ forloop }}");
    std::string out, fresh;
    liquid::RenderContext new_one;
    next.value.render_into(fresh, new_one, {});
    next.value.render_into(out, context, {});
    EXPECT_EQ(out, fresh) << "the next page of the same context";
    EXPECT_EQ(context.diagnostics().size(), new_one.diagnostics().size());
    EXPECT_EQ(context.usage().memory_bytes, new_one.usage().memory_bytes) << "something is still charged";
    EXPECT_EQ(context.usage().output_bytes, new_one.usage().output_bytes);
    EXPECT_EQ(context.usage().steps, new_one.usage().steps);
}

}  // namespace

Outcome render(const liquid::Environment& environment, std::string_view source, const liquid::RenderInput& input) {
    Outcome outcome;
    std::uint64_t before = work();
    auto parsed = environment.parse(source, "page");
    EXPECT_LE(work() - before, kWorkOfParse + kWorkOfByte * source.size()) << "work of the parse";
    liquid::RenderContext context;
    parsed.value.render_into(outcome.page, context, input);
    outcome.diagnostics = parsed.ok() ? context.diagnostics() : parsed.diagnostics;
    outcome.usage = context.usage();
    for (const liquid::Diagnostic& one : outcome.diagnostics)
        outcome.codes += (outcome.codes.empty() ? "" : " ") + std::string(one.code());
    EXPECT_LE(outcome.diagnostics.size(), 3000u);
    expect_clean(environment, context);
    return outcome;
}

// A step limit may be passed by the charge that hits it; memory and output are refused before they are used.
Outcome render(std::string_view source, const liquid::RenderInput& input) {
    liquid::Limits limits = small_limits();
    Outcome outcome = render(environment(limits), source, input);
    EXPECT_LE(outcome.page.size(), limits.safety.output_bytes);
    EXPECT_LE(outcome.usage.output_bytes, limits.safety.output_bytes);
    return outcome;
}

}  // namespace hostile
