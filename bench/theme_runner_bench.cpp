// ThemeRunner and the extra pages under Google Benchmark, after every page was found to be right.
#include <cstring>
#include <exception>
#include <iostream>
#include <string>

#include <benchmark/benchmark.h>

#include "theme_runner.hpp"

namespace {

template <class Pass>
void job(const char* name, Pass pass) {
    benchmark::RegisterBenchmark(name, [pass](benchmark::State& state) {
        for (auto _ : state) benchmark::DoNotOptimize(pass());
    })->Unit(benchmark::kMicrosecond);
}

void refuse(const std::vector<std::string>& names, const char* why) {
    for (const std::string& name : names) std::cerr << "theme_runner_bench: " << name << " " << why << "\n";
}

int run(const std::string& folder) {
    bench::ThemeRunner themes(folder + "/theme_runner");
    bench::ExtraPages extra(folder + "/cases_extra.json");
    auto wrong = themes.differences();
    auto wrong_extra = extra.differences();
    refuse(wrong, "is not what is expected");
    refuse(wrong_extra, "is not what is expected");
    if (!wrong.empty() || !wrong_extra.empty()) return 1;

    job("theme_runner/parse", [&] { return themes.parse(); });
    job("theme_runner/render", [&] { return themes.render(); });
    job("theme_runner/parse_render", [&] { return themes.both(); });
    job("extra/parse", [&] { return extra.parse(); });
    job("extra/render", [&] { return extra.render(); });
    job("extra/parse_render", [&] { return extra.both(); });
    benchmark::RunSpecifiedBenchmarks();

    wrong = themes.differences();
    wrong_extra = extra.differences();
    auto stale = themes.stale_pages();
    refuse(wrong, "changed while it was timed");
    refuse(wrong_extra, "changed while it was timed");
    refuse(stale, "does not follow its data");
    return wrong.empty() && wrong_extra.empty() && stale.empty() ? 0 : 1;
}

}  // namespace

int main(int count, char** words) {
    std::string folder = "../shared/bench";
    int kept = 1;
    for (int i = 1; i < count; ++i) {
        if (std::strncmp(words[i], "--data=", 7) == 0)
            folder = words[i] + 7;
        else
            words[kept++] = words[i];
    }
    benchmark::Initialize(&kept, words);
    if (benchmark::ReportUnrecognizedArguments(kept, words)) {
        std::cerr << "--data=DIR: the folder of the benchmark data (default ../shared/bench)\n";
        return 2;
    }
    try {
        return run(folder);
    } catch (const std::exception& error) {
        std::cerr << "theme_runner_bench: " << error.what() << "\n";
        return 2;
    }
}
