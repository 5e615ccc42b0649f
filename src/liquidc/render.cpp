// liquidc render: a page, and its layout around it.
#include <algorithm>
#include <filesystem>
#include <optional>
#include <string>

#include <liquid/template.hpp>

#include "liquidc/artifact.hpp"
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

    const liquid::Environment& environment() const { return environment_; }

    std::string render(const liquid::Result<liquid::Template>& parsed, const liquid::Data& data) {
        report_.add(parsed.diagnostics);
        std::string output;
        parsed.value.render_into(output, context_, data);
        // A template that does not parse repeats its first error when it is rendered.
        const liquid::Diagnostics& said = context_.diagnostics();
        if (parsed.value.valid()) report_.add(said);
        stop_under_fail();
        // What a limit cut off, or what does not parse and shows nothing, is no page.
        whole_ = whole_ && std::none_of(said.begin(), said.end(), cuts) && (parsed.value.valid() || !output.empty());
        return output;
    }
    // Both the page and its layout were rendered to their ends.
    bool whole() const { return whole_; }

private:
    void stop_under_fail() const {
        if (options_.on_error == liquid::OnError::Fail && report_.has_errors()) throw Stop{Exit::Errors, ""};
    }

    static bool cuts(const liquid::Diagnostic& diagnostic) {
        switch (diagnostic.kind) {
            case liquid::Kind::OutputLimit:
            case liquid::Kind::MemoryLimit:
            case liquid::Kind::StepLimit:
            case liquid::Kind::PartialDepthLimit:
            case liquid::Kind::DeadlineExceeded:
            case liquid::Kind::OutOfMemory:
                return true;
            default:
                return false;
        }
    }

    bool whole_ = true;
    const Options& options_;
    Report& report_;
    liquid::Environment environment_;
    liquid::RenderContext context_;
};

std::string layout_name(const Options& options) {
    if (!options.layout_name.empty()) return options.layout_name;
    return std::filesystem::path(options.layout).stem().string();
}

void write_page(const Options& options, const std::string& page, bool whole) {
    if (options.output.empty()) return write_to_stdout(page);
    if (!whole) return mention(options.output + " was not written: the page is not whole");
    write_to_file(options.output, page);
    mention("wrote " + options.output + " (" + std::to_string(page.size()) + " bytes)");
}

// Errors name a page as they name that of a file: by --name only.
liquid::Result<liquid::Template> compiled(const liquid::Artifact& artifact, const std::string& key, std::string name) {
    liquid::Result<liquid::Template> found = artifact.get(key);
    found.value = found.value.named(std::move(name));
    return found;
}

std::string render_files(const Options& options, PageRenderer& renderer, const liquid::Data& data,
                         const std::string& source, const std::optional<std::string>& layout) {
    const liquid::Environment& environment = renderer.environment();
    std::string page = renderer.render(environment.parse(source, {options.name, options.path()}), data);
    if (!layout) return page;
    return renderer.render(environment.parse(*layout, {layout_name(options), options.layout}),
                           with_text(data, "content_for_layout", page));
}

std::string render_compiled(const Options& options, Report& report, PageRenderer& renderer, const liquid::Data& data) {
    const liquid::Artifact artifact = load_artifact(renderer.environment(), options.artifact, report);
    std::string page = renderer.render(compiled(artifact, options.file, options.name), data);
    if (options.layout.empty()) return page;
    return renderer.render(compiled(artifact, options.layout, layout_name(options)),
                           with_text(data, "content_for_layout", page));
}

}  // namespace

void render(const Options& options, Report& report) {
    std::string source;
    std::optional<std::string> layout;
    if (options.artifact.empty()) {
        source = read_input(options.file);
        if (!options.layout.empty()) layout = read_input(options.layout);
    }
    const liquid::Data data = read_data(options, report);
    PageRenderer renderer(options, report);
    const std::string page = options.artifact.empty() ? render_files(options, renderer, data, source, layout)
                                                      : render_compiled(options, report, renderer, data);
    write_page(options, page, renderer.whole());
}

}  // namespace liquidc
