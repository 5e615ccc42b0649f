#include "to_value.hpp"

#include <array>
#include <cstring>

#include <liquid/foreign.hpp>

#include "data.hpp"
#include "drops.hpp"
#include "integers.hpp"
#include "times.hpp"
#include "types.hpp"

namespace liquidpy {

namespace {

using liquid::Type;
using liquid::Value;

// --- names ---

// Names of programs are at fixed places, so a place finds its str; the bytes are compared, for places are used again.
struct CachedKey {
    PyObject* object = nullptr;
    std::string_view text;
};
std::array<CachedKey, 2048> cached_keys;

// --- texts and numbers ---

Value text_value(Render& render, PyObject* text) {
    std::string_view utf8;
    if (!utf8_of(text, utf8)) return broken_value(render);
    render.keep(text);
    return text_in_place(text, utf8);
}

Value integer_value(Render& render, PyObject* number) {
    int overflow = 0;
    const long long small = PyLong_AsLongLongAndOverflow(number, &overflow);
    if (overflow == 0) return small == -1 && PyErr_Occurred() ? broken_value(render) : Value::integer(small);
    nb::object digits = digits_of(number);
    std::string_view utf8;
    if (!digits.is_valid() || !utf8_of(digits.ptr(), utf8)) return broken_value(render);
    return liquid::DropContext(render.runtime()).integer(utf8);
}

Value bytes_value(Render& render, PyObject* bytes) {
    render.keep(bytes);
    return Value::string({PyBytes_AS_STRING(bytes), static_cast<std::size_t>(PyBytes_GET_SIZE(bytes))});
}

Value bytearray_value(Render& render, PyObject* bytes) {
    return liquid::FilterCall(render.runtime())
        .string({PyByteArray_AS_STRING(bytes), static_cast<std::size_t>(PyByteArray_GET_SIZE(bytes))});
}

Value decimal_value(Render& render, PyObject* number) {
    nb::object digits = nb::steal(PyObject_Str(number));
    std::string_view utf8;
    if (!digits.is_valid() || !utf8_of(digits.ptr(), utf8)) return broken_value(render);
    return liquid::DropContext(render.runtime()).decimal(utf8);
}

Value index_value(Render& render, PyObject* number) {
    nb::object integer = nb::steal(PyNumber_Index(number));
    return integer.is_valid() ? integer_value(render, integer.ptr()) : broken_value(render);
}

// --- dicts ---

PyObject* as_object(const void* node) { return const_cast<PyObject*>(static_cast<const PyObject*>(node)); }

Value found_value(Render& render, PyObject* found) {
    if (found != nullptr) return to_value(render, found);
    return PyErr_Occurred() ? broken_value(render) : Value::unset();
}

Value dict_find(const void* dict, std::string_view key, std::uint32_t&) {
    Render& render = *Render::current();
    nb::object name = nb::borrow(key_object(key));  // comparing keys may run code that renders
    if (!name.is_valid()) return broken_value(render);
    return found_value(render, PyDict_GetItemWithError(as_object(dict), name.ptr()));
}

Value dict_find_key(const void* dict, Value key) {
    Render& render = *Render::current();
    if (!key.is_int() && !key.is_bool()) return Value::unset();
    nb::object name = key.is_int() ? nb::steal(PyLong_FromLongLong(key.as_int())) : nb::object(nb::bool_(key.truthy()));
    return found_value(render, PyDict_GetItemWithError(as_object(dict), name.ptr()));
}

// The text of a key, kept by the render; keys that are no str have the text of their str().
std::string_view key_text(Render& render, PyObject* key) {
    std::string_view utf8;
    nb::object made;
    if (!PyUnicode_Check(key)) {
        made = nb::steal(PyObject_Str(key));
        key = made.ptr();
    }
    if (key != nullptr && utf8_of(key, utf8)) {
        render.keep(key);
        return utf8;
    }
    render.take_exception();
    return "?";
}

bool visit_entry(Render& render, PyObject* key, PyObject* value, void* context,
                 bool (*visit)(void*, std::string_view, Value)) {
    nb::object held = nb::borrow(value);
    std::string_view text = key_text(render, key);
    return visit(context, text, to_value(render, value));
}

void dict_each(const void* dict, void* context, bool (*visit)(void*, std::string_view, Value)) {
    Render& render = *Render::current();
    PyObject* object = as_object(dict);
    const Py_ssize_t size = PyDict_Size(object);
    Py_ssize_t at = 0;
    PyObject *key = nullptr, *value = nullptr;
    while (PyDict_Next(object, &at, &key, &value)) {
        render.keep(key);
        if (!visit_entry(render, key, value, context, visit)) return;
        if (PyDict_Size(object) == size) continue;
        PyErr_SetString(PyExc_RuntimeError, "dictionary changed size during iteration");
        visit(context, "", broken_value(render));
        return;
    }
}

Value dict_entry(const void* dict, std::size_t i, std::string_view& key) {
    Render& render = *Render::current();
    Py_ssize_t at = 0;
    PyObject *name = nullptr, *value = nullptr;
    for (std::size_t passed = 0; PyDict_Next(as_object(dict), &at, &name, &value); ++passed) {
        if (passed != i) continue;
        const nb::object held_name = nb::borrow(name), held = nb::borrow(value);
        key = key_text(render, name);
        return to_value(render, value);
    }
    return Value::unset();
}

std::size_t dict_size(const void* dict) { return static_cast<std::size_t>(PyDict_Size(as_object(dict))); }

// --- lists and tuples ---

Value list_item(const void* list, std::size_t i) {
    PyObject* object = as_object(list);
    if (i >= static_cast<std::size_t>(Py_SIZE(object))) return Value::nil();  // it was shortened meanwhile
    const auto at = static_cast<Py_ssize_t>(i);
    PyObject* item = PyList_Check(object) ? PyList_GET_ITEM(object, at) : PyTuple_GET_ITEM(object, at);
    return to_value(*Render::current(), item);
}

std::size_t list_size(const void* list) { return static_cast<std::size_t>(Py_SIZE(as_object(list))); }

constexpr liquid::ForeignTable kTable{&dict_find, &list_item, &dict_entry, &dict_size, &dict_each, &dict_find_key};
constexpr liquid::ForeignTable kListTable{&dict_find, &list_item, &dict_entry, &list_size, &dict_each, nullptr};

std::uint16_t dict_number() {
    static const std::uint16_t number = liquid::register_foreign(&kTable);
    return number;
}
std::uint16_t list_number() {
    static const std::uint16_t number = liquid::register_foreign(&kListTable);
    return number;
}

Value document_value(Render& render, PyObject* document) {
    PythonData* data = nullptr;
    if (!nb::try_cast(nb::handle(document), data)) {
        PyErr_SetString(PyExc_TypeError, "the Data was not initialized");
        return broken_value(render);
    }
    render.keep(document);
    return data->data.root();
}

Value list_value(Render& render, PyObject* list) {
    render.keep(list);
    return Value::foreign(Type::ForeignArray, list_number(), list);
}

// --- everything else ---

template <class Made>
Value drop_value(Render& render, PyObject* object) {
    KeptObjects::Entry& entry = render.keep(object);
    if (entry.drop == nullptr) {
        auto made = std::make_unique<Made>(render, object);
        entry.drop = made.get();
        render.adopt(std::move(made));
    }
    return Value::drop(*entry.drop);
}

Value value_by_kind(Render& render, PyObject* object, Kind kind) {
    switch (kind) {
        case Kind::Text:
            return text_value(render, object);
        case Kind::Integer:
            return integer_value(render, object);
        case Kind::Index:
            return index_value(render, object);
        case Kind::Float:
            return Value::floating(PyFloat_AS_DOUBLE(object));
        case Kind::Bytes:
            return bytes_value(render, object);
        case Kind::ByteArray:
            return bytearray_value(render, object);
        case Kind::Decimal:
            return decimal_value(render, object);
        case Kind::DateTime:
            return datetime_value(render, object);
        case Kind::Date:
            return date_value(render, object);
        case Kind::Dict:
            render.keep(object);
            return dict_value(object);
        case Kind::List:
            return list_value(render, object);
        case Kind::Mapping:
            return drop_value<MappingDrop>(render, object);
        case Kind::Sequence:
            return drop_value<SequenceDrop>(render, object);
        case Kind::Iterable:
            return drop_value<IterableDrop>(render, object);
        case Kind::Document:
            return document_value(render, object);
        case Kind::Enum:
            return drop_value<EnumDrop>(render, object);
        case Kind::LiquidDrop:
            return drop_value<MethodDrop>(render, object);
        case Kind::Object:
            return drop_value<ObjectDrop>(render, object);
    }
    return Value::nil();
}

}  // namespace

PyObject* key_object(std::string_view key) {
    const auto place = reinterpret_cast<std::uintptr_t>(key.data());
    CachedKey& cached = cached_keys[((place ^ (place >> 11)) + key.size()) % cached_keys.size()];
    if (cached.text.size() == key.size() && cached.object != nullptr &&
        std::memcmp(cached.text.data(), key.data(), key.size()) == 0)
        return cached.object;
    PyObject* made = PyUnicode_DecodeUTF8(key.data(), static_cast<Py_ssize_t>(key.size()), "replace");
    if (made == nullptr) return nullptr;
    PyUnicode_InternInPlace(&made);
    std::string_view utf8;
    if (!utf8_of(made, utf8)) {
        Py_DECREF(made);
        return nullptr;
    }
    Py_XDECREF(std::exchange(cached.object, made));
    cached.text = utf8;
    return made;
}

bool utf8_of(PyObject* text, std::string_view& utf8) {
    if (PyUnicode_IS_COMPACT_ASCII(text)) [[likely]] {
        utf8 = {static_cast<const char*>(PyUnicode_DATA(text)), static_cast<std::size_t>(PyUnicode_GET_LENGTH(text))};
        return true;
    }
    Py_ssize_t size = 0;
    const char* data = PyUnicode_AsUTF8AndSize(text, &size);
    if (data == nullptr) return false;
    utf8 = {data, static_cast<std::size_t>(size)};
    return true;
}

std::string utf8_argument(nb::handle text, const char* what) {
    std::string_view utf8;
    if (!PyUnicode_Check(text.ptr())) throw nb::type_error((std::string(what) + " is a str").c_str());
    if (!utf8_of(text.ptr(), utf8)) throw nb::python_error();
    return std::string(utf8);
}

Value text_in_place(PyObject* text, std::string_view utf8) {
    const int flags = PyUnicode_IS_ASCII(text) ? Value::Ascii | Value::ValidUtf8 : Value::ValidUtf8;
    return Value::string(utf8, liquid::Storage::Static, static_cast<std::uint8_t>(flags));
}

const liquid::ForeignTable& dict_table() { return kTable; }

Value dict_value(PyObject* dict) { return Value::foreign(Type::ForeignMap, dict_number(), dict); }

Value broken_value(Render& render) {
    auto made = std::make_unique<BrokenDrop>(render.take_exception());
    Value value = Value::drop(*made);
    render.adopt(std::move(made));
    return value;
}

Value to_value(Render& render, PyObject* object) {
    PyTypeObject* type = Py_TYPE(object);
    if (type == &PyUnicode_Type) return text_value(render, object);
    if (type == &PyLong_Type) return integer_value(render, object);
    if (type == &PyDict_Type) {
        render.keep(object);
        return dict_value(object);
    }
    if (type == &PyList_Type || type == &PyTuple_Type) return list_value(render, object);
    if (object == Py_None) return Value::nil();
    if (object == Py_True) return Value::boolean(true);
    if (object == Py_False) return Value::boolean(false);
    if (type == &PyFloat_Type) return Value::floating(PyFloat_AS_DOUBLE(object));
    nb::object held = nb::borrow(object);  // Python code may run from here on
    Kind kind{};
    if (!kind_of(type, kind)) return broken_value(render);
    return value_by_kind(render, object, kind);
}

Value take_value(Render& render, PyObject* object) {
    nb::object held = nb::steal(object);
    std::string_view utf8;
    if (PyUnicode_CheckExact(object) && Py_REFCNT(object) == 1 && utf8_of(object, utf8)) {
        Value text = liquid::FilterCall(render.runtime()).string(utf8);
        return text.with(Value::ValidUtf8);
    }
    PyErr_Clear();
    return to_value(render, object);
}

PyObject* python_object(Value value) {
    if (value.is(Type::ForeignMap) && value.foreign_table() == dict_number()) return as_object(value.foreign_node());
    if (value.is(Type::ForeignArray) && value.foreign_table() == list_number()) return as_object(value.foreign_node());
    if (PyObject* read = read_object(value)) return read;
    if (!value.is(Type::Drop)) return nullptr;
    auto* drop = dynamic_cast<PythonDrop*>(value.as_drop());
    return drop == nullptr ? nullptr : drop->object();
}

}  // namespace liquidpy
