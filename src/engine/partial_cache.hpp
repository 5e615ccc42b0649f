// Compiled partials of an environment, shared by all its threads.
#pragma once

#include <atomic>
#include <map>
#include <shared_mutex>
#include <string>

#include "render/partials.hpp"

namespace liquid {
struct EnvironmentState;
}

namespace liquid::engine {

// What the loader says; what it throws becomes a reason.
Lookup ask(const Loader& loader, std::string_view name);

// Never given twice in the process: a RenderContext may serve several environments.
std::uint64_t next_generation();

// What was found stays until reload(); what was missing is looked for again each time.
class PartialCache final : public render::Partials {
public:
    explicit PartialCache(const EnvironmentState& environment)
        : environment_(environment), generation_(next_generation()) {}

    std::shared_ptr<const render::Partial> find(std::string_view name) override;
    std::shared_ptr<const program::Program> find_pending(const render::Partial& partial) override;
    std::vector<std::string> names() override;
    std::uint64_t generation() const override { return generation_.load(std::memory_order_acquire); }
    void reload();

private:
    const EnvironmentState& environment_;
    std::atomic<std::uint64_t> generation_;
    std::shared_mutex mutex_;
    std::map<std::string, std::shared_ptr<const render::Partial>, std::less<>> found_;
    std::map<std::uint64_t, std::shared_ptr<const program::Program>> pending_;  // by the plain program's id
};

}  // namespace liquid::engine
