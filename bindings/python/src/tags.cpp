// Tags and blocks in Python.
#include <nanobind/stl/optional.h>
#include <nanobind/stl/shared_ptr.h>
#include <nanobind/stl/string.h>
#include <nanobind/stl/string_view.h>
#include <nanobind/stl/vector.h>

#include "filters.hpp"
#include "from_value.hpp"
#include "host.hpp"
#include "to_value.hpp"

namespace liquidpy {

namespace {

using liquid::Interrupt;
using liquid::TagCall;
using liquid::TagSpec;
using liquid::Value;

// The engine's call as Python sees it; valid until the tag's function returns.
struct PythonTag {
    TagCall* call;
    Render* render;
    bool failed = false;  // an argument or body could not be evaluated: the engine knows why

    TagCall& open() const {
        if (call == nullptr) throw std::runtime_error("a tag is valid only while its function runs");
        return *call;
    }

    nb::object value_of(Value value) {
        if (value.is_failed()) {
            failed = true;
            throw nb::value_error("the argument could not be evaluated");
        }
        return from_value(*render, value);
    }
    // An engine call on behalf of Python code.
    template <class Ask>
    auto ask(Ask&& with) {
        TagCall& open_call = open();
        return render->guard([&] { return with(open_call); });
    }
    nb::object positional(std::size_t index) {
        if (index >= open().argument_count()) throw nb::index_error("the tag has fewer arguments");
        return ask([&](TagCall& tag) { return value_of(tag.argument(index)); });
    }
    nb::object keyword(std::string_view name, nb::object otherwise) {
        return ask([&](TagCall& tag) {
            Value value = tag.argument(name);
            return value.is_unset() ? otherwise : value_of(value);
        });
    }
    nb::object variable(std::string_view name) {
        return ask([&](TagCall& tag) { return value_of(tag.variable(name)); });
    }
    nb::list arguments() {
        nb::list all;
        for (std::size_t i = 0; i < open().argument_count(); ++i) all.append(positional(i));
        return all;
    }
    nb::str body(std::size_t index) {
        Interrupt interrupt = Interrupt::None;
        return ask([&](TagCall& tag) { return text_of(tag.capture_body(index, interrupt)); });
    }
    const char* render_body(std::size_t index) {
        switch (ask([&](TagCall& tag) { return tag.render_body(index); })) {
            case Interrupt::Break:
                return "break";
            case Interrupt::Continue:
                return "continue";
            default:
                return nullptr;
        }
    }
    nb::list body_names() const {
        nb::list names;
        for (std::size_t i = 0; i < open().body_count(); ++i) names.append(text_of(open().body_name(i)));
        return names;
    }
    bool set(std::string_view name, nb::handle value) {
        return ask([&](TagCall& tag) {
            tag.set(name, to_value(*render, value.ptr()));
            return true;
        });
    }
    void write(nb::handle text) {
        std::string_view utf8;
        if (!PyUnicode_Check(text.ptr())) throw nb::type_error("write() takes a str");
        if (!utf8_of(text.ptr(), utf8)) throw nb::python_error();
        ask([&](TagCall& tag) {
            tag.write(utf8);
            return true;
        });
    }
};

class TagScope {
public:
    TagScope(TagCall& call, Render& render)
        : tag_(std::make_shared<PythonTag>(PythonTag{&call, &render})), object_(nb::cast(tag_)) {}
    ~TagScope() { tag_->call = nullptr; }
    TagScope(const TagScope&) = delete;
    TagScope& operator=(const TagScope&) = delete;
    nb::handle object() const { return object_; }
    bool failed() const { return tag_->failed; }

private:
    std::shared_ptr<PythonTag> tag_;
    nb::object object_;
};

// What the function returns is written; None and nothing are the same.
bool write_result(TagCall& call, nb::handle result) {
    std::string_view utf8;
    if (result.is_none()) return true;
    if (!PyUnicode_Check(result.ptr())) {
        PyErr_Format(PyExc_TypeError, "a tag returns str or None, not %.100s", Py_TYPE(result.ptr())->tp_name);
        return false;
    }
    if (!utf8_of(result.ptr(), utf8)) return false;
    call.write(utf8);
    return true;
}

Value run_tag(TagCall& call, nb::handle function) {
    Render& render = *Render::current();
    InPython python(render);
    TagScope tag(call, render);
    nb::object result = nb::steal(PyObject_CallOneArg(function.ptr(), tag.object().ptr()));
    render.rethrow_pending();
    if (!result.is_valid() && tag.failed() && PyErr_ExceptionMatches(PyExc_ValueError)) {
        PyErr_Clear();
        return Value::failed();
    }
    if (!result.is_valid() || !write_result(call, result)) render.throw_exception();
    return Value::nil();
}

TagSpec::Shape shape_of(const std::string& name) {
    if (name == "tag") return TagSpec::Shape::Tag;
    if (name == "block") return TagSpec::Shape::Block;
    if (name == "raw") return TagSpec::Shape::RawBlock;
    throw nb::value_error("shape is \"tag\", \"block\" or \"raw\"");
}

TagSpec::Grammar grammar_of(const std::string& name) {
    if (name == "none") return TagSpec::Grammar::None;
    if (name == "expression") return TagSpec::Grammar::Expression;
    if (name == "keywords") return TagSpec::Grammar::KeywordList;
    if (name == "identifier") return TagSpec::Grammar::Identifier;
    if (name == "text") return TagSpec::Grammar::FreeText;
    throw nb::value_error("grammar is \"none\", \"expression\", \"keywords\", \"identifier\" or \"text\"");
}

}  // namespace

TagSpec python_tag(const nb::tuple& described) {
    TagSpec spec;
    spec.name = utf8_argument(described[0], "the name of a tag");
    spec.shape = shape_of(utf8_argument(described[2], "shape"));
    spec.grammar = grammar_of(utf8_argument(described[3], "grammar"));
    spec.branches = nb::cast<std::vector<std::string>>(described[4]);
    spec.blank = nb::cast<bool>(described[5]);
    spec.disables = nb::cast<std::vector<std::string>>(described[6]);
    if (nb::handle parse = described[7]; !parse.is_none()) {
        spec.grammar = TagSpec::Grammar::Callback;
        spec.parse = python_markup(parse);
    }
    spec.render = [function = nb::handle(described[1])](TagCall& call) { return run_tag(call, function); };
    return spec;
}

void bind_hosts(nb::module_& module) {
    nb::class_<PythonContext>(module, "Context")
        .def("__getitem__", &PythonContext::variable, nb::arg("name"))
        .def("variable", &PythonContext::variable, nb::arg("name"))
        .def("text", &PythonContext::text, nb::arg("value").none());
    nb::class_<PythonTag>(module, "TagCall")
        .def_prop_ro("name", [](PythonTag& tag) { return text_of(tag.open().tag_name()); })
        .def_prop_ro("markup", [](PythonTag& tag) { return text_of(tag.open().markup()); })
        .def_prop_ro("arguments", &PythonTag::arguments)
        .def_prop_ro("body_names", &PythonTag::body_names)
        .def("argument", &PythonTag::positional, nb::arg("index"))
        .def("keyword", &PythonTag::keyword, nb::arg("name"), nb::arg("default").none() = nb::none())
        .def("body", &PythonTag::body, nb::arg("index") = 0)
        .def("render_body", &PythonTag::render_body, nb::arg("index") = 0)
        .def("consume_interrupt", [](PythonTag& tag) { tag.open().consume_interrupt(); })
        .def("variable", &PythonTag::variable, nb::arg("name"))
        .def("__getitem__", &PythonTag::variable, nb::arg("name"))
        .def(
            "set", [](PythonTag& tag, std::string_view name, nb::handle value) { tag.set(name, value); },
            nb::arg("name"), nb::arg("value").none())
        .def("push_scope", [](PythonTag& tag) { tag.open().push_scope(); })
        .def("pop_scope", [](PythonTag& tag) { tag.open().pop_scope(); })
        .def("write", &PythonTag::write, nb::arg("text"));
}

}  // namespace liquidpy
