#include "engine/compile.hpp"

#include "diagnostics/locate.hpp"
#include "engine/state.hpp"
#include "program/lower.hpp"
#include "source/near.hpp"
#include "syntax/parse.hpp"

namespace liquid::engine {

namespace {

// The parser's stack is finite, whatever the host allows.
constexpr std::uint32_t kDeepestNesting = 1000;

std::string prefix(bool syntax_error, std::string_view name, std::uint32_t line) {
    std::string text = syntax_error ? "Liquid syntax error" : "Liquid error";
    // The reference's count can go below 1 (nested `liquid` tags); only errors of no place name no line.
    if (syntax_error) {
        text += " (";
        if (!name.empty()) text += std::string(name) + " ";
        text += "line " + std::to_string(static_cast<std::int32_t>(line)) + ")";
    }
    return text + ": ";
}

Diagnostic diagnose(syntax::Fault&& fault, std::string_view source, const std::string& path,
                    std::string_view reference_name, Severity severity) {
    Diagnostic diagnostic;
    diagnostic.kind = fault.kind;
    diagnostic.severity = severity;
    diagnostic.location = locate(source, path, fault.span);
    diagnostic.arguments = std::move(fault.arguments);
    diagnostic.notes = std::move(fault.notes);
    diagnostic.fixes = std::move(fault.fixes);
    for (auto& [span, text] : fault.labels) diagnostic.labels.push_back({locate(source, path, span), std::move(text)});
    diagnostic.reference = prefix(fault.syntax_error, reference_name, fault.line) + fault.reference;
    diagnostic.reference_line = fault.line;
    return diagnostic;
}

void report_remarks(const EnvironmentState& environment, const program::Program& program, const Watch& watch,
                    Diagnostics& to) {
    for (const program::Remark& remark : program.remarks) {
        watch();
        Diagnostic diagnostic;
        diagnostic.kind = remark.kind;
        diagnostic.severity = info(remark.kind).severity;
        diagnostic.location = locate(program.source, program.path, remark.span);
        diagnostic.with("name", remark.name);
        for (const std::string& near : nearest(remark.name, environment.filter_names))
            diagnostic.fixes.push_back({"write `" + near + "`", remark.span, near, Fix::Safety::DisplayOnly});
        to.push_back(std::move(diagnostic));
    }
}

Diagnostic too_large(std::string_view source, const std::string& path, std::uint64_t limit) {
    Diagnostic diagnostic;
    diagnostic.kind = Kind::TemplateTooLarge;
    diagnostic.location = locate(source, path, Span{});
    diagnostic.with("size", static_cast<std::int64_t>(source.size())).with("limit", static_cast<std::int64_t>(limit));
    diagnostic.notes.push_back("template_bytes: " + std::to_string(source.size()) + " of " + std::to_string(limit));
    diagnostic.reference = "Liquid error: " + diagnostic.message();
    return diagnostic;
}

}  // namespace

Compiled compile(const EnvironmentState& environment, std::string source, std::string name, std::string path,
                 std::string_view reference_name, const Watch& watch, const program::Program* pending_of) {
    Compiled result;
    if (path.empty()) path = name;
    const SafetyLimits& limits = environment.settings.limits.safety;
    if (source.size() > limits.template_bytes || source.size() >= UINT32_MAX / 2) {
        result.diagnostics.push_back(too_large(source, path, limits.template_bytes));
        result.source = std::move(source);
        return result;
    }
    syntax::Options options;
    options.mode = environment.mode;
    options.tags = &environment.tags;
    options.max_nesting = std::min(limits.nesting, kDeepestNesting);
    options.watch = watch;
    syntax::Parsed parsed = syntax::parse(source, options);
    for (syntax::Fault& fault : parsed.errors) {
        watch();
        result.diagnostics.push_back(diagnose(std::move(fault), source, path, reference_name, Severity::Error));
    }
    // The reference's warnings do not name the partial.
    for (syntax::Fault& fault : parsed.warnings) {
        watch();
        result.diagnostics.push_back(diagnose(std::move(fault), source, path, {}, Severity::Warning));
    }
    if (!parsed.errors.empty()) {
        result.source = std::move(source);
        return result;
    }
    program::Bindings bindings = environment.bindings();
    bindings.pending_of = pending_of;
    bindings.watch = watch;
    bindings.warned = !parsed.warnings.empty();
    result.program = program::lower(parsed.ast, std::move(source), std::move(name), std::move(path), bindings);
    if (environment.report_unknown_filters && !environment.settings.strict_filters)
        report_remarks(environment, *result.program, watch, result.diagnostics);
    return result;
}

}  // namespace liquid::engine
