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

struct SuiteReport {
    std::string name;
    std::size_t cases = 0;
    std::size_t applicable = 0;
    std::size_t passed = 0;
    std::vector<Failure> failed;
    std::map<std::string, std::size_t> skipped;
};

std::string to_table(const std::vector<SuiteReport>& reports);
std::string to_json(const std::vector<SuiteReport>& reports);
// One JSON object a line, for tools: id, mode, template, expected, found.
std::string to_json_lines(const std::vector<SuiteReport>& reports);
std::string to_text(const Failure& failure);

}  // namespace conformance
