#include "caller.hpp"

namespace liquidpy {

#if defined(__GNUC__) && defined(__linux__)
[[gnu::tls_model("initial-exec")]]
#endif
thread_local Caller* Caller::current_ = nullptr;

nb::object fetch_exception() {
#if PY_VERSION_HEX >= 0x030c0000
    return nb::steal(PyErr_GetRaisedException());
#else
    PyObject *type = nullptr, *value = nullptr, *traceback = nullptr;
    PyErr_Fetch(&type, &value, &traceback);
    PyErr_NormalizeException(&type, &value, &traceback);
    if (value != nullptr && traceback != nullptr) PyException_SetTraceback(value, traceback);
    Py_XDECREF(type);
    Py_XDECREF(traceback);
    return nb::steal(value);
#endif
}

std::string describe_exception(nb::handle exception) {
    constexpr std::size_t kLongest = 500;
    std::string text = Py_TYPE(exception.ptr())->tp_name;
    if (std::size_t dot = text.rfind('.'); dot != std::string::npos) text.erase(0, dot + 1);
    nb::object words = nb::steal(PyObject_Str(exception.ptr()));
    nb::object bytes;
    if (words.is_valid()) bytes = nb::steal(PyUnicode_AsEncodedString(words.ptr(), "utf-8", "replace"));
    if (!bytes.is_valid()) {
        PyErr_Clear();
        return text;
    }
    std::string_view said(PyBytes_AS_STRING(bytes.ptr()), static_cast<std::size_t>(PyBytes_GET_SIZE(bytes.ptr())));
    if (said.size() > kLongest) {
        std::size_t end = kLongest;
        while (end > 0 && (static_cast<unsigned char>(said[end]) & 0xc0) == 0x80) --end;
        said = said.substr(0, end);
    }
    if (!said.empty()) text.append(": ").append(said);
    return text;
}

void Caller::raise_interruption() const {
    if (!interrupted()) return;
    PyErr_SetObject(reinterpret_cast<PyObject*>(Py_TYPE(interrupt_.ptr())), interrupt_.ptr());
    throw nb::python_error();
}

void Caller::interrupt() {
    nb::object exception = fetch_exception();
    if (!interrupt_.is_valid()) interrupt_ = std::move(exception);
}

std::string Caller::take_exception() {
    if (!PyErr_ExceptionMatches(PyExc_Exception)) {
        interrupt();
        return "interrupted";
    }
    nb::object exception = fetch_exception();
    if (!cause_.is_valid()) cause_ = exception;
    return describe_exception(exception);
}

}  // namespace liquidpy
