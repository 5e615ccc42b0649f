#include "diagnostics/out_of_memory.hpp"

#include <new>

namespace liquid {

Diagnostic out_of_memory() {
    Diagnostic diagnostic;
    diagnostic.kind = Kind::OutOfMemory;
    try {
        diagnostic.reference = "Liquid error: internal";
    } catch (const std::bad_alloc&) {
    }
    return diagnostic;
}

}  // namespace liquid
