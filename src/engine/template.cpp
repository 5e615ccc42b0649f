// Template and RenderContext.
#include <liquid/template.hpp>

#include <algorithm>
#include <cstring>
#include <new>

#include "diagnostics/out_of_memory.hpp"
#include "engine/state.hpp"
#include "render/render.hpp"

namespace liquid {

namespace {

render::Input input_of(const EnvironmentState& environment, const RenderInput& input) {
    render::Input made;
    made.globals = input.globals;
    made.variables = input.variables;
    made.registers = input.registers;
    made.stop = input.stop;
    if (input.poll) made.poll = &input.poll;
    made.now = input.now ? *input.now : environment.clock();
    made.zone = environment.zone.get();
    return made;
}

// Renders and leaves the output in the context until `take` has had it, which is false when it has no memory for all.
template <class Take>
bool render_with(const TemplateState& state, ContextState& to, const RenderInput& input, std::uint64_t page_bytes,
                 const Take& take) {
    render::Context& context = to.context;
    memory::Leftovers::Use use(context.leftovers);
    // Whatever the host throws on the way, the next render must not see this one.
    struct End {
        render::Context& context;
        ~End() { context.end(); }
    } end{context};
    state.environment->partials->look();
    render::Input made = input_of(*state.environment, input);
    made.page_bytes = page_bytes;
    const render::Settings& settings = state.shown_by();
    if (state.program)
        render::render_page(context, settings, made, *state.program, state.name);
    else
        render::render_invalid(context, settings, made, state.errors);
    if (!take(context.out().view())) context.add_out_of_memory();
    to.usage.output_bytes = context.written();
    to.usage.memory_bytes = context.runtime.budget.peak;
    to.usage.steps = context.runtime.steps;
    to.usage.render_score = context.render_score;
    to.usage.assign_score = context.assign_score;
    return !has_errors(context.diagnostics);
}

}  // namespace

RenderContext::RenderContext() : state_(std::make_unique<ContextState>()) {}
RenderContext::~RenderContext() = default;
RenderContext::RenderContext(RenderContext&&) noexcept = default;
RenderContext& RenderContext::operator=(RenderContext&&) noexcept = default;

const Diagnostics& RenderContext::diagnostics() const { return state_->context.diagnostics; }
Usage RenderContext::usage() const { return state_->usage; }
void RenderContext::keep_counters(bool keep) { state_->context.keep_counters = keep; }

const NoTemplate& no_template() {
    static const NoTemplate both = [] {
        auto nothing = std::make_shared<TemplateState>();
        nothing->environment = Environment().shared_state();
        auto out_of_memory = std::make_shared<TemplateState>(*nothing);
        out_of_memory->errors.push_back(liquid::out_of_memory());
        return NoTemplate{std::move(nothing), std::move(out_of_memory)};
    }();
    return both;
}

Template::Template() : Template(no_template().nothing) {}

bool Template::render_into(std::string& output, RenderContext& context, const RenderInput& input) const {
    return render_with(*state_, *context.state_, input, UINT64_MAX, [&](std::string_view page) {
        try {
            output.append(page);
            return true;
        } catch (const std::bad_alloc&) {
            output.append(page.substr(0, output.capacity() - output.size()));
            return false;
        }
    });
}

bool Template::render_into(Sink& sink, RenderContext& context, const RenderInput& input) const {
    context.state_->context.sink = [&sink](std::string_view piece) { return sink.write(piece); };
    return render_with(*state_, *context.state_, input, UINT64_MAX, [&](std::string_view rest) {
        if (!rest.empty()) sink.write(rest);
        return true;
    });
}

bool Template::render_into(std::span<char> memory, std::size_t& written, RenderContext& context,
                           const RenderInput& input) const {
    return render_with(*state_, *context.state_, input, memory.size(), [&](std::string_view page) {
        written = std::min(page.size(), memory.size());
        if (written != 0) std::memcpy(memory.data(), page.data(), written);
        return true;
    });
}

Result<std::string> Template::render(const RenderInput& input) const {
    Result<std::string> result;
    RenderContext context;
    render_into(result.value, context, input);
    result.diagnostics = std::move(context.state_->context.diagnostics);
    return result;
}

Template Template::named(std::string name) const {
    auto state = std::make_shared<TemplateState>(*state_);
    state->name = std::move(name);
    return Template(std::move(state));
}

bool Template::valid() const { return state_->program != nullptr; }
std::string_view Template::name() const { return state_->name; }
std::string_view Template::source() const { return state_->program ? state_->program->source : state_->source; }

std::string_view version() { return "0.1.0"; }

}  // namespace liquid
