// strip_html, strip_newlines, newline_to_br
#include "filters/standard.hpp"
#include "filters/text.hpp"

namespace liquid::filters {

namespace {

// What is removed together with its content. Names are matched as they are written, in lower case.
struct Block {
    std::string_view open;
    std::string_view close;
};
constexpr Block kBlocks[] = {{"<script", "</script>"}, {"<!--", "-->"}, {"<style", "</style>"}};

// Finds closing marks; a mark that is not found once is never looked for again, so unclosed blocks cost nothing.
class ClosingMarks {
public:
    ClosingMarks(FilterCall& call, std::string_view text) : call_(call), text_(text) {}

    // The end of the block that starts at `at`; 0: none starts there, or it is not closed.
    std::size_t block_end(std::size_t at) {
        for (std::size_t i = 0; i < std::size(kBlocks); ++i) {
            const Block& block = kBlocks[i];
            if (absent_[i] || !text_.substr(at).starts_with(block.open)) continue;
            std::size_t close = find_text(call_.runtime(), text_, block.close, at + block.open.size());
            if (close != text_.npos) return close + block.close.size();
            absent_[i] = true;
        }
        return 0;
    }

private:
    FilterCall& call_;
    std::string_view text_;
    bool absent_[std::size(kBlocks)] = {};
};

// Without blocks in the first pass, without tags in the second: a tag may appear where a block was removed.
Value remove_blocks(FilterCall& call, Value text) {
    std::string_view from = text.as_string();
    std::size_t at = find_byte(call.runtime(), from, '<');
    if (at == from.npos) return text;
    ClosingMarks marks(call, from);
    TextBuilder out(call, from.size(), text.flags());
    std::size_t copied = 0;
    while (at != from.npos) {
        std::size_t next = at + 1;
        if (std::size_t end = marks.block_end(at); end != 0) {
            out.append(from.substr(copied, at - copied));
            copied = next = end;
        }
        at = find_byte(call.runtime(), from, '<', next);
    }
    if (copied == 0) return text;
    out.append(from.substr(copied));
    return out.finish(known_of(text));
}

Value remove_tags(FilterCall& call, Value text) {
    std::string_view from = text.as_string();
    std::size_t open = find_byte(call.runtime(), from, '<');
    std::size_t close = open == from.npos ? open : find_byte(call.runtime(), from, '>', open);
    if (close == from.npos) return text;
    TextBuilder out(call, from.size(), text.flags());
    std::size_t copied = 0;
    while (close != from.npos) {
        out.append(from.substr(copied, open - copied));
        copied = close + 1;
        open = find_byte(call.runtime(), from, '<', copied);
        close = open == from.npos ? open : find_byte(call.runtime(), from, '>', open);
    }
    out.append(from.substr(copied));
    return out.finish(known_of(text));
}

Value replace_newlines(FilterCall& call, Value input, std::string_view replacement) {
    Value text = to_text(call, input);
    std::string_view from = text.as_string();
    charge(call, from.size());
    if (is_broken(call, text)) return fail_invalid_bytes(call, text);
    std::size_t at = find_byte(call.runtime(), from, '\n');
    if (at == from.npos) return text;
    TextBuilder out(call, from.size() + replacement.size() * 4, text.flags());
    std::size_t copied = 0;
    for (; at != from.npos; at = find_byte(call.runtime(), from, '\n', copied)) {
        std::size_t end = at > copied && from[at - 1] == '\r' ? at - 1 : at;
        out.append(from.substr(copied, end - copied));
        out.append(replacement);
        copied = at + 1;
    }
    out.append(from.substr(copied));
    return out.finish(known_of(text));
}

}  // namespace

Value strip_html(FilterCall& call, Value input, Arguments) {
    Value text = to_text(call, input);
    charge(call, text.length());
    if (is_broken(call, text)) return fail_invalid_bytes(call, text);
    return remove_tags(call, remove_blocks(call, text));
}

Value strip_newlines(FilterCall& call, Value input, Arguments) { return replace_newlines(call, input, {}); }

Value newline_to_br(FilterCall& call, Value input, Arguments) { return replace_newlines(call, input, "<br />\n"); }

}  // namespace liquid::filters
