#include "run.hpp"

#include <chrono>
#include <cstdio>
#include <stdexcept>

#include <liquid/liquid.hpp>

namespace golden {
namespace {

liquid::ErrorMode mode_of(const std::string& name) {
    if (name == "lax") return liquid::ErrorMode::Lax;
    if (name == "warn") return liquid::ErrorMode::Warn;
    if (name == "strict") return liquid::ErrorMode::Strict;
    if (name == "strict2") return liquid::ErrorMode::Strict2;
    throw std::runtime_error("unknown mode " + name);
}

liquid::OnError policy_of(const std::string& name) {
    if (name == "omit") return liquid::OnError::Omit;
    if (name == "comment") return liquid::OnError::Comment;
    if (name == "inline") return liquid::OnError::Inline;
    if (name == "fail") return liquid::OnError::Fail;
    throw std::runtime_error("unknown policy " + name);
}

liquid::TimePoint time_of(const std::string& text) {
    int year = 0;
    unsigned month = 0, day = 0, hour = 0, minute = 0, second = 0;
    if (std::sscanf(text.c_str(), "%d-%u-%uT%u:%u:%uZ", &year, &month, &day, &hour, &minute, &second) != 6)
        throw std::runtime_error("the time " + text + " is not of the form 2024-01-01T00:00:00Z");
    using namespace std::chrono;
    return sys_days(std::chrono::year(year) / std::chrono::month(month) / std::chrono::day(day)) + hours(hour) +
           minutes(minute) + seconds(second);
}

struct Setting {
    liquid::EnvironmentBuilder builder;
    liquid::Limits limits;
    std::string name;
    bool has_loader = true;

    void set(const std::string& key, const std::string& value) {
        if (key == "mode") {
            builder.error_mode(mode_of(value));
        } else if (key == "on_error") {
            builder.on_error(policy_of(value));
        } else if (key == "strict_variables") {
            builder.strict_variables(value == "true");
        } else if (key == "strict_filters") {
            builder.strict_filters(value == "true");
        } else if (key == "now") {
            builder.now(time_of(value));
        } else if (key == "timezone") {
            builder.timezone(value);
        } else if (key == "name") {
            name = value;
        } else if (key == "loader") {
            has_loader = value != "none";
        } else if (key == "limit") {
            std::size_t equals = value.find('=');
            if (equals == std::string::npos ||
                !limits.set(value.substr(0, equals), std::stoull(value.substr(equals + 1))))
                throw std::runtime_error("unknown limit " + value);
        } else {
            throw std::runtime_error("unknown option " + key);
        }
    }
};

std::string place(const liquid::Location& location, const std::string& page) {
    std::string out;
    if (location.path != page) out = location.path + ":";
    return out + std::to_string(location.line) + ":" + std::to_string(location.column);
}

std::string escaped(const std::string& text) {
    std::string out;
    for (char c : text) {
        if (c == '\n')
            out += "\\n";
        else
            out += c;
    }
    return out;
}

void add(Found& found, const liquid::Diagnostics& diagnostics, const std::string& page) {
    for (const liquid::Diagnostic& diagnostic : diagnostics) {
        std::string line(diagnostic.code());
        line += " " + place(diagnostic.location, page);
        for (auto hop = diagnostic.chain.rbegin(); hop != diagnostic.chain.rend(); ++hop)
            line += " <- " + hop->tag + " " + place(hop->location, page);
        if (!diagnostic.reference.empty()) line += ": " + escaped(diagnostic.reference);
        if (!found.diagnostics.empty()) found.diagnostics += '\n';
        found.diagnostics += line;
        found.codes.insert(std::string(diagnostic.code()));
    }
}

// A page that looks at whatever a render could leave behind.
constexpr const char* kNextPage =
    "{{ a }}{{ x }}{{ i }}{{ product.title }}{% assign x = 'a' %}{% capture y %}{% for i in (1..3) %}{{ i }}{% endfor "
    "%}{% endcapture %}{{ y }}{{ x }}{% increment x %}{% cycle 1, 2 %}{{ forloop }}{% ifchanged %}c{% endifchanged "
    "%}{% "
    "for i in (1..5) offset: continue limit: 2 %}{{ i }}{% endfor %}{{ 'b' | upcase }}{% for i in (1..2) %}{{ i }}{% "
    "endfor %}{% render 'none' %}{{ 1 | divided_by: 0 }}";

std::string rendered(const liquid::Template& page, liquid::RenderContext& context, const liquid::RenderInput& input) {
    std::string out;
    page.render_into(out, context, input);
    liquid::Usage used = context.usage();
    return out + "\n" + liquid::to_json(context.diagnostics()) + "\n" + std::to_string(used.steps) + " steps, " +
           std::to_string(used.output_bytes) + " bytes written, " + std::to_string(used.render_score) + " and " +
           std::to_string(used.assign_score) + " scored";
}

// One context renders every case of the run, faults and limits included, and that page after each. What differs from
// what a new context gives is a trace.
std::string trace_of(const liquid::Template& page, const liquid::RenderInput& input) {
    static const liquid::Template next =
        liquid::EnvironmentBuilder().on_error(liquid::OnError::Inline).build().parse(kNextPage, "next").value;
    static liquid::RenderContext used;
    liquid::RenderContext first, second;
    std::string expected = rendered(page, first, input);
    std::string found = rendered(page, used, input);
    if (found != expected) return "a used context renders it differently:\n" + found + "\ninstead of\n" + expected;
    expected = rendered(next, second, {});
    found = rendered(next, used, {});
    if (found != expected) return "the next page of the same context is\n" + found + "\ninstead of\n" + expected;
    return {};
}

liquid::Result<liquid::Template> loaded(const Case& one, const liquid::Environment& environment,
                                        const std::string& name) {
    liquid::ArtifactSource page{name, one.template_text, {}};
    liquid::ArtifactOptions options;
    options.allow_missing = options.allow_invalid = true;
    auto compiled = environment.compile({&page, 1}, options);
    if (compiled.value.empty()) throw std::runtime_error("it was not compiled");
    auto artifact = environment.load(std::move(compiled.value));
    if (artifact.ok()) return artifact.value.get(name);
    return {liquid::Template(), artifact.diagnostics};
}

}  // namespace

Found run(const Case& one, bool through_artifact) {
    Setting setting;
    setting.builder.now(time_of("2024-01-01T00:01:58Z"));
    for (const auto& [key, value] : one.options) setting.set(key, value);
    if (setting.has_loader) setting.builder.loader(liquid::memory_loader(one.snippets));
    setting.builder.limits(setting.limits);

    Found found;
    auto built = setting.builder.try_build();
    add(found, built.diagnostics, setting.name);
    auto data = liquid::Data::parse(one.data.empty() ? "{}" : one.data);
    add(found, data.diagnostics, setting.name);
    auto variables = liquid::Data::parse(one.variables.empty() ? "{}" : one.variables);
    add(found, variables.diagnostics, setting.name);
    auto parsed =
        through_artifact ? loaded(one, built.value, setting.name) : built.value.parse(one.template_text, setting.name);
    add(found, parsed.diagnostics, setting.name);

    liquid::RenderInput input(data.value);
    input.variables = variables.value.root();
    auto page = parsed.value.render(input);
    found.output = page.value;
    found.trace = trace_of(parsed.value, input);
    // A template that is not valid says again what parsing said.
    if (parsed.ok()) add(found, page.diagnostics, setting.name);
    return found;
}

}  // namespace golden
