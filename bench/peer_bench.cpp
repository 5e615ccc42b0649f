// peer_bench SAMPLES DATA_DIR: times the six jobs that other engines are timed with; prints one JSON line.
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <functional>
#include <iostream>
#include <string>
#include <utility>
#include <vector>

#include "theme_runner.hpp"

namespace {

using Clock = std::chrono::steady_clock;
using Milliseconds = std::chrono::duration<double, std::milli>;

constexpr Milliseconds kWarmUp(700);
constexpr Milliseconds kSample(100);

volatile std::size_t sink = 0;  // so that no pass can be left out

double mean_pass(const std::function<std::size_t()>& pass, Milliseconds at_least) {
    std::size_t passes = 0;
    auto start = Clock::now();
    Milliseconds spent(0);
    do {
        sink = sink + pass();
        ++passes;
        spent = Clock::now() - start;
    } while (spent < at_least);
    return spent.count() / static_cast<double>(passes);
}

std::string list(const std::vector<std::string>& names) {
    std::string out = "[";
    for (const std::string& name : names) out += (out.size() > 1 ? ",\"" : "\"") + name + "\"";
    return out + "]";
}

std::string times(const std::function<std::size_t()>& pass, int samples) {
    mean_pass(pass, kWarmUp);
    std::string out = "[";
    for (int i = 0; i < samples; ++i) {
        char number[32];
        std::snprintf(number, sizeof number, "%s%.5f", i == 0 ? "" : ",", mean_pass(pass, kSample));
        out += number;
    }
    return out + "]";
}

int run(int samples, const std::string& folder) {
    bench::ThemeRunner themes(folder + "/theme_runner");
    bench::ExtraPages extra(folder + "/cases_extra.json");
    auto theme_diffs = themes.differences();
    auto extra_diffs = extra.differences();

    const std::pair<const char*, std::function<std::size_t()>> jobs[] = {
        {"tr_parse", [&] { return themes.parse(); }},  {"tr_render", [&] { return themes.render(); }},
        {"tr_both", [&] { return themes.both(); }},    {"ex_parse", [&] { return extra.parse(); }},
        {"ex_render", [&] { return extra.render(); }}, {"ex_both", [&] { return extra.both(); }}};
    std::string measured;
    for (const auto& [name, pass] : jobs)
        measured += (measured.empty() ? "\"" : ",\"") + std::string(name) + "\":" + times(pass, samples);

    // Checked again after the timing, and with a value of the data changed.
    for (const std::string& name : themes.differences()) theme_diffs.push_back("after: " + name);
    for (const std::string& name : themes.stale_pages()) theme_diffs.push_back("stale: " + name);
    for (const std::string& name : extra.differences()) extra_diffs.push_back("after: " + name);
    std::cout << "{\"label\":\"liquidc\",\"tr_diffs\":" << list(theme_diffs) << ",\"ex_diffs\":" << list(extra_diffs)
              << ",\"times\":{" << measured << "}}" << std::endl;
    return theme_diffs.empty() && extra_diffs.empty() ? 0 : 1;
}

}  // namespace

int main(int count, char** words) {
    int samples = count == 3 ? std::atoi(words[1]) : 0;
    if (samples <= 0) {
        std::cerr << "usage: peer_bench SAMPLES DATA_DIR\n";
        return 2;
    }
    try {
        return run(samples, words[2]);
    } catch (const std::exception& error) {
        std::cerr << "peer_bench: " << error.what() << "\n";
        return 2;
    }
}
