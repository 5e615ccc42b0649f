// What liquidc does. Each command throws Stop when it cannot be carried out.
#pragma once

#include "liquidc/options.hpp"
#include "liquidc/report.hpp"

namespace liquidc {

void render(const Options& options, Report& report);
void compile(const Options& options, Report& report);
void print_ast(const Options& options, Report& report);
void print_program(const Options& options, Report& report);

}  // namespace liquidc
