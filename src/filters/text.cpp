#include "filters/text.hpp"

#include <algorithm>
#include <string>

namespace liquid::filters {

namespace {

std::string_view ruby_name(Encoding encoding) {
    switch (encoding) {
        case Encoding::Binary:
            return "ASCII-8BIT";
        case Encoding::UsAscii:
            return "US-ASCII";
        case Encoding::Utf8:
            break;
    }
    return "UTF-8";
}

bool has_ascii_text(Type type) {
    switch (type) {
        case Type::Unset:
        case Type::Nil:
        case Type::False:
        case Type::True:
        case Type::Int:
        case Type::BigInt:
        case Type::Float:
        case Type::Decimal:
        case Type::Range:
            return true;
        default:
            return false;
    }
}

constexpr std::uint8_t kTextFlags = Value::Binary | Value::Ascii | Value::ValidUtf8 | Value::UsAscii;

// Lengths of Values have 32 bits; a host may have set a memory limit beyond that.
void check_size(std::uint64_t size) {
    if (size > UINT32_MAX) throw LimitHit{Kind::MemoryLimit, UINT32_MAX, size};
}

}  // namespace

std::uint8_t flags_of(Encoding encoding) {
    if (encoding == Encoding::Binary) return Value::Binary;
    return encoding == Encoding::UsAscii ? Value::UsAscii : 0;
}

Value to_text(FilterCall& call, Value value) {
    if (value.is_string()) return value;
    Value text = string_of(call.runtime(), value);
    return has_ascii_text(value.type()) ? text.with(Value::UsAscii).with(Value::Ascii) : text;
}

bool is_broken(FilterCall& call, Value text) {
    if (text.has(Value::Ascii) || text.has(Value::ValidUtf8) || text.has(Value::Binary)) return false;
    return !is_valid_utf8(call.runtime(), text.as_string());
}

std::size_t character_count(FilterCall& call, Value text) {
    if (text.has(Value::Ascii) || text.has(Value::Binary)) return text.length();
    if (!text.has(Value::ValidUtf8)) return count_characters(call.runtime(), text.as_string());
    std::size_t count = 0;
    in_stretches(call.runtime(), text.as_string(), [&](std::string_view stretch) {
        count += static_cast<std::size_t>(std::count_if(
            stretch.begin(), stretch.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; }));
        return true;
    });
    return count;
}

std::size_t character_offset(FilterCall& call, Value text, std::size_t index) {
    if (text.has(Value::Ascii) || text.has(Value::Binary)) return std::min<std::size_t>(index, text.length());
    return offset_of_character(call.runtime(), text.as_string(), index);
}

Value part_of(Value text, std::string_view part) {
    return Value::string(part, text.storage(), static_cast<std::uint8_t>(text.flags() & kTextFlags));
}

Value fail_invalid_bytes(FilterCall& call, Value text) {
    std::string message = "invalid byte sequence in " + std::string(ruby_name(encoding_of(text)));
    return call.runtime().fail(Kind::InvalidBytes, message, {{"reason", message}});
}

Value fail_incompatible(FilterCall& call, Value left, Value right) {
    std::string what = "incompatible character encodings: ";
    what.append(ruby_name(encoding_of(left))).append(" and ").append(ruby_name(encoding_of(right)));
    return call.runtime().fail_internal(what);
}

bool are_compatible(FilterCall& call, Value left, Value right) {
    return encoding_of(left) == encoding_of(right) || ascii_only(call, left) || ascii_only(call, right);
}

TextBuilder::TextBuilder(FilterCall& call, std::size_t capacity, std::uint8_t encoding_flags)
    : call_(call), encoding_(encoding_of(Value::string({}, Storage::Static, encoding_flags))) {
    check_size(capacity);
    begin_ = at_ = static_cast<char*>(call.runtime().arena.allocate(capacity, 1));
    end_ = begin_ + capacity;
}

void TextBuilder::grow(std::size_t size) {
    Arena& arena = call_.runtime().arena;
    std::size_t used = view().size();
    std::size_t capacity = static_cast<std::size_t>(end_ - begin_);
    std::size_t more = std::max({size, capacity, std::size_t{64}});
    check_size(std::uint64_t{capacity} + more);
    char* place = arena.mark().at == end_ ? static_cast<char*>(arena.allocate(more, 1)) : nullptr;
    if (place != end_ || place == nullptr) {
        place = static_cast<char*>(arena.allocate(capacity + more, 1));
        copy_bytes(call_.runtime(), place, {begin_, used});
        begin_ = place;
        at_ = begin_ + used;
    }
    end_ = begin_ + capacity + more;
}

// String#<< of a text in another encoding: allowed while one of the two is ASCII; the other one's encoding stays.
bool TextBuilder::adopt(Value piece) {
    if (ascii_only(call_, piece)) return true;
    if (!is_ascii(call_.runtime(), view())) return false;
    encoding_ = encoding_of(piece);
    return true;
}

Value TextBuilder::fail(Value piece) {
    return fail_incompatible(call_, Value::string({}, Storage::Static, flags_of(encoding_)), piece);
}

Value TextBuilder::finish(std::uint8_t known) {
    Arena& arena = call_.runtime().arena;
    Arena::Mark mark = arena.mark();
    if (mark.at == end_ && begin_ != end_) arena.release({mark.chunk, at_});
    unsigned flags = flags_of(encoding_) | (known_ & known & (Value::Ascii | Value::ValidUtf8));
    if (encoding_ == Encoding::Binary) flags &= ~unsigned{Value::ValidUtf8};
    return Value::string(view(), Storage::Temp, static_cast<std::uint8_t>(flags));
}

ListBuilder::ListBuilder(FilterCall& call, std::size_t capacity) : call_(call) {
    begin_ = at_ = call.runtime().arena.allocate_array<Value>(capacity);
    end_ = begin_ + capacity;
}

void ListBuilder::grow() {
    Arena& arena = call_.runtime().arena;
    std::size_t used = size();
    std::size_t more = std::max<std::size_t>(used, 8);
    check_size(std::uint64_t{used} + more);
    Value* place = nullptr;
    if (arena.mark().at == reinterpret_cast<char*>(end_)) place = arena.allocate_array<Value>(more);
    if (place == nullptr || place != end_) {
        place = arena.allocate_array<Value>(used + more);
        for (std::size_t i = 0; i < used; ++i) {
            call_.runtime().pass(sizeof(Value));
            place[i] = begin_[i];
        }
        begin_ = place;
        at_ = begin_ + used;
    }
    end_ = begin_ + used + more;
}

}  // namespace liquid::filters
