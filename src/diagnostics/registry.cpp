// The facts of every kind, from kinds.def.
#include <array>
#include <cstddef>

#include <liquid/diagnostic.hpp>

namespace liquid {
namespace {

constexpr std::array kinds = {
#define LIQUID_KIND(enumerator, code, name, severity, format) KindInfo{code, name, Severity::severity, format},
#include <liquid/kinds.def>
#undef LIQUID_KIND
};

}  // namespace

const KindInfo& info(Kind kind) { return kinds[static_cast<std::size_t>(kind)]; }

std::size_t kind_count() { return kinds.size(); }

std::string_view name_of(Severity severity) {
    switch (severity) {
        case Severity::Error:
            return "error";
        case Severity::Warning:
            return "warning";
        case Severity::Info:
            return "info";
    }
    return "error";
}

}  // namespace liquid
