#include "readings.hpp"

#include <algorithm>
#include <utility>

#include <liquid/foreign.hpp>

#include "to_value.hpp"

namespace liquidpy {

using liquid::Type;
using liquid::Value;

struct Reading {
    Readings& of;
    PyObject* object;  // kept by the render
    Shape* shape;
    const Shape::Key* keys;  // as many as were read ahead, and perhaps more
    Value* values;           // of the first keys or items
    std::uint32_t ahead;     // how many
    std::uint32_t size;      // of the dict or list when it was met
    std::uint32_t asked;     // items that the template asked for, one after the other
    bool is_list;
};

namespace {

// Stands for what was not read ahead: reading it may run Python code.
constexpr Value kLater = Value::failed();

Reading& reading_of(const void* node) { return *const_cast<Reading*>(static_cast<const Reading*>(node)); }

Render& read_late() {
    Render& render = *Render::current();
    render.go_late();
    return render;
}

Value find_late(Reading& reading, std::string_view key) {
    Render& render = read_late();
    nb::object name = nb::borrow(key_object(key));  // comparing keys may run code that renders
    if (!name.is_valid()) return broken_value(render);
    std::string_view text;
    if (!utf8_of(name.ptr(), text)) return broken_value(render);
    Shape* shape = reading.shape->read_key(reading.of.plan(), name, text);
    nb::object found = nb::borrow(PyDict_GetItemWithError(reading.object, name.ptr()));
    if (found.is_valid()) return reading.of.late(found.ptr(), shape);
    return PyErr_Occurred() ? broken_value(render) : Value::unset();
}

Value find(const void* node, std::string_view key, std::uint32_t& hint) {
    Reading& reading = reading_of(node);
    auto is_key = [&](std::uint32_t i) {
        const std::string_view text = reading.keys[i].text;
        return text.size() == key.size() && liquid::same_bytes(text.data(), key.data(), key.size());
    };
    if (hint >= reading.ahead || !is_key(hint)) {
        std::uint32_t at = 0;
        while (at < reading.ahead && !is_key(at)) ++at;
        if (at == reading.ahead) return find_late(reading, key);
        hint = at;
    }
    const Value value = reading.values[hint];
    return value.is(Type::Failed) ? find_late(reading, key) : value;
}

Value item_late(Reading& reading, std::uint32_t at) {
    read_late();
    if (at >= static_cast<std::size_t>(Py_SIZE(reading.object))) return Value::nil();  // it was shortened meanwhile
    PyObject* items = reading.object;
    nb::object found = nb::borrow(PyList_Check(items) ? PyList_GET_ITEM(items, at) : PyTuple_GET_ITEM(items, at));
    return reading.of.late(found.ptr(), reading.shape->item(reading.of.plan()));
}

Value item(const void* node, std::size_t i) {
    Reading& reading = reading_of(node);
    const auto at = static_cast<std::uint32_t>(i);
    if (at == reading.asked) ++reading.asked;
    if (at < reading.ahead && !reading.values[at].is(Type::Failed)) return reading.values[at];
    return item_late(reading, at);
}

std::size_t size(const void* node) {
    const Reading& reading = reading_of(node);
    if (!reading.of.are_late()) return reading.size;
    return static_cast<std::size_t>(reading.is_list ? Py_SIZE(reading.object) : PyDict_Size(reading.object));
}

// Whole dicts are read late.
void each(const void* node, void* context, bool (*visit)(void*, std::string_view, Value)) {
    read_late();
    dict_table().each(reading_of(node).object, context, visit);
}

Value entry(const void* node, std::size_t i, std::string_view& key) {
    read_late();
    return dict_table().entry(reading_of(node).object, i, key);
}

Value find_key(const void* node, Value key) {
    read_late();
    return dict_table().find_key(reading_of(node).object, key);
}

const void* identity(const void* node) { return reading_of(node).object; }

constexpr liquid::ForeignTable kTable{&find, &item, &entry, &size, &each, &find_key, false, &identity};

std::uint16_t table_number() {
    static const std::uint16_t number = liquid::register_foreign(&kTable);
    return number;
}

bool is_dict(PyTypeObject* type) { return type == &PyDict_Type; }
bool is_list(PyTypeObject* type) { return type == &PyList_Type || type == &PyTuple_Type; }

}  // namespace

Value Readings::begin(std::shared_ptr<Plan> plan, KeptObjects& kept, std::size_t most, PyObject* object) {
    constexpr std::size_t kMostAhead = 20'000;  // in a millisecond or so, in which the render sees no stop
    plan_ = std::move(plan);
    kept_ = &kept;
    left_ = std::min(most / 4, kMostAhead);
    return dict(object, plan_->root(), true);
}

void Readings::go_late() {
    if (std::exchange(late_, true)) return;
    for (Reading* reading : all_) reading->ahead = 0;
}

void Readings::finish() {
    plan_->drawn();
    if (!late_) return;
    for (const Reading* reading : all_)
        if (reading->is_list) reading->shape->read_items(reading->asked, reading->size);
}

void Readings::clear() {
    if (plan_ == nullptr) return;
    all_.clear();
    memory_.release();
    late_ = false;
    plan_.reset();
}

Value Readings::late(PyObject* object, Shape* shape) {
    PyTypeObject* type = Py_TYPE(object);
    if (shape != nullptr && is_dict(type)) return dict(object, *shape, false);
    if (shape != nullptr && is_list(type)) return list(object, *shape, false);
    return to_value(*Render::current(), object);
}

Value Readings::ahead(PyObject* object, Shape* shape) {
    PyTypeObject* type = Py_TYPE(object);
    if (type == &PyUnicode_Type) {
        std::string_view utf8;
        if (utf8_of(object, utf8)) {
            kept_->keep(object);
            return text_in_place(object, utf8);
        }
        PyErr_Clear();
        return kLater;
    }
    if (type == &PyLong_Type) {
        int overflow = 0;
        const long long number = PyLong_AsLongLongAndOverflow(object, &overflow);
        return overflow == 0 ? Value::integer(number) : kLater;
    }
    if (shape != nullptr && is_dict(type)) return dict(object, *shape, true);
    if (shape != nullptr && is_list(type)) return list(object, *shape, true);
    if (object == Py_None) return Value::nil();
    if (object == Py_True || object == Py_False) return Value::boolean(object == Py_True);
    if (type == &PyFloat_Type) return Value::floating(PyFloat_AS_DOUBLE(object));
    return kLater;
}

Value Readings::dict(PyObject* dict, Shape& shape, bool read) {
    const auto count = static_cast<std::uint32_t>(read ? std::min<std::size_t>(shape.size(), left_) : 0);
    Reading& reading = add(dict, shape, static_cast<std::uint32_t>(PyDict_Size(dict)), count);
    reading.keys = shape.keys();
    reading.is_list = false;
    for (std::uint32_t i = 0; i < count; ++i) {
        PyObject* found = PyDict_GetItemWithError(dict, reading.keys[i].name);
        if (found != nullptr) {
            reading.values[i] = ahead(found, reading.keys[i].value);
        } else if (PyErr_Occurred()) {
            PyErr_Clear();  // told when the template asks
            reading.values[i] = kLater;
        } else {
            reading.values[i] = Value::unset();
        }
    }
    return Value::foreign(Type::ForeignMap, table_number(), &reading);
}

Value Readings::list(PyObject* list, Shape& shape, bool read) {
    const auto size = static_cast<std::uint32_t>(Py_SIZE(list));
    const auto count = static_cast<std::uint32_t>(read ? std::min<std::size_t>(shape.items_of(size), left_) : 0);
    Reading& reading = add(list, shape, size, count);
    for (std::uint32_t i = 0; i < count; ++i) {
        const bool is_there =
            i < static_cast<std::size_t>(Py_SIZE(list));  // keys that compare themselves may shorten it
        PyObject* found = !is_there            ? nullptr
                          : PyList_Check(list) ? PyList_GET_ITEM(list, i)
                                               : PyTuple_GET_ITEM(list, i);
        reading.values[i] = is_there ? ahead(found, shape.item()) : kLater;
    }
    return Value::foreign(Type::ForeignArray, table_number(), &reading);
}

Reading& Readings::add(PyObject* object, Shape& shape, std::uint32_t size, std::uint32_t ahead) {
    kept_->keep(object);
    left_ -= ahead;
    auto* values = static_cast<Value*>(memory_.allocate(ahead * sizeof(Value), alignof(Value)));
    void* reading = memory_.allocate(sizeof(Reading), alignof(Reading));
    all_.push_back(new (reading) Reading{*this, object, &shape, nullptr, values, ahead, size, 0, true});
    return *all_.back();
}

PyObject* read_object(Value value) {
    if (!value.is(Type::ForeignMap) && !value.is(Type::ForeignArray)) return nullptr;
    return value.foreign_table() == table_number() ? reading_of(value.foreign_node()).object : nullptr;
}

}  // namespace liquidpy
