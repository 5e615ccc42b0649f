// liquidc.Data: documents that the engine owns, rendered without the GIL.
#include <nanobind/stl/vector.h>

#include "data.hpp"
#include "diagnostics.hpp"
#include "environment.hpp"
#include "integers.hpp"
#include "times.hpp"
#include "to_value.hpp"

namespace liquidpy {

namespace {

using liquid::Data;
using liquid::Value;

std::string_view bytes_of(nb::handle source) {
    std::string_view text;
    if (PyBytes_Check(source.ptr()))
        return {PyBytes_AS_STRING(source.ptr()), static_cast<std::size_t>(PyBytes_GET_SIZE(source.ptr()))};
    if (!PyUnicode_Check(source.ptr())) throw nb::type_error("JSON is str or bytes");
    if (!utf8_of(source.ptr(), text)) throw nb::python_error();
    return text;
}

PythonData parse(nb::handle source, nb::handle name) {
    const std::string_view text = bytes_of(source);
    const std::string path = utf8_argument(name, "the name of data");
    liquid::Result<Data> parsed;
    {
        nb::gil_scoped_release released;
        parsed = Data::parse(text, path);
    }
    if (!parsed.ok()) {
        nb::module_::import_("liquidc._errors").attr("raise_for")(diagnostics_tuple(parsed.diagnostics), nb::none());
    }
    return {parsed.value};
}

// A copy of plain data: what JSON has, and tuples.
class Copier {
public:
    Value copy(nb::handle object, unsigned depth) {
        constexpr unsigned kDeepest = 1000;
        if (depth > kDeepest) throw nb::value_error("the data is nested too deep, or contains itself");
        PyObject* at = object.ptr();
        if (object.is_none()) return Value::nil();
        if (PyBool_Check(at)) return Value::boolean(at == Py_True);
        if (PyUnicode_Check(at)) return builder_.string(bytes_of(object));
        if (PyLong_Check(at)) return integer(object);
        if (PyFloat_Check(at)) return Value::floating(PyFloat_AS_DOUBLE(at));
        if (PyDict_Check(at)) return map(nb::borrow<nb::dict>(object), depth);
        if (PyList_Check(at) || PyTuple_Check(at)) return array(object, depth);
        throw nb::type_error("Data takes dict, list, tuple, str, bool, int, float and None");
    }
    Data finish(Value root) { return builder_.finish(root); }

private:
    Value integer(nb::handle object) {
        nb::object digits = digits_of(object);
        if (!digits.is_valid()) throw nb::python_error();
        return builder_.integer(bytes_of(digits));
    }
    Value array(nb::handle object, unsigned depth) {
        std::vector<Value> items;
        for (nb::handle item : nb::borrow<nb::object>(object)) items.push_back(copy(item, depth + 1));
        return builder_.array(items);
    }
    Value map(const nb::dict& dict, unsigned depth) {
        std::vector<nb::object> keys;
        std::vector<std::pair<std::string_view, Value>> entries;
        const std::size_t size = dict.size();
        for (auto [name, item] : dict) {
            // Texts of keys are made by code that may change the dict.
            const nb::object key = nb::borrow(name), value = nb::borrow(item);
            keys.push_back(PyUnicode_Check(key.ptr()) ? key : nb::object(nb::str(key)));
            entries.emplace_back(bytes_of(keys.back()), copy(value, depth + 1));
            if (dict.size() == size) continue;
            PyErr_SetString(PyExc_RuntimeError, "dictionary changed size during iteration");
            throw nb::python_error();
        }
        return builder_.map(entries);
    }

    Data::Builder builder_;
};

}  // namespace

void bind_data(nb::module_& module) {
    nb::class_<PythonData>(module, "Data")
        .def(
            "__init__",
            [](PythonData* self, nb::handle object) {
                Copier copier;
                Value root = copier.copy(object, 0);
                new (self) PythonData{copier.finish(root)};
            },
            nb::arg("source").none())
        .def_static("parse", &parse, nb::arg("json"), nb::arg("name") = "data")
        .def_static(
            "merge",
            [](const std::vector<PythonData*>& parts) {
                std::vector<Data> documents;
                for (const PythonData* part : parts) documents.push_back(part->data);
                return PythonData{Data::merge(documents)};
            },
            nb::arg("documents"));
}

}  // namespace liquidpy
