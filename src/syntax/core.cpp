#include "syntax/core.hpp"

#include "syntax/grammar.hpp"

namespace liquid::syntax::core {
namespace {

// Strings inside brackets inside brackets: what is deeper is left to the forms, which bound it.
constexpr std::uint32_t deepest = 16;

template <typename Rule>
struct action : pegtl::nothing<Rule> {};

template <typename Input>
Span span_of(const Input& in, const Tree& tree) {
    return {tree.offset(in.begin()), tree.offset(in.end())};
}

struct accepts_all {
    static bool accepts(Tree&, std::uint32_t) { return true; }
};

// Which bytes a rule that makes an inner node can begin with: most tries fail here, before a node is made.
template <typename Rule>
constexpr bool may_begin(char) {
    return true;
}
template <>
constexpr bool may_begin<grammar::lookup>(char c) {
    return is(c, character::NameStart);
}
template <>
constexpr bool may_begin<grammar::path>(char c) {
    return is(c, character::NameStart);
}
template <>
constexpr bool may_begin<grammar::keyword>(char c) {
    return is(c, character::NameStart);
}
template <>
constexpr bool may_begin<grammar::index>(char c) {
    return c == '[';
}
template <>
constexpr bool may_begin<grammar::range>(char c) {
    return c == '(';
}

// A rule that makes an inner node: opened before, closed after, taken back on failure. `accepts` may still refuse.
template <typename Accepts, typename Rule, pegtl::apply_mode A, pegtl::rewind_mode M,
          template <typename...> class Action, template <typename...> class Control, typename Input>
bool match_node(NodeKind kind, Input& in, Tree& tree) {
    if (in.empty() || !may_begin<Rule>(in.peek_char())) return false;
    auto marker = in.template mark<pegtl::rewind_mode::required>();
    std::uint32_t node = tree.open(kind, tree.offset(in.current()));
    bool matched = pegtl::match<Rule, A, M, Action, Control>(in, tree);
    if (matched) {
        tree.close(node, tree.offset(in.current()));
        matched = Accepts::accepts(tree, node);
    }
    if (!matched) tree.truncate(node);
    return marker(matched);
}

template <NodeKind Kind, typename Accepts>
struct inner : pegtl::maybe_nothing {
    static bool accepts(Tree&, std::uint32_t) { return true; }

    template <typename Rule, pegtl::apply_mode A, pegtl::rewind_mode M, template <typename...> class Action,
              template <typename...> class Control, typename Input>
    static bool match(Input& in, Tree& tree) {
        return match_node<Accepts, Rule, A, M, Action, Control>(Kind, in, tree);
    }
};

// A bare word may be a literal; `contains` is an operator wherever an expression may begin.
bool settle_word(Tree& tree, std::uint32_t node) {
    Node& word = tree[node];
    std::string_view text = tree.text(word.span);
    if (node + 1 != tree.size()) {
        return word.text.length != 8 || tree.text(word.text) != "contains";
    }
    switch (text.size()) {
        case 3:
            if (text == "nil") word.kind = NodeKind::Nil;
            break;
        case 4:
            if (text == "true") word.kind = NodeKind::True;
            if (text == "null") word.kind = NodeKind::Nil;
            break;
        case 5:
            if (text == "false") word.kind = NodeKind::False;
            if (text == "blank" || text == "empty") word.kind = NodeKind::String;
            break;
        case 8:
            return text != "contains";
        default:
            break;
    }
    if (word.kind != NodeKind::Lookup) word.text = {};
    return true;
}

struct settles_word {
    static bool accepts(Tree& tree, std::uint32_t node) { return settle_word(tree, node); }
};

template <>
struct action<grammar::lookup> : pegtl::maybe_nothing {
    template <typename Rule, pegtl::apply_mode A, pegtl::rewind_mode M, template <typename...> class Action,
              template <typename...> class Control, typename Input>
    [[gnu::flatten]] static bool match(Input& in, Tree& tree) {
        if (tree.depth == deepest) return false;
        ++tree.depth;
        bool matched = match_node<settles_word, Rule, A, M, Action, Control>(NodeKind::Lookup, in, tree);
        --tree.depth;
        return matched;
    }
};

// An end of a range that is a word must be a lookup: the literals have rules of their own there.
template <>
struct action<grammar::path> : inner<NodeKind::Lookup, action<grammar::path>> {
    static bool accepts(Tree& tree, std::uint32_t node) {
        return settle_word(tree, node) && tree[node].kind == NodeKind::Lookup;
    }
};

template <>
struct action<grammar::range> : inner<NodeKind::Range, action<grammar::range>> {};
template <>
struct action<grammar::index> : inner<NodeKind::Index, action<grammar::index>> {};
template <>
struct action<grammar::filter> : inner<NodeKind::Filter, action<grammar::filter>> {};
template <>
struct action<grammar::keyword> : inner<NodeKind::Attribute, action<grammar::keyword>> {};
template <>
struct action<grammar::partial_attribute> : inner<NodeKind::Attribute, action<grammar::partial_attribute>> {};
template <>
struct action<grammar::for_attribute> : inner<NodeKind::Attribute, action<grammar::for_attribute>> {};
template <>
struct action<grammar::offset_continue> : inner<NodeKind::Attribute, action<grammar::offset_continue>> {
    static bool accepts(Tree& tree, std::uint32_t node) {
        tree[node].flags |= ContinueOffset;
        return true;
    }
};
template <>
struct action<grammar::tablerow_attribute> : inner<NodeKind::Attribute, action<grammar::tablerow_attribute>> {};
template <>
struct action<grammar::with_value> : inner<NodeKind::With, action<grammar::with_value>> {};

// The comparison is known to its operator and to the relation behind it.
template <>
struct action<grammar::comparison> : pegtl::maybe_nothing {
    template <typename Rule, pegtl::apply_mode A, pegtl::rewind_mode M, template <typename...> class Action,
              template <typename...> class Control, typename Input>
    static bool match(Input& in, Tree& tree) {
        tree.condition = tree.size();
        return match_node<accepts_all, Rule, A, M, Action, Control>(NodeKind::Condition, in, tree);
    }
};

// In an operand `blank` and `empty` are tests, and a name may not look like the operators `and` and `or` to the
// patterns of the lax readings, which take `or-else` for `or`.
template <>
struct action<grammar::operand> : pegtl::maybe_nothing {
    template <typename Rule, pegtl::apply_mode A, pegtl::rewind_mode M, template <typename...> class Action,
              template <typename...> class Control, typename Input>
    static bool match(Input& in, Tree& tree) {
        std::uint32_t node = tree.size();
        if (!pegtl::match<Rule, A, M, Action, Control>(in, tree)) return false;
        Node& operand = tree[node];
        if (operand.kind == NodeKind::String && operand.text.length == 0) return settle_test(tree, operand);
        return operand.kind != NodeKind::Lookup || !looks_like_relation(tree.text(operand.text));
    }
    static bool settle_test(const Tree& tree, Node& operand) {
        char first = tree.source[operand.span.begin];
        if (first == 'b') operand.kind = NodeKind::Blank;
        if (first == 'e') operand.kind = NodeKind::Empty;
        return true;
    }
    static bool looks_like_relation(std::string_view name) {
        auto begins_with = [&](std::string_view word) {
            return name.starts_with(word) && (name.size() == word.size() || !is_word(name[word.size()]));
        };
        return begins_with("and") || begins_with("or");
    }
};

template <NodeKind Kind>
struct leaf {
    template <typename Input>
    static void apply(const Input& in, Tree& tree) {
        Span span = span_of(in, tree);
        tree.leaf(Kind, span, ref(span));
    }
};

struct string_leaf {
    template <typename Input>
    static void apply(const Input& in, Tree& tree) {
        Span span = span_of(in, tree);
        tree.leaf(NodeKind::String, span, {span.begin + 1, span.size() - 2});
    }
};
template <>
struct action<grammar::string> : string_leaf {};
template <>
struct action<grammar::bracket_string> : string_leaf {};
template <>
struct action<grammar::integer> : leaf<NodeKind::Integer> {};

template <>
struct action<grammar::fraction> {
    template <typename Input>
    static void apply(const Input& in, Tree& tree) {
        Node& number = tree.last();
        number.kind = NodeKind::Float;
        number.span.end = tree.offset(in.end());
        number.text = ref(number.span);
    }
};

template <>
struct action<grammar::key_name> {
    template <typename Input>
    static void apply(const Input& in, Tree& tree) {
        Span span = span_of(in, tree);
        Node& key = tree.leaf(NodeKind::Key, span, ref(span));
        if (is_command(tree.text(span))) key.flags |= IsCommand;
    }
};

// Names of the node that was opened last.
struct names_last {
    template <typename Input>
    static void apply(const Input& in, Tree& tree) {
        tree.last().text = ref(span_of(in, tree));
    }
};
template <>
struct action<grammar::first_name> : names_last {};
template <>
struct action<grammar::for_attribute_name> : names_last {};
template <>
struct action<grammar::offset_word> : names_last {};
template <>
struct action<grammar::tablerow_attribute_name> : names_last {};

struct names_last_but_contains {
    template <typename Input>
    static bool apply(const Input& in, Tree& tree) {
        Span span = span_of(in, tree);
        tree.last().text = ref(span);
        return span.size() != 8 || tree.text(span) != "contains";
    }
};
template <>
struct action<grammar::filter_name> : names_last_but_contains {};

template <>
struct action<grammar::keyword_name> : names_last_but_contains {};

// Names of the statement.
struct names_statement {
    template <typename Input>
    static bool apply(const Input& in, Tree& tree) {
        Span span = span_of(in, tree);
        tree[tree.statement].text = ref(span);
        return tree.text(span) != "contains";
    }
};
template <>
struct action<grammar::variable> : names_statement {};
template <>
struct action<grammar::alias> : names_statement {};

template <>
struct action<grammar::comparison_operator> {
    template <typename Input>
    static void apply(const Input& in, Tree& tree) {
        Span span = span_of(in, tree);
        Node& condition = tree[tree.condition];
        condition.text = ref(span);
        condition.aux = static_cast<std::uint16_t>(operator_of(tree.text(span)));
    }
};

template <NodeFlag Flag>
struct flags_condition {
    template <typename Input>
    static void apply(const Input&, Tree& tree) {
        tree[tree.condition].flags |= Flag;
    }
};
template <>
struct action<grammar::and_word> : flags_condition<And> {};
template <>
struct action<grammar::or_word> : flags_condition<Or> {};

template <NodeFlag Flag>
struct flags_statement {
    template <typename Input>
    static void apply(const Input&, Tree& tree) {
        tree[tree.statement].flags |= Flag;
    }
};
template <>
struct action<grammar::reversed_word> : flags_statement<Reversed> {};
template <>
struct action<grammar::cycle_colon> : flags_statement<Named> {};
template <>
struct action<grammar::for_word> {
    template <typename Input>
    static void apply(const Input&, Tree& tree) {
        tree.last().flags |= ForEach;
    }
};

bool refuse(Tree& tree, std::uint32_t mark, const Node& statement) {
    tree.truncate(mark);
    tree[tree.statement] = statement;
    return false;
}

// The grammar reads at one go, and nobody may wait so long: the forms look on the way.
constexpr std::uint32_t longest = Tree::kStretch;

template <typename Rule, typename Agrees>
bool read(Tree& tree, Span markup, Agrees agrees) {
    if (markup.size() > longest) [[unlikely]]
        return false;
    std::uint32_t mark = tree.size();
    Node statement = tree[tree.statement];
    PegtlInput in(tree.source.data() + markup.begin, tree.source.data() + markup.end, "");
    bool matched = pegtl::parse<Rule, action>(in, tree) && agrees(mark);
    return matched || refuse(tree, mark, statement);
}

template <typename Rule>
bool read(Tree& tree, Span markup) {
    return read<Rule>(tree, markup, [](std::uint32_t) { return true; });
}

// The lax readings search the whole markup for `key:` and for commas, so that those in quotes count.
bool holds(const Tree& tree, const Node& node, char sign) {
    return tree.text(node.span).find(sign) != std::string_view::npos;
}

}  // namespace

[[gnu::flatten]] bool pipeline(Tree& tree, Span markup) { return read<grammar::output>(tree, markup); }
bool assign(Tree& tree, Span markup) { return read<grammar::assign>(tree, markup); }
bool condition(Tree& tree, Span markup) { return read<grammar::condition>(tree, markup); }
bool case_value(Tree& tree, Span markup) { return read<grammar::case_value>(tree, markup); }
bool when_values(Tree& tree, Span markup) { return read<grammar::when_values>(tree, markup); }
bool variable(Tree& tree, Span markup) { return read<grammar::single_variable>(tree, markup); }

bool for_loop(Tree& tree, Span markup) {
    return read<grammar::for_loop>(tree, markup,
                                   [&](std::uint32_t collection) { return !holds(tree, tree[collection], ':'); });
}

bool tablerow(Tree& tree, Span markup) {
    return read<grammar::tablerow>(tree, markup, [&](std::uint32_t collection) {
        // The lax pattern knows no dash in the variable's name.
        bool plain = tree.text(tree[tree.statement].text).find('-') == std::string_view::npos;
        return plain && !holds(tree, tree[collection], ':');
    });
}

bool cycle(Tree& tree, Span markup) {
    return read<grammar::cycle>(tree, markup, [&](std::uint32_t first) {
        std::uint32_t value = (tree[tree.statement].flags & Named) ? tree[first].next : first;
        for (; value < tree.size(); value = tree[value].next) {
            if (tree[value].kind == NodeKind::Nil || holds(tree, tree[value], ',')) return false;
        }
        return true;
    });
}

namespace {

bool plain_partial(const Tree& tree, std::uint32_t first) {
    for (std::uint32_t i = first; i < tree.size(); i = tree[i].next) {
        const Node& node = tree[i];
        if (node.kind != NodeKind::Attribute) {
            if (holds(tree, node, ':')) return false;
            continue;
        }
        std::string_view key = tree.text(node.text);
        // Without a comma before them strict2 takes these for clauses.
        if (key == "with" || key == "for" || key == "as") return false;
    }
    return true;
}

}  // namespace

bool include(Tree& tree, Span markup) {
    return read<grammar::include>(tree, markup, [&](std::uint32_t first) { return plain_partial(tree, first); });
}

bool render(Tree& tree, Span markup) {
    return read<grammar::render>(tree, markup, [&](std::uint32_t first) { return plain_partial(tree, first); });
}

}  // namespace liquid::syntax::core
