#include <sstream>
#include <stdexcept>

#include "case_file.hpp"

namespace golden {
namespace {

struct Fence {
    std::size_t line = 0;
    std::vector<std::string> words;
    std::string text;
};

std::vector<Fence> fences_of(const std::filesystem::path& file) {
    std::vector<Fence> fences;
    std::istringstream in(read_text(file));
    bool inside = false, fresh = true;
    std::string line;
    for (std::size_t number = 1; std::getline(in, line); ++number) {
        if (line.starts_with("```")) {
            inside = !inside;
            if (!inside) continue;
            Fence fence;
            fence.line = number;
            std::istringstream words(line.substr(3));
            for (std::string word; words >> word;) fence.words.push_back(word);
            fences.push_back(fence);
            fresh = true;
        } else if (inside) {
            if (!fresh) fences.back().text += '\n';
            fences.back().text += line;
            fresh = false;
        }
    }
    if (inside) throw std::runtime_error(file.string() + ": a fence is not closed");
    return fences;
}

std::pair<std::string, std::string> option_of(const std::string& word) {
    std::size_t equals = word.find('=');
    return {word.substr(0, equals), equals == std::string::npos ? "true" : word.substr(equals + 1)};
}

}  // namespace

std::vector<Case> read_markdown(const std::filesystem::path& file) {
    std::vector<Case> cases;
    Case one;
    bool has_template = false;
    for (const Fence& fence : fences_of(file)) {
        std::string where = file.string() + ":" + std::to_string(fence.line);
        std::string kind = fence.words.empty() ? "" : fence.words[0];
        if (kind == "json") {
            one.data = fence.text;
        } else if (kind == "liquid" && fence.words.size() == 2 && option_of(fence.words[1]).first == "snippet") {
            one.snippets[option_of(fence.words[1]).second] = fence.text;
        } else if (kind == "liquid") {
            if (has_template) throw std::runtime_error(where + ": the template before this one has no output");
            one.file = file;
            one.name = where;
            one.template_text = fence.text;
            // The language's pages show the error texts where they stand.
            one.options.emplace_back("on_error", "inline");
            for (std::size_t i = 1; i < fence.words.size(); ++i) one.options.push_back(option_of(fence.words[i]));
            has_template = true;
        } else if (kind == "text") {
            if (!has_template) throw std::runtime_error(where + ": an output without a template");
            one.output = fence.text;
            cases.push_back(std::move(one));
            one = {};
            has_template = false;
        }
    }
    if (has_template) throw std::runtime_error(one.name + ": the template has no output");
    return cases;
}

}  // namespace golden
