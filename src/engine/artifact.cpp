// Loading: Environment::load and Artifact.
#include "engine/artifact.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <new>

#include "diagnostics/out_of_memory.hpp"
#include "engine/compile.hpp"
#include "program/artifact_format.hpp"
#include "source/near.hpp"

namespace liquid {

namespace {

constexpr std::size_t kMostPending = 10'000;

Diagnostic diagnose(program::ArtifactFault fault, const std::string& path) {
    Diagnostic diagnostic;
    diagnostic.kind = fault.kind;
    diagnostic.location.path = path;
    diagnostic.arguments = std::move(fault.arguments);
    if (const Argument* name = diagnostic.argument("template"))
        diagnostic.notes.push_back("in the template `" + std::get<std::string>(name->value) + "`");
    diagnostic.reference = "Liquid error: " + diagnostic.message();
    return diagnostic;
}

Result<Artifact> refused(program::ArtifactFault fault, const std::string& path) {
    Result<Artifact> result;
    result.diagnostics.push_back(diagnose(std::move(fault), path));
    return result;
}

Result<Artifact> open(const std::shared_ptr<const EnvironmentState>& environment, std::span<const char> bytes,
                      std::shared_ptr<const void> owner, std::string path) try {
    if (reinterpret_cast<std::uintptr_t>(bytes.data()) % 8 != 0) {
        auto copy = std::make_shared<std::vector<std::uint64_t>>(bytes.size() / 8 + 1);
        std::memcpy(copy->data(), bytes.data(), bytes.size());
        bytes = {reinterpret_cast<const char*>(copy->data()), bytes.size()};
        owner = std::move(copy);
    }
    auto state = std::make_shared<ArtifactState>(environment, std::move(owner));
    if (auto fault = state->archive.open(bytes, environment->artifact_bindings))
        return refused(std::move(*fault), path);
    if (!path.empty()) state->path = std::move(path);
    Result<Artifact> result;
    result.value = Artifact(std::move(state));
    return result;
} catch (const std::bad_alloc&) {
    Result<Artifact> result;
    result.diagnostics.push_back(out_of_memory());
    return result;
}

struct Descriptor {
    int number;
    ~Descriptor() {
        if (number >= 0) ::close(number);
    }
};

}  // namespace

// --- Environment ---

Result<Artifact> Environment::load(std::span<const std::byte> bytes, std::shared_ptr<const void> owner) const {
    return open(state_, {reinterpret_cast<const char*>(bytes.data()), bytes.size()}, std::move(owner), {});
}

Result<Artifact> Environment::load(std::string bytes) const {
    auto owner = std::make_shared<const std::string>(std::move(bytes));
    return open(state_, *owner, owner, {});
}

Result<Artifact> Environment::load_file(const std::filesystem::path& file) const {
    std::string path = file.string();
    auto unreadable = [&](const char* reason) {
        return refused({Kind::ArtifactUnreadable, {{"reason", std::string(reason)}}}, path);
    };
    Descriptor descriptor{::open(path.c_str(), O_RDONLY | O_CLOEXEC)};
    struct stat about {};
    if (descriptor.number < 0 || ::fstat(descriptor.number, &about) != 0) return unreadable(std::strerror(errno));
    if (!S_ISREG(about.st_mode)) return unreadable("it is no file");
    auto size = static_cast<std::size_t>(about.st_size);
    if (size == 0) return open(state_, {}, {}, path);
    void* memory = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, descriptor.number, 0);
    if (memory == MAP_FAILED) return unreadable(std::strerror(errno));
    std::shared_ptr<const void> owner(memory, [size](void* mapped) { ::munmap(mapped, size); });
    return open(state_, {static_cast<const char*>(memory), size}, std::move(owner), path);
}

// --- what is in an artifact ---

ArtifactState::ArtifactState(std::shared_ptr<const EnvironmentState> in, std::shared_ptr<const void> of)
    : environment(std::move(in)), owner(std::move(of)) {}

ArtifactState::~ArtifactState() { delete use_.load(std::memory_order_relaxed); }

// Of threads that make it at once, the first that is done counts.
ArtifactUse& ArtifactState::use(const std::shared_ptr<const ArtifactState>& state) {
    ArtifactUse* first = state->use_.load(std::memory_order_acquire);
    if (first != nullptr) return *first;
    auto made = std::make_unique<ArtifactUse>(state);
    if (!state->use_.compare_exchange_strong(first, made.get(), std::memory_order_acq_rel)) return *first;
    return *made.release();
}

ArtifactUse::ArtifactUse(const std::shared_ptr<const ArtifactState>& state)
    : state_(state),
      environment_(*state->environment),
      archive_(state->archive),
      settings_(environment_.settings),
      taken_(std::make_unique<std::atomic<const TakenTemplate*>[]>(archive_.size())),
      reader_(archive_) {
    settings_.partials = this;
}

ArtifactUse::~ArtifactUse() {
    for (std::size_t i = 0; i < archive_.size(); ++i) delete taken_[i].load(std::memory_order_relaxed);
}

// Of threads that ask first, one reads while the others wait. What the parser has to see as well is parsed without the
// lock, since it calls the host; the first that is done counts.
const TakenTemplate& ArtifactUse::take(std::uint32_t number, const Watch& watch) {
    std::atomic<const TakenTemplate*>& place = taken_[number];
    const TakenTemplate* first = place.load(std::memory_order_acquire);
    if (first != nullptr) return *first;
    const program::Archive::Entry entry = archive_[number];
    auto made = std::make_unique<TakenTemplate>();
    std::unique_lock lock(reading_);
    first = place.load(std::memory_order_acquire);
    if (first != nullptr) return *first;
    if (entry.is_compiled) read(number, *made);
    bool is_damaged = !made->said.empty();
    if (!is_damaged && (entry.warned || !entry.is_compiled)) {
        lock.unlock();
        parse(entry, *made, watch);
    }
    if (entry.is_partial) {
        made->partial.name = entry.key;
        made->partial.found_name = entry.found_name;
        made->partial.program = made->program;
        made->partial.take(made->said);
    }
    if (!place.compare_exchange_strong(first, made.get(), std::memory_order_acq_rel)) return *first;
    return *made.release();
}

void ArtifactUse::read(std::uint32_t number, TakenTemplate& to) {
    auto made = std::make_shared<program::ArchivedProgram>();
    if (auto fault = reader_.read(number, *made))
        to.said.push_back(diagnose(std::move(*fault), state_.lock()->path));
    else
        to.program = {made, &made->program};
}

// What is kept as source, or had warnings.
void ArtifactUse::parse(const program::Archive::Entry& entry, TakenTemplate& to, const Watch& watch) const {
    std::string_view reference_name = entry.is_partial ? entry.key : std::string_view();
    engine::Compiled compiled = engine::compile(environment_, std::string(entry.source), std::string(entry.name),
                                                std::string(entry.path), reference_name, watch);
    to.said = std::move(compiled.diagnostics);
    if (!to.program)
        to.program = std::move(compiled.program);
    else
        std::erase_if(to.said, [](const Diagnostic& one) { return one.severity == Severity::Error; });
}

Template ArtifactUse::get(std::uint32_t number, const TakenTemplate& taken) {
    const program::Archive::Entry entry = archive_[number];
    std::shared_ptr<const ArtifactState> artifact = state_.lock();
    auto state = std::make_shared<TemplateState>();
    state->environment = artifact->environment;
    state->name = entry.name;
    if (taken.program) {
        state->settings = &settings_;
        state->program = {artifact, taken.program.get()};
    } else {
        state->source = entry.source;
        state->errors = taken.said;
    }
    state->keeps = std::move(artifact);
    return Template(std::move(state));
}

// --- the partials of an artifact ---

// A partial does not own the artifact that owns it: who holds the partial, holds both.
std::shared_ptr<const render::Partial> ArtifactUse::linked(std::uint32_t entry, const Watch& watch) {
    return {state_.lock(), &take(entry, watch).partial};
}

std::shared_ptr<const render::Partial> ArtifactUse::find(std::string_view name, render::Partials& others,
                                                         const Watch& watch) {
    std::uint32_t entry = archive_.find(name, true);
    if (entry != program::kNone) return linked(entry, watch);
    if (std::shared_ptr<const render::Partial> other = others.find(name, watch)) return other;
    if (!archive_.has_partials()) return nullptr;
    auto missing = std::make_shared<render::Partial>();
    missing->name = std::string(name);
    missing->missing.reference = "Could not find asset snippets/" + missing->name;
    if (!name.ends_with(".liquid")) missing->missing.reference += ".liquid";
    missing->missing.searched.push_back("the artifact");
    return missing;
}

std::shared_ptr<const program::Program> ArtifactUse::find_pending(const render::Partial& partial, const Watch& watch) {
    const program::Program& plain = *partial.program;
    {
        std::shared_lock lock(mutex_);
        auto known = pending_.find(plain.id);
        if (known != pending_.end()) return known->second;
    }
    engine::Compiled compiled =
        engine::compile(environment_, std::string(plain.source), plain.name, plain.path, partial.name, watch, &plain);
    std::unique_lock lock(mutex_);
    if (pending_.size() >= kMostPending) return std::move(compiled.program);
    return pending_.emplace(plain.id, std::move(compiled.program)).first->second;
}

std::vector<std::string> ArtifactUse::names() {
    std::vector<std::string> all = environment_.partials->names();
    for (std::size_t i = 0; i < archive_.size(); ++i)
        if (const auto entry = archive_[i]; entry.is_partial) all.emplace_back(entry.key);
    std::sort(all.begin(), all.end());
    all.erase(std::unique(all.begin(), all.end()), all.end());
    return all;
}

namespace {

// What a render holds: the artifact, and the environment's partials as they were when it began.
class ArtifactPartials final : public render::Partials {
public:
    ArtifactPartials(ArtifactUse& use, std::shared_ptr<const ArtifactState> artifact,
                     std::shared_ptr<render::Partials> others)
        : use_(use),
          artifact_(std::move(artifact)),
          others_(std::move(others)),
          generation_(use.generation_with(*others_)) {}

    std::shared_ptr<const render::Partial> find(std::string_view name, const Watch& watch) override {
        return use_.find(name, *others_, watch);
    }
    std::shared_ptr<const render::Partial> linked(std::uint32_t entry, const Watch& watch) override {
        return use_.linked(entry, watch);
    }
    std::shared_ptr<const program::Program> find_pending(const render::Partial& partial, const Watch& watch) override {
        return use_.find_pending(partial, watch);
    }
    std::vector<std::string> names() override { return use_.names(); }
    std::uint64_t generation() const override { return generation_; }

private:
    ArtifactUse& use_;
    std::shared_ptr<const ArtifactState> artifact_;
    std::shared_ptr<render::Partials> others_;
    std::uint64_t generation_;
};

Result<Template> taken(const std::shared_ptr<const ArtifactState>& artifact, std::uint32_t number) {
    Result<Template> result;
    try {
        ArtifactUse& use = ArtifactState::use(artifact);
        const TakenTemplate& taken = use.take(number);
        result.diagnostics = taken.said;
        result.value = use.get(number, taken);
    } catch (const std::bad_alloc&) {
        result.value = Template(no_template().out_of_memory);
        result.diagnostics.clear();
        result.diagnostics.push_back(out_of_memory());
    }
    return result;
}

}  // namespace

std::shared_ptr<render::Partials> ArtifactUse::current() {
    return std::make_shared<ArtifactPartials>(*this, state_.lock(), environment_.partials->current());
}

// --- Artifact ---

Artifact::Artifact() = default;

Result<Template> Artifact::get(std::string_view name) const {
    if (state_) {
        std::uint32_t number = state_->archive.find(name, false);
        if (number == program::kNone) number = state_->archive.find(name, true);
        if (number != program::kNone) return taken(state_, number);
    }
    Diagnostic missing;
    missing.kind = Kind::MissingPartial;
    missing.with("name", std::string(name));
    missing.reference = "Liquid error: Could not find asset " + std::string(name);
    missing.notes.push_back("looked in the artifact");
    std::vector<std::string> names;
    for (std::size_t i = 0; i < size(); ++i) names.emplace_back((*this)[i].name);
    names.erase(std::unique(names.begin(), names.end()), names.end());
    for (const std::string& near : nearest(name, names)) missing.notes.push_back("there is a template `" + near + "`");
    Result<Template> result;
    auto state = std::make_shared<TemplateState>();
    state->environment = state_ ? state_->environment : Environment().shared_state();
    state->errors.push_back(missing);
    result.diagnostics.push_back(std::move(missing));
    result.value = Template(std::move(state));
    return result;
}

Result<Template> Artifact::front() const {
    if (size() == 0) return get({});
    return taken(state_, 0);
}

Diagnostics Artifact::check_all() const {
    Diagnostics damage;
    for (std::uint32_t i = 0; i < size(); ++i) {
        if (!state_->archive[i].is_compiled) continue;
        for (const Diagnostic& one : ArtifactState::use(state_).take(i).said)
            if (one.kind == Kind::ArtifactDamaged) damage.push_back(one);
    }
    return damage;
}

std::size_t Artifact::size() const { return state_ ? state_->archive.size() : 0; }

Artifact::Entry Artifact::operator[](std::size_t i) const {
    const program::Archive::Entry from = state_->archive[i];
    Entry entry;
    entry.name = from.key;
    entry.path = from.path;
    entry.source_bytes = from.source.size();
    entry.source_hash = from.source_hash;
    entry.is_partial = from.is_partial;
    entry.is_compiled = from.is_compiled;
    return entry;
}

std::vector<std::string_view> Artifact::filters() const {
    return state_ ? state_->archive.filters() : std::vector<std::string_view>();
}

std::vector<std::string_view> Artifact::tags() const {
    return state_ ? state_->archive.tags() : std::vector<std::string_view>();
}

std::uint64_t source_hash(std::string_view text) { return program::artifact::source_hash(text); }

}  // namespace liquid
