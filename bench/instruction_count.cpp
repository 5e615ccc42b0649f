// instruction_count JOB PASSES [DATA_DIR]: runs one job after a warm-up, so that callgrind counts the job alone:
//   valgrind --tool=callgrind --collect-atstart=no --callgrind-out-file=counts instruction_count parse 1
// JOB may be one of growth.hpp with its size, as in `repeated append:1000`.
// instruction_count --list [DATA_DIR]: the compiler, the jobs that can be run here, and the bytes that those read
// whose input changes, as JSON.
// The pages of this repository are found from its top folder.
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <functional>
#include <iostream>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include <liquid/nlohmann.hpp>

#if __has_include(<valgrind/callgrind.h>)
#include <valgrind/callgrind.h>
#else
#define CALLGRIND_TOGGLE_COLLECT
#endif

#include "growth.hpp"
#include "own_pages.hpp"
#include "product_page.hpp"
#include "theme_runner.hpp"

namespace {

using Pass = std::function<std::size_t()>;

/// A job is made when it is asked for, so that no other job's memory lies beside it.
struct Job {
    std::string name;
    std::function<Pass()> make;
};

template <class Pages>
Job job(std::string name, const std::string& folder, std::size_t (Pages::*pass)()) {
    return {std::move(name), [folder, pass] {
                auto pages = std::make_shared<Pages>(folder);
                return Pass([pages, pass] { return (pages.get()->*pass)(); });
            }};
}

struct ProductPage {
    liquid::Template page = liquid::Environment().parse(bench::product_page_source()).value;
    liquid::Data data;
    nlohmann::ordered_json json;
    liquid::RenderContext context;
    std::string out;

    std::size_t render(liquid::Value globals) {
        out.clear();
        page.render_into(out, context, globals);
        return out.size();
    }
};

Pass product_render() {
    auto page = std::make_shared<ProductPage>();
    page->data = bench::make_data(bench::make_products());
    return [page] { return page->render(page->data.root()); };
}

Pass product_borrowed() {
    auto page = std::make_shared<ProductPage>();
    page->json = nlohmann::ordered_json::parse(bench::make_json(bench::make_products()));
    return [page] { return page->render(liquid::view(page->json)); };
}

Pass data_load() {
    std::string text = bench::make_json(bench::make_products(1000));
    return [text] { return static_cast<std::size_t>(liquid::Data::parse(text).ok()); };
}

std::vector<Job> own_jobs() {
    const std::string storefront = "examples/storefront";
    return {{"product_render", product_render},
            {"product_borrowed", product_borrowed},
            {"data_load", data_load},
            job("storefront_parse", storefront, &bench::StorefrontPage::parse),
            job("storefront_render", storefront, &bench::StorefrontPage::render),
            job("storefront_cold", storefront, &bench::StorefrontPage::cold),
            job("golden_parse", "tests/golden", &bench::GoldenTemplates::parse)};
}

std::vector<Job> jobs_with(const std::string& folder) {
    std::vector<Job> jobs = own_jobs();
    if (!std::filesystem::is_directory(folder)) return jobs;
    const std::string themes = folder + "/theme_runner", extra = folder + "/cases_extra.json";
    jobs.push_back(job("parse", themes, &bench::ThemeRunner::parse));
    jobs.push_back(job("render", themes, &bench::ThemeRunner::render));
    jobs.push_back(job("both", themes, &bench::ThemeRunner::both));
    jobs.push_back(job("extra_parse", extra, &bench::ExtraPages::parse));
    jobs.push_back(job("extra_render", extra, &bench::ExtraPages::render));
    jobs.push_back(job("extra_both", extra, &bench::ExtraPages::both));
    return jobs;
}

int list(const std::string& folder) {
#ifdef __clang__
    nlohmann::ordered_json out = {{"compiler", "clang++ " __clang_version__}};
#else
    nlohmann::ordered_json out = {{"compiler", "g++ " __VERSION__}};
#endif
    for (const Job& one : jobs_with(folder)) out["jobs"].push_back(one.name);
    // These pages come and go: what counts is the work for a byte.
    out["bytes"]["storefront_parse"] = bench::StorefrontPage("examples/storefront").bytes();
    out["bytes"]["golden_parse"] = bench::GoldenTemplates("tests/golden").bytes();
    std::cout << out << "\n";
    return 0;
}

Pass growth(const std::string& name) {
    std::size_t colon = name.find(':');
    for (const bench::Growth& one : bench::growths())
        if (one.name == name.substr(0, colon)) return one.make(std::stoul(name.substr(colon + 1)));
    throw std::runtime_error("no job " + name);
}

int count_passes(const Pass& pass, int passes) {
    std::size_t sum = pass() + pass();
    CALLGRIND_TOGGLE_COLLECT;
    for (int i = 0; i < passes; ++i) sum += pass();
    CALLGRIND_TOGGLE_COLLECT;
    return sum != 0 ? 0 : 1;
}

int run(const std::string& name, int passes, const std::string& folder) {
    if (name.find(':') != std::string::npos) return count_passes(growth(name), passes);
    for (const Job& one : jobs_with(folder))
        if (one.name == name) return count_passes(one.make(), passes);
    throw std::runtime_error("no job " + name);
}

}  // namespace

int main(int count, char** words) {
    const std::string data = "../shared/bench";
    bool lists = count >= 2 && std::string_view(words[1]) == "--list";
    int passes = count >= 3 && !lists ? std::atoi(words[2]) : 0;
    if (lists ? count > 3 : passes <= 0 || count > 4) {
        std::cerr << "usage: instruction_count JOB PASSES [DATA_DIR]\n       instruction_count --list [DATA_DIR]\n";
        return 2;
    }
    try {
        return lists ? list(count == 3 ? words[2] : data) : run(words[1], passes, count == 4 ? words[3] : data);
    } catch (const std::exception& error) {
        std::cerr << "instruction_count: " << error.what() << "\n";
        return 2;
    }
}
