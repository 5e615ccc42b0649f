#include <liquid/limits.hpp>

namespace liquid {

bool Limits::set(std::string_view name, std::uint64_t amount) {
    auto narrow = [&](std::uint32_t& limit) {
        limit = amount > UINT32_MAX ? UINT32_MAX : static_cast<std::uint32_t>(amount);
        return true;
    };
    auto wide = [&](auto& limit) {
        limit = amount;
        return true;
    };
    if (name == "output_bytes") return wide(safety.output_bytes);
    if (name == "memory_bytes") return wide(safety.memory_bytes);
    if (name == "steps") return wide(safety.steps);
    if (name == "nesting") return narrow(safety.nesting);
    if (name == "partial_depth") return narrow(safety.partial_depth);
    if (name == "template_bytes") return wide(safety.template_bytes);
    if (name == "deadline_ms") {
        constexpr std::uint64_t kMost = INT64_MAX / 1'000'000;
        safety.deadline = std::chrono::milliseconds(amount > kMost ? kMost : amount);
        return true;
    }
    if (name == "render_length") return wide(reference.render_length);
    if (name == "render_score") return wide(reference.render_score);
    if (name == "assign_score") return wide(reference.assign_score);
    if (name == "cumulative_render_score") return wide(reference.cumulative_render_score);
    if (name == "cumulative_assign_score") return wide(reference.cumulative_assign_score);
    return false;
}

}  // namespace liquid
