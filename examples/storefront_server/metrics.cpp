#include "metrics.hpp"

#include <algorithm>
#include <cstdio>
#include <ctime>
#include <fstream>

#include <unistd.h>

namespace storefront {
namespace {

std::string number(double value) {
    char text[32];
    std::snprintf(text, sizeof text, "%.9g", value);
    return text;
}

// Writes the format from top to bottom.
class Exposition {
public:
    void family(std::string_view name, std::string_view type, std::string_view help) {
        name_ = name;
        ((text_ += "# HELP ") += name) += ' ';
        (text_ += help) += '\n';
        (((text_ += "# TYPE ") += name) += ' ') += type;
        text_ += '\n';
    }
    void sample(std::string_view labels, std::string_view value, std::string_view suffix = {}) {
        (text_ += name_) += suffix;
        if (!labels.empty()) ((text_ += '{') += labels) += '}';
        ((text_ += ' ') += value) += '\n';
    }
    void single(std::string_view name, std::string_view type, std::string_view help, std::string_view value) {
        family(name, type, help);
        sample({}, value);
    }
    std::string take() { return std::move(text_); }

private:
    std::string text_;
    std::string_view name_;
};

std::string label(std::string_view name, std::string_view value) {
    return (std::string(name) += "=\"") += std::string(value) + '"';
}

std::uint64_t resident_bytes() {
    std::ifstream statm("/proc/self/statm");
    std::uint64_t total = 0;
    std::uint64_t resident = 0;
    statm >> total >> resident;
    return resident * static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE));
}

double process_cpu_seconds() {
    timespec now{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

}  // namespace

void Metrics::count(const Measured& measured) {
    const std::scoped_lock lock(mutex_);
    ++requests_[{measured.route, measured.status}];
    for (const Query* query : measured.database.queries) ++queries_[query->name];
    request_cpu_ += measured.request_cpu;
    database_cpu_ += measured.database.cpu_seconds;
    if (!measured.rendered) return;
    const auto bound = std::lower_bound(kBounds.begin(), kBounds.end(), measured.render_seconds);
    ++buckets_[static_cast<std::size_t>(bound - kBounds.begin())];
    render_seconds_ += measured.render_seconds;
    liquid_cpu_ += measured.render_cpu;
}

void Metrics::count(const liquid::Diagnostics& diagnostics) {
    if (diagnostics.empty()) return;
    const std::scoped_lock lock(mutex_);
    for (const auto& diagnostic : diagnostics) {
        auto& [severity, times] = diagnostics_[diagnostic.code()];
        severity = liquid::name_of(diagnostic.severity);
        ++times;
    }
}

std::string Metrics::text() const {
    const std::scoped_lock lock(mutex_);
    Exposition out;
    out.family("storefront_requests_total", "counter", "Answers, by route and status.");
    for (const auto& [key, times] : requests_)
        out.sample(label("route", key.first) + "," + label("status", std::to_string(key.second)),
                   std::to_string(times));

    out.family("storefront_render_seconds", "histogram", "What visitors waited for template and layout.");
    std::uint64_t below = 0;
    for (std::size_t i = 0; i < buckets_.size(); ++i) {
        below += buckets_[i];
        const std::string bound = i < kBounds.size() ? number(kBounds[i]) : "+Inf";
        out.sample(label("le", bound), std::to_string(below), "_bucket");
    }
    out.sample({}, number(render_seconds_), "_sum");
    out.sample({}, std::to_string(below), "_count");

    out.family("storefront_diagnostics_total", "counter", "What Liquid had to say, by code.");
    for (const auto& [code, said] : diagnostics_)
        out.sample(label("code", code) + "," + label("severity", said.first), std::to_string(said.second));

    out.family("storefront_queries_total", "counter", "Statements that were run, by name.");
    for (const auto& [name, times] : queries_) out.sample(label("query", name), std::to_string(times));

    const double process = process_cpu_seconds();
    out.family("storefront_cpu_seconds_total", "counter", "Processor time of answering, by where it went.");
    out.sample(label("in", "liquid"), number(liquid_cpu_));
    out.sample(label("in", "database"), number(database_cpu_));
    out.sample(label("in", "rest"), number(std::max(0.0, request_cpu_ - liquid_cpu_ - database_cpu_)));
    out.single("storefront_liquid_share", "gauge", "Share of the process's processor time that Liquid took.",
               number(process > 0 ? liquid_cpu_ / process : 0));
    out.single("process_cpu_seconds_total", "counter", "Processor time of the process, the HTTP library's too.",
               number(process));
    out.single("process_resident_memory_bytes", "gauge", "Resident memory.", std::to_string(resident_bytes()));
    return out.take();
}

}  // namespace storefront
