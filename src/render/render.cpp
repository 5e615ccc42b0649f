#include "render/render.hpp"

#include <exception>
#include <new>

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

void run(Context& context, const program::Program& program) {
    Frame& frame = context.push_frame(false, 0);
    Activation page;
    page.program = &program;
    page.frame = &frame;
    page.state = &context.state_of(program);
    page.name = program.name;
    page.cells = frame.bind(program, context.runtime.arena);
    context.carries_trim = program.ends_trimming;
    restore_counters(context, frame);
    Renderer renderer(context);
    renderer.run(page, 0, renderer.base());
}

}  // namespace

void render_page(Context& context, const Settings& settings, const Input& input, const program::Program& program) {
    try {
        context.begin(settings, input);
        run(context, program);
    } catch (const ReferenceLimitHit& hit) {
        leave_buffers(context);
        context.out().clear();
        add(context, Kind::ReferenceLimit, "Liquid error: Memory limits exceeded", "limit", std::string(hit.limit));
        Renderer(context).write_error(context.diagnostics.back());
    } catch (const LimitHit& hit) {
        if (!context.limit_reported) {
            add(context, hit.kind, "", "limit", std::to_string(hit.limit));
            context.diagnostics.back().reference = "Liquid error: " + context.diagnostics.back().message();
        }
    } catch (const FirstErrorStops&) {
    } catch (const std::bad_alloc&) {
        add(context, Kind::OutOfMemory, "Liquid error: internal", "reason", "out of memory");
    } catch (const std::exception& failure) {
        add(context, Kind::Internal, "Liquid error: internal", "reason", failure.what());
    }
    leave_buffers(context);
}

void render_invalid(Context& context, const Settings& settings, const Input& input, const Diagnostics& errors) {
    context.begin(settings, input);
    for (const Diagnostic& error : errors) context.diagnostics.push_back(error);
    for (const Diagnostic& error : errors)
        if (error.severity == Severity::Error) {
            Renderer(context).write_error(error);
            return;
        }
}

}  // namespace liquid::render
