// One page of 50 products with five outputs each: by liquidc, by C++ written for this page, and copied when finished.
#include <cstring>
#include <iostream>
#include <map>
#include <string>
#include <vector>

#include <benchmark/benchmark.h>

#include "product_page.hpp"

namespace {

// Keeps the fastest repetition of each benchmark, for the ratio.
class Fastest final : public benchmark::ConsoleReporter {
public:
    void ReportRuns(const std::vector<Run>& runs) override {
        ConsoleReporter::ReportRuns(runs);
        for (const Run& run : runs) {
            if (run.run_type != Run::RT_Iteration) continue;
            double time = run.GetAdjustedCPUTime();
            auto [found, is_new] = times_.emplace(run.run_name.function_name, time);
            if (!is_new && time < found->second) found->second = time;
        }
    }
    void print_ratio() {
        if (times_.contains("liquidc") && times_.contains("by_hand"))
            std::cout << "liquidc takes " << times_["liquidc"] / times_["by_hand"] << " times as long as by_hand\n";
    }

private:
    std::map<std::string, double> times_;
};

}  // namespace

int main(int count, char** words) {
    benchmark::Initialize(&count, words);
    if (benchmark::ReportUnrecognizedArguments(count, words)) return 2;

    const std::vector<bench::Product> products = bench::make_products();
    const liquid::Data data = bench::make_data(products);
    const auto page = liquid::Environment().parse(bench::product_page_source());
    liquid::RenderContext context;
    std::string expected;
    bench::write_by_hand(expected, products);
    std::string out;
    page.value.render_into(out, context, data);
    if (out != expected) {
        std::cerr << "product_page_bench: the two pages differ\n";
        return 1;
    }
    std::cout << expected.size() << " bytes\n";

    benchmark::RegisterBenchmark("liquidc", [&](benchmark::State& state) {
        for (auto _ : state) {
            out.clear();
            page.value.render_into(out, context, data);
            benchmark::DoNotOptimize(out.data());
        }
    });
    benchmark::RegisterBenchmark("by_hand", [&](benchmark::State& state) {
        for (auto _ : state) {
            out.clear();
            bench::write_by_hand(out, products);
            benchmark::DoNotOptimize(out.data());
        }
    });
    benchmark::RegisterBenchmark("memcpy", [&](benchmark::State& state) {
        out.resize(expected.size());
        for (auto _ : state) {
            std::memcpy(out.data(), expected.data(), expected.size());
            benchmark::DoNotOptimize(out.data());
            benchmark::ClobberMemory();
        }
    });
    Fastest reporter;
    benchmark::RunSpecifiedBenchmarks(&reporter);
    reporter.print_ratio();
    return 0;
}
