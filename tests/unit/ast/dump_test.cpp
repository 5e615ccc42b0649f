#include <gtest/gtest.h>

#include "ast/ast.hpp"

namespace {

TEST(Dump, IndentsByTheTree) {
    liquid::Ast ast;
    ast.source = "a{{ b }}";
    for (int i = 0; i < 4; ++i) ast.nodes.add();
    ast.nodes[0].next = 4;
    ast.nodes[1] = {liquid::NodeKind::Text, 0, 0, 2, 1, {0, 1}, {0, 1}};
    ast.nodes[2] = {liquid::NodeKind::Output, 0, 0, 4, 1, {1, 8}, {}};
    ast.nodes[3] = {liquid::NodeKind::Lookup, 0, 0, 4, 0, {4, 5}, {4, 1}};
    EXPECT_EQ(dump(ast),
              "Document [0, 0)\n"
              "  Text \"a\" line 1 [0, 1)\n"
              "  Output line 1 [1, 8)\n"
              "    Lookup \"b\" [4, 5)\n");
}

TEST(Ast, KeepsComposedTextsBehindTheSource) {
    liquid::Ast ast;
    ast.source = "source";
    liquid::TextRef ref = ast.keep("kept");
    EXPECT_EQ(ast.text(ref), "kept");
    EXPECT_EQ(ast.text({0, 3}), "sou");
}

}  // namespace
