#include "syntax/faults.hpp"

#include "syntax/characters.hpp"

namespace liquid::syntax {
namespace {

std::string quoted(std::string_view before, std::string_view name, std::string_view after) {
    std::string text(before);
    text.append(name).append(after);
    return text;
}

}  // namespace

Fault tag_syntax(std::string_view tag, Span span, std::string reference, std::string_view rule) {
    Fault fault = make_fault(Kind::InvalidTagSyntax, span, std::move(reference));
    fault.arguments.push_back({"tag", std::string(tag)});
    fault.arguments.push_back({"rule", std::string(rule)});
    return fault;
}

Fault assign_syntax(Span span) {
    return tag_syntax("assign", span, "Syntax Error in 'assign' - Valid syntax: assign [var] = [source]",
                      "it is written `assign name = value`");
}
Fault capture_syntax(Span span) {
    return tag_syntax("capture", span, "Syntax Error in 'capture' - Valid syntax: capture [var]",
                      "it is written `capture name`");
}
Fault case_syntax(Span span) {
    return tag_syntax("case", span, "Syntax Error in 'case' - Valid syntax: case [condition]",
                      "it is written `case value`");
}
Fault when_syntax(Span span) {
    return tag_syntax("when", span,
                      "Syntax Error in tag 'case' - Valid when condition: {% when [condition] [or condition2...] %}",
                      "it is written `when value` or `when value, value`");
}
Fault case_else_syntax(Span span) {
    return tag_syntax("else", span, "Syntax Error in tag 'case' - Valid else condition: {% else %} (no parameters) ",
                      "the `else` of `case` takes no arguments");
}
Fault cycle_syntax(Span span) {
    return tag_syntax("cycle", span, "Syntax Error in 'cycle' - Valid syntax: cycle [name :] var [, var2, var3 ...]",
                      "it is written `cycle value, value` or `cycle name: value, value`");
}
Fault for_syntax(Span span) {
    return tag_syntax("for", span, "Syntax Error in 'for loop' - Valid syntax: for [item] in [collection]",
                      "it is written `for item in collection`");
}
Fault for_without_in(Span span, std::string_view tag) {
    return tag_syntax(tag, span, "For loops require an 'in' clause", "the variable must be followed by `in`");
}
Fault for_attribute(Span span, std::string_view attribute) {
    Fault fault = make_fault(Kind::InvalidAttribute, span,
                             "Invalid attribute in for loop. Valid attributes are limit and offset");
    return with(with(std::move(fault), "attribute", attribute), "tag", "for");
}
Fault if_syntax(Span span) {
    return tag_syntax("if", span, "Syntax Error in tag 'if' - Valid syntax: if [expression]",
                      "it is written `if value` or `if value operator value`");
}
Fault include_syntax(Span span) {
    return tag_syntax("include", span,
                      "Error in tag 'include' - Valid syntax: include '[template]' (with|for) [object|collection]",
                      "it is written `include 'name'`");
}
Fault render_syntax(Span span) {
    return tag_syntax("render", span, "Syntax error in tag 'render' - Template name must be a quoted string",
                      "the template's name must be a quoted string");
}
Fault tablerow_syntax(Span span) {
    return tag_syntax("tablerow", span,
                      "Syntax Error in 'table_row loop' - Valid syntax: table_row [item] in [collection] cols=3",
                      "it is written `tablerow item in collection cols: 3`");
}
Fault tablerow_attribute(Span span, std::string_view attribute) {
    Fault fault = make_fault(Kind::InvalidAttribute, span,
                             quoted("Invalid attribute '", attribute,
                                    "' in tablerow loop. Valid attributes are cols, limit, offset, and range"));
    return with(with(std::move(fault), "attribute", attribute), "tag", "tablerow");
}
Fault raw_arguments(Span span, std::string_view tag) {
    return tag_syntax(tag, span, quoted("Syntax Error in '", tag, "' - Valid syntax: ") + std::string(tag),
                      "it takes no arguments");
}
Fault doc_arguments(Span span, std::string_view tag) {
    std::string text = quoted("Syntax Error in '", tag, "' - Valid syntax: {% ");
    text.append(tag).append(" %}{% end").append(tag).append(" %}");
    return tag_syntax(tag, span, std::move(text), "it takes no arguments");
}
Fault nested_doc(Span span) {
    return make_fault(Kind::NestedDoc, span, "Syntax Error in 'doc' - Nested doc tags are not allowed");
}
Fault inline_comment(Span span) {
    return make_fault(Kind::InvalidComment, span,
                      "Syntax error in tag '#' - Each line of comments must be prefixed by the '#' character");
}

Fault unclosed_output(Span span, std::string_view token) {
    return make_fault(Kind::UnclosedOutput, span,
                      quoted("Variable '", token, "' was not properly terminated with regexp: /\\}\\}/"));
}
Fault unclosed_tag(Span span, std::string_view token) {
    return make_fault(Kind::UnclosedTag, span,
                      quoted("Tag '", token, "' was not properly terminated with regexp: /\\%\\}/"));
}
Fault unclosed_block(Span span, std::string_view block) {
    return with(make_fault(Kind::UnclosedBlock, span, quoted("'", block, "' tag was never closed")), "tag", block);
}
Fault unknown_tag(Span span, std::string_view tag) {
    return with(make_fault(Kind::UnknownTag, span, quoted("Unknown tag '", tag, "'")), "tag", tag);
}
Fault unexpected_outer(Span span, std::string_view tag) {
    return with(make_fault(Kind::UnexpectedTag, span, quoted("Unexpected outer '", tag, "' tag")), "tag", tag);
}
Fault unexpected_else(Span span, std::string_view block) {
    return with(make_fault(Kind::UnexpectedElse, span, quoted("", block, " tag does not expect 'else' tag")), "block",
                block);
}
Fault wrong_delimiter(Span span, std::string_view tag, std::string_view block, std::string_view delimiter) {
    std::string text = quoted("'", tag, "' is not a valid delimiter for ");
    text.append(block).append(" tags. use ").append(delimiter);
    return with(with(make_fault(Kind::WrongDelimiter, span, std::move(text)), "tag", tag), "block", block);
}
Fault nesting_too_deep(Span span, std::string_view what, std::uint32_t limit) {
    Fault fault = make_fault(Kind::NestingTooDeep, span, "Nesting too deep");
    fault.syntax_error = false;
    fault.arguments.push_back({"limit", std::int64_t{limit}});
    return with(std::move(fault), "what", what);
}
Fault invalid_encoding(Span span) {
    Fault fault = make_fault(Kind::InvalidEncoding, span, "Invalid template encoding");
    fault.syntax_error = false;
    return fault;
}
Fault invalid_range(Span span, std::string_view text) {
    return with(
        make_fault(Kind::InvalidRange, span, quoted("Invalid expression type '", text, "' in range expression")),
        "found", text);
}
Fault bare_bracket(Span span) {
    return make_fault(Kind::BareBracket, span, "Bare bracket access is not allowed. Use self['...'] instead");
}
Fault unexpected_character(Span span, std::string_view text) {
    return with(make_fault(Kind::UnexpectedCharacter, span, quoted("Unexpected character ", text, "")), "found", text);
}

void add_markup(Fault& fault, std::string_view markup) {
    if (!fault.syntax_error) return;
    fault.reference.append(" in \"").append(strip(markup)).append("\"");
}

}  // namespace liquid::syntax
