#include "syntax/expression.hpp"

#include <algorithm>
#include <optional>
#include <vector>

#include "syntax/characters.hpp"
#include "syntax/faults.hpp"

namespace liquid::syntax {
namespace {

constexpr std::size_t npos = std::string_view::npos;
constexpr std::uint32_t kStretch = 4096;  // of a text that is read byte by byte

// The two ends of `(a..b)`, by the reference's greedy pattern: the first end takes as much as it can up to a blank, so
// `(1..(2..3))` is `1..(2` to `3)`.
struct Ends {
    std::string_view first;
    std::string_view last;
};

std::optional<std::size_t> dots_after_blanks(std::string_view text, std::size_t at) {
    std::size_t dots = skip_space(text, at);
    if (dots == at || text.substr(dots, 2) != "..") return std::nullopt;
    return dots;
}

std::optional<Ends> range_ends(Tree& tree, std::string_view text) {
    if (text.size() < 2 || text.front() != '(' || text.back() != ')') return std::nullopt;
    std::size_t begin = skip_space(text, 1);
    std::size_t end = begin;
    std::size_t last_dots = npos;
    for (; end < text.size() && !is_space(text[end]); ++end) {
        if (text[end] == '.' && text[end - 1] == '.' && end > begin) last_dots = end - 1;
        if (end % kStretch == 0) tree.pass(kStretch);
    }
    std::size_t dots;
    std::size_t first_end;
    if (auto found = end > begin ? dots_after_blanks(text, end) : std::nullopt) {
        first_end = end;
        dots = *found;
    } else {
        if (last_dots == npos || last_dots == begin) return std::nullopt;
        first_end = dots = last_dots;
    }
    std::size_t last_begin = skip_space(text, dots + 2);
    if (last_begin >= text.size() - 1) return std::nullopt;
    std::string_view last = text.substr(last_begin, text.size() - 1 - last_begin);
    std::size_t last_end = 0;
    for (; last_end < last.size() && !is_space(last[last_end]); ++last_end)
        if (last_end % kStretch == kStretch - 1) tree.pass(kStretch);
    if (!is_blank(last.substr(last_end))) return std::nullopt;
    return Ends{text.substr(begin, first_end - begin), last.substr(0, last_end)};
}

// A number as the reference finds it: `1.2.3` is 1.2, `123.` and `1..3` are floats. Empty: no number.
struct Number {
    std::string_view text;
    bool is_float = false;
};

Number number(Tree& tree, std::string_view text) {
    std::size_t at = text.starts_with('-') ? 1 : 0;
    std::size_t whole = at;
    for (; whole < text.size() && is_digit(text[whole]); ++whole)
        if (whole % kStretch == kStretch - 1) tree.pass(kStretch);
    if (whole == at) return {};
    if (whole == text.size()) return {text, false};
    for (std::size_t i = whole; i < text.size(); ++i) {
        if (text[i] != '.' && !is_digit(text[i])) return {};
        if (i % kStretch == kStretch - 1) tree.pass(kStretch);
    }
    std::size_t fraction = skip(text, whole + 1, character::Digit);
    return {text.substr(0, fraction == whole + 1 ? whole : fraction), true};
}

// The outermost balanced brackets, in order. No more is kept, because each level of nesting has its own.
struct Brackets {
    std::uint32_t begin;
    std::uint32_t end;  // behind the `]`
};
std::vector<Brackets> balance(Tree& tree, std::string_view text) {
    std::vector<Brackets> outermost;
    std::vector<std::uint32_t> open;
    const auto size = static_cast<std::uint32_t>(text.size());
    for (std::uint32_t begin = 0, end = 0; begin < size; begin = end) {
        end = std::min(size, begin + kStretch);
        tree.pass(end - begin);
        for (std::uint32_t i = begin; i < end; ++i) {
            if (text[i] == '[') open.push_back(i);
            if (text[i] == ']' && !open.empty()) {
                while (!outermost.empty() && outermost.back().begin > open.back()) outermost.pop_back();
                outermost.push_back({open.back(), i + 1});
                open.pop_back();
            }
        }
    }
    return outermost;
}

class Reading {
public:
    Reading(Tree& tree, TextRef text, Span span, Fault& fault)
        : tree_(tree), whole_(tree.text(text)), base_(text), span_(span), fault_(fault) {}

    bool expression(std::string_view text, Literals literals) {
        if (tree_.depth > max_expression_depth) {
            fault_ = nesting_too_deep(place(text), "brackets", max_expression_depth);
            return false;
        }
        ++tree_.depth;
        tree_.pass(text.size());
        std::string_view stripped = strip(text);
        // The tests of conditions are looked up by the very text.
        bool read = value(stripped, stripped.size() == text.size() ? literals : Literals::Values);
        --tree_.depth;
        return read;
    }

private:
    // The texts are pieces of the whole one; these turn them into offsets of the tree.
    TextRef ref_of(std::string_view piece) const {
        return {base_.begin + static_cast<std::uint32_t>(piece.data() - whole_.data()),
                static_cast<std::uint32_t>(piece.size())};
    }
    Span place(std::string_view piece) const {
        if (!tree_.in_source(base_) || piece.empty()) return span_;
        TextRef found = ref_of(piece);
        return {found.begin, found.begin + found.length};
    }

    bool value(std::string_view text, Literals literals) {
        if (text.empty()) return leaf(NodeKind::Nil, text);
        bool quoted = (text.front() == '"' && text.back() == '"') || (text.front() == '\'' && text.back() == '\'');
        if (quoted) {
            std::string_view content = text.size() < 2 ? text.substr(1) : text.substr(1, text.size() - 2);
            tree_.leaf(NodeKind::String, place(text), ref_of(content));
            return true;
        }
        if (literal(text, literals)) return true;
        if (auto ends = range_ends(tree_, text)) return range(text, *ends);
        if (Number found = number(tree_, text); !found.text.empty()) {
            tree_.leaf(found.is_float ? NodeKind::Float : NodeKind::Integer, place(text), ref_of(found.text));
            return true;
        }
        return lookup(text);
    }

    bool leaf(NodeKind kind, std::string_view text) {
        tree_.leaf(kind, place(text));
        return true;
    }

    bool literal(std::string_view text, Literals literals) {
        if (text == "nil" || text == "null") return leaf(NodeKind::Nil, text);
        if (text == "true") return leaf(NodeKind::True, text);
        if (text == "false") return leaf(NodeKind::False, text);
        bool test = literals == Literals::Conditions;
        if (text == "blank") return leaf(test ? NodeKind::Blank : NodeKind::String, text);
        if (text == "empty") return leaf(test ? NodeKind::Empty : NodeKind::String, text);
        return false;
    }

    bool range(std::string_view text, Ends ends) {
        std::uint32_t node = tree_.open(NodeKind::Range, place(text));
        std::uint32_t first = tree_.size();
        if (!expression(ends.first, Literals::Values)) return false;
        std::uint32_t last = tree_.size();
        if (!expression(ends.last, Literals::Values)) return false;
        tree_.close(node);
        // Only constant ranges are made, and fail, while parsing.
        if (!constant(first) || !constant(last)) return true;
        if (!has_integer(first)) return refuse(ends.first);
        return has_integer(last) || refuse(ends.last);
    }
    bool refuse(std::string_view end) {
        fault_ = invalid_range(place(end), end);
        return false;
    }
    bool constant(std::uint32_t node) {
        if (tree_[node].kind == NodeKind::Lookup) return false;
        return tree_[node].kind != NodeKind::Range || (constant(node + 1) && constant(tree_[node + 1].next));
    }
    bool has_integer(std::uint32_t node) {
        NodeKind kind = tree_[node].kind;
        return kind != NodeKind::True && kind != NodeKind::False && kind != NodeKind::Range;
    }

    // Names and balanced brackets, wherever they stand; everything else is skipped.
    bool lookup(std::string_view text) {
        std::uint32_t node = tree_.open(NodeKind::Lookup, place(text));
        std::vector<Brackets> brackets;
        if (text.find('[') != npos) brackets = balance(tree_, text);
        auto next = brackets.begin();
        bool named = false;
        for (std::size_t at = 0; at < text.size();) {
            std::size_t end = at;
            if (next != brackets.end() && at == next->begin) {
                end = next++->end;
                if (!bracket(node, text.substr(at, end - at), !named)) return false;
                named = true;
            } else if (is(text[at], character::Name)) {
                end = skip(text, at, character::Name);
                if (end < text.size() && text[end] == '?') ++end;
                name(node, text.substr(at, end - at), !named);
                named = true;
            } else {
                ++end;
            }
            tree_.pass(end - at);
            at = end;
        }
        if (!named) tree_[node].flags |= NoName;
        tree_.close(node);
        return true;
    }

    void name(std::uint32_t node, std::string_view text, bool first) {
        if (first) {
            tree_[node].text = ref_of(text);
        } else {
            Node& key = tree_.leaf(NodeKind::Key, place(text), ref_of(text));
            if (is_command(text)) key.flags |= IsCommand;
        }
    }

    bool bracket(std::uint32_t node, std::string_view text, bool first) {
        std::string_view inner = text.substr(1, text.size() - 2);
        if (first) {
            tree_[node].flags |= NamedByExpression;
            return expression(inner, Literals::Values);
        }
        std::uint32_t index = tree_.open(NodeKind::Index, place(text));
        if (!expression(inner, Literals::Values)) return false;
        tree_.close(index);
        return true;
    }

    Tree& tree_;
    std::string_view whole_;
    TextRef base_;
    Span span_;
    Fault& fault_;
};

}  // namespace

bool parse_expression(Tree& tree, TextRef text, Span span, Literals literals, Fault& fault) {
    std::uint32_t root = tree.size();
    Reading reading(tree, text, span, fault);
    if (!reading.expression(tree.text(text), literals)) return false;
    tree[root].span = span;  // all of it: a loop is named after this text
    return true;
}

}  // namespace liquid::syntax
