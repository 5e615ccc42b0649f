#include <cstring>

#include "program/artifact_format.hpp"
#include "value/rep.hpp"

namespace liquid::program::artifact {

namespace {

// Two words to a register; the compiler leaves loops over single ones as they are.
using Pair = std::uint64_t __attribute__((vector_size(16)));
constexpr std::size_t kPairs = 4;

Pair joined(const Pair (&pairs)[kPairs]) {
    Pair all = pairs[0];
    for (std::size_t i = 1; i < kPairs; ++i) all = all + (all << 9) + pairs[i];
    return all;
}

}  // namespace

std::uint64_t checksum(const char* bytes, std::size_t size) {
    constexpr std::size_t kBlock = kPairs * sizeof(Pair);
    static_assert(sizeof(Header) - kChecked >= kBlock);
    Pair sums[kPairs] = {};
    Pair sums_of_sums[kPairs] = {};
    auto add = [&](const char* block) {
        for (std::size_t i = 0; i < kPairs; ++i) {
            Pair words;
            std::memcpy(&words, block + i * sizeof words, sizeof words);
            sums[i] += words;
            sums_of_sums[i] += sums[i];
        }
    };
    for (const char* block = bytes; block < bytes + size - kBlock; block += kBlock) add(block);
    add(bytes + size - kBlock);  // with some bytes again, unless it is whole
    Pair once = joined(sums);
    Pair twice = joined(sums_of_sums);
    constexpr std::uint64_t kKey = 0x9e3779b97f4a7c15ull;
    return fold(once[0] ^ kKey, twice[0] ^ size) + fold(once[1] ^ size, twice[1] ^ kKey);
}

std::uint64_t source_hash(std::string_view text) {
    std::uint64_t hash = text.size();
    std::size_t at = 0;
    for (; at + 8 <= text.size(); at += 8) {
        std::uint64_t word;
        std::memcpy(&word, text.data() + at, 8);
        hash = stir(hash, word);
    }
    for (; at < text.size(); ++at) hash = stir(hash, static_cast<unsigned char>(text[at]));
    return hash;
}

std::uint64_t tag_shape(const TagSpec& tag) {
    std::uint64_t hash = stir(static_cast<std::uint64_t>(tag.shape), static_cast<std::uint64_t>(tag.grammar));
    for (const std::string& branch : tag.branches) hash = stir(hash, branch);
    return stir(hash, tag.blank);
}

}  // namespace liquid::program::artifact
