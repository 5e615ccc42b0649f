#include <cstring>

#include "program/artifact_format.hpp"

namespace liquid::program::artifact {

std::uint64_t checksum(const char* bytes, std::size_t size) {
    constexpr std::size_t kLanes = 8;
    constexpr std::size_t kBlock = kLanes * sizeof(std::uint64_t);
    std::uint64_t sums[kLanes] = {};
    std::uint64_t sums_of_sums[kLanes] = {};
    auto add = [&](const char* block) {
        std::uint64_t words[kLanes];
        std::memcpy(words, block, kBlock);
        for (std::size_t i = 0; i < kLanes; ++i) {
            sums[i] += words[i];
            sums_of_sums[i] += sums[i];
        }
    };
    std::size_t at = 0;
    for (; at + kBlock <= size; at += kBlock) add(bytes + at);
    char rest[kBlock] = {};
    if (at < size) std::memcpy(rest, bytes + at, size - at);
    add(rest);
    std::uint64_t hash = size;
    for (std::size_t i = 0; i < kLanes; ++i) hash = stir(stir(hash, sums[i]), sums_of_sums[i]);
    return hash;
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
