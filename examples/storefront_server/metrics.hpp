// Numbers for Prometheus.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>

#include <liquid/diagnostic.hpp>

#include "database.hpp"

namespace storefront {

/// What one request cost. Processor seconds, but for the render's: those are what the visitor waited.
struct Measured {
    std::string_view route;
    int status = 0;
    bool rendered = false;
    double render_seconds = 0;  ///< template and layout, with the queries that they caused
    double request_cpu = 0;     ///< everything between reading the request and sending the answer
    double render_cpu = 0;      ///< Liquid's own: without the queries
    Cost database;
};

/// Counts for all threads. One short lock for each request.
class Metrics {
public:
    void count(const Measured& measured);
    void count(const liquid::Diagnostics& diagnostics);
    /// What is asked of /metrics, in the text format 0.0.4.
    std::string text() const;

private:
    static constexpr std::array kBounds{0.00005, 0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005,
                                        0.01,    0.025,  0.05,    0.1,    0.25,  0.5,    1.0};

    mutable std::mutex mutex_;
    // Routes, codes and names of queries are the program's own words: few, and nothing to escape.
    std::map<std::pair<std::string_view, int>, std::uint64_t> requests_;
    std::map<std::string_view, std::uint64_t> queries_;
    std::map<std::string_view, std::pair<std::string_view, std::uint64_t>> diagnostics_;  // code: severity, count
    std::array<std::uint64_t, kBounds.size() + 1> buckets_{};
    double render_seconds_ = 0;
    double request_cpu_ = 0;
    double liquid_cpu_ = 0;
    double database_cpu_ = 0;
};

}  // namespace storefront
