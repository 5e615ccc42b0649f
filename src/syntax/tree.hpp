// Builds the flat tree: nodes are opened, filled and closed in reading order.
#pragma once

#include <cstdint>
#include <string_view>

#include "ast/ast.hpp"
#include "source/watch.hpp"

namespace liquid::syntax {

class Tree {
public:
    explicit Tree(Ast& target, const Watch& watch = {}) : ast(target), source(target.source), watch_(watch) {}

    std::uint32_t size() const { return nodes.size(); }
    Node& operator[](std::uint32_t index) { return nodes[index]; }
    const Node& operator[](std::uint32_t index) const { return nodes[index]; }
    Node& last() { return nodes.back(); }

    std::uint32_t open(NodeKind kind, std::uint32_t begin) {
        std::uint32_t index = size();
        Node& node = nodes.add();
        node.kind = kind;
        node.span.begin = begin;
        return index;
    }
    std::uint32_t open(NodeKind kind, Span span, TextRef text = {}) {
        std::uint32_t index = size();
        add(kind, span, text);
        return index;
    }
    // From here on all nodes since `open` are its descendants.
    void close(std::uint32_t index) { nodes[index].next = size(); }
    void close(std::uint32_t index, std::uint32_t end) {
        close(index);
        nodes[index].span.end = end;
    }
    Node& leaf(NodeKind kind, Span span, TextRef text = {}) {
        Node& node = add(kind, span, text);
        node.next = size();
        return node;
    }
    // A reading that fails takes back what it has added.
    void truncate(std::uint32_t count) { nodes.truncate(count); }

    // So many bytes were read: who waits for the text looks now and then.
    void pass(std::size_t bytes) {
        passed_ += bytes;
        if (passed_ < kStretch) return;
        passed_ = 0;
        watch_();
    }

    std::uint32_t offset(const char* place) const { return static_cast<std::uint32_t>(place - source.data()); }
    std::string_view text(Span span) const { return piece_of(source, span); }
    std::string_view text(TextRef ref) const { return ast.text(ref); }
    bool in_source(TextRef ref) const { return ref.begin < source.size(); }

    Ast& ast;     // whose texts are read and kept
    Nodes nodes;  // to be the Ast's in the end
    const std::string_view source;
    std::uint32_t statement = 0;  // the tag whose markup is being read
    std::uint32_t condition = 0;  // the last Condition opened
    std::uint32_t depth = 0;      // of expressions inside expressions

    static constexpr std::uint32_t kStretch = 16 << 10;
    static constexpr std::uint32_t kToken = 16;  // what reading a token costs, in bytes

private:
    const Watch watch_;
    std::size_t passed_ = 0;

    Node& add(NodeKind kind, Span span, TextRef text) {
        Node& node = nodes.add();
        node.kind = kind;
        node.span = span;
        node.text = text;
        return node;
    }
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
