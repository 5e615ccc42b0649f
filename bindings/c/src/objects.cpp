#include "objects.hpp"

namespace liquid::c {

namespace {

// Of fixed size: words about missing memory need none.
thread_local char failure[256] = "";

}  // namespace

liquid_status fail(liquid_status status, std::string_view why) noexcept {
    std::size_t size = why.size() < sizeof failure ? why.size() : sizeof failure - 1;
    std::memcpy(failure, why.data(), size);
    failure[size] = '\0';
    return status;
}

std::unique_ptr<liquid_diagnostics> make_diagnostics(const Diagnostics& all) {
    auto made = std::make_unique<liquid_diagnostics>();
    made->all = all;
    made->json = to_json(all);
    for (const Diagnostic& one : all) {
        made->text += to_text(one);
        made->errors += one.severity == Severity::Error ? 1 : 0;
    }
    return made;
}

liquid_status done(std::unique_ptr<liquid_diagnostics> made, liquid_diagnostics** to) {
    liquid_status status = made->errors == 0 ? LIQUID_OK : LIQUID_ERRORS;
    if (to != nullptr) *to = made.release();
    return status;
}

}  // namespace liquid::c

using namespace liquid::c;

extern "C" {

const char* liquid_version(void) {
    // version() is a literal.
    return liquid::version().data();
}

uint32_t liquid_abi_version(void) { return LIQUID_ABI_VERSION; }

const char* liquid_status_text(liquid_status status) {
    switch (status) {
        case LIQUID_OK:
            return "ok";
        case LIQUID_ERRORS:
            return "errors";
        case LIQUID_INVALID_ARGUMENT:
            return "invalid argument";
        case LIQUID_UNSUPPORTED:
            return "unsupported";
        case LIQUID_NO_MEMORY:
            return "no memory";
        case LIQUID_INTERNAL:
            return "internal";
        default:
            return "unknown status";
    }
}

const char* liquid_failure_text(void) { return failure; }

size_t liquid_diagnostics_count(const liquid_diagnostics* diagnostics) {
    return diagnostics == nullptr ? 0 : diagnostics->all.size();
}

size_t liquid_diagnostics_errors(const liquid_diagnostics* diagnostics) {
    return diagnostics == nullptr ? 0 : diagnostics->errors;
}

const char* liquid_diagnostics_json(const liquid_diagnostics* diagnostics, size_t* size) {
    if (size != nullptr) *size = diagnostics == nullptr ? 0 : diagnostics->json.size();
    return diagnostics == nullptr ? nullptr : diagnostics->json.c_str();
}

const char* liquid_diagnostics_text(const liquid_diagnostics* diagnostics, size_t* size) {
    if (size != nullptr) *size = diagnostics == nullptr ? 0 : diagnostics->text.size();
    return diagnostics == nullptr ? nullptr : diagnostics->text.c_str();
}

void liquid_diagnostics_free(liquid_diagnostics* diagnostics) { delete diagnostics; }

}  // extern "C"
