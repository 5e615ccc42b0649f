// Faults in the reference's words.
#pragma once

#include <string>
#include <string_view>
#include <utility>

#include "syntax/parse.hpp"

namespace liquid::syntax {

inline Fault make_fault(Kind kind, Span span, std::string reference) {
    Fault fault;
    fault.kind = kind;
    fault.span = span;
    fault.reference = std::move(reference);
    return fault;
}

inline Fault&& with(Fault&& fault, std::string name, std::string_view value) {
    fault.arguments.push_back({std::move(name), std::string(value)});
    return std::move(fault);
}

// The tags' fixed sentences; `rule` is what follows `valid syntax:`.
Fault tag_syntax(std::string_view tag, Span span, std::string reference, std::string_view rule);
Fault assign_syntax(Span span);
Fault capture_syntax(Span span);
Fault case_syntax(Span span);
Fault when_syntax(Span span);
Fault case_else_syntax(Span span);
Fault cycle_syntax(Span span);
Fault for_syntax(Span span);
Fault for_without_in(Span span, std::string_view tag);
Fault for_attribute(Span span, std::string_view attribute);
Fault if_syntax(Span span);
Fault include_syntax(Span span);
Fault render_syntax(Span span);
Fault tablerow_syntax(Span span);
Fault tablerow_attribute(Span span, std::string_view attribute);
Fault raw_arguments(Span span, std::string_view tag);
Fault doc_arguments(Span span, std::string_view tag);
Fault nested_doc(Span span);
Fault inline_comment(Span span);

Fault unclosed_output(Span span, std::string_view token);
Fault unclosed_tag(Span span, std::string_view token);
Fault unclosed_block(Span span, std::string_view block);
Fault unknown_tag(Span span, std::string_view tag);
Fault unexpected_outer(Span span, std::string_view tag);
Fault unexpected_else(Span span, std::string_view block);
Fault wrong_delimiter(Span span, std::string_view tag, std::string_view block, std::string_view delimiter);
Fault nesting_too_deep(Span span, std::string_view what, std::uint32_t limit);
Fault invalid_encoding(Span span);
Fault invalid_range(Span span, std::string_view text);
Fault bare_bracket(Span span);
Fault unexpected_character(Span span, std::string_view text);

// ` in "markup"`, as the strict readings add it.
void add_markup(Fault& fault, std::string_view markup);

}  // namespace liquid::syntax
