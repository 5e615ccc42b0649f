#include "render.hpp"

#if defined(__linux__)
#include <sys/syscall.h>
#include <unistd.h>
#endif

namespace liquidpy {

namespace {

// Signals are handled by the main thread alone; the others need not take the GIL to ask.
bool may_handle_signals() {
#if defined(__linux__)
    return ::syscall(SYS_gettid) == ::getpid();
#else
    return true;
#endif
}

}  // namespace

#if defined(__GNUC__) && defined(__linux__)
[[gnu::tls_model("initial-exec")]]
#endif
thread_local Render* Render::current_ = nullptr;

bool Render::poll(liquid::Runtime& runtime) {
    runtime_ = &runtime;
    if (interrupted()) return false;
    if (session_.kept.size() > most_objects_) {
        PyErr_SetString(PyExc_MemoryError, "the render holds more Python objects than its limit memory_bytes allows");
        interrupt();
        return false;
    }
    const bool held = holds_gil();
    if (!held) fork_gate.let_fork();
    const auto now = Clock::now();
    if (now < next_look_) return true;
    next_look_ = now + kBetweenLooks;
    if (!held && !may_handle_signals()) return true;
    if (held)
        PyEval_RestoreThread(PyEval_SaveThread());  // other threads have their turn
    else
        take_gil();
    if (PyErr_CheckSignals() != 0) interrupt();
    if (!held) drop_gil();
    return !interrupted();
}

// The engine looks at its limits, asks poll(), and throws what nothing but the end of the render catches.
void Render::end_when_interrupted() {
    constexpr std::uint64_t kMoreThanBetweenChecks = 1 << 16;
    if (interrupted()) liquid::FilterCall(*runtime_).step(kMoreThanBetweenChecks);
}

void Render::throw_exception() {
    std::string text = take_exception();
    end_when_interrupted();
    throw std::runtime_error(text);
}

}  // namespace liquidpy
