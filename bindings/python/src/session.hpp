// What a render keeps from page to page, and the Python objects that it holds while it runs.
#pragma once

#include <nanobind/nanobind.h>

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include <liquid/liquid.hpp>

#include "readings.hpp"

namespace liquidpy {

namespace nb = nanobind;

// The objects that a render has touched. Values are views of them, and Python code may change the containers that they
// came from; so each is referenced until the render ends. A wrapper belongs to the object that it wraps.
class KeptObjects {
public:
    struct Entry {
        PyObject* object = nullptr;
        liquid::Drop* drop = nullptr;
    };

    ~KeptObjects() { release(); }
    // The entry stays where it is until the next call.
    Entry& keep(PyObject* object) {
        std::size_t at = slot_of(object);
        while (table_[at].object != object) {
            if (table_[at].object == nullptr) return add(at, object);
            at = (at + 1) & mask_;
        }
        return table_[at];
    }
    void adopt(std::unique_ptr<liquid::Drop> drop) { drops_.push_back(std::move(drop)); }
    std::size_t size() const { return used_.size(); }
    // Runs Python code: objects may die.
    void release();

private:
    static constexpr std::size_t kFirstSize = 256;

    std::size_t slot_of(PyObject* object) const {
        return ((reinterpret_cast<std::uintptr_t>(object) >> 4) * 0x9e3779b97f4a7c15ull >> 20) & mask_;
    }
    Entry& add(std::size_t at, PyObject* object);
    void grow();

    std::vector<Entry> table_ = std::vector<Entry>(kFirstSize);
    std::size_t mask_ = kFirstSize - 1;
    std::vector<std::uint32_t> used_;
    std::vector<std::unique_ptr<liquid::Drop>> drops_;
};

struct Session {
    liquid::RenderContext context;
    KeptObjects kept;
    Readings readings;
    std::string output;
};

// A session from the pool, for one render. Needs the GIL to begin and to end.
class Lease {
public:
    Lease();
    ~Lease();
    Lease(const Lease&) = delete;
    Lease& operator=(const Lease&) = delete;
    Session& operator*() { return *session_; }
    Session* operator->() { return session_.get(); }

private:
    std::unique_ptr<Session> session_;
};

}  // namespace liquidpy
