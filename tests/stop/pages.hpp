// Pages whose one statement or filter has long work to do: whether a stop is seen within is counted by stop_test.cpp
// and timed by bench/stop_bench.cpp.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include <liquid/liquid.hpp>

namespace stopping {

/// Of each text and each partial: a pass over all bytes without a look takes longer than one may wait.
constexpr std::size_t kLong = 1200 << 10;

/// `name` says what page it is, for a reader.
using Each =
    std::function<void(const std::string& name, const liquid::Template& page, const liquid::RenderInput& data)>;

/// Each filter, and each statement, over each kind of long text.
void each_over_long_texts(const Each& each);
/// Operations on numbers of tens of thousands of digits.
void each_over_long_numbers(const Each& each);
/// A page that calls one long partial, which is not parsed yet.
void each_of_a_long_partial(const Each& each);

/// Renders, and calls `look` whenever the engine looks at its stop token, first when the render begins.
void render(const liquid::Template& page, const liquid::RenderInput& data, const std::function<void()>& look);

}  // namespace stopping
