// Who called the engine on this thread, and hears what Python code raised meanwhile.
#pragma once

#include <string>

#include "session.hpp"

namespace liquidpy {

class Caller {
public:
    Caller(const Caller&) = delete;
    Caller& operator=(const Caller&) = delete;

    // The innermost one.
    static Caller* current() { return current_; }

    // Takes the exception that is set. An Exception becomes its text, for a diagnostic, and the first one is
    // remembered; anything else (KeyboardInterrupt, SystemExit) ends the render.
    std::string take_exception();
    // Ends the render at the next step; the exception that is set is raised where the engine was called.
    void interrupt();
    bool interrupted() const { return interrupt_.is_valid(); }
    void raise_interruption() const;
    // A template that was being compiled lacks a tag: it must not stay in its environment.
    void interrupt_compiling() {
        interrupt();
        spoilt_ = true;
    }
    bool spoilt() const { return spoilt_; }
    // None, or the first Exception.
    nb::object cause() const { return cause_.is_valid() ? cause_ : nb::none(); }

protected:
    Caller() : outer_(current_) { current_ = this; }
    ~Caller() { current_ = outer_; }

private:
    nb::object interrupt_;
    bool spoilt_ = false;
    nb::object cause_;
    Caller* outer_;  // called the Python code that called this one
    static thread_local Caller* current_;
};

// Python code asked for a template: it is parsed, and perhaps loaded.
class Parsing final : public Caller {};

// The exception that is set, normalized and cleared.
nb::object fetch_exception();
std::string describe_exception(nb::handle exception);

}  // namespace liquidpy
