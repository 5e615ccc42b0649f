// A theme: templates, a layout and snippets, compiled once.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <string_view>

#include <liquid/liquid.hpp>

#include "page.hpp"

namespace storefront {

/// How a page came out.
enum class Outcome {
    Whole,   ///< perhaps with holes, filled by the policy
    Failed,  ///< the policy is `fail`, and something failed
    Cut,     ///< a limit ended it: no page to show, under no policy
};

/// Immutable once built, and used by all threads at once.
class Theme {
public:
    /// Compiles everything, snippets too: what is wrong is known before the first visitor comes. Throws when a file
    /// cannot be read; a template that does not parse is a diagnostic.
    Theme(const std::filesystem::path& directory, liquid::OnError on_error);

    const liquid::Diagnostics& diagnostics() const { return diagnostics_; }

    /// Renders the page and its layout, appending to `output`; `content` is memory for what stands between.
    Outcome render(Page& page, liquid::RenderContext& context, std::string& content, std::string& output,
                   liquid::Diagnostics& said) const;

private:
    liquid::Template compile(const std::filesystem::path& file, std::string name);
    Outcome render_one(const liquid::Template& part, Page& page, liquid::RenderContext& context, std::string& output,
                       liquid::Diagnostics& said) const;

    liquid::OnError on_error_;
    liquid::Environment environment_;
    std::map<std::string, liquid::Template, std::less<>> templates_;
    liquid::Template layout_;
    liquid::Diagnostics diagnostics_;
};

}  // namespace storefront
