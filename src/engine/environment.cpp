// Environment and its builder.
#include <liquid/environment.hpp>

#include <algorithm>
#include <new>

#include "diagnostics/out_of_memory.hpp"
#include "engine/compile.hpp"
#include "engine/state.hpp"
#include "filters/filters.hpp"
#include "program/artifact_format.hpp"
#include "syntax/tags.hpp"

namespace liquid {

namespace {

const std::vector<FilterSpec>& standard_filters() {
    static const std::vector<FilterSpec> all = [] {
        std::vector<FilterSpec> list;
        for (auto family :
             {filters::string_filters(), filters::html_filters(), filters::encoding_filters(), filters::array_filters(),
              filters::math_filters(), filters::date_filters(), filters::general_filters()})
            list.insert(list.end(), family.begin(), family.end());
        return list;
    }();
    return all;
}

// Pure, and not the host's: what is called when templates are compiled.
bool folds(const FilterSpec& spec) {
    static const engine::FilterIndex standard(standard_filters());
    if (!spec.pure) return false;
    const FilterSpec* known = standard.find(spec.name);
    return known != nullptr && known->function == spec.function;
}

FilterFunction standard_append() {
    static const FilterFunction found = [] {
        for (const FilterSpec& spec : standard_filters())
            if (spec.name == "append") return spec.function;
        return FilterFunction{nullptr};
    }();
    return found;
}

// Tells which standard filters templates may have been compiled with: those that the host has not replaced.
std::uint64_t folding_of(const EnvironmentState& state) {
    std::uint64_t hash = 0;
    for (const FilterSpec& spec : standard_filters()) {
        const FilterSpec* known = spec.pure ? state.filter_index.find(spec.name) : nullptr;
        if (known != nullptr && folds(*known)) hash = program::artifact::stir(hash, spec.name);
    }
    return hash;
}

// The host's tags that stand in the place of standard ones change how everything is read.
std::uint64_t overrides_of(const EnvironmentState& state) {
    std::vector<std::string_view> names;
    for (const TagSpec& tag : state.tags)
        if (syntax::standard_tag(tag.name) != syntax::StandardTag::None) names.push_back(tag.name);
    std::sort(names.begin(), names.end());
    std::uint64_t hash = 0;
    for (std::string_view name : names) hash = program::artifact::stir(hash, name);
    return hash;
}

program::ArtifactBindings artifact_bindings_of(const EnvironmentState& state) {
    program::Bindings named = state.bindings();
    program::ArtifactBindings bindings;
    bindings.find_filter = named.find_filter;
    bindings.environment = named.environment;
    bindings.tags = named.tags;
    bindings.append = named.append;
    bindings.error_mode = static_cast<std::uint8_t>(state.mode);
    bindings.scored = named.scored;
    bindings.overrides = overrides_of(state);
    bindings.folding = folding_of(state);
    bindings.template_bytes = state.settings.limits.safety.template_bytes;
    return bindings;
}

// The state refers to itself (index, cache), so it is completed where it will stay.
void complete(EnvironmentState& state) {
    state.filter_index = engine::FilterIndex(state.filters);
    state.filter_names.clear();
    for (const FilterSpec& spec : state.filters) state.filter_names.push_back(spec.name);
    state.settings.filter_names = &state.filter_names;
    state.partials = std::make_unique<engine::PartialCache>(state);
    state.settings.partials = state.partials.get();
    state.settings.append = standard_append();
    state.settings.error_text = state.error_text ? &state.error_text : nullptr;
    state.artifact_bindings = artifact_bindings_of(state);
}

using SharedState = std::shared_ptr<const EnvironmentState>;

void parse_with(const SharedState& environment, std::string_view source, TemplateId id, Result<Template>& result) {
    auto state = std::make_shared<TemplateState>();
    state->environment = environment;
    state->name = id.name;
    engine::Compiled compiled =
        engine::compile(*environment, std::string(source), std::move(id.name), std::move(id.path), {});
    state->program = std::move(compiled.program);
    if (!state->program) {
        state->source = std::move(compiled.source);
        state->errors = compiled.diagnostics;
    }
    result.diagnostics = std::move(compiled.diagnostics);
    result.value = Template(std::move(state));
}

void look_up(const SharedState& environment, std::string_view name, Result<Template>& result) {
    auto state = std::make_shared<TemplateState>();
    state->environment = environment;
    state->name = name;
    environment->partials->look();
    std::shared_ptr<const render::Partial> partial = environment->partials->find(name, {});
    if (partial && partial->program) {
        state->program = partial->program;
    } else if (partial && partial->invalid) {
        state->errors = partial->parse_errors;
    } else {
        Diagnostic missing;
        missing.kind = partial ? Kind::MissingPartial : Kind::NoLoader;
        missing.with("name", std::string(name));
        missing.reference =
            "Liquid error: " + (partial ? partial->missing.reference : "This liquid context does not allow includes.");
        if (partial)
            for (const std::string& place : partial->missing.searched) missing.notes.push_back("looked in " + place);
        state->errors.push_back(std::move(missing));
    }
    result.diagnostics = state->errors;
    result.value = Template(std::move(state));
}

// A result also when memory ends on the way.
template <class Make>
Result<Template> unless_memory_ends(const Make& make) {
    Result<Template> result;
    try {
        make(result);
    } catch (const std::bad_alloc&) {
        result.value = Template(no_template().out_of_memory);
        result.diagnostics.clear();
        result.diagnostics.push_back(out_of_memory());
    }
    return result;
}

}  // namespace

program::Bindings EnvironmentState::bindings() const {
    program::Bindings bindings;
    bindings.environment = this;
    bindings.find_filter = [](const void* environment, std::string_view name) -> const FilterSpec* {
        return static_cast<const EnvironmentState*>(environment)->filter_index.find(name);
    };
    bindings.folds = folds;
    bindings.tags = &tags;
    bindings.append = settings.append;
    const ReferenceLimits& r = settings.limits.reference;
    bindings.scored =
        r.render_length || r.render_score || r.assign_score || r.cumulative_render_score || r.cumulative_assign_score;
    return bindings;
}

Environment::Environment() : Environment(EnvironmentBuilder().build()) {}

Result<Template> Environment::parse(std::string_view source, std::string_view name) const {
    return parse(source, TemplateId{std::string(name), {}});
}

Result<Template> Environment::parse(std::string_view source, TemplateId id) const {
    return unless_memory_ends([&](Result<Template>& result) { parse_with(state_, source, std::move(id), result); });
}

Result<Template> Environment::get(std::string_view name) const {
    return unless_memory_ends([&](Result<Template>& result) { look_up(state_, name, result); });
}

void Environment::reload() const { state_->partials->reload(); }
void Environment::reload(std::string_view name) const { state_->partials->reload(name); }

// --- builder ---

EnvironmentBuilder::EnvironmentBuilder() : state_(std::make_shared<EnvironmentState>()) {
    state_->filters = standard_filters();
    state_->clock = [] {
        return std::chrono::time_point_cast<std::chrono::nanoseconds>(std::chrono::system_clock::now());
    };
}
EnvironmentBuilder::~EnvironmentBuilder() = default;

EnvironmentBuilder& EnvironmentBuilder::error_mode(ErrorMode mode) {
    state_->mode = mode;
    return *this;
}
EnvironmentBuilder& EnvironmentBuilder::on_error(OnError policy) {
    state_->settings.on_error = policy;
    return *this;
}
EnvironmentBuilder& EnvironmentBuilder::on_error(std::function<std::string(const Diagnostic&)> text) {
    state_->error_text = std::move(text);
    return *this;
}
EnvironmentBuilder& EnvironmentBuilder::strict_variables(bool on) {
    state_->settings.strict_variables = on;
    return *this;
}
EnvironmentBuilder& EnvironmentBuilder::strict_filters(bool on) {
    state_->settings.strict_filters = on;
    return *this;
}
EnvironmentBuilder& EnvironmentBuilder::loader(std::shared_ptr<Loader> loader) {
    state_->loader = std::move(loader);
    return *this;
}
EnvironmentBuilder& EnvironmentBuilder::filter(FilterSpec filter) {
    std::erase_if(state_->filters, [&](const FilterSpec& known) { return known.name == filter.name; });
    state_->filters.push_back(std::move(filter));
    return *this;
}
EnvironmentBuilder& EnvironmentBuilder::filter(std::string name, FilterFunction function, std::uint8_t min_arguments,
                                               std::uint8_t max_arguments) {
    return filter(FilterSpec{std::move(name), function, min_arguments, max_arguments, false});
}
EnvironmentBuilder& EnvironmentBuilder::tag(TagSpec tag) {
    std::erase_if(state_->tags, [&](const TagSpec& known) { return known.name == tag.name; });
    state_->tags.push_back(std::move(tag));
    return *this;
}
EnvironmentBuilder& EnvironmentBuilder::limits(Limits limits) {
    state_->settings.limits = limits;
    return *this;
}
EnvironmentBuilder& EnvironmentBuilder::report_unknown_filters(bool on) {
    state_->report_unknown_filters = on;
    return *this;
}
EnvironmentBuilder& EnvironmentBuilder::reload(Reload policy, std::chrono::milliseconds interval) {
    state_->reload = policy;
    state_->reload_interval = interval;
    return *this;
}
EnvironmentBuilder& EnvironmentBuilder::clock(std::function<TimePoint()> now) {
    state_->clock = std::move(now);
    return *this;
}
EnvironmentBuilder& EnvironmentBuilder::now(TimePoint fixed) {
    return clock([fixed] { return fixed; });
}
EnvironmentBuilder& EnvironmentBuilder::timezone(std::string name) {
    state_->zone_name = std::move(name);
    return *this;
}

// The builder may go on: what it built keeps a state of its own.
Result<Environment> EnvironmentBuilder::try_build() {
    auto state = std::make_shared<EnvironmentState>();
    state->mode = state_->mode;
    state->loader = state_->loader;
    state->filters = state_->filters;
    state->tags = state_->tags;
    state->clock = state_->clock;
    state->zone_name = state_->zone_name;
    state->error_text = state_->error_text;
    state->report_unknown_filters = state_->report_unknown_filters;
    state->reload = state_->reload;
    state->reload_interval = state_->reload_interval;
    state->settings = state_->settings;
    Diagnostics diagnostics;
    if (state->zone_name != "UTC") {
        state->zone = find_zone(state->zone_name);
        if (!state->zone) {
            Diagnostic unknown;
            unknown.kind = Kind::UnknownZone;
            unknown.with("name", state->zone_name);
            unknown.notes.push_back("times are shown in UTC");
            diagnostics.push_back(std::move(unknown));
        }
    }
    for (const TagSpec& tag : state->tags) {
        bool parses = tag.grammar != TagSpec::Grammar::Callback || tag.parse;
        if (tag.render && parses) continue;
        Diagnostic useless;
        useless.kind = Kind::InvalidArgument;
        useless.with("reason",
                     "the tag `" + tag.name + "` has no function to " + (parses ? "render" : "parse") + " it");
        diagnostics.push_back(std::move(useless));
    }
    complete(*state);
    return {Environment(std::move(state)), std::move(diagnostics)};
}

Environment EnvironmentBuilder::build() { return std::move(try_build().value); }

}  // namespace liquid
