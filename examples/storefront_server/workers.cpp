#include "workers.hpp"

namespace storefront {
namespace {

thread_local Worker* my_worker = nullptr;

// Whoever was already knocking when the end was decided is let in.
constexpr std::chrono::milliseconds kLastGuests{50};

}  // namespace

Workers::Workers(std::size_t threads, const std::filesystem::path& database) {
    for (std::size_t i = 0; i < threads; ++i) workers_.emplace_back(database);
}

Workers::~Workers() {
    release();
    join();
}

Worker& Workers::mine() { return *my_worker; }

void Workers::start() {
    for (Worker& worker : workers_) threads_.emplace_back([this, &worker] { run(worker); });
}

void Workers::run(Worker& worker) {
    my_worker = &worker;
    std::unique_lock lock(mutex_);
    for (;;) {
        changed_.wait(lock, [this] { return !jobs_.empty() || ending_; });
        if (jobs_.empty()) return;
        std::function<void()> job = std::move(jobs_.front());
        jobs_.pop_front();
        ++active_;
        lock.unlock();
        job();
        job = nullptr;
        lock.lock();
        --active_;
        if (leaving_) changed_.notify_all();
    }
}

void Workers::enqueue(std::function<void()> job) {
    std::unique_lock lock(mutex_);
    if (closed_) return changed_.wait(lock, [this] { return released_; });
    jobs_.push_back(std::move(job));
    if (leaving_) {
        changed_.notify_all();  // others than workers wait as well
    } else {
        changed_.notify_one();
    }
}

void Workers::join() {
    {
        const std::scoped_lock lock(mutex_);
        ending_ = true;
    }
    changed_.notify_all();
    for (std::thread& thread : threads_)
        if (thread.joinable()) thread.join();
}

bool Workers::crowded() const {
    const std::scoped_lock lock(mutex_);
    return leaving_ || !jobs_.empty();
}

bool Workers::drain(std::chrono::milliseconds patience) {
    std::unique_lock lock(mutex_);
    leaving_ = true;
    changed_.wait_for(lock, kLastGuests, [] { return false; });
    closed_ = true;
    return changed_.wait_for(lock, patience, [this] { return jobs_.empty() && active_ == 0; });
}

void Workers::release() {
    {
        const std::scoped_lock lock(mutex_);
        closed_ = true;
        released_ = true;
    }
    changed_.notify_all();
}

}  // namespace storefront
