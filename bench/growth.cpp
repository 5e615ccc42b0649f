#include "growth.hpp"

#include <map>
#include <memory>
#include <stdexcept>
#include <string>
#include <unordered_map>
#include <utility>

#include <liquid/liquid.hpp>

#include "product_page.hpp"

namespace bench {
namespace {

using liquid::Data;

Data data_of(const std::string& json) {
    auto parsed = Data::parse(json);
    if (!parsed.ok()) throw std::runtime_error(liquid::to_text(parsed.diagnostics.front()));
    return std::move(parsed.value);
}

liquid::Limits generous() {
    liquid::Limits limits;
    limits.safety.output_bytes = std::uint64_t{1} << 40;
    limits.safety.steps = std::uint64_t{1} << 50;
    return limits;
}

// Every run has a context of its own.
Run render_of(const std::string& source, const std::string& json, std::map<std::string, std::string> partials = {}) {
    auto environment =
        liquid::EnvironmentBuilder().limits(generous()).loader(liquid::memory_loader(std::move(partials))).build();
    auto parsed = environment.parse(source);
    if (!parsed.ok()) throw std::runtime_error(liquid::to_text(parsed.diagnostics.front()));
    return [page = parsed.value, data = data_of(json)] {
        liquid::RenderContext context;
        std::string out;
        if (!page.render_into(out, context, data)) throw std::runtime_error("a page did not render");
        return out.size();
    };
}

std::string padded(std::size_t number) {
    std::string digits = std::to_string(number);
    return std::string(8 - digits.size(), '0') + digits;
}

std::string repeated(std::string_view text, std::size_t times) {
    std::string out;
    out.reserve(text.size() * times);
    for (std::size_t i = 0; i < times; ++i) out += text;
    return out;
}

std::string count_to(std::size_t size) { return "{% for i in (1.." + std::to_string(size) + ") %}"; }

Run loop_over_range(std::size_t size) {
    return render_of(count_to(size) + "<li>{{ title }}</li>{% endfor %}", R"({"title": "a title"})");
}

Run loop_over_objects(std::size_t size) {
    return render_of("{% for p in products %}{{ p.title }} {{ p.price }}{% endfor %}", make_json(make_products(size)));
}

Run same_partial(std::size_t size) {
    return render_of(count_to(size) + "{% render 'one', title: title %}{% endfor %}", R"({"title": "a title"})",
                     {{"one", "<li>{{ title }}</li>"}});
}

// Parses them all anew in each run.
Run many_partials(std::size_t size) {
    std::map<std::string, std::string> partials;
    std::string source;
    for (std::size_t i = 0; i < size; ++i) {
        std::string name = "part" + padded(i);
        partials[name] = "<p>{{ title }} " + name + "{% if title == 'none' %}none{% endif %}</p>\n";
        source += "{% render '" + name + "', title: title %}";
    }
    auto environment = liquid::EnvironmentBuilder().loader(liquid::memory_loader(std::move(partials))).build();
    return [environment, source, data = data_of(R"({"title": "a title"})")] {
        environment.reload();
        liquid::RenderContext context;
        std::string out;
        environment.parse(source).value.render_into(out, context, data);
        return out.size();
    };
}

Run template_bytes(std::size_t size) {
    std::string piece(product_page_source());
    std::string source = repeated(piece, size / piece.size() + 1);
    return [source] { return static_cast<std::size_t>(liquid::Environment().parse(source).value.valid()); };
}

std::string object_of(std::size_t size) {
    std::string json = "{";
    for (std::size_t i = 0; i < size; ++i) {
        if (i > 0) json += ',';
        json += "\"key" + padded(i * 7919 % 100'000'000) + "\":" + padded(i).replace(0, 1, "1");
    }
    return json + "}";
}

Run object_keys(std::size_t size) {
    return [json = object_of(size)] { return static_cast<std::size_t>(Data::parse(json).ok()); };
}

Run look_up_each_key(std::size_t size) {
    std::string keys;
    for (std::size_t i = 0; i < size; ++i) keys += (i > 0 ? ",\"key" : "\"key") + padded(i * 7919 % 100'000'000) + "\"";
    return render_of("{% for key in keys %}{{ object[key] }}{% endfor %}",
                     R"({"keys":[)" + keys + R"(],"object":)" + object_of(size) + "}");
}

// The same keys in the same order, in what C++ has for it.
Run look_up_in_hash_table(std::size_t size) {
    std::unordered_map<std::string, std::size_t> table;
    std::vector<std::string> keys;
    for (std::size_t i = 0; i < size; ++i) {
        keys.push_back("key" + padded(i * 7919 % 100'000'000));
        table[keys.back()] = i;
    }
    return [table = std::move(table), keys = std::move(keys)] {
        std::size_t sum = 0;
        for (const std::string& key : keys) sum += table.find(key)->second;
        return sum;
    };
}

Run nested_blocks(std::size_t size) {
    std::string source = repeated("{% if a %}x", size) + repeated("{% endif %}", size);
    return [source, data = data_of(R"({"a": true})")] {
        liquid::RenderContext context;
        std::string out;
        liquid::Environment().parse(source).value.render_into(out, context, data);
        return out.size();
    };
}

Run nested_data(std::size_t size) {
    std::string json = repeated(R"({"a":)", size) + "1" + repeated("}", size);
    return [json] { return static_cast<std::size_t>(Data::parse(json).ok()); };
}

}  // namespace

Run repeated_append(std::size_t size) {
    static_assert(std::string_view("twenty bytes of text").size() == kAppended);
    return render_of("{% assign s = '' %}" + count_to(size) +
                         "{% assign s = s | append: 'twenty bytes of text' %}{% endfor %}{{ s | size }}",
                     "{}");
}

Run page_to_sink(std::size_t size) {
    struct Nowhere final : liquid::Sink {
        std::size_t bytes = 0;
        bool write(std::string_view piece) override {
            bytes += piece.size();
            return true;
        }
    };
    std::string piece = repeated("0123456789abcdef", 64);
    auto environment = liquid::EnvironmentBuilder().limits(generous()).build();
    auto page = environment.parse(count_to(size / piece.size() + 1) + piece + "{% endfor %}").value;
    return [page] {
        liquid::RenderContext context;
        Nowhere sink;
        page.render_into(sink, context, {});
        return sink.bytes;
    };
}

std::vector<Growth> growths() {
    return {{"loop over a range", "turns", {1000, 10'000, 100'000}, loop_over_range},
            {"loop over objects", "objects", {300, 3000, 30'000}, loop_over_objects},
            {"one partial in a loop", "calls", {1000, 10'000, 100'000}, same_partial},
            {"as many partials, parsed", "partials", {10, 100, 1000}, many_partials},
            {"parse a template", "bytes", {10'000, 100'000, 1'000'000}, template_bytes},
            {"JSON object into Data", "keys", {1000, 10'000, 100'000}, object_keys},
            {"look each key up",
             "keys",
             {1000, 10'000, 100'000},
             look_up_each_key,
             "std::unordered_map",
             look_up_in_hash_table},
            {"nested blocks", "depth", {9, 90}, nested_blocks},
            {"nested data", "depth", {19, 190, 1900}, nested_data},
            {"repeated append", "pieces", {1000, 10'000, 100'000}, repeated_append}};
}

}  // namespace bench
