#include "environment.hpp"

#include <nanobind/stl/optional.h>
#include <nanobind/stl/string.h>
#include <nanobind/stl/vector.h>

#include <optional>

#include "diagnostics.hpp"
#include "host.hpp"
#include "to_value.hpp"

namespace liquidpy {

namespace {

liquid::ErrorMode mode_of(const std::string& name) {
    if (name == "lax") return liquid::ErrorMode::Lax;
    if (name == "warn") return liquid::ErrorMode::Warn;
    if (name == "strict") return liquid::ErrorMode::Strict;
    if (name == "strict2") return liquid::ErrorMode::Strict2;
    throw nb::value_error("error_mode is \"lax\", \"warn\", \"strict\" or \"strict2\"");
}

liquid::OnError policy_of(const std::string& name) {
    if (name == "omit") return liquid::OnError::Omit;
    if (name == "comment") return liquid::OnError::Comment;
    if (name == "inline") return liquid::OnError::Inline;
    if (name == "fail") return liquid::OnError::Fail;
    throw nb::value_error("on_error is \"omit\", \"comment\", \"inline\", \"fail\" or a function");
}

// The host's text for a diagnostic. A function that raises writes nothing.
std::string error_text(nb::handle function, const liquid::Diagnostic& diagnostic) {
    Render* render = Render::current();
    if (render == nullptr) return {};
    InPython python(*render);
    std::string_view utf8;
    try {
        nb::object shown = diagnostic_object(diagnostic);
        nb::object text = nb::steal(PyObject_CallOneArg(function.ptr(), shown.ptr()));
        if (text.is_valid() && text.is_none()) return {};
        if (text.is_valid() && !PyUnicode_Check(text.ptr()))
            PyErr_SetString(PyExc_TypeError, "on_error returns str or None");
        else if (text.is_valid() && utf8_of(text.ptr(), utf8))
            return std::string(utf8);
    } catch (nb::python_error& error) {
        error.restore();
    }
    render->interrupt();
    return {};
}

void set_limits(liquid::Limits& limits, const nb::dict& wanted) {
    for (auto [name, amount] : wanted) {
        const std::string text = utf8_argument(name, "the name of a limit");
        const std::uint64_t most = PyLong_AsUnsignedLongLong(amount.ptr());
        if (PyErr_Occurred()) throw nb::python_error();
        if (!limits.set(text, most)) throw nb::value_error(("no limit is named `" + text + "`").c_str());
    }
}

PythonEnvironment build(nb::handle error_mode, nb::object on_error, bool strict_variables, bool strict_filters,
                        std::optional<PythonLoader*> loader, const nb::tuple& filters, const nb::tuple& tags,
                        const nb::dict& limits, bool report_unknown_filters, std::optional<std::int64_t> now,
                        nb::handle timezone) {
    constexpr std::uint64_t kBytesPerObject = 64;
    liquid::EnvironmentBuilder builder;
    PythonEnvironment made;
    builder.error_mode(mode_of(utf8_argument(error_mode, "error_mode")))
        .strict_variables(strict_variables)
        .strict_filters(strict_filters);
    if (PyCallable_Check(on_error.ptr()) != 0) {
        builder.on_error([function = nb::handle(on_error)](const liquid::Diagnostic& diagnostic) {
            return error_text(function, diagnostic);
        });
    } else {
        const auto policy = policy_of(utf8_argument(on_error, "on_error, if no function,"));
        builder.on_error(policy);
        made.raises = policy == liquid::OnError::Fail;
    }
    if (loader) builder.loader((*loader)->loader);
    for (nb::handle filter : filters) builder.filter(python_filter(nb::borrow<nb::tuple>(filter)));
    for (nb::handle tag : tags) builder.tag(python_tag(nb::borrow<nb::tuple>(tag)));
    made.callables = nb::make_tuple(on_error, filters, tags, loader ? (*loader)->callables : nb::none());
    liquid::Limits all;
    set_limits(all, limits);
    builder.limits(all).report_unknown_filters(report_unknown_filters);
    if (now) builder.now(liquid::TimePoint(std::chrono::nanoseconds(*now)));
    if (std::string zone = utf8_argument(timezone, "timezone"); !zone.empty()) builder.timezone(std::move(zone));
    liquid::Result<liquid::Environment> built = builder.try_build();
    made.environment = std::move(built.value);
    made.diagnostics = diagnostics_tuple(built.diagnostics);
    made.most_objects = all.safety.memory_bytes / kBytesPerObject;
    return made;
}

int visit_environment(PyObject* self, visitproc visit, void* arg) {
    Py_VISIT(Py_TYPE(self));
    if (!nb::inst_ready(self)) return 0;
    auto* environment = nb::inst_ptr<PythonEnvironment>(self);
    Py_VISIT(environment->callables.ptr());
    Py_VISIT(environment->diagnostics.ptr());
    return 0;
}

int clear_environment(PyObject* self) {
    std::exchange(*nb::inst_ptr<PythonEnvironment>(self), PythonEnvironment{});
    return 0;
}

PyType_Slot environment_slots[] = {{Py_tp_traverse, reinterpret_cast<void*>(&visit_environment)},
                                   {Py_tp_clear, reinterpret_cast<void*>(&clear_environment)},
                                   {0, nullptr}};

}  // namespace

void bind_environment(nb::module_& module) {
    nb::class_<PythonEnvironment>(module, "Environment", nb::type_slots(environment_slots))
        .def("reload", [](PythonEnvironment& self) { self.environment.reload(); })
        .def_prop_ro("diagnostics", [](PythonEnvironment& self) { return self.diagnostics; });
    module.def("build_environment", &build, nb::arg("error_mode"), nb::arg("on_error"), nb::arg("strict_variables"),
               nb::arg("strict_filters"), nb::arg("loader").none(), nb::arg("filters"), nb::arg("tags"),
               nb::arg("limits"), nb::arg("report_unknown_filters"), nb::arg("now").none(), nb::arg("timezone"));
}

}  // namespace liquidpy
