// Our side of the differential test: one JSON object a line in, one a line out. README.md describes both.
#include <iostream>
#include <map>
#include <string>

#include <liquid/liquid.hpp>
#include <nlohmann/json.hpp>

namespace {

using nlohmann::json;

// Output and error texts may hold any bytes, which JSON cannot say.
std::string hex(std::string_view bytes) {
    constexpr char kDigits[] = "0123456789abcdef";
    std::string out;
    for (unsigned char byte : bytes) {
        out += kDigits[byte >> 4];
        out += kDigits[byte & 15];
    }
    return out;
}

liquid::ErrorMode mode_of(const std::string& name) {
    if (name == "warn") return liquid::ErrorMode::Warn;
    if (name == "strict") return liquid::ErrorMode::Strict;
    if (name == "strict2") return liquid::ErrorMode::Strict2;
    return liquid::ErrorMode::Lax;
}

std::shared_ptr<liquid::Loader> loader_of(std::map<std::string, std::string> files) {
    return liquid::callback_loader([files = std::move(files)](std::string_view name) {
        std::string key(name);
        for (char& c : key)
            if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
        liquid::Lookup lookup;
        if (auto found = files.find(key + ".liquid"); found != files.end())
            lookup.source = liquid::Source{found->second, {}, {}};
        else
            lookup.missing.reference = "Could not find asset " + std::string(name);
        return lookup;
    });
}

liquid::Environment environment_of(const json& request) {
    liquid::Limits limits;
    limits.safety.deadline = std::chrono::seconds(3);
    return liquid::EnvironmentBuilder()
        .error_mode(mode_of(request.at("mode")))
        .on_error(liquid::OnError::Inline)
        .strict_variables(request.value("strict_variables", false))
        .strict_filters(request.value("strict_filters", false))
        .loader(loader_of(request.at("files").get<std::map<std::string, std::string>>()))
        .now(liquid::TimePoint(std::chrono::seconds(request.at("now").get<std::int64_t>())))
        .limits(limits)
        .build();
}

void sort_into(json& answer, const liquid::Diagnostics& diagnostics) {
    for (const auto& one : diagnostics) {
        if (one.severity == liquid::Severity::Error)
            answer["errors"].push_back(hex(one.reference.empty() ? "[" + one.message() + "]" : one.reference));
        else if (one.kind == liquid::Kind::LaxSyntax)
            answer["warnings"].push_back(hex(one.reference));
    }
}

json answer_to(const json& request) {
    json answer = {{"errors", json::array()}, {"warnings", json::array()}};
    auto environment = environment_of(request);
    auto globals = liquid::Data::parse(request.at("data").get<std::string>());
    auto variables = liquid::Data::parse(request.value("variables", "{}"));
    auto page = environment.parse(request.at("template").get<std::string>());
    if (!page.ok()) {
        sort_into(answer, page.diagnostics);
        return {{"syntax_error", answer["errors"].at(0)}};
    }
    liquid::RenderInput input(globals.value);
    input.variables = variables.value.root();
    auto rendered = page.value.render(input);
    sort_into(answer, page.diagnostics);
    sort_into(answer, rendered.diagnostics);
    answer["output"] = hex(rendered.value);
    return answer;
}

}  // namespace

int main() {
    std::string line;
    while (std::getline(std::cin, line)) {
        json answer;
        try {
            answer = answer_to(json::parse(line));
        } catch (const std::exception& error) {
            answer = {{"crash", error.what()}};
        }
        std::cout << answer.dump() << std::endl;
    }
}
