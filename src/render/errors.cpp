// Failures become diagnostics, and the text that the policy puts on the page.
#include <algorithm>

#include "diagnostics/locate.hpp"
#include "diagnostics/out_of_memory.hpp"
#include "program/quick.hpp"
#include "render/limit_hits.hpp"
#include "render/renderer.hpp"
#include "source/near.hpp"

namespace liquid::render {

using program::NodeRow;
using program::Program;

namespace {

// A loop that fails a million times must not fill the memory with what it says of it.
constexpr std::size_t kMostDiagnostics = 1000;
// Outside of every statement. The reference counts below 1 in nested `liquid` tags, so 0 is a line.
constexpr std::uint32_t kNoLine = 0x80000000u;

// A failure is told with its place, and sometimes with names that are near: much more work than a turn.
constexpr std::uint64_t kStepsOfReport = 64;

// What a diagnostic holds of a template's or data's texts, which may be large.
std::uint64_t bytes_of(const Diagnostic& diagnostic) {
    std::uint64_t bytes = sizeof(Diagnostic) + diagnostic.reference.size() + diagnostic.chain.size() * sizeof(Hop);
    for (const Argument& argument : diagnostic.arguments) {
        bytes += sizeof(Argument);
        if (const auto* text = std::get_if<std::string>(&argument.value)) bytes += text->size();
    }
    for (const std::string& note : diagnostic.notes) bytes += sizeof(std::string) + note.size();
    for (const Hop& hop : diagnostic.chain) bytes += hop.location.path.size() + hop.location.excerpt.size();
    return bytes + diagnostic.location.path.size() + diagnostic.location.excerpt.size();
}

// The reference records these without printing them.
bool is_silent(Kind kind) {
    return kind == Kind::UndefinedVariable || kind == Kind::UndefinedFilter || kind == Kind::UndefinedDropMethod;
}

std::string prefix(std::string_view name, std::uint32_t line) {
    std::string text = "Liquid error";
    if (line != kNoLine) {
        text += " (";
        if (!name.empty()) {
            text += name;
            text += ' ';
        }
        text += "line " + std::to_string(static_cast<std::int32_t>(line)) + ")";
    }
    return text + ": ";
}

// A comment of the page carries code and place only, and cannot be closed from within.
std::string comment(const Diagnostic& diagnostic) {
    std::string place = diagnostic.location.path;
    if (diagnostic.location.line != 0) {
        if (!place.empty()) place += ":";
        place += std::to_string(diagnostic.location.line) + ":" + std::to_string(diagnostic.location.column);
    }
    for (char& c : place)
        if (c == '-' || c == '>' || c == '<' || static_cast<unsigned char>(c) < 0x20) c = '_';
    return "<!-- " + std::string(diagnostic.code()) + " " + place + " -->";
}

}  // namespace

// Rows are in order of `begin` and nest, so going back from the last that begins here finds the innermost first.
const NodeRow* Renderer::row_of(const Program& program, std::uint32_t address) {
    auto after = std::upper_bound(program.nodes.begin(), program.nodes.end(), address,
                                  [](std::uint32_t at, const NodeRow& row) { return at < row.begin; });
    while (after != program.nodes.begin()) {
        --after;
        if (address < after->end) return &*after;
    }
    static const NodeRow whole{0, UINT32_MAX, kNoLine, {}, false, 0, 0, 0};
    return &whole;
}

std::vector<Hop> Renderer::chain(const Activation& activation) {
    std::vector<Hop> hops;
    for (const Activation* a = &activation; a->caller != nullptr; a = a->caller) {
        const Program& program = *a->caller->program;
        hops.push_back(
            {std::string(a->via), locate(program.source, program.path, row_of(program, a->call_address)->span)});
    }
    std::reverse(hops.begin(), hops.end());
    return hops;
}

Span Renderer::span_of(const Program& program, std::uint32_t address) {
    // Texts fail at limits only, so they have no row.
    const program::Instruction& at = program.code[address];
    if (program::is_text(at.op)) return {at.a, at.a + at.b};
    auto place = std::lower_bound(program.places.begin(), program.places.end(), address,
                                  [](const program::PlaceRow& p, std::uint32_t wanted) { return p.address < wanted; });
    if (place != program.places.end() && place->address == address) return place->span;
    return row_of(program, address)->span;
}

Diagnostic& Renderer::add(const Activation& activation, std::uint32_t address, Diagnostic diagnostic) {
    const Program& program = *activation.program;
    Span span = span_of(program, address);
    if (diagnostic.location.line == 0) diagnostic.location = locate(program.source, program.path, span);
    for (Fix& fix : diagnostic.fixes)
        if (fix.span.empty()) fix.span = span;
    std::vector<Hop> hops = chain(activation);
    diagnostic.chain.insert(diagnostic.chain.begin(), hops.begin(), hops.end());
    if (c_.diagnostics.size() >= kMostDiagnostics) c_.diagnostics.pop_back();
    std::uint64_t bytes = bytes_of(diagnostic);
    c_.diagnostics.push_back(std::move(diagnostic));
    // The diagnostic of a limit stands whatever is used.
    if (!c_.limit_reported) {
        runtime_.budget.charge(bytes);
        c_.diagnostic_bytes += bytes;
    }
    return c_.diagnostics.back();
}

void Renderer::report(const Activation& activation, std::uint32_t address) {
    // Before: the row may be far back among its children's, and the place far down in the source.
    const Program& program = *activation.program;
    runtime_.step(kStepsOfReport + program.source.size() / 64 + program.nodes.size() / 64);
    const NodeRow& row = *row_of(program, address);
    Failure& failure = runtime_.failure;
    Diagnostic diagnostic;
    diagnostic.kind = failure.kind;
    diagnostic.severity = info(failure.kind).severity;
    diagnostic.arguments = std::move(failure.arguments);
    diagnostic.notes = std::move(failure.notes);
    diagnostic.fixes = std::move(failure.fixes);
    diagnostic.reference_line = failure.line != 0 ? failure.line : row.line;
    // An invalid partial brings its own prefix: the parser's line in the partial.
    if (failure.kind == Kind::InvalidPartial)
        diagnostic.reference = failure.reference;
    else
        diagnostic.reference = prefix(activation.name, row.line) + failure.reference;
    if (failure.kind == Kind::UndefinedFilter) {
        const Argument* name = diagnostic.argument("name");
        if (name != nullptr && c_.settings->filter_names != nullptr)
            for (const std::string& near : nearest(std::get<std::string>(name->value), *c_.settings->filter_names))
                diagnostic.fixes.push_back({"write `" + near + "`", {}, near, Fix::Safety::DisplayOnly});
    }
    failure = Failure{};
    bool silent = is_silent(diagnostic.kind) || row.blank;
    const Diagnostic& added = add(activation, address, std::move(diagnostic));
    if (c_.settings->on_error == OnError::Fail && c_.settings->error_text == nullptr) throw FirstErrorStops{};
    if (!silent) write_error(added);
}

void Renderer::report_limit(const Activation& activation, std::uint32_t address, const LimitHit& hit) {
    c_.limit_reported = true;
    Diagnostic diagnostic = diagnostic_of(hit);
    const Program& program = *activation.program;
    const NodeRow& row = *row_of(program, address);
    diagnostic.reference_line = row.line;
    diagnostic.reference = prefix(activation.name, row.line) + diagnostic.message();
    add(activation, address, std::move(diagnostic));
}

// Where memory ended, if there is some left to say it.
void Renderer::place(const Activation& activation, std::uint32_t address, ReferenceLimitHit& hit) {
    const Program& program = *activation.program;
    hit.location = locate(program.source, program.path, span_of(program, address));
}

void Renderer::report_end_of_memory(const Activation& activation, std::uint32_t address) {
    c_.limit_reported = true;
    try {
        add(activation, address, out_of_memory());
    } catch (const std::bad_alloc&) {
    }
}

void Renderer::write_error(const Diagnostic& diagnostic) {
    if (c_.settings->error_text != nullptr) {
        c_.out().append((*c_.settings->error_text)(diagnostic));
        return;
    }
    switch (c_.settings->on_error) {
        case OnError::Inline:
            c_.out().append(diagnostic.reference);
            break;
        case OnError::Comment:
            c_.out().append(comment(diagnostic));
            break;
        case OnError::Omit:
        case OnError::Fail:
            break;
    }
}

}  // namespace liquid::render
