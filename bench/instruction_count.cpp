// instruction_count JOB PASSES [DATA_DIR]: runs one job after a warm-up, so that callgrind counts the job alone:
//   valgrind --tool=callgrind --collect-atstart=no --callgrind-out-file=counts instruction_count parse 1
#include <cstdlib>
#include <exception>
#include <functional>
#include <iostream>
#include <map>
#include <string>

#if __has_include(<valgrind/callgrind.h>)
#include <valgrind/callgrind.h>
#else
#define CALLGRIND_TOGGLE_COLLECT
#endif

#include "theme_runner.hpp"

namespace {

int run(const std::string& job, int passes, const std::string& folder) {
    bench::ThemeRunner themes(folder + "/theme_runner");
    bench::ExtraPages extra(folder + "/cases_extra.json");
    const std::map<std::string, std::function<std::size_t()>> jobs = {
        {"parse", [&] { return themes.parse(); }},        {"render", [&] { return themes.render(); }},
        {"both", [&] { return themes.both(); }},          {"extra_parse", [&] { return extra.parse(); }},
        {"extra_render", [&] { return extra.render(); }}, {"extra_both", [&] { return extra.both(); }}};
    auto found = jobs.find(job);
    if (found == jobs.end()) {
        std::cerr << "instruction_count: no job " << job << "\n";
        return 2;
    }
    std::size_t sum = found->second() + found->second();
    CALLGRIND_TOGGLE_COLLECT;
    for (int i = 0; i < passes; ++i) sum += found->second();
    CALLGRIND_TOGGLE_COLLECT;
    return sum != 0 ? 0 : 1;
}

}  // namespace

int main(int count, char** words) {
    int passes = count >= 3 ? std::atoi(words[2]) : 0;
    if (passes <= 0 || count > 4) {
        std::cerr << "usage: instruction_count JOB PASSES [DATA_DIR]\n";
        return 2;
    }
    try {
        return run(words[1], passes, count == 4 ? words[3] : "../shared/bench");
    } catch (const std::exception& error) {
        std::cerr << "instruction_count: " << error.what() << "\n";
        return 2;
    }
}
