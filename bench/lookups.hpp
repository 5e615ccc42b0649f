// What a look-up costs at one place of a template, by how much the objects there differ.
#pragma once

#include <nlohmann/json.hpp>

namespace bench {

/// Nanoseconds of one loop turn with one look-up, for each document, number of keys, and mix of shapes.
nlohmann::ordered_json measure_lookups(int rounds);

}  // namespace bench
