#include "measure.hpp"

#include <ctime>

#include <algorithm>

namespace bench {
namespace {

volatile std::size_t sink = 0;

double seconds_of(clockid_t clock) {
    timespec now{};
    clock_gettime(clock, &now);
    return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

double timed(const Run& run, std::size_t times) {
    std::size_t sum = 0;
    double start = thread_seconds();
    for (std::size_t i = 0; i < times; ++i) sum += run();
    double spent = thread_seconds() - start;
    sink = sink + sum;
    return spent;
}

// How often it fits into a sample; warms up on the way.
std::size_t times_in(const Run& run, double seconds) {
    timed(run, 1);
    for (std::size_t times = 1;; times *= 4) {
        double spent = timed(run, times);
        if (spent > seconds / 5)
            return std::max<std::size_t>(1, static_cast<std::size_t>(seconds / spent * static_cast<double>(times)));
    }
}

}  // namespace

double thread_seconds() { return seconds_of(CLOCK_THREAD_CPUTIME_ID); }
double wall_seconds() { return seconds_of(CLOCK_MONOTONIC); }

std::vector<Samples> in_turn(const std::vector<Contender>& contenders, int rounds, double sample_ms) {
    std::vector<Samples> all;
    std::vector<std::size_t> times;
    for (const Contender& one : contenders) {
        all.push_back({one.name, {}});
        times.push_back(times_in(one.run, sample_ms / 1000));
    }
    for (int round = 0; round < rounds; ++round)
        for (std::size_t i = 0; i < contenders.size(); ++i)
            all[i].nanoseconds.push_back(timed(contenders[i].run, times[i]) * 1e9 / static_cast<double>(times[i]));
    return all;
}

}  // namespace bench
