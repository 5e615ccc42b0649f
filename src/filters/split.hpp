// Words of a text, as Ruby's String#split(" ") finds them.
#pragma once

#include <string_view>

#include "filters/text.hpp"

namespace liquid::filters {

// Words are what stands between runs of ASCII whitespace.
class WordReader {
public:
    WordReader(FilterCall& call, Value text) : call_(call), text_(text), rest_(text.as_string()) {}

    // Ruby refuses a text that is not valid in its encoding.
    bool broken() const { return is_broken(call_, text_); }
    // The next word. It takes the one blank behind it along.
    bool next(std::string_view& word) {
        skip_blanks();
        if (rest_.empty()) return false;
        std::size_t size = find_byte_if(call_.runtime(), rest_, 0, is_space);
        word = rest_.substr(0, size);
        ended_by_blank_ = size < rest_.size();
        rest_.remove_prefix(size + (ended_by_blank_ ? 1 : 0));
        return true;
    }
    // Whether a limited split would give one more part, perhaps an empty one.
    bool has_rest() const { return ended_by_blank_; }

private:
    void skip_blanks() {
        rest_.remove_prefix(find_byte_if(call_.runtime(), rest_, 0, [](char c) { return !is_space(c); }));
    }

    FilterCall& call_;
    Value text_;
    std::string_view rest_;
    bool ended_by_blank_ = false;
};

}  // namespace liquid::filters
