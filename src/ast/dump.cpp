#include <cstddef>
#include <vector>

#include "ast/ast.hpp"

namespace liquid {
namespace {

std::string_view name_of(NodeKind kind) {
    static constexpr std::string_view names[] = {
        "Document",  "Text",    "Output",        "Echo",  "Assign",    "Capture",   "Increment", "Decrement",
        "If",        "Unless",  "Case",          "For",   "Tablerow",  "Cycle",     "Ifchanged", "Include",
        "Render",    "Comment", "InlineComment", "Raw",   "Doc",       "Break",     "Continue",  "Liquid",
        "CustomTag", "Body",    "Branch",        "When",  "Condition", "Attribute", "With",      "Markup",
        "Filter",    "Nil",     "True",          "False", "Blank",     "Empty",     "Integer",   "Float",
        "String",    "Range",   "Lookup",        "Key",   "Index"};
    static_assert(std::size(names) == static_cast<std::size_t>(NodeKind::Index) + 1);
    return names[static_cast<std::size_t>(kind)];
}

std::string_view operator_name(std::uint16_t aux) {
    static constexpr std::string_view names[] = {"", "==", "!=", "<", ">", "<=", ">=", "contains", "unknown"};
    return aux < std::size(names) ? names[aux] : "unknown";
}

void append_flag(std::string& out, const Node& node, std::uint8_t flag, std::string_view name) {
    if (node.flags & flag) out.append(" ").append(name);
}

void append_flags(std::string& out, const Node& node) {
    switch (node.kind) {
        case NodeKind::For:
            return append_flag(out, node, Reversed, "reversed");
        case NodeKind::Attribute:
            return append_flag(out, node, ContinueOffset, "continue");
        case NodeKind::Cycle:
            return append_flag(out, node, Named, "named");
        case NodeKind::Branch:
            return append_flag(out, node, Else, "else");
        case NodeKind::With:
            return append_flag(out, node, ForEach, "for-each");
        case NodeKind::Key:
            return append_flag(out, node, IsCommand, "command");
        case NodeKind::Condition:
            if (node.aux) out.append(" ").append(operator_name(node.aux));
            append_flag(out, node, And, "and");
            return append_flag(out, node, Or, "or");
        case NodeKind::Lookup:
            append_flag(out, node, NamedByExpression, "by-expression");
            return append_flag(out, node, NoName, "no-name");
        default:
            return;
    }
}

void append_quoted(std::string& out, std::string_view text) {
    static constexpr char hex[] = "0123456789abcdef";
    out += '"';
    for (char c : text) {
        auto byte = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\') {
            out += '\\';
            out += c;
        } else if (c == '\n') {
            out += "\\n";
        } else if (byte < 0x20 || byte == 0x7f) {
            out.append("\\x").append(1, hex[byte >> 4]).append(1, hex[byte & 15]);
        } else {
            out += c;
        }
    }
    out += '"';
}

bool has_text(const Node& node) {
    if (node.text.length) return true;
    return node.kind == NodeKind::Text || node.kind == NodeKind::String || node.kind == NodeKind::Raw;
}

}  // namespace

std::string dump(const Ast& ast) {
    std::string out;
    std::vector<std::uint32_t> ends;  // of the nodes that the current one is in
    for (std::uint32_t i = 0; i < ast.nodes.size(); ++i) {
        const Node& node = ast.nodes[i];
        while (!ends.empty() && ends.back() <= i) ends.pop_back();
        out.append(2 * ends.size(), ' ').append(name_of(node.kind));
        append_flags(out, node);
        if (has_text(node)) {
            out += ' ';
            append_quoted(out, ast.text(node));
        }
        if (node.line) out.append(" line ").append(std::to_string(node.line));
        out.append(" [").append(std::to_string(node.span.begin)).append(", ");
        out.append(std::to_string(node.span.end)).append(")\n");
        ends.push_back(node.next);
    }
    return out;
}

}  // namespace liquid
