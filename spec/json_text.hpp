// Raw access to the members of a JSON object's text.
#pragma once

#include <string_view>

namespace conformance {

// The text of the member `key` of the object `json`, untouched: integers keep all their digits. Empty: not there.
// `json` must be valid.
std::string_view raw_member(std::string_view json, std::string_view key);

}  // namespace conformance
