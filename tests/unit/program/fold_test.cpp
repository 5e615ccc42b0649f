// What is computed when a template is compiled, and what must not be.
#include <gtest/gtest.h>

#include <string>

#include <liquid/environment.hpp>
#include <liquid/template.hpp>

namespace {

std::string program_of(const std::string& source, const liquid::Environment& environment = liquid::Environment()) {
    return dump_program(environment, source);
}

bool folds(const std::string& source) { return program_of(source).find("Filter") == std::string::npos; }

TEST(Fold, PureFiltersOnLiterals) {
    EXPECT_EQ(program_of("{{ 'a' | upcase | append: 'b' }}"),
              "    0  EmitConstant   \"\\\"Ab\\\"\"\n"
              "    1  Return\n");
    EXPECT_EQ(program_of("{% assign list = 'a,b' | split: ',' %}"),
              "    0  Constant       \"[\\\"a\\\", \\\"b\\\"]\"\n"
              "    1  Assign         list\n"
              "    2  Return\n");
    EXPECT_EQ(program_of("{{ 'text' }}"),
              "    0  Text           \"text\"\n"
              "    1  Return\n");
}

TEST(Fold, ThePartBeforeTheFirstFilterThatCannot) {
    std::string program = program_of("{{ 'a' | upcase | append: b | downcase }}");
    EXPECT_EQ(program.find("upcase"), std::string::npos);
    EXPECT_NE(program.find("append"), std::string::npos);
    EXPECT_NE(program.find("downcase"), std::string::npos);
}

TEST(Fold, NotWhatFails) {
    EXPECT_FALSE(folds("{{ 1 | divided_by: 0 }}"));
    EXPECT_FALSE(folds("{{ 'a' | concat: 'b' }}"));
}

TEST(Fold, NotWhatDependsOnTheRender) {
    EXPECT_FALSE(folds("{{ 'now' | date: '%Y' }}"));
    EXPECT_FALSE(folds("{{ a | upcase }}"));
    EXPECT_FALSE(folds("{{ 'a' | unknown }}"));
    EXPECT_FALSE(folds("{{ 'a' | default: 'b', allow_false: true }}"));
}

TEST(Fold, NotWhatIsLarge) {
    EXPECT_FALSE(folds("{{ (1..100000) | join }}"));
    EXPECT_FALSE(folds("{{ '" + std::string(600, 'a') + "' | upcase }}"));
    EXPECT_FALSE(folds("{{ '" + std::string(400, 'a') + "' | replace: 'a', 'aa' }}"));
    EXPECT_FALSE(folds("{{ '" + std::string(400, 'a') + "' | split: '' }}"));
    EXPECT_FALSE(folds("{{ 9 | times: 9999999999999999999999999 }}"));
}

liquid::Value shout(liquid::FilterCall& call, liquid::Value, liquid::Arguments) { return call.string("HOST"); }

TEST(Fold, NotTheHostsFilters) {
    liquid::Environment environment =
        liquid::EnvironmentBuilder().filter(liquid::FilterSpec{"upcase", shout, 0, 0, true}).build();
    EXPECT_NE(program_of("{{ 'a' | upcase }}", environment).find("Filter"), std::string::npos);
    EXPECT_EQ(environment.parse("{{ 'a' | upcase }}").value.render({}).value, "HOST");
}

TEST(Fold, IsChargedAsTheRenderWouldBe) {
    auto steps = [](const std::string& source) {
        liquid::RenderContext context;
        std::string out;
        liquid::Environment().parse(source).value.render_into(out, context, {});
        return context.usage().steps;
    };
    // The same calls with an input that is not known beforehand; its look-up stands for the literal.
    EXPECT_EQ(steps("{% assign z = 'a' %}{% for i in (1..9) %}{{ 'a' | replace: 'a', 'bc' | upcase }}{% endfor %}"),
              steps("{% assign z = 'a' %}{% for i in (1..9) %}{{ z | replace: 'a', 'bc' | upcase }}{% endfor %}"));
}

}  // namespace
