#include "render/limit_hits.hpp"

#include <string>
#include <string_view>

namespace liquid::render {

namespace {

// Its name in docs/limits.md; a stop has none.
std::string_view name_of(Kind kind) {
    switch (kind) {
        case Kind::StepLimit:
            return "steps";
        case Kind::OutputLimit:
            return "output_bytes";
        case Kind::MemoryLimit:
            return "memory_bytes";
        case Kind::PartialDepthLimit:
            return "partial_depth";
        case Kind::DeadlineExceeded:
            return "deadline_ms";
        default:
            return {};
    }
}

std::string note(std::string_view name, std::uint64_t used, std::uint64_t limit) {
    return std::string(name) + ": " + std::to_string(used) + " of " + std::to_string(limit);
}

}  // namespace

Diagnostic diagnostic_of(const LimitHit& hit) {
    Diagnostic diagnostic;
    diagnostic.kind = hit.kind;
    std::string_view name = name_of(hit.kind);
    if (name.empty()) return diagnostic;
    diagnostic.with("limit", static_cast<std::int64_t>(hit.limit)).with("used", static_cast<std::int64_t>(hit.used));
    diagnostic.notes.push_back(note(name, hit.used, hit.limit));
    return diagnostic;
}

Diagnostic diagnostic_of(const ReferenceLimitHit& hit) {
    Diagnostic diagnostic;
    diagnostic.kind = Kind::ReferenceLimit;
    diagnostic.with("limit", std::string(hit.limit));
    diagnostic.notes.push_back(note(hit.limit, hit.used, hit.allowed));
    diagnostic.reference = "Liquid error: Memory limits exceeded";
    diagnostic.location = hit.location;
    return diagnostic;
}

}  // namespace liquid::render
