// Times that can be compared: taken in turn, so that what else the machine does falls on all alike.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

namespace bench {

/// What a run returns is added to something that the compiler cannot see through.
using Run = std::function<std::size_t()>;

struct Contender {
    std::string name;
    Run run;
};

struct Samples {
    std::string name;
    std::vector<double> nanoseconds;  ///< CPU time of this thread for one run; one of each round
};

/// Each contender runs for about `sample_ms` in each of `rounds` rounds, one after the other: A B C A B C.
std::vector<Samples> in_turn(const std::vector<Contender>& contenders, int rounds, double sample_ms = 10);

double thread_seconds();  ///< CPU time of this thread
double wall_seconds();

}  // namespace bench
