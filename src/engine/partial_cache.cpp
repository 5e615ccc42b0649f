#include "engine/partial_cache.hpp"

#include <algorithm>
#include <chrono>
#include <exception>
#include <mutex>
#include <new>

#include "engine/compile.hpp"
#include "engine/state.hpp"

namespace liquid::engine {

namespace {

// A loader that answers to any name must not let templates fill the memory. Beyond, each call compiles anew.
constexpr std::size_t kMostPartials = 10'000;

std::optional<std::uint64_t> ask_stamp(const Loader& loader, std::string_view name) {
    try {
        return loader.stamp(name);
    } catch (...) {
        return std::nullopt;
    }
}

// Of names that load the same, one and the same.
std::string plain(std::string_view name) {
    if (name.ends_with(".liquid")) name.remove_suffix(7);
    std::string text(name);
    for (char& c : text)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return text;
}

}  // namespace

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

std::uint64_t next_generation() {
    static std::atomic<std::uint64_t> last{0};
    return ++last;
}

std::shared_ptr<const render::Partial> PartialSet::find(std::string_view name, const Watch& watch) {
    if (!environment_.loader) return nullptr;
    {
        std::shared_lock lock(mutex_);
        auto known = found_.find(name);
        if (known != found_.end()) return known->second.partial;
    }
    // Before the text: what changes in between is noticed later.
    std::optional<std::uint64_t> stamp;
    if (environment_.reload == Reload::ByStamp) stamp = ask_stamp(*environment_.loader, name);
    auto partial = std::make_shared<render::Partial>();
    partial->name = std::string(name);
    Lookup lookup = ask(*environment_.loader, name);
    if (!lookup.source) {
        partial->missing = std::move(lookup.missing);
        return partial;
    }
    partial->found_name = std::move(lookup.source->found_name);
    Compiled compiled = compile(environment_, std::move(lookup.source->text), partial->name,
                                std::move(lookup.source->path), partial->name, watch);
    partial->program = std::move(compiled.program);
    partial->take(std::move(compiled.diagnostics));
    // Two threads may have compiled it; the first one's stays.
    std::unique_lock lock(mutex_);
    if (found_.size() >= kMostPartials) {
        partial->kept = false;
        return partial;
    }
    return found_.emplace(partial->name, Entry{partial, stamp}).first->second.partial;
}

std::shared_ptr<const program::Program> PartialSet::find_pending(const render::Partial& partial, const Watch& watch) {
    const program::Program& plain = *partial.program;
    {
        std::shared_lock lock(mutex_);
        auto known = pending_.find(plain.id);
        if (known != pending_.end()) return known->second;
    }
    Compiled compiled =
        compile(environment_, std::string(plain.source), plain.name, plain.path, partial.name, watch, &plain);
    std::unique_lock lock(mutex_);
    if (pending_.size() >= kMostPartials) return std::move(compiled.program);
    return pending_.emplace(plain.id, std::move(compiled.program)).first->second;
}

std::vector<std::string> PartialSet::names() {
    return environment_.loader ? environment_.loader->names() : std::vector<std::string>();
}

// The loader is asked without the lock: others go on.
std::vector<std::string> PartialSet::changed() {
    std::vector<std::pair<std::string, std::uint64_t>> stamps;
    {
        std::shared_lock lock(mutex_);
        for (const auto& [name, entry] : found_)
            if (entry.stamp) stamps.emplace_back(name, *entry.stamp);
    }
    std::vector<std::string> names;
    for (auto& [name, stamp] : stamps)
        if (ask_stamp(*environment_.loader, name) != stamp) names.push_back(std::move(name));
    return names;
}

std::shared_ptr<PartialSet> PartialSet::without(const std::vector<std::string>& names, std::uint64_t generation) {
    auto others = std::make_shared<PartialSet>(environment_, generation);
    std::vector<std::string> gone;
    gone.reserve(names.size());
    for (const std::string& name : names) gone.push_back(plain(name));
    std::sort(gone.begin(), gone.end());
    std::shared_lock lock(mutex_);
    for (const auto& [name, entry] : found_)
        if (!std::binary_search(gone.begin(), gone.end(), plain(name))) others->found_.emplace(name, entry);
    return others;
}

// --- the cache ---

PartialCache::PartialCache(const EnvironmentState& environment)
    : environment_(environment), by_stamp_(environment.reload == Reload::ByStamp && environment.loader) {
    reload();
}

std::shared_ptr<PartialSet> PartialCache::set() {
    std::shared_lock lock(mutex_);
    return set_;
}

void PartialCache::reload() {
    auto empty = std::make_shared<PartialSet>(environment_, next_generation());
    std::unique_lock lock(mutex_);
    generation_.store(empty->generation(), std::memory_order_release);
    set_.swap(empty);
}

void PartialCache::reload(std::string_view name) {
    std::shared_ptr<PartialSet> others;
    std::unique_lock lock(mutex_);
    others = set_->without({std::string(name)}, next_generation());
    generation_.store(others->generation(), std::memory_order_release);
    set_.swap(others);
}

void PartialCache::look_at_stamps() {
    std::int64_t now = std::chrono::steady_clock::now().time_since_epoch().count();
    std::int64_t due = next_look_.load(std::memory_order_relaxed);
    std::int64_t interval = std::chrono::nanoseconds(environment_.reload_interval).count();
    if (now < due || !next_look_.compare_exchange_strong(due, now + interval, std::memory_order_relaxed)) return;
    std::shared_ptr<PartialSet> looked_at = set();
    std::shared_ptr<PartialSet> others;
    try {
        std::vector<std::string> names = looked_at->changed();
        if (names.empty()) return;
        others = looked_at->without(names, next_generation());
    } catch (const std::bad_alloc&) {
        return;  // the page that begins goes on with what there is
    }
    std::unique_lock lock(mutex_);
    if (set_ != looked_at) return;  // a reload was faster; what is left is seen next time
    generation_.store(others->generation(), std::memory_order_release);
    set_.swap(others);
}

}  // namespace liquid::engine
