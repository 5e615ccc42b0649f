#include "report.hpp"

#include <cstdio>

#include <nlohmann/json.hpp>

namespace conformance {
namespace {

using Json = nlohmann::ordered_json;

// Texts may hold bytes that are not UTF-8; JSON may not.
std::string dump(const Json& json) { return json.dump(-1, ' ', false, Json::error_handler_t::replace); }

// 1588 of 1589 must not read as 100.0 %.
double share(const Tally& tally) {
    if (tally.applicable == 0) return 0.0;
    double share = 100.0 * static_cast<double>(tally.passed) / static_cast<double>(tally.applicable);
    return tally.passed < tally.applicable && share > 99.9 ? 99.9 : share;
}

std::string row(const SuiteReport& report, std::size_t failed, std::size_t beyond_failed) {
    char line[200];
    std::snprintf(line, sizeof line, "%-30s %6zu %10zu %7zu %7zu %5.1f %% %8zu %7zu %7zu %8zu\n", report.name.c_str(),
                  report.cases, report.portable.applicable, report.portable.passed, failed, share(report.portable),
                  report.beyond.applicable, report.beyond.passed, beyond_failed, report.skipped_cases());
    return line;
}

void add(Tally& all, const Tally& one) {
    all.applicable += one.applicable;
    all.passed += one.passed;
}

Json ids(const std::vector<Failure>& failed) {
    Json ids = Json::array();
    for (const Failure& failure : failed) ids.push_back(failure.one->id);
    return ids;
}

}  // namespace

std::vector<Failure> SuiteReport::failed() const {
    std::vector<Failure> all = portable.failed;
    all.insert(all.end(), beyond.failed.begin(), beyond.failed.end());
    return all;
}

std::string to_table(const std::vector<SuiteReport>& reports) {
    char head[200];
    std::snprintf(head, sizeof head, "%-30s %6s %10s %7s %7s %7s %8s %7s %7s %8s\n", "suite", "cases", "applicable",
                  "passed", "failed", "", "beyond", "passed", "failed", "skipped");
    std::string out = head;
    SuiteReport all;
    all.name = "all";
    std::size_t failed = 0, beyond_failed = 0;
    for (const SuiteReport& report : reports) {
        out += row(report, report.portable.failed.size(), report.beyond.failed.size());
        all.cases += report.cases;
        add(all.portable, report.portable);
        add(all.beyond, report.beyond);
        failed += report.portable.failed.size();
        beyond_failed += report.beyond.failed.size();
        for (const auto& [reason, count] : report.skipped) all.skipped[reason] += count;
    }
    if (reports.size() > 1) out += row(all, failed, beyond_failed);
    if (!all.skipped.empty()) out += "skipped, by reason:\n";
    for (const auto& [reason, count] : all.skipped) {
        char line[200];
        std::snprintf(line, sizeof line, "%8zu  %s\n", count, reason.c_str());
        out += line;
    }
    return out;
}

std::string to_json(const std::vector<SuiteReport>& reports) {
    Json json = Json::object();
    for (const SuiteReport& report : reports) {
        Json beyond = {{"applicable", report.beyond.applicable},
                       {"passed", report.beyond.passed},
                       {"failed", ids(report.beyond.failed)}};
        json[report.name] = {{"cases", report.cases},
                             {"applicable", report.portable.applicable},
                             {"passed", report.portable.passed},
                             {"failed", ids(report.portable.failed)},
                             {"beyond", beyond},
                             {"skipped", Json(report.skipped)}};
    }
    return dump(json) + "\n";
}

std::string to_json_lines(const std::vector<SuiteReport>& reports) {
    std::string out;
    for (const SuiteReport& report : reports)
        for (const Failure& failure : report.failed())
            out += dump({{"id", failure.one->id},
                         {"mode", failure.outcome.mode},
                         {"template", failure.one->template_text},
                         {"environment", failure.one->environment},
                         {"filesystem", Json(failure.one->files)},
                         {"expected", failure.outcome.expected},
                         {"found", failure.outcome.found}}) +
                   "\n";
    return out;
}

std::string to_text(const Failure& failure) {
    std::string out = failure.one->id + " (" + failure.outcome.mode + ")\n";
    out += "  template  " + failure.one->template_text + "\n";
    if (failure.one->environment != "{}") out += "  data      " + failure.one->environment + "\n";
    for (const auto& [name, text] : failure.one->files) out += "  " + name + "  " + text + "\n";
    out += "  expected  " + failure.outcome.expected + "\n";
    out += "  found     " + failure.outcome.found + "\n";
    return out;
}

}  // namespace conformance
