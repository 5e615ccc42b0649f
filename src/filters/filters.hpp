// The standard filters of Liquid 5.13, one table per family. They use the same door as a host's: FilterSpec.
#pragma once

#include <span>

#include <liquid/filter.hpp>

namespace liquid::filters {

std::span<const FilterSpec> string_filters();    // append ... upcase
std::span<const FilterSpec> html_filters();      // escape h escape_once newline_to_br strip_html strip_newlines
std::span<const FilterSpec> encoding_filters();  // url_* base64_*
std::span<const FilterSpec> array_filters();     // join sort map where ... size first last sum
std::span<const FilterSpec> math_filters();      // abs plus ... at_most
std::span<const FilterSpec> date_filters();      // date
std::span<const FilterSpec> general_filters();   // default

}  // namespace liquid::filters
