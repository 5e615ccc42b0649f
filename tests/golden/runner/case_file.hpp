// A golden case: one template, what it is rendered with, and what comes of it.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace golden {

struct Case {
    std::filesystem::path file;
    std::string name;                                          ///< of the file, or file:line in a page of the language
    std::vector<std::pair<std::string, std::string>> options;  ///< `key: value`; README.md lists them
    std::string data;                                          ///< JSON; empty: none
    std::string variables;                                     ///< JSON of the dynamic layer; empty: none
    std::map<std::string, std::string> snippets;
    std::string template_text;
    std::string output;
    std::string diagnostics;  ///< one a line
};

/// Reads a `.case` file: sections that begin with a line `=== NAME`. The newline before the next section belongs to
/// that line, so that a text may end without one. Throws std::runtime_error when the file is not of this form.
Case read_case(const std::filesystem::path& file);
std::string to_text(const Case& one);

/// The cases of a Markdown page: fenced blocks `json` (data), `liquid snippet=NAME`, `liquid [OPTION=VALUE]...`
/// (template), and `text`, the output, which ends a case.
std::vector<Case> read_markdown(const std::filesystem::path& file);

std::string read_text(const std::filesystem::path& file);

}  // namespace golden
