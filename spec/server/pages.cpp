#include "pages.hpp"

#include <cstdlib>

#include "values.hpp"

namespace liquid_spec {
namespace {

constexpr std::size_t kCompiledPages = 256;

liquid::ErrorMode mode_of(const Json& name) {
    if (name.is_null() || name == "lax") return liquid::ErrorMode::Lax;
    if (name == "warn") return liquid::ErrorMode::Warn;
    if (name == "strict") return liquid::ErrorMode::Strict;
    if (name == "strict2") return liquid::ErrorMode::Strict2;
    throw RequestError(kBadParameter, "Invalid error_mode: expected 'strict2', 'strict', 'warn' or 'lax'",
                       {{"param", "options.error_mode"}});
}

// Names are alike in any case, with or without `.liquid`.
std::string file_key(std::string_view name) {
    std::string key(name);
    for (char& c : key)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return key.ends_with(".liquid") ? key : key + ".liquid";
}

// A text, or bytes that are not UTF-8.
std::string source_of(const Json& json) {
    return json.is_string() ? json.get<std::string>() : from_base64(text_member(json, "base64"));
}

std::shared_ptr<liquid::Loader> loader_of(const Json& files) {
    std::map<std::string, std::string> sources;
    for (const auto& item : files.items()) sources[file_key(item.key())] = source_of(item.value());
    return liquid::callback_loader([sources = std::move(sources)](std::string_view name) {
        liquid::Lookup lookup;
        auto found = sources.find(file_key(name));
        if (found == sources.end())
            lookup.missing.reference = "Could not find asset " + std::string(name);
        else
            lookup.source = liquid::Source{found->second, {}, {}};
        return lookup;
    });
}

liquid::Limits limits_of(const Json& amounts, const liquid::SafetyLimits& safety) {
    liquid::Limits limits;
    limits.safety = safety;
    for (const auto& item : amounts.items()) {
        std::string name = item.key();
        if (name.ends_with("_limit")) name.resize(name.size() - 6);
        if (!item.value().is_number_unsigned() || !limits.set(name, item.value().get<std::uint64_t>()))
            throw RequestError(kBadParameter, "Invalid resource limit '" + item.key() + "'",
                               {{"param", "options.resource_limits"}});
    }
    return limits;
}

}  // namespace

Page::Page(const Json& parameters, const liquid::SafetyLimits& limits) : safety_(limits) {
    const Json& source = member(parameters, "template");
    if (!source.is_string() && !source.is_object())
        throw RequestError(kBadParameter, "Missing required parameter 'template' in compile request",
                           {{"param", "template"}});
    source_ = source_of(source);
    mode_ = mode_of(member(member(parameters, "options"), "error_mode"));
    loader_ = loader_of(member(parameters, "filesystem"));
}

const liquid::Template& Page::compiled(bool raise_errors, const Json& limits) {
    std::string limits_text = to_line(limits);
    if (compiled_ && raises_errors_ == raise_errors && limits_ == limits_text) return *compiled_;
    const char* zone = std::getenv("TZ");
    liquid::EnvironmentBuilder builder;
    builder.error_mode(mode_)
        .on_error(raise_errors ? liquid::OnError::Fail : liquid::OnError::Inline)
        .loader(loader_)
        .limits(limits_of(limits, safety_))
        .timezone(zone == nullptr || *zone == '\0' ? "UTC" : zone);
    auto parsed = builder.try_build().value.parse(source_);
    faults_ = std::move(parsed.diagnostics);
    compiled_ = std::move(parsed.value);
    raises_errors_ = raise_errors;
    limits_ = std::move(limits_text);
    return *compiled_;
}

liquid::SafetyLimits Pages::default_limits() {
    liquid::SafetyLimits limits;
    limits.deadline = std::chrono::seconds(20);
    return limits;
}

Pages::Added Pages::add(const Json& parameters) {
    Page page(parameters, limits_);
    std::string id = "tmpl_" + std::to_string(++last_id_);
    Page& added = pages_.emplace(id, std::move(page)).first->second;
    compiled_.push_back(&added);
    if (compiled_.size() > kCompiledPages) {
        compiled_.front()->forget();
        compiled_.pop_front();
    }
    return {id, added};
}

Page& Pages::at(const Json& id) {
    auto found = id.is_string() ? pages_.find(id.get<std::string>()) : pages_.end();
    if (found == pages_.end()) {
        std::string name = id.is_string() ? " '" + id.get<std::string>() + "'" : "";
        throw RequestError(kBadParameter, "Unknown template_id" + name + ". Call compile first.",
                           {{"param", "template_id"}});
    }
    return found->second;
}

}  // namespace liquid_spec
