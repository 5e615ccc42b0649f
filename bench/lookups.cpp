#include "lookups.hpp"

#include <memory>
#include <random>
#include <stdexcept>
#include <string>
#include <vector>

#include <liquid/liquid.hpp>
#include <liquid/nlohmann.hpp>

#include "measure.hpp"

namespace bench {
namespace {

constexpr std::size_t kTurns = 1000;

struct Mix {
    const char* name;
    std::size_t shapes;
    bool shuffled;
};

constexpr Mix kMixes[] = {{"one shape", 1, false},
                          {"4 shapes in turn", 4, false},
                          {"4 shapes at random", 4, true},
                          {"64 shapes at random", 64, true},
                          {"each its own shape", kTurns, false}};

// Shape `number`: `title` at a place of its own among keys of its own.
std::string object_of(std::size_t number, std::size_t keys) {
    std::string json = "{";
    for (std::size_t i = 0; i < keys; ++i) {
        if (i > 0) json += ',';
        if (i == (number * 7 + keys / 2) % keys)
            json += R"("title":"plain")";
        else
            json += "\"field_" + std::to_string(i) + "_" + std::to_string(number) + "\":" + std::to_string(i);
    }
    return json + "}";
}

std::string list_of(const Mix& mix, std::size_t keys) {
    std::mt19937 random(1);
    std::string json = R"({"items":[)";
    for (std::size_t i = 0; i < kTurns; ++i) {
        if (i > 0) json += ',';
        json += object_of((mix.shuffled ? random() : i) % mix.shapes, keys);
    }
    return json + "]}";
}

struct Rendered {
    liquid::Template page;
    liquid::Value globals;
    liquid::RenderContext context;
    std::string out;

    Rendered(const char* body, liquid::Value from)
        : page(liquid::Environment().parse(std::string("{% for p in items %}") + body + "{% endfor %}").value),
          globals(from) {}

    std::size_t run() {
        out.clear();
        page.render_into(out, context, globals);
        return out.size();
    }
};

Contender contender(std::string name, const char* body, liquid::Value globals) {
    auto one = std::make_shared<Rendered>(body, globals);
    if (one->run() != kTurns * 5) throw std::runtime_error(name + " did not render");
    return {std::move(name), [one] { return one->run(); }};
}

}  // namespace

nlohmann::ordered_json measure_lookups(int rounds) {
    nlohmann::ordered_json found = nlohmann::ordered_json::array();
    for (std::size_t keys : {5, 20, 100})
        for (const Mix& mix : kMixes) {
            std::string text = list_of(mix, keys);
            liquid::Data data = liquid::Data::parse(text).value;
            auto ordered = nlohmann::ordered_json::parse(text);
            auto sorted = nlohmann::json::parse(text);
            auto samples = in_turn(
                {contender("no look-up", "{{ 'plain' }}", data.root()), contender("Data", "{{ p.title }}", data.root()),
                 contender("ordered_json", "{{ p.title }}", liquid::view(ordered)),
                 contender("json", "{{ p.title }}", liquid::view(sorted))},
                rounds, 4);
            nlohmann::ordered_json row = {{"keys", keys}, {"mix", mix.name}};
            for (Samples& one : samples) {
                for (double& time : one.nanoseconds) time /= kTurns;
                row["ns_per_turn"][one.name] = one.nanoseconds;
            }
            found.push_back(row);
        }
    return found;
}

}  // namespace bench
