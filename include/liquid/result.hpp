// A value and what was said about it.
#pragma once

#include <utility>

#include <liquid/diagnostic.hpp>

namespace liquid {

/// What an operation made, together with its diagnostics. Both are always there: Liquid goes on after an error, so a
/// Result with error diagnostics still has a value (a Template that renders its first error, a page with a hole).
template <class T>
struct Result {
    T value{};
    Diagnostics diagnostics;

    /// No diagnostic of severity error.
    bool ok() const { return !has_errors(diagnostics); }
};

}  // namespace liquid
