// golden [--update] [--artifact] [--filter TEXT] [--exempt FILE] FOLDER...: runs every `.case` and `.md` file of the
// folders.
#include <algorithm>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <set>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

#include <liquid/diagnostic.hpp>

#include "case_file.hpp"
#include "run.hpp"

namespace {

using namespace golden;

struct Options {
    bool update = false;
    bool artifact = false;
    std::string filter;
    std::string exempt;
    std::vector<std::filesystem::path> folders;
};

Options read_options(int count, char** words) {
    Options options;
    for (int i = 1; i < count; ++i) {
        std::string word = words[i];
        if (word == "--update") {
            options.update = true;
        } else if (word == "--artifact") {
            options.artifact = true;
        } else if ((word == "--filter" || word == "--exempt") && i + 1 < count) {
            (word == "--filter" ? options.filter : options.exempt) = words[++i];
        } else if (!word.starts_with("--")) {
            options.folders.emplace_back(word);
        } else {
            throw std::runtime_error("usage: golden [--update] [--artifact] [--filter TEXT] [--exempt FILE] FOLDER...");
        }
    }
    if (options.folders.empty()) throw std::runtime_error("no folder was given");
    if (options.update && std::getenv("CI") != nullptr)
        throw std::runtime_error("--update is refused in continuous integration: expectations are changed by people");
    return options;
}

std::vector<Case> read_cases(const Options& options) {
    std::vector<std::filesystem::path> files;
    for (const auto& folder : options.folders)
        for (const auto& entry : std::filesystem::recursive_directory_iterator(folder))
            if (entry.is_regular_file()) files.push_back(entry.path());
    std::sort(files.begin(), files.end());
    std::vector<Case> cases;
    for (const auto& file : files) {
        if (file.extension() == ".case") cases.push_back(read_case(file));
        if (file.extension() == ".md" && file.filename() != "README.md")
            for (Case& one : read_markdown(file)) cases.push_back(std::move(one));
    }
    std::erase_if(cases, [&](const Case& one) { return one.name.find(options.filter) == std::string::npos; });
    return cases;
}

std::string compared(const char* what, const std::string& expected, const std::string& found) {
    if (expected == found) return {};
    return std::string("--- ") + what + ", expected\n" + expected + "\n--- " + what + ", found\n" + found + "\n";
}

// False: the case is not as expected, and was not updated.
bool check(Case one, const Found& found, bool update) {
    bool is_page = one.file.extension() == ".md";  // shows no diagnostics
    std::string wrong = compared("output", one.output, found.output);
    if (!is_page) wrong += compared("diagnostics", one.diagnostics, found.diagnostics);
    if (!found.trace.empty()) {
        std::cout << one.name << ": " << found.trace << "\n";
        return false;
    }
    if (wrong.empty()) return true;
    std::cout << one.name << "\n" << wrong;
    if (!update || is_page) return false;
    one.output = found.output;
    one.diagnostics = found.diagnostics;
    std::ofstream(one.file, std::ios::binary) << to_text(one);
    std::cout << "--- updated\n";
    return true;
}

// Kinds that no template can produce: lines `CODE reason`.
std::set<std::string> read_exempt(const std::string& file) {
    std::set<std::string> codes;
    std::istringstream in(read_text(file));
    for (std::string line; std::getline(in, line);) {
        if (line.empty() || line[0] == '#') continue;
        std::size_t space = line.find(' ');
        if (space == std::string::npos) throw std::runtime_error(file + ": " + line + " has no reason");
        codes.insert(line.substr(0, space));
    }
    return codes;
}

// Every kind of diagnostic is produced by some case, or is exempt, and not both.
int check_kinds(const std::set<std::string>& produced, const std::set<std::string>& exempt) {
    int wrong = 0;
    for (std::size_t i = 0; i < liquid::kind_count(); ++i) {
        const liquid::KindInfo& kind = liquid::info(static_cast<liquid::Kind>(i));
        std::string code(kind.code);
        if (produced.contains(code) == exempt.contains(code)) {
            ++wrong;
            std::cout << code << " " << kind.name
                      << (produced.contains(code) ? " is exempt, but a case produces it\n"
                                                  : " is produced by no case\n");
        }
    }
    return wrong;
}

int run_all(const Options& options) {
    std::vector<Case> cases = read_cases(options);
    if (cases.empty()) throw std::runtime_error("no case was found");
    std::set<std::string> produced;
    std::size_t failed = 0;
    for (const Case& one : cases) {
        try {
            Found found = run(one, options.artifact);
            produced.merge(found.codes);
            if (!check(one, found, options.update)) ++failed;
        } catch (const std::exception& error) {
            ++failed;
            std::cout << one.name << ": " << error.what() << "\n";
        }
    }
    int wrong_kinds = 0;
    if (!options.exempt.empty() && options.filter.empty())
        wrong_kinds = check_kinds(produced, read_exempt(options.exempt));
    std::cout << cases.size() - failed << " passed, " << failed << " failed\n";
    return failed == 0 && wrong_kinds == 0 ? 0 : 1;
}

}  // namespace

int main(int count, char** words) {
    try {
        return run_all(read_options(count, words));
    } catch (const std::exception& error) {
        std::cerr << "golden: " << error.what() << "\n";
        return 2;
    }
}
