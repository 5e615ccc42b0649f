#include "session.hpp"

#include <utility>

namespace liquidpy {

namespace {

constexpr std::size_t kMostPooled = 16;
constexpr std::size_t kLargestPooledOutput = std::size_t{4} << 20;
constexpr std::size_t kLargestPooledTable = std::size_t{1} << 16;

// Never destroyed: renders may end while the interpreter does.
std::vector<std::unique_ptr<Session>>& pool() {
    static auto* sessions = new std::vector<std::unique_ptr<Session>>();
    return *sessions;
}

}  // namespace

KeptObjects::Entry& KeptObjects::add(std::size_t at, PyObject* object) {
    if (used_.size() * 2 >= table_.size()) {
        grow();
        return keep(object);
    }
    Py_INCREF(object);
    used_.push_back(static_cast<std::uint32_t>(at));
    table_[at].object = object;
    return table_[at];
}

void KeptObjects::grow() {
    std::vector<Entry> old(table_.size() * 2);
    old.swap(table_);
    mask_ = table_.size() - 1;
    for (std::uint32_t& slot : used_) {
        const Entry& entry = old[slot];
        std::size_t at = slot_of(entry.object);
        while (table_[at].object != nullptr) at = (at + 1) & mask_;
        table_[at] = entry;
        slot = static_cast<std::uint32_t>(at);
    }
}

void KeptObjects::release() {
    drops_.clear();
    if (table_.size() > kLargestPooledTable) {
        // Millions of objects: in the order of their places, each is met without a miss of the cache for its entry.
        const std::vector<Entry> all = std::exchange(table_, std::vector<Entry>(kFirstSize));
        used_ = {};
        mask_ = kFirstSize - 1;
        for (const Entry& entry : all) Py_XDECREF(entry.object);
        return;
    }
    for (std::uint32_t slot : used_) {
        PyObject* object = std::exchange(table_[slot], Entry{}).object;
        Py_DECREF(object);
    }
    used_.clear();
}

Lease::Lease() {
    auto& sessions = pool();
    if (sessions.empty()) {
        session_ = std::make_unique<Session>();
        return;
    }
    session_ = std::move(sessions.back());
    sessions.pop_back();
}

Lease::~Lease() {
    session_->readings.clear();
    session_->kept.release();
    session_->output.clear();
    if (session_->output.capacity() > kLargestPooledOutput) session_->output.shrink_to_fit();
    if (pool().size() < kMostPooled) pool().push_back(std::move(session_));
}

}  // namespace liquidpy
