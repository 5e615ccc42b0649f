// Pages of this repository as jobs: they are there where the benchmark data is not.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include <liquid/liquid.hpp>

namespace bench {

/// The article page of examples/storefront in its layout, with its snippets.
class StorefrontPage {
public:
    /// Reads `folder`. Throws std::runtime_error.
    explicit StorefrontPage(const std::filesystem::path& folder);

    std::size_t parse();   ///< page, layout and snippets to executable form
    std::size_t render();  ///< everything parsed, in a warm context
    std::size_t cold();    ///< parsed anew, in a new context

    std::size_t bytes() const;  ///< of page, layout and snippets

private:
    std::size_t render_in(const liquid::Template& page, const liquid::Template& layout, liquid::RenderContext& context);

    std::map<std::string, std::string> snippets_;
    std::string page_source_, layout_source_, json_;
    liquid::Environment environment_;
    liquid::Data data_;
    liquid::Template page_, layout_;
    liquid::RenderContext context_;
    std::string content_, out_;
};

/// The templates and snippets of the golden cases: small, with every tag and filter, many with faults.
class GoldenTemplates {
public:
    explicit GoldenTemplates(const std::filesystem::path& folder);

    std::size_t parse();
    std::size_t bytes() const;  ///< of all sources

private:
    std::vector<std::string> sources_;
    liquid::Environment environment_;
};

}  // namespace bench
