// Loading compiled templates against parsing them: the 30 pages and 4 layouts of ThemeRunner, each once.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <map>
#include <span>
#include <stdexcept>
#include <string>
#include <vector>

#include <liquid/liquid.hpp>
#include <nlohmann/json.hpp>

#include "theme_runner_host.hpp"

namespace {

std::string read_text(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    if (!in) throw std::runtime_error(file.string() + " cannot be read");
    return {std::istreambuf_iterator<char>(in), {}};
}

std::vector<liquid::ArtifactSource> sources_of(const std::filesystem::path& folder) {
    std::map<std::string, liquid::ArtifactSource> each;
    for (const auto& one : nlohmann::json::parse(read_text(folder / "cases.json")))
        for (const char* role : {"template", "layout"}) {
            auto name = one.at(role).get<std::string>();
            each[name] = {name, read_text(folder / "templates" / name), {}};
        }
    std::vector<liquid::ArtifactSource> sources;
    for (auto& [name, source] : each) sources.push_back(std::move(source));
    return sources;
}

struct Job {
    const char* name;
    std::function<std::size_t()> pass;
    double best = 1e9;
};

// Taken in turn, so that all have the same neighbours; the best of each counts.
void measure(std::vector<Job>& jobs, int rounds, int passes) {
    using Clock = std::chrono::steady_clock;
    for (int round = 0; round < rounds; ++round)
        for (Job& job : jobs) {
            std::size_t done = 0;
            auto begin = Clock::now();
            for (int i = 0; i < passes; ++i) done += job.pass();
            std::chrono::duration<double, std::micro> taken = Clock::now() - begin;
            if (done == 0) throw std::runtime_error(std::string(job.name) + " did nothing");
            job.best = std::min(job.best, taken.count() / passes);
        }
}

int run(const std::filesystem::path& folder, const std::string& only) {
    std::vector<liquid::ArtifactSource> sources = sources_of(folder / "theme_runner");
    liquid::EnvironmentBuilder builder;
    bench::add_shop(builder);
    liquid::Environment environment = builder.build();
    std::string bytes = environment.compile(sources).value;
    auto span = std::as_bytes(std::span<const char>(bytes));
    auto file = std::filesystem::temp_directory_path() / "liquid_artifact_bench.lqc";
    std::ofstream(file, std::ios::binary) << bytes;
    std::size_t source_bytes = 0;
    for (const auto& source : sources) source_bytes += source.text.size();

    std::vector<Job> jobs;
    jobs.push_back({"parse", [&] {
                        std::size_t valid = 0;
                        for (const auto& source : sources)
                            valid += environment.parse(source.text, source.name).value.valid();
                        return valid;
                    }});
    jobs.push_back({"load", [&] { return environment.load(span, nullptr).value.size(); }});
    jobs.push_back({"load file", [&] { return environment.load_file(file).value.size(); }});
    jobs.push_back({"load and get", [&] {
                        liquid::Artifact artifact = environment.load(span, nullptr).value;
                        std::size_t valid = 0;
                        for (const auto& source : sources) valid += artifact.get(source.name).value.valid();
                        return valid;
                    }});
    if (!only.empty()) std::erase_if(jobs, [&](const Job& job) { return only != job.name; });
    measure(jobs, only.empty() ? 40 : 1, 25);
    std::printf("%zu templates, %zu bytes of source, %zu bytes compiled\n", sources.size(), source_bytes, bytes.size());
    for (const Job& job : jobs)
        std::printf("%-14s %8.1f us  %6.1f times\n", job.name, job.best, jobs.front().best / job.best);
    std::filesystem::remove(file);
    return 0;
}

}  // namespace

// artifact_bench [DIR [JOB]]
int main(int count, char** words) {
    try {
        return run(count > 1 ? words[1] : "../shared/bench", count > 2 ? words[2] : "");
    } catch (const std::exception& error) {
        std::fprintf(stderr, "artifact_bench: %s\n", error.what());
        return 2;
    }
}
