// From tree to program: the only entry of this room for the engine.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include <liquid/filter.hpp>
#include <liquid/tag.hpp>

#include "ast/ast.hpp"
#include "program/program.hpp"
#include "source/watch.hpp"

namespace liquid::program {

// The names that a program is bound to.
struct Bindings {
    // Finds a filter; nullptr: unknown.
    const FilterSpec* (*find_filter)(const void* environment, std::string_view name) = nullptr;
    const void* environment = nullptr;
    bool (*folds)(const FilterSpec& filter) = nullptr;  // whether it may be called at compile time
    const std::vector<TagSpec>* tags = nullptr;
    FilterFunction append = nullptr;      // the standard filter, which `assign a = a | append: x` can do in place
    bool scored = false;                  // the environment has reference limits: bodies count their nodes
    bool warned = false;                  // the parser did
    const Program* pending_of = nullptr;  // the form of this program that may begin while an interrupt is pending
    Watch watch = {};
};

// `ast` must come from `source` and be without errors. The program owns everything that it needs.
std::shared_ptr<const Program> lower(const Ast& ast, std::string source, std::string name, std::string path,
                                     const Bindings& bindings);

}  // namespace liquid::program
