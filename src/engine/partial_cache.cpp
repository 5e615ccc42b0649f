#include "engine/partial_cache.hpp"

#include <exception>
#include <mutex>

#include "engine/compile.hpp"
#include "engine/state.hpp"

namespace liquid::engine {

namespace {

// A loader that answers to any name must not let templates fill the memory. Beyond, each call compiles anew.
constexpr std::size_t kMostPartials = 10'000;

// A loader of the host may throw; its words are kept.
Lookup ask(const Loader& loader, std::string_view name) {
    try {
        return loader.load(name);
    } catch (const std::bad_alloc&) {
        throw;
    } catch (const std::exception& failure) {
        Lookup lookup;
        lookup.missing.reason = Missing::Reason::Unreadable;
        lookup.missing.reference = "internal";
        lookup.missing.detail = failure.what();
        return lookup;
    } catch (...) {
        Lookup lookup;
        lookup.missing.reason = Missing::Reason::Unreadable;
        lookup.missing.reference = "internal";
        lookup.missing.detail = "unknown exception";
        return lookup;
    }
}

}  // namespace

std::shared_ptr<const render::Partial> PartialCache::find(std::string_view name) {
    if (!environment_.loader) return nullptr;
    {
        std::shared_lock lock(mutex_);
        auto known = found_.find(name);
        if (known != found_.end()) return known->second;
    }
    std::uint64_t generation = generation_;
    auto partial = std::make_shared<render::Partial>();
    partial->name = std::string(name);
    Lookup lookup = ask(*environment_.loader, name);
    if (!lookup.source) {
        partial->missing = std::move(lookup.missing);
        return partial;
    }
    partial->found_name = std::move(lookup.source->found_name);
    Compiled compiled = compile(environment_, std::move(lookup.source->text), partial->name,
                                std::move(lookup.source->path), partial->name);
    partial->program = std::move(compiled.program);
    partial->invalid = !partial->program;
    for (Diagnostic& one : compiled.diagnostics) {
        if (one.severity == Severity::Error)
            partial->parse_errors.push_back(std::move(one));
        else if (!one.reference.empty())
            partial->parse_warnings.push_back(std::move(one));
    }
    // The reference stops at the first error and warns of nothing behind it.
    if (!partial->parse_errors.empty())
        std::erase_if(partial->parse_warnings, [&](const Diagnostic& one) {
            return one.location.span.begin > partial->parse_errors.front().location.span.begin;
        });
    // Two threads may have compiled it; the first one's stays, unless the cache was emptied meanwhile.
    std::unique_lock lock(mutex_);
    if (generation != generation_ || found_.size() >= kMostPartials) return partial;
    return found_.emplace(partial->name, partial).first->second;
}

std::shared_ptr<const program::Program> PartialCache::find_pending(const render::Partial& partial) {
    const program::Program& plain = *partial.program;
    {
        std::shared_lock lock(mutex_);
        auto known = pending_.find(plain.id);
        if (known != pending_.end()) return known->second;
    }
    Compiled compiled = compile(environment_, std::string(plain.source), plain.name, plain.path, partial.name, &plain);
    std::unique_lock lock(mutex_);
    if (pending_.size() >= kMostPartials) return std::move(compiled.program);
    return pending_.emplace(plain.id, std::move(compiled.program)).first->second;
}

std::vector<std::string> PartialCache::names() {
    return environment_.loader ? environment_.loader->names() : std::vector<std::string>();
}

void PartialCache::reload() {
    std::unique_lock lock(mutex_);
    found_.clear();
    pending_.clear();
    generation_.store(next(), std::memory_order_release);
}

}  // namespace liquid::engine
