// A result owns its text and its diagnostics.
#include <liquid/liquid.hpp>

std::string page() {
    auto result = liquid::Environment().parse("{{ a }}").value.render({});
    return result.ok() ? std::move(result.value) : liquid::to_text(result.diagnostics.front());
}
