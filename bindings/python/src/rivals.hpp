// Whether other threads render over Python objects, too.
#pragma once

#include <chrono>

namespace liquidpy {

// Used with the GIL. A render that keeps the GIL sees no other; so now and then, when another thread was the last to
// render, one lets the GIL go, to see whether another begins meanwhile.
class Rivals {
public:
    // A render begins.
    bool are_there() {
        const bool another = last_thread_ != &this_thread && last_thread_ != nullptr;
        last_thread_ = &this_thread;
        if (apart_ != 0 || another) [[unlikely]]
            look(another);
        return expected_ != 0;
    }
    // It runs without the GIL, and has it again.
    void leave() { ++apart_; }
    void come_back() {
        if (apart_ != 0) --apart_;
        if (expected_ != 0 && expected_ != kAlways) --expected_;
    }

    // In a new process, which has one thread.
    void forget() { *this = Rivals(); }
    // For tests: as if others always waited, and every page were worth it; until it is forgotten.
    void expect_always() { expected_ = kAlways; }
    bool are_always_expected() const { return expected_ == kAlways; }

private:
    using Clock = std::chrono::steady_clock;
    static constexpr unsigned kTrial = 2;
    static constexpr unsigned kExpectedAfterOne = 64;
    static constexpr unsigned kAlways = ~0u;
    static constexpr std::chrono::milliseconds kBetweenTrials{50};

    void look(bool another) {
        if (expected_ == kAlways) return;
        if (apart_ != 0) {
            expected_ = kExpectedAfterOne;
        } else if (another && expected_ == 0 && Clock::now() >= next_trial_) {
            expected_ = kTrial;
            next_trial_ = Clock::now() + kBetweenTrials;
        }
    }

#if defined(__GNUC__) && defined(__linux__)
    [[gnu::tls_model("initial-exec")]]
#endif
    static inline thread_local char this_thread;

    const char* last_thread_ = nullptr;
    unsigned apart_ = 0;     // renders that run without the GIL
    unsigned expected_ = 0;  // renders that run without it even if no other begins meanwhile
    Clock::time_point next_trial_;
};

inline Rivals rivals;

}  // namespace liquidpy
