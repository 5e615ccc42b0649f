// Texts as filters see them: Ruby's encodings, and texts built in the arena.
#pragma once

#include <cstdint>
#include <cstring>
#include <string_view>

#include <liquid/filter.hpp>

#include "value/operations.hpp"
#include "value/runtime.hpp"
#include "value/stretches.hpp"
#include "value/unicode.hpp"

namespace liquid::filters {

// Ruby's encoding of a text. Bytes that are not UTF-8 in a Utf8 text make it broken; Binary is never broken.
enum class Encoding : std::uint8_t { Utf8, Binary, UsAscii };

inline Encoding encoding_of(Value text) {
    if (text.has(Value::Binary)) return Encoding::Binary;
    return text.has(Value::UsAscii) ? Encoding::UsAscii : Encoding::Utf8;
}
std::uint8_t flags_of(Encoding encoding);

// Liquid::Utils.to_s as a String value. Texts of numbers and nil are US-ASCII, as in Ruby.
Value to_text(FilterCall& call, Value value);
inline bool ascii_only(FilterCall& call, Value text) {
    return text.has(Value::Ascii) || is_ascii(call.runtime(), text.as_string());
}
// Has bytes that its encoding does not allow.
bool is_broken(FilterCall& call, Value text);
std::size_t character_count(FilterCall& call, Value text);
std::size_t character_offset(FilterCall& call, Value text, std::size_t index);
// What is known of a text: Ascii, ValidUtf8.
inline std::uint8_t known_of(Value text) {
    return text.has(Value::Ascii) ? Value::Ascii | Value::ValidUtf8 : text.flags() & Value::ValidUtf8;
}
// A view of `text`; its edges must be edges of characters.
Value part_of(Value text, std::string_view part);
inline Value empty_text() { return Value::string({}, Storage::Static, Value::Ascii | Value::ValidUtf8); }

// Ruby raises ArgumentError for it.
Value fail_invalid_bytes(FilterCall& call, Value text);
// Ruby raises Encoding::CompatibilityError: a Binary text met a UTF-8 one, both with bytes beyond ASCII.
Value fail_incompatible(FilterCall& call, Value left, Value right);
// Whether the two can be searched and joined (Ruby's rb_enc_compatible).
bool are_compatible(FilterCall& call, Value left, Value right);

// Charges the work of reading `bytes` of text.
inline void charge(FilterCall& call, std::size_t bytes) { call.runtime().step(1 + (bytes >> 10)); }

// Builds one text in the arena. It grows in place while nothing else is allocated meanwhile.
class TextBuilder {
public:
    TextBuilder(FilterCall& call, std::size_t capacity, std::uint8_t encoding_flags = 0);

    void append(const char* data, std::size_t size) {
        if (size > static_cast<std::size_t>(end_ - at_)) [[unlikely]]
            grow(size);
        if (size > Runtime::kStretch) [[unlikely]]
            copy_bytes(call_.runtime(), at_, {data, size});
        else if (size != 0)
            std::memcpy(at_, data, size);
        at_ += size;
    }
    void append(std::string_view text) { append(text.data(), text.size()); }
    void append(char c) {
        if (at_ == end_) [[unlikely]]
            grow(1);
        *at_++ = c;
    }
    // Room for `size` bytes at the returned place; call advance() with what was written.
    char* reserve(std::size_t size) {
        if (size > static_cast<std::size_t>(end_ - at_)) [[unlikely]]
            grow(size);
        return at_;
    }
    void advance(std::size_t size) { at_ += size; }
    // Appends a text of its own encoding, as String#<<. False: the encodings do not mix; call fail().
    [[nodiscard]] bool join(Value piece) {
        if (encoding_of(piece) != encoding_ && !adopt(piece)) [[unlikely]]
            return false;
        known_ &= known_of(piece);
        append(piece.as_string());
        return true;
    }
    Value fail(Value piece);

    std::string_view view() const { return {begin_, static_cast<std::size_t>(at_ - begin_)}; }
    // The text; what `append` got is taken to have the `known` flags (Ascii, ValidUtf8).
    Value finish(std::uint8_t known = 0xff);

private:
    void grow(std::size_t size);
    bool adopt(Value piece);

    FilterCall& call_;
    char* begin_ = nullptr;
    char* at_ = nullptr;
    char* end_ = nullptr;
    Encoding encoding_ = Encoding::Utf8;
    std::uint8_t known_ = Value::Ascii | Value::ValidUtf8;
};

// Builds one list in the arena, in the same way.
class ListBuilder {
public:
    ListBuilder(FilterCall& call, std::size_t capacity);
    void append(Value value) {
        if (at_ == end_) [[unlikely]]
            grow();
        *at_++ = value;
    }
    std::size_t size() const { return static_cast<std::size_t>(at_ - begin_); }
    void truncate(std::size_t size) { at_ = begin_ + size; }
    Value operator[](std::size_t i) const { return begin_[i]; }
    const Value* data() const { return begin_; }
    Value finish() const { return Value::array(begin_, size(), Storage::Temp); }

private:
    void grow();

    FilterCall& call_;
    Value* begin_ = nullptr;
    Value* at_ = nullptr;
    Value* end_ = nullptr;
};

}  // namespace liquid::filters
