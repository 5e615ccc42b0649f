#include "render.hpp"

#if defined(__linux__)
#include <sys/syscall.h>
#include <unistd.h>
#endif

namespace liquidpy {

namespace {

// Signals are handled by the main thread alone; the others need not take the GIL to ask.
bool may_handle_signals() {
#if defined(__linux__)
    return ::syscall(SYS_gettid) == ::getpid();
#else
    return true;
#endif
}

}  // namespace

#if defined(__GNUC__) && defined(__linux__)
[[gnu::tls_model("initial-exec")]]
#endif
thread_local Render* Render::current_ = nullptr;

bool Render::poll(liquid::Runtime& runtime) {
    runtime_ = &runtime;
    if (interrupted()) return false;
    if (session_.kept.size() > most_objects_) {
        PyErr_SetString(PyExc_MemoryError, "the render holds more Python objects than its limit memory_bytes allows");
        interrupt();
        return false;
    }
    const auto now = Clock::now();
    if (now < next_look_) return true;
    next_look_ = now + kBetweenLooks;
    const bool held = holds_gil();
    if (!held && !may_handle_signals()) return true;
    // Other threads have their turn.
    if (held) saved_ = PyEval_SaveThread();
    take_gil();
    if (PyErr_CheckSignals() != 0) interrupt();
    if (!held) drop_gil();
    return !interrupted();
}

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

void raise_exception(const nb::object& exception) {
    PyErr_SetObject(reinterpret_cast<PyObject*>(Py_TYPE(exception.ptr())), exception.ptr());
    throw nb::python_error();
}

void Render::interrupt() {
    nb::object exception = fetch_exception();
    if (!interrupt_.is_valid()) interrupt_ = std::move(exception);
}

std::string Render::take_exception() {
    if (!PyErr_ExceptionMatches(PyExc_Exception)) {
        interrupt();
        return "interrupted";
    }
    nb::object exception = fetch_exception();
    if (!cause_.is_valid()) cause_ = exception;
    return describe_exception(exception);
}

// The engine looks at its limits, asks poll(), and throws what nothing but the end of the render catches.
void Render::end_when_interrupted() {
    constexpr std::uint64_t kMoreThanBetweenChecks = 1 << 16;
    if (interrupted()) liquid::FilterCall(*runtime_).step(kMoreThanBetweenChecks);
}

void Render::throw_exception() {
    std::string text = take_exception();
    end_when_interrupted();
    throw std::runtime_error(text);
}

}  // namespace liquidpy
