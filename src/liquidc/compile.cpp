// liquidc compile: the templates of a directory, with all partials, to one file.
#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include <liquid/artifact.hpp>

#include "liquidc/commands.hpp"
#include "liquidc/configuration.hpp"
#include "liquidc/input.hpp"
#include "liquidc/output.hpp"
#include "liquidc/stop.hpp"

namespace liquidc {
namespace {

namespace fs = std::filesystem;

bool is_below(const fs::path& file, const fs::path& directory) {
    auto [rest, at] = std::mismatch(directory.begin(), directory.end(), file.begin(), file.end());
    return rest == directory.end();
}

// All templates of the directory but those of the directories of partials, in the order of their names.
std::vector<liquid::ArtifactSource> read_pages(const fs::path& directory, const std::vector<std::string>& snippets) {
    std::vector<fs::path> apart;
    for (const std::string& one : snippets)
        if (fs::weakly_canonical(one) != fs::weakly_canonical(directory)) apart.push_back(fs::weakly_canonical(one));
    std::vector<liquid::ArtifactSource> pages;
    std::error_code error;
    fs::recursive_directory_iterator at(directory, error);
    for (; !error && at != fs::recursive_directory_iterator(); at.increment(error)) {
        const fs::path& file = at->path();
        if (file.extension() != ".liquid" || !at->is_regular_file(error)) continue;
        const fs::path real = fs::weakly_canonical(file);
        if (std::any_of(apart.begin(), apart.end(), [&](const fs::path& one) { return is_below(real, one); })) continue;
        const std::string name = file.lexically_relative(directory).replace_extension().generic_string();
        pages.push_back({name, read_input(file.string()), file.generic_string()});
    }
    if (error) throw Stop{Exit::Usage, "cannot read " + directory.string() + ": " + error.message()};
    std::sort(pages.begin(), pages.end(), [](const auto& a, const auto& b) { return a.name < b.name; });
    return pages;
}

}  // namespace

void compile(const Options& given, Report& report) {
    Options options = given;
    const fs::path directory = options.file;
    std::error_code error;
    if (!fs::is_directory(directory, error)) throw Stop{Exit::Usage, options.file + " is not a directory"};
    if (options.snippets.empty()) {
        const fs::path own = directory / "snippets";
        options.snippets.push_back(fs::is_directory(own, error) ? own.string() : directory.string());
    }
    const liquid::Environment environment = build_environment(options, report);
    const std::vector<liquid::ArtifactSource> pages = read_pages(directory, options.snippets);
    liquid::ArtifactOptions how;
    how.allow_missing = options.allow_missing;
    how.allow_invalid = options.allow_invalid;
    const liquid::Result<std::string> compiled = environment.compile(pages, how);
    report.add(compiled.diagnostics);
    if (compiled.value.empty()) return mention(options.output + " was not written: there are errors");
    write_to_file(options.output, compiled.value);
    mention("wrote " + options.output + " (" + std::to_string(compiled.value.size()) + " bytes)");
}

}  // namespace liquidc
