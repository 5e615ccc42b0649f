// liquidc._core: the engine for the Python package, which wraps it.
#include <nanobind/nanobind.h>
#include <nanobind/stl/vector.h>

#include <string>
#include <vector>

#include "diagnostics.hpp"
#include "environment.hpp"
#include "fork_gate.hpp"
#include "host.hpp"
#include "rivals.hpp"

// The native command line, src/liquidc, with its main under this name.
int liquidc_main(int argc, char** argv);

namespace {

int run_command_line(const std::vector<nanobind::bytes>& given) {
    std::vector<std::string> arguments;
    for (const nanobind::bytes& argument : given) arguments.emplace_back(argument.c_str(), argument.size());
    std::vector<char*> pointers;
    for (std::string& argument : arguments) pointers.push_back(argument.data());
    pointers.push_back(nullptr);
    nanobind::gil_scoped_release released;
    return liquidc_main(static_cast<int>(arguments.size()), pointers.data());
}

void watch_forks() {
    nanobind::object os = nanobind::module_::import_("os");
    if (!nanobind::hasattr(os, "register_at_fork")) return;
    os.attr("register_at_fork")(
        nanobind::arg("before") = nanobind::cpp_function([] { liquidpy::fork_gate.close(); }),
        nanobind::arg("after_in_parent") = nanobind::cpp_function([] { liquidpy::fork_gate.open(); }),
        nanobind::arg("after_in_child") = nanobind::cpp_function([] {
            liquidpy::fork_gate.open_in_child();
            liquidpy::rivals.forget();
        }));
}

}  // namespace

NB_MODULE(_core, module) {
    nanobind::set_leak_warnings(false);
    watch_forks();
    module.def("version", [] { return liquidpy::text_of(liquid::version()); });
    module.def(
        "expect_rivals",
        [](bool always) {
            liquidpy::rivals.forget();
            if (always) liquidpy::rivals.expect_always();
        },
        nanobind::arg("always"));
    module.def("run_command_line", &run_command_line, nanobind::arg("arguments"));
    liquidpy::bind_loaders(module);
    liquidpy::bind_hosts(module);
    liquidpy::bind_markup(module);
    liquidpy::bind_environment(module);
    liquidpy::bind_data(module);
    liquidpy::bind_template(module);
}
