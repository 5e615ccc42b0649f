// Compiled templates, and rendering them.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>

#include <liquid/data.hpp>
#include <liquid/environment.hpp>
#include <liquid/export.hpp>
#include <liquid/result.hpp>
#include <liquid/value.hpp>

namespace liquid {

struct TemplateState;
struct ContextState;
class Runtime;

/// What a page is rendered from. Plain views: everything must outlive the render. One for each render; `stop` may be
/// requested by any thread.
struct RenderInput {
    /// Static variables, the outermost layer, seen inside `render` too. A mapping (Data, nlohmann::json) or a Drop.
    Value globals;
    /// Dynamic variables: shared with `include` and with increment and decrement, not seen inside `render`.
    Value variables;
    /// Host context for filters, tags and Drops; templates cannot see it.
    Value registers;
    std::stop_token stop;
    /// Asked on the rendering thread when a render begins and about every thousand steps; false stops it, as `stop`
    /// does. For hosts that must look after something meanwhile: signals, an event loop, a lock that others wait for.
    std::function<bool(Runtime&)> poll;
    std::optional<TimePoint> now;  ///< overrides the environment's clock

    RenderInput() = default;
    RenderInput(const Data& data) : globals(data.root()) {}
    RenderInput(Value globals_value) : globals(globals_value) {}
};

/// Where output goes when it is not kept: called with pieces as they are ready, on the rendering thread. False stops
/// the render.
class LIQUID_API Sink {
public:
    virtual ~Sink() = default;
    virtual bool write(std::string_view piece) = 0;
};

/// What a render used, of the limits of the same names.
struct Usage {
    std::uint64_t output_bytes = 0;
    std::uint64_t memory_bytes = 0;  ///< the peak
    std::uint64_t steps = 0;
    std::uint64_t render_score = 0;
    std::uint64_t assign_score = 0;
};

/// Reusable state of one thread: arenas, variables, remembered look-ups. A warm context renders without allocating.
/// For one thread at a time; after any error the next render is unaffected.
class LIQUID_API RenderContext {
public:
    RenderContext();
    ~RenderContext();
    RenderContext(RenderContext&&) noexcept;
    RenderContext& operator=(RenderContext&&) noexcept;

    /// The diagnostics of the last render.
    const Diagnostics& diagnostics() const;
    /// The reference engine's texts of the last render's errors, in order (what its `errors` list prints).
    Usage usage() const;
    /// Counters of increment and decrement go on from the last render, as between a page and its layout. Set it before
    /// the first of the renders that share them: a render that begins without it begins with none.
    void keep_counters(bool keep);

private:
    friend class Template;
    std::unique_ptr<ContextState> state_;
};

/// A compiled template: cheap to copy, immutable. Many threads may render one at once, each with a RenderContext of its
/// own. As with any variable, assigning to one Template that other threads use needs a lock of the host.
class LIQUID_API Template {
public:
    Template();  ///< renders nothing

    /// Renders, appending to `output`. Diagnostics are in the context. True: no error diagnostic. When memory ends, the
    /// last diagnostic is LQ5005, and `output` has the beginning of the page, as much as there is room for.
    bool render_into(std::string& output, RenderContext& context, const RenderInput& input) const;
    /// Renders to a sink, in pieces; under OnError::Fail what was sent before the failure has been sent.
    bool render_into(Sink& sink, RenderContext& context, const RenderInput& input) const;
    /// Renders into fixed memory; `written` says how much. Output that does not fit ends the render (LQ4002).
    bool render_into(std::span<char> memory, std::size_t& written, RenderContext& context,
                     const RenderInput& input) const;
    /// Renders to a string, with its diagnostics.
    Result<std::string> render(const RenderInput& input) const;

    /// The same template under another name in reference texts (`Liquid error (NAME line 3): ...`).
    Template named(std::string name) const;
    /// The compiled form, for Environment::load in this or another process. What could not be parsed is kept as source.
    std::string serialize() const;

    bool valid() const;  ///< it was parsed without an error
    std::string_view name() const;
    std::string_view source() const;

    const TemplateState* state() const { return state_.get(); }
    explicit Template(std::shared_ptr<const TemplateState> state) : state_(std::move(state)) {}

private:
    std::shared_ptr<const TemplateState> state_;
};

/// The two intermediate forms, for people: `liquidc ast` and `liquidc program`.
LIQUID_API std::string dump_ast(const Environment& environment, std::string_view source);
LIQUID_API std::string dump_program(const Environment& environment, std::string_view source);
LIQUID_API std::string dump_program(const Template& compiled);

LIQUID_API std::string_view version();

}  // namespace liquid
