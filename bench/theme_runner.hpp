// The jobs that every engine is timed with: 30 storefront pages in their layouts, and 15 pages with partials.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include <liquid/liquid.hpp>

namespace bench {

// Nothing that a pass computes is kept for the next one: each pass has its own RenderContext and output strings, and
// where it parses, its own templates.
class ThemeRunner {
public:
    // Reads `folder`: cases.json, data.json, templates/, expected/. Throws std::runtime_error.
    explicit ThemeRunner(const std::filesystem::path& folder);

    std::size_t parse();   ///< every page and layout to executable form
    std::size_t render();  ///< every page into its layout, parsed before
    std::size_t both();
    std::size_t render_warm();  ///< as render; the context, the variables and the strings are kept from pass to pass
    // From now on a pass is over these pages only.
    void choose(const std::vector<std::string>& names);

    // The pages whose output is not `expected/`, byte for byte.
    std::vector<std::string> differences();
    // The pages that do not follow when a value of the data changes; rendered by the templates that were timed.
    std::vector<std::string> stale_pages();

private:
    struct Page {
        std::string name;
        std::string page_source;
        std::string layout_source;
        std::string expected;
        std::string kind;
        liquid::Template page;
        liquid::Template layout;
    };
    std::string render_page(const liquid::Template& page, const liquid::Template& layout, std::string_view kind,
                            const liquid::Data& data, liquid::RenderContext& context) const;

    liquid::Environment environment_;
    std::string data_json_;
    liquid::Data data_;
    struct Kept {
        liquid::Data variables, layout_variables;
        std::string content;
    };
    std::vector<Page> pages_;
    std::vector<const Page*> chosen_;
    std::vector<Kept> kept_;
    liquid::RenderContext kept_context_;
    std::string kept_out_;
};

class ExtraPages {
public:
    explicit ExtraPages(const std::filesystem::path& file);

    std::size_t parse();   ///< the pages, not their partials
    std::size_t render();  ///< partials compiled before
    std::size_t both();    ///< with the partials parsed anew
    std::size_t render_warm();
    void choose(const std::vector<std::string>& names);

    std::vector<std::string> differences();

private:
    struct Page {
        std::string name;
        std::string source;
        std::string expected;
        liquid::Data data;
        liquid::Environment environment;
        liquid::Template page;
    };
    std::vector<Page> pages_;
    std::vector<const Page*> chosen_;
    liquid::RenderContext kept_context_;
    std::string kept_out_;
};

}  // namespace bench
