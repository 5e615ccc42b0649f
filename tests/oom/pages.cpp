#include "pages.hpp"

namespace oom {
namespace {

using liquid::Value;

class Thing : public liquid::Drop {
public:
    Value get(liquid::DropContext& context, std::string_view key) override {
        if (key == "list") return context.array({Value::integer(1), context.string("a text that is too long for SSO")});
        return context.string(std::string(key) + " is a property of the thing");
    }
    bool iterate(liquid::DropContext& context, const std::function<bool(Value)>& each) override {
        for (int i = 0; i < 5; ++i)
            if (!each(context.string("item " + std::to_string(i) + " of a list that a drop is"))) break;
        return true;
    }
    bool is_iterable() const override { return true; }
    std::string to_text(liquid::DropContext&) override { return "the text of the thing, which is long"; }
};

Value shout(liquid::FilterCall& call, Value input, liquid::Arguments arguments) {
    std::string text(call.text(input));
    text += "! ";
    text += call.text(arguments.keyword("more"));
    return call.string(text);
}

liquid::EnvironmentBuilder& add_host(liquid::EnvironmentBuilder& builder) {
    builder.filter("shout", shout, 0, 2);
    liquid::TagSpec box;
    box.name = "box";
    box.shape = liquid::TagSpec::Shape::Block;
    box.grammar = liquid::TagSpec::Grammar::Expression;
    box.branches = {"lid"};
    box.render = [](liquid::TagCall& call) {
        call.push_scope();
        call.set("inside", call.argument(0));
        liquid::Interrupt interrupt;
        call.write(call.capture_body(0, interrupt));
        if (call.body_count() > 1) call.render_body(1);
        call.pop_scope();
        return Value::nil();
    };
    liquid::TagSpec words;
    words.name = "words";
    words.grammar = liquid::TagSpec::Grammar::Callback;
    words.parse = [](liquid::TagParser& parser) {
        while (!parser.at_end())
            if (!parser.identifier() && !parser.expression()) return false;
        return true;
    };
    words.render = [](liquid::TagCall& call) {
        std::string text = "words that are more than a few: " + std::string(call.markup());
        call.write(text);
        return Value::nil();
    };
    return builder.tag(std::move(box)).tag(std::move(words));
}

std::string products(int count) {
    std::string json =
        R"({"title": "Rings & more, with a title that is long", "n": 12345678901234567890123, "list": [3, 1, 2],
        "empty": [], "nested": {"a": {"b": ["\u00e9t\u00e9", 1.5, null, true]}}, "products": [)";
    for (int i = 0; i < count; ++i) {
        if (i > 0) json += ',';
        json += R"({"title": "Product number )" + std::to_string(i) + R"( of them", "price": )" +
                std::to_string(i * 7 % 5) + R"(, "tags": ["new", "gold", "a tag that is long enough"]})";
    }
    return json + "]}";
}

// Every filter over a text, a list of numbers, a list of objects.
std::string all_filters() {
    std::string source;
    for (const char* call : {"abs",
                             "append: title",
                             "at_least: 3",
                             "at_most: n",
                             "base64_decode",
                             "base64_encode",
                             "base64_url_safe_decode",
                             "base64_url_safe_encode",
                             "capitalize",
                             "ceil",
                             "compact",
                             "concat: list",
                             "date: '%A %d %B %Y %H:%M %Z'",
                             "default: 'something else that is long'",
                             "divided_by: 3",
                             "downcase",
                             "escape",
                             "escape_once",
                             "find: 'price', 2",
                             "find_index: 'price', 2",
                             "first",
                             "floor",
                             "has: 'price', 2",
                             "join: ', '",
                             "last",
                             "lstrip",
                             "map: 'title'",
                             "minus: 1.5",
                             "modulo: 7",
                             "newline_to_br",
                             "plus: n",
                             "prepend: title",
                             "reject: 'price', 2",
                             "remove: 'o'",
                             "remove_first: 'o'",
                             "remove_last: 'o'",
                             "replace: 'o', title",
                             "replace_first: 'o', title",
                             "replace_last: 'o', title",
                             "reverse",
                             "round: 2",
                             "rstrip",
                             "size",
                             "slice: 1, 30",
                             "sort: 'price'",
                             "sort_natural: 'title'",
                             "split: ' '",
                             "squish",
                             "strip",
                             "strip_html",
                             "strip_newlines",
                             "sum: 'price'",
                             "times: n",
                             "truncate: 25",
                             "truncatewords: 4",
                             "uniq: 'price'",
                             "upcase",
                             "url_decode",
                             "url_encode",
                             "where: 'price', 2",
                             "sort",
                             "uniq",
                             "sum"})
        for (const char* input : {"title", "list", "products", "n"})
            source += std::string("{{ ") + input + " | " + call + " }}\n";
    return source;
}

constexpr const char* kTags = R"({% assign a = title | append: title %}{% assign a = a | append: title %}{{ a }}
{% capture c %}{% for p in products limit: 4 offset: 1 reversed %}{{ forloop.index }} {{ p.title | upcase }}
{% if p.price > 2 and p.tags contains 'gold' %}{{ p.tags | join: ' and ' }}{% elsif p.price == blank %}b{% else %}e{% endif %}
{% for t in p.tags %}{% if forloop.last %}{% break %}{% endif %}{{ forloop.parentloop.index0 }}{{ t }}{% continue %}{% endfor %}
{% endfor %}{% endcapture %}{{ c }}{{ c | size }}
{% for p in products offset: continue %}{{ p.title }}{% else %}none{% endfor %}
{% tablerow p in products cols: 2 limit: 5 %}{{ tablerowloop.col }}{{ p.title }}{% endtablerow %}
{% case title %}{% when 'x', 'y' %}x{% when title %}{{ title }}{% else %}z{% endcase %}{% unless a %}u{% endunless %}
{% cycle 'one that is long', 'two that is longer' %}{% cycle 'g': 1, 2 %}{% increment i %}{% decrement i %}
{% ifchanged %}{{ title }}{% endifchanged %}{% ifchanged %}{{ title }}{% endifchanged %}
{% raw %}{{ raw }}{% endraw %}{% comment %}no{% endcomment %}{% # note %}{% echo title | downcase %}
{% liquid
  assign z = list | sort | reverse
  for x in z
    echo x
  endfor
%}{{ self['title'] }}{{ nested['a'].b[0] }}{{ (1..5) | join: '-' }}{% for x in (1..3) %}{{ x }}{% endfor %}{{ a }}{{ z }})";

constexpr const char* kPartials = R"({% render 'card', card: products[0], extra: 'an extra that is long' %}
{% render 'card' for products as card %}{% include 'row' with title %}{% include 'row' for products %}
{% for p in products %}{% include 'card', card: p %}{% endfor %}{% include 'nested' %}{% assign name = 'card' %}
{% include name, card: title %}{% for i in (1..3) %}{% include 'leave' %}{{ i }}{% endfor %})";

constexpr const char* kErrors =
    R"({{ 1 | divided_by: 0 }}{{ title | minus: nothing | times: 'x' }}{% include 'missing_partial_with_a_name' %}
{% include 'brokn' %}{% include 'broken' %}{% render 'cards' %}{% for x in products limit: 'many' %}{% endfor %}{{ products | sort: 'title' | map: 'x' | sum }}
{% if 1 < 'a text that cannot be compared' %}{% endif %}{{ list | sort_natural | first | date: '%' }}{{ title | unknown_filter_with_a_name }}
{{ thing | refuse_this: 1 }}{{ 'x' | round: 'y' }}{{ list | concat: 3 }}{{ list | where: 1, 2, 3, 4 }}{% render 'card', card: products[9999] %})";

constexpr const char* kHost =
    R"({{ title | shout: more: 'and more of that' }}{% box title %}{{ inside }}{% for i in (1..3) %}{{ i | shout }}{% endfor %}
{% lid %}{{ inside | upcase }}{% endbox %}{% words some words and title %}{{ thing }}{{ thing.colour }}{% for t in thing %}{{ t }}{% endfor %}
{{ thing.list | join: ', ' }}{{ thing | map: 'x' | size }}{% assign keep = thing.list %}{{ keep[1] }}{% include 'card', card: thing %})";

}  // namespace

std::vector<Page> pages() {
    std::vector<Page> all = {
        {"text", "nothing but text"},
        {"tags", kTags, products(6)},
        {"filters", all_filters(), products(4)},
        {"partials", kPartials, products(3)},
        {"errors", kErrors, products(3)},
        {"host", kHost, products(2)},
        {"large_page", "{% for i in (1..3000) %}{{ i }} and some text that fills the page {{ title }}{% endfor %}",
         products(1)},
        {"large_pieces",
         "{% assign s = 'ab' %}{% for i in (1..20) %}{% assign s = s | append: s %}{% endfor %}{{ s | size }}"
         "{% capture c %}{{ s }}{{ s }}{% endcapture %}{{ c | split: 'abababababab' | size }}{{ s }}"},
        {"large_values",
         "{% assign s = 'ab' %}{% for i in (1..14) %}{% assign s = s | append: s %}{% capture c %}{{ s }}{{ s }}{% "
         "endcapture "
         "%}{% endfor %}{{ s | size }}{{ c | size }}{% assign l = s | split: 'a' | concat: products %}{{ l | size }}{{ "
         "l | "
         "uniq | size }}",
         products(2)},
    };
    const std::string faulty =
        "{% if %}{{ a | }}{% for x of y %}{% endfor %}{% unknown %}{{ a b c }}{% endif %}{{ 'x }}";
    all.push_back({"faulty_lax", faulty});
    all.push_back(
        {"faulty_warn", "{{ a ~ b }}{% if a ~ b %}{% endif %}{{ a | f: & }}", R"({"a": 1})", liquid::ErrorMode::Warn});
    all.push_back({"faulty_strict", faulty, R"({"a": 1})", liquid::ErrorMode::Strict});
    all.push_back({"faulty_strict2", faulty, R"({"a": 1})", liquid::ErrorMode::Strict2});
    all.push_back({"tags_strict2", kTags, products(3), liquid::ErrorMode::Strict2, liquid::OnError::Omit});
    all.push_back({"errors_as_comments", kErrors, products(2), liquid::ErrorMode::Lax, liquid::OnError::Comment});
    return all;
}

Host::Host(const Page& page) : data(liquid::Data::parse(page.data).value), drop(std::make_unique<Thing>()) {
    liquid::EnvironmentBuilder builder;
    environment =
        add_host(builder)
            .error_mode(page.mode)
            .on_error(page.policy)
            .now(liquid::TimePoint(std::chrono::seconds(1'704'067'318)))
            .timezone("+02:00")
            .loader(liquid::memory_loader({{"card", "<b>{{ card.title | escape }}</b>{{ extra }}{{ forloop.index }}"},
                                           {"row", "{{ row }}{{ row.title }}"},
                                           {"nested", "{% include 'row' with 'a nested one' %}{% render 'card' %}"},
                                           {"leave", "{% if i == 2 %}{% break %}{% endif %}{{ i }}"},
                                           {"broken", "{% if %}{{ a | b: }}{% endfor %}"}}))
            .build();
    liquid::Data::Builder values;
    variables = values.finish(values.map({{"thing", Value::drop(*drop)}}));
}

liquid::RenderInput Host::input() const {
    liquid::RenderInput made(data);
    made.variables = variables.root();
    return made;
}

}  // namespace oom
