// What a render takes from the heap: nothing when its context is warm, and never much more than it holds.
#include <gtest/gtest.h>

#include <memory>
#include <string>

#include <liquid/liquid.hpp>

#include "heap.hpp"

namespace {

liquid::Data shop() {
    std::string json = R"({"title": "Rings & more", "empty": null, "products": [)";
    for (int i = 0; i < 50; ++i) {
        if (i > 0) json += ',';
        json += R"({"title": "Product <)" + std::to_string(i) + R"(>", "price": )" + std::to_string(i * 3 + 1) +
                R"(.5, "tags": ["new", "gold", "sale"], "description": "some words that go on for a while"})";
    }
    auto data = liquid::Data::parse(json + "]}");
    EXPECT_TRUE(data.ok());
    return data.value;
}

TEST(Heap, CountsWhatIsTaken) {
    std::uint64_t before = heap::allocations(), live = heap::live_bytes();
    auto block = std::make_unique<char[]>(100'000);
    block[0] = 1;
    EXPECT_GT(heap::allocations(), before);
    EXPECT_GE(heap::live_bytes(), live + 100'000);
}

struct Page {
    const char* name;
    const char* source;
};

class WarmRender : public testing::TestWithParam<Page> {};

TEST_P(WarmRender, TakesNothingFromTheHeap) {
    auto environment = liquid::EnvironmentBuilder()
                           .loader(liquid::memory_loader({{"card", "<b>{{ card.title | escape }}</b>{{ extra }}"}}))
                           .build();
    auto page = environment.parse(GetParam().source);
    ASSERT_TRUE(page.ok());
    liquid::Data data = shop();
    liquid::RenderContext context;
    std::string out, first;
    for (int i = 0; i < 3; ++i) {
        out.clear();
        ASSERT_TRUE(page.value.render_into(out, context, data));
        if (i == 0) first = out;
    }
    ASSERT_FALSE(first.empty());
    std::uint64_t before = heap::allocations();
    out.clear();
    page.value.render_into(out, context, data);
    std::uint64_t taken = heap::allocations() - before;
    EXPECT_EQ(taken, 0u);
    EXPECT_EQ(out, first);
}

INSTANTIATE_TEST_SUITE_P(
    Pages, WarmRender,
    testing::Values(
        Page{"output", "{{ title }}{{ products[3].title | upcase | escape }}{{ empty }}{{ products.size }}"},
        Page{"loop",
             "{% for p in products %}{{ forloop.index }} {{ p.title }} {{ p.price }}{% for t in p.tags %}{{ t }}{% "
             "endfor "
             "%}{% endfor %}"},
        Page{"condition",
             "{% for p in products %}{% if p.price > 20 and p.tags contains 'gold' %}x{% else %}y{% endif %}{% endfor "
             "%}"},
        Page{"assign",
             "{% for p in products %}{% assign total = total | plus: p.price %}{% assign name = p.title | append: '!' "
             "%}{% endfor %}{{ total }}{{ name }}"},
        Page{"capture",
             "{% for p in products %}{% capture line %}{{ p.title }}: {{ p.price }}{% endcapture %}{{ line }}{% endfor "
             "%}"},
        Page{"filters",
             "{{ products | map: 'title' | join: ', ' | truncate: 40 }}{{ title | replace: '&', 'and' | split: ' ' | "
             "last }}{{ 'x,y' | split: ',' | reverse | join }}"},
        Page{"partials",
             "{% for p in products %}{% render 'card', card: p, extra: 1 %}{% include 'card' with p %}{% endfor %}"},
        Page{"tags",
             "{% tablerow p in products cols: 3 limit: 7 %}{{ p.price }}{% endtablerow %}{% cycle 'a', 'b' %}{% "
             "increment n "
             "%}{% case title %}{% when 'x' %}{% else %}{{ 'y' }}{% endcase %}"}),
    [](const testing::TestParamInfo<Page>& page) { return std::string(page.param.name); });

// Renders with a fresh context; how far the heap rose above what was there before, the output's own memory included.
std::uint64_t rise(const std::string& source, std::string& out) {
    auto page = liquid::Environment().parse(source);
    EXPECT_TRUE(page.ok());
    std::uint64_t before = heap::live_bytes();
    heap::reset_peak();
    {
        liquid::RenderContext context;
        EXPECT_TRUE(page.value.render_into(out, context, {}));
    }
    return heap::peak_bytes() - before;
}

// What a context has before anything is stored.
constexpr std::uint64_t kBase = 512 * 1024;

TEST(PeakMemory, HundredThousandAppends) {
    std::string out;
    std::uint64_t peak = rise(
        "{% assign s = '' %}{% for i in (1..100000) %}{% assign s = s | append: 'twelve bytes' %}{% endfor %}{{ s | "
        "size }}",
        out);
    EXPECT_EQ(out, "1200000");
    EXPECT_LE(peak, 3 * 1'200'000 + kBase);
}

TEST(PeakMemory, OverwrittenCaptures) {
    std::string out;
    std::uint64_t peak = rise(
        "{% for i in (1..2000) %}{% capture c %}{% for j in (1..1000) %}0123456789{% endfor %}{% endcapture %}{% "
        "endfor %}{{ c | size }}",
        out);
    EXPECT_EQ(out, "10000");
    EXPECT_LE(peak, 3 * 10'000 + kBase);
}

TEST(PeakMemory, LongLoopOfTemporaries) {
    std::string out;
    std::uint64_t peak = rise(
        "{% for i in (1..200000) %}{% assign x = i | append: ' of many' | upcase | split: ' ' | last %}{% endfor %}{{ "
        "x }}",
        out);
    EXPECT_EQ(out, "MANY");
    EXPECT_LE(peak, kBase);
}

TEST(PeakMemory, LongLoopThatIsWrittenOut) {
    std::string out;
    std::uint64_t peak = rise("{% for i in (1..200000) %}{{ i | times: 3 | append: 'x' }}{% endfor %}", out);
    ASSERT_GT(out.size(), 1'000'000u);
    // The page is put together in the context, with room to grow, and then given to the host.
    EXPECT_LE(peak, 3 * out.size() + kBase);
}

TEST(PeakMemory, GrowingList) {
    std::string out;
    std::uint64_t peak = rise(
        "{% assign l = 'a' | split: ',' %}{% for i in (1..500) %}{% assign l = l | concat: l | slice: 0, 1000 %}{% "
        "endfor %}{{ l.size }}",
        out);
    EXPECT_EQ(out, "1000");
    EXPECT_LE(peak, 3 * 2000 * sizeof(liquid::Value) + kBase);
}

}  // namespace
