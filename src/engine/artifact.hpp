// What stands behind Artifact: an archive, bound to an environment, that answers for its own partials.
#pragma once

#include <map>
#include <memory>
#include <shared_mutex>
#include <string>
#include <vector>

#include <liquid/artifact.hpp>

#include "engine/state.hpp"
#include "program/artifact.hpp"

namespace liquid {

struct ArtifactState final : render::Partials, std::enable_shared_from_this<ArtifactState> {
    std::shared_ptr<const EnvironmentState> environment;
    std::shared_ptr<const void> owner;  // of the bytes
    program::Archive archive;
    render::Settings settings;  // the environment's, with these partials
    bool has_partials = false;

    // Its own partials first, then `others`, those of the environment's loader.
    std::shared_ptr<const render::Partial> find(std::string_view name, render::Partials& others, const Watch& watch);
    std::shared_ptr<const render::Partial> find(std::string_view name, const Watch& watch) override {
        return find(name, *environment->partials, watch);
    }
    std::shared_ptr<const render::Partial> linked(std::uint32_t entry) override;
    std::shared_ptr<const program::Program> find_pending(const render::Partial& partial, const Watch& watch) override;
    std::vector<std::string> names() override;
    // Changes with the environment's, because its loader is asked for what is not here, and is never equal to it.
    std::uint64_t generation() const override { return generation_with(*environment->partials); }
    std::uint64_t generation_with(const render::Partials& others) const {
        return number_ << 32 | (others.generation() & 0xffffffffU);
    }
    std::shared_ptr<render::Partials> current() override;

    Result<Template> get(std::uint32_t entry);

private:
    const render::Partial& make(std::uint32_t entry);

    const std::uint64_t number_ = engine::next_generation();
    std::shared_mutex mutex_;
    std::map<std::uint32_t, std::unique_ptr<const render::Partial>> made_;
    std::map<std::uint64_t, std::shared_ptr<const program::Program>> pending_;  // by the plain program's id
};

namespace engine {

// The host's tags that stand in the place of standard ones change how everything is read.
std::uint64_t overridden_tags(const EnvironmentState& environment);

}  // namespace engine

}  // namespace liquid
