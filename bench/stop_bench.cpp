// stop_bench [ROUNDS]: how long who wants to stop a render waits: the CPU time between two looks at the stop token, for
// each page of tests/stop/pages.cpp; and the time from a stop at the last look to the end of the render. Of the rounds
// the least counts, as what else the machine does only adds.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <map>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

#include "measure.hpp"
#include "stop/pages.hpp"

namespace {

using Times = std::map<std::string, double>;  // of each page, in milliseconds

void keep_least(Times& times, const std::string& page, double milliseconds) {
    auto [at, is_new] = times.emplace(page, milliseconds);
    if (!is_new) at->second = std::min(at->second, milliseconds);
}

struct Waits {
    Times longest;  // between two looks
    Times ends;
    std::map<std::string, int> looks;

    void take(const std::string& name, const liquid::Template& page, const liquid::RenderInput& data) {
        double most = 0, last = bench::thread_seconds();
        int count = 0;
        stopping::render(page, data, [&] {
            double now = bench::thread_seconds();
            most = std::max(most, (now - std::exchange(last, now)) * 1e3);
            ++count;
        });
        keep_least(longest, name, most);
        looks[name] = count;
    }
    void stop_at_the_last(const std::string& name, const liquid::Template& page, const liquid::RenderInput& data) {
        std::stop_source stop;
        liquid::RenderInput input = data;
        input.stop = stop.get_token();
        int left = looks[name];
        double stopped = 0;
        input.poll = [&](liquid::Runtime&) {
            if (--left == 0) {
                stop.request_stop();
                stopped = bench::thread_seconds();
            }
            return true;
        };
        liquid::RenderContext context;
        std::string out;
        page.render_into(out, context, input);
        keep_least(ends, name, (bench::thread_seconds() - stopped) * 1e3);
    }
};

void print(const Times& times) {
    std::vector<std::pair<double, std::string>> order;
    for (const auto& [page, time] : times) order.emplace_back(time, page);
    std::sort(order.begin(), order.end(), std::greater<>());
    constexpr std::size_t kShown = 4;
    for (std::size_t i = 0; i < std::min(kShown, order.size()); ++i)
        std::printf("  %6.3f  %s\n", order[i].first, order[i].second.c_str());
}

void measure(const char* what, int rounds, void (*each)(const stopping::Each&)) {
    Waits waits;
    for (int i = 0; i < rounds; ++i) {
        each([&](const std::string& name, const liquid::Template& page, const liquid::RenderInput& data) {
            waits.take(name, page, data);
        });
        each([&](const std::string& name, const liquid::Template& page, const liquid::RenderInput& data) {
            waits.stop_at_the_last(name, page, data);
        });
    }
    std::printf("%zu pages of %s: longest between two looks, ms\n", waits.longest.size(), what);
    print(waits.longest);
    std::printf(" from a stop at the last look to the end, ms\n");
    print(waits.ends);
}

}  // namespace

int main(int count, char** arguments) {
    const int rounds = count > 1 ? std::atoi(arguments[1]) : 5;
    measure("long texts", rounds, stopping::each_over_long_texts);
    measure("long numbers", rounds, stopping::each_over_long_numbers);
    measure("long partials", rounds, stopping::each_of_a_long_partial);
}
