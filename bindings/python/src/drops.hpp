// Python objects as Drops. They live as long as the render that met them, which holds the GIL while they are called.
#pragma once

#include <string>

#include "render.hpp"

namespace liquidpy {

using liquid::DropContext;
using liquid::Value;
using Each = std::function<bool(Value)>;

class PythonDrop : public liquid::Drop {
public:
    PythonDrop(Render& render, PyObject* object) : render_(render), object_(object) {}
    PyObject* object() const { return object_; }

    std::string type_name() const override;
    std::string inspect(DropContext& context) override { return to_text(context); }
    std::optional<bool> equals(DropContext&, Value other) override;
    std::optional<int> compare(DropContext&, Value other) override;
    std::optional<std::int64_t> size(DropContext&) override;

protected:
    // Items of iter(object), as values.
    bool iterate_object(const Each& each);
    // The first item, or Unset.
    Value first_item();
    // What a template would print for a list of the items.
    std::string text_of_items(DropContext& context);
    // What a template would print for the list or mapping that the object stands for.
    std::string text_of_copy(DropContext& context, PyObject* copy);

    Render& render_;
    PyObject* object_;  // kept by the render
};

// An object with attributes. Names that begin with an underscore and what can be called are not shown.
class ObjectDrop : public PythonDrop {
public:
    using PythonDrop::PythonDrop;
    Value get(DropContext&, std::string_view key) override;
    bool is_iterable() const override;
    bool iterate(DropContext&, const Each& each) override;
    Value first(DropContext&) override { return is_iterable() ? first_item() : Value::unset(); }
    std::string to_text(DropContext&) override;

protected:
    // Unset where there is no such attribute.
    nb::object attribute(std::string_view key);
};

class IterableDrop final : public ObjectDrop {
public:
    using ObjectDrop::ObjectDrop;
    std::string to_text(DropContext& context) override { return text_of_items(context); }
};

// liquidc.Drop: methods without parameters are properties, `liquid_missing(name)` answers for other names.
class MethodDrop final : public ObjectDrop {
public:
    using ObjectDrop::ObjectDrop;
    Value get(DropContext&, std::string_view key) override;
};

// An Enum compares and prints as its value.
class EnumDrop final : public ObjectDrop {
public:
    using ObjectDrop::ObjectDrop;
    Value to_value(DropContext&) override;
    std::string to_text(DropContext&) override;
};

class MappingDrop final : public PythonDrop {
public:
    using PythonDrop::PythonDrop;
    Value get(DropContext&, std::string_view key) override;
    Value get_key(DropContext&, Value key) override;
    bool is_iterable() const override { return true; }
    bool iterate(DropContext&, const Each& each) override;
    Value first(DropContext& context) override;
    std::string to_text(DropContext&) override;

private:
    Value item(PyObject* key);
};

class SequenceDrop final : public PythonDrop {
public:
    using PythonDrop::PythonDrop;
    Value get_key(DropContext&, Value key) override;
    bool is_iterable() const override { return true; }
    bool iterate(DropContext&, const Each& each) override { return iterate_object(each); }
    Value first(DropContext&) override { return item(0); }
    Value last(DropContext&) override { return item(-1); }
    std::string to_text(DropContext& context) override { return text_of_items(context); }

private:
    Value item(Py_ssize_t index);
};

// What could not be read: each use of it fails with the reason.
class BrokenDrop final : public liquid::Drop {
public:
    explicit BrokenDrop(std::string reason) : reason_(std::move(reason)) {}
    Value get(DropContext&, std::string_view) override { fail(); }
    Value get_key(DropContext&, Value) override { fail(); }
    bool is_iterable() const override { return true; }
    bool iterate(DropContext&, const Each&) override { fail(); }
    std::optional<std::int64_t> size(DropContext&) override { fail(); }
    Value first(DropContext&) override { fail(); }
    Value last(DropContext&) override { fail(); }
    std::string to_text(DropContext&) override { fail(); }
    std::string inspect(DropContext&) override { fail(); }
    std::optional<bool> equals(DropContext&, Value) override { fail(); }
    std::optional<int> compare(DropContext&, Value) override { fail(); }
    Value to_number(DropContext&) override { fail(); }
    Value to_value(DropContext&) override { fail(); }
    Value to_date(DropContext&) override { fail(); }

private:
    [[noreturn]] void fail() const { throw std::runtime_error(reason_); }
    std::string reason_;
};

}  // namespace liquidpy
