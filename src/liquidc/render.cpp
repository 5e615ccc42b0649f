// liquidc render: a page, and its layout around it.
#include <filesystem>
#include <optional>
#include <string>

#include <liquid/template.hpp>

#include "liquidc/commands.hpp"
#include "liquidc/configuration.hpp"
#include "liquidc/data.hpp"
#include "liquidc/input.hpp"
#include "liquidc/output.hpp"
#include "liquidc/stop.hpp"

namespace liquidc {
namespace {

class PageRenderer {
public:
    PageRenderer(const Options& options, Report& report)
        : options_(options), report_(report), environment_(build_environment(options, report)) {
        // The layout goes on with the counters of its page, as on a storefront; variables are the page's own.
        context_.keep_counters(true);
    }

    std::string render(const std::string& source, liquid::TemplateId id, const liquid::Data& data) {
        const liquid::Result<liquid::Template> parsed = environment_.parse(source, std::move(id));
        report_.add(parsed.diagnostics);
        std::string output;
        parsed.value.render_into(output, context_, data);
        // A template that does not parse repeats its first error when it is rendered.
        if (parsed.value.valid()) report_.add(context_.diagnostics());
        stop_under_fail();
        return output;
    }

private:
    void stop_under_fail() const {
        if (options_.on_error == liquid::OnError::Fail && report_.has_errors()) throw Stop{Exit::Errors, ""};
    }

    const Options& options_;
    Report& report_;
    liquid::Environment environment_;
    liquid::RenderContext context_;
};

std::string layout_name(const Options& options) {
    if (!options.layout_name.empty()) return options.layout_name;
    return std::filesystem::path(options.layout).stem().string();
}

void write_page(const Options& options, const std::string& page) {
    if (options.output.empty()) return write_to_stdout(page);
    write_to_file(options.output, page);
    mention("wrote " + options.output + " (" + std::to_string(page.size()) + " bytes)");
}

}  // namespace

void render(const Options& options, Report& report) {
    const std::string source = read_input(options.file);
    std::optional<std::string> layout;
    if (!options.layout.empty()) layout = read_input(options.layout);
    const liquid::Data data = read_data(options, report);

    PageRenderer renderer(options, report);
    std::string page = renderer.render(source, {options.name, options.path()}, data);
    if (layout) {
        page = renderer.render(*layout, {layout_name(options), options.layout},
                               with_text(data, "content_for_layout", page));
    }
    write_page(options, page);
}

}  // namespace liquidc
