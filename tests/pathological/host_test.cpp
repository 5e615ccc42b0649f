// Hosts that lie, never end or throw: a page may fail by them, the next one may not.
#include <stdexcept>
#include <string>
#include <vector>

#include "support.hpp"

namespace {

using hostile::Outcome;

struct Whatever {};  // not a std::exception

// Answers everything with itself.
class Endless : public liquid::Drop {
public:
    liquid::Value me() { return liquid::Value::drop(*this); }
    liquid::Value get(liquid::DropContext&, std::string_view) override { return me(); }
    liquid::Value get_key(liquid::DropContext&, liquid::Value) override { return me(); }
    bool iterate(liquid::DropContext&, const std::function<bool(liquid::Value)>& each) override {
        for (;;)
            if (!each(me())) return true;
    }
    bool is_iterable() const override { return true; }
    std::optional<std::int64_t> size(liquid::DropContext&) override { return -1; }
    liquid::Value first(liquid::DropContext&) override { return me(); }
    liquid::Value last(liquid::DropContext&) override { return me(); }
    liquid::Value slice(liquid::DropContext&, std::int64_t, std::optional<std::int64_t>) override { return me(); }
    liquid::Value to_number(liquid::DropContext&) override { return me(); }
    liquid::Value to_value(liquid::DropContext&) override { return me(); }
    liquid::Value to_date(liquid::DropContext&) override { return me(); }
};

// Goes on calling after it was told to stop, and has sizes that are not true.
class Liar : public liquid::Drop {
public:
    explicit Liar(std::int64_t size) : size_(size) {}
    bool iterate(liquid::DropContext&, const std::function<bool(liquid::Value)>& each) override {
        for (int i = 0; i < 1000; ++i) each(liquid::Value::integer(i));
        return false;
    }
    bool is_iterable() const override { return true; }
    std::optional<std::int64_t> size(liquid::DropContext&) override { return size_; }
    liquid::Value slice(liquid::DropContext& context, std::int64_t from, std::optional<std::int64_t>) override {
        std::vector<liquid::Value> many(3, liquid::Value::integer(from));
        return context.array(many.data(), many.size());
    }
    std::optional<bool> equals(liquid::DropContext&, liquid::Value) override { return ++asked_ % 2 == 0; }
    std::optional<int> compare(liquid::DropContext&, liquid::Value) override { return ++asked_ % 3 == 0 ? 1 : -77; }

private:
    std::int64_t size_;
    int asked_ = 0;
};

template <class Thrown>
class Thrower : public liquid::Drop {
public:
    liquid::Value get(liquid::DropContext&, std::string_view) override { throw Thrown(); }
    liquid::Value get_key(liquid::DropContext&, liquid::Value) override { throw Thrown(); }
    bool has_key(liquid::DropContext&, liquid::Value) override { throw Thrown(); }
    bool iterate(liquid::DropContext&, const std::function<bool(liquid::Value)>& each) override {
        each(liquid::Value::integer(1));
        throw Thrown();
    }
    bool is_iterable() const override { return true; }
    std::optional<std::int64_t> size(liquid::DropContext&) override { throw Thrown(); }
    liquid::Value first(liquid::DropContext&) override { throw Thrown(); }
    liquid::Value last(liquid::DropContext&) override { throw Thrown(); }
    liquid::Value slice(liquid::DropContext&, std::int64_t, std::optional<std::int64_t>) override { throw Thrown(); }
    std::string to_text(liquid::DropContext&) override { throw Thrown(); }
    std::string inspect(liquid::DropContext&) override { throw Thrown(); }
    std::optional<bool> equals(liquid::DropContext&, liquid::Value) override { throw Thrown(); }
    std::optional<int> compare(liquid::DropContext&, liquid::Value) override { throw Thrown(); }
    std::optional<bool> is_empty(liquid::DropContext&) override { throw Thrown(); }
    std::optional<bool> is_blank(liquid::DropContext&) override { throw Thrown(); }
    liquid::Value to_number(liquid::DropContext&) override { throw Thrown(); }
    liquid::Value to_value(liquid::DropContext&) override { throw Thrown(); }
    liquid::Value to_date(liquid::DropContext&) override { throw Thrown(); }
};
struct Standard : std::runtime_error {
    Standard() : std::runtime_error("thrown by a drop") {}
};

// Everything that can be asked of a value.
const std::vector<std::string>& questions() {
    static const std::vector<std::string> all = [] {
        std::vector<std::string> list = {"{{ d }}",
                                         "{{ d.a }}",
                                         "{{ d.a.b.c }}",
                                         "{{ d[1] }}",
                                         "{{ d[d] }}",
                                         "{{ d[d][d] }}",
                                         "{{ [d] }}",
                                         "{{ self[d] }}",
                                         "{{ d.size }}",
                                         "{{ d.first }}",
                                         "{{ d.last }}",
                                         "{% for i in d %}{{ i }}{% endfor %}",
                                         "{% for i in d limit: 3 offset: 2 %}{{ i }}{% endfor %}",
                                         "{% for i in d reversed %}{{ i.x }}{% endfor %}",
                                         "{% for i in (1..d) %}{{ i }}{% endfor %}",
                                         "{% for i in (d..3) limit: d %}{% endfor %}",
                                         "{% tablerow i in d cols: d limit: 4 %}{{ i }}{% endtablerow %}",
                                         "{% if d %}1{% endif %}",
                                         "{% if d == d %}1{% endif %}",
                                         "{% if d == 1 %}1{% endif %}",
                                         "{% if 1 == d %}1{% endif %}",
                                         "{% if d < 1 %}1{% endif %}",
                                         "{% if 1 < d %}1{% endif %}",
                                         "{% if d contains 1 %}1{% endif %}",
                                         "{% if 'a' contains d %}1{% endif %}",
                                         "{% if d == blank %}1{% endif %}",
                                         "{% if d == empty %}1{% endif %}",
                                         "{% case d %}{% when 1 %}1{% when d %}2{% endcase %}",
                                         "{% cycle d, d %}",
                                         "{% cycle d: 1, 2 %}",
                                         "{% assign x = d %}{{ x.y }}",
                                         "{% capture x %}{{ d }}{% endcapture %}",
                                         "{% include d %}",
                                         "{% include 'p' with d %}",
                                         "{% include 'p' for d %}",
                                         "{% render 'p' for d %}",
                                         "{% render 'p' with d %}",
                                         "{% increment d %}",
                                         "{% ifchanged %}{{ d }}{% endifchanged %}",
                                         "{{ (d..d) }}",
                                         "{{ (1..d) | size }}"};
        for (const char* filter :
             {"abs",           "append",     "at_least",   "at_most",       "base64_encode", "capitalize", "ceil",
              "compact",       "concat",     "date",       "default",       "divided_by",    "downcase",   "escape",
              "find",          "find_index", "first",      "floor",         "has",           "join",       "last",
              "map",           "minus",      "modulo",     "newline_to_br", "plus",          "prepend",    "reject",
              "remove",        "replace",    "reverse",    "round",         "size",          "slice",      "sort",
              "sort_natural",  "split",      "strip",      "strip_html",    "sum",           "times",      "truncate",
              "truncatewords", "uniq",       "url_encode", "where"})
            for (const char* arguments : {"", ": d", ": 1", ": 'a', d", ": d, d", ": 1, 2"}) {
                list.push_back(std::string("{{ d | ") + filter + arguments + " }}");
                list.push_back(std::string("{{ l | ") + filter + arguments + " }}");
            }
        return list;
    }();
    return all;
}

void ask_everything(liquid::Drop& drop) {
    liquid::Limits limits;
    limits.safety.steps = 20'000;
    limits.safety.memory_bytes = 8 << 20;
    limits.safety.output_bytes = 1 << 20;
    auto environment = liquid::EnvironmentBuilder()
                           .limits(limits)
                           .on_error(liquid::OnError::Inline)
                           .loader(liquid::memory_loader({{"p", "{{ p }}{{ p.a }}"}}))
                           .build();
    liquid::Data::Builder builder;
    liquid::Value d = liquid::Value::drop(drop);
    liquid::Value list = builder.array({d, liquid::Value::integer(2), d, builder.map({{"a", d}})});
    liquid::Data data = builder.finish(builder.map({{"d", d}, {"l", list}}));
    for (const std::string& question : questions()) {
        Outcome outcome = hostile::render(environment, question + "|after", data);
        bool ended = outcome.codes.find("LQ4") != std::string::npos;
        EXPECT_TRUE(ended || outcome.page.ends_with("|after"))
            << question << ": " << outcome.codes << ' ' << outcome.page;
    }
}

TEST(Drops, ThatAnswerWithThemselves) {
    Endless drop;
    ask_everything(drop);
}
TEST(Drops, ThatLie) {
    for (std::int64_t size : {std::int64_t{-1}, INT64_MIN, INT64_MAX, std::int64_t{5}}) {
        Liar drop(size);
        ask_everything(drop);
    }
}
TEST(Drops, ThatThrowExceptions) {
    Thrower<Standard> drop;
    ask_everything(drop);
}
TEST(Drops, ThatThrowAnything) {
    Thrower<Whatever> drop;
    ask_everything(drop);
}

TEST(Filters, ThatThrow) {
    auto environment =
        liquid::EnvironmentBuilder()
            .on_error(liquid::OnError::Inline)
            .filter(
                "standard",
                [](liquid::FilterCall&, liquid::Value, liquid::Arguments) -> liquid::Value { throw Standard(); }, 0, 0)
            .filter(
                "whatever",
                [](liquid::FilterCall&, liquid::Value, liquid::Arguments) -> liquid::Value { throw Whatever(); }, 0, 0)
            .build();
    EXPECT_EQ(hostile::render(environment, "a{{ 1 | standard }}b{{ 1 | whatever }}c").page,
              "aLiquid error: internalbLiquid error: internalc");
    EXPECT_EQ(
        hostile::render(
            environment,
            "{% assign x = 1 | whatever %}{% if true %}{% capture y %}{{ 1 | whatever }}{% endcapture %}{% endif %}c")
            .codes,
        "LQ9001 LQ9001");
}

liquid::TagSpec block(std::string name, std::function<liquid::Value(liquid::TagCall&)> render) {
    liquid::TagSpec spec;
    spec.name = std::move(name);
    spec.shape = liquid::TagSpec::Shape::Block;
    spec.render = std::move(render);
    return spec;
}

liquid::Environment with_tags() {
    auto leave = [](liquid::TagCall& call) {
        call.push_scope();
        call.set("x", liquid::Value::integer(7));
        call.push_scope();
        call.set("x", liquid::Value::integer(8));
        call.render_body();
    };
    liquid::Limits limits;
    limits.safety.steps = 100'000;
    return liquid::EnvironmentBuilder()
        .limits(limits)
        .on_error(liquid::OnError::Inline)
        .loader(
            liquid::memory_loader({{"itself", "{% scoped %}{% render 'itself' %}{% endscoped %}"}, {"p", "p{{ x }}"}}))
        .tag(block("scoped",
                   [leave](liquid::TagCall& call) {
                       leave(call);
                       return liquid::Value::nil();
                   }))
        .tag(block("failing",
                   [leave](liquid::TagCall& call) {
                       leave(call);
                       return call.fail("it failed");
                   }))
        .tag(block("throwing",
                   [leave](liquid::TagCall& call) -> liquid::Value {
                       leave(call);
                       throw Standard();
                   }))
        .tag(block("throwing_anything",
                   [leave](liquid::TagCall& call) -> liquid::Value {
                       leave(call);
                       throw Whatever();
                   }))
        .tag(block("popping",
                   [](liquid::TagCall& call) {
                       for (int i = 0; i < 9; ++i) call.pop_scope();
                       call.render_body(99);
                       call.argument(99);
                       liquid::Interrupt interrupt;
                       call.capture_body(99, interrupt);
                       return liquid::Value::nil();
                   }))
        // Takes every exception, the limits' too, and goes on.
        .tag(block("swallowing",
                   [](liquid::TagCall& call) {
                       for (int i = 0; i < 3; ++i) try {
                               call.push_scope();
                               liquid::Interrupt interrupt;
                               call.capture_body(0, interrupt);
                           } catch (...) {
                           }
                       return liquid::Value::nil();
                   }))
        .tag(block("forever",
                   [](liquid::TagCall& call) {
                       for (;;) call.render_body();
                       return liquid::Value::nil();
                   }))
        .build();
}

TEST(Tags, ThatLeaveScopesAndFail) {
    auto environment = with_tags();
    EXPECT_EQ(hostile::render(environment, "{% assign x = 1 %}{% scoped %}{{ x }}{% endscoped %}{{ x }}").page, "81");
    EXPECT_EQ(hostile::render(environment, "{% assign x = 1 %}{% failing %}{{ x }}{% endfailing %}{{ x }}").page.back(),
              '1');
    EXPECT_EQ(
        hostile::render(environment, "{% assign x = 1 %}{% throwing %}{{ x }}{% endthrowing %}{{ x }}").page.back(),
        '1');
    EXPECT_EQ(hostile::render(environment,
                              "{% assign x = 1 %}{% throwing_anything %}{% for i in (1..3) %}{{ x }}{% endfor %}{% "
                              "endthrowing_anything %}{{ x }}")
                  .page.back(),
              '1');
    EXPECT_EQ(hostile::render(environment, "{% assign x = 1 %}{% popping %}{% endpopping %}{{ x }}").page, "1");
    EXPECT_EQ(hostile::render(environment,
                              "{% for i in (1..3) %}{% failing %}{% break %}{% endfailing %}{{ i }}{% endfor %}{{ i }}")
                  .codes.substr(0, 6),
              "LQ3005");
}

TEST(Tags, ThatNeverEnd) {
    auto environment = with_tags();
    EXPECT_EQ(hostile::render(environment, "{% forever %}{% endforever %}").codes, "LQ4004");
    EXPECT_EQ(
        hostile::render(environment, "{% forever %}{% for i in (1..3) %}{% assign x = i %}{% endfor %}{% endforever %}")
            .codes,
        "LQ4004");
    hostile::render(environment, "{% render 'itself' %}");
}

TEST(Tags, ThatSwallowLimits) {
    auto environment = with_tags();
    for (const char* body :
         {"{% for i in (1..9999999) %}{% assign x = i %}{% endfor %}", "{% forever %}{% endforever %}",
          "{% for i in (1..9) %}{% render 'p' %}{% forever %}{% endforever %}{% endfor %}", "{% render 'itself' %}",
          "{% throwing %}{% endthrowing %}"}) {
        std::string source = std::string("{% assign x = 1 %}{% swallowing %}") + body + "{% endswallowing %}{{ x }}";
        Outcome outcome = hostile::render(environment, source);
        EXPECT_NE(outcome.codes, "") << body;
    }
}

TEST(Loaders, ThatThrow) {
    int calls = 0;
    auto environment = liquid::EnvironmentBuilder()
                           .on_error(liquid::OnError::Inline)
                           .loader(liquid::callback_loader([&](std::string_view name) -> liquid::Lookup {
                               ++calls;
                               if (name == "standard") throw Standard();
                               throw Whatever();
                           }))
                           .build();
    Outcome outcome = hostile::render(environment, "a{% render 'standard' %}b{% include 'whatever' %}c");
    EXPECT_EQ(outcome.page, "aLiquid error: internalbLiquid error: internalc");
    EXPECT_FALSE(environment.get("whatever").ok());
    EXPECT_GE(calls, 3);
}

TEST(Loaders, ThatKnowEveryName) {
    liquid::Limits limits = hostile::small_limits();
    auto environment = liquid::EnvironmentBuilder()
                           .limits(limits)
                           .loader(liquid::callback_loader([](std::string_view name) {
                               liquid::Lookup lookup;
                               lookup.source = liquid::Source{"[" + std::string(name) + "]", {}, {}};
                               return lookup;
                           }))
                           .build();
    Outcome outcome = hostile::render(
        environment, "{% for i in (1..30000) %}{% assign n = 'p' | append: i %}{% include n %}{% endfor %}");
    EXPECT_LE(outcome.usage.memory_bytes, limits.safety.memory_bytes);
    EXPECT_EQ(outcome.page.substr(0, 8), "[p1][p2]");
}

TEST(ErrorText, ThatThrows) {
    auto environment = liquid::EnvironmentBuilder()
                           .on_error([](const liquid::Diagnostic&) -> std::string { throw Whatever(); })
                           .build();
    for (const char* source : {"a{{ 1 | divided_by: 0 }}b", "{% if %}"}) {
        auto parsed = environment.parse(source);
        liquid::RenderContext context;
        std::string out;
        EXPECT_FALSE(parsed.value.render_into(out, context, {}));
        EXPECT_FALSE(context.diagnostics().empty());
    }
}

struct ThrowingSink : liquid::Sink {
    bool write(std::string_view) override { throw Standard(); }
};

TEST(Sinks, ThatThrow) {
    auto page =
        liquid::Environment().parse("{% for i in (1..50000) %}{{ i }}{% endfor %}{{ x }}{% assign x = 2 %}").value;
    liquid::RenderContext context;
    ThrowingSink sink;
    try {
        EXPECT_FALSE(page.render_into(sink, context, {}));
    } catch (const Standard&) {
        // the last piece is written outside of the render
    }
    std::string out;
    EXPECT_TRUE(page.render_into(out, context, {}));
    EXPECT_EQ(out, page.render({}).value);
}

}  // namespace
