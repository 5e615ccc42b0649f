// Where templates come from.
#include <nanobind/stl/optional.h>
#include <nanobind/stl/string.h>
#include <nanobind/stl/vector.h>

#include "host.hpp"
#include "to_value.hpp"

namespace liquidpy {

namespace {

using liquid::Lookup;

// Loaders are called by renders and by Environment.get_template, with or without the GIL.
class HoldGil {
public:
    HoldGil() : render_(Render::current()) {
        if (render_ != nullptr && !render_->holds_gil()) {
            render_->take_gil();
            took_ = true;
        }
    }
    ~HoldGil() {
        if (took_) render_->drop_gil();
    }
    HoldGil(const HoldGil&) = delete;
    HoldGil& operator=(const HoldGil&) = delete;

private:
    Render* render_;
    bool took_ = false;
};

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

// Words for the diagnostic; what is no Exception ends the render.
[[noreturn]] void fail_from_python() {
    if (Render* render = Render::current()) throw std::runtime_error(render->take_exception());
    throw std::runtime_error(describe_exception(fetch_exception()));
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
    fail_from_python();
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
        if (Render* render = Render::current())
            render->take_exception();
        else
            PyErr_Clear();
    } catch (const std::exception&) {
        all.clear();
    }
    return all;
}

}  // namespace

void bind_loaders(nb::module_& module) {
    nb::class_<PythonLoader>(module, "Loader");
    module.def(
        "directory_loader",
        [](const std::vector<std::string>& roots, const std::string& extension, const std::string& not_found,
           bool ignore_case) {
            liquid::DirectoryOptions options;
            options.extension = extension;
            options.not_found = not_found;
            options.ignore_case = ignore_case;
            return PythonLoader{liquid::directory_loader({roots.begin(), roots.end()}, options)};
        },
        nb::arg("roots"), nb::arg("extension"), nb::arg("not_found"), nb::arg("ignore_case"));
    module.def(
        "callback_loader",
        [](nb::object function, nb::object list) {
            std::function<std::vector<std::string>()> list_names;
            if (!list.is_none()) list_names = [shared = SharedObject(list)] { return names(shared.get()); };
            return PythonLoader{liquid::callback_loader(
                [shared = SharedObject(function)](std::string_view name) { return load(shared.get(), name); },
                std::move(list_names))};
        },
        nb::arg("load"), nb::arg("names").none());
    module.def(
        "chain_loader",
        [](const std::vector<PythonLoader*>& parts) {
            std::vector<std::shared_ptr<liquid::Loader>> loaders;
            for (const PythonLoader* part : parts) loaders.push_back(part->loader);
            return PythonLoader{liquid::chain_loader(std::move(loaders))};
        },
        nb::arg("parts"));
}

}  // namespace liquidpy
