// What a render may use.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string_view>

#include <liquid/export.hpp>

namespace liquid {

/// Safety limits are liquidc's own: always on, never reset inside a page, not catchable by a template. A hit
/// ends the render with one diagnostic and keeps what was written. docs/limits.md explains each by name.
struct SafetyLimits {
    std::uint64_t output_bytes = 256ull << 20;  ///< bytes written to the page and to captures
    std::uint64_t memory_bytes = 512ull << 20;  ///< bytes held by temporaries and variables
    std::uint64_t steps = 200'000'000;          ///< instructions, loop turns and filter work units
    std::uint32_t nesting = 100;                ///< depth of blocks while parsing
    std::uint32_t partial_depth = 200;  ///< include and render, one inside another; the reference's rules end at 199
    std::uint64_t template_bytes = 64ull << 20;  ///< size of one template's source
    std::chrono::nanoseconds deadline{0};        ///< time for one render; 0 = none
};

/// Reference limits reproduce Shopify/liquid's ResourceLimits (5.13) for hosts that rely on them; off by default.
/// Each partial resets render_score and assign_score and swallows its own error; a hit at top level replaces all output
/// with `Liquid error: Memory limits exceeded`.
struct ReferenceLimits {
    std::optional<std::uint64_t> render_length;
    std::optional<std::uint64_t> render_score;
    std::optional<std::uint64_t> assign_score;
    std::optional<std::uint64_t> cumulative_render_score;
    std::optional<std::uint64_t> cumulative_assign_score;
};

struct Limits {
    SafetyLimits safety;
    ReferenceLimits reference;

    /// Sets a limit by its documented name (`output_bytes`, `render_score`, ...; `deadline_ms` is in milliseconds).
    /// False: no limit has that name.
    LIQUID_API bool set(std::string_view name, std::uint64_t amount);
};

}  // namespace liquid
