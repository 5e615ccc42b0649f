#include "support.hpp"

#include <iterator>

namespace api {

liquid::Data data(std::string_view json) {
    auto result = liquid::Data::parse(json);
    EXPECT_TRUE(result.ok()) << json;
    return result.value;
}

liquid::Result<std::string> render(const liquid::Environment& environment, std::string_view source,
                                   const liquid::RenderInput& input) {
    auto parsed = environment.parse(source);
    auto page = parsed.value.render(input);
    if (!parsed.ok()) page.diagnostics = parsed.diagnostics;
    return page;
}

liquid::Result<std::string> render(std::string_view source, const liquid::RenderInput& input) {
    return render(liquid::EnvironmentBuilder().on_error(liquid::OnError::Inline).build(), source, input);
}

std::string codes(const liquid::Diagnostics& diagnostics) {
    std::string out;
    for (const liquid::Diagnostic& one : diagnostics) out += (out.empty() ? "" : " ") + std::string(one.code());
    return out;
}

}  // namespace api
