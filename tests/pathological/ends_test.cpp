// One RenderContext through every way in which a render can end: the next page is exactly right after each of them.
#include <chrono>
#include <stdexcept>
#include <stop_token>
#include <thread>
#include <vector>

#include "support.hpp"

namespace {

// --- the page that follows ---

const std::map<std::string, std::string>& partials() {
    static const std::map<std::string, std::string> all = {
        {"part", "<{{ v }}{% increment n %}>"},
        {"itself", "{% render 'itself' %}"},
        {"itself_included", "{% assign v = 'left' %}{% include 'itself_included' %}"},
        {"broken", "{% if %}{{"},
        {"large", hostile::times(5000, "x")},
        {"nested", hostile::times(20, "{% if true %}") + hostile::times(20, "{% endif %}")}};
    return all;
}

// Names, counters, cycles and loops are those of the pages that end.
void expect_right(liquid::RenderContext& context) {
    static const liquid::Template page =
        liquid::EnvironmentBuilder()
            .on_error(liquid::OnError::Inline)
            .loader(liquid::memory_loader(partials()))
            .build()
            .parse(
                "{{ x }}{{ y }}{{ c }}{{ forloop.index }}"
                "{% for i in (1..3) %}{% cycle 'a', 'b' %}{% increment n %}{% ifchanged %}{{ i | divided_by: 2 }}"
                "{% endifchanged %};{% endfor %}"
                "{% for i in (1..5) limit: 2 %}{{ i }}{% endfor %}|"
                "{% for i in (1..5) offset: continue %}{{ i }}{% endfor %}|"
                "{% tablerow j in (1..1) %}{{ j }}{% endtablerow %}"
                "{% capture c %}[{{ n }}{{ x }}]{% endcapture %}{{ c }}"
                "{% render 'part', v: 7 %}{% include 'part' %}{% assign x = 'end' %}{{ x }}",
                "page")
            .value;
    std::string out;
    EXPECT_TRUE(page.render_into(out, context, {}));
    EXPECT_EQ(out, "a00;b11;a2;12|345|<tr class=\"row1\">\n<td class=\"col1\">1</td></tr>\n[3]<70><3>end");
    EXPECT_TRUE(context.diagnostics().empty());
}

// --- the pages that end ---

class Throwing : public liquid::Drop {
public:
    liquid::Value get(liquid::DropContext&, std::string_view) override { throw std::runtime_error("of a drop"); }
};

struct Refusing : liquid::Sink {
    bool write(std::string_view) override { return ++pieces < 2; }
    int pieces = 0;
};

// Leaves variables, counters, an offset and open scopes of every kind behind, if what follows ends the page.
std::string inside(std::string_view last) {
    return "{% assign x = 'left' %}{% assign v = 'left' %}{% increment n %}{% cycle 'a', 'b' %}"
           "{% ifchanged %}0{% endifchanged %}{% for i in (1..5) limit: 1 %}{% endfor %}"
           "{% for i in (1..2) %}{% tablerow j in (1..2) %}{% ifchanged %}{% capture c %}{% assign y = 'left' %}" +
           std::string(last) + "{% endcapture %}{% endifchanged %}{% endtablerow %}{% endfor %}";
}

struct End {
    std::string name;
    std::string code;
    std::string source;
    liquid::Limits limits = hostile::small_limits();
    liquid::OnError on_error = liquid::OnError::Inline;

    End with(std::string_view limit, std::uint64_t amount) && {
        EXPECT_TRUE(limits.set(limit, amount));
        return std::move(*this);
    }
    End failing() && {
        name += ", which fails the page";
        on_error = liquid::OnError::Fail;
        return std::move(*this);
    }

    void reach(liquid::RenderContext& context) const {
        SCOPED_TRACE(name);
        std::stop_source stop;
        liquid::TagSpec stopping, throwing;
        stopping.name = "stop";
        stopping.render = [&stop](liquid::TagCall&) {
            stop.request_stop();
            return liquid::Value::nil();
        };
        throwing.name = "throw";
        throwing.shape = liquid::TagSpec::Shape::Block;
        throwing.render = [](liquid::TagCall& call) -> liquid::Value {
            call.push_scope();
            call.set("x", liquid::Value::integer(1));
            call.render_body();
            throw std::runtime_error("of a tag");
        };
        auto environment =
            liquid::EnvironmentBuilder()
                .limits(limits)
                .on_error(on_error)
                .tag(stopping)
                .tag(throwing)
                .filter("wait",
                        [](liquid::FilterCall&, liquid::Value input, liquid::Arguments) {
                            std::this_thread::sleep_for(std::chrono::milliseconds(2));
                            return input;
                        })
                .filter("throw",
                        [](liquid::FilterCall&, liquid::Value, liquid::Arguments) -> liquid::Value {
                            throw std::runtime_error("of a filter");
                        })
                .loader(liquid::callback_loader([known = liquid::memory_loader(partials())](std::string_view partial) {
                    if (partial == "throwing") throw std::runtime_error("of a loader");
                    return known->load(partial);
                }))
                .build();
        Throwing drop;
        liquid::Data::Builder data;
        liquid::Data globals = data.finish(data.map({{"drop", liquid::Value::drop(drop)}}));
        liquid::RenderInput input(globals);
        input.stop = stop.get_token();
        int looks = 0;
        if (name == "poll") input.poll = [&looks](liquid::Runtime&) { return ++looks < 3; };
        auto page = environment.parse(source, "page").value;
        if (name == "sink") {
            Refusing sink;
            EXPECT_FALSE(page.render_into(sink, context, input));
        } else if (name == "memory of the host") {
            char room[5];
            std::size_t written = 0;
            EXPECT_FALSE(page.render_into(room, written, context, input));
        } else {
            std::string out;
            EXPECT_FALSE(page.render_into(out, context, input));
        }
        ASSERT_FALSE(context.diagnostics().empty());
        EXPECT_EQ(context.diagnostics()[0].code(), code);
    }
};

constexpr const char* kLong = "{% for k in (1..99999999) %}{% endfor %}";

std::vector<End> ends() {
    std::vector<End> all;
    all.push_back(End{"steps", "LQ4004", inside(kLong)}.with("steps", 3000));
    all.push_back(End{"output_bytes", "LQ4002", inside("{% for k in (1..999) %}0123456789{% endfor %}")}.with(
        "output_bytes", 1000));
    all.push_back(
        End{"memory_bytes", "LQ4003", inside("{% assign y = (1..9999) | join: ',' %}")}.with("memory_bytes", 20'000));
    all.push_back(End{"partial_depth", "LQ4005", inside("{% render 'itself' %}")}.with("partial_depth", 20));
    all.push_back(End{"template_bytes", "LQ4006", inside("")}.with("template_bytes", 20));
    all.push_back(
        End{"template_bytes of a partial", "LQ1005", inside("{% include 'large' %}")}.with("template_bytes", 1000));
    all.push_back(End{"nesting", "LQ2017", inside("")}.with("nesting", 3));
    all.push_back(End{"nesting of a partial", "LQ1005", inside("{% include 'nested' %}")}.with("nesting", 10));
    all.push_back(End{"scopes", "LQ3014", inside("{% include 'itself_included' %}")});
    all.push_back(End{"deadline", "LQ4007", inside(std::string("{{ 1 | wait }}") + kLong)}.with("deadline_ms", 1));
    all.push_back(End{"render_length", "LQ4001", "0123456789" + inside("")}.with("render_length", 5));
    all.push_back(End{"render_score", "LQ4001", inside("")}.with("render_score", 15));
    all.push_back(End{"assign_score", "LQ4001", inside("{% assign y = 'a long text' %}")}.with("assign_score", 15));
    all.push_back(
        End{"cumulative_render_score", "LQ4001", inside("{% include 'part' %}")}.with("cumulative_render_score", 15));
    all.push_back(End{"cumulative_assign_score", "LQ4001", inside("{% assign y = 'a long text' %}")}.with(
        "cumulative_assign_score", 15));
    all.push_back(End{"stop token", "LQ4008", inside(std::string("{% stop %}") + kLong)});
    all.push_back(End{"poll", "LQ4008", inside(kLong)});
    all.push_back(End{"sink", "LQ4008", "{% for k in (1..99999) %}0123456789{% endfor %}" + inside("")});
    all.push_back(End{"memory of the host", "LQ4002", inside("") + "0123456789"});
    struct {
        const char* name;
        const char* code;
        const char* last;
    } const failures[] = {{"throwing filter", "LQ5001", "{{ 1 | throw }}"},
                          {"throwing drop", "LQ5001", "{{ drop.any }}"},
                          {"throwing tag", "LQ5001", "{% throw %}{% break %}{% endthrow %}"},
                          {"throwing loader", "LQ1006", "{% include 'throwing' %}"},
                          {"missing partial", "LQ1001", "{% render 'missing' %}"},
                          {"broken partial", "LQ1005", "{% include 'broken' %}"},
                          {"division by zero", "LQ3007", "{{ 1 | divided_by: 0 }}"}};
    for (const auto& it : failures) {
        all.push_back(End{it.name, it.code, inside(it.last)});
        all.push_back(End{it.name, it.code, inside(it.last)}.failing());
    }
    all.push_back(End{"broken page", "LQ2004", "{% if x %}{% assign"});
    return all;
}

TEST(OneContext, RendersThePageAfterEveryEnd) {
    std::vector<End> all = ends();
    liquid::RenderContext context;
    expect_right(context);
    for (const End& end : all) {
        SCOPED_TRACE("after " + end.name);
        end.reach(context);
        expect_right(context);
    }
    for (auto end = all.rbegin(); end != all.rend(); ++end) {
        SCOPED_TRACE("in reverse, after " + end->name);
        end->reach(context);
        expect_right(context);
    }
}

TEST(OneContext, RendersThePageAfterEveryTwoEnds) {
    std::vector<End> all = ends();
    liquid::RenderContext context;
    for (const End& first : all)
        for (const End& second : all) {
            SCOPED_TRACE("after " + first.name + " and " + second.name);
            first.reach(context);
            second.reach(context);
            expect_right(context);
        }
}

}  // namespace
