// The context that filters and tags in Python are given.
#pragma once

#include <memory>

#include "diagnostics.hpp"
#include "render.hpp"

namespace liquidpy {

// Python code may keep it, so it knows when its call is over.
struct PythonContext {
    Render* render;

    nb::object variable(std::string_view name) const;
    nb::str text(nb::handle value) const;

private:
    Render& open() const;
};

class ContextScope {
public:
    explicit ContextScope(Render& render);
    ~ContextScope() { context_->render = nullptr; }
    ContextScope(const ContextScope&) = delete;
    ContextScope& operator=(const ContextScope&) = delete;
    const nb::object& object() const { return object_; }

private:
    std::shared_ptr<PythonContext> context_;
    nb::object object_;
};

}  // namespace liquidpy
