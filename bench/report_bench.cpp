// report_bench [--rounds N] [DATA_DIR]: what is measured within one process, as JSON; report.py makes a table of it.
// report_bench --product-page: the product page as a case, in the form of cases_extra.json.
#include <sys/resource.h>

#include <cstdlib>
#include <cstring>
#include <exception>
#include <fstream>
#include <iostream>
#include <iterator>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include <liquid/liquid.hpp>
#include <liquid/nlohmann.hpp>

#include "artifact_times.hpp"
#include "growth.hpp"
#include "lookups.hpp"
#include "measure.hpp"
#include "product_page.hpp"

namespace {

using Json = nlohmann::ordered_json;

Json by_name(const std::vector<bench::Samples>& samples) {
    Json found;
    for (const bench::Samples& one : samples) found[one.name] = one.nanoseconds;
    return found;
}

struct Rendered {
    liquid::Template page;
    liquid::RenderContext context;
    std::string out;

    std::size_t run(liquid::Value globals) {
        out.clear();
        page.render_into(out, context, globals);
        return out.size();
    }
};

Json product_page(int rounds) {
    const auto products = bench::make_products();
    const liquid::Data data = bench::make_data(products);
    const auto ordered = Json::parse(bench::make_json(products));
    const auto sorted = nlohmann::json::parse(bench::make_json(products));
    const liquid::Template page = liquid::Environment().parse(bench::product_page_source()).value;
    std::string expected;
    bench::write_by_hand(expected, products);

    Rendered from_data{page, {}, {}}, from_ordered{page, {}, {}}, from_sorted{page, {}, {}};
    from_data.run(data.root());
    from_ordered.run(liquid::view(ordered));
    from_sorted.run(liquid::view(sorted));
    if (from_data.out != expected || from_ordered.out != expected || from_sorted.out != expected)
        throw std::runtime_error("the product pages differ");

    std::string by_hand, copied(expected.size(), ' ');
    auto samples = bench::in_turn({{"liquidc", [&] { return from_data.run(data.root()); }},
                                   {"by hand",
                                    [&] {
                                        by_hand.clear();
                                        bench::write_by_hand(by_hand, products);
                                        return by_hand.size();
                                    }},
                                   {"memcpy",
                                    [&] {
                                        std::memcpy(copied.data(), expected.data(), expected.size());
                                        asm volatile("" : : "r"(copied.data()) : "memory");
                                        return copied.size();
                                    }},
                                   {"ordered_json", [&] { return from_ordered.run(liquid::view(ordered)); }},
                                   {"json", [&] { return from_sorted.run(liquid::view(sorted)); }},
                                   {"cold context",
                                    [&] {
                                        liquid::RenderContext context;
                                        std::string out;
                                        page.render_into(out, context, data);
                                        return out.size();
                                    }}},
                                  rounds * 3);
    return {{"bytes", expected.size()}, {"ns", by_name(samples)}};
}

std::string theme_data(const std::string& folder) {
    std::ifstream in(folder + "/theme_runner/data.json", std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

Json loading(int rounds, const std::string& folder) {
    std::string text = "[", numbers = "[", keys = "{";
    for (int i = 0; i < 2000; ++i) {
        std::string comma = i > 0 ? "," : "";
        text += comma + R"("Fish & chips, \"fresh\"\nat caf\u00e9 )" + std::to_string(i) + R"( — two plates")";
        numbers += comma + std::to_string(i * 37) + "," + std::to_string(i) + ".25," + std::to_string(-i) + "e-3";
    }
    for (int i = 0; i < 20'000; ++i)
        keys += (i > 0 ? ",\"key" : "\"key") + std::to_string(i) + "\":" + std::to_string(i);
    std::vector<std::pair<const char*, std::string>> documents = {
        {"1000 products", bench::make_json(bench::make_products(1000))},
        {"ThemeRunner's data", theme_data(folder)},
        {"texts with escapes", text + "]"},
        {"numbers", numbers + "]"},
        {"an object of 20,000 keys", keys + "}"}};
    Json found = Json::array();
    for (const auto& [name, json] : documents) {
        if (json.empty()) continue;
        std::vector<bench::Contender> contenders = {
            {"liquidc", [&json = json] { return static_cast<std::size_t>(liquid::Data::parse(json).ok()); }},
            {"ordered_json", [&json = json] { return Json::parse(json).size(); }},
            {"json", [&json = json] { return nlohmann::json::parse(json).size(); }}};
        auto samples = bench::in_turn(contenders, json.find("key19999") == std::string::npos ? rounds : 2);
        found.push_back({{"document", name}, {"bytes", json.size()}, {"ns", by_name(samples)}});
    }
    return found;
}

struct Rate {
    double renders_a_second;  ///< of all threads together, by the wall
    double cpu_ns;            ///< CPU time of one render
    long waits;               ///< how often a thread gave up its core by itself: it waited for another
};

long waits_of_thread() {
    rusage used{};
    getrusage(RUSAGE_THREAD, &used);
    return used.ru_nvcsw;
}

Rate render_in(std::size_t threads, const liquid::Template& page, const liquid::Data& data, double seconds) {
    std::vector<std::size_t> renders(threads);
    std::vector<double> spent(threads), wall(threads);
    std::vector<long> waits(threads);
    auto work = [&](std::size_t at) {
        liquid::RenderContext context;
        std::string out;
        long waited = waits_of_thread();
        double start = bench::wall_seconds(), cpu = bench::thread_seconds();
        std::size_t count = 0;
        while (bench::wall_seconds() - start < seconds)
            for (int i = 0; i < 20; ++i, ++count) {
                out.clear();
                page.render_into(out, context, data);
            }
        renders[at] = count;
        spent[at] = bench::thread_seconds() - cpu;
        wall[at] = bench::wall_seconds() - start;
        waits[at] = waits_of_thread() - waited;
    };
    std::vector<std::thread> others;
    for (std::size_t i = 1; i < threads; ++i) others.emplace_back(work, i);
    work(0);
    for (std::thread& other : others) other.join();
    Rate rate{0, 0, 0};
    double all = 0, cpu = 0;
    for (std::size_t i = 0; i < threads; ++i) {
        rate.renders_a_second += static_cast<double>(renders[i]) / wall[i];
        all += static_cast<double>(renders[i]);
        cpu += spent[i];
        rate.waits += waits[i];
    }
    rate.cpu_ns = cpu * 1e9 / all;
    return rate;
}

Json two_threads(int rounds) {
    const liquid::Data data = bench::make_data(bench::make_products());
    const liquid::Template page = liquid::Environment().parse(bench::product_page_source()).value;
    Json found;
    for (int i = 0; i < rounds * 3; ++i)
        for (std::size_t threads : {1, 2}) {
            Rate rate = render_in(threads, page, data, 0.05);
            found[std::to_string(threads)]["renders_a_second"].push_back(rate.renders_a_second);
            found[std::to_string(threads)]["cpu_ns_a_render"].push_back(rate.cpu_ns);
            found[std::to_string(threads)]["waits"].push_back(rate.waits);
        }
    return found;
}

Json growth(int rounds) {
    Json found = Json::array();
    for (const bench::Growth& one : bench::growths()) {
        std::vector<bench::Contender> contenders;
        for (std::size_t size : one.sizes) contenders.push_back({std::to_string(size), one.make(size)});
        Json row = {{"name", one.name}, {"of", one.what}, {"ns", by_name(bench::in_turn(contenders, rounds, 8))}};
        if (one.beside) {
            contenders.clear();
            for (std::size_t size : one.sizes) contenders.push_back({std::to_string(size), one.beside(size)});
            row["beside"] = {{"name", one.beside_name}, {"ns", by_name(bench::in_turn(contenders, rounds, 8))}};
        }
        found.push_back(row);
    }
    return found;
}

Json product_case() {
    const auto products = bench::make_products();
    std::string expected;
    bench::write_by_hand(expected, products);
    return Json::array({{{"name", "product_page"},
                         {"template", bench::product_page_source()},
                         {"filesystem", Json::object()},
                         {"environment", Json::parse(bench::make_json(products))},
                         {"expected", expected}}});
}

Json measure_all(int rounds, const std::string& folder) {
    return {{"product_page", product_page(rounds)}, {"artifact", bench::measure_artifacts(rounds, folder)},
            {"loading", loading(rounds, folder)},   {"lookups", bench::measure_lookups(rounds)},
            {"threads", two_threads(rounds)},       {"growth", growth(rounds)}};
}

}  // namespace

int main(int count, char** words) {
    int rounds = 5;
    std::string folder = "../shared/bench";
    bool product = false;
    for (int i = 1; i < count; ++i) {
        std::string_view word = words[i];
        if (word == "--product-page")
            product = true;
        else if (word == "--rounds" && i + 1 < count)
            rounds = std::atoi(words[++i]);
        else
            folder = word;
    }
    if (rounds < 1) {
        std::cerr << "usage: report_bench [--rounds N] [DATA_DIR]\n       report_bench --product-page\n";
        return 2;
    }
    try {
        std::cout << (product ? product_case() : measure_all(rounds, folder)) << "\n";
        return 0;
    } catch (const std::exception& error) {
        std::cerr << "report_bench: " << error.what() << "\n";
        return 2;
    }
}
