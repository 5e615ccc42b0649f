#include "syntax/strict.hpp"

#include "syntax/characters.hpp"
#include "syntax/faults.hpp"

namespace liquid::syntax::strict {
namespace {

// `key: expression`, where a key and a colon are known to come.
bool keyword(TokenReader& reader) {
    Tree& tree = reader.tree();
    Span key = reader.peek().span;
    reader.advance();
    std::uint32_t node = tree.open(NodeKind::Attribute, key, ref(key));
    if (!reader.expect(TokenKind::Colon) || !reader.expression()) return false;
    tree.close(node, tree[node + 1].span.end);
    return true;
}

bool is_keyword(const TokenReader& reader) { return reader.look(TokenKind::Id) && reader.look(TokenKind::Colon, 1); }

// Strict takes all arguments of a filter as text before it reads one, and looks for `key:` in each by a pattern that
// knows no `?`: `a?: b` is one positional lookup `a?.b`.
struct StrictArgument {
    Span key;
    TokenReader::Composed value;
};

bool compose_argument(TokenReader& reader, StrictArgument& argument) {
    if (!is_keyword(reader)) return reader.compose(argument.value);
    Span key = reader.peek().span;
    std::string_view name = reader.text(reader.peek());
    reader.advance();
    reader.advance();
    if (name.ends_with('?')) return reader.compose(argument.value, std::string(name) + ": ");
    argument.key = key;
    return reader.compose(argument.value);
}

bool strict_arguments(TokenReader& reader) {
    std::vector<StrictArgument> arguments;
    do {
        if (!compose_argument(reader, arguments.emplace_back())) return false;
    } while (reader.accept(TokenKind::Comma));
    Tree& tree = reader.tree();
    for (const StrictArgument& argument : arguments) {
        std::uint32_t node = tree.size();
        if (!argument.key.empty()) tree.open(NodeKind::Attribute, argument.key, ref(argument.key));
        if (!reader.expression_of(argument.value)) return false;
        if (!argument.key.empty()) tree.close(node, argument.value.span.end);
    }
    return true;
}

// Strict2 allows none, and a comma at the end.
bool strict2_arguments(TokenReader& reader) {
    auto at_end = [&] { return reader.look(TokenKind::Pipe) || reader.look(TokenKind::End); };
    if (!at_end()) {
        if (is_keyword(reader) ? !keyword(reader) : !reader.expression()) return false;
    }
    while (reader.accept(TokenKind::Comma) && !at_end()) {
        if (is_keyword(reader) ? !keyword(reader) : !reader.expression()) return false;
    }
    return true;
}

bool filter(TokenReader& reader, Rules rules) {
    Tree& tree = reader.tree();
    Token name;
    if (!reader.expect(TokenKind::Id, &name)) return false;
    std::uint32_t node = tree.open(NodeKind::Filter, name.span, ref(name.span));
    std::uint32_t end = name.span.end;
    if (reader.accept(TokenKind::Colon)) {
        if (rules == Rules::Strict ? !strict_arguments(reader) : !strict2_arguments(reader)) return false;
        for (std::uint32_t child = node + 1; child < tree.size(); child = tree[child].next) end = tree[child].span.end;
    }
    tree.close(node, end);
    return true;
}

bool comparison(TokenReader& reader) {
    Tree& tree = reader.tree();
    std::uint32_t node = tree.open(NodeKind::Condition, reader.peek().span.begin);
    tree.condition = node;
    if (!reader.expression(Literals::Conditions)) return false;
    std::uint32_t last = node + 1;
    if (reader.look(TokenKind::Comparison)) {
        Span text = reader.peek().span;
        reader.advance();
        tree[node].text = ref(text);
        tree[node].aux = static_cast<std::uint16_t>(operator_of(tree.text(text)));
        last = tree.size();
        if (!reader.expression(Literals::Conditions)) return false;
    }
    tree.close(node, tree[last].span.end);
    return true;
}

// `key: value` pairs, the commas between them optional.
template <typename Check>
bool attributes(TokenReader& reader, Check check) {
    while (reader.look(TokenKind::Id)) {
        if (!check(reader.peek().span) || !keyword(reader)) return false;
        reader.accept(TokenKind::Comma);
    }
    return reader.expect_end();
}

bool any_attribute(Span) { return true; }

// `in` of a loop, after the variable.
bool loop_head(TokenReader& reader, std::string_view tag) {
    Token variable;
    if (!reader.expect(TokenKind::Id, &variable)) return false;
    reader.tree()[reader.tree().statement].text = ref(variable.span);
    return reader.accept_word("in") || reader.fail(for_without_in(reader.peek().span, tag));
}

bool for_attribute_pair(TokenReader& reader) {
    Tree& tree = reader.tree();
    reader.accept(TokenKind::Comma);
    Span key = reader.peek().span;
    bool is_offset = reader.accept_word("offset");
    if (!is_offset && !reader.accept_word("limit")) return reader.fail(for_attribute(key, tree.text(key)));
    std::uint32_t node = tree.open(NodeKind::Attribute, key, ref(key));
    TokenReader::Composed value;
    if (!reader.expect(TokenKind::Colon) || !reader.compose(value)) return false;
    if (is_offset && tree.text(value.text) == "continue") {
        tree[node].flags |= ContinueOffset;
    } else if (!reader.expression_of(value)) {
        return false;
    }
    tree.close(node, value.span.end);
    return true;
}

// What include and render share after the template's name.
bool partial_arguments(TokenReader& reader) {
    Tree& tree = reader.tree();
    Span word = reader.peek().span;
    bool each = reader.accept_word("for");
    if (each || reader.accept_word("with")) {
        std::uint32_t node = tree.open(NodeKind::With, word);
        if (each) tree[node].flags |= ForEach;
        if (!reader.expression()) return false;
        tree.close(node, tree[node + 1].span.end);
    }
    if (reader.accept_word("as")) {
        Token alias;
        if (!reader.expect(TokenKind::Id, &alias)) return false;
        tree[tree.statement].text = ref(alias.span);
    }
    reader.accept(TokenKind::Comma);
    return attributes(reader, any_attribute);
}

}  // namespace

bool pipeline(Tree& tree, Span markup, Rules rules, BareBrackets brackets, Fault& fault) {
    TokenReader reader(tree, markup, brackets, fault);
    if (!reader.lexed()) return false;
    if (reader.look(TokenKind::End)) return true;
    if (!reader.expression()) return false;
    while (reader.accept(TokenKind::Pipe)) {
        if (!filter(reader, rules)) return false;
    }
    return reader.expect_end();
}

bool condition(Tree& tree, Span markup, BareBrackets brackets, Fault& fault) {
    TokenReader reader(tree, markup, brackets, fault);
    if (!reader.lexed() || !comparison(reader)) return false;
    for (;;) {
        std::uint8_t relation = reader.accept_word("and") ? And : reader.accept_word("or") ? Or : 0;
        if (!relation) return reader.expect_end();
        tree[tree.condition].flags |= relation;
        if (!comparison(reader)) return false;
    }
}

bool for_loop(Tree& tree, Span markup, BareBrackets brackets, Fault& fault) {
    TokenReader reader(tree, markup, brackets, fault);
    if (!reader.lexed() || !loop_head(reader, "for") || !reader.expression()) return false;
    if (reader.accept_word("reversed")) tree[tree.statement].flags |= Reversed;
    while (reader.look(TokenKind::Comma) || reader.look(TokenKind::Id)) {
        if (!for_attribute_pair(reader)) return false;
    }
    return reader.expect_end();
}

bool tablerow(Tree& tree, Span markup, BareBrackets brackets, Fault& fault) {
    TokenReader reader(tree, markup, brackets, fault);
    if (!reader.lexed() || !loop_head(reader, "tablerow") || !reader.expression()) return false;
    reader.accept(TokenKind::Comma);
    return attributes(reader, [&](Span key) {
        std::string_view name = tree.text(key);
        bool known = name == "cols" || name == "limit" || name == "offset" || name == "range";
        return known || reader.fail(tablerow_attribute(key, name));
    });
}

bool cycle(Tree& tree, Span markup, BareBrackets brackets, Fault& fault) {
    TokenReader reader(tree, markup, brackets, fault);
    if (!reader.lexed()) return false;
    if (reader.look(TokenKind::End)) return reader.fail(cycle_syntax(reader.peek().span));
    if (!reader.expression()) return false;
    if (reader.accept(TokenKind::Colon)) {
        tree[tree.statement].flags |= Named;
        if (!reader.expression()) return false;
    }
    while (reader.accept(TokenKind::Comma) && !reader.look(TokenKind::End)) {
        if (!reader.expression()) return false;
    }
    return reader.expect_end();
}

bool include(Tree& tree, Span markup, BareBrackets brackets, Fault& fault) {
    TokenReader reader(tree, markup, brackets, fault);
    return reader.lexed() && reader.expression() && partial_arguments(reader);
}

bool render(Tree& tree, Span markup, BareBrackets brackets, Fault& fault) {
    TokenReader reader(tree, markup, brackets, fault);
    Token name;
    if (!reader.lexed() || !reader.expect(TokenKind::String, &name)) return false;
    return parse_expression(tree, ref(name.span), name.span, Literals::Values, fault) && partial_arguments(reader);
}

bool case_value(Tree& tree, Span markup, BareBrackets brackets, Fault& fault) {
    TokenReader reader(tree, markup, brackets, fault);
    return reader.lexed() && reader.expression() && reader.expect_end();
}

bool when_values(Tree& tree, Span markup, BareBrackets brackets, Fault& fault) {
    TokenReader reader(tree, markup, brackets, fault);
    if (!reader.lexed()) return false;
    do {
        if (!reader.expression(Literals::Conditions)) return false;
    } while (reader.accept_word("or") || reader.accept(TokenKind::Comma));
    return reader.expect_end();
}

bool variable(Tree& tree, Span markup, BareBrackets brackets, Fault& fault) {
    // The reference strips this markup first, which also removes NULs at its ends.
    std::string_view name_only = strip(tree.text(markup));
    std::uint32_t begin = name_only.empty() ? markup.begin : tree.offset(name_only.data());
    Span stripped{begin, begin + static_cast<std::uint32_t>(name_only.size())};
    TokenReader reader(tree, stripped, brackets, fault);
    Token name;
    if (!reader.lexed() || !reader.expect(TokenKind::Id, &name)) return false;
    tree[tree.statement].text = ref(name.span);
    return reader.expect_end();
}

}  // namespace liquid::syntax::strict
