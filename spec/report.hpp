// What a run says.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "run_case.hpp"

namespace conformance {

struct Failure {
    const Case* one = nullptr;
    Outcome outcome;
};

struct Tally {
    std::size_t applicable = 0;
    std::size_t passed = 0;
    std::vector<Failure> failed;
};

struct SuiteReport {
    std::string name;
    std::size_t cases = 0;
    Tally portable;  // plain JSON and UTF-8
    Tally beyond;    // more than that
    std::map<std::string, std::size_t> skipped;

    std::vector<Failure> failed() const;
    std::size_t skipped_cases() const { return cases - portable.applicable - beyond.applicable; }
};

std::string to_table(const std::vector<SuiteReport>& reports);
std::string to_json(const std::vector<SuiteReport>& reports);
// One JSON object a line, for tools: id, mode, template, expected, found.
std::string to_json_lines(const std::vector<SuiteReport>& reports);
std::string to_text(const Failure& failure);

}  // namespace conformance
