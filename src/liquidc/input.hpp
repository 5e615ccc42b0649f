// Reading whole files.
#pragma once

#include <string>

namespace liquidc {

// The bytes of a file, or of standard input for `-`. Throws Stop when they cannot be read.
std::string read_input(const std::string& path);

}  // namespace liquidc
