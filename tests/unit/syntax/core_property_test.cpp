// The core grammar lies inside the intersection of all modes: what it accepts, the strict and the lax reading accept
// too, and they make the same tree of it.
#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>

#include "syntax/core.hpp"
#include "syntax/lax.hpp"
#include "syntax/strict.hpp"

namespace liquid::syntax {
namespace {

using CoreForm = bool (*)(Tree&, Span);
using StrictForm = bool (*)(Tree&, Span, BareBrackets, Fault&);
using LaxForm = bool (*)(Tree&, Span, Fault&);

struct Form {
    const char* name;
    NodeKind kind;
    CoreForm core;
    StrictForm strict;
    LaxForm lax;  // nullptr: the lax mode reads this strictly first
};

bool strict_pipeline(Tree& tree, Span markup, BareBrackets brackets, Fault& fault) {
    return strict::pipeline(tree, markup, strict::Rules::Strict2, brackets, fault);
}

const Form kForms[] = {
    {"condition", NodeKind::If, core::condition, strict::condition, lax::condition},
    {"for", NodeKind::For, core::for_loop, strict::for_loop, lax::for_loop},
    {"tablerow", NodeKind::Tablerow, core::tablerow, strict::tablerow, lax::tablerow},
    {"cycle", NodeKind::Cycle, core::cycle, strict::cycle, lax::cycle},
    {"include", NodeKind::Include, core::include, strict::include, lax::include},
    {"render", NodeKind::Render, core::render, strict::render, lax::render},
    {"case", NodeKind::Case, core::case_value, strict::case_value, lax::case_value},
    {"when", NodeKind::When, core::when_values, strict::when_values, lax::when_values},
    {"pipeline", NodeKind::Output, core::pipeline, strict_pipeline, nullptr},
};

// A listing's lines end in ` [begin, end)`.
std::string without_spans(const std::string& listing) {
    std::string out;
    for (std::size_t at = 0; at < listing.size();) {
        std::size_t end = std::min(listing.find('\n', at), listing.size());
        std::string line = listing.substr(at, end - at);
        out += line.substr(0, line.rfind(" [")) + "\n";
        at = end + 1;
    }
    return out;
}

// The tree of one reading, without spans (they may be told apart by blanks around them); empty: refused.
template <class Read>
std::string read(const std::string& markup, NodeKind kind, Read&& reading) {
    Ast ast;
    ast.source = markup;
    Tree tree(ast);
    std::uint32_t statement = tree.open(kind, 0);
    tree.statement = statement;
    if (!reading(tree, Span{0, static_cast<std::uint32_t>(markup.size())})) return {};
    tree.close(statement);
    ast.nodes = std::move(tree.nodes);
    return without_spans(dump(ast));
}

std::string random_markup(std::mt19937& random) {
    static const char* const kPieces[] = {
        "a",        "b.c",      "d[0]",   "e['f']", "'x y'", "\"z\"", "1",    "-2.5",   "(1..n)",  "nil",
        "true",     "blank",    "empty",  "==",     "!=",    "<",     ">=",   "and",    "or",      "contains",
        "in",       ",",        ":",      "|",      "for",   "with",  "as",   "limit:", "offset:", "cols:",
        "reversed", "continue", "upcase", ".",      "f:",    "k: v",  "self", "size",   "a.size",  "?"};
    static const char* const kBlanks[] = {" ", " ", " ", "", "  ", "\n"};
    std::string markup;
    unsigned count = 1 + random() % 9;
    for (unsigned i = 0; i < count; ++i) {
        markup += kPieces[random() % std::size(kPieces)];
        markup += kBlanks[random() % std::size(kBlanks)];
    }
    return markup;
}

// Whole sentences, so that the core has something to accept; the pieces around them are random.
std::string likely_markup(const Form& form, std::mt19937& random) {
    std::string markup = random_markup(random);
    std::string kind = form.name;
    if (kind == "for") return "i in " + markup;
    if (kind == "tablerow") return "i in " + markup;
    if (kind == "include" || kind == "render") return "'p' " + markup;
    return markup;
}

TEST(CoreProperty, IsInsideTheIntersectionOfAllModes) {
    std::mt19937 random(20240101);
    for (const Form& form : kForms) {
        int accepted = 0;
        for (int i = 0; i < 20000; ++i) {
            std::string markup = i % 2 == 0 ? random_markup(random) : likely_markup(form, random);
            std::string by_core = read(markup, form.kind, form.core);
            if (by_core.empty()) continue;
            ++accepted;
            Fault fault;
            std::string by_strict = read(markup, form.kind, [&](Tree& tree, Span span) {
                return form.strict(tree, span, BareBrackets::Refused, fault);
            });
            ASSERT_EQ(by_core, by_strict) << form.name << ": " << markup;
            if (form.lax == nullptr) continue;
            std::string by_lax =
                read(markup, form.kind, [&](Tree& tree, Span span) { return form.lax(tree, span, fault); });
            ASSERT_EQ(by_core, by_lax) << form.name << ": " << markup;
        }
        EXPECT_GT(accepted, 100) << form.name << " accepts too little for this test to say something";
    }
}

}  // namespace
}  // namespace liquid::syntax
