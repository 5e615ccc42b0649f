// liquidc ast, liquidc program: the two intermediate forms of a template.
#include <algorithm>
#include <cstdio>
#include <string>
#include <vector>

#include <liquid/artifact.hpp>
#include <liquid/template.hpp>

#include "liquidc/artifact.hpp"
#include "liquidc/commands.hpp"
#include "liquidc/configuration.hpp"
#include "liquidc/input.hpp"
#include "liquidc/output.hpp"

namespace liquidc {
namespace {

using Dump = std::string (*)(const liquid::Environment&, std::string_view);

void print(const Options& options, Report& report, Dump dump) {
    const std::string source = read_input(options.file);
    const liquid::Environment environment = build_environment(options, report);
    report.add(environment.parse(source, liquid::TemplateId{{}, options.path()}).diagnostics);
    write_to_stdout(dump(environment, source));
}

std::string list(const char* title, std::vector<std::string_view> names) {
    std::sort(names.begin(), names.end());
    std::string line = title;
    for (std::string_view name : names) line += " " + std::string(name);
    return line + (names.empty() ? " none\n" : "\n");
}

std::string contents(const liquid::Artifact& artifact) {
    std::string text = std::to_string(artifact.size()) + " templates\n";
    text += list("filters:", artifact.filters()) + list("tags:", artifact.tags());
    for (std::size_t i = 0; i < artifact.size(); ++i) {
        const liquid::Artifact::Entry entry = artifact[i];
        char facts[96];
        std::snprintf(facts, sizeof facts, "%-8s%016llx %9zu ", entry.is_partial ? "partial" : "page",
                      static_cast<unsigned long long>(entry.source_hash), entry.source_bytes);
        text += facts + std::string(entry.name) + (entry.is_compiled ? "" : " (kept as source)") + "\n";
    }
    return text;
}

void print_artifact(const Options& options, Report& report) {
    const liquid::Environment environment = build_environment(options, report);
    const liquid::Artifact artifact = load_artifact(environment, options.file, report);
    if (options.listed.empty()) return write_to_stdout(contents(artifact));
    const liquid::Result<liquid::Template> found = artifact.get(options.listed);
    report.add(found.diagnostics);
    write_to_stdout(liquid::dump_program(found.value));
}

}  // namespace

void print_ast(const Options& options, Report& report) { print(options, report, liquid::dump_ast); }

void print_program(const Options& options, Report& report) {
    if (is_artifact(options.file)) return print_artifact(options, report);
    print(options, report, liquid::dump_program);
}

}  // namespace liquidc
