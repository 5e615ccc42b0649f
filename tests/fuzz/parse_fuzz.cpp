// Text to tree: a byte of switches (bits 0-1: mode, bit 2: host tags), then a template.
#include <iterator>

#include "ast/ast.hpp"
#include "host.hpp"
#include "input.hpp"
#include "syntax/parse.hpp"

namespace {

std::vector<liquid::TagSpec> host_tags() {
    std::vector<liquid::TagSpec> tags;
    liquid::TagSpec box;
    box.name = "box";
    box.shape = liquid::TagSpec::Shape::Block;
    box.branches = {"lid"};
    tags.push_back(box);
    box.name = "raw_box";
    box.shape = liquid::TagSpec::Shape::RawBlock;
    box.grammar = liquid::TagSpec::Grammar::FreeText;
    tags.push_back(box);
    liquid::TagSpec note;
    note.name = "note";
    note.grammar = liquid::TagSpec::Grammar::Expression;
    tags.push_back(note);
    note.name = "named";
    note.grammar = liquid::TagSpec::Grammar::Identifier;
    tags.push_back(note);
    note.name = "pairs";
    note.grammar = liquid::TagSpec::Grammar::KeywordList;
    tags.push_back(note);
    return tags;
}

void check_span(liquid::Span span, std::string_view source) {
    fuzz::check(span.begin <= span.end && span.end <= source.size());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const std::vector<liquid::TagSpec> tags = host_tags();
    static const std::vector<liquid::TagSpec> none;
    std::string_view source = fuzz::text_of(data, size);
    unsigned switches = fuzz::take_switches(source);
    liquid::syntax::Options options;
    options.mode = static_cast<liquid::ErrorMode>(switches & 3);
    options.tags = (switches & 4) != 0 ? &tags : &none;
    liquid::syntax::Parsed parsed = liquid::syntax::parse(source, options);
    for (const auto& list : {parsed.errors, parsed.warnings})
        for (const liquid::syntax::Fault& fault : list) check_span(fault.span, source);
    dump(parsed.ast);
    return 0;
}
