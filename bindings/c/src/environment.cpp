// liquid_environment: the builder's options from a struct, and a host's load function as a Loader.
#include <chrono>
#include <filesystem>
#include <optional>
#include <utility>
#include <vector>

#include "objects.hpp"

using namespace liquid::c;

namespace {

// The host's pointer, given back once when nobody needs it any more: also when there came to be no environment.
class Host {
public:
    Host(void* host, void (*free_host)(void*)) : host_(host), free_(free_host) {}
    Host(const Host&) = delete;
    Host& operator=(const Host&) = delete;
    ~Host() {
        if (free_ != nullptr) free_(host_);
    }
    void* get() const { return host_; }

private:
    void* host_;
    void (*free_)(void*);
};

class HostLoader final : public liquid::Loader {
public:
    HostLoader(std::shared_ptr<Host> host, liquid_load_function load_function, liquid_stamp_function stamp_function)
        : host_(std::move(host)), load_(load_function), stamp_(stamp_function) {}

    liquid::Lookup load(std::string_view name) const override {
        liquid_source source;
        source.lookup.missing.reference = "Could not find asset " + std::string(name);
        load_(host_->get(), name.data(), name.size(), &source);
        if (source.found) source.lookup.source = liquid::Source{std::move(source.text), std::move(source.path), {}};
        return std::move(source.lookup);
    }
    std::optional<std::uint64_t> stamp(std::string_view name) const override {
        std::uint64_t number = stamp_ == nullptr ? 0 : stamp_(host_->get(), name.data(), name.size());
        return number == 0 ? std::nullopt : std::optional<std::uint64_t>(number);
    }

private:
    std::shared_ptr<Host> host_;
    liquid_load_function load_;
    liquid_stamp_function stamp_;
};

std::shared_ptr<liquid::Loader> make_loader(const liquid_environment_options& options, std::shared_ptr<Host> host) {
    std::vector<std::shared_ptr<liquid::Loader>> loaders;
    std::vector<std::filesystem::path> directories;
    for (std::size_t i = 0; i < options.directory_count; ++i) directories.emplace_back(options.directories[i]);
    if (!directories.empty()) loaders.push_back(liquid::directory_loader(std::move(directories)));
    if (options.load != nullptr)
        loaders.push_back(std::make_shared<HostLoader>(std::move(host), options.load, options.stamp));
    if (loaders.empty()) return nullptr;
    return loaders.size() == 1 ? loaders[0] : liquid::chain_loader(std::move(loaders));
}

// The first thing that is wrong with the options; empty: nothing.
std::string fault_of(const liquid_environment_options& options) {
    if (options.error_mode < LIQUID_LAX || options.error_mode > LIQUID_STRICT2)
        return "error_mode is not one of the four";
    if (options.on_error < LIQUID_OMIT || options.on_error > LIQUID_FAIL) return "on_error is not one of the four";
    if (options.limit_count != 0 && options.limits == nullptr) return "limits is NULL";
    if (options.directory_count != 0 && options.directories == nullptr) return "directories is NULL";
    for (std::size_t i = 0; i < options.limit_count; ++i)
        if (options.limits[i].name == nullptr) return "a limit's name is NULL";
    for (std::size_t i = 0; i < options.directory_count; ++i)
        if (options.directories[i] == nullptr) return "a directory is NULL";
    return {};
}

std::string set_limits(const liquid_environment_options& options, liquid::Limits& limits) {
    for (std::size_t i = 0; i < options.limit_count; ++i)
        if (!limits.set(options.limits[i].name, options.limits[i].amount))
            return std::string("there is no limit `") + options.limits[i].name + "`";
    return {};
}

liquid_status make_environment(const liquid_environment_options& options, std::shared_ptr<Host> host,
                               liquid_environment** environment, liquid_diagnostics** diagnostics) {
    liquid::Limits limits;
    std::string fault = fault_of(options);
    if (fault.empty()) fault = set_limits(options, limits);
    if (!fault.empty()) return fail(LIQUID_INVALID_ARGUMENT, fault);
    liquid::EnvironmentBuilder builder;
    builder.error_mode(static_cast<liquid::ErrorMode>(options.error_mode))
        .on_error(static_cast<liquid::OnError>(options.on_error))
        .strict_variables(options.strict_variables != 0)
        .strict_filters(options.strict_filters != 0)
        .report_unknown_filters(options.ignore_unknown_filters == 0)
        .limits(limits);
    if (auto loader = make_loader(options, std::move(host))) builder.loader(std::move(loader));
    if (options.timezone != nullptr) builder.timezone(options.timezone);
    if (options.has_now != 0)
        builder.now(liquid::TimePoint(std::chrono::seconds(options.now_seconds) +
                                      std::chrono::nanoseconds(options.now_nanoseconds)));
    if (options.reload_by_stamp != 0) {
        constexpr std::uint64_t kLongest = 1'000'000'000;  // eleven days
        std::uint64_t interval = options.reload_interval_ms < kLongest ? options.reload_interval_ms : kLongest;
        builder.reload(liquid::Reload::ByStamp, std::chrono::milliseconds(interval));
    }
    liquid::Result<liquid::Environment> built = builder.try_build();
    auto said = make_diagnostics(built.diagnostics);
    *environment = new liquid_environment{std::move(built.value)};
    return done(std::move(said), diagnostics);
}

}  // namespace

extern "C" {

liquid_status liquid_environment_new(const liquid_environment_options* options, liquid_environment** environment,
                                     liquid_diagnostics** diagnostics) {
    if (environment != nullptr) *environment = nullptr;
    if (diagnostics != nullptr) *diagnostics = nullptr;
    return guarded([&]() -> liquid_status {
        liquid_environment_options own;
        bool known = read_struct(options, own);
        auto host = std::make_shared<Host>(own.host, own.free_host);
        if (!known) return fail(LIQUID_UNSUPPORTED, "the options have members that are not known");
        if (environment == nullptr) return fail(LIQUID_INVALID_ARGUMENT, "environment is NULL");
        return make_environment(own, std::move(host), environment, diagnostics);
    });
}

liquid_status liquid_environment_reload(const liquid_environment* environment) {
    if (environment == nullptr) return fail(LIQUID_INVALID_ARGUMENT, "environment is NULL");
    return guarded([&]() -> liquid_status {
        environment->environment.reload();
        return LIQUID_OK;
    });
}

liquid_status liquid_environment_reload_name(const liquid_environment* environment, const char* name,
                                             size_t name_size) {
    std::string_view text;
    if (environment == nullptr || name == nullptr || !read_text(name, name_size, text))
        return fail(LIQUID_INVALID_ARGUMENT, "environment or name is NULL");
    return guarded([&]() -> liquid_status {
        environment->environment.reload(text);
        return LIQUID_OK;
    });
}

void liquid_environment_free(liquid_environment* environment) { delete environment; }

liquid_status liquid_source_text(liquid_source* source, const char* text, size_t size) {
    std::string_view given;
    if (source == nullptr || !read_text(text, size, given))
        return fail(LIQUID_INVALID_ARGUMENT, "source or text is NULL");
    return guarded([&]() -> liquid_status {
        source->text = given;
        source->found = true;
        return LIQUID_OK;
    });
}

liquid_status liquid_source_path(liquid_source* source, const char* path, size_t size) {
    std::string_view given;
    if (source == nullptr || !read_text(path, size, given))
        return fail(LIQUID_INVALID_ARGUMENT, "source or path is NULL");
    return guarded([&]() -> liquid_status {
        source->path = given;
        return LIQUID_OK;
    });
}

liquid_status liquid_source_missing(liquid_source* source, const char* text, size_t size) {
    std::string_view given;
    if (source == nullptr || !read_text(text, size, given))
        return fail(LIQUID_INVALID_ARGUMENT, "source or text is NULL");
    return guarded([&]() -> liquid_status {
        source->lookup.missing.reference = given;
        return LIQUID_OK;
    });
}

liquid_status liquid_source_searched(liquid_source* source, const char* place, size_t size) {
    std::string_view given;
    if (source == nullptr || !read_text(place, size, given))
        return fail(LIQUID_INVALID_ARGUMENT, "source or place is NULL");
    return guarded([&]() -> liquid_status {
        source->lookup.missing.searched.emplace_back(given);
        return LIQUID_OK;
    });
}

}  // extern "C"
