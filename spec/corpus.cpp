#include "corpus.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <utility>

#include "json_text.hpp"
#include "markers.hpp"

namespace conformance {
namespace {

const std::map<std::string, Least> kLeast = {
    {"basics", {775, 38}},        {"golden", {892, 0}},
    {"liquid_ruby", {1401, 175}}, {"liquid_ruby_lax", {106, 5}},
    {"parser_errors", {1612, 0}}, {"partials", {12, 0}},
    {"benchmarks", {10, 0}},      {"shopify_production_recordings", {1589, 309}}};

const std::pair<std::string_view, liquid::ErrorMode> kModes[] = {{"lax", liquid::ErrorMode::Lax},
                                                                 {"warn", liquid::ErrorMode::Warn},
                                                                 {"strict", liquid::ErrorMode::Strict},
                                                                 {"strict2", liquid::ErrorMode::Strict2}};

liquid::ErrorMode mode_of(const std::string& name) {
    for (const auto& [text, mode] : kModes)
        if (text == name) return mode;
    throw std::runtime_error("unknown error mode " + name);
}

std::string list_of(const Json& words) {
    std::string list;
    for (const Json& word : words) list += (list.empty() ? "" : ", ") + word.get<std::string>();
    return list;
}

// Why a case is not run. The corpus decides this alone, never what the engine can do: the reference engine must have
// met the expectation from this JSON, and each value in it must be one that can be told without Ruby.
std::string skip_reason(const Json& json) {
    std::string reference = json.value("reference", "");
    std::string needs = list_of(json.value("needs", Json::array()));
    if (reference != "passes")
        return "reference " + (reference.empty() ? "unknown" : reference) + (needs.empty() ? "" : ", needs " + needs);
    for (const Json& marker : json.value("markers", Json::array()))
        if (!is_known_marker(marker.get<std::string>())) return "values of Ruby alone: " + marker.get<std::string>();
    return {};
}

std::optional<std::string> text_member(const Json& json, const char* key) {
    auto found = json.find(key);
    if (found == json.end() || !is_text(*found)) return std::nullopt;
    return bytes_of(*found);
}

// Words may also name the class of the error in Ruby, which is not in its text.
std::vector<std::string> error_words(const Json& json) {
    std::string ruby_class = json.value("reference_error_class", "");
    std::vector<std::string> words;
    auto expected = json.find("expected_errors");
    if (expected == json.end()) return words;
    for (const Json& patterns : *expected) {
        if (!patterns.is_array()) continue;  // the line
        for (const Json& pattern : patterns)
            if (auto text = text_member(pattern, "contains_ci"); text && ruby_class.find(*text) == std::string::npos)
                words.push_back(*text);
    }
    return words;
}

// The reference was run without the template's name, which the text that was recorded has.
bool lacks_name(const Json& json) {
    return json.value("reference_match", "") == "lenient" && json.contains("template_name");
}

// The byte-exact expectations; patterns come with the text that the reference engine made.
void read_expectation(const Json& json, Case& out) {
    if (auto text = text_member(json, "reference_error")) {
        ExpectedError error;
        error.text = *text;
        error.at_parse = json.value("reference_error_phase", "") == "parse";
        if (auto line = json.find("reference_error_line"); line != json.end() && line->is_number_unsigned())
            error.line = line->get<unsigned>();
        error.words = error_words(json);
        out.error = error;
        return;
    }
    if (auto exact = text_member(json, "reference_output"); exact && !lacks_name(json)) {
        out.outputs.push_back(*exact);
    } else if (auto expected = text_member(json, "expected")) {
        out.outputs.push_back(*expected);
    } else if (auto any = json.find("expected_any"); any != json.end()) {
        for (const Json& text : *any) out.outputs.push_back(bytes_of(text));
    } else {
        throw std::runtime_error(out.id + " expects nothing");
    }
}

void read_limits(const Json& json, Case& out) {
    auto limits = json.find("resource_limits");
    if (limits == json.end() || !limits->is_object()) return;
    if (auto score = limits->find("render_score_limit"); score != limits->end() && score->is_number_unsigned())
        out.render_score = score->get<unsigned long long>();
    if (auto score = limits->find("cumulative_render_score_limit");
        score != limits->end() && score->is_number_unsigned())
        out.cumulative_render_score = score->get<unsigned long long>();
}

Case read_case(std::string_view line) {
    Json json = Json::parse(line);
    Case out;
    out.id = json.at("id").get<std::string>();
    out.skip_reason = skip_reason(json);
    if (!out.skip_reason.empty()) return out;
    out.beyond = !json.value("needs", Json::array()).empty();
    out.template_text = bytes_of(json.at("template"));
    out.template_name = text_member(json, "template_name").value_or("");
    out.environment = raw_member(line, "environment");
    if (out.environment.empty()) out.environment = "{}";
    out.dynamic_environment = json.value("environment_kind", "") == "dynamic";
    if (auto files = json.find("filesystem"); files != json.end())
        for (const auto& [name, text] : files->items()) out.files[name] = bytes_of(text);
    out.missing_file_text = text_member(json, "filesystem_error_message");
    for (const Json& mode : json.at("error_modes")) out.modes.push_back(mode_of(mode.get<std::string>()));
    for (const Json& mode : json.value("also_passes", Json::array()))
        out.further_modes.push_back(mode_of(mode.get<std::string>()));
    if (out.modes.empty()) throw std::runtime_error(out.id + " has no error mode");
    out.errors_inline = json.at("render_error_mode").get<std::string>() == "inline";
    out.now = text_member(json, "current_time").value_or("2024-01-01T00:01:58Z");
    out.timezone = text_member(json, "timezone").value_or("UTC");
    read_limits(json, out);
    read_expectation(json, out);
    return out;
}

Suite read_suite(const std::filesystem::path& file) {
    Suite suite;
    suite.name = file.stem().string();
    std::ifstream in(file, std::ios::binary);
    if (!in) throw std::runtime_error(file.string() + " cannot be read");
    std::string line;
    for (std::size_t number = 1; std::getline(in, line); ++number) {
        if (line.empty()) continue;
        try {
            suite.cases.push_back(read_case(line));
        } catch (const std::exception& error) {
            throw std::runtime_error(file.string() + ":" + std::to_string(number) + ": " + error.what());
        }
    }
    return suite;
}

}  // namespace

Least least_of(const std::string& suite) {
    auto found = kLeast.find(suite);
    return found == kLeast.end() ? Least() : found->second;
}

std::vector<std::string> required_suites() {
    std::vector<std::string> names;
    for (const auto& [name, least] : kLeast) names.push_back(name);
    return names;
}

std::vector<Suite> read_corpora(const std::filesystem::path& folder, const std::string& suite) {
    std::vector<std::filesystem::path> files;
    std::error_code error;
    for (const auto& entry : std::filesystem::directory_iterator(folder, error))
        if (entry.path().extension() == ".jsonl" && (suite.empty() || entry.path().stem() == suite))
            files.push_back(entry.path());
    if (error) throw std::runtime_error(folder.string() + " cannot be read: " + error.message());
    std::sort(files.begin(), files.end());
    std::vector<Suite> suites;
    for (const auto& file : files) suites.push_back(read_suite(file));
    return suites;
}

std::string_view name_of(liquid::ErrorMode mode) {
    for (const auto& [text, known] : kModes)
        if (known == mode) return text;
    return "";
}

}  // namespace conformance
