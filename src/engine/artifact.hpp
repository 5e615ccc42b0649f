// What stands behind Artifact: an archive, bound to an environment; and, once a template was asked for, the templates.
#pragma once

#include <atomic>
#include <map>
#include <memory>
#include <mutex>
#include <shared_mutex>
#include <string>
#include <vector>

#include <liquid/artifact.hpp>

#include "engine/state.hpp"
#include "program/artifact.hpp"
#include "program/artifact_read.hpp"

namespace liquid {

class ArtifactUse;

// What loading makes, which is as little as can be.
struct ArtifactState {
    ArtifactState(std::shared_ptr<const EnvironmentState> in, std::shared_ptr<const void> of);
    ~ArtifactState();

    const std::shared_ptr<const EnvironmentState> environment;
    const std::shared_ptr<const void> owner;  // of the bytes
    std::string path;                         // of the file, if it is one
    program::Archive archive;

    static ArtifactUse& use(const std::shared_ptr<const ArtifactState>& state);

private:
    mutable std::atomic<ArtifactUse*> use_ = nullptr;
};

// A template of an artifact that was asked for: checked and made, or why it cannot be used.
struct TakenTemplate {
    std::shared_ptr<const program::Program> program;  // null: there is an error
    Diagnostics said;                                 // what parsing says of it, or that it is damaged
    render::Partial partial;                          // of a partial: the same for renders
};

// The templates of an artifact, which answers for its own partials.
class ArtifactUse final : public render::Partials {
public:
    explicit ArtifactUse(const std::shared_ptr<const ArtifactState>& state);
    ~ArtifactUse() override;

    // Checks and makes a template when it is first asked for; from then on, there is no lock.
    const TakenTemplate& take(std::uint32_t entry, const Watch& watch = {});
    Template get(std::uint32_t entry, const TakenTemplate& taken);

    // Its own partials first, then `others`, those of the environment's loader.
    std::shared_ptr<const render::Partial> find(std::string_view name, render::Partials& others, const Watch& watch);
    std::shared_ptr<const render::Partial> find(std::string_view name, const Watch& watch) override {
        return find(name, *environment_.partials, watch);
    }
    std::shared_ptr<const render::Partial> linked(std::uint32_t entry, const Watch& watch) override;
    std::shared_ptr<const program::Program> find_pending(const render::Partial& partial, const Watch& watch) override;
    std::vector<std::string> names() override;
    // Changes with the environment's, because its loader is asked for what is not here, and is never equal to it.
    std::uint64_t generation() const override { return generation_with(*environment_.partials); }
    std::uint64_t generation_with(const render::Partials& others) const {
        return number_ << 32 | (others.generation() & 0xffffffffU);
    }
    std::shared_ptr<render::Partials> current() override;

private:
    void read(std::uint32_t entry, TakenTemplate& to);
    void parse(const program::Archive::Entry& entry, TakenTemplate& to, const Watch& watch) const;

    const std::weak_ptr<const ArtifactState> state_;  // which owns this
    const EnvironmentState& environment_;
    const program::Archive& archive_;
    render::Settings settings_;  // the environment's, with these partials
    const std::uint64_t number_ = engine::next_generation();
    const std::unique_ptr<std::atomic<const TakenTemplate*>[]> taken_;  // by entry
    std::mutex reading_;
    program::ArtifactReader reader_;
    std::shared_mutex mutex_;
    std::map<std::uint64_t, std::shared_ptr<const program::Program>> pending_;  // by the plain program's id
};

}  // namespace liquid
