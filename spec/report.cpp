#include "report.hpp"

#include <cstdio>

#include <nlohmann/json.hpp>

namespace conformance {
namespace {

using Json = nlohmann::ordered_json;

// Texts may hold bytes that are not UTF-8; JSON may not.
std::string dump(const Json& json) { return json.dump(-1, ' ', false, Json::error_handler_t::replace); }

std::string row(const std::string& name, std::size_t cases, std::size_t applicable, std::size_t passed,
                std::size_t failed, std::size_t skipped) {
    char line[160];
    double share = applicable == 0 ? 0.0 : 100.0 * static_cast<double>(passed) / static_cast<double>(applicable);
    // 1588 of 1589 must not read as 100.0 %.
    if (passed < applicable && share > 99.9) share = 99.9;
    std::snprintf(line, sizeof line, "%-30s %6zu %10zu %7zu %7zu %8zu  %5.1f %%\n", name.c_str(), cases, applicable,
                  passed, failed, skipped, share);
    return line;
}

}  // namespace

std::string to_table(const std::vector<SuiteReport>& reports) {
    char head[160];
    std::snprintf(head, sizeof head, "%-30s %6s %10s %7s %7s %8s\n", "suite", "cases", "applicable", "passed", "failed",
                  "skipped");
    std::string out = head;
    SuiteReport all;
    std::size_t all_failed = 0;
    for (const SuiteReport& report : reports) {
        out += row(report.name, report.cases, report.applicable, report.passed, report.failed.size(),
                   report.cases - report.applicable);
        all.cases += report.cases;
        all.applicable += report.applicable;
        all.passed += report.passed;
        all_failed += report.failed.size();
        for (const auto& [reason, count] : report.skipped) all.skipped[reason] += count;
    }
    if (reports.size() > 1)
        out += row("all", all.cases, all.applicable, all.passed, all_failed, all.cases - all.applicable);
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
        Json failed = Json::array();
        for (const Failure& failure : report.failed) failed.push_back(failure.one->id);
        json[report.name] = {{"cases", report.cases},
                             {"applicable", report.applicable},
                             {"passed", report.passed},
                             {"failed", failed},
                             {"skipped", Json(report.skipped)}};
    }
    return dump(json) + "\n";
}

std::string to_json_lines(const std::vector<SuiteReport>& reports) {
    std::string out;
    for (const SuiteReport& report : reports)
        for (const Failure& failure : report.failed)
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
