// Whole renders. Two bytes of switches, then parts with RS between: the template, JSON data, partials (`NAME\nTEXT`).
// First byte: bits 0-1 mode, 2-3 what happens on an error, 4 strict variables, 5 strict filters.
// Second byte: bit 0 data in the dynamic layer, 1 reference limits, 2 few steps, 3 little memory, 4 little output,
// 5 to a sink that closes.
#include <map>
#include <string>

#include "host.hpp"
#include "input.hpp"

namespace {

class Pieces : public liquid::Sink {
public:
    bool write(std::string_view piece) override {
        written += piece.size();
        return written < 3000;
    }
    std::size_t written = 0;
};

liquid::Limits limits_of(unsigned switches) {
    liquid::Limits limits;
    limits.safety.steps = (switches & 4) != 0 ? 300 : 100'000;
    limits.safety.memory_bytes = (switches & 8) != 0 ? 20'000 : 4 << 20;
    limits.safety.output_bytes = (switches & 16) != 0 ? 100 : 256 << 10;
    limits.safety.partial_depth = 30;
    if ((switches & 2) != 0) {
        limits.reference.render_length = 200;
        limits.reference.render_score = 50;
        limits.reference.assign_score = 100;
        limits.reference.cumulative_render_score = 120;
        limits.reference.cumulative_assign_score = 300;
    }
    return limits;
}

// A page that looks at everything a render could leave behind.
class Next {
public:
    Next() : page_(liquid::EnvironmentBuilder().build().parse(kText).value) {
        liquid::RenderContext fresh;
        expected_ = rendered(fresh);
        memory_ = fresh.usage().memory_bytes;
    }
    std::string rendered(liquid::RenderContext& context) const {
        std::string out;
        page_.render_into(out, context, {});
        out += std::to_string(context.diagnostics().size()) + ' ' + std::to_string(context.usage().steps);
        return out;
    }
    void check(liquid::RenderContext& context) const {
        fuzz::check(rendered(context) == expected_);
        // What a context remembers of a page it met before is there already: less may be charged than at first.
        fuzz::check(context.usage().memory_bytes <= memory_);
    }

private:
    static constexpr const char* kText =
        "{{ a }}{{ x }}{{ i }}{% assign x = 'a' %}{% capture y %}{% for i in (1..3) %}{{ i }}{% endfor %}{% endcapture "
        "%}{{ y }}{{ x }}{% increment x %}{% cycle 1, 2 %}{{ forloop }}{% ifchanged %}a{% endifchanged %}{% for i in "
        "(1..5) offset: continue limit: 2 %}{{ i }}{% endfor %}{{ 'b' | upcase }}";
    liquid::Template page_;
    std::string expected_;
    std::uint64_t memory_ = 0;
};

liquid::RenderInput input_of(const liquid::Data& document, const liquid::Data& host, bool dynamic) {
    liquid::RenderInput input;
    input.globals = dynamic ? host.root() : document.root();
    input.variables = dynamic ? document.root() : host.root();
    input.registers = document.root();
    return input;
}

liquid::Data host_data() {
    liquid::Data::Builder builder;
    liquid::Value range = builder.range(liquid::Value::integer(-1), liquid::Value::integer(3));
    liquid::Value keyed = builder.keyed_map({{liquid::Value::integer(1), builder.string("one")}, {range, range}});
    liquid::Value bytes = builder.string("\xff\x00\xc3", liquid::Value::Binary);
    return builder.finish(builder.map({{"drop", liquid::Value::drop(fuzz::drop())},
                                       {"range", range},
                                       {"keyed", keyed},
                                       {"bytes", bytes},
                                       {"big", builder.integer("123456789012345678901234567890")},
                                       {"decimal", builder.decimal("-0.12345678901234567890")},
                                       {"time", builder.time(1'700'000'000, 123'456'789, -5400, "XST")},
                                       {"date", builder.date(2024, 2, 29)},
                                       {"infinity", liquid::Value::floating(1.0 / 0.0)}}));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const liquid::Data host = host_data();
    static const Next next;
    static liquid::RenderContext context;

    std::string_view text = fuzz::text_of(data, size);
    unsigned first = fuzz::take_switches(text);
    unsigned second = fuzz::take_switches(text);
    std::vector<std::string_view> parts = fuzz::parts(text, 12);
    liquid::Data document;
    if (parts.size() > 1) document = liquid::Data::parse(parts[1]).value;
    std::map<std::string, std::string> partials;
    for (std::size_t i = 2; i < parts.size(); ++i) {
        std::size_t line = std::min(parts[i].find('\n'), parts[i].size());
        partials[std::string(parts[i].substr(0, line))] = parts[i].substr(std::min(line + 1, parts[i].size()));
    }

    liquid::Limits limits = limits_of(second);
    liquid::EnvironmentBuilder builder;
    fuzz::add_host(builder);
    liquid::Environment environment = builder.error_mode(static_cast<liquid::ErrorMode>(first & 3))
                                          .on_error(static_cast<liquid::OnError>((first >> 2) & 3))
                                          .strict_variables((first & 16) != 0)
                                          .strict_filters((first & 32) != 0)
                                          .limits(limits)
                                          .loader(liquid::memory_loader(std::move(partials)))
                                          .now(liquid::TimePoint(std::chrono::seconds(1'704'067'318)))
                                          .build();
    auto page = environment.parse(parts[0], "page");
    liquid::RenderInput input = input_of(document, host, (second & 1) != 0);
    if ((second & 32) != 0) {
        Pieces pieces;
        page.value.render_into(pieces, context, input);
    } else {
        std::string out;
        bool right = page.value.render_into(out, context, input);
        fuzz::check(right == !liquid::has_errors(context.diagnostics()));
        fuzz::check(out.size() <= limits.safety.output_bytes || !page.ok());
    }
    for (const liquid::Diagnostic& one : context.diagnostics()) fuzz::check(!liquid::to_text(one).empty());
    liquid::to_json(context.diagnostics());
    next.check(context);
    return 0;
}
