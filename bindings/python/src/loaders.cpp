// Where templates come from.
#include <nanobind/stl/optional.h>
#include <nanobind/stl/string.h>
#include <nanobind/stl/vector.h>

#include <filesystem>

#include "host.hpp"
#include "to_value.hpp"

namespace liquidpy {

namespace {

using liquid::Lookup;

std::string utf8_copy(nb::handle text) {
    std::string_view utf8;
    if (!PyUnicode_Check(text.ptr())) throw std::runtime_error("a loader returns str, (str, path) or None");
    if (!utf8_of(text.ptr(), utf8)) throw nb::python_error();
    return std::string(utf8);
}

Lookup lookup_of(nb::handle answer, std::string_view name) {
    Lookup lookup;
    if (answer.is_none()) {
        lookup.missing.reference = "No such template '" + std::string(name) + "'";
        return lookup;
    }
    liquid::Source source;
    if (PyTuple_Check(answer.ptr()) && PyTuple_GET_SIZE(answer.ptr()) == 2) {
        source.text = utf8_copy(PyTuple_GET_ITEM(answer.ptr(), 0));
        source.path = utf8_copy(PyTuple_GET_ITEM(answer.ptr(), 1));
    } else {
        source.text = utf8_copy(answer);
    }
    lookup.source = std::move(source);
    return lookup;
}

Lookup load(nb::handle function, std::string_view name) {
    HoldGil gil;
    try {
        nb::str asked(name.data(), name.size());
        nb::object answer = nb::steal(PyObject_CallOneArg(function.ptr(), asked.ptr()));
        if (answer.is_valid()) return lookup_of(answer, name);
    } catch (nb::python_error& error) {
        error.restore();
    }
    throw std::runtime_error(Caller::current()->take_exception());
}

std::vector<std::string> names(nb::handle function) {
    HoldGil gil;
    std::vector<std::string> all;
    try {
        nb::object answer = nb::steal(PyObject_CallNoArgs(function.ptr()));
        if (!answer.is_valid()) throw nb::python_error();
        for (nb::handle name : answer)
            if (all.size() < 100'000) all.push_back(utf8_copy(name));
    } catch (nb::python_error& error) {
        error.restore();
        Caller::current()->take_exception();
    } catch (const std::exception&) {
        all.clear();
    }
    return all;
}

int visit_loader(PyObject* self, visitproc visit, void* arg) {
    Py_VISIT(Py_TYPE(self));
    if (nb::inst_ready(self)) Py_VISIT(nb::inst_ptr<PythonLoader>(self)->callables.ptr());
    return 0;
}

int clear_loader(PyObject* self) {
    std::exchange(*nb::inst_ptr<PythonLoader>(self), PythonLoader{});
    return 0;
}

PyType_Slot loader_slots[] = {{Py_tp_traverse, reinterpret_cast<void*>(&visit_loader)},
                              {Py_tp_clear, reinterpret_cast<void*>(&clear_loader)},
                              {0, nullptr}};

}  // namespace

void bind_loaders(nb::module_& module) {
    nb::class_<PythonLoader>(module, "Loader", nb::type_slots(loader_slots));
    module.def(
        "directory_loader",
        [](const std::vector<nb::bytes>& roots, const std::string& extension, const std::string& not_found,
           bool ignore_case) {
            liquid::DirectoryOptions options;
            options.extension = extension;
            options.not_found = not_found;
            options.ignore_case = ignore_case;
            std::vector<std::filesystem::path> directories;
            for (const nb::bytes& root : roots) directories.emplace_back(std::string(root.c_str(), root.size()));
            return PythonLoader{liquid::directory_loader(std::move(directories), options), nb::none()};
        },
        nb::arg("roots"), nb::arg("extension"), nb::arg("not_found"), nb::arg("ignore_case"));
    module.def(
        "callback_loader",
        [](nb::object function, nb::object list) {
            std::function<std::vector<std::string>()> list_names;
            if (!list.is_none()) list_names = [held = nb::handle(list)] { return names(held); };
            auto loader = liquid::callback_loader(
                [held = nb::handle(function)](std::string_view name) { return load(held, name); },
                std::move(list_names));
            return PythonLoader{std::move(loader), nb::make_tuple(function, list)};
        },
        nb::arg("load"), nb::arg("names").none());
    module.def(
        "chain_loader",
        [](const std::vector<PythonLoader*>& parts) {
            std::vector<std::shared_ptr<liquid::Loader>> loaders;
            nb::list callables;
            for (const PythonLoader* part : parts) {
                loaders.push_back(part->loader);
                callables.append(part->callables);
            }
            return PythonLoader{liquid::chain_loader(std::move(loaders)), nb::tuple(callables)};
        },
        nb::arg("parts"));
}

}  // namespace liquidpy
