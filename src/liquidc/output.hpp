// Writing the page.
#pragma once

#include <string>
#include <string_view>

namespace liquidc {

// Throws Stop when it cannot be written.
void write_to_stdout(std::string_view text);

// Written to a new file beside `path`, which then takes its name: `path` holds the old content or all of the new.
// Missing directories are made.
void write_to_file(const std::string& path, std::string_view text);

}  // namespace liquidc
