// How the renderer asks for partials; the engine answers.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <liquid/diagnostic.hpp>
#include <liquid/loader.hpp>

#include "program/program.hpp"
#include "source/watch.hpp"

namespace liquid::render {

// A partial as it was found: compiled, or the reason why not.
struct Partial {
    std::shared_ptr<const program::Program> program;  // null: missing or invalid
    std::string name;                                 // as asked; stands in reference texts
    Missing missing;                                  // when there is no source
    bool invalid = false;                             // there is source, but it cannot be parsed
    std::vector<Diagnostic> parse_errors;             // of an invalid one
    std::vector<Diagnostic> parse_warnings;           // of any
    std::string found_name;                           // found by case only
    bool kept = true;                                 // by the Partials that gave it

    // What the parser said of the source.
    void take(Diagnostics said);
};

// Called from many threads; implementations lock.
class Partials {
public:
    virtual ~Partials() = default;
    // What is not known yet is loaded and parsed, under the watch: what that throws leaves all as it was.
    virtual std::shared_ptr<const Partial> find(std::string_view name, const Watch& watch) = 0;
    // The partial that a compiled artifact linked a name to; null: it must be found by its name.
    virtual std::shared_ptr<const Partial> linked(std::uint32_t, const Watch&) { return nullptr; }
    // The form of a partial's program that may begin while an interrupt is pending. Cold.
    virtual std::shared_ptr<const program::Program> find_pending(const Partial& partial, const Watch& watch) = 0;
    // Names that could be found, for suggestions. Cold.
    virtual std::vector<std::string> names() = 0;
    // Unique in the process; changes when what find() answered before may no longer hold.
    virtual std::uint64_t generation() const = 0;
    // What a render that begins holds until it ends, and finds all its partials in: what that has found, it keeps. By
    // default this object, which then never forgets and outlives the render.
    virtual std::shared_ptr<Partials> current() { return {std::shared_ptr<Partials>(), this}; }
};

}  // namespace liquid::render
