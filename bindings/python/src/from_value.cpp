#include "from_value.hpp"

#include "integers.hpp"
#include "times.hpp"
#include "to_value.hpp"

namespace liquidpy {

namespace {

using liquid::FilterCall;
using liquid::Type;
using liquid::Value;

constexpr unsigned kDeepest = 200;  // deeper data is cut

nb::object text_object(std::string_view text) {
    return nb::steal(PyUnicode_DecodeUTF8(text.data(), static_cast<Py_ssize_t>(text.size()), "replace"));
}

nb::object list_object(Render& render, FilterCall& call, Value value, unsigned depth) {
    nb::list list;
    call.iterate(value, [&](Value item) {
        list.append(from_value(render, item, depth + 1));
        return true;
    });
    return std::move(list);
}

nb::object dict_object(Render& render, FilterCall& call, Value value, unsigned depth) {
    nb::dict dict;
    call.iterate(value, [&](Value pair) {
        dict[from_value(render, pair.items()[0], depth + 1)] = from_value(render, pair.items()[1], depth + 1);
        return true;
    });
    return std::move(dict);
}

// From `1..3`, or `1...3` without its last number.
nb::object range_object(std::string_view text) {
    const std::size_t dots = text.find("..");
    if (dots == std::string_view::npos) return text_object(text);
    const bool excludes = text.substr(dots).starts_with("...");
    nb::object first = integer_of(text_object(text.substr(0, dots)));
    nb::object last = integer_of(text_object(text.substr(dots + (excludes ? 3 : 2))));
    if (!first.is_valid() || !last.is_valid()) throw nb::python_error();
    if (!excludes) last = last + nb::int_(1);
    return nb::module_::import_("builtins").attr("range")(first, last);
}

nb::object made_object(Render& render, Value value, unsigned depth) {
    FilterCall call(render.runtime());
    switch (value.type()) {
        case Type::Array:
        case Type::ForeignArray:
            return depth > kDeepest ? nb::none() : list_object(render, call, value, depth);
        case Type::Map:
        case Type::ForeignMap:
        case Type::KeyedMap:
            return depth > kDeepest ? nb::none() : dict_object(render, call, value, depth);
        case Type::BigInt:
            return integer_of(text_object(call.text(value)));
        case Type::Decimal:
            return nb::module_::import_("decimal").attr("Decimal")(text_object(call.text(value)));
        case Type::Time:
            return datetime_from(call.text(value));
        case Type::Date:
            return date_from(call.text(value));
        case Type::Range:
            return range_object(call.text(value));
        default:
            return text_object(call.text(value));
    }
}

}  // namespace

nb::object from_value(Render& render, Value value, unsigned depth) {
    nb::object made;
    switch (value.type()) {
        case Type::Unset:
        case Type::Nil:
        case Type::Failed:
            return nb::none();
        case Type::False:
        case Type::True:
            return nb::bool_(value.truthy());
        case Type::Int:
            made = nb::steal(PyLong_FromLongLong(value.as_int()));
            break;
        case Type::Float:
            made = nb::steal(PyFloat_FromDouble(value.as_float()));
            break;
        case Type::String:
            made = text_object(value.as_string());
            break;
        default:
            if (PyObject* object = python_object(value)) return nb::borrow(object);
            made = made_object(render, value, depth);
    }
    if (!made.is_valid()) throw nb::python_error();
    return made;
}

}  // namespace liquidpy
