#include "render/render.hpp"

#include <algorithm>
#include <exception>
#include <new>

#include "diagnostics/locate.hpp"
#include "render/limit_hits.hpp"
#include "render/renderer.hpp"

namespace liquid::render {

namespace {

void add(Context& context, Kind kind, std::string reference, std::string_view argument, std::string text) {
    Diagnostic diagnostic;
    diagnostic.kind = kind;
    diagnostic.reference = std::move(reference);
    diagnostic.with(std::string(argument), std::move(text));
    context.diagnostics.push_back(std::move(diagnostic));
}

// Of a page that did not begin.
void add_limit(Context& context, const LimitHit& hit, const program::Program& program) {
    Diagnostic diagnostic = diagnostic_of(hit);
    diagnostic.location = locate(program.source, program.path, Span{});
    diagnostic.reference = "Liquid error: " + diagnostic.message();
    context.diagnostics.push_back(std::move(diagnostic));
}

void leave_buffers(Context& context) {
    while (context.buffer_depth() > 0) context.pop_buffer();
}

// A page's counters go on in its layout.
void restore_counters(Context& context, Frame& frame) {
    if (!context.keep_counters) {
        context.counters.clear();
        return;
    }
    for (auto& [name, value] : context.counters) context.set_dynamic(*frame.cell(name, hash_key(name)), value);
}

void run(Context& context, const program::Program& program, std::string_view name) {
    Frame& frame = context.push_frame(false, 0);
    Activation page;
    page.program = &program;
    page.frame = &frame;
    page.state = &context.state_of(program);
    page.name = name;
    page.cells = frame.bind(program, context.runtime.arena);
    context.carries_trim = program.ends_trimming;
    restore_counters(context, frame);
    Renderer renderer(context);
    context.runtime.step(program.work);
    renderer.run(page, 0, renderer.base());
}

// The last words of a render that has ended: when there is no room for them, they are left out.
void write_last(Context& context, const Diagnostic& diagnostic) {
    std::size_t size = context.out().size();
    try {
        Renderer(context).write_error(diagnostic);
    } catch (const std::bad_alloc&) {
        context.out().truncate(size);
        throw;
    } catch (...) {
        context.out().truncate(size);
    }
}

void render(Context& context, const Settings& settings, const Input& input, const program::Program& program,
            std::string_view name) {
    try {
        context.begin(settings, input);
        run(context, program, name);
    } catch (const ReferenceLimitHit& hit) {
        leave_buffers(context);
        context.out().clear();
        context.diagnostics.push_back(diagnostic_of(hit));
        write_last(context, context.diagnostics.back());
    } catch (const LimitHit& hit) {
        if (!context.limit_reported) add_limit(context, hit, program);
    } catch (const FirstErrorStops&) {
    } catch (const std::bad_alloc&) {
        throw;
    } catch (const std::exception& failure) {
        add(context, Kind::Internal, "Liquid error: internal", "reason", failure.what());
    } catch (...) {
        add(context, Kind::Internal, "Liquid error: internal", "reason", "unknown exception");
    }
}

}  // namespace

void render_page(Context& context, const Settings& settings, const Input& input, const program::Program& program,
                 std::string_view name) {
    try {
        render(context, settings, input, program, name);
    } catch (const std::bad_alloc&) {
        // Of the page itself, or of what had to be said of another end.
        context.add_out_of_memory();
    }
    leave_buffers(context);
}

void render_invalid(Context& context, const Settings& settings, const Input& input, const Diagnostics& errors) {
    try {
        context.begin(settings, input);
    } catch (const LimitHit&) {
        // stopped before it began: there is nothing to render anyway
    }
    try {
        for (const Diagnostic& error : errors) context.diagnostics.push_back(error);
        auto first = std::find_if(errors.begin(), errors.end(),
                                  [](const Diagnostic& one) { return one.severity == Severity::Error; });
        if (first != errors.end()) write_last(context, *first);
    } catch (const std::bad_alloc&) {
        context.add_out_of_memory();
    }
}

}  // namespace liquid::render
