#include "workers.hpp"

#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <stdexcept>
#include <string>

namespace conformance {
namespace {

constexpr int kHangMilliseconds = 60'000;

bool read_all(int from, void* to, std::size_t bytes) {
    char* at = static_cast<char*>(to);
    while (bytes > 0) {
        ssize_t n = read(from, at, bytes);
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) return false;
        at += n;
        bytes -= static_cast<std::size_t>(n);
    }
    return true;
}

void write_all(int to, const void* from, std::size_t bytes) {
    const char* at = static_cast<const char*>(from);
    while (bytes > 0) {
        ssize_t n = write(to, at, bytes);
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) _exit(3);
        at += n;
        bytes -= static_cast<std::size_t>(n);
    }
}

void write_text(int to, const std::string& text) {
    auto size = static_cast<std::uint32_t>(text.size());
    write_all(to, &size, sizeof size);
    write_all(to, text.data(), text.size());
}

bool read_text(int from, std::string& text) {
    std::uint32_t size = 0;
    if (!read_all(from, &size, sizeof size)) return false;
    text.resize(size);
    return read_all(from, text.data(), size);
}

// A child that runs every `step`-th case from `next` on and sends the outcomes in order.
struct Worker {
    std::size_t next = 0;
    std::size_t step = 1;
    pid_t process = -1;
    int pipe = -1;

    bool done(const std::vector<const Case*>& cases) const { return next >= cases.size(); }

    void start(const std::vector<const Case*>& cases) {
        int ends[2];
        if (::pipe(ends) != 0) throw std::runtime_error("pipe: " + std::string(std::strerror(errno)));
        std::fflush(nullptr);
        process = fork();
        if (process < 0) throw std::runtime_error("fork: " + std::string(std::strerror(errno)));
        if (process == 0) {
            close(ends[0]);
            for (std::size_t i = next; i < cases.size(); i += step) {
                Outcome outcome = run_case(*cases[i]);
                char passed = outcome.passed ? 1 : 0;
                write_all(ends[1], &passed, 1);
                write_text(ends[1], outcome.mode);
                write_text(ends[1], outcome.expected);
                write_text(ends[1], outcome.found);
            }
            _exit(0);
        }
        close(ends[1]);
        pipe = ends[0];
    }

    bool receive(Outcome& outcome) const {
        char passed = 0;
        if (!read_all(pipe, &passed, 1)) return false;
        outcome.passed = passed != 0;
        return read_text(pipe, outcome.mode) && read_text(pipe, outcome.expected) && read_text(pipe, outcome.found);
    }

    // Ends the child and says how it ended.
    std::string stop(bool hung) {
        if (hung) kill(process, SIGKILL);
        close(pipe);
        pipe = -1;
        int status = 0;
        waitpid(process, &status, 0);
        if (hung) return "hung for " + std::to_string(kHangMilliseconds / 1000) + " s";
        if (WIFSIGNALED(status)) return std::string("crashed: ") + strsignal(WTERMSIG(status));
        return "ended with exit code " + std::to_string(WEXITSTATUS(status));
    }
};

}  // namespace

std::vector<Outcome> run_cases(const std::vector<const Case*>& cases, unsigned count) {
    std::vector<Outcome> outcomes(cases.size());
    std::vector<Worker> workers(count);
    for (unsigned i = 0; i < count; ++i) {
        workers[i].next = i;
        workers[i].step = count;
        if (!workers[i].done(cases)) workers[i].start(cases);
    }
    while (true) {
        std::vector<pollfd> waiting;
        std::vector<Worker*> who;
        for (Worker& worker : workers) {
            if (worker.pipe < 0) continue;
            waiting.push_back({worker.pipe, POLLIN, 0});
            who.push_back(&worker);
        }
        if (waiting.empty()) return outcomes;
        int ready = poll(waiting.data(), waiting.size(), kHangMilliseconds);
        if (ready < 0 && errno == EINTR) continue;
        for (std::size_t i = 0; i < waiting.size(); ++i) {
            Worker& worker = *who[i];
            bool hung = ready == 0;
            if (!hung && waiting[i].revents == 0) continue;
            Outcome outcome;
            bool received = !hung && worker.receive(outcome);
            if (!received) outcome = {false, "", "an outcome", worker.stop(hung)};
            outcomes[worker.next] = outcome;
            worker.next += worker.step;
            if (received && worker.done(cases)) worker.stop(false);
            if (!received && !worker.done(cases)) worker.start(cases);
        }
    }
}

}  // namespace conformance
