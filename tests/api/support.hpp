// What the API tests share: short ways to render.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include <gtest/gtest.h>

#include <liquid/liquid.hpp>

namespace api {

/// Parsed data; the test fails when it is not JSON.
liquid::Data data(std::string_view json);

/// Parses and renders; the output, and the diagnostics of both.
liquid::Result<std::string> render(const liquid::Environment& environment, std::string_view source,
                                   const liquid::RenderInput& input = {});

/// The same with default settings and errors shown inline.
liquid::Result<std::string> render(std::string_view source, const liquid::RenderInput& input = {});

/// The codes of all diagnostics, in order, with a blank between them.
std::string codes(const liquid::Diagnostics& diagnostics);

}  // namespace api
