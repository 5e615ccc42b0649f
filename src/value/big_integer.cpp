#include "value/big_integer.hpp"

#include <algorithm>
#include <charconv>
#include <utility>
#include <vector>

namespace liquid {

namespace {

using Limb = boost::multiprecision::limb_type;
constexpr unsigned kLimbBits = sizeof(Limb) * 8;
constexpr std::size_t kChunkDigits = 18;  // that fit a limb

// Work is counted in products of limbs; this many take some tenths of a millisecond.
constexpr std::size_t kPiece = std::size_t{1} << 17;

// `products` of limbs, and what an operation costs at the least.
void pass_work(Runtime& runtime, std::size_t products) {
    constexpr std::size_t kLeast = 256;
    runtime.pass((products + kLeast) / (kPiece / Runtime::kStretch));
}

std::size_t limbs_of(const BigInteger& number) { return number.backend().size(); }

// The limbs [from, from + count) of the magnitude, as a number.
BigInteger part_of(const BigInteger& number, std::size_t from, std::size_t count) {
    const Limb* limbs = number.backend().limbs();
    BigInteger part;
    import_bits(part, limbs + from, limbs + std::min(from + count, limbs_of(number)), kLimbBits, false);
    return part;
}

std::size_t piece_beside(std::size_t limbs) { return std::max<std::size_t>(kPiece / limbs, 1); }

// Boost's division goes over all of what is left once for each limb of the quotient, so it is given no more than it
// needs: about twice the limbs of the divisor.
std::size_t piece_of_quotient(std::size_t limbs) { return std::min(limbs, piece_beside(2 * limbs)); }

// Both positive. Digit by digit as on paper, a digit being a piece of limbs: the quotient's pieces come from the top.
void divide_long(Runtime& runtime, const BigInteger& left, const BigInteger& right, BigInteger& quotient,
                 BigInteger& remainder) {
    const std::size_t piece = piece_of_quotient(limbs_of(right));
    const std::size_t pieces = (limbs_of(left) + piece - 1) / piece;
    std::vector<Limb> limbs(pieces * piece, 0);
    BigInteger rest, digit;
    for (std::size_t i = pieces; i-- > 0;) {
        rest <<= static_cast<unsigned>(piece * kLimbBits);
        rest += part_of(left, i * piece, piece);
        divide_qr(rest, right, digit, remainder);
        rest.swap(remainder);
        std::copy_n(digit.backend().limbs(), limbs_of(digit), limbs.begin() + static_cast<std::ptrdiff_t>(i * piece));
        pass_work(runtime, piece * (piece + limbs_of(right)));
    }
    import_bits(quotient, limbs.begin(), limbs.end(), kLimbBits, false);
    remainder.swap(rest);
}

}  // namespace

void charge_digits(Runtime& runtime, std::uint64_t digits) {
    constexpr std::uint64_t kFreeDigits = 700;  // a double's exponent span: no charge up to here
    constexpr std::uint64_t kDigitPairsPerStep = 4096;
    if (digits > kFreeDigits) runtime.step(digits * digits / kDigitPairsPerStep);
}

BigInteger multiply(Runtime& runtime, const BigInteger& left, const BigInteger& right) {
    const BigInteger& longer = limbs_of(left) >= limbs_of(right) ? left : right;
    const BigInteger& other = limbs_of(left) >= limbs_of(right) ? right : left;
    const std::size_t piece = piece_beside(limbs_of(other));
    if (limbs_of(longer) <= piece) {
        pass_work(runtime, limbs_of(longer) * limbs_of(other));
        return left * right;
    }
    BigInteger product;
    for (std::size_t from = 0; from < limbs_of(longer); from += piece) {
        BigInteger part = part_of(longer, from, piece) * other;
        product += part << static_cast<unsigned>(from * kLimbBits);
        pass_work(runtime, piece * limbs_of(other) + limbs_of(product));
    }
    return longer.sign() < 0 ? BigInteger(-product) : product;
}

void divide(Runtime& runtime, const BigInteger& left, const BigInteger& right, BigInteger& quotient,
            BigInteger& remainder) {
    // By one limb it goes over the number once.
    if (limbs_of(right) == 1 || limbs_of(left) <= limbs_of(right) + piece_of_quotient(limbs_of(right))) {
        pass_work(runtime, limbs_of(left));
        divide_qr(left, right, quotient, remainder);
        return;
    }
    divide_long(runtime, abs(left), abs(right), quotient, remainder);
    if ((left.sign() < 0) != (right.sign() < 0)) quotient = -quotient;
    if (left.sign() < 0) remainder = -remainder;
}

BigInteger divide(Runtime& runtime, const BigInteger& left, const BigInteger& right) {
    BigInteger quotient, remainder;
    divide(runtime, left, right, quotient, remainder);
    return quotient;
}

BigInteger power_of_ten(Runtime& runtime, std::uint64_t exponent) {
    static constexpr std::uint64_t small[] = {1,      10,      100,      1000,      10000,
                                              100000, 1000000, 10000000, 100000000, 1000000000};
    if (exponent < std::size(small)) return small[exponent];
    BigInteger half = power_of_ten(runtime, exponent / 2);
    BigInteger power = multiply(runtime, half, half);
    return exponent % 2 == 0 ? power : BigInteger(power * 10);
}

BigInteger integer_from_text(Runtime& runtime, std::string_view digits) {
    bool negative = !digits.empty() && digits[0] == '-';
    if (negative || (!digits.empty() && digits[0] == '+')) digits.remove_prefix(1);
    BigInteger value;
    while (!digits.empty()) {
        std::size_t count = std::min(digits.size(), kChunkDigits);
        std::uint64_t chunk = 0;
        std::from_chars(digits.data(), digits.data() + count, chunk);
        std::uint64_t scale = 1;
        for (std::size_t i = 0; i < count; ++i) scale *= 10;
        value *= scale;
        value += chunk;
        digits.remove_prefix(count);
        pass_work(runtime, limbs_of(value));
    }
    if (negative) value = -value;
    return value;
}

// Blocks of digits are divided off, so that only short numbers are written in one piece.
std::string decimal_digits(Runtime& runtime, const BigInteger& number) {
    constexpr std::size_t kBlockDigits = 64 * kChunkDigits;
    const BigInteger unit = power_of_ten(runtime, kBlockDigits);
    std::vector<std::string> blocks;
    BigInteger rest = abs(number), higher, block;
    while (rest >= unit) {
        divide(runtime, rest, unit, higher, block);
        blocks.push_back(block.str());
        rest.swap(higher);
    }
    std::string digits = (number.sign() < 0 ? "-" : "") + rest.str();
    for (std::size_t i = blocks.size(); i-- > 0;) {
        runtime.pass(kBlockDigits);
        digits.append(kBlockDigits - blocks[i].size(), '0').append(blocks[i]);
    }
    return digits;
}

}  // namespace liquid
