// Integers from digits, whatever their size.
#include <charconv>
#include <cstring>

#include "value/containers.hpp"
#include "value/operations.hpp"
#include "value/stretches.hpp"

namespace liquid {

Value Runtime::integer_from_digits(std::string_view digits) {
    return liquid::integer_from_digits(arena, digits, Storage::Temp, this);
}

Value integer_from_digits(Arena& arena, std::string_view digits, Storage storage, Runtime* waits) {
    bool negative = digits.starts_with('-');
    if (negative || digits.starts_with('+')) digits.remove_prefix(1);
    while (digits.size() > 1 && digits[0] == '0') digits.remove_prefix(1);
    if (digits.empty()) return Value::integer(0);
    if (digits.size() <= 20) {
        std::uint64_t number = 0;
        auto error = std::from_chars(digits.data(), digits.data() + digits.size(), number).ec;
        std::uint64_t most = static_cast<std::uint64_t>(INT64_MAX) + (negative ? 1 : 0);
        if (error == std::errc() && number <= most)
            return Value::integer(static_cast<std::int64_t>(negative ? ~number + 1 : number));
    }
    auto* text = static_cast<char*>(arena.allocate(digits.size() + 1, 1));
    text[0] = '-';
    if (waits != nullptr)
        copy_bytes(*waits, text + 1, digits);
    else
        std::memcpy(text + 1, digits.data(), digits.size());
    auto* box = new (arena.allocate(sizeof(BigIntBox))) BigIntBox();
    box->digits = negative ? std::string_view(text, digits.size() + 1) : std::string_view(text + 1, digits.size());
    return Value::boxed(Type::BigInt, box, storage);
}

}  // namespace liquid
