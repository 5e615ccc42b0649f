#include "value/rep.hpp"

#include <atomic>
#include <mutex>
#include <stdexcept>

namespace liquid {

// Each thread draws a batch of numbers, so that renders on many threads do not share a cache line.
std::uint64_t next_shape_id() {
    constexpr std::uint64_t kBatch = 1 << 16;
    static std::atomic<std::uint64_t> next_batch{1};
    thread_local std::uint64_t next = 0;
    thread_local std::uint64_t end = 0;
    if (next == end) {
        next = next_batch.fetch_add(kBatch, std::memory_order_relaxed);
        end = next + kBatch;
    }
    return next++;
}

std::atomic<const ForeignTable*> foreign_tables[kMostForeignTables];

namespace {

std::mutex tables_lock;

}  // namespace

std::uint16_t register_foreign(const ForeignTable* table) {
    std::lock_guard lock(tables_lock);
    for (std::size_t i = 0; i < kMostForeignTables; ++i) {
        const ForeignTable* known = foreign_tables[i].load(std::memory_order_relaxed);
        if (known == nullptr) foreign_tables[i].store(known = table, std::memory_order_release);
        if (known == table) return static_cast<std::uint16_t>(i);
    }
    throw std::length_error("too many kinds of foreign documents");
}

}  // namespace liquid
