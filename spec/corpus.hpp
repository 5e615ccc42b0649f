// The conformance corpora: JSON Lines, one case a line.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include <liquid/error_mode.hpp>

namespace conformance {

// The text that the reference engine's error has, and the line that it names.
struct ExpectedError {
    bool at_parse = false;
    std::string text;
    std::optional<unsigned> line;
    std::vector<std::string> words;  // what an error of any mode says, whatever the case of letters
};

struct Case {
    std::string id;
    std::string skip_reason;  // empty: it is run
    bool beyond = false;      // it wants more than plain JSON and UTF-8
    std::string template_text;
    std::string template_name;
    std::string environment;  // JSON text, untouched
    bool dynamic_environment = false;
    std::map<std::string, std::string> files;
    std::optional<std::string> missing_file_text;
    std::vector<liquid::ErrorMode> modes;
    std::vector<liquid::ErrorMode> further_modes;  // in which the reference meets the expectation too
    bool errors_inline = false;                    // else the first error ends the render
    std::string now;                               // 2024-01-01T00:01:58Z
    std::string timezone = "UTC";
    std::optional<unsigned long long> render_score;
    std::optional<unsigned long long> cumulative_render_score;
    std::vector<std::string> outputs;  // any of these
    std::optional<ExpectedError> error;
};

struct Suite {
    std::string name;
    std::vector<Case> cases;
};

// How many applicable cases a complete copy of a suite has, and how many beyond; 0: no such figure is known.
struct Least {
    std::size_t applicable = 0;
    std::size_t beyond = 0;
};
Least least_of(const std::string& suite);
std::vector<std::string> required_suites();

// All `*.jsonl` of `folder`, or only `suite`. Throws std::runtime_error with file and line when a corpus cannot be
// read.
std::vector<Suite> read_corpora(const std::filesystem::path& folder, const std::string& suite);

std::string_view name_of(liquid::ErrorMode mode);

}  // namespace conformance
