#include "types.hpp"

#include <nanobind/nanobind.h>

#include <datetime.h>

#include <unordered_map>

#include "data.hpp"

namespace liquidpy {

namespace nb = nanobind;

namespace {

// Classes that are looked for with issubclass.
struct Classes {
    nb::object mapping = nb::module_::import_("collections.abc").attr("Mapping");
    nb::object sequence = nb::module_::import_("collections.abc").attr("Sequence");
    nb::object decimal = nb::module_::import_("decimal").attr("Decimal");
    nb::object enumeration = nb::module_::import_("enum").attr("Enum");
    nb::object drop = nb::module_::import_("liquidc._drop").attr("Drop");
};

const Classes& classes() {
    static const auto* known = new Classes();
    return *known;
}

nb::object attribute(PyTypeObject* type, const char* name) {
    nb::object found = nb::steal(PyObject_GetAttrString(reinterpret_cast<PyObject*>(type), name));
    if (!found.is_valid()) PyErr_Clear();
    return found;
}

bool inherits(PyTypeObject* type, PyTypeObject* from, std::initializer_list<const char*> names) {
    for (const char* name : names)
        if (!attribute(type, name).is(attribute(from, name))) return false;
    return true;
}

bool is_subclass(PyTypeObject* type, const nb::object& of, bool& answer) {
    const int is = PyObject_IsSubclass(reinterpret_cast<PyObject*>(type), of.ptr());
    answer = is == 1;
    return is >= 0;
}

bool classify(PyTypeObject* type, Kind& kind) {
    if (PyDateTimeAPI == nullptr) PyDateTime_IMPORT;
    bool is = false;
    if (!is_subclass(type, classes().drop, is)) return false;
    if (is) return kind = Kind::LiquidDrop, true;
    if (PyType_IsSubtype(type, &PyUnicode_Type)) return kind = Kind::Text, true;
    if (PyType_IsSubtype(type, &PyLong_Type)) return kind = Kind::Integer, true;
    if (PyType_IsSubtype(type, &PyFloat_Type)) return kind = Kind::Float, true;
    if (PyType_IsSubtype(type, &PyBytes_Type)) return kind = Kind::Bytes, true;
    if (PyType_IsSubtype(type, &PyByteArray_Type)) return kind = Kind::ByteArray, true;
    if (PyType_IsSubtype(type, PyDateTimeAPI->DateTimeType)) return kind = Kind::DateTime, true;
    if (PyType_IsSubtype(type, PyDateTimeAPI->DateType)) return kind = Kind::Date, true;
    if (PyType_IsSubtype(type, reinterpret_cast<PyTypeObject*>(nb::type<PythonData>().ptr())))
        return kind = Kind::Document, true;
    if (!is_subclass(type, classes().decimal, is)) return false;
    if (is) return kind = Kind::Decimal, true;
    if (!is_subclass(type, classes().enumeration, is)) return false;
    if (is) return kind = Kind::Enum, true;
    const auto reading = {"__getitem__", "__iter__", "__len__"};
    if (PyType_IsSubtype(type, &PyDict_Type) && inherits(type, &PyDict_Type, reading)) return kind = Kind::Dict, true;
    if (PyType_IsSubtype(type, &PyList_Type) && inherits(type, &PyList_Type, reading)) return kind = Kind::List, true;
    // A named tuple is read by its names.
    if (PyType_IsSubtype(type, &PyTuple_Type) && inherits(type, &PyTuple_Type, reading) &&
        !attribute(type, "_fields").is_valid())
        return kind = Kind::List, true;
    if (!is_subclass(type, classes().mapping, is)) return false;
    if (is || (attribute(type, "keys").is_valid() && attribute(type, "__getitem__").is_valid()))
        return kind = Kind::Mapping, true;
    if (attribute(type, "_fields").is_valid()) return kind = Kind::Object, true;
    if (!is_subclass(type, classes().sequence, is)) return false;
    if (is) return kind = Kind::Sequence, true;
    if (attribute(type, "__index__").is_valid()) return kind = Kind::Index, true;
    const bool only_items = type->tp_iter != nullptr && type->tp_str == PyBaseObject_Type.tp_str;
    return kind = only_items ? Kind::Iterable : Kind::Object, true;
}

struct Known {
    nb::object watch;  // a weak reference: the type is forgotten before its address is another's
    Kind kind;
};

std::unordered_map<PyTypeObject*, Known>& known_types() {
    static auto* known = new std::unordered_map<PyTypeObject*, Known>();
    return *known;
}

bool remember(PyTypeObject* type, Kind kind) {
    constexpr std::size_t kMostTypes = 4096;
    auto& known = known_types();
    if (known.size() >= kMostTypes) known.clear();
    nb::object forget = nb::cpp_function([type](nb::handle) { known_types().erase(type); });
    nb::object watch = nb::steal(PyWeakref_NewRef(reinterpret_cast<PyObject*>(type), forget.ptr()));
    if (!watch.is_valid()) return false;
    known[type] = {std::move(watch), kind};
    return true;
}

}  // namespace

bool kind_of(PyTypeObject* type, Kind& kind) {
    auto& known = known_types();
    if (auto found = known.find(type); found != known.end()) {
        kind = found->second.kind;
        return true;
    }
    return classify(type, kind) && remember(type, kind);
}

}  // namespace liquidpy
