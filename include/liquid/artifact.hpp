// Compiled templates in a file: written once, loaded by many processes without parsing. docs/artifact.md tells how.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <liquid/export.hpp>
#include <liquid/result.hpp>
#include <liquid/template.hpp>

namespace liquid {

/// A template to compile, and how it will be asked for.
struct ArtifactSource {
    std::string name;
    std::string text;
    std::string path;  ///< in diagnostics; empty: the name
};

struct ArtifactOptions {
    /// Partials to compile beside those that templates name by a literal and those that the loader lists.
    std::vector<std::string> partials;
    bool all_partials = true;    ///< compile what the loader lists, for `include` by a variable
    bool allow_missing = false;  ///< a partial that is not there is left to the loader of the environment that loads
    bool allow_invalid = false;  ///< what cannot be parsed is kept as source, and answers as it does from the parser
};

struct ArtifactState;

/// What Environment::load made of an artifact. Loading checks the file as a whole and binds its names; a template is
/// checked when it is first asked for, by get() or by a partial's tag, and what is damaged is LQ6001 then. Cheap to
/// copy, immutable, safe to share between threads; its Templates keep what they need alive. Partials that are in it are
/// found in it, others by the environment's loader.
class LIQUID_API Artifact {
public:
    Artifact();  ///< holds nothing

    /// A page, or a partial, by its name. Diagnostics are those of parsing it; LQ1001 when it is not there.
    Result<Template> get(std::string_view name) const;
    /// Checks every template now that is compiled, instead of when it is first asked for. What is said is LQ6001, once
    /// for each that is damaged; nothing: none is.
    Diagnostics check_all() const;
    /// The first template; for what Template::serialize wrote, which holds one.
    Result<Template> front() const;

    struct Entry {
        std::string_view name;
        std::string_view path;
        std::size_t source_bytes = 0;
        std::uint64_t source_hash = 0;  ///< source_hash() of the source that it was compiled from
        bool is_partial = false;
        bool is_compiled = false;  ///< false: kept as source (ArtifactOptions::allow_invalid)
    };
    std::size_t size() const;
    Entry operator[](std::size_t i) const;  ///< in the order of their names
    /// The names that were bound.
    std::vector<std::string_view> filters() const;
    std::vector<std::string_view> tags() const;

    explicit Artifact(std::shared_ptr<const ArtifactState> state) : state_(std::move(state)) {}

private:
    std::shared_ptr<const ArtifactState> state_;
};

/// Tells whether a source is the one that was compiled. Finds changes, not forgeries.
LIQUID_API std::uint64_t source_hash(std::string_view text);

}  // namespace liquid
