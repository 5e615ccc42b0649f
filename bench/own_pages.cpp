#include "own_pages.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "golden/runner/case_file.hpp"

namespace bench {

using liquid::Data;
using liquid::RenderContext;
using liquid::Template;
using liquid::Value;

namespace {

std::vector<std::filesystem::path> files_of(const std::filesystem::path& folder, const char* extension) {
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder))
        if (entry.path().extension() == extension) files.push_back(entry.path());
    if (files.empty()) throw std::runtime_error(folder.string() + " has no " + extension + " files");
    std::sort(files.begin(), files.end());
    return files;
}

}  // namespace

StorefrontPage::StorefrontPage(const std::filesystem::path& folder)
    : page_source_(golden::read_text(folder / "templates/article.liquid")),
      layout_source_(golden::read_text(folder / "layout/theme.liquid")),
      json_(golden::read_text(folder / "data/article.json")) {
    for (const auto& file : files_of(folder / "snippets", ".liquid"))
        snippets_[file.stem().string()] = golden::read_text(file);
    environment_ = liquid::EnvironmentBuilder()
                       .loader(liquid::memory_loader(snippets_))
                       .now(std::chrono::sys_days(std::chrono::year(2026) / 1 / 1))
                       .on_error(liquid::OnError::Comment)
                       .build();
    auto data = Data::parse(json_);
    if (!data.ok()) throw std::runtime_error(liquid::to_text(data.diagnostics.front()));
    data_ = std::move(data.value);
    page_ = environment_.parse(page_source_, "templates/article").value;
    layout_ = environment_.parse(layout_source_, "layout/theme").value;
    if (!page_.valid() || !layout_.valid() || render() == 0)
        throw std::runtime_error(folder.string() + ": the page does not parse");
}

std::size_t StorefrontPage::bytes() const {
    std::size_t bytes = page_source_.size() + layout_source_.size();
    for (const auto& [name, source] : snippets_) bytes += source.size();
    return bytes;
}

std::size_t StorefrontPage::parse() {
    std::size_t valid = environment_.parse(page_source_, "templates/article").value.valid() +
                        environment_.parse(layout_source_, "layout/theme").value.valid();
    for (const auto& [name, source] : snippets_) valid += environment_.parse(source, name).value.valid();
    return valid;
}

std::size_t StorefrontPage::render_in(const Template& page, const Template& layout, RenderContext& context) {
    content_.clear();
    page.render_into(content_, context, data_);
    Data::Builder builder;
    Data variables = builder.finish(builder.map({{"content_for_layout", Value::string(content_)}}));
    liquid::RenderInput input(data_);
    input.variables = variables.root();
    out_.clear();
    layout.render_into(out_, context, input);
    return out_.size();
}

std::size_t StorefrontPage::render() { return render_in(page_, layout_, context_); }

std::size_t StorefrontPage::cold() {
    environment_.reload();
    Template page = environment_.parse(page_source_, "templates/article").value;
    Template layout = environment_.parse(layout_source_, "layout/theme").value;
    RenderContext context;
    return render_in(page, layout, context);
}

GoldenTemplates::GoldenTemplates(const std::filesystem::path& folder) {
    for (const auto& file : files_of(folder, ".case")) {
        golden::Case one = golden::read_case(file);
        sources_.push_back(std::move(one.template_text));
        for (auto& [name, source] : one.snippets) sources_.push_back(std::move(source));
    }
}

std::size_t GoldenTemplates::bytes() const {
    std::size_t bytes = 0;
    for (const std::string& source : sources_) bytes += source.size();
    return bytes;
}

std::size_t GoldenTemplates::parse() {
    std::size_t found = 0;
    for (const std::string& source : sources_) {
        auto parsed = environment_.parse(source, "case");
        found += parsed.value.valid() + parsed.diagnostics.size();
    }
    return found;
}

}  // namespace bench
