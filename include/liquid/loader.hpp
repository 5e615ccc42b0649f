// Snippet lookup: from a partial's name to its source.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <liquid/export.hpp>

namespace liquid {

/// The source that a Loader found.
struct Source {
    std::string text;
    std::string path;        ///< the file, for diagnostics; empty: the name is used
    std::string found_name;  ///< differs from the asked name when only a case-insensitive match was found
};

/// Why a Loader has no source.
struct Missing {
    enum class Reason : std::uint8_t { NotFound, IllegalPath, Unreadable, NotAllowed };
    Reason reason = Reason::NotFound;
    std::string reference;  ///< the text for the page, e.g. `Could not find asset snippets/x.liquid`
    std::string detail;
    std::vector<std::string> searched;  ///< where it was looked for, in order
};

struct Lookup {
    std::optional<Source> source;
    Missing missing;  ///< when there is no source
};

/// Finds templates by name for `include` and `render`. Called from any rendering thread, several at once, and
/// synchronously; results are compiled once and shared (Environment's cache). What it throws becomes a failure of the
/// tag that asked; std::bad_alloc ends the render (LQ5005).
class LIQUID_API Loader {
public:
    virtual ~Loader() = default;
    virtual Lookup load(std::string_view name) const = 0;
    /// Every name it could load, for "did you mean"; may be empty when it cannot say.
    virtual std::vector<std::string> names() const { return {}; }
    /// A number that changes whenever load(name) would give something else, cheaper to tell than to load (a file's time
    /// and size; a row's version), also when there is nothing of that name any more. None: what was loaded stays until
    /// the host reloads it. Asked by environments with Reload::ByStamp.
    virtual std::optional<std::uint64_t> stamp(std::string_view name) const {
        (void)name;
        return std::nullopt;
    }
};

/// Templates from memory. A name matches exactly, or with `.liquid` added; then case-insensitively, if so wished.
LIQUID_API std::shared_ptr<Loader> memory_loader(std::map<std::string, std::string> templates);

struct DirectoryOptions {
    /// The text for the page when nothing is found; `{name}` is the asked name, `.liquid` added if it lacks it.
    std::string not_found = "Could not find asset snippets/{name}";
    std::string extension = ".liquid";
    bool ignore_case = true;  ///< after the exact name; a match by case alone is a warning
};
/// Templates from directories, searched in order. Never leaves their roots: `..`, absolute paths and links that lead
/// out are refused (LQ1002).
LIQUID_API std::shared_ptr<Loader> directory_loader(std::vector<std::filesystem::path> roots,
                                                    DirectoryOptions options = {});

/// The first loader of the list that has the name.
LIQUID_API std::shared_ptr<Loader> chain_loader(std::vector<std::shared_ptr<Loader>> loaders);

/// The host's own look-up.
LIQUID_API std::shared_ptr<Loader> callback_loader(
    std::function<Lookup(std::string_view)> load, std::function<std::vector<std::string>()> names = {},
    std::function<std::optional<std::uint64_t>(std::string_view)> stamp = {});

}  // namespace liquid
