// Templates that change while the host runs.
#include <chrono>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "folder.hpp"
#include "support.hpp"

namespace {

using api::Folder;
using namespace std::chrono_literals;

liquid::EnvironmentBuilder by_stamp(std::shared_ptr<liquid::Loader> loader) {
    liquid::EnvironmentBuilder builder;
    builder.loader(std::move(loader)).on_error(liquid::OnError::Inline).reload(liquid::Reload::ByStamp, 0ms);
    return builder;
}

std::string page(const liquid::Environment& environment, std::string_view source = "{% render 'card' %}") {
    return api::render(environment, source).value;
}

TEST(Reload, IsTheHostsCallByDefault) {
    Folder folder;
    folder.write("card.liquid", "one");
    auto environment = liquid::EnvironmentBuilder().loader(liquid::directory_loader({folder.path()})).build();
    EXPECT_EQ(page(environment), "one");
    folder.write("card.liquid", "another");
    EXPECT_EQ(page(environment), "one");
    environment.reload();
    EXPECT_EQ(page(environment), "another");
}

TEST(Reload, OfOneNameLeavesTheOthers) {
    std::vector<std::string> loaded;
    auto environment = liquid::EnvironmentBuilder()
                           .loader(liquid::callback_loader([&](std::string_view name) {
                               loaded.emplace_back(name);
                               return liquid::Lookup{liquid::Source{std::string(name), {}, {}}, {}};
                           }))
                           .build();
    std::string_view source = "{% render 'a' %}{% render 'b' %}{% render 'c.liquid' %}";
    page(environment, source);
    environment.reload("b");
    environment.reload("C");
    environment.reload("nobody");
    EXPECT_EQ(page(environment, source), "abc.liquid");
    EXPECT_EQ(loaded, (std::vector<std::string>{"a", "b", "c.liquid", "b", "c.liquid"}));
}

TEST(Reload, ByStampSeesChangesOfFiles) {
    Folder first, second;
    second.write("card.liquid", "one");
    auto environment = by_stamp(liquid::directory_loader({first.path(), second.path()})).build();
    EXPECT_EQ(page(environment), "one");
    second.write("card.liquid", "another");  // another size: file systems keep times more or less precisely
    EXPECT_EQ(page(environment), "another");
    first.write("card.liquid", "another");  // the same size, in a directory that goes before
    std::filesystem::last_write_time(first.path() / "card.liquid",
                                     std::filesystem::last_write_time(second.path() / "card.liquid"));
    second.write("card.liquid", "not seen");
    EXPECT_EQ(page(environment), "another");
    std::filesystem::remove(first.path() / "card.liquid");
    EXPECT_EQ(page(environment), "not seen");
    std::filesystem::remove(second.path() / "card.liquid");
    EXPECT_EQ(page(environment), "Liquid error (line 1): Could not find asset snippets/card.liquid");
    second.write("card.liquid", "back");
    EXPECT_EQ(page(environment), "back");
}

TEST(Reload, ByStampSeesTimesAlone) {
    Folder folder;
    folder.write("card.liquid", "aaa");
    auto environment = by_stamp(liquid::directory_loader({folder.path()})).build();
    EXPECT_EQ(page(environment), "aaa");
    auto time = std::filesystem::last_write_time(folder.path() / "card.liquid");
    folder.write("card.liquid", "bbb");
    std::filesystem::last_write_time(folder.path() / "card.liquid", time + 1s);
    EXPECT_EQ(page(environment), "bbb");
}

TEST(Reload, ByStampIsForGetToo) {
    Folder folder;
    folder.write("page.liquid", "one");
    auto environment = by_stamp(liquid::directory_loader({folder.path()})).build();
    auto before = environment.get("page").value;
    folder.write("page.liquid", "another");
    EXPECT_EQ(environment.get("page").value.render({}).value, "another");
    EXPECT_EQ(before.render({}).value, "one");
}

TEST(Reload, LooksOncePerInterval) {
    int asked = 0;
    auto loader = liquid::callback_loader(
        [](std::string_view) {
            return liquid::Lookup{liquid::Source{"x", {}, {}}, {}};
        },
        {},
        [&](std::string_view) {
            ++asked;
            return std::optional<std::uint64_t>(7);
        });
    auto environment = by_stamp(loader).reload(liquid::Reload::ByStamp, 1h).build();
    auto template_ = environment.parse("{% render 'card' %}").value;
    for (int i = 0; i < 100; ++i) template_.render({});
    EXPECT_EQ(asked, 1);  // when it was loaded
    asked = 0;
    auto never = liquid::EnvironmentBuilder().loader(loader).build();
    for (int i = 0; i < 100; ++i) page(never);
    EXPECT_EQ(asked, 0);
}

TEST(Reload, LoadersWithoutStampsKeepTheirTemplates) {
    int loaded = 0;
    auto environment = by_stamp(liquid::callback_loader([&](std::string_view) {
                           ++loaded;
                           return liquid::Lookup{liquid::Source{"x", {}, {}}, {}};
                       })).build();
    for (int i = 0; i < 10; ++i) page(environment);
    EXPECT_EQ(loaded, 1);
}

TEST(Reload, AChainHasTheStampsOfAllItsLoaders) {
    Folder folder;
    auto environment = by_stamp(liquid::chain_loader({liquid::directory_loader({folder.path()}),
                                                      liquid::memory_loader({{"card", "from memory"}})}))
                           .build();
    EXPECT_EQ(page(environment), "from memory");
    folder.write("card.liquid", "from the folder");
    EXPECT_EQ(page(environment), "from the folder");
}

TEST(Reload, ARenderUnderWayKeepsWhatItBeganWith) {
    int version = 1;
    liquid::Environment* running = nullptr;
    auto environment =
        liquid::EnvironmentBuilder()
            .loader(liquid::callback_loader([&](std::string_view name) {
                std::string text = name == "card" ? "v" + std::to_string(version) + "{% assign kept = 'literal of " +
                                                        std::to_string(version) + "' %}"
                                                  : "{% include 'card' %}";
                return liquid::Lookup{liquid::Source{text, {}, {}}, {}};
            }))
            .filter("reload",
                    [](liquid::FilterCall& call, liquid::Value input, liquid::Arguments) {
                        (**static_cast<liquid::Environment**>(call.host_register("environment").as_pointer())).reload();
                        return input;
                    })
            .build();
    running = &environment;
    // Dynamic names, so that nothing but the cache holds the first partial.
    auto template_ = environment
                         .parse(
                             "{% assign n = 'card' %}{% include n %} {{ '' | reload }}{% assign n = 'outer' %}"
                             "{% include n %} {% assign n = 'card' %}{% include n %} {{ kept }}")
                         .value;
    liquid::Data::Builder builder;
    auto registers = builder.finish(
        builder.map({{"environment", liquid::Value::pointer(liquid::Type::Drop, static_cast<void*>(&running))}}));
    liquid::RenderInput input;
    input.registers = registers.root();
    std::string first = template_.render(input).value;
    version = 2;
    EXPECT_EQ(first, "v1 v1 v1 literal of 1");
    EXPECT_EQ(template_.render(input).value, "v2 v2 v2 literal of 2");
}

// Beyond what the cache keeps, nobody but the render holds a partial whose literals variables have.
TEST(Reload, LiteralsOutliveTheirPartial) {
    auto environment =
        liquid::EnvironmentBuilder()
            .loader(liquid::callback_loader([](std::string_view name) {
                return liquid::Lookup{
                    liquid::Source{"{% assign kept = 'a literal of " + std::string(name) + "' %}", {}, {}}, {}};
            }))
            .build();
    std::string source =
        "{% for i in (1..10050) %}{% assign n = 'p' | append: i %}{% include n %}{% endfor %}"
        "{% assign held = kept %}{% include 'other' %}{% include n %}{{ held }}";
    EXPECT_EQ(page(environment, source), "a literal of p10050");
}

}  // namespace
