// Words of a text, as Ruby's String#split(" ") finds them.
#pragma once

#include <string_view>

#include "filters/text.hpp"

namespace liquid::filters {

// Words are what stands between runs of ASCII whitespace.
class WordReader {
public:
    explicit WordReader(Value text) : text_(text), rest_(text.as_string()) {}

    // Ruby refuses a text that is not valid in its encoding.
    bool broken() const { return is_broken(text_); }
    // The next word. It takes the one blank behind it along.
    bool next(std::string_view& word) {
        skip_blanks();
        if (rest_.empty()) return false;
        std::size_t size = 0;
        while (size < rest_.size() && !is_space(rest_[size])) ++size;
        word = rest_.substr(0, size);
        ended_by_blank_ = size < rest_.size();
        rest_.remove_prefix(size + (ended_by_blank_ ? 1 : 0));
        return true;
    }
    // Whether a limited split would give one more part, perhaps an empty one.
    bool has_rest() const { return ended_by_blank_; }

private:
    void skip_blanks() {
        while (!rest_.empty() && is_space(rest_.front())) rest_.remove_prefix(1);
    }

    Value text_;
    std::string_view rest_;
    bool ended_by_blank_ = false;
};

}  // namespace liquid::filters
