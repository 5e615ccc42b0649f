// Times: what a thread computed, and what passed on the wall.
#pragma once

#include <chrono>
#include <ctime>

namespace storefront {

/// Processor time of the calling thread. Unlike time on the wall it does not grow while others have the processor, so
/// shares of it mean something on a busy machine.
inline double thread_cpu_seconds() {
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

/// Adds the processor time of its life to `sum`.
class CpuTimer {
public:
    explicit CpuTimer(double& sum) : sum_(sum), begin_(thread_cpu_seconds()) {}
    CpuTimer(const CpuTimer&) = delete;
    CpuTimer& operator=(const CpuTimer&) = delete;
    ~CpuTimer() { sum_ += thread_cpu_seconds() - begin_; }

private:
    double& sum_;
    double begin_;
};

class WallTimer {
public:
    double seconds() const { return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin_).count(); }

private:
    std::chrono::steady_clock::time_point begin_ = std::chrono::steady_clock::now();
};

}  // namespace storefront
