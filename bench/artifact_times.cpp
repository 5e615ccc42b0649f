#include "artifact_times.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <span>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include <liquid/artifact.hpp>
#include <liquid/liquid.hpp>

#include "measure.hpp"
#include "product_page.hpp"
#include "theme_runner_host.hpp"

namespace bench {
namespace {

using Json = nlohmann::ordered_json;

std::vector<liquid::ArtifactSource> sources_in(const std::filesystem::path& folder) {
    std::vector<liquid::ArtifactSource> sources;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
        if (entry.path().extension() != ".liquid") continue;
        std::ifstream in(entry.path(), std::ios::binary);
        sources.push_back({std::filesystem::relative(entry.path(), folder).replace_extension().string(),
                           {std::istreambuf_iterator<char>(in), {}},
                           {}});
    }
    return sources;
}

Json measured(const char* name, const liquid::Environment& environment,
              const std::vector<liquid::ArtifactSource>& sources, int rounds) {
    auto compiled = environment.compile(sources);
    if (!compiled.ok()) throw std::runtime_error(liquid::to_text(compiled.diagnostics.front()));
    const std::string& bytes = compiled.value;
    auto load = [&] { return environment.load(std::as_bytes(std::span(bytes)), nullptr).value.size(); };
    auto load_and_take = [&] {
        auto artifact = environment.load(std::as_bytes(std::span(bytes)), nullptr);
        std::size_t valid = 0;
        for (const auto& source : sources) valid += artifact.value.get(source.name).value.valid();
        return valid;
    };
    auto parse = [&] {
        std::size_t valid = 0;
        for (const auto& source : sources) valid += environment.parse(source.text, source.name).value.valid();
        return valid;
    };
    for (std::size_t done : {load(), load_and_take(), parse()})
        if (done != sources.size()) throw std::runtime_error("a template is not valid");
    std::size_t text = 0;
    for (const auto& source : sources) text += source.text.size();
    Json row = {{"pages", name}, {"source_bytes", text}, {"artifact_bytes", bytes.size()}};
    for (const Samples& one : in_turn({{"parse", parse}, {"load", load}, {"load and take", load_and_take}}, rounds * 3))
        row["ns"][one.name] = one.nanoseconds;
    return row;
}

}  // namespace

Json measure_artifacts(int rounds, const std::filesystem::path& folder) {
    liquid::EnvironmentBuilder builder;
    add_shop(builder);
    liquid::Environment environment = builder.build();
    Json found = Json::array();
    if (std::filesystem::is_directory(folder))
        found.push_back(
            measured("ThemeRunner's templates", environment, sources_in(folder / "theme_runner/templates"), rounds));
    found.push_back(
        measured("product page", environment, {{"product", std::string(product_page_source()), {}}}, rounds));
    return found;
}

}  // namespace bench
