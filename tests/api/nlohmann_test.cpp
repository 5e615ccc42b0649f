// nlohmann::json documents, read in place.
#include <liquid/nlohmann.hpp>

#include <string>

#include "support.hpp"

namespace {

const char* const kShop =
    R"({"title": "Shop", "z": 1, "a": 2.5, "big": 18446744073709551615, "none": null, "list": [1, {"x": "y"}, [true]]})";

constexpr const char* kPage =
    "{{ title | upcase }} {{ z }} {{ a }} [{{ none }}] {{ list[1].x }} {{ list.size }} {{ list.last | join }} "
    "{% for i in list %}{{ forloop.index }}{% endfor %}{% for i in (1..3) %}{{ list[1].x }}{% endfor %}";

TEST(Nlohmann, OrderedDocumentReadsAsItsCopyDoes) {
    auto json = nlohmann::ordered_json::parse(kShop);
    std::string borrowed = api::render(kPage, liquid::view(json)).value;
    EXPECT_EQ(borrowed, "SHOP 1 2.5 [] y 3 true 123yyy");
    EXPECT_EQ(borrowed, api::render(kPage, liquid::to_data(json)).value);
    EXPECT_EQ(borrowed, api::render(kPage, api::data(kShop)).value);
}

TEST(Nlohmann, OrderIsTheDocumentsOwn) {
    constexpr const char* page = "{% for p in h %}{{ p[0] }}{{ p[1] }}{% endfor %} {{ h }}";
    constexpr const char* text = R"({"h": {"z": 1, "a": 2}})";
    auto ordered = nlohmann::ordered_json::parse(text);
    auto sorted = nlohmann::json::parse(text);
    EXPECT_EQ(api::render(page, liquid::view(ordered)).value, R"(z1a2 {"z"=>1, "a"=>2})");
    EXPECT_EQ(api::render(page, liquid::view(sorted)).value, R"(a2z1 {"a"=>2, "z"=>1})");
}

TEST(Nlohmann, MayChangeBetweenRenders) {
    auto json = nlohmann::ordered_json::parse(R"({"p": {"a": 1, "b": 2}})");
    auto page = liquid::Environment().parse("{{ p.b }}{{ p.c }}");
    liquid::RenderContext context;
    std::string out;
    page.value.render_into(out, context, liquid::view(json));
    json["p"] = {{"c", 7}, {"x", 8}, {"b", 9}};
    out += ' ';
    page.value.render_into(out, context, liquid::view(json));
    json["p"] = nullptr;
    out += ' ';
    page.value.render_into(out, context, liquid::view(json));
    EXPECT_EQ(out, "2 97 ");
}

// The same sites meet copied and borrowed documents, in one render and in one after the other.
TEST(Nlohmann, OneSiteReadsBothKindsInTurn) {
    constexpr const char* text =
        R"({"n": 1, "p": {"t": "one", "u": {"v": "deep"}, "f": 1.5, "b": true, "big": 18446744073709551615}})";
    constexpr const char* other =
        R"({"p": {"u": {"w": 0, "v": 2}, "none": null, "t": "a text that is longer than thirty-two bytes are"}})";
    auto page = liquid::EnvironmentBuilder()
                    .loader(liquid::memory_loader({{"part",
                                                    "{{ p.t }}|{{ p.u.v }}|{{ p.f }}{{ p.b }}{{ p.big }}|{{ p.none }}"
                                                    "{% if p.t == 'one' %}!{% endif %}{% if p.u.x %}?{% endif %};"}}))
                    .build()
                    .parse(
                        "{% render 'part', p: a.p %}{% render 'part', p: b.p %}{% render 'part', p: a.p %}"
                        "{% render 'part', p: c.p %}{% render 'part', p: a %}{% render 'part', p: b.p %}");
    auto ordered = nlohmann::ordered_json::parse(text);
    auto sorted = nlohmann::json::parse(other);
    auto copied = api::data(text), copied_other = api::data(other);
    liquid::Data::Builder builder;
    liquid::Data borrowed =
        builder.finish(builder.map({{"a", copied.root()}, {"b", liquid::view(ordered)}, {"c", liquid::view(sorted)}}));
    liquid::Data all =
        builder.finish(builder.map({{"a", copied.root()}, {"b", copied.root()}, {"c", copied_other.root()}}));
    std::string expected = page.value.render(all).value;
    EXPECT_NE(expected.find("one|deep|1.5true18446744073709551615|!;"), std::string::npos) << expected;
    liquid::RenderContext context;
    for (const liquid::Data& data : {borrowed, all, borrowed}) {
        std::string out;
        page.value.render_into(out, context, data);
        EXPECT_EQ(out, expected);
    }
}

TEST(Nlohmann, SiteThatMeetsManyShapes) {
    auto json = nlohmann::ordered_json::array();
    for (int i = 0; i < 40; ++i) {
        nlohmann::ordered_json item;
        for (int k = 0; k < i % 5; ++k) item["k" + std::to_string(k)] = k;
        item["n"] = i;
        json.push_back(item);
    }
    nlohmann::ordered_json root;
    root["items"] = json;
    std::string expected;
    for (int i = 0; i < 40; ++i) expected += std::to_string(i) + ",";
    EXPECT_EQ(api::render("{% for i in items %}{{ i.n }},{% endfor %}", liquid::view(root)).value, expected);
}

TEST(Nlohmann, FiltersWalkIt) {
    auto json = nlohmann::ordered_json::parse(R"({"l": [{"n": 3, "t": "c"}, {"n": 1, "t": "a"}, {"n": 2, "t": "b"}]})");
    EXPECT_EQ(
        api::render(
            "{{ l | sort: 'n' | map: 't' | join }} {{ l | where: 'n', 2 | map: 't' }} {{ l | sum: 'n' }} {{ l[0] }}",
            liquid::view(json))
            .value,
        R"(a b c b 6 {"n"=>3, "t"=>"c"})");
}

}  // namespace
