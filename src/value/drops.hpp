// Calls of host Drops.
#pragma once

#include <exception>
#include <new>
#include <utility>

#include <liquid/drop.hpp>

#include "value/runtime.hpp"

namespace liquid {

// A host's exception ended `where`. The reference prints `Liquid error: internal`.
Value fail_host(Runtime& runtime, std::string_view where, std::string_view what);

// The only place where host code of a Drop runs. `call` gets the DropContext. What a Drop throws becomes a failure and
// `otherwise`; limits and the end of memory pass.
template <class Call, class Result>
Result call_drop(Runtime& runtime, Call&& call, Result otherwise) {
    DropContext context(runtime);
    try {
        return std::forward<Call>(call)(context);
    } catch (const LimitHit&) {
        throw;
    } catch (const std::bad_alloc&) {
        throw;
    } catch (const std::exception& error) {
        fail_host(runtime, "a host object", error.what());
    } catch (...) {
        fail_host(runtime, "a host object", "unknown exception");
    }
    runtime.host_failed = true;
    return otherwise;
}

// The same for operations that return a Value, which can say itself that it failed.
template <class Call>
Value ask_drop(Runtime& runtime, Call&& call) {
    bool failed_before = runtime.host_failed;
    Value answer = call_drop(runtime, std::forward<Call>(call), Value::failed());
    runtime.host_failed = failed_before;
    return answer;
}

}  // namespace liquid
