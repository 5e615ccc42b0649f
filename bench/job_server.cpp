// job_server PRODUCT DATA_DIR: liquidc in turn with other engines; the lines are described in peers/README.md.
// PRODUCT is what `report_bench --product-page` prints; the themes and the extra pages are in DATA_DIR, where it is.
#include <algorithm>
#include <ctime>
#include <exception>
#include <filesystem>
#include <functional>
#include <iostream>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "theme_runner.hpp"

namespace {

using Json = nlohmann::ordered_json;

volatile std::size_t sink = 0;  // so that no pass can be left out

double seconds_of(clockid_t clock) {
    timespec now{};
    clock_gettime(clock, &now);
    return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

Json sample(const std::function<std::size_t()>& pass, double seconds) {
    double wall = seconds_of(CLOCK_MONOTONIC), cpu = seconds_of(CLOCK_PROCESS_CPUTIME_ID), spent = 0;
    int passes = 0;
    do {
        sink = sink + pass();
        ++passes;
        spent = seconds_of(CLOCK_MONOTONIC) - wall;
    } while (spent < seconds);
    double least = std::min(spent, seconds_of(CLOCK_PROCESS_CPUTIME_ID) - cpu);
    return {{"ms", least * 1000 / passes}, {"passes", passes}};
}

/// One set of pages, whatever they are.
struct Set {
    std::string name;
    std::function<void(const std::vector<std::string>&)> choose;
    std::function<std::size_t()> parse, render, both;
    std::function<std::vector<std::string>()> differences;
};

template <class Pages>
Set set_of(std::string name, const std::filesystem::path& from) {
    auto pages = std::make_shared<Pages>(from);
    return {std::move(name),
            [pages](const std::vector<std::string>& names) { pages->choose(names); },
            [pages] { return pages->parse(); },
            [pages] { return pages->render(); },
            [pages] { return pages->both(); },
            [pages] { return pages->differences(); }};
}

Json unequal(const std::vector<Set>& sets) {
    Json found = Json::object();
    for (const Set& set : sets) {
        found[set.name] = Json::object();
        for (const std::string& page : set.differences()) found[set.name][page] = "other output";
    }
    return found;
}

Json answer(const std::vector<Set>& sets, const Json& asked) {
    if (asked.contains("check")) return {{"unequal", unequal(sets)}};
    for (const Set& set : sets) {
        if (set.name != asked.at("set")) continue;
        set.choose(asked.at("pages").get<std::vector<std::string>>());
        const std::string job = asked.at("job");
        return sample(job == "parse" ? set.parse : job == "render" ? set.render : set.both, asked.at("seconds"));
    }
    throw std::runtime_error("no such set");
}

int serve(const std::string& product, const std::filesystem::path& data) {
    std::vector<Set> sets;
    if (std::filesystem::is_directory(data)) {
        sets.push_back(set_of<bench::ThemeRunner>("themes", data / "theme_runner"));
        sets.push_back(set_of<bench::ExtraPages>("extra", data / "cases_extra.json"));
    }
    sets.push_back(set_of<bench::ExtraPages>("product", product));

    Json hello = {{"name", "liquidc"}, {"version", liquid::version()}, {"unequal", unequal(sets)}};
    std::cout << hello << std::endl;
    for (std::string line; std::getline(std::cin, line);) std::cout << answer(sets, Json::parse(line)) << std::endl;
    return 0;
}

}  // namespace

int main(int count, char** words) {
    if (count != 3) {
        std::cerr << "usage: job_server PRODUCT DATA_DIR\n";
        return 2;
    }
    try {
        return serve(words[1], words[2]);
    } catch (const std::exception& error) {
        std::cerr << "job_server: " << error.what() << "\n";
        return 2;
    }
}
