// Filters in Python, and the context that they and tags are given.
#include "filters.hpp"

#include <nanobind/stl/shared_ptr.h>
#include <nanobind/stl/string.h>

#include "from_value.hpp"
#include "host.hpp"
#include "to_value.hpp"

namespace liquidpy {

namespace {

using liquid::Arguments;
using liquid::FilterCall;
using liquid::Type;
using liquid::Value;

struct Callback {
    nb::handle function;
    bool wants_context;
};

void add_keywords(Render& render, FilterCall& call, Value keywords, nb::dict& named) {
    call.iterate(keywords, [&](Value pair) {
        named[from_value(render, pair.items()[0])] = from_value(render, pair.items()[1]);
        return true;
    });
}

nb::object call_function(Render& render, FilterCall& call, const Callback& callback, Value input, Arguments arguments) {
    nb::list positional;
    nb::dict named;
    ContextScope context(render);
    if (callback.wants_context) positional.append(context.object());
    positional.append(from_value(render, input));
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        if (arguments[i].is(Type::Map) && arguments[i].has(Value::Keywords))
            add_keywords(render, call, arguments[i], named);
        else
            positional.append(from_value(render, arguments[i]));
    }
    nb::tuple given(positional);
    return nb::steal(PyObject_Call(callback.function.ptr(), given.ptr(), named.ptr()));
}

Value run_filter(FilterCall& call, Value input, Arguments arguments) {
    Render& render = *Render::current();
    InPython python(render);
    try {
        nb::object result = call_function(render, call, *static_cast<const Callback*>(call.data()), input, arguments);
        render.rethrow_pending();
        // A text is copied: the render may go on without the GIL.
        std::string_view utf8;
        if (result.is_valid()) {
            if (PyUnicode_CheckExact(result.ptr()) && utf8_of(result.ptr(), utf8))
                return call.string(utf8).with(Value::ValidUtf8);
            PyErr_Clear();
            return take_value(render, result.release().ptr());
        }
    } catch (nb::python_error& error) {
        error.restore();
    }
    render.throw_exception();
}

}  // namespace

ContextScope::ContextScope(Render& render)
    : context_(std::make_shared<PythonContext>(PythonContext{&render})), object_(nb::cast(context_)) {}

Render& PythonContext::open() const {
    if (render == nullptr) throw std::runtime_error("a context is valid only while its filter or tag runs");
    return *render;
}

nb::object PythonContext::variable(std::string_view name) const {
    Render& at = open();
    return at.guard([&] { return from_value(at, FilterCall(at.runtime()).variable(name)); });
}

nb::str PythonContext::text(nb::handle value) const {
    Render& at = open();
    return at.guard([&] { return text_of(FilterCall(at.runtime()).text(to_value(at, value.ptr()))); });
}

liquid::FilterSpec python_filter(const nb::tuple& described) {
    liquid::FilterSpec spec;
    spec.name = utf8_argument(described[0], "the name of a filter");
    spec.function = &run_filter;
    spec.min_arguments = nb::cast<std::uint8_t>(described[2]);
    spec.max_arguments = nb::cast<std::uint8_t>(described[3]);
    spec.data = std::make_shared<Callback>(Callback{described[1], nb::cast<bool>(described[4])});
    return spec;
}

}  // namespace liquidpy
