#include "case_file.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <stdexcept>

namespace golden {
namespace {

constexpr std::string_view kMark = "=== ";
constexpr std::string_view kSnippet = "snippet ";

struct Section {
    std::string name;
    std::string text;
};

std::vector<Section> sections_of(const std::filesystem::path& file) {
    std::vector<Section> sections;
    std::string text = read_text(file);
    bool fresh = true;  // the section has no line yet
    for (std::size_t at = 0; at < text.size();) {
        std::size_t end = text.find('\n', at);
        if (end == std::string::npos) throw std::runtime_error(file.string() + " does not end with a newline");
        std::string_view line(text.data() + at, end - at);
        at = end + 1;
        if (line.starts_with(kMark)) {
            sections.push_back({std::string(line.substr(kMark.size())), {}});
            fresh = true;
            continue;
        }
        if (sections.empty())
            throw std::runtime_error(file.string() + " must begin with `=== options` or `=== template`");
        if (!fresh) sections.back().text += '\n';
        sections.back().text += line;
        fresh = false;
    }
    return sections;
}

void read_options(Case& one, const std::string& text) {
    for (std::size_t at = 0; at < text.size();) {
        std::size_t end = std::min(text.find('\n', at), text.size());
        std::string line = text.substr(at, end - at);
        at = end + 1;
        std::size_t colon = line.find(": ");
        if (colon == std::string::npos) throw std::runtime_error(one.name + ": the option `" + line + "` has no value");
        one.options.emplace_back(line.substr(0, colon), line.substr(colon + 2));
    }
}

}  // namespace

std::string read_text(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    if (!in) throw std::runtime_error(file.string() + " cannot be read");
    return {std::istreambuf_iterator<char>(in), {}};
}

Case read_case(const std::filesystem::path& file) {
    Case one;
    one.file = file;
    one.name = file.string();
    bool has_template = false;
    for (const Section& section : sections_of(file)) {
        if (section.name == "options") {
            read_options(one, section.text);
        } else if (section.name == "data") {
            one.data = section.text;
        } else if (section.name == "variables") {
            one.variables = section.text;
        } else if (section.name.starts_with(kSnippet)) {
            one.snippets[section.name.substr(kSnippet.size())] = section.text;
        } else if (section.name == "template") {
            one.template_text = section.text;
            has_template = true;
        } else if (section.name == "output") {
            one.output = section.text;
        } else if (section.name == "diagnostics") {
            one.diagnostics = section.text;
        } else {
            throw std::runtime_error(one.name + ": unknown section `" + section.name + "`");
        }
    }
    if (!has_template) throw std::runtime_error(one.name + " has no template");
    return one;
}

std::string to_text(const Case& one) {
    std::string out;
    auto section = [&](const std::string& name, const std::string& text) {
        out.append(kMark).append(name).append("\n");
        if (!text.empty()) out.append(text).append("\n");
    };
    std::string options;
    for (const auto& [key, value] : one.options) {
        if (!options.empty()) options += '\n';
        options.append(key).append(": ").append(value);
    }
    if (!options.empty()) section("options", options);
    if (!one.data.empty()) section("data", one.data);
    if (!one.variables.empty()) section("variables", one.variables);
    for (const auto& [name, text] : one.snippets) section("snippet " + name, text);
    section("template", one.template_text);
    section("output", one.output);
    if (!one.diagnostics.empty()) section("diagnostics", one.diagnostics);
    return out;
}

}  // namespace golden
