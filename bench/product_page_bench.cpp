// One page of 50 products with five outputs each: by liquidc, by C++ written for this page, and copied when finished.
#include <charconv>
#include <cstring>
#include <iostream>
#include <map>
#include <string>
#include <vector>

#include <benchmark/benchmark.h>

#include <liquid/liquid.hpp>

namespace {

struct Product {
    std::int64_t id;
    std::string handle;
    std::string title;
    std::int64_t price;
    std::string vendor;
};

constexpr std::string_view kPage =
    "<ul class=\"products\">{% for product in products %}\n"
    "  <li class=\"product\" id=\"product-{{ product.id }}\">\n"
    "    <a class=\"product-link\" href=\"/products/{{ product.handle }}\">{{ product.title }}</a>\n"
    "    <span class=\"product-price\">$ {{ product.price }}</span>\n"
    "    <p class=\"product-vendor\">Sold and shipped by {{ product.vendor }}, usually within two days</p>\n"
    "  </li>{% endfor %}\n"
    "</ul>\n";

void append_number(std::string& out, std::int64_t number) {
    char digits[24];
    out.append(digits, std::to_chars(digits, digits + sizeof digits, number).ptr);
}

void write_by_hand(std::string& out, const std::vector<Product>& products) {
    out += "<ul class=\"products\">";
    for (const Product& product : products) {
        out += "\n  <li class=\"product\" id=\"product-";
        append_number(out, product.id);
        out += "\">\n    <a class=\"product-link\" href=\"/products/";
        out += product.handle;
        out += "\">";
        out += product.title;
        out += "</a>\n    <span class=\"product-price\">$ ";
        append_number(out, product.price);
        out += "</span>\n    <p class=\"product-vendor\">Sold and shipped by ";
        out += product.vendor;
        out += ", usually within two days</p>\n  </li>";
    }
    out += "\n</ul>\n";
}

std::vector<Product> make_products() {
    std::vector<Product> products;
    for (std::int64_t i = 0; i < 50; ++i) {
        std::string number = std::to_string(i);
        products.push_back({4000 + i * 7, "plain-product-" + number, "Plain product number " + number, 999 + i * 250,
                            i % 3 == 0 ? "Acme" : "Globex Corporation"});
    }
    return products;
}

liquid::Data make_data(const std::vector<Product>& products) {
    liquid::Data::Builder build;
    std::vector<liquid::Value> items;
    for (const Product& product : products)
        items.push_back(build.map({{"id", liquid::Value::integer(product.id)},
                                   {"handle", build.string(product.handle)},
                                   {"title", build.string(product.title)},
                                   {"price", liquid::Value::integer(product.price)},
                                   {"vendor", build.string(product.vendor)}}));
    return build.finish(build.map({{"products", build.array(items)}}));
}

// Keeps the fastest repetition of each benchmark, for the ratio.
class Fastest final : public benchmark::ConsoleReporter {
public:
    void ReportRuns(const std::vector<Run>& runs) override {
        ConsoleReporter::ReportRuns(runs);
        for (const Run& run : runs) {
            if (run.run_type != Run::RT_Iteration) continue;
            double time = run.GetAdjustedCPUTime();
            auto [found, is_new] = times_.emplace(run.run_name.function_name, time);
            if (!is_new && time < found->second) found->second = time;
        }
    }
    void print_ratio() {
        if (times_.contains("liquidc") && times_.contains("by_hand"))
            std::cout << "liquidc takes " << times_["liquidc"] / times_["by_hand"] << " times as long as by_hand\n";
    }

private:
    std::map<std::string, double> times_;
};

}  // namespace

int main(int count, char** words) {
    benchmark::Initialize(&count, words);
    if (benchmark::ReportUnrecognizedArguments(count, words)) return 2;

    const std::vector<Product> products = make_products();
    const liquid::Data data = make_data(products);
    const auto page = liquid::Environment().parse(kPage);
    liquid::RenderContext context;
    std::string expected;
    write_by_hand(expected, products);
    std::string out;
    page.value.render_into(out, context, data);
    if (out != expected) {
        std::cerr << "product_page_bench: the two pages differ\n";
        return 1;
    }
    std::cout << expected.size() << " bytes\n";

    benchmark::RegisterBenchmark("liquidc", [&](benchmark::State& state) {
        for (auto _ : state) {
            out.clear();
            page.value.render_into(out, context, data);
            benchmark::DoNotOptimize(out.data());
        }
    });
    benchmark::RegisterBenchmark("by_hand", [&](benchmark::State& state) {
        for (auto _ : state) {
            out.clear();
            write_by_hand(out, products);
            benchmark::DoNotOptimize(out.data());
        }
    });
    benchmark::RegisterBenchmark("memcpy", [&](benchmark::State& state) {
        out.resize(expected.size());
        for (auto _ : state) {
            std::memcpy(out.data(), expected.data(), expected.size());
            benchmark::DoNotOptimize(out.data());
            benchmark::ClobberMemory();
        }
    });
    Fastest reporter;
    benchmark::RunSpecifiedBenchmarks(&reporter);
    reporter.print_ratio();
    return 0;
}
