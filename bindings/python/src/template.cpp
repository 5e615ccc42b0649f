// Templates, and the ways to make one: from a text, by its name, from its compiled form.
#include "template.hpp"

#include "diagnostics.hpp"
#include "environment.hpp"
#include "render.hpp"
#include "to_value.hpp"

namespace liquidpy {

namespace {

void make(PythonTemplate* self, const PythonEnvironment& environment, liquid::Template made, nb::object diagnostics,
          nb::object cause) {
    new (self)
        PythonTemplate{std::move(made),       environment.environment, environment.raises, environment.most_objects,
                       environment.callables, std::move(diagnostics),  std::move(cause)};
}

void take_parsed(PythonTemplate* self, const PythonEnvironment& environment, const Parsing& parsing,
                 liquid::Result<liquid::Template> parsed) {
    if (parsing.spoilt()) environment.environment.reload();
    parsing.raise_interruption();
    make(self, environment, std::move(parsed.value), diagnostics_tuple(parsed.diagnostics), parsing.cause());
}

void parse(PythonTemplate* self, const PythonEnvironment& environment, nb::handle source, nb::handle name,
           nb::handle path) {
    std::string_view text;
    if (!PyUnicode_Check(source.ptr())) throw nb::type_error("a template is a str");
    if (!utf8_of(source.ptr(), text)) throw nb::python_error();
    liquid::TemplateId id{utf8_argument(name, "a template's name"), utf8_argument(path, "a template's path")};
    Depth depth;
    Parsing parsing;
    take_parsed(self, environment, parsing, environment.environment.parse(text, std::move(id)));
}

void load(PythonTemplate* self, const PythonEnvironment& environment, nb::handle name) {
    const std::string asked = utf8_argument(name, "a template's name");
    Depth depth;
    Parsing parsing;
    take_parsed(self, environment, parsing, environment.environment.get(asked));
}

// What `_serialize` gave in an environment like this one, with the diagnostics that it had there.
void unpack(PythonTemplate* self, const PythonEnvironment& environment, const nb::bytes& compiled,
            nb::object diagnostics) {
    liquid::Result<liquid::Artifact> artifact =
        environment.environment.load(std::string(compiled.c_str(), compiled.size()));
    liquid::Result<liquid::Template> found = artifact.value.front();
    if (!artifact.ok() || !found.ok()) {
        const liquid::Diagnostics& said = artifact.ok() ? found.diagnostics : artifact.diagnostics;
        nb::module_::import_("liquidc._errors").attr("raise_for")(diagnostics_tuple(said), nb::none());
    }
    make(self, environment, std::move(found.value), std::move(diagnostics), nb::none());
}

nb::bytes serialize(const PythonTemplate& page) {
    const std::string compiled = page.parsed.serialize();
    return nb::bytes(compiled.data(), compiled.size());
}

int visit_template(PyObject* self, visitproc visit, void* arg) {
    Py_VISIT(Py_TYPE(self));
    if (!nb::inst_ready(self)) return 0;
    auto* page = nb::inst_ptr<PythonTemplate>(self);
    Py_VISIT(page->callables.ptr());
    Py_VISIT(page->diagnostics.ptr());
    Py_VISIT(page->cause.ptr());
    return 0;
}

int clear_template(PyObject* self) {
    std::exchange(*nb::inst_ptr<PythonTemplate>(self), PythonTemplate{});
    return 0;
}

PyType_Slot template_slots[] = {{Py_tp_traverse, reinterpret_cast<void*>(&visit_template)},
                                {Py_tp_clear, reinterpret_cast<void*>(&clear_template)},
                                {0, nullptr}};

}  // namespace

void bind_template(nb::module_& module) {
    nb::class_<PythonTemplate> type(module, "Template", nb::type_slots(template_slots));
    type.def("__init__", &parse, nb::arg("environment"), nb::arg("source"), nb::arg("name"), nb::arg("path"))
        .def("__init__", &load, nb::arg("environment"), nb::arg("name"))
        .def("__init__", &unpack, nb::arg("environment"), nb::arg("compiled"), nb::arg("diagnostics"))
        .def_prop_ro("name", [](PythonTemplate& page) { return text_of(page.parsed.name()); })
        .def_prop_ro("source", [](PythonTemplate& page) { return text_of(page.parsed.source()); })
        .def_prop_ro("valid", [](PythonTemplate& page) { return page.parsed.valid(); })
        .def_prop_ro("diagnostics", [](PythonTemplate& page) { return page.diagnostics; })
        .def_prop_ro("cause", [](PythonTemplate& page) { return page.cause; })
        .def("_serialize", &serialize);
    bind_rendering(module, type);
}

}  // namespace liquidpy
