#include "liquidc/configuration.hpp"

#include <filesystem>
#include <system_error>
#include <vector>

#include <liquid/loader.hpp>

#include "liquidc/stop.hpp"

namespace liquidc {
namespace {

std::shared_ptr<liquid::Loader> snippet_loader(const std::vector<std::string>& directories) {
    std::vector<std::filesystem::path> roots;
    for (const std::string& directory : directories) {
        std::error_code error;
        const auto status = std::filesystem::status(directory, error);
        if (!std::filesystem::exists(status)) throw Stop{Exit::Usage, "--snippets: " + directory + " does not exist"};
        if (!std::filesystem::is_directory(status)) {
            throw Stop{Exit::Usage, "--snippets: " + directory + " is not a directory"};
        }
        roots.emplace_back(directory);
    }
    return liquid::directory_loader(std::move(roots));
}

}  // namespace

liquid::Environment build_environment(const Options& options, Report& report) {
    liquid::EnvironmentBuilder builder;
    builder.error_mode(options.error_mode)
        .on_error(options.on_error)
        .strict_variables(options.strict_variables)
        .strict_filters(options.strict_filters)
        .limits(options.limits);
    if (!options.snippets.empty()) builder.loader(snippet_loader(options.snippets));
    if (options.now) builder.now(*options.now);
    if (!options.timezone.empty()) builder.timezone(options.timezone);
    liquid::Result<liquid::Environment> built = builder.try_build();
    report.add(built.diagnostics);
    if (!built.ok()) throw Stop{};
    return std::move(built.value);
}

}  // namespace liquidc
