// The host block `paginate` and the filter `default_pagination` that prints what it sets.
#include <charconv>
#include <cmath>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "theme_runner_host.hpp"

namespace bench {

using liquid::FilterCall;
using liquid::Value;

namespace {

constexpr std::int64_t kDefaultPageSize = 20;
constexpr std::int64_t kShownPage = 5;  // the shop's own constant, whatever page is current

// The leading digits of a value's text; 0 when there are none.
std::int64_t integer_of(FilterCall& call, Value value) {
    if (value.is_int()) return value.as_int();
    std::string_view digits = call.text(value);
    std::int64_t number = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), number);
    return number;
}

bool parse_paginate(liquid::TagParser& parser) {
    if (!parser.expression()) return false;
    std::int64_t size = kDefaultPageSize;
    if (parser.accept_word("by")) {
        std::optional<std::int64_t> given = parser.integer();
        if (!given || *given <= 0) return parser.fail("Syntax Error in 'paginate' - `by` needs a positive integer");
        size = *given;
    }
    parser.constant(Value::integer(size), "by");
    while (!parser.at_end()) {
        parser.accept_symbol(',');
        std::optional<std::string_view> name = parser.identifier();
        if (!name || !parser.accept_symbol(':') || !parser.expression(*name))
            return parser.fail("Syntax Error in 'paginate' - Valid syntax: paginate [collection] by [number]");
    }
    return true;
}

class Pages {
public:
    Pages(FilterCall& make, std::int64_t current, std::int64_t last) : make_(make), current_(current), last_(last) {}

    Value page_link(Value title, std::int64_t page) {
        return make_.map({{"title", title},
                          {"url", make_.string("/collections/frontpage?page=" + std::to_string(page))},
                          {"is_link", Value::boolean(true)}});
    }

    Value parts() {
        std::vector<Value> parts;
        bool in_gap = false;
        for (std::int64_t page = 1; last_ >= 2 && page <= last_; ++page) {
            make_.step();
            bool far = page <= current_ - 3 || page >= current_ + 3;
            bool shown = page == current_ || page == 1 || page == last_ || !far;
            if (page == current_)
                parts.push_back(no_link(Value::integer(page)));
            else if (shown)
                parts.push_back(page_link(Value::integer(page), page));
            else if (!in_gap)
                parts.push_back(no_link(Value::string("&hellip;")));
            in_gap = !shown;
        }
        return make_.array(parts.data(), parts.size());
    }

private:
    Value no_link(Value title) { return make_.map({{"title", title}, {"is_link", Value::boolean(false)}}); }

    FilterCall& make_;
    std::int64_t current_;
    std::int64_t last_;
};

Value render_paginate(liquid::TagCall& call) {
    FilterCall make(call.runtime());
    Value list = call.argument(0);
    if (list.is_failed()) return list;
    if (!list.is_array() && !list.is_map()) return call.fail("Cannot paginate '" + std::string(call.markup()) + "'");
    std::int64_t page_size = call.argument("by").as_int();
    auto items = static_cast<std::int64_t>(make.size(list));
    std::int64_t current = integer_of(make, call.variable("current_page"));
    auto last = static_cast<std::int64_t>(std::ceil(static_cast<double>(items) / static_cast<double>(page_size)));

    Pages pages(make, current, last);
    std::vector<std::pair<std::string_view, Value>> entries = {
        {"page_size", Value::integer(page_size)},
        {"current_page", Value::integer(kShownPage)},
        {"current_offset", Value::integer(kShownPage * page_size)},
        {"items", Value::integer(items)},
        {"pages", Value::integer(last)}};
    if (current > 1) entries.emplace_back("previous", pages.page_link(Value::string("&laquo; Previous"), current - 1));
    if (last + 1 > current + 1)
        entries.emplace_back("next", pages.page_link(Value::string("Next &raquo;"), current + 1));
    entries.emplace_back("parts", pages.parts());

    call.push_scope();
    call.set("paginate", make.map(entries.data(), entries.size()));
    call.render_body();
    call.pop_scope();
    return Value::nil();
}

std::string link_of(FilterCall& call, Value entry) {
    std::string title(call.text(call.get(entry, "title")));
    return link(title, call.text(call.get(entry, "url")), "");
}

Value default_pagination(FilterCall& call, Value paginate, liquid::Arguments) {
    std::string out;
    auto add = [&](std::string_view css, std::string_view inner) {
        if (!out.empty()) out += ' ';
        out.append("<span class=\"").append(css).append("\">").append(inner).append("</span>");
    };
    if (Value previous = call.get(paginate, "previous"); previous.truthy()) add("prev", link_of(call, previous));
    std::int64_t current = integer_of(call, call.get(paginate, "current_page"));
    call.iterate(call.get(paginate, "parts"), [&](Value part) {
        call.step();
        if (call.get(part, "is_link").truthy()) {
            add("page", link_of(call, part));
            return true;
        }
        Value title = call.get(part, "title");
        bool here = integer_of(call, title) == current;
        add(here ? "page current" : "deco", std::string(call.text(title)));
        return true;
    });
    if (Value next = call.get(paginate, "next"); next.truthy()) add("next", link_of(call, next));
    return call.string(out);
}

}  // namespace

void add_pagination(liquid::EnvironmentBuilder& builder) {
    liquid::TagSpec paginate;
    paginate.name = "paginate";
    paginate.shape = liquid::TagSpec::Shape::Block;
    paginate.grammar = liquid::TagSpec::Grammar::Callback;
    paginate.parse = parse_paginate;
    paginate.render = render_paginate;
    builder.tag(std::move(paginate)).filter("default_pagination", default_pagination);
}

}  // namespace bench
