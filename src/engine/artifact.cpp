// Loading: Environment::load and Artifact.
#include "engine/artifact.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <mutex>
#include <new>

#include "diagnostics/out_of_memory.hpp"
#include "engine/compile.hpp"
#include "program/artifact_format.hpp"
#include "source/near.hpp"
#include "syntax/tags.hpp"

namespace liquid {

namespace {

constexpr std::size_t kMostPending = 10'000;

Result<Artifact> refused(Kind kind, std::vector<Argument> arguments, const std::string& path) {
    Diagnostic diagnostic;
    diagnostic.kind = kind;
    diagnostic.location.path = path;
    diagnostic.arguments = std::move(arguments);
    if (const Argument* name = diagnostic.argument("template"))
        diagnostic.notes.push_back("in the template `" + std::get<std::string>(name->value) + "`");
    diagnostic.reference = "Liquid error: " + diagnostic.message();
    Result<Artifact> result;
    result.diagnostics.push_back(std::move(diagnostic));
    return result;
}

Result<Artifact> open(const std::shared_ptr<const EnvironmentState>& environment, std::span<const char> bytes,
                      std::shared_ptr<const void> owner, const std::string& path) try {
    if (reinterpret_cast<std::uintptr_t>(bytes.data()) % 8 != 0) {
        auto copy = std::make_shared<std::vector<std::uint64_t>>(bytes.size() / 8 + 1);
        std::memcpy(copy->data(), bytes.data(), bytes.size());
        bytes = {reinterpret_cast<const char*>(copy->data()), bytes.size()};
        owner = std::move(copy);
    }
    auto state = std::make_shared<ArtifactState>();
    state->environment = environment;
    state->owner = std::move(owner);
    program::Bindings named = environment->bindings();
    program::ArtifactBindings bindings;
    bindings.find_filter = named.find_filter;
    bindings.environment = named.environment;
    bindings.tags = named.tags;
    bindings.append = named.append;
    bindings.error_mode = static_cast<std::uint8_t>(environment->mode);
    bindings.scored = named.scored;
    bindings.overrides = engine::overridden_tags(*environment);
    bindings.folding = environment->folding;
    bindings.template_bytes = environment->settings.limits.safety.template_bytes;
    if (auto fault = state->archive.open(bytes, bindings))
        return refused(fault->kind, std::move(fault->arguments), path);
    state->settings = environment->settings;
    state->settings.partials = state.get();
    for (const auto& entry : state->archive.entries()) state->has_partials |= entry.is_partial;
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

std::uint64_t engine::overridden_tags(const EnvironmentState& environment) {
    std::vector<std::string_view> names;
    for (const TagSpec& tag : environment.tags)
        if (syntax::standard_tag(tag.name) != syntax::StandardTag::None) names.push_back(tag.name);
    std::sort(names.begin(), names.end());
    std::uint64_t hash = 0;
    for (std::string_view name : names) hash = program::artifact::stir(hash, name);
    return hash;
}

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
        return refused(Kind::ArtifactUnreadable, {{"reason", std::string(reason)}}, path);
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

// --- partials of an artifact ---

// A partial does not own the archive that owns it: who holds the partial, holds both.
const render::Partial& ArtifactState::make(std::uint32_t number) {
    {
        std::shared_lock lock(mutex_);
        auto known = made_.find(number);
        if (known != made_.end()) return *known->second;
    }
    const program::Archive::Entry& entry = archive.entries()[number];
    auto partial = std::make_unique<render::Partial>();
    partial->name = entry.key;
    partial->found_name = entry.found_name;
    if (entry.program != nullptr)
        partial->program = std::shared_ptr<const program::Program>(std::shared_ptr<void>(), entry.program);
    if (entry.program == nullptr || entry.warned) {
        engine::Compiled compiled = engine::compile(*environment, std::string(entry.source), partial->name,
                                                    std::string(entry.path), partial->name);
        if (entry.program == nullptr) partial->program = std::move(compiled.program);
        partial->take(std::move(compiled.diagnostics));
    }
    std::unique_lock lock(mutex_);
    return *made_.emplace(number, std::move(partial)).first->second;
}

std::shared_ptr<const render::Partial> ArtifactState::linked(std::uint32_t entry) {
    return {shared_from_this(), &make(entry)};
}

std::shared_ptr<const render::Partial> ArtifactState::find(std::string_view name, render::Partials& others,
                                                           const Watch& watch) {
    std::uint32_t entry = archive.find(name, true);
    if (entry != program::kNone) return linked(entry);
    if (std::shared_ptr<const render::Partial> other = others.find(name, watch)) return other;
    if (!has_partials) return nullptr;
    auto missing = std::make_shared<render::Partial>();
    missing->name = std::string(name);
    missing->missing.reference = "Could not find asset snippets/" + missing->name;
    if (!name.ends_with(".liquid")) missing->missing.reference += ".liquid";
    missing->missing.searched.push_back("the artifact");
    return missing;
}

std::shared_ptr<const program::Program> ArtifactState::find_pending(const render::Partial& partial,
                                                                    const Watch& watch) {
    const program::Program& plain = *partial.program;
    {
        std::shared_lock lock(mutex_);
        auto known = pending_.find(plain.id);
        if (known != pending_.end()) return known->second;
    }
    engine::Compiled compiled =
        engine::compile(*environment, std::string(plain.source), plain.name, plain.path, partial.name, watch, &plain);
    std::unique_lock lock(mutex_);
    if (pending_.size() >= kMostPending) return std::move(compiled.program);
    return pending_.emplace(plain.id, std::move(compiled.program)).first->second;
}

std::vector<std::string> ArtifactState::names() {
    std::vector<std::string> all = environment->partials->names();
    for (const auto& entry : archive.entries())
        if (entry.is_partial) all.emplace_back(entry.key);
    std::sort(all.begin(), all.end());
    all.erase(std::unique(all.begin(), all.end()), all.end());
    return all;
}

namespace {

// What a render holds: the artifact, and the environment's partials as they were when it began.
class ArtifactPartials final : public render::Partials {
public:
    ArtifactPartials(std::shared_ptr<ArtifactState> artifact, std::shared_ptr<render::Partials> others)
        : artifact_(std::move(artifact)),
          others_(std::move(others)),
          generation_(artifact_->generation_with(*others_)) {}

    std::shared_ptr<const render::Partial> find(std::string_view name, const Watch& watch) override {
        return artifact_->find(name, *others_, watch);
    }
    std::shared_ptr<const render::Partial> linked(std::uint32_t entry) override { return artifact_->linked(entry); }
    std::shared_ptr<const program::Program> find_pending(const render::Partial& partial, const Watch& watch) override {
        return artifact_->find_pending(partial, watch);
    }
    std::vector<std::string> names() override { return artifact_->names(); }
    std::uint64_t generation() const override { return generation_; }

private:
    std::shared_ptr<ArtifactState> artifact_;
    std::shared_ptr<render::Partials> others_;
    std::uint64_t generation_;
};

}  // namespace

std::shared_ptr<render::Partials> ArtifactState::current() {
    return std::make_shared<ArtifactPartials>(shared_from_this(), environment->partials->current());
}

// --- Artifact ---

Result<Template> ArtifactState::get(std::uint32_t number) {
    const program::Archive::Entry& entry = archive.entries()[number];
    auto state = std::make_shared<TemplateState>();
    state->environment = environment;
    state->name = entry.name;
    state->settings = &settings;
    state->keeps = shared_from_this();
    Result<Template> result;
    if (entry.program != nullptr) state->program = {state->keeps, entry.program};
    if (entry.program == nullptr || entry.warned) {
        std::string reference_name(entry.is_partial ? entry.key : std::string_view());
        engine::Compiled compiled = engine::compile(*environment, std::string(entry.source), std::string(entry.name),
                                                    std::string(entry.path), reference_name);
        result.diagnostics = std::move(compiled.diagnostics);
        if (entry.program == nullptr) {
            state->program = std::move(compiled.program);
            state->source = entry.source;
            state->errors = result.diagnostics;
        } else {
            std::erase_if(result.diagnostics, [](const Diagnostic& one) { return one.severity == Severity::Error; });
        }
    }
    result.value = Template(std::move(state));
    return result;
}

Artifact::Artifact() = default;

Result<Template> Artifact::get(std::string_view name) const {
    if (state_) {
        std::uint32_t number = state_->archive.find(name, false);
        if (number == program::kNone) number = state_->archive.find(name, true);
        if (number != program::kNone) return std::const_pointer_cast<ArtifactState>(state_)->get(number);
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
    return std::const_pointer_cast<ArtifactState>(state_)->get(0);
}

std::size_t Artifact::size() const { return state_ ? state_->archive.entries().size() : 0; }

Artifact::Entry Artifact::operator[](std::size_t i) const {
    const program::Archive::Entry& from = state_->archive.entries()[i];
    Entry entry;
    entry.name = from.key;
    entry.path = from.path;
    entry.source_bytes = from.source.size();
    entry.source_hash = from.source_hash;
    entry.is_partial = from.is_partial;
    entry.is_compiled = from.program != nullptr;
    return entry;
}

const std::vector<std::string_view>& Artifact::filters() const {
    static const std::vector<std::string_view> none;
    return state_ ? state_->archive.filters() : none;
}

const std::vector<std::string_view>& Artifact::tags() const {
    static const std::vector<std::string_view> none;
    return state_ ? state_->archive.tags() : none;
}

std::uint64_t source_hash(std::string_view text) { return program::artifact::source_hash(text); }

}  // namespace liquid
