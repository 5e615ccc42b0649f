#include "syntax/lax.hpp"

#include "source/table.hpp"
#include "syntax/expression.hpp"
#include "syntax/faults.hpp"
#include "syntax/patterns.hpp"

namespace liquid::syntax::lax {
namespace {

using pattern::Match;
using pattern::npos;

// A markup as text, and its pieces as places in the source.
struct Markup {
    Tree& tree;
    Span span;
    std::string_view text;

    Markup(Tree& owner, Span markup) : tree(owner), span(markup), text(owner.text(markup)) {}
    Span place(std::size_t begin, std::size_t end) const {
        return {span.begin + static_cast<std::uint32_t>(begin), span.begin + static_cast<std::uint32_t>(end)};
    }
    Span place(Match match) const { return place(match.begin, match.end); }
    bool expression(Match match, Fault& fault, Literals literals = Literals::Values) const {
        return parse_expression(tree, ref(place(match)), place(match), literals, fault);
    }
};

bool attribute(const Markup& markup, const pattern::Attribute& found, Fault& fault) {
    Tree& tree = markup.tree;
    Span key = markup.place(found.key);
    std::uint32_t node = tree.open(NodeKind::Attribute, key, ref(key));
    if (!markup.expression(found.value, fault)) return false;
    tree.close(node, markup.place(found.value).end);
    return true;
}

// The attributes whose names `wanted` takes, wherever they stand in the markup. The others' values are read too: they
// may hold an impossible range.
template <typename Wanted>
bool attributes(const Markup& markup, Fault& fault, Wanted wanted) {
    Tree& tree = markup.tree;
    for (std::size_t at = 0;;) {
        auto found = pattern::find_attribute(tree, markup.text, at);
        if (!found) return true;
        std::uint32_t mark = tree.size();
        if (!attribute(markup, *found, fault)) return false;
        if (!wanted(found->key.in(markup.text))) tree.truncate(mark);
        at = found->value.end;
    }
}

// Whether an argument of a filter is `key: value` as a whole; the value's begin.
std::optional<std::pair<Match, Match>> keyword(std::string_view text, Match argument) {
    if (!is_word(text[argument.begin])) return std::nullopt;
    std::string_view inside = text.substr(0, argument.end);
    std::size_t key_end = skip(inside, argument.begin, character::Name);
    std::size_t colon = skip_space(inside, key_end);
    if (colon >= inside.size() || inside[colon] != ':') return std::nullopt;
    std::size_t value = skip_space(inside, colon + 1);
    if (value == inside.size()) return std::nullopt;
    return std::pair{Match{argument.begin, key_end}, Match{value, argument.end}};
}

bool filter_argument(const Markup& markup, Match argument, Fault& fault) {
    auto pair = keyword(markup.text, argument);
    return pair ? attribute(markup, {pair->first, pair->second}, fault) : markup.expression(argument, fault);
}

// The argument behind a `:` or `,` at `at`: a fragment, perhaps with `word:` before it.
std::optional<Match> argument_after(Tree& tree, std::string_view text, std::size_t at) {
    std::size_t begin = skip_space(text, at + 1);
    std::size_t word = skip(text, begin, character::Word);
    std::size_t colon = skip_space(text, word);
    if (word > begin && colon < text.size() && text[colon] == ':') {
        std::size_t end = pattern::fragment(tree, text, skip_space(text, colon + 1));
        if (end != npos) return Match{begin, end};
    }
    std::size_t end = pattern::fragment(tree, text, begin);
    if (end == npos) return std::nullopt;
    return Match{begin, end};
}

// One filter: its name is the first word, its arguments stand behind colons and commas, even in quotes.
bool filter(const Markup& markup, Match piece, Fault& fault) {
    Tree& tree = markup.tree;
    std::string_view text = markup.text.substr(0, piece.end);
    std::size_t begin = piece.begin;
    for (; begin < text.size() && !is_word(text[begin]); ++begin) tree.pass(1);
    if (begin == text.size()) return true;
    Span name = markup.place(begin, skip(text, begin, character::Word));
    std::uint32_t node = tree.open(NodeKind::Filter, name, ref(name));
    std::uint32_t end = name.end;
    for (std::size_t at = piece.begin; at < text.size();) {
        bool separator = text[at] == ':' || text[at] == ',';
        auto argument = separator ? argument_after(markup.tree, text, at) : std::nullopt;
        if (argument) {
            if (!filter_argument(markup, *argument, fault)) return false;
            end = std::max(end, markup.place(*argument).end);
        }
        std::size_t next = argument ? argument->end : at + 1;
        tree.pass(next - at);
        at = next;
    }
    tree.close(node, end);
    return true;
}

// What may follow the first fragment of an operand.
struct Comparison {
    Match left;
    Match operation;
    std::optional<Match> right;
};

bool is_operator_character(char c) {
    return c == '=' || c == '!' || c == '<' || c == '>' || c == '_' || (c >= 'a' && c <= 'z');
}

std::optional<Comparison> find_comparison(const Markup& markup, Match chunk) {
    std::string_view inside = markup.text.substr(0, chunk.end);
    auto left = pattern::find_fragment(markup.tree, inside, chunk.begin);
    if (!left) return std::nullopt;
    std::size_t begin = skip_space(inside, left->end);
    std::size_t end = begin;
    while (end < inside.size() && is_operator_character(inside[end])) ++end;
    Comparison comparison{*left, {begin, end}, std::nullopt};
    std::size_t right = skip_space(inside, end);
    if (std::size_t right_end = pattern::fragment(markup.tree, inside, right); right_end != npos) {
        comparison.right = Match{right, right_end};
    }
    return comparison;
}

bool comparison(const Markup& markup, Match chunk, Fault& fault) {
    Tree& tree = markup.tree;
    auto found = find_comparison(markup, chunk);
    if (!found) {
        fault = if_syntax(markup.span);
        return false;
    }
    std::uint32_t node = tree.open(NodeKind::Condition, markup.place(found->left));
    tree.condition = node;
    if (!markup.expression(found->left, fault, Literals::Conditions)) return false;
    std::string_view operation = found->operation.in(markup.text);
    if (!operation.empty()) {
        tree[node].text = ref(markup.place(found->operation));
        tree[node].aux = static_cast<std::uint16_t>(operator_of(operation));
        tree[node].span.end = markup.place(found->operation).end;
        if (found->right) {
            if (!markup.expression(*found->right, fault, Literals::Conditions)) return false;
            tree[node].span.end = markup.place(*found->right).end;
        } else {
            tree.leaf(NodeKind::Nil, markup.place(found->operation.end, found->operation.end));
        }
    } else if (found->right) {
        // Read, though not used: a second value without an operator.
        std::uint32_t mark = tree.size();
        if (!markup.expression(*found->right, fault, Literals::Conditions)) return false;
        tree.truncate(mark);
    }
    tree.close(node);
    return true;
}

// The end of an operand with all that belongs to it: fragments (or other unspaced text) up to the next `and` or `or`.
std::size_t operand(const Markup& markup, std::size_t at) {
    std::string_view text = markup.text;
    std::size_t end = npos;
    for (;;) {
        at = skip_space(text, at);
        if (end != npos) end = at;
        if (at == text.size() || pattern::boolean_operator(text, at) != npos) return end;
        std::size_t next = pattern::fragment(markup.tree, text, at);
        if (next == npos) {
            next = at;
            while (next < text.size() && !is_space(text[next])) ++next;
        }
        markup.tree.pass(next - at + Tree::kToken);
        at = end = next;
    }
}

// A condition's operands and the operators between them, in turn.
Table<Match> split_condition(const Markup& markup) {
    std::string_view text = markup.text;
    Table<Match> chunks;
    for (std::size_t at = 0; at < text.size();) {
        markup.tree.pass(Tree::kToken);
        std::size_t end = pattern::boolean_operator(text, at);
        if (end == npos) end = operand(markup, at);
        if (end == npos) {
            at = std::max(at + 1, skip_space(text, at));
        } else {
            chunks.push_back({at, end});
            at = end;
        }
    }
    return chunks;
}

bool partial_name(const Markup& markup, Match name, Fault& fault) {
    Tree& tree = markup.tree;
    if (!markup.expression(name, fault)) return false;
    std::size_t at = name.end;
    std::size_t value = pattern::spaced_word(markup.text, at, "with");
    bool each = value == npos;
    if (each) value = pattern::spaced_word(markup.text, at, "for");
    std::size_t end = value == npos ? npos : pattern::fragments(markup.tree, markup.text, value);
    if (end != npos) {
        std::uint32_t node = tree.open(NodeKind::With, markup.place(skip_space(markup.text, at), end));
        if (each) tree[node].flags |= ForEach;
        if (!markup.expression({value, end}, fault)) return false;
        tree.close(node);
        at = end;
    }
    std::size_t alias = pattern::spaced_word(markup.text, at, "as");
    if (alias != npos) {
        std::size_t alias_end = skip(markup.text, alias, character::Name);
        if (alias_end > alias) tree[tree.statement].text = ref(markup.place(alias, alias_end));
    }
    return attributes(markup, fault, [](std::string_view) { return true; });
}

bool refuse(Fault& fault, Fault&& reason) {
    fault = std::move(reason);
    return false;
}

}  // namespace

bool pipeline(Tree& tree, Span span, Fault& fault) {
    Markup markup(tree, span);
    auto value = pattern::find_fragment(tree, markup.text);
    if (!value) return true;
    if (!markup.expression(*value, fault)) return false;
    std::size_t at = markup.text.find('|', value->end);
    if (at == npos) return true;
    // Filters end at pipes, and at quotes that nothing closes.
    for (std::size_t begin = ++at; at <= markup.text.size();) {
        tree.pass(1);
        std::size_t end = at;
        if (at < markup.text.size()) {
            bool filler = is_space(markup.text[at]) || markup.text[at] == ',';
            end = filler ? at + 1 : pattern::fragment(markup.tree, markup.text, at);
        }
        if (end == npos || end == at) {
            if (!filter(markup, {begin, at}, fault)) return false;
            begin = ++at;
        } else {
            tree.pass(end - at);
            at = end;
        }
    }
    return true;
}

bool condition(Tree& tree, Span span, Fault& fault) {
    Markup markup(tree, span);
    Table<Match> chunks = split_condition(markup);
    // The reference reads from the end: of several faults the last one is its first.
    bool read = chunks.size() % 2 == 1;
    if (!read) fault = if_syntax(span);
    for (std::size_t i = (chunks.size() + 1) % 2; i < chunks.size(); i += 2) {
        bool valid = comparison(markup, chunks[i], fault);
        if (valid && i + 1 < chunks.size()) {
            std::string_view relation = strip(chunks[i + 1].in(markup.text));
            if (relation == "and") {
                tree[tree.condition].flags |= And;
            } else if (relation == "or") {
                tree[tree.condition].flags |= Or;
            } else {
                valid = refuse(fault, if_syntax(span));
            }
        }
        read &= valid;
    }
    return read;
}

bool for_loop(Tree& tree, Span span, Fault& fault) {
    Markup markup(tree, span);
    std::size_t variable = skip(markup.text, 0, character::Name);
    std::size_t begin = variable ? pattern::spaced_word(markup.text, variable, "in") : npos;
    std::size_t end = begin == npos ? npos : pattern::fragments(markup.tree, markup.text, begin);
    if (end == npos) return refuse(fault, for_syntax(span));
    Node& node = tree[tree.statement];
    node.text = ref(markup.place(0, variable));
    if (markup.text.substr(skip_space(markup.text, end)).starts_with("reversed")) node.flags |= Reversed;
    if (!markup.expression({begin, end}, fault)) return false;
    for (std::size_t at = 0;;) {
        auto found = pattern::find_attribute(tree, markup.text, at);
        if (!found) return true;
        at = found->value.end;
        std::string_view name = found->key.in(markup.text);
        if (name == "offset" && found->value.in(markup.text) == "continue") {
            Span key = markup.place(found->key);
            Node& offset = tree.leaf(NodeKind::Attribute, {key.begin, markup.place(found->value).end}, ref(key));
            offset.flags |= ContinueOffset;
        } else if (name == "offset" || name == "limit") {
            if (!attribute(markup, *found, fault)) return false;
        }
    }
}

bool tablerow(Tree& tree, Span span, Fault& fault) {
    Markup markup(tree, span);
    for (std::size_t at = 0; at < markup.text.size();) {
        std::size_t variable = skip(markup.text, at, character::Word);
        std::size_t begin = variable > at ? pattern::spaced_word(markup.text, variable, "in") : npos;
        std::size_t end = begin == npos ? npos : pattern::fragments(markup.tree, markup.text, begin);
        if (end == npos) {
            std::size_t next = std::max(at + 1, variable);
            tree.pass(next - at);
            at = next;
            continue;
        }
        tree[tree.statement].text = ref(markup.place(at, variable));
        return markup.expression({begin, end}, fault) && attributes(markup, fault, [](std::string_view name) {
                   return name == "cols" || name == "limit" || name == "offset" || name == "range";
               });
    }
    return refuse(fault, tablerow_syntax(span));
}

namespace {

// The name of a cycle ends before the last colon of its run of text, or at a colon behind blanks.
std::optional<Match> cycle_name(const Markup& markup, std::size_t& values) {
    std::string_view text = markup.text;
    auto colon_after = [&](std::size_t at) {
        std::size_t colon = skip_space(text, at);
        return colon < text.size() && text[colon] == ':' ? colon : npos;
    };
    std::size_t quoted = pattern::quoted_string(text, 0);
    std::size_t end = quoted != npos && colon_after(quoted) != npos ? quoted : pattern::fragments(markup.tree, text, 0);
    if (end == npos) return std::nullopt;
    std::size_t colon = colon_after(end);
    if (colon == npos) {
        for (std::size_t at = 0; at < end;) {
            std::size_t string_end = pattern::quoted_string(text, at);
            if (text[at] == ':' && at > 0) colon = at;
            std::size_t next = string_end == npos ? at + 1 : string_end;
            markup.tree.pass(next - at);
            at = next;
        }
        if (colon == npos) return std::nullopt;
        end = colon;
    }
    values = skip_space(text, colon + 1);
    return Match{0, end};
}

// Split at every comma, also at those in quotes; of each part the first fragment counts. nil is left out.
bool cycle_values(const Markup& markup, std::size_t at, Fault& fault) {
    Tree& tree = markup.tree;
    while (at < markup.text.size()) {
        std::size_t comma = std::min(markup.text.find(',', at), markup.text.size());
        if (auto value = pattern::find_fragment(tree, markup.text.substr(0, comma), at)) {
            std::uint32_t mark = tree.size();
            if (!markup.expression(*value, fault)) return false;
            if (tree[mark].kind == NodeKind::Nil) tree.truncate(mark);
        }
        at = comma + 1;
    }
    return true;
}

}  // namespace

bool cycle(Tree& tree, Span span, Fault& fault) {
    Markup markup(tree, span);
    std::size_t values = 0;
    auto name = cycle_name(markup, values);
    if (!name && pattern::fragment(markup.tree, markup.text, 0) == npos) return refuse(fault, cycle_syntax(span));
    bool named = true;
    if (name) {
        tree[tree.statement].flags |= Named;
        named = markup.expression(*name, fault);
    }
    return cycle_values(markup, values, fault) && named;
}

bool include(Tree& tree, Span span, Fault& fault) {
    Markup markup(tree, span);
    auto name = pattern::find_fragments(tree, markup.text);
    return name ? partial_name(markup, *name, fault) : refuse(fault, include_syntax(span));
}

bool render(Tree& tree, Span span, Fault& fault) {
    Markup markup(tree, span);
    for (std::size_t at = 0; at < markup.text.size(); ++at) {
        tree.pass(1);
        Match name{at, at};
        for (std::size_t end = at; end != npos; end = pattern::quoted_string(markup.text, end)) name.end = end;
        if (name.end > at) return partial_name(markup, name, fault);
    }
    return refuse(fault, render_syntax(span));
}

bool capture(Tree& tree, Span span, Fault& fault) {
    Markup markup(tree, span);
    for (std::size_t at = 0; at < markup.text.size(); ++at) {
        tree.pass(1);
        std::size_t end = pattern::variable_signature(markup.text, at);
        if (end == npos) continue;
        tree[tree.statement].text = ref(markup.place(at, end));
        return true;
    }
    return refuse(fault, capture_syntax(span));
}

bool case_value(Tree& tree, Span span, Fault& fault) {
    Markup markup(tree, span);
    auto value = pattern::find_fragment(tree, markup.text);
    return value ? markup.expression(*value, fault) : refuse(fault, case_syntax(span));
}

bool when_values(Tree& tree, Span span, Fault& fault) {
    Markup markup(tree, span);
    for (std::size_t at = 0;;) {
        auto value = pattern::find_fragment(tree, markup.text, at);
        if (!value) return refuse(fault, when_syntax(span));
        if (!markup.expression(*value, fault, Literals::Conditions)) return false;
        std::size_t next = pattern::spaced_word(markup.text, value->end, "or");
        if (next == npos) {
            next = skip_space(markup.text, value->end);
            if (next == markup.text.size() || markup.text[next] != ',') return true;
            next = skip_space(markup.text, next + 1);
        }
        if (pattern::fragment(markup.tree, markup.text, next) == npos) return true;
        at = next;
    }
}

bool counter(Tree& tree, Span span, Fault&) {
    std::string_view name = strip(tree.text(span));
    std::uint32_t begin = tree.offset(name.data());
    tree[tree.statement].text = {begin, static_cast<std::uint32_t>(name.size())};
    return true;
}

bool split_assignment(Tree& tree, Span markup, Assignment& sides, Fault& fault) {
    std::string_view text = tree.text(markup);
    for (std::size_t at = 0; at < text.size();) {
        std::size_t end = pattern::variable_signature(text, at);
        tree.pass(end == npos ? 1 : end - at);
        if (end == npos) {
            ++at;
            continue;
        }
        std::size_t equals = skip_space(text, end);
        if (equals < text.size() && text[equals] == '=') {
            auto offset = [&](std::size_t place) { return markup.begin + static_cast<std::uint32_t>(place); };
            sides.variable = {offset(at), offset(end)};
            sides.value = {offset(skip_space(text, equals + 1)), markup.end};
            return true;
        }
        at = end;
    }
    return refuse(fault, assign_syntax(markup));
}

}  // namespace liquid::syntax::lax
