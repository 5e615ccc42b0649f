// A render that is under way on this thread.
#pragma once

#include <chrono>
#include <cstdint>
#include <exception>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

#include "caller.hpp"
#include "fork_gate.hpp"

namespace liquidpy {

// Whether the render holds the GIL is its own business: it does when its data are Python objects, and it does not while
// it reads a document of the engine's.
class Render final : public Caller {
public:
    Render(Session& session, std::uint64_t most_objects) : session_(session), most_objects_(most_objects) {
        outer_ = current_;
        current_ = this;
    }
    ~Render() {
        take_gil();
        current_ = outer_;
    }
    Render(const Render&) = delete;
    Render& operator=(const Render&) = delete;

    static Render* current() { return current_; }

    // Called by the engine when the render begins and every thousand steps. False ends it.
    bool poll(liquid::Runtime& runtime);
    liquid::Runtime& runtime() { return *runtime_; }

    // --- the GIL ---
    bool holds_gil() const { return saved_ == nullptr; }
    void take_gil() {
        if (saved_ == nullptr) return;
        fork_gate.leave();
        PyEval_RestoreThread(std::exchange(saved_, nullptr));
    }
    // Unless Python objects are among the data by now.
    void drop_gil() {
        if (saved_ != nullptr || stays_) return;
        saved_ = PyEval_SaveThread();
        fork_gate.enter();
    }

    // Python code will run, or objects will be read: unless all data are the engine's, the render holds the GIL from
    // here on, and reads nothing but the objects themselves.
    void go_late() {
        take_gil();
        if (!readings().are_planned()) return;
        stays_ = true;
        readings().go_late();
    }

    // --- Python objects ---
    unsigned nested_texts = 0;  // that are being made, one within the other
    KeptObjects::Entry& keep(PyObject* object) {
        stays_ = true;
        return session_.kept.keep(object);
    }
    // The value of a dict that is read by a plan: ahead, as far as that goes.
    liquid::Value read_by(std::shared_ptr<Plan> plan, PyObject* dict) {
        liquid::Value root = readings().begin(std::move(plan), session_.kept, most_objects_, dict);
        most_objects_ += session_.kept.size();  // the template has not asked for them yet
        return root;
    }
    Readings& readings() { return session_.readings; }
    void adopt(std::unique_ptr<liquid::Drop> drop) { session_.kept.adopt(std::move(drop)); }

    // --- what Python code raised ---
    // What take_exception() takes, thrown: out of a Drop, filter or tag, where the engine catches it.
    [[noreturn]] void throw_exception();
    // Runs engine code that Python code has called. What the engine throws to end the render (a limit, the first error)
    // waits until that Python code has returned, and meets it as a RuntimeError.
    template <class Call>
    auto guard(Call&& call) {
        if (!pending_) {
            try {
                return call();
            } catch (const nb::python_error&) {
                throw;
            } catch (const nb::builtin_exception&) {
                throw;
            } catch (...) {
                pending_ = std::current_exception();
            }
        }
        throw std::runtime_error("the render has ended");
    }
    void rethrow_pending() {
        if (!pending_) return;
        PyErr_Clear();
        std::rethrow_exception(std::exchange(pending_, nullptr));
    }

private:
    using Clock = std::chrono::steady_clock;
    static constexpr std::chrono::milliseconds kBetweenLooks{10};

    void end_when_interrupted();

    Session& session_;
    std::uint64_t most_objects_;
    liquid::Runtime* runtime_ = nullptr;
    PyThreadState* saved_ = nullptr;  // while the GIL is not held
    bool stays_ = false;              // with the GIL: values view Python objects
    Clock::time_point next_look_ = Clock::now() + kBetweenLooks;
    std::exception_ptr pending_;
    Render* outer_ = nullptr;  // the render that called the Python code that called this one
    static thread_local Render* current_;
};

// Python code runs in a scope of this, whether or not the render held the GIL.
class InPython {
public:
    explicit InPython(Render& render) : render_(render), held_(render.holds_gil()) { render.go_late(); }
    ~InPython() {
        if (!held_) render_.drop_gil();
    }
    InPython(const InPython&) = delete;
    InPython& operator=(const InPython&) = delete;

private:
    Render& render_;
    bool held_;
};

// Loaders and parsers of tags are called by renders and without them, with or without the GIL.
class HoldGil {
public:
    HoldGil() : render_(Render::current()), took_(render_ != nullptr && !render_->holds_gil()) {
        if (render_ != nullptr) render_->go_late();
    }
    ~HoldGil() {
        if (took_) render_->drop_gil();
    }
    HoldGil(const HoldGil&) = delete;
    HoldGil& operator=(const HoldGil&) = delete;

private:
    Render* render_;
    bool took_;
};

// Python may call the engine, which calls Python; the depth of that is Python's to bound.
class Depth {
public:
    Depth() {
        if (Py_EnterRecursiveCall(" while rendering a template") != 0) throw nb::python_error();
    }
    ~Depth() { Py_LeaveRecursiveCall(); }
    Depth(const Depth&) = delete;
    Depth& operator=(const Depth&) = delete;
};

}  // namespace liquidpy
