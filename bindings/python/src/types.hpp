// What a Python type is to a template.
#pragma once

#include <Python.h>

#include <cstdint>

namespace liquidpy {

enum class Kind : std::uint8_t {
    Text,
    Integer,
    Index,  // no int, but stands for one: numpy's integers
    Float,
    Bytes,
    ByteArray,
    Decimal,
    DateTime,
    Date,
    Dict,  // dict, or a subclass that reads as dict does
    List,  // list or tuple, or a subclass that reads as they do
    Mapping,
    Sequence,
    Iterable,  // has items, and no text of its own
    Document,  // liquidc.Data
    Enum,
    LiquidDrop,  // liquidc.Drop: methods are properties
    Object,
};

// Remembered by type. False with an exception set: the type's own code raised.
bool kind_of(PyTypeObject* type, Kind& kind);

}  // namespace liquidpy
