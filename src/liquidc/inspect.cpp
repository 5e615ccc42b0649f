// liquidc ast, liquidc program: the two intermediate forms of a template.
#include <string>

#include <liquid/template.hpp>

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

}  // namespace

void print_ast(const Options& options, Report& report) { print(options, report, liquid::dump_ast); }

void print_program(const Options& options, Report& report) { print(options, report, liquid::dump_program); }

}  // namespace liquidc
