// conformance --corpus DIR: runs the JSON Lines corpora and says what passes.
#include <algorithm>
#include <cstdio>
#include <exception>
#include <fstream>
#include <iostream>
#include <set>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "corpus.hpp"
#include "report.hpp"
#include "workers.hpp"

namespace {

using namespace conformance;

constexpr const char* kUsage =
    "usage: conformance --corpus DIR [--suite NAME] [--known FILE] [--declared-modes] [--artifact] [--json]\n"
    "                   [--verbose TEXT] [--dump-failures FILE]\n"
    "  --suite NAME          only this suite\n"
    "  --known FILE          ids of cases that are known to fail, one a line; one that passes is an error\n"
    "  --declared-modes      only the modes that a case names, not those that pass in the reference as well\n"
    "  --artifact            compile, write and load every template and partial before it is rendered\n"
    "  --json                print the report as one JSON object\n"
    "  --verbose TEXT        show the failures whose id contains TEXT\n"
    "  --dump-failures FILE  write each failure as one JSON object a line\n"
    "exit code: 0 all applicable cases pass, 1 not, 2 usage or unreadable input\n";

struct Options {
    std::string corpus;
    std::string suite;
    std::string known;
    std::string verbose;
    std::string dump;
    bool declared_modes = false;
    bool show = false;
    bool json = false;
};

Options read_options(int count, char** words) {
    Options options;
    for (int i = 1; i < count; ++i) {
        std::string word = words[i];
        auto next = [&] {
            if (i + 1 >= count) throw std::invalid_argument(word + " needs a value");
            return std::string(words[++i]);
        };
        if (word == "--corpus") {
            options.corpus = next();
        } else if (word == "--suite") {
            options.suite = next();
        } else if (word == "--known") {
            options.known = next();
        } else if (word == "--verbose") {
            options.show = true;
            options.verbose = next();
        } else if (word == "--dump-failures") {
            options.dump = next();
        } else if (word == "--declared-modes") {
            options.declared_modes = true;
        } else if (word == "--artifact") {
            through_artifacts = true;
        } else if (word == "--json") {
            options.json = true;
        } else {
            throw std::invalid_argument("unknown option " + word);
        }
    }
    if (options.corpus.empty()) throw std::invalid_argument("--corpus is missing");
    return options;
}

std::set<std::string> read_known(const std::string& file) {
    std::set<std::string> ids;
    if (file.empty()) return ids;
    std::ifstream in(file);
    if (!in) throw std::runtime_error(file + " cannot be read");
    for (std::string line; std::getline(in, line);)
        if (!line.empty() && line[0] != '#') ids.insert(line);
    return ids;
}

SuiteReport run(const Suite& suite) {
    SuiteReport report;
    report.name = suite.name;
    report.cases = suite.cases.size();
    std::vector<const Case*> cases;
    for (const Case& one : suite.cases) {
        if (one.skip_reason.empty())
            cases.push_back(&one);
        else
            ++report.skipped[one.skip_reason];
    }
    unsigned workers = std::clamp(std::thread::hardware_concurrency(), 1u, 4u);
    std::vector<Outcome> outcomes = run_cases(cases, workers);
    for (std::size_t i = 0; i < cases.size(); ++i) {
        Tally& tally = cases[i]->beyond ? report.beyond : report.portable;
        ++tally.applicable;
        if (outcomes[i].passed)
            ++tally.passed;
        else
            tally.failed.push_back({cases[i], outcomes[i]});
    }
    return report;
}

// Everything that makes the run a failure, as sentences.
std::vector<std::string> faults(const std::vector<SuiteReport>& reports, const Options& options,
                                const std::set<std::string>& known) {
    std::vector<std::string> out;
    std::set<std::string> failed, suites;
    std::size_t cases = 0, unknown = 0;
    for (const SuiteReport& report : reports) {
        cases += report.cases;
        suites.insert(report.name);
        for (const Failure& failure : report.failed()) {
            failed.insert(failure.one->id);
            if (!known.contains(failure.one->id)) ++unknown;
        }
        auto demand = [&](std::size_t has, std::size_t least, const char* kind) {
            if (has < least)
                out.push_back(report.name + " has " + std::to_string(has) + " " + kind + " cases, it must have " +
                              std::to_string(least));
        };
        demand(report.portable.applicable, least_of(report.name).applicable, "applicable");
        demand(report.beyond.applicable, least_of(report.name).beyond, "beyond");
    }
    if (cases == 0) out.push_back("no case was found");
    if (options.suite.empty())
        for (const std::string& name : required_suites())
            if (!suites.contains(name)) out.push_back("the suite " + name + " is missing");
    if (unknown > 0) out.push_back(std::to_string(unknown) + " cases failed that are not known to");
    for (const std::string& id : known)
        if (suites.contains(id.substr(0, id.find('/'))) && !failed.contains(id))
            out.push_back("`" + id + "` is in " + options.known + " and does not fail: take it out");
    return out;
}

int run_all(const Options& options) {
    std::set<std::string> known = read_known(options.known);
    std::vector<Suite> suites = read_corpora(options.corpus, options.suite);
    if (options.declared_modes)
        for (Suite& suite : suites)
            for (Case& one : suite.cases) one.further_modes.clear();
    std::vector<SuiteReport> reports;
    for (const Suite& suite : suites) reports.push_back(run(suite));
    std::vector<std::string> wrong = faults(reports, options, known);

    std::cout << (options.json ? to_json(reports) : to_table(reports));
    if (options.show)
        for (const SuiteReport& report : reports)
            for (const Failure& failure : report.failed())
                if (failure.one->id.find(options.verbose) != std::string::npos) std::cout << "\n" << to_text(failure);
    if (!options.dump.empty()) {
        std::ofstream file(options.dump, std::ios::binary);
        file << to_json_lines(reports);
        if (!file.flush()) throw std::runtime_error(options.dump + " cannot be written");
    }
    for (const std::string& fault : wrong) std::cerr << "conformance: " << fault << "\n";
    return wrong.empty() ? 0 : 1;
}

}  // namespace

int main(int count, char** words) {
    try {
        return run_all(read_options(count, words));
    } catch (const std::invalid_argument& error) {
        std::cerr << "conformance: " << error.what() << "\n" << kUsage;
    } catch (const std::exception& error) {
        std::cerr << "conformance: " << error.what() << "\n";
    }
    return 2;
}
