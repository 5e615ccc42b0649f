// Builds the flat tree: nodes are opened, filled and closed in reading order.
#pragma once

#include <cstdint>
#include <string_view>

#include "ast/ast.hpp"

namespace liquid::syntax {

class Tree {
public:
    explicit Tree(Ast& target) : ast(target), source(target.source) {}

    std::uint32_t size() const { return static_cast<std::uint32_t>(ast.nodes.size()); }
    Node& operator[](std::uint32_t index) { return ast.nodes[index]; }
    Node& last() { return ast.nodes.back(); }

    std::uint32_t open(NodeKind kind, std::uint32_t begin) {
        std::uint32_t index = size();
        Node& node = ast.nodes.emplace_back();
        node.kind = kind;
        node.span.begin = begin;
        return index;
    }
    std::uint32_t open(NodeKind kind, Span span, TextRef text = {}) {
        std::uint32_t index = open(kind, span.begin);
        last().span.end = span.end;
        last().text = text;
        return index;
    }
    // From here on all nodes since `open` are its descendants.
    void close(std::uint32_t index) { ast.nodes[index].next = size(); }
    void close(std::uint32_t index, std::uint32_t end) {
        close(index);
        ast.nodes[index].span.end = end;
    }
    Node& leaf(NodeKind kind, Span span, TextRef text = {}) {
        std::uint32_t index = open(kind, span, text);
        ast.nodes[index].next = index + 1;
        return ast.nodes[index];
    }
    // A reading that fails takes back what it has added.
    void truncate(std::uint32_t count) { ast.nodes.resize(count); }

    std::uint32_t offset(const char* place) const { return static_cast<std::uint32_t>(place - source.data()); }
    std::string_view text(Span span) const { return piece_of(source, span); }
    std::string_view text(TextRef ref) const { return ast.text(ref); }
    bool in_source(TextRef ref) const { return ref.begin < source.size(); }

    Ast& ast;
    const std::string_view source;
    std::uint32_t statement = 0;  // the tag whose markup is being read
    std::uint32_t condition = 0;  // the last Condition opened
    std::uint32_t depth = 0;      // of expressions inside expressions
};

constexpr TextRef ref(Span span) { return {span.begin, span.size()}; }

// `size`, `first` and `last` work on lists and strings that have no such key.
constexpr bool is_command(std::string_view name) { return name == "size" || name == "first" || name == "last"; }

constexpr Operator operator_of(std::string_view text) {
    if (text == "==") return Operator::Equal;
    if (text == "!=" || text == "<>") return Operator::NotEqual;
    if (text == "<") return Operator::Less;
    if (text == ">") return Operator::Greater;
    if (text == "<=") return Operator::LessEqual;
    if (text == ">=") return Operator::GreaterEqual;
    if (text == "contains") return Operator::Contains;
    return text.empty() ? Operator::None : Operator::Unknown;
}

}  // namespace liquid::syntax
