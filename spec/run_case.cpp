#include "run_case.hpp"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <memory>
#include <stdexcept>

#include <liquid/liquid.hpp>

#include "values.hpp"

namespace conformance {

bool through_artifacts = false;

namespace {

std::string lower(std::string_view text) {
    std::string out(text);
    for (char& c : out)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return out;
}

// The corpus' file system: names in any case, `.liquid` may be left out; else the very name.
std::shared_ptr<liquid::Loader> loader_of(const Case& one) {
    auto files = one.files;
    auto missing_text = one.missing_file_text;
    return liquid::callback_loader([files, missing_text](std::string_view name) {
        std::string key = lower(name);
        if (!key.ends_with(".liquid")) key += ".liquid";
        liquid::Lookup lookup;
        auto found = files.find(key);
        if (found == files.end()) found = files.find(std::string(name));
        if (found != files.end())
            lookup.source = liquid::Source{found->second, {}, {}};
        else
            lookup.missing.reference = missing_text.value_or("Could not find asset " + std::string(name));
        return lookup;
    });
}

liquid::TimePoint time_of(const std::string& text) {
    int year = 0;
    unsigned month = 0, day = 0, hour = 0, minute = 0, second = 0;
    if (std::sscanf(text.c_str(), "%d-%u-%uT%u:%u:%uZ", &year, &month, &day, &hour, &minute, &second) != 6)
        throw std::runtime_error("the time " + text + " cannot be read");
    using namespace std::chrono;
    return sys_days(std::chrono::year(year) / std::chrono::month(month) / std::chrono::day(day)) + hours(hour) +
           minutes(minute) + seconds(second);
}

liquid::Environment environment_of(const Case& one, liquid::ErrorMode mode) {
    liquid::Limits limits;
    limits.safety.deadline = std::chrono::seconds(20);
    limits.reference.render_score = one.render_score;
    limits.reference.cumulative_render_score = one.cumulative_render_score;
    return liquid::EnvironmentBuilder()
        .error_mode(mode)
        .on_error(one.errors_inline ? liquid::OnError::Inline : liquid::OnError::Fail)
        .loader(loader_of(one))
        .now(time_of(one.now))
        .timezone(one.timezone)
        .limits(limits)
        .build();
}

const liquid::Diagnostic* first_error(const liquid::Diagnostics& diagnostics) {
    auto found = std::find_if(diagnostics.begin(), diagnostics.end(),
                              [](const liquid::Diagnostic& one) { return one.severity == liquid::Severity::Error; });
    return found == diagnostics.end() ? nullptr : &*found;
}

std::string described(const liquid::Diagnostic& diagnostic, bool at_parse) {
    return std::string(at_parse ? "parse error " : "render error ") + std::to_string(diagnostic.reference_line) + ": " +
           diagnostic.reference;
}

std::string described(const ExpectedError& error) {
    return std::string(error.at_parse ? "parse error " : "render error ") +
           (error.line ? std::to_string(*error.line) : "*") + ": " + error.text;
}

bool is_expected(const liquid::Diagnostic& diagnostic, bool at_parse, const ExpectedError& error) {
    return at_parse == error.at_parse && diagnostic.reference == error.text &&
           (!error.line || diagnostic.reference_line == *error.line);
}

// The reference's text is that of the first mode. Another mode may have its own, which must say what the case asks for.
bool is_meant(const liquid::Diagnostic& diagnostic, const ExpectedError& error) {
    std::string text = lower(diagnostic.reference);
    return std::all_of(error.words.begin(), error.words.end(),
                       [&](const std::string& word) { return text.find(lower(word)) != std::string::npos; });
}

liquid::Result<liquid::Template> loaded(const Case& one, const liquid::Environment& environment) {
    liquid::ArtifactSource page{one.template_name, one.template_text, {}};
    liquid::ArtifactOptions options;
    options.allow_missing = options.allow_invalid = true;
    for (const auto& [name, text] : one.files) {
        options.partials.push_back(name);
        if (name.ends_with(".liquid")) options.partials.push_back(name.substr(0, name.size() - 7));
    }
    auto compiled = environment.compile({&page, 1}, options);
    if (compiled.value.empty()) throw std::runtime_error("it was not compiled");
    auto artifact = environment.load(std::move(compiled.value));
    if (!artifact.ok()) throw std::runtime_error("the artifact was refused: " + artifact.diagnostics.front().message());
    return artifact.value.get(one.template_name);
}

Outcome run_in(const Case& one, liquid::ErrorMode mode, bool further) {
    auto environment = environment_of(one, mode);
    Values values(one.environment);
    auto parsed =
        through_artifacts ? loaded(one, environment) : environment.parse(one.template_text, one.template_name);
    Outcome outcome;
    outcome.expected = one.error ? described(*one.error) : "output " + one.outputs.front();

    const liquid::Diagnostic* error = first_error(parsed.diagnostics);
    bool at_parse = error != nullptr;
    liquid::Result<std::string> page;
    if (error == nullptr || (one.errors_inline && !one.error)) {
        liquid::RenderInput input;
        (one.dynamic_environment ? input.variables : input.globals) = values.root();
        page = parsed.value.render(input);
        if (error == nullptr) error = first_error(page.diagnostics);
    }
    if (one.error) {
        outcome.passed =
            error != nullptr && (further ? is_meant(*error, *one.error) : is_expected(*error, at_parse, *one.error));
        outcome.found = error != nullptr ? described(*error, at_parse) : "output " + page.value;
    } else if (error != nullptr && !one.errors_inline) {
        outcome.found = described(*error, at_parse);
    } else {
        outcome.passed = std::find(one.outputs.begin(), one.outputs.end(), page.value) != one.outputs.end();
        outcome.found = "output " + page.value;
    }
    return outcome;
}

}  // namespace

Outcome run_case(const Case& one) {
    Outcome outcome;
    for (std::size_t i = 0; i < one.modes.size() + one.further_modes.size(); ++i) {
        bool further = i >= one.modes.size();
        liquid::ErrorMode mode = further ? one.further_modes[i - one.modes.size()] : one.modes[i];
        try {
            outcome = run_in(one, mode, further);
        } catch (const std::exception& error) {
            outcome = {false, {}, "no exception", error.what()};
        }
        outcome.mode = name_of(mode);
        if (!outcome.passed) break;
    }
    return outcome;
}

}  // namespace conformance
