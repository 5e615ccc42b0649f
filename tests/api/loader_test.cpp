// Loaders: from a partial's name to its source.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>

#include "folder.hpp"
#include "support.hpp"

namespace {

namespace fs = std::filesystem;

using api::Folder;

liquid::Result<std::string> page(std::shared_ptr<liquid::Loader> loader, std::string_view source) {
    return api::render(liquid::EnvironmentBuilder().on_error(liquid::OnError::Inline).loader(std::move(loader)).build(),
                       source);
}

bool mentions(const liquid::Diagnostic& diagnostic, std::string_view text) {
    return liquid::to_text(diagnostic).find(text) != std::string::npos;
}

TEST(MemoryLoader, FindsNamesWithAndWithoutEnding) {
    auto loader = liquid::memory_loader({{"card", "c"}, {"foot.liquid", "f"}});
    EXPECT_EQ(page(loader, "{% render 'card' %}{% render 'foot' %}").value, "cf");
}

TEST(MemoryLoader, NamesWhatIsNear) {
    auto result =
        page(liquid::memory_loader({{"back-in-stock", ""}, {"footer", ""}}), "x\n  {% render 'back-in-stok' %}");
    ASSERT_EQ(api::codes(result.diagnostics), "LQ1001");
    const liquid::Diagnostic& diagnostic = result.diagnostics[0];
    EXPECT_EQ(diagnostic.location.line, 2u);
    EXPECT_TRUE(mentions(diagnostic, "back-in-stock")) << liquid::to_text(diagnostic);
    EXPECT_FALSE(mentions(diagnostic, "footer"));
}

TEST(DirectoryLoader, SearchesDirectoriesInOrder) {
    Folder one, two;
    one.write("a.liquid", "first a");
    two.write("a.liquid", "second a");
    two.write("sub/b.liquid", "b");
    auto loader = liquid::directory_loader({one.path(), two.path()});
    EXPECT_EQ(page(loader, "{% render 'a' %}, {% render 'sub/b' %}").value, "first a, b");
}

TEST(DirectoryLoader, SaysWhereItLooked) {
    Folder one;
    auto result = page(liquid::directory_loader({one.path()}), "{% render 'gone' %}");
    EXPECT_EQ(result.value, "Liquid error (line 1): Could not find asset snippets/gone.liquid");
    ASSERT_EQ(api::codes(result.diagnostics), "LQ1001");
    EXPECT_TRUE(mentions(result.diagnostics[0], one.path().string())) << liquid::to_text(result.diagnostics[0]);
}

TEST(DirectoryLoader, FindsByCaseWithAWarning) {
    Folder one;
    one.write("Card.liquid", "c");
    auto result = page(liquid::directory_loader({one.path()}), "{% render 'card' %}");
    EXPECT_EQ(result.value, "c");
    ASSERT_EQ(api::codes(result.diagnostics), "LQ1003");
    EXPECT_EQ(result.diagnostics[0].severity, liquid::Severity::Warning);
    EXPECT_TRUE(result.ok());
}

TEST(DirectoryLoader, NeverLeavesItsRoots) {
    Folder outside;
    outside.write("secret.liquid", "secret");
    Folder root;
    root.write("in/card.liquid", "card");
    auto loader = liquid::directory_loader({root.path() / "in"});
    std::string up = "../../" + outside.path().filename().string() + "/secret";
    for (const std::string& name : {up, std::string("../in/../../") + outside.path().filename().string() + "/secret",
                                    (outside.path() / "secret").string(), std::string("/etc/passwd"), std::string(".."),
                                    std::string("in/../../x"), std::string("a\\..\\..\\secret")}) {
        auto result = page(loader, "{% include '" + name + "' %}");
        EXPECT_EQ(result.value.find("secret\n"), std::string::npos) << name;
        EXPECT_NE(result.value, "secret") << name;
        EXPECT_FALSE(result.ok()) << name;
    }
    EXPECT_EQ(api::codes(page(loader, "{% include '" + up + "' %}").diagnostics), "LQ1002");
    EXPECT_EQ(api::codes(page(loader, "{% include '/etc/passwd' %}").diagnostics), "LQ1002");
}

TEST(DirectoryLoader, RefusesLinksThatLeadOut) {
    Folder outside;
    outside.write("secret.liquid", "secret");
    Folder root;
    root.write("real.liquid", "real");
    fs::create_symlink(outside.path() / "secret.liquid", root.path() / "out.liquid");
    fs::create_directory_symlink(outside.path(), root.path() / "dir");
    fs::create_symlink("real.liquid", root.path() / "inside.liquid");
    auto loader = liquid::directory_loader({root.path()});
    EXPECT_EQ(api::codes(page(loader, "{% render 'out' %}").diagnostics), "LQ1002");
    EXPECT_EQ(api::codes(page(loader, "{% render 'dir/secret' %}").diagnostics), "LQ1002");
    EXPECT_EQ(page(loader, "{% render 'inside' %}").value, "real");
}

TEST(DirectoryLoader, NulInANameIsNotAFile) {
    Folder root;
    root.write("card.liquid", "card");
    auto result = page(liquid::directory_loader({root.path()}), std::string("{% include 'card.liquid\0x' %}", 29));
    EXPECT_FALSE(result.ok());
}

TEST(DirectoryLoader, ADirectoryIsNotATemplate) {
    Folder root;
    fs::create_directories(root.path() / "card.liquid");
    auto result = page(liquid::directory_loader({root.path()}), "a{% render 'card' %}");
    EXPECT_FALSE(result.ok());
}

TEST(ChainLoader, AsksOneAfterTheOther) {
    auto loader =
        liquid::chain_loader({liquid::memory_loader({{"a", "1"}}), liquid::memory_loader({{"a", "2"}, {"b", "2"}})});
    EXPECT_EQ(page(loader, "{% render 'a' %}{% render 'b' %}").value, "12");
    auto names = loader->names();
    EXPECT_NE(std::find(names.begin(), names.end(), "b"), names.end());
    EXPECT_EQ(api::codes(page(loader, "{% render 'c' %}").diagnostics), "LQ1001");
}

TEST(CallbackLoader, IsAskedOncePerName) {
    int asked = 0;
    auto loader = liquid::callback_loader([&](std::string_view name) {
        ++asked;
        liquid::Lookup lookup;
        lookup.source = liquid::Source{"[" + std::string(name) + "]", {}, {}};
        return lookup;
    });
    auto environment = liquid::EnvironmentBuilder().loader(loader).build();
    EXPECT_EQ(api::render(environment, "{% for i in (1..3) %}{% render 'x' %}{% endfor %}").value, "[x][x][x]");
    EXPECT_EQ(asked, 1);
    environment.reload();
    EXPECT_EQ(api::render(environment, "{% render 'x' %}").value, "[x]");
    EXPECT_EQ(asked, 2);
}

TEST(CallbackLoader, GivesItsOwnTexts) {
    auto loader = liquid::callback_loader(
        [](std::string_view name) {
            liquid::Lookup lookup;
            lookup.missing.reference = "no asset called " + std::string(name);
            lookup.missing.searched = {"the warehouse"};
            return lookup;
        },
        [] { return std::vector<std::string>{"header"}; });
    auto result = page(loader, "{% render 'heder' %}");
    EXPECT_EQ(result.value, "Liquid error (line 1): no asset called heder");
    ASSERT_EQ(api::codes(result.diagnostics), "LQ1001");
    EXPECT_TRUE(mentions(result.diagnostics[0], "header")) << liquid::to_text(result.diagnostics[0]);
}

TEST(Environment, GetsTemplatesByName) {
    auto environment = liquid::EnvironmentBuilder().loader(liquid::memory_loader({{"page", "hello {{ x }}"}})).build();
    auto found = environment.get("page");
    ASSERT_TRUE(found.ok());
    EXPECT_EQ(found.value.render(api::data(R"({"x": 1})")).value, "hello 1");
    EXPECT_FALSE(environment.get("other").ok());
}

TEST(Diagnostic, OutlivesSourceAndTemplate) {
    liquid::Diagnostics kept;
    {
        std::string source = "first\n{% include 'outer' %}";
        auto result = page(liquid::memory_loader({{"outer", "x\n {% render 'gone' %}"}}), source);
        kept = result.diagnostics;
    }
    ASSERT_EQ(kept.size(), 1u);
    EXPECT_EQ(kept[0].location.path, "outer");
    EXPECT_EQ(kept[0].location.line, 2u);
    EXPECT_EQ(kept[0].location.excerpt, " {% render 'gone' %}");
    ASSERT_EQ(kept[0].chain.size(), 1u);
    EXPECT_EQ(kept[0].chain[0].tag, "include");
    EXPECT_EQ(kept[0].chain[0].location.line, 2u);
}

}  // namespace
