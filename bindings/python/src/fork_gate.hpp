// Keeps renders that run without the GIL out of the engine while the process forks.
#pragma once

#include <atomic>

namespace liquidpy {

// A fork copies one thread, and the locks of the engine as the others hold them: the copy would wait for ever. So a
// thread is inside of this gate while it renders without the GIL, and whoever forks, with the GIL, waits until nobody
// is.
class ForkGate {
public:
    void enter() {
        while (true) {
            ++inside_;
            const int forks = forks_.load();
            if (forks == 0) return;
            leave();
            forks_.wait(forks);
        }
    }
    void leave() {
        if (--inside_ == 0 && forks_.load() != 0) inside_.notify_all();
    }
    // For those inside, where they hold no lock.
    void let_fork() {
        if (forks_.load(std::memory_order_relaxed) == 0) return;
        leave();
        enter();
    }

    void close() {
        ++forks_;
        for (int n = inside_.load(); n != 0; n = inside_.load()) inside_.wait(n);
    }
    void open() {
        --forks_;
        forks_.notify_all();
    }
    // In the new process, which has one thread.
    void open_in_child() {
        inside_.store(0);
        forks_.store(0);
    }

private:
    std::atomic<int> inside_{0};
    std::atomic<int> forks_{0};  // that are under way
};

inline ForkGate fork_gate;

}  // namespace liquidpy
