// liquidc: templates from the command line.
#include <cstdlib>
#include <exception>
#include <string>

#include "liquidc/arguments.hpp"
#include "liquidc/commands.hpp"
#include "liquidc/output.hpp"
#include "liquidc/report.hpp"
#include "liquidc/stop.hpp"

namespace liquidc {
namespace {

void carry_out(const Options& options, Report& report) {
    switch (options.command) {
        case Command::Render:
            return render(options, report);
        case Command::Compile:
            return compile(options, report);
        case Command::Ast:
            return print_ast(options, report);
        case Command::Program:
            return print_program(options, report);
        case Command::PrintText:
            return write_to_stdout(options.text);
    }
}

Exit run(int argc, const char* const* argv) {
    const Options options = read_arguments(argc, argv);
    Report report(options.report);
    try {
        carry_out(options, report);
    } catch (const Stop& stop) {
        if (!report.empty()) report.print();
        if (!stop.message.empty()) complain(stop.message);
        return stop.code;
    }
    if (options.command != Command::PrintText) report.print();
    return report.has_errors() ? Exit::Errors : Exit::Clean;
}

}  // namespace
}  // namespace liquidc

int main(int argc, char** argv) {
    using liquidc::Exit;
    auto code = Exit::Internal;
    try {
        code = liquidc::run(argc, argv);
    } catch (const liquidc::Stop& stop) {
        liquidc::complain(stop.message);
        code = stop.code;
    } catch (const std::exception& fault) {
        liquidc::complain(std::string("internal failure: ") + fault.what());
    } catch (...) {
        liquidc::complain("internal failure");
    }
    return static_cast<int>(code);
}
