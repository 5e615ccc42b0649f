#include "value/stretches.hpp"

#include <cstring>

#include "value/shape.hpp"
#include "value/unicode.hpp"

namespace liquid {

namespace {

constexpr std::size_t kStretch = Runtime::kStretch;

std::size_t place_of(const void* found, std::string_view text) {
    return found == nullptr ? text.npos : static_cast<std::size_t>(static_cast<const char*>(found) - text.data());
}

// Karp and Rabin's sums of bytes, modulo a prime, times powers of a base that a template cannot know.
class RollingSum {
public:
    // A window is never empty.
    explicit RollingSum(std::size_t window) {
        std::uint64_t square = base();
        for (std::size_t power = window - 1; power != 0; power /= 2) {
            if (power % 2 == 1) highest_ = times(highest_, square);
            square = times(square, square);
        }
    }
    void push(char c) { sum_ = (times(sum_, base()) + value_of(c)) % kPrime; }
    void slide(char out, char in) {
        sum_ = (sum_ + kPrime - times(highest_, value_of(out))) % kPrime;
        push(in);
    }
    bool operator==(const RollingSum& other) const { return sum_ == other.sum_; }

private:
    static constexpr std::uint64_t kPrime = (std::uint64_t{1} << 31) - 1;
    static std::uint64_t times(std::uint64_t a, std::uint64_t b) { return a * b % kPrime; }
    static std::uint64_t value_of(char c) { return static_cast<unsigned char>(c) + 1u; }
    static std::uint64_t base() { return 1000 + hash_seed.start % (kPrime / 2); }

    std::uint64_t highest_ = 1;
    std::uint64_t sum_ = 0;
};

// A text too long to be looked for in one piece of work.
std::size_t find_long_text(Runtime& runtime, std::string_view text, std::string_view wanted, std::size_t from) {
    if (from > text.size() || text.size() - from < wanted.size()) return text.npos;
    RollingSum sum(wanted.size());
    RollingSum here = sum;
    for (std::size_t i = 0; i < wanted.size(); ++i) {
        runtime.pass(1);
        sum.push(wanted[i]);
        here.push(text[from + i]);
    }
    for (std::size_t end = from + wanted.size();; ++end) {
        runtime.pass(1);
        std::size_t start = end - wanted.size();
        if (here == sum && compare_bytes(runtime, text.substr(start, wanted.size()), wanted) == 0) return start;
        if (end == text.size()) return text.npos;
        here.slide(text[start], text[end]);
    }
}

std::string_view reversed(Runtime& runtime, std::string_view text) {
    char* memory = static_cast<char*>(runtime.arena.allocate(text.size(), 1));
    char* to = memory + text.size();
    in_stretches(runtime, text, [&](std::string_view stretch) {
        to -= stretch.size();
        std::reverse_copy(stretch.begin(), stretch.end(), to);
        return true;
    });
    return {memory, text.size()};
}

}  // namespace

std::size_t find_byte_in_long(Runtime& runtime, std::string_view text, char wanted, std::size_t from) {
    while (from < text.size()) {
        std::string_view stretch = text.substr(from, kStretch);
        std::size_t at = stretch.find(wanted);
        runtime.pass(std::min(at, stretch.size()));
        if (at != stretch.npos) return from + at;
        from += stretch.size();
    }
    return text.npos;
}

// memmem is linear even where the text is made to be slow; string_view::find is not.
std::size_t find_text(Runtime& runtime, std::string_view text, std::string_view wanted, std::size_t from) {
    if (wanted.empty()) return from <= text.size() ? from : text.npos;
    if (wanted.size() > 4 * kStretch) return find_long_text(runtime, text, wanted, from);
    const std::size_t advance = std::max(kStretch, wanted.size());
    while (from < text.size()) {
        std::string_view stretch = text.substr(from, advance + wanted.size() - 1);
        std::size_t at = place_of(memmem(stretch.data(), stretch.size(), wanted.data(), wanted.size()), stretch);
        runtime.pass(std::min(at, stretch.size()));
        if (at != stretch.npos) return from + at;
        from += advance;
    }
    return text.npos;
}

// The last place is the first one of both texts reversed; short texts need no such care.
std::size_t find_last_text(Runtime& runtime, std::string_view text, std::string_view wanted) {
    constexpr std::size_t kShort = 16;
    if (wanted.size() > text.size()) return text.npos;
    if (wanted.size() > kShort) {
        std::size_t at = find_text(runtime, reversed(runtime, text), reversed(runtime, wanted));
        return at == text.npos ? at : text.size() - wanted.size() - at;
    }
    for (std::size_t end = text.size();;) {
        std::size_t start = end - std::min(end, kStretch + wanted.size());
        std::size_t at = text.substr(start, end - start).rfind(wanted);
        runtime.pass(end - start);
        if (at != text.npos) return start + at;
        if (start == 0) return text.npos;
        end = start + wanted.size();
    }
}

bool is_ascii(Runtime& runtime, std::string_view text) {
    return in_stretches(runtime, text, [](std::string_view stretch) { return is_ascii(stretch); });
}

bool is_valid_utf8(Runtime& runtime, std::string_view text) {
    return in_stretches(runtime, text, [](std::string_view stretch) { return is_valid_utf8(stretch); });
}

std::size_t count_characters(Runtime& runtime, std::string_view text) {
    std::size_t count = 0;
    in_stretches(runtime, text, [&](std::string_view stretch) {
        count += count_characters(stretch);
        return true;
    });
    return count;
}

std::size_t offset_of_character(Runtime& runtime, std::string_view text, std::size_t index) {
    std::size_t offset = 0;
    while (text.size() > kStretch) {
        std::string_view stretch = text.substr(0, cut_between_characters(text, kStretch));
        std::size_t count = count_characters(stretch);
        runtime.pass(stretch.size());
        if (index < count) return offset + offset_of_character(stretch, index);
        index -= count;
        offset += stretch.size();
        text.remove_prefix(stretch.size());
    }
    return offset + offset_of_character(text, index);
}

int compare_bytes(Runtime& runtime, std::string_view left, std::string_view right) {
    while (left.size() > kStretch && right.size() > kStretch) {
        int sign = std::memcmp(left.data(), right.data(), kStretch);
        if (sign != 0) return sign;
        runtime.pass(kStretch);
        left.remove_prefix(kStretch);
        right.remove_prefix(kStretch);
    }
    return left.compare(right);
}

void copy_bytes(Runtime& runtime, char* to, std::string_view from) {
    while (from.size() > kStretch) {
        std::memcpy(to, from.data(), kStretch);
        runtime.pass(kStretch);
        to += kStretch;
        from.remove_prefix(kStretch);
    }
    if (!from.empty()) std::memcpy(to, from.data(), from.size());
}

void append_long(Runtime& runtime, Buffer& out, std::string_view text) {
    char* to = out.reserve(text.size());
    copy_bytes(runtime, to, text);
    out.advance(text.size());
}

}  // namespace liquid
