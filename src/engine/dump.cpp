// The intermediate forms, for people.
#include <liquid/template.hpp>

#include "engine/compile.hpp"
#include "engine/state.hpp"
#include "syntax/parse.hpp"

namespace liquid {

std::string dump_ast(const Environment& environment, std::string_view source) {
    syntax::Options options;
    options.mode = environment.state().mode;
    options.tags = &environment.state().tags;
    return dump(syntax::parse(source, options).ast);
}

std::string dump_program(const Environment& environment, std::string_view source) {
    engine::Compiled compiled = engine::compile(environment.state(), std::string(source), {}, {}, {});
    return compiled.program ? program::dump(*compiled.program) : std::string();
}

std::string dump_program(const Template& compiled) {
    const TemplateState& state = *compiled.state();
    return state.program ? program::dump(*state.program) : std::string();
}

}  // namespace liquid
