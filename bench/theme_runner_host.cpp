#include "theme_runner_host.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <string>
#include <vector>

namespace bench {

using liquid::Arguments;
using liquid::FilterCall;
using liquid::Type;
using liquid::Value;

namespace {

bool is_word(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_'; }

std::string text(FilterCall& call, Value value) { return std::string(call.text(value)); }

Value wrapped(FilterCall& call, std::string_view before, Value input, std::string_view after) {
    return call.concat({before, call.text(input), after});
}

// A handle: lower case, some marks deleted, every other run of characters one dash, none at the ends.
std::string handle_of(std::string_view name) {
    constexpr std::string_view deleted = "'\"()[]";
    std::string out;
    bool gap = false;
    for (char c : name) {
        if (deleted.find(c) != std::string_view::npos) continue;
        if (!is_word(c)) {
            gap = true;
            continue;
        }
        if (gap && !out.empty()) out += '-';
        gap = false;
        out += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    }
    return out;
}

// --- money and weight: cents and grams

std::optional<double> number_of(Value value) {
    if (value.is_int()) return static_cast<double>(value.as_int());
    if (value.is_float()) return value.as_float();
    return std::nullopt;
}

Value money_text(FilterCall& call, Value input, std::string_view after) {
    if (input.is_nil()) return call.string("");
    std::optional<double> cents = number_of(input);
    if (!cents) return call.fail("money needs a number");
    char digits[64];
    // Printing a double takes longer than all the rest of a page's prices.
    if (input.is_int() && input.as_int() >= 0 && input.as_int() < 1'000'000'000'000) {
        std::int64_t whole = input.as_int() / 100, rest = input.as_int() % 100;
        char* end = std::to_chars(digits, digits + sizeof digits, whole).ptr;
        const char fraction[3] = {'.', static_cast<char>('0' + rest / 10), static_cast<char>('0' + rest % 10)};
        return call.concat({"$ ", {digits, static_cast<std::size_t>(end - digits)}, {fraction, 3}, after});
    }
    int size = std::snprintf(digits, sizeof digits, "$ %.2f", *cents / 100.0);
    return call.concat({{digits, static_cast<std::size_t>(std::clamp(size, 0, 63))}, after});
}

Value money(FilterCall& call, Value input, Arguments) { return money_text(call, input, ""); }
Value money_with_currency(FilterCall& call, Value input, Arguments) { return money_text(call, input, " USD"); }

Value weight_text(FilterCall& call, Value input, std::string_view after) {
    std::optional<double> grams = number_of(input);
    if (!grams) return call.fail("weight needs a number");
    double kilos = *grams / 1000.0;
    if (input.is_int()) kilos = std::floor(kilos);
    char digits[64];
    int size = std::snprintf(digits, sizeof digits, "%.2f", kilos);
    return call.concat({{digits, static_cast<std::size_t>(std::clamp(size, 0, 63))}, after});
}

Value weight(FilterCall& call, Value input, Arguments) { return weight_text(call, input, ""); }
Value weight_with_unit(FilterCall& call, Value input, Arguments) { return weight_text(call, input, " kg"); }

// --- addresses and tags

Value asset_url(FilterCall& call, Value input, Arguments) {
    return wrapped(call, "/files/1/[shop_id]/[shop_id]/assets/", input, "");
}
Value global_asset_url(FilterCall& call, Value input, Arguments) { return wrapped(call, "/global/", input, ""); }
Value shopify_asset_url(FilterCall& call, Value input, Arguments) { return wrapped(call, "/shopify/", input, ""); }

Value script_tag(FilterCall& call, Value input, Arguments) {
    return wrapped(call, "<script src=\"", input, "\" type=\"text/javascript\"></script>");
}

Value stylesheet_tag(FilterCall& call, Value input, Arguments arguments) {
    std::string_view media = arguments.has(0) ? call.text(arguments[0]) : "all";
    return call.concat(
        {"<link href=\"", call.text(input), "\" rel=\"stylesheet\" type=\"text/css\"  media=\"", media, "\"  />"});
}

Value img_tag(FilterCall& call, Value input, Arguments arguments) {
    return call.concat({"<img src=\"", call.text(input), "\" alt=\"", call.text(arguments[0]), "\" />"});
}

Value link_to(FilterCall& call, Value input, Arguments arguments) {
    return call.string(link(text(call, input), text(call, arguments[0]), text(call, arguments[1])));
}

Value link_to_collection(FilterCall& call, Value input, Arguments) {
    if (!input.truthy()) return call.string("Unknown Vendor");
    std::string name = text(call, input);
    return call.string(link(name, "/collections/" + handle_of(name), name));
}

Value url_for_collection(FilterCall& call, Value input, Arguments) {
    return call.string("/collections/" + handle_of(call.text(input)));
}

// `products/NAME.EXT` in one of the shop's sizes.
Value product_img_url(FilterCall& call, Value input, Arguments arguments) {
    constexpr std::array<std::string_view, 7> sizes = {"grande", "large", "medium", "compact",
                                                       "small",  "thumb", "icon"};
    constexpr std::string_view folder = "products/";
    std::string_view style = arguments.has(0) ? call.text(arguments[0]) : "small";
    std::string_view path = call.text(input);
    std::size_t dot = folder.size();
    while (dot < path.size() && (is_word(path[dot]) || path[dot] == '-')) ++dot;
    std::size_t end = dot + 1;
    while (end < path.size() && end < dot + 5 && is_word(path[end])) ++end;
    bool is_image =
        path.starts_with(folder) && dot > folder.size() && dot < path.size() && path[dot] == '.' && end >= dot + 3;
    if (!is_image) return call.fail("filter \"size\" can only be called on product images");
    if (style == "original") return call.concat({"/files/shops/random_number/", path});
    if (std::find(sizes.begin(), sizes.end(), style) == sizes.end())
        return call.fail(
            "valid parameters for filter \"size\" are: original, grande, large, medium, compact, small, thumb "
            "and icon");
    return call.concat({"/files/shops/random_number/", path.substr(0, dot), "_", style, path.substr(dot, end - dot)});
}

Value pluralize(FilterCall&, Value input, Arguments arguments) {
    bool one = (input.is_int() && input.as_int() == 1) || (input.is_float() && input.as_float() == 1.0);
    return arguments[one ? 0 : 1];
}

// --- tag filters, which read the page's variables

Value tag_link(FilterCall& call, Value label, std::string_view tag, std::string_view path) {
    std::string out = "<a title=\"Show tag ";
    out += tag;
    out += "\" href=\"/collections/";
    out += call.text(call.variable("handle"));
    out += '/';
    out += path;
    out += "\">";
    out += call.text(label);
    out += "</a>";
    return call.string(out);
}

std::vector<std::string> current_tags(FilterCall& call) {
    std::vector<std::string> tags;
    call.iterate(call.variable("current_tags"), [&](Value tag) {
        call.step();
        tags.push_back(text(call, tag));
        return true;
    });
    return tags;
}

std::string joined(const std::vector<std::string>& tags) {
    std::string out;
    for (const std::string& tag : tags) {
        if (!out.empty()) out += '+';
        out += tag;
    }
    return out;
}

Value link_to_tag(FilterCall& call, Value input, Arguments arguments) {
    std::string tag = text(call, arguments[0]);
    return tag_link(call, input, tag, tag);
}

Value highlight_active_tag(FilterCall& call, Value input, Arguments arguments) {
    std::vector<std::string> tags = current_tags(call);
    std::string tag = text(call, input);
    if (std::find(tags.begin(), tags.end(), tag) == tags.end()) return input;
    std::string css = arguments.has(0) ? text(call, arguments[0]) : "active";
    return call.string("<span class=\"" + css + "\">" + tag + "</span>");
}

Value link_to_add_tag(FilterCall& call, Value input, Arguments arguments) {
    std::string tag = text(call, arguments[0]);
    std::vector<std::string> tags = current_tags(call);
    tags.push_back(tag);
    std::vector<std::string> unique;
    for (const std::string& one : tags)
        if (std::find(unique.begin(), unique.end(), one) == unique.end()) unique.push_back(one);
    return tag_link(call, input, tag, joined(unique));
}

Value link_to_remove_tag(FilterCall& call, Value input, Arguments arguments) {
    std::string tag = text(call, arguments[0]);
    std::vector<std::string> tags = current_tags(call);
    std::erase(tags, tag);
    return tag_link(call, input, tag, joined(tags));
}

// `form` is only parsed by these pages; its body is rendered as it is.
liquid::TagSpec form_tag() {
    liquid::TagSpec form;
    form.name = "form";
    form.shape = liquid::TagSpec::Shape::Block;
    form.grammar = liquid::TagSpec::Grammar::Callback;
    form.parse = [](liquid::TagParser& parser) {
        std::string_view markup = parser.markup();
        if (std::any_of(markup.begin(), markup.end(), is_word)) return true;
        return parser.fail("Syntax Error in 'form' - Valid syntax: form [name]");
    };
    form.render = [](liquid::TagCall& call) {
        call.render_body();
        return Value::nil();
    };
    return form;
}

}  // namespace

std::string link(std::string_view text, std::string_view url, std::string_view title) {
    std::string out;
    out.reserve(text.size() + url.size() + title.size() + 32);
    out.append("<a href=\"").append(url).append("\" title=\"").append(title).append("\">").append(text).append("</a>");
    return out;
}

void add_shop(liquid::EnvironmentBuilder& builder) {
    builder.filter("money", money)
        .filter("money_with_currency", money_with_currency)
        .filter("weight", weight)
        .filter("weight_with_unit", weight_with_unit)
        .filter("asset_url", asset_url)
        .filter("global_asset_url", global_asset_url)
        .filter("shopify_asset_url", shopify_asset_url)
        .filter("script_tag", script_tag)
        .filter("stylesheet_tag", stylesheet_tag, 0, 1)
        .filter("img_tag", img_tag, 0, 1)
        .filter("link_to", link_to, 1, 2)
        .filter("link_to_vendor", link_to_collection)
        .filter("link_to_type", link_to_collection)
        .filter("url_for_vendor", url_for_collection)
        .filter("url_for_type", url_for_collection)
        .filter("product_img_url", product_img_url, 0, 1)
        .filter("pluralize", pluralize, 2, 2)
        .filter("link_to_tag", link_to_tag, 1, 1)
        .filter("highlight_active_tag", highlight_active_tag, 0, 1)
        .filter("link_to_add_tag", link_to_add_tag, 1, 1)
        .filter("link_to_remove_tag", link_to_remove_tag, 1, 1)
        .tag(form_tag());
    add_json_filter(builder);
    add_pagination(builder);
}

}  // namespace bench
