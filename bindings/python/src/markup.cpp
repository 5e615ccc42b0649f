// Parsers of tags in Python: the functions that read a tag's markup while its template is parsed.
#include <nanobind/stl/optional.h>
#include <nanobind/stl/shared_ptr.h>
#include <nanobind/stl/string.h>
#include <nanobind/stl/string_view.h>

#include "diagnostics.hpp"
#include "host.hpp"
#include "to_value.hpp"

namespace liquidpy {

namespace {

using liquid::TagParser;
using liquid::Value;
using Keyword = std::optional<std::string_view>;

nb::handle markup_error() {
    static const auto* error = new nb::object(nb::module_::import_("liquidc._errors").attr("MarkupError"));
    return *error;
}

// The engine's parser as Python sees it; valid until the function returns.
struct PythonMarkup {
    TagParser* parser;
    bool read = false;    // with these methods; a function may also look at the markup alone
    bool failed = false;  // the engine knows what is wrong
    std::size_t arguments = 0;

    TagParser& open() {
        if (parser == nullptr) throw std::runtime_error("a tag's parser is valid only while its function runs");
        return *parser;
    }
    [[noreturn]] void fail(std::string_view message) {
        TagParser& markup = open();
        if (!failed) markup.fail(message);
        failed = true;
        PyErr_SetObject(markup_error().ptr(), text_of(message).ptr());
        throw nb::python_error();
    }
    std::size_t expression(Keyword keyword) {
        TagParser& markup = open();
        read = true;
        if (!failed && markup.expression(keyword)) return arguments++;
        failed = true;
        fail("an expression was expected");
    }
    bool accept(std::string_view what) {
        TagParser& markup = open();
        read = true;
        return what.size() == 1 && std::string_view(",:|.=()[]").find(what[0]) != std::string_view::npos
                   ? markup.accept_symbol(what[0])
                   : markup.accept_word(what);
    }
    void expect(std::string_view what) {
        if (!accept(what)) fail("expected `" + std::string(what) + "`");
    }
    nb::object identifier() {
        read = true;
        auto name = open().identifier();
        return name ? nb::object(text_of(*name)) : nb::none();
    }
    nb::object integer() {
        read = true;
        auto number = open().integer();
        return number ? nb::object(nb::int_(*number)) : nb::none();
    }
    std::size_t constant(nb::handle value, Keyword keyword) {
        open().constant(constant_of(value), keyword);
        return arguments++;
    }

private:
    static Value constant_of(nb::handle value) {
        std::string_view utf8;
        if (value.is_none()) return Value::nil();
        if (PyBool_Check(value.ptr())) return Value::boolean(value.is(Py_True));
        if (PyFloat_Check(value.ptr())) return Value::floating(PyFloat_AS_DOUBLE(value.ptr()));
        if (PyUnicode_Check(value.ptr())) {
            if (!utf8_of(value.ptr(), utf8)) throw nb::python_error();
            return Value::string(utf8);
        }
        if (!PyLong_Check(value.ptr())) throw nb::type_error("a constant is None, a bool, an int, a float or a str");
        const long long number = PyLong_AsLongLong(value.ptr());
        if (number == -1 && PyErr_Occurred()) throw nb::python_error();
        return Value::integer(number);
    }
};

// The exception that is set becomes the tag's syntax error. False, as a parser that failed.
bool fail_from_python(TagParser& parser, bool known) {
    Caller& caller = *Caller::current();
    if (!PyErr_ExceptionMatches(PyExc_Exception)) {
        caller.interrupt_compiling();
        return parser.fail("interrupted");
    }
    if (!PyErr_ExceptionMatches(markup_error().ptr())) return parser.fail(caller.take_exception());
    nb::object error = fetch_exception();
    nb::object words = nb::steal(PyObject_Str(error.ptr()));
    std::string_view utf8;
    if (known) return false;
    if (!words.is_valid() || !utf8_of(words.ptr(), utf8)) return parser.fail(caller.take_exception());
    return parser.fail(utf8.empty() ? "Syntax Error in '" + std::string(parser.tag_name()) + "'" : std::string(utf8));
}

bool read_markup(TagParser& parser, nb::handle function) {
    HoldGil gil;
    markup_error();  // it cannot be imported while an exception is set
    auto markup = std::make_shared<PythonMarkup>(PythonMarkup{&parser});
    bool read = false;
    try {
        nb::object shown = nb::cast(markup);
        nb::object result = nb::steal(PyObject_CallOneArg(function.ptr(), shown.ptr()));
        read = result.is_valid();
    } catch (nb::python_error& error) {
        error.restore();
    }
    markup->parser = nullptr;
    if (!read) return fail_from_python(parser, markup->failed);
    if (markup->read && !parser.at_end()) return parser.fail("unexpected text after the arguments");
    return !markup->failed;
}

}  // namespace

std::function<bool(TagParser&)> python_markup(nb::handle function) {
    return [function](TagParser& parser) { return read_markup(parser, function); };
}

void bind_markup(nb::module_& module) {
    nb::class_<PythonMarkup>(module, "TagParser")
        .def_prop_ro("name", [](PythonMarkup& markup) { return text_of(markup.open().tag_name()); })
        .def_prop_ro("markup", [](PythonMarkup& markup) { return text_of(markup.open().markup()); })
        .def_prop_ro("at_end", [](PythonMarkup& markup) { return markup.open().at_end(); })
        .def("expression", &PythonMarkup::expression, nb::arg("keyword").none() = nb::none())
        .def("accept", &PythonMarkup::accept, nb::arg("what"))
        .def("expect", &PythonMarkup::expect, nb::arg("what"))
        .def("identifier", &PythonMarkup::identifier)
        .def("integer", &PythonMarkup::integer)
        .def("constant", &PythonMarkup::constant, nb::arg("value").none(), nb::arg("keyword").none() = nb::none())
        .def("fail", &PythonMarkup::fail, nb::arg("message"));
}

}  // namespace liquidpy
