// The threads that answer, each with a Worker of its own.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <filesystem>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

#include "site.hpp"

namespace storefront {

/// A job is one connection: cpp-httplib answers on it, one request after the other, until it is closed.
class Workers {
public:
    /// Opens all connections to the database, so that a fault shows before the server listens.
    Workers(std::size_t threads, const std::filesystem::path& database);
    ~Workers();

    void start();
    /// Once the doors are closed it does not return before `release`, and the job is never done.
    void enqueue(std::function<void()> job);
    /// Ends the threads, when all jobs are done.
    void join();

    /// Jobs wait, or the server is about to end: clients should not keep their connections.
    bool crowded() const;
    /// Lets nobody in any more, and waits until all who are in have been served, but no longer than `patience`.
    bool drain(std::chrono::milliseconds patience);
    void release();

    /// The Worker of the calling thread, which is one of ours.
    static Worker& mine();

private:
    void run(Worker& worker);

    mutable std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<std::function<void()>> jobs_;
    std::size_t active_ = 0;
    bool leaving_ = false;   // from the first moment of the end: connections are not kept
    bool closed_ = false;    // nobody comes in
    bool released_ = false;  // nobody needs to wait outside
    bool ending_ = false;    // threads end when there is no job
    std::deque<Worker> workers_;
    std::vector<std::thread> threads_;
};

}  // namespace storefront
