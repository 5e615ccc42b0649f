// Compiled partials of an environment, shared by all its threads.
#pragma once

#include <atomic>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <vector>

#include "render/partials.hpp"

namespace liquid {
struct EnvironmentState;
}

namespace liquid::engine {

// What the loader says; what it throws becomes a reason.
Lookup ask(const Loader& loader, std::string_view name);

// Never given twice in the process: a RenderContext may serve several environments.
std::uint64_t next_generation();

// What was found between two reloads. Renders hold the one that they began with, and with it all programs that they
// use. What was missing is looked for again each time.
class PartialSet final : public render::Partials {
public:
    PartialSet(const EnvironmentState& environment, std::uint64_t generation)
        : environment_(environment), generation_(generation) {}

    std::shared_ptr<const render::Partial> find(std::string_view name, const Watch& watch) override;
    std::shared_ptr<const program::Program> find_pending(const render::Partial& partial, const Watch& watch) override;
    std::vector<std::string> names() override;
    std::uint64_t generation() const override { return generation_; }

    // The names whose loader has another stamp by now.
    std::vector<std::string> changed();
    // A set of the others.
    std::shared_ptr<PartialSet> without(const std::vector<std::string>& names, std::uint64_t generation);

private:
    struct Entry {
        std::shared_ptr<const render::Partial> partial;
        std::optional<std::uint64_t> stamp;
    };

    const EnvironmentState& environment_;
    const std::uint64_t generation_;
    std::shared_mutex mutex_;
    std::map<std::string, Entry, std::less<>> found_;
    std::map<std::uint64_t, std::shared_ptr<const program::Program>> pending_;  // by the plain program's id
};

// The set that is current; a reload puts another in its place.
class PartialCache final : public render::Partials {
public:
    explicit PartialCache(const EnvironmentState& environment);

    std::shared_ptr<const render::Partial> find(std::string_view name, const Watch& watch) override {
        return set()->find(name, watch);
    }
    std::shared_ptr<const program::Program> find_pending(const render::Partial& partial, const Watch& watch) override {
        return set()->find_pending(partial, watch);
    }
    std::vector<std::string> names() override { return set()->names(); }
    std::shared_ptr<render::Partials> current() override { return set(); }
    std::uint64_t generation() const override { return generation_.load(std::memory_order_acquire); }

    void reload();
    void reload(std::string_view name);
    // Reload::ByStamp, when it is time to.
    void look() {
        if (by_stamp_) look_at_stamps();
    }

private:
    std::shared_ptr<PartialSet> set();
    void look_at_stamps();

    const EnvironmentState& environment_;
    const bool by_stamp_;
    std::atomic<std::int64_t> next_look_{0};  // nanoseconds of the steady clock
    std::atomic<std::uint64_t> generation_{0};
    std::shared_mutex mutex_;
    std::shared_ptr<PartialSet> set_;
};

}  // namespace liquid::engine
