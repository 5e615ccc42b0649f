// What the tests of hostile input share: sources made of repeated pieces, and renders whose use is bounded.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include <gtest/gtest.h>

#include <liquid/liquid.hpp>

namespace hostile {

/// `piece` so many times.
std::string times(std::size_t count, std::string_view piece);

/// Limits small enough that a test which hits them ends at once.
liquid::Limits small_limits();

struct Outcome {
    std::string page;
    std::string codes;  ///< of all diagnostics, in order, with blanks between
    liquid::Usage usage;
    liquid::Diagnostics diagnostics;
};

/// Parses and renders with errors inline. Whatever happens, the limits hold, and the same context renders the next
/// page as a new one would: both are checked here.
Outcome render(const liquid::Environment& environment, std::string_view source, const liquid::RenderInput& input = {});
Outcome render(std::string_view source, const liquid::RenderInput& input = {});

liquid::Environment environment(const liquid::Limits& limits);

}  // namespace hostile
