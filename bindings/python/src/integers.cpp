#include "integers.hpp"

namespace liquidpy {

namespace {

// By default the interpreter converts no more than 4300 digits at once, and raises a ValueError. Then in parts.
nb::object or_in_parts(PyObject* converted, nb::handle given, const char* function) {
    if (converted != nullptr || !PyErr_ExceptionMatches(PyExc_ValueError)) return nb::steal(converted);
    PyErr_Clear();
    nb::object in_parts = nb::module_::import_("liquidc._integers").attr(function);
    return nb::steal(PyObject_CallOneArg(in_parts.ptr(), given.ptr()));
}

}  // namespace

nb::object digits_of(nb::handle number) { return or_in_parts(PyNumber_ToBase(number.ptr(), 10), number, "digits_of"); }

nb::object integer_of(nb::handle digits) {
    return or_in_parts(PyLong_FromUnicodeObject(digits.ptr(), 10), digits, "integer_of");
}

}  // namespace liquidpy
