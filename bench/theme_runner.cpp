#include "theme_runner.hpp"

#include <algorithm>
#include <chrono>
#include <fstream>
#include <iterator>
#include <map>
#include <stdexcept>
#include <utility>

#include <nlohmann/json.hpp>

#include "theme_runner_host.hpp"

namespace bench {

using liquid::Data;
using liquid::RenderContext;
using liquid::RenderInput;
using liquid::Template;
using liquid::Value;

namespace {

using Json = nlohmann::ordered_json;

std::string read_text(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    if (!in) throw std::runtime_error(file.string() + " cannot be read");
    return {std::istreambuf_iterator<char>(in), {}};
}

liquid::TimePoint fixed_now() { return std::chrono::sys_days(std::chrono::year(2026) / 1 / 1); }

template <class T>
T checked(liquid::Result<T> result) {
    if (!result.ok()) throw std::runtime_error(liquid::to_text(result.diagnostics.front()));
    return std::move(result.value);
}

// What a page sees beside the data: in Liquid's terms the dynamic layer.
Data page_variables(std::string_view kind, const std::string* content) {
    Data::Builder builder;
    std::pair<std::string_view, Value> entries[] = {{"page_title", Value::string("Page title")},
                                                    {"template", Value::string(kind)},
                                                    {"content_for_layout", Value::nil()}};
    std::size_t count = 2;
    if (content != nullptr) entries[count++].second = Value::string(*content);
    return builder.finish(builder.map({entries, entries + count}));
}

template <class Page>
std::vector<const Page*> chosen_of(const std::vector<Page>& pages, const std::vector<std::string>& names) {
    std::vector<const Page*> chosen;
    for (const Page& page : pages)
        if (std::find(names.begin(), names.end(), page.name) != names.end()) chosen.push_back(&page);
    return chosen;
}

}  // namespace

ThemeRunner::ThemeRunner(const std::filesystem::path& folder) {
    liquid::EnvironmentBuilder builder;
    add_shop(builder);
    builder.now(fixed_now()).on_error(liquid::OnError::Inline);
    environment_ = builder.build();
    data_json_ = read_text(folder / "data.json");
    data_ = checked(Data::parse(data_json_));
    for (const Json& one : Json::parse(read_text(folder / "cases.json"))) {
        Page page;
        page.name = one.at("expected").get<std::string>();
        page.page_source = read_text(folder / "templates" / one.at("template").get<std::string>());
        page.layout_source = read_text(folder / "templates" / one.at("layout").get<std::string>());
        page.expected = read_text(folder / "expected" / page.name);
        page.kind = one.at("page_template").get<std::string>();
        page.page = checked(environment_.parse(page.page_source, "page"));
        page.layout = checked(environment_.parse(page.layout_source, "layout"));
        pages_.push_back(std::move(page));
    }
    if (pages_.empty()) throw std::runtime_error((folder / "cases.json").string() + " has no cases");
    for (const Page& page : pages_) chosen_.push_back(&page);
}

std::string ThemeRunner::render_page(const Template& page, const Template& layout, std::string_view kind,
                                     const Data& data, RenderContext& context) const {
    Data variables = page_variables(kind, nullptr);
    RenderInput input(data);
    input.variables = variables.root();
    std::string content;
    page.render_into(content, context, input);
    Data layout_variables = page_variables(kind, &content);
    input.variables = layout_variables.root();
    std::string out;
    layout.render_into(out, context, input);
    return out;
}

void ThemeRunner::choose(const std::vector<std::string>& names) { chosen_ = chosen_of(pages_, names); }

std::size_t ThemeRunner::parse() {
    std::size_t valid = 0;
    for (const Page* page : chosen_) {
        valid += environment_.parse(page->page_source, "page").value.valid();
        valid += environment_.parse(page->layout_source, "layout").value.valid();
    }
    return valid;
}

std::size_t ThemeRunner::render() {
    RenderContext context;
    std::size_t bytes = 0;
    for (const Page* page : chosen_) bytes += render_page(page->page, page->layout, page->kind, data_, context).size();
    return bytes;
}

std::size_t ThemeRunner::render_warm() {
    if (kept_.empty()) {
        kept_.resize(pages_.size());
        for (std::size_t i = 0; i < pages_.size(); ++i) {
            Kept& kept = kept_[i];
            kept.variables = page_variables(pages_[i].kind, nullptr);
            RenderInput input(data_);
            input.variables = kept.variables.root();
            pages_[i].page.render_into(kept.content, kept_context_, input);
            kept.layout_variables = page_variables(pages_[i].kind, &kept.content);
        }
    }
    std::size_t bytes = 0;
    for (std::size_t i = 0; i < pages_.size(); ++i) {
        Kept& kept = kept_[i];
        RenderInput input(data_);
        input.variables = kept.variables.root();
        kept.content.clear();  // it has the same bytes again, at the same place
        pages_[i].page.render_into(kept.content, kept_context_, input);
        input.variables = kept.layout_variables.root();
        kept_out_.clear();
        pages_[i].layout.render_into(kept_out_, kept_context_, input);
        bytes += kept_out_.size();
    }
    return bytes;
}

std::size_t ThemeRunner::both() {
    RenderContext context;
    std::size_t bytes = 0;
    for (const Page* page : chosen_) {
        Template parsed = environment_.parse(page->page_source, "page").value;
        Template layout = environment_.parse(page->layout_source, "layout").value;
        bytes += render_page(parsed, layout, page->kind, data_, context).size();
    }
    return bytes;
}

std::vector<std::string> ThemeRunner::differences() {
    std::vector<std::string> names;
    RenderContext context;
    for (const Page& page : pages_)
        if (render_page(page.page, page.layout, page.kind, data_, context) != page.expected) names.push_back(page.name);
    return names;
}

std::vector<std::string> ThemeRunner::stale_pages() {
    // A vendor's name stands on many pages and is computed with (links, handles), so it cannot be patched into the
    // text: what fresh templates make of the changed data is what the timed templates have to make of it.
    std::string changed = data_json_;
    constexpr std::string_view from = "Arbor", to = "Quercus";
    for (std::size_t at = 0; (at = changed.find(from, at)) != std::string::npos; at += to.size())
        changed.replace(at, from.size(), to);
    Data data = checked(Data::parse(changed));

    std::vector<std::string> names;
    RenderContext context;
    std::size_t followed = 0;
    for (const Page& page : pages_) {
        render_page(page.page, page.layout, page.kind, data_, context);
        std::string out = render_page(page.page, page.layout, page.kind, data, context);
        RenderContext fresh;
        Template fresh_page = environment_.parse(page.page_source, "page").value;
        Template fresh_layout = environment_.parse(page.layout_source, "layout").value;
        bool same = out == render_page(fresh_page, fresh_layout, page.kind, data, fresh);
        bool names_it = page.expected.find(from) != std::string::npos;
        bool changes = out != page.expected;
        if (!same || changes != names_it) names.push_back(page.name);
        followed += names_it;
    }
    if (followed == 0) names.push_back("no page names " + std::string(from));
    return names;
}

ExtraPages::ExtraPages(const std::filesystem::path& file) {
    std::string text = read_text(file);
    for (const Json& one : Json::parse(text)) {
        Page page;
        page.name = one.at("name").get<std::string>();
        page.source = one.at("template").get<std::string>();
        page.expected = one.at("expected").get<std::string>();
        page.data = checked(Data::parse(one.at("environment").dump()));
        std::map<std::string, std::string> partials;
        for (const auto& [name, source] : one.at("filesystem").items()) partials[name] = source.get<std::string>();
        page.environment = liquid::EnvironmentBuilder()
                               .loader(liquid::memory_loader(std::move(partials)))
                               .now(fixed_now())
                               .on_error(liquid::OnError::Inline)
                               .build();
        page.page = checked(page.environment.parse(page.source));
        pages_.push_back(std::move(page));
    }
    if (pages_.empty()) throw std::runtime_error(file.string() + " has no cases");
    for (const Page& page : pages_) chosen_.push_back(&page);
}

void ExtraPages::choose(const std::vector<std::string>& names) { chosen_ = chosen_of(pages_, names); }

std::size_t ExtraPages::parse() {
    std::size_t valid = 0;
    for (const Page* page : chosen_) valid += page->environment.parse(page->source).value.valid();
    return valid;
}

std::size_t ExtraPages::render() {
    RenderContext context;
    std::size_t bytes = 0;
    for (const Page* page : chosen_) {
        std::string out;
        page->page.render_into(out, context, page->data);
        bytes += out.size();
    }
    return bytes;
}

std::size_t ExtraPages::render_warm() {
    std::size_t bytes = 0;
    for (const Page& page : pages_) {
        kept_out_.clear();
        page.page.render_into(kept_out_, kept_context_, page.data);
        bytes += kept_out_.size();
    }
    return bytes;
}

std::size_t ExtraPages::both() {
    RenderContext context;
    std::size_t bytes = 0;
    for (const Page* page : chosen_) {
        page->environment.reload();
        std::string out;
        page->environment.parse(page->source).value.render_into(out, context, page->data);
        bytes += out.size();
    }
    return bytes;
}

std::vector<std::string> ExtraPages::differences() {
    std::vector<std::string> names;
    RenderContext context;
    for (const Page& page : pages_) {
        std::string out;
        page.page.render_into(out, context, page.data);
        if (out != page.expected) names.push_back(page.name);
    }
    return names;
}

}  // namespace bench
