// What stands behind Environment, Template and RenderContext.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <liquid/environment.hpp>
#include <liquid/template.hpp>

#include "engine/filter_index.hpp"
#include "engine/partial_cache.hpp"
#include "program/artifact.hpp"
#include "program/lower.hpp"
#include "render/context.hpp"
#include "value/time.hpp"

namespace liquid {

struct EnvironmentState {
    ErrorMode mode = ErrorMode::Lax;
    std::shared_ptr<Loader> loader;
    std::vector<FilterSpec> filters;
    std::vector<TagSpec> tags;
    std::function<TimePoint()> clock;
    std::string zone_name = "UTC";
    std::shared_ptr<const Zone> zone;
    std::function<std::string(const Diagnostic&)> error_text;
    bool report_unknown_filters = true;
    Reload reload = Reload::Never;
    std::chrono::milliseconds reload_interval{1000};
    render::Settings settings;
    std::vector<std::string> filter_names;
    std::unique_ptr<engine::PartialCache> partials;

    engine::FilterIndex filter_index;  // once built
    program::Bindings bindings() const;
    program::ArtifactBindings artifact_bindings;  // once built, with the fingerprints of all that compiling goes by
};

struct TemplateState {
    std::shared_ptr<const EnvironmentState> environment;
    std::shared_ptr<const program::Program> program;  // null: invalid
    Diagnostics errors;                               // of an invalid one
    std::string name;
    std::string source;                          // of an invalid one
    const render::Settings* settings = nullptr;  // of an artifact; null: the environment's
    std::shared_ptr<const void> keeps;           // what `settings` belongs to

    const render::Settings& shown_by() const { return settings != nullptr ? *settings : environment->settings; }
};

// What a Template holds that nobody could make. Both are made together, so that the second is there when it is needed.
struct NoTemplate {
    std::shared_ptr<const TemplateState> nothing;        // invalid without an error: it renders nothing
    std::shared_ptr<const TemplateState> out_of_memory;  // renders that error
};
const NoTemplate& no_template();

struct ContextState {
    render::Context context;
    Usage usage;
};

}  // namespace liquid
