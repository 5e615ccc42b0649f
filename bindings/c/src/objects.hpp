// What the handles of liquid.h stand for, and the way out of every function.
#pragma once

#include <cstring>
#include <exception>
#include <memory>
#include <new>
#include <string>
#include <string_view>

#include <cxxabi.h>

#include <liquid.h>
#include <liquid/liquid.hpp>

struct liquid_environment {
    liquid::Environment environment;
};
struct liquid_template {
    liquid::Template page;
};
struct liquid_data {
    liquid::Data data;
};
struct liquid_context {
    liquid::RenderContext context;
    std::string text;  // of liquid_render_to_text
};
struct liquid_diagnostics {
    liquid::Diagnostics all;
    std::size_t errors = 0;
    std::string json;
    std::string text;
};
struct liquid_source {
    liquid::Lookup lookup;
    std::string text;
    std::string path;
    bool found = false;
};

namespace liquid::c {

// A failure's words, for liquid_failure_text.
liquid_status fail(liquid_status status, std::string_view why) noexcept;

// No exception leaves a function of the header; only the end of a thread (pthread_cancel) goes through.
template <class Function>
liquid_status guarded(const Function& function) {
    try {
        return function();
    } catch (const std::bad_alloc&) {
        return fail(LIQUID_NO_MEMORY, "out of memory");
    } catch (const std::exception& failure) {
        return fail(LIQUID_INTERNAL, failure.what());
    } catch (abi::__forced_unwind&) {
        throw;
    } catch (...) {
        return fail(LIQUID_INTERNAL, "an exception that is none of the standard library's");
    }
}

// A text of the caller. A NULL is empty, unless it has a size.
inline bool read_text(const char* data, std::size_t size, std::string_view& text) {
    if (data == nullptr) {
        text = {};
        return size == 0 || size == LIQUID_NUL;
    }
    text = {data, size == LIQUID_NUL ? std::strlen(data) : size};
    return true;
}

// A struct of the caller's version as one of ours: what it lacks is 0. False: it has more, and uses it; or no size.
template <class Struct>
bool read_struct(const Struct* given, Struct& own) {
    own = Struct{};
    if (given == nullptr) return true;
    std::size_t size = 0;
    std::memcpy(&size, given, sizeof size);
    if (size < sizeof size) return false;
    std::memcpy(static_cast<void*>(&own), given, size < sizeof(Struct) ? size : sizeof(Struct));
    const char* bytes = reinterpret_cast<const char*>(given);
    for (std::size_t i = sizeof(Struct); i < size; ++i)
        if (bytes[i] != 0) return false;
    return true;
}

std::unique_ptr<liquid_diagnostics> make_diagnostics(const Diagnostics& all);

// How a call ended that was done; its diagnostics go out when they are asked for.
liquid_status done(std::unique_ptr<liquid_diagnostics> made, liquid_diagnostics** to);

}  // namespace liquid::c
