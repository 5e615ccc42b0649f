// Dicts and lists as one render reads them: first what its plan says, at one go. When that does not do, it is
// forgotten, and they are read when the template asks.
#pragma once

#include <memory_resource>
#include <vector>

#include "shape.hpp"

#include <liquid/value.hpp>

namespace liquidpy {

class KeptObjects;
struct Reading;

class Readings {
public:
    // The dict is what a template is rendered from. Needs the GIL; what is read is kept. It runs no code of Python's,
    // but for keys that compare themselves.
    liquid::Value begin(std::shared_ptr<Plan> plan, KeptObjects& kept, std::size_t most, PyObject* dict);
    // A render has begun by a plan, and has not been cleared.
    bool are_planned() const { return plan_ != nullptr; }
    // Forgets what was read ahead: Python code may change it from now on, and the template sees that.
    void go_late();
    bool are_late() const { return late_; }
    // An object that the template asked for, late.
    liquid::Value late(PyObject* object, Shape* shape);
    Plan& plan() { return *plan_; }
    // The render has ended. A late one tells the plan what it read of lists.
    void finish();
    void clear();

private:
    liquid::Value ahead(PyObject* object, Shape* shape);
    liquid::Value dict(PyObject* dict, Shape& shape, bool ahead);
    liquid::Value list(PyObject* list, Shape& shape, bool ahead);
    Reading& add(PyObject* object, Shape& shape, std::uint32_t size, std::uint32_t ahead);

    std::shared_ptr<Plan> plan_;
    KeptObjects* kept_ = nullptr;
    std::size_t left_ = 0;  // values that may yet be read ahead
    std::vector<Reading*> all_;
    bool late_ = false;
    std::pmr::monotonic_buffer_resource memory_;
};

// The dict or list behind a value of Readings; null for others.
PyObject* read_object(liquid::Value value);

}  // namespace liquidpy
