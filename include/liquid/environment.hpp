// The configuration of an engine, and its templates.
#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <liquid/data.hpp>
#include <liquid/diagnostic.hpp>
#include <liquid/error_mode.hpp>
#include <liquid/export.hpp>
#include <liquid/filter.hpp>
#include <liquid/limits.hpp>
#include <liquid/loader.hpp>
#include <liquid/on_error.hpp>
#include <liquid/result.hpp>
#include <liquid/tag.hpp>

namespace liquid {

using TimePoint = std::chrono::time_point<std::chrono::system_clock, std::chrono::nanoseconds>;

class Artifact;
struct ArtifactOptions;
struct ArtifactSource;
class Template;
struct EnvironmentState;

/// How a template is called. The reference engine's texts name `name` (`Liquid error (NAME line 3): ...`; without one,
/// `Liquid error (line 3): ...`); the places in diagnostics name `path`, or `name` where there is no path.
struct TemplateId {
    std::string name;
    std::string path;
};

/// Whether templates that a Loader gave are loaded anew when it has other ones.
enum class Reload : std::uint8_t {
    Never,    ///< only by Environment::reload
    ByStamp,  ///< when Loader::stamp gives another number
};

/// An engine's configuration, immutable once built. Cheap to copy (shared). Everything may be called by many threads at
/// once, reload() too: the one mutable part, the cache of compiled partials, locks itself. As with any variable,
/// assigning to one Environment that other threads use needs a lock of the host.
///
///     liquid::Environment environment =
///         liquid::EnvironmentBuilder().loader(liquid::directory_loader({"snippets"})).build();
///     auto page = environment.parse("Hello {{ name }}", "page");
class LIQUID_API Environment {
public:
    Environment();  ///< all defaults: lax, standard tags and filters, no loader

    /// Compiles a template. With error diagnostics the Template is invalid and renders its first error.
    Result<Template> parse(std::string_view source, std::string_view name = {}) const;
    /// The same, for a template from a file: its name in reference texts apart from its path in diagnostics.
    Result<Template> parse(std::string_view source, TemplateId id) const;
    /// Loads by name through the loader, compiled once and cached.
    Result<Template> get(std::string_view name) const;
    /// Compiles templates, and the partials that the loader has for them, into one artifact: the bytes of a file. Empty
    /// with errors. A partial that is named by a literal and is not there is one (LQ1001). <liquid/artifact.hpp>
    Result<std::string> compile(std::span<const ArtifactSource> sources, const ArtifactOptions& options) const;
    Result<std::string> compile(std::span<const ArtifactSource> sources) const;
    /// Takes compiled templates (compile(), Template::serialize()) without parsing them. Whatever the bytes are, this
    /// is safe: what is damaged, of another format, or compiled for another environment is refused with a diagnostic,
    /// here or, for a single template, when it is first asked for. Artifact::check_all() checks all of them at once.
    Result<Artifact> load(std::string bytes) const;
    /// The same without a copy: `bytes` stay, unchanged, as long as `owner` lives, which the artifact keeps; without an
    /// owner, as long as the artifact and its templates are used.
    Result<Artifact> load(std::span<const std::byte> bytes, std::shared_ptr<const void> owner) const;
    /// The same from a file, which is mapped. Replace it by renaming another over it; never write into it.
    Result<Artifact> load_file(const std::filesystem::path& file) const;
    /// Forgets compiled partials, all or one by its name (with or without its ending, in any letter case), so that they
    /// are loaded anew. Each render, from its beginning to its end, sees the partials as they were when it began, but
    /// for those that nobody had asked for by then. Templates that get() gave before stay what they are.
    void reload() const;
    void reload(std::string_view name) const;

    const EnvironmentState& state() const { return *state_; }
    const std::shared_ptr<const EnvironmentState>& shared_state() const { return state_; }

private:
    friend class EnvironmentBuilder;
    explicit Environment(std::shared_ptr<const EnvironmentState> state) : state_(std::move(state)) {}
    std::shared_ptr<const EnvironmentState> state_;
};

/// For one thread at a time. What it is given (loader, functions, FilterSpec::data) is then called by all threads that
/// parse and render, at once.
class LIQUID_API EnvironmentBuilder {
public:
    EnvironmentBuilder();
    ~EnvironmentBuilder();
    EnvironmentBuilder& error_mode(ErrorMode mode);
    EnvironmentBuilder& on_error(OnError policy);
    /// The host's own text for a diagnostic, instead of a policy.
    EnvironmentBuilder& on_error(std::function<std::string(const Diagnostic&)> text);
    EnvironmentBuilder& strict_variables(bool on = true);
    EnvironmentBuilder& strict_filters(bool on = true);
    EnvironmentBuilder& loader(std::shared_ptr<Loader> loader);
    EnvironmentBuilder& filter(FilterSpec filter);  ///< replaces one of the same name
    EnvironmentBuilder& filter(std::string name, FilterFunction function, std::uint8_t min_arguments = 0,
                               std::uint8_t max_arguments = 255);
    EnvironmentBuilder& tag(TagSpec tag);  ///< replaces one of the same name
    EnvironmentBuilder& limits(Limits limits);
    /// Whether parsing warns of filters that are not registered (LQ3004); default: yes.
    EnvironmentBuilder& report_unknown_filters(bool on);
    /// Reload::ByStamp: the stamps of all compiled partials are looked at when a render or get() begins, at most once
    /// an `interval`, by one thread while others go on. Default: Never, which costs nothing.
    EnvironmentBuilder& reload(Reload policy, std::chrono::milliseconds interval = std::chrono::seconds(1));
    /// The time of `"now" | date`; default: the system's clock.
    EnvironmentBuilder& clock(std::function<TimePoint()> now);
    EnvironmentBuilder& now(TimePoint fixed);
    /// The local zone: `UTC`, a fixed offset `+02:00`, or a name of the zone database. Default: UTC.
    EnvironmentBuilder& timezone(std::string name);
    /// A zone that is not known, a tag without a function: diagnostics. The environment is usable all the same.
    Result<Environment> try_build();
    Environment build();

private:
    std::shared_ptr<EnvironmentState> state_;
};

}  // namespace liquid
