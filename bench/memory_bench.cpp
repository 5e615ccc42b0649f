// memory_bench [DATA_DIR]: allocations and bytes, counted by replacing malloc and its kin, as JSON. Nothing is timed.
#include <cstdint>
#include <cstring>
#include <exception>
#include <filesystem>
#include <iostream>
#include <string>
#include <utility>

#include <nlohmann/json.hpp>

#include <liquid/liquid.hpp>
#include <liquid/nlohmann.hpp>

#include "copies.hpp"
#include "growth.hpp"
#include "memory/heap.hpp"
#include "product_page.hpp"
#include "theme_runner.hpp"

namespace {

using Json = nlohmann::ordered_json;

struct Taken {
    std::uint64_t allocations;
    std::uint64_t peak_bytes;  ///< above what was held before
};

Taken taken_by(const bench::Run& run) {
    std::uint64_t calls = heap::allocations(), live = heap::live_bytes();
    heap::reset_peak();
    run();
    return {heap::allocations() - calls, heap::peak_bytes() - live};
}

Json row(const char* name, const bench::Run& cold, const bench::Run& warm) {
    Taken first = taken_by(cold);
    warm();
    warm();
    return {{"page", name},
            {"cold", first.allocations},
            {"cold_bytes", first.peak_bytes},
            {"warm", taken_by(warm).allocations}};
}

// The output string is kept too, with room for the page: what is counted is the render.
Json product_row(const char* name, liquid::Value globals) {
    const liquid::Template page = liquid::Environment().parse(bench::product_page_source()).value;
    std::string out;
    out.reserve(100'000);
    liquid::RenderContext warm;
    return row(
        name,
        [&] {
            out.clear();
            liquid::RenderContext context;
            page.render_into(out, context, globals);
            return out.size();
        },
        [&] {
            out.clear();
            page.render_into(out, warm, globals);
            return out.size();
        });
}

Json allocations(const std::filesystem::path& folder) {
    const auto products = bench::make_products();
    const liquid::Data data = bench::make_data(products);
    const auto ordered = Json::parse(bench::make_json(products));
    Json rows = {product_row("product page", data.root()),
                 product_row("product page from ordered_json", liquid::view(ordered))};
    if (std::filesystem::is_directory(folder)) {
        bench::ThemeRunner themes(folder / "theme_runner");
        bench::ExtraPages extra(folder / "cases_extra.json");
        rows.push_back(row(
            "ThemeRunner, 30 pages and layouts", [&] { return themes.render(); },
            [&] { return themes.render_warm(); }));
        rows.push_back(row(
            "extra, 15 pages", [&] { return extra.render(); }, [&] { return extra.render_warm(); }));
    }
    return rows;
}

Json growth() {
    Json found = Json::array();
    for (const bench::Growth& one : bench::growths()) {
        Json bytes;
        for (std::size_t size : one.sizes) {
            bench::Run run = one.make(size);
            run();
            bytes[std::to_string(size)] = taken_by(run).peak_bytes;
        }
        found.push_back({{"name", one.name}, {"of", one.what}, {"bytes", bytes}});
    }
    return found;
}

Json copied_by_append() {
    constexpr std::size_t pieces = 100'000;
    bench::Run run = bench::repeated_append(pieces);
    run();
    std::uint64_t before = bench::copied_bytes();
    run();
    return {{"result_bytes", pieces * bench::kAppended}, {"copied_bytes", bench::copied_bytes() - before}};
}

Json sinks() {
    Json found;
    for (std::size_t megabytes : {1, 10, 100, 1000}) {
        bench::Run run = bench::page_to_sink(megabytes * 1'000'000);
        found[std::to_string(megabytes)] = taken_by(run).peak_bytes;
    }
    return found;
}

}  // namespace

int main(int count, char** words) {
    try {
        std::cout << Json{{"allocations", allocations(count > 1 ? words[1] : "../shared/bench")},
                          {"growth", growth()},
                          {"append", copied_by_append()},
                          {"sink_bytes_by_page_megabytes", sinks()}}
                  << "\n";
        return 0;
    } catch (const std::exception& error) {
        std::cerr << "memory_bench: " << error.what() << "\n";
        return 2;
    }
}
