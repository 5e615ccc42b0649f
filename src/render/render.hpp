// Rendering a page: the only entry of this room for the engine.
#pragma once

#include "render/context.hpp"

namespace liquid::render {

// Renders `program`, called `name` in reference texts, into context.out(); diagnostics are in the context. Never
// throws. Call context.end() when the output has been taken.
void render_page(Context& context, const Settings& settings, const Input& input, const program::Program& program,
                 std::string_view name);

// A template that could not be parsed: its first error, under the policy, and nothing else.
void render_invalid(Context& context, const Settings& settings, const Input& input, const Diagnostics& errors);

}  // namespace liquid::render
