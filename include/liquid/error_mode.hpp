// How markup is read.
#pragma once

#include <cstdint>

namespace liquid {

/// The reference engine's four parse modes (5.13); its library default is Lax. docs/language.md tells them apart.
enum class ErrorMode : std::uint8_t { Lax, Warn, Strict, Strict2 };

}  // namespace liquid
