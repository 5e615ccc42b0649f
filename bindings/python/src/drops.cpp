#include "drops.hpp"

#include "from_value.hpp"
#include "to_value.hpp"

namespace liquidpy {

namespace {

bool is_callable(PyObject* object) { return PyCallable_Check(object) != 0; }

// The exception that is set means only that there is nothing.
bool absent(std::initializer_list<PyObject*> exceptions) {
    for (PyObject* exception : exceptions) {
        if (!PyErr_ExceptionMatches(exception)) continue;
        PyErr_Clear();
        return true;
    }
    return false;
}

// The text of an object within that of another: it may contain itself, or for ever others.
class NestedText {
public:
    explicit NestedText(Render& render) : depth_(render.nested_texts) {
        constexpr unsigned kDeepest = 200;
        if (depth_ == kDeepest) {
            PyErr_SetString(PyExc_RecursionError, "the object is nested too deep, or contains itself");
            render.throw_exception();
        }
        ++depth_;
    }
    ~NestedText() { --depth_; }
    NestedText(const NestedText&) = delete;
    NestedText& operator=(const NestedText&) = delete;

private:
    unsigned& depth_;
};

}  // namespace

// --- PythonDrop ---

std::string PythonDrop::type_name() const {
    std::string name = Py_TYPE(object_)->tp_name;
    const std::size_t dot = name.rfind('.');
    return dot == std::string::npos ? name : name.substr(dot + 1);
}

std::optional<bool> PythonDrop::equals(DropContext&, Value other) {
    nb::object right = from_value(render_, other);
    const int equal = PyObject_RichCompareBool(object_, right.ptr(), Py_EQ);
    if (equal < 0) render_.throw_exception();
    return equal == 1;
}

std::optional<int> PythonDrop::compare(DropContext&, Value other) {
    nb::object right = from_value(render_, other);
    constexpr std::pair<int, int> orders[] = {{Py_LT, -1}, {Py_EQ, 0}, {Py_GT, 1}};
    for (const auto& [order, answer] : orders) {
        const int holds = PyObject_RichCompareBool(object_, right.ptr(), order);
        if (holds < 0 && absent({PyExc_TypeError})) return std::nullopt;
        if (holds < 0) render_.throw_exception();
        if (holds == 1) return answer;
    }
    return std::nullopt;
}

std::optional<std::int64_t> PythonDrop::size(DropContext&) {
    if (Py_TYPE(object_)->tp_as_sequence == nullptr && Py_TYPE(object_)->tp_as_mapping == nullptr) return std::nullopt;
    const Py_ssize_t size = PyObject_Size(object_);
    if (size >= 0) return size;
    if (absent({PyExc_TypeError})) return std::nullopt;
    render_.throw_exception();
}

bool PythonDrop::iterate_object(const Each& each) {
    nb::object iterator = nb::steal(PyObject_GetIter(object_));
    if (!iterator.is_valid()) render_.throw_exception();
    while (PyObject* item = PyIter_Next(iterator.ptr()))
        if (!each(take_value(render_, item))) return true;
    if (PyErr_Occurred()) render_.throw_exception();
    return true;
}

Value PythonDrop::first_item() {
    Value found = Value::unset();
    iterate_object([&](Value item) {
        found = item;
        return false;
    });
    return found;
}

std::string PythonDrop::text_of_items(DropContext& context) {
    nb::object copy = nb::steal(PyList_New(0));
    nb::object items = nb::steal(PyObject_GetIter(object_));
    if (!copy.is_valid() || !items.is_valid()) render_.throw_exception();
    liquid::FilterCall work(context.runtime());
    while (PyObject* item = PyIter_Next(items.ptr())) {
        nb::object held = nb::steal(item);
        if (PyList_Append(copy.ptr(), item) != 0) render_.throw_exception();
        work.step();
    }
    if (PyErr_Occurred()) render_.throw_exception();
    return text_of_copy(context, copy.release().ptr());
}

std::string PythonDrop::text_of_copy(DropContext& context, PyObject* copy) {
    nb::object held = nb::steal(copy);
    NestedText nested(render_);
    return std::string(liquid::FilterCall(context.runtime()).text(liquidpy::to_value(render_, held.ptr())));
}

// --- ObjectDrop ---

nb::object ObjectDrop::attribute(std::string_view key) {
    if (key.empty() || key.front() == '_') return {};
    PyObject* name = key_object(key);
    if (name == nullptr) render_.throw_exception();
    nb::object held = nb::borrow(name);
    nb::object found = nb::steal(PyObject_GetAttr(object_, name));
    if (!found.is_valid() && !absent({PyExc_AttributeError})) render_.throw_exception();
    return found;
}

Value ObjectDrop::get(DropContext&, std::string_view key) {
    nb::object found = attribute(key);
    if (!found.is_valid() || is_callable(found.ptr())) return Value::unset();
    return take_value(render_, found.release().ptr());
}

bool ObjectDrop::is_iterable() const { return Py_TYPE(object_)->tp_iter != nullptr; }

bool ObjectDrop::iterate(DropContext&, const Each& each) { return is_iterable() && iterate_object(each); }

std::string ObjectDrop::to_text(DropContext&) {
    if (Py_TYPE(object_)->tp_str == PyBaseObject_Type.tp_str) return type_name();
    nb::object text = nb::steal(PyObject_Str(object_));
    std::string_view utf8;
    if (!text.is_valid() || !utf8_of(text.ptr(), utf8)) render_.throw_exception();
    return std::string(utf8);
}

// --- MethodDrop ---

Value MethodDrop::get(DropContext&, std::string_view key) {
    nb::object found = attribute(key);
    if (found.is_valid() && key != "liquid_missing") {
        if (PyMethod_Check(found.ptr())) {
            found = nb::steal(PyObject_CallNoArgs(found.ptr()));
            if (!found.is_valid()) render_.throw_exception();
        }
        if (!is_callable(found.ptr())) return take_value(render_, found.release().ptr());
        return Value::unset();
    }
    nb::object missing = nb::steal(PyObject_GetAttrString(object_, "liquid_missing"));
    if (!missing.is_valid() && absent({PyExc_AttributeError})) return Value::unset();
    nb::str name(key.data(), key.size());
    nb::object answer = missing.is_valid() ? nb::steal(PyObject_CallOneArg(missing.ptr(), name.ptr())) : nb::object();
    if (!answer.is_valid()) render_.throw_exception();
    return take_value(render_, answer.release().ptr());
}

// --- EnumDrop ---

Value EnumDrop::to_value(DropContext&) {
    nb::object value = attribute("value");
    return value.is_valid() ? take_value(render_, value.release().ptr()) : Value::unset();
}

std::string EnumDrop::to_text(DropContext& context) {
    NestedText nested(render_);
    return std::string(liquid::FilterCall(context.runtime()).text(to_value(context)));
}

// --- MappingDrop ---

Value MappingDrop::item(PyObject* key) {
    PyObject* found = PyObject_GetItem(object_, key);
    if (found != nullptr) return take_value(render_, found);
    if (absent({PyExc_KeyError, PyExc_IndexError})) return Value::unset();
    render_.throw_exception();
}

Value MappingDrop::get(DropContext&, std::string_view key) {
    PyObject* name = key_object(key);
    if (name == nullptr) render_.throw_exception();
    nb::object held = nb::borrow(name);
    return item(name);
}

Value MappingDrop::get_key(DropContext&, Value key) {
    nb::object name = from_value(render_, key);
    return item(name.ptr());
}

bool MappingDrop::iterate(DropContext& context, const Each& each) {
    nb::object keys = nb::steal(PyObject_GetIter(object_));
    if (!keys.is_valid()) render_.throw_exception();
    while (PyObject* key = PyIter_Next(keys.ptr())) {
        nb::object held = nb::steal(key);
        const Value pair[2] = {liquidpy::to_value(render_, key), item(key)};
        if (!each(context.array(pair, 2))) return true;
    }
    if (PyErr_Occurred()) render_.throw_exception();
    return true;
}

Value MappingDrop::first(DropContext& context) {
    Value found = Value::unset();
    iterate(context, [&](Value pair) {
        found = pair;
        return false;
    });
    return found;
}

// A mapping may be endless: what is read of it is counted as work.
std::string MappingDrop::to_text(DropContext& context) {
    nb::object copy = nb::steal(PyDict_New());
    nb::object keys = nb::steal(PyObject_GetIter(object_));
    if (!copy.is_valid() || !keys.is_valid()) render_.throw_exception();
    liquid::FilterCall work(context.runtime());
    while (PyObject* key = PyIter_Next(keys.ptr())) {
        nb::object held = nb::steal(key);
        nb::object value = nb::steal(PyObject_GetItem(object_, key));
        if (!value.is_valid() || PyDict_SetItem(copy.ptr(), key, value.ptr()) != 0) render_.throw_exception();
        work.step();
    }
    if (PyErr_Occurred()) render_.throw_exception();
    return text_of_copy(context, copy.release().ptr());
}

// --- SequenceDrop ---

Value SequenceDrop::item(Py_ssize_t index) {
    PyObject* found = PySequence_GetItem(object_, index);
    if (found != nullptr) return take_value(render_, found);
    if (absent({PyExc_IndexError})) return Value::unset();
    render_.throw_exception();
}

Value SequenceDrop::get_key(DropContext&, Value key) {
    return key.is_int() ? item(static_cast<Py_ssize_t>(key.as_int())) : Value::unset();
}

}  // namespace liquidpy
