#include "theme.hpp"

#include <algorithm>
#include <chrono>
#include <fstream>
#include <iterator>
#include <stdexcept>

namespace storefront {
namespace {

namespace fs = std::filesystem;

std::string read(const fs::path& file) {
    std::ifstream input(file, std::ios::binary);
    if (!input) throw std::runtime_error("cannot read " + file.string());
    return {std::istreambuf_iterator<char>(input), {}};
}

// The .liquid files of a folder.
std::vector<fs::path> files_of(const fs::path& folder) {
    std::vector<fs::path> files;
    if (fs::is_directory(folder))
        for (const auto& entry : fs::directory_iterator(folder))
            if (entry.path().extension() == ".liquid") files.push_back(entry.path());
    std::sort(files.begin(), files.end());
    return files;
}

// For one render; a page is two of them. Pages of this theme need some 1 % of it.
liquid::Limits limits() {
    liquid::Limits limits;
    limits.safety.steps = 5'000'000;
    limits.safety.output_bytes = 4 << 20;
    limits.safety.memory_bytes = 32 << 20;
    limits.safety.template_bytes = 256 << 10;
    limits.safety.deadline = std::chrono::seconds(2);
    return limits;
}

bool cuts(const liquid::Diagnostic& diagnostic) {
    return diagnostic.code().starts_with("LQ4") && diagnostic.kind != liquid::Kind::ReferenceLimit;
}

}  // namespace

Theme::Theme(const fs::path& directory, liquid::OnError on_error) : on_error_(on_error) {
    environment_ = liquid::EnvironmentBuilder()
                       .on_error(on_error)
                       .limits(limits())
                       .loader(liquid::directory_loader({directory / "snippets"}))
                       .build();
    for (const fs::path& file : files_of(directory / "templates"))
        templates_[file.stem().string()] = compile(file, "templates/" + file.stem().string());
    layout_ = compile(directory / "layout" / "theme.liquid", "layout/theme");
    for (const fs::path& file : files_of(directory / "snippets")) {
        const auto snippet = environment_.get(file.stem().string());  // stays in the environment's cache
        diagnostics_.insert(diagnostics_.end(), snippet.diagnostics.begin(), snippet.diagnostics.end());
    }
}

liquid::Template Theme::compile(const fs::path& file, std::string name) {
    auto parsed = environment_.parse(read(file), liquid::TemplateId{std::move(name), file.string()});
    diagnostics_.insert(diagnostics_.end(), parsed.diagnostics.begin(), parsed.diagnostics.end());
    return parsed.value;
}

Outcome Theme::render(Page& page, liquid::RenderContext& context, std::string& content, std::string& output,
                      liquid::Diagnostics& said) const {
    const auto part = templates_.find(page.template_name());
    if (part == templates_.end()) throw std::runtime_error("no template " + std::string(page.template_name()));
    content.clear();
    context.keep_counters(false);
    const Outcome outcome = render_one(part->second, page, context, content, said);
    if (outcome != Outcome::Whole) return outcome;
    // Variables are the template's own; counters go on in the layout.
    context.keep_counters(true);
    page.set_content(content);
    return render_one(layout_, page, context, output, said);
}

Outcome Theme::render_one(const liquid::Template& part, Page& page, liquid::RenderContext& context, std::string& output,
                          liquid::Diagnostics& said) const {
    const bool clean = part.render_into(output, context, liquid::RenderInput(liquid::Value::drop(page)));
    const liquid::Diagnostics& heard = context.diagnostics();
    said.insert(said.end(), heard.begin(), heard.end());
    if (std::any_of(heard.begin(), heard.end(), cuts)) return Outcome::Cut;
    return !clean && on_error_ == liquid::OnError::Fail ? Outcome::Failed : Outcome::Whole;
}

}  // namespace storefront
