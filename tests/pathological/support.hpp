// What the tests of hostile input share: sources made of repeated pieces, and renders whose use is bounded.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include <gtest/gtest.h>

#include <liquid/liquid.hpp>

namespace hostile {

/// Of one byte of a source, whatever it is (work.hpp): 707 was the most, brackets in brackets, which are read once for
/// each level that `nesting` allows. And of what every parse costs.
constexpr std::uint64_t kWorkOfByte = 800;
constexpr std::uint64_t kWorkOfParse = 100'000;

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
