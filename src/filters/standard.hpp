// The standard filters' functions; standard.cpp names them for templates.
#pragma once

#include <liquid/filter.hpp>

namespace liquid::filters {

#define LIQUID_FILTER(name) Value name(FilterCall& call, Value input, Arguments arguments)

LIQUID_FILTER(append);
LIQUID_FILTER(base64_decode);
LIQUID_FILTER(base64_encode);
LIQUID_FILTER(base64_url_safe_decode);
LIQUID_FILTER(base64_url_safe_encode);
LIQUID_FILTER(capitalize);
LIQUID_FILTER(compact);
LIQUID_FILTER(concat);
LIQUID_FILTER(default_value);
LIQUID_FILTER(downcase);
LIQUID_FILTER(escape);
LIQUID_FILTER(escape_once);
LIQUID_FILTER(find_first);
LIQUID_FILTER(find_index);
LIQUID_FILTER(first);
LIQUID_FILTER(has);
LIQUID_FILTER(join);
LIQUID_FILTER(last);
LIQUID_FILTER(lstrip);
LIQUID_FILTER(map);
LIQUID_FILTER(newline_to_br);
LIQUID_FILTER(prepend);
LIQUID_FILTER(reject);
LIQUID_FILTER(remove);
LIQUID_FILTER(remove_first);
LIQUID_FILTER(remove_last);
LIQUID_FILTER(replace);
LIQUID_FILTER(replace_first);
LIQUID_FILTER(replace_last);
LIQUID_FILTER(reverse);
LIQUID_FILTER(rstrip);
LIQUID_FILTER(size);
LIQUID_FILTER(slice);
LIQUID_FILTER(sort);
LIQUID_FILTER(sort_natural);
LIQUID_FILTER(split);
LIQUID_FILTER(squish);
LIQUID_FILTER(strip);
LIQUID_FILTER(strip_html);
LIQUID_FILTER(strip_newlines);
LIQUID_FILTER(sum);
LIQUID_FILTER(truncate);
LIQUID_FILTER(truncatewords);
LIQUID_FILTER(uniq);
LIQUID_FILTER(upcase);
LIQUID_FILTER(url_decode);
LIQUID_FILTER(url_encode);
LIQUID_FILTER(where);

#undef LIQUID_FILTER

}  // namespace liquid::filters
