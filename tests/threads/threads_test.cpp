// One Environment, its Templates and a Data in sixteen threads. ThreadSanitizer looks at this too (./dev tsan).
#include <atomic>
#include <barrier>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include <liquid/liquid.hpp>

#include "folder.hpp"

namespace {

using namespace std::chrono_literals;

constexpr int kThreads = 16;
#if defined(__SANITIZE_THREAD__) || defined(__SANITIZE_ADDRESS__)
constexpr int kRounds = 20;
#else
constexpr int kRounds = 100;
#endif

// All begin at the same moment.
void in_threads(const std::function<void(int)>& work) {
    std::barrier start(kThreads);
    std::vector<std::jthread> threads;
    for (int number = 0; number < kThreads; ++number)
        threads.emplace_back([&, number] {
            start.arrive_and_wait();
            work(number);
        });
}

liquid::Data shop() {
    std::string json = R"({"name": "Ring & chain", "list": [3, 1, 2], "products": [)";
    for (int i = 0; i < 20; ++i)
        json += (i == 0 ? "" : ",") + (R"({"id": )" + std::to_string(i) + R"(, "title": "Product )") +
                std::to_string(i) + R"(", "price": 1.5, "big": 123456789012345678901234567890})";
    auto data = liquid::Data::parse(json + "]}");
    EXPECT_TRUE(data.ok());
    return data.value;
}

constexpr std::string_view kPage =
    "{{ name | escape }} {% for p in products %}{% render 'card', p: p %}{% endfor %}{{ list | sort | join: ',' }}"
    "{% assign x = 'a' | append: name %}{{ x | size }} {{ 'now' | date: '%Y' }}{{ products[3].big | plus: 1 }}"
    "{% increment n %}{% cycle 'a', 'b' %}{% include 'foot' %}";

std::map<std::string, std::string> snippets() {
    return {{"card", "[{{ p.title }} {{ p.price }}{% render 'deep', n: p.id %}]"},
            {"deep", "{% if n > 10 %}{{ n | times: 2 }}{% endif %}"},
            {"foot", "{% assign y = name | upcase %}{{ y }}"}};
}

std::string expected() {
    auto environment = liquid::EnvironmentBuilder().loader(liquid::memory_loader(snippets())).build();
    liquid::Data data = shop();
    return environment.parse(kPage).value.render(data).value;
}

TEST(Threads, ShareEnvironmentTemplateAndData) {
    auto environment = liquid::EnvironmentBuilder().loader(liquid::memory_loader(snippets())).build();
    auto page = environment.parse(kPage).value;
    liquid::Data data = shop();
    std::string right = expected();
    std::atomic<int> wrong{0};
    in_threads([&](int) {
        liquid::RenderContext context;
        for (int round = 0; round < kRounds; ++round) {
            std::string out;
            if (!page.render_into(out, context, data) || out != right) ++wrong;
        }
    });
    EXPECT_EQ(wrong, 0);
}

// Every thread asks for the same partials at the same moment, none of which is compiled yet.
TEST(Threads, LoadPartialsOnFirstUse) {
    std::atomic<int> loads{0};
    std::atomic<int> wrong{0};
    auto all = snippets();
    std::string right = expected();
    for (int round = 0; round < kRounds / 5; ++round) {
        auto environment = liquid::EnvironmentBuilder()
                               .loader(liquid::callback_loader([&](std::string_view name) {
                                   ++loads;
                                   return liquid::Lookup{liquid::Source{all.at(std::string(name)), {}, {}}, {}};
                               }))
                               .build();
        liquid::Data data = shop();
        in_threads([&](int) {
            auto page = environment.parse(kPage);
            if (page.value.render(data).value != right) ++wrong;
            if (environment.get("deep").value.render(data).value != "") ++wrong;
        });
    }
    EXPECT_EQ(wrong, 0);
    EXPECT_GE(loads, 3 * (kRounds / 5));
}

// The same of a compiled artifact, of which nothing is checked yet: by name and from within a page at once.
TEST(Threads, TakeFromAnArtifactOnFirstUse) {
    auto environment = liquid::EnvironmentBuilder().loader(liquid::memory_loader(snippets())).build();
    std::string bytes =
        environment.compile(std::vector<liquid::ArtifactSource>{{"page", std::string(kPage), {}}}).value;
    liquid::Data data = shop();
    std::string right = expected();
    std::atomic<int> wrong{0};
    for (int round = 0; round < kRounds; ++round) {
        liquid::Artifact artifact = environment.load(bytes).value;
        in_threads([&](int number) {
            if (number % 4 == 0 && artifact.get("deep").value.render(data).value != "") ++wrong;
            if (number % 4 == 1 && !artifact.check_all().empty()) ++wrong;
            auto page = artifact.get("page");
            if (!page.ok() || page.value.render(data).value != right) ++wrong;
        });
    }
    EXPECT_EQ(wrong, 0);
}

// A host's own cache of pages: some threads replace a Template while others take and render it.
TEST(Threads, ReplaceTemplatesWhileOthersRender) {
    liquid::Environment environment;
    std::mutex mutex;
    auto version = [&](int i) {
        return environment.parse("{% for p in products %}" + std::to_string(i % 10) + "{% endfor %}").value;
    };
    liquid::Template page = version(0);
    liquid::Data data = shop();
    std::atomic<int> wrong{0};
    in_threads([&](int number) {
        liquid::RenderContext context;
        for (int round = 0; round < kRounds; ++round) {
            if (number < 4) {
                liquid::Template next = version(number + round);
                std::lock_guard lock(mutex);
                page = next;
                continue;
            }
            liquid::Template mine;
            {
                std::lock_guard lock(mutex);
                mine = page;
            }
            std::string out;
            mine.render_into(out, context, data);
            if (out.size() != 20 || out != std::string(20, out[0])) ++wrong;
        }
    });
    EXPECT_EQ(wrong, 0);
}

// Each page shows one version of the card from its beginning to its end.
TEST(Threads, ReloadByCallWhileOthersRender) {
    std::atomic<int> version{0};
    auto environment = liquid::EnvironmentBuilder()
                           .loader(liquid::callback_loader([&](std::string_view name) {
                               std::string text =
                                   name == "card" ? std::to_string(version % 10) : "{% include 'card' %}";
                               return liquid::Lookup{liquid::Source{text, {}, {}}, {}};
                           }))
                           .build();
    auto page =
        environment
            .parse("{% include 'card' %}{% for p in products %}{% include 'outer' %}{% render 'card' %}{% endfor %}")
            .value;
    liquid::Data data = shop();
    std::atomic<int> wrong{0};
    in_threads([&](int number) {
        liquid::RenderContext context;
        for (int round = 0; round < kRounds; ++round) {
            if (number == 0) {
                ++version;
                environment.reload();
            } else if (number == 1) {
                ++version;
                environment.reload("card");
            } else {
                std::string out;
                page.render_into(out, context, data);
                if (out.size() != 41 || out != std::string(41, out[0])) ++wrong;
            }
        }
    });
    EXPECT_EQ(wrong, 0);
}

TEST(Threads, ReloadByStampWhileOthersRender) {
    api::Folder folder;
    folder.write("card.liquid", "0");
    auto environment = liquid::EnvironmentBuilder()
                           .loader(liquid::directory_loader({folder.path()}))
                           .reload(liquid::Reload::ByStamp, 1ms)
                           .build();
    auto page = environment.parse("{% for p in products %}{% render 'card' %}{% endfor %}").value;
    liquid::Data data = shop();
    std::atomic<int> wrong{0};
    in_threads([&](int number) {
        liquid::RenderContext context;
        for (int round = 0; round < kRounds; ++round) {
            if (number == 0) {
                folder.replace("card.liquid", std::string(round % 7 + 1, 'x'));
                std::this_thread::sleep_for(1ms);
                continue;
            }
            std::string out;
            page.render_into(out, context, data);
            if (out.empty() || out.size() % 20 != 0) ++wrong;
        }
    });
    EXPECT_EQ(wrong, 0);
    folder.replace("card.liquid", "the last one");
    std::this_thread::sleep_for(5ms);
    EXPECT_TRUE(page.render(data).value.starts_with("the last onethe last one"));
}

// A host's object that threads share looks after itself; the engine adds no lock and no cache.
class Counter final : public liquid::Drop {
public:
    liquid::Value get(liquid::DropContext& context, std::string_view key) override {
        if (key == "next") return liquid::Value::integer(++count_);
        if (key == "text") return context.string("text of a drop");
        return liquid::Value::unset();
    }
    std::int64_t count() const { return count_; }

private:
    std::atomic<std::int64_t> count_{0};
};

TEST(Threads, ShareADrop) {
    liquid::Environment environment;
    auto page =
        environment.parse("{{ text }}{{ next | minus: next }}{% for i in (1..8) %}{% assign x = next %}{% endfor %}");
    Counter counter;
    std::atomic<int> wrong{0};
    in_threads([&](int) {
        liquid::RenderContext context;
        for (int round = 0; round < kRounds; ++round) {
            std::string out;
            page.value.render_into(out, context, liquid::RenderInput(liquid::Value::drop(counter)));
            if (!out.starts_with("text of a drop-")) ++wrong;
        }
    });
    EXPECT_EQ(wrong, 0);
    EXPECT_EQ(counter.count(), std::int64_t{10} * kThreads * kRounds);
}

// Pages that hit a limit, fail, or are stopped, between pages that do not: nothing of one is in the next.
TEST(Threads, ErrorsAndLimitsStayWithTheirRender) {
    liquid::Limits limits;
    limits.safety.steps = 100'000;
    limits.safety.output_bytes = 10'000;
    auto environment = liquid::EnvironmentBuilder()
                           .loader(liquid::memory_loader({{"self", "{% render 'self' %}"}, {"bad", "{% if %}"}}))
                           .limits(limits)
                           .on_error(liquid::OnError::Inline)
                           .build();
    struct Case {
        liquid::Template page;
        bool good;
    };
    std::vector<Case> cases;
    for (const char* source :
         {"{% for i in (1..1000000) %}{% assign x = i %}{% endfor %}", "{% for i in (1..9000) %}text{% endfor %}",
          "{% render 'self' %}", "{% render 'gone' %}", "{% render 'bad' %}", "{{ 1 | divided_by: 0 }}", "{% if"})
        cases.push_back({environment.parse(source).value, false});
    cases.push_back({environment.parse("{{ name | downcase }}").value, true});
    liquid::Data data = shop();
    std::atomic<int> wrong{0};
    in_threads([&](int number) {
        liquid::RenderContext context;
        for (int round = 0; round < kRounds / 5; ++round) {
            const Case& one = cases[static_cast<std::size_t>(number + round) % cases.size()];
            std::string out;
            if (one.page.render_into(out, context, data) != one.good) ++wrong;
            if (context.diagnostics().empty() == !one.good) ++wrong;
            out.clear();
            if (!cases.back().page.render_into(out, context, data) || out != "ring & chain") ++wrong;
        }
    });
    EXPECT_EQ(wrong, 0);
}

// Environments, data and contexts begin and end in all threads; contexts serve several environments.
TEST(Threads, MakeAndEndEverything) {
    std::atomic<int> wrong{0};
    liquid::Data shared = shop();
    in_threads([&](int number) {
        liquid::RenderContext context;
        for (int round = 0; round < kRounds / 5; ++round) {
            auto environment = liquid::EnvironmentBuilder()
                                   .loader(liquid::memory_loader({{"p", "{{ n }}{{ products[1].title }}"}}))
                                   .timezone(round % 2 == 0 ? "UTC" : "America/New_York")
                                   .build();
            liquid::Data own = liquid::Data::parse("{\"n\": " + std::to_string(number) + "}").value;
            liquid::Data both = liquid::Data::merge({shared, own});
            liquid::Template page = environment.parse("{% include 'p' %} {{ 0 | date: '%H' }}").value;
            environment = liquid::Environment();
            std::string out;
            page.render_into(out, context, both);
            if (!out.starts_with(std::to_string(number) + "Product 1 ")) ++wrong;
        }
    });
    EXPECT_EQ(wrong, 0);
}

}  // namespace
