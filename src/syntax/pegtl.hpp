// The one door to PEGTL. Written for 3.2; names that differ in other versions are to be mended here only.
#pragma once

#include <tao/pegtl.hpp>

namespace liquid::syntax {

namespace pegtl = tao::pegtl;

// Positions are plain pointers: lines are counted elsewhere, and only when they are wanted.
using PegtlInput = pegtl::memory_input<pegtl::tracking_mode::lazy, pegtl::eol::lf, const char*>;

}  // namespace liquid::syntax
