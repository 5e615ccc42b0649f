// Python callables that the engine holds.
#pragma once

#include <memory>
#include <utility>

#include "session.hpp"

namespace liquidpy {

// A reference that may be dropped by any thread, with or without the GIL, and after the interpreter has ended.
class SharedObject {
public:
    explicit SharedObject(nb::object object)
        : object_(object.release().ptr(), [](PyObject* held) {
              if (!Py_IsInitialized()) return;
              const PyGILState_STATE state = PyGILState_Ensure();
              Py_DECREF(held);
              PyGILState_Release(state);
          }) {}
    nb::handle get() const { return nb::handle(object_.get()); }

private:
    std::shared_ptr<PyObject> object_;
};

}  // namespace liquidpy
