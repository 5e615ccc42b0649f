#include "cart.hpp"

#include <algorithm>
#include <charconv>

namespace storefront {
namespace {

constexpr std::size_t kMostLines = 20;
constexpr int kMostOfOne = 99;

// What is said of one line; a line without a number is one piece.
CartLine parse_line(std::string_view text) {
    const std::size_t colon = text.find(':');
    CartLine line{std::string(text.substr(0, colon)), 1};
    if (colon == std::string_view::npos) return line;
    const std::string_view digits = text.substr(colon + 1);
    const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), line.quantity);
    if (read.ec != std::errc() || read.ptr != digits.data() + digits.size()) line.handle.clear();
    return line;
}

}  // namespace

bool is_handle(std::string_view text) {
    const auto allowed = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; };
    return !text.empty() && text.size() <= 80 && std::all_of(text.begin(), text.end(), allowed);
}

CartLines parse_cart(std::string_view text) {
    CartLines lines;
    while (!text.empty()) {
        const std::size_t comma = text.find(',');
        const CartLine line = parse_line(text.substr(0, comma));
        if (line.quantity > 0) add(lines, line.handle, std::min(line.quantity, kMostOfOne));
        text.remove_prefix(comma == std::string_view::npos ? text.size() : comma + 1);
    }
    return lines;
}

std::string to_text(const CartLines& lines) {
    std::string text;
    for (const CartLine& line : lines)
        text += (text.empty() ? "" : ",") + line.handle + ":" + std::to_string(line.quantity);
    return text;
}

std::string to_json(const CartLines& lines) {
    std::string json = "[";
    for (const CartLine& line : lines)  // handles need no escapes
        json += (json.size() > 1 ? ",[\"" : "[\"") + line.handle + "\"," + std::to_string(line.quantity) + "]";
    return json + "]";
}

void add(CartLines& lines, std::string_view handle, int quantity) {
    if (!is_handle(handle)) return;
    const auto line = std::find_if(lines.begin(), lines.end(), [&](const CartLine& l) { return l.handle == handle; });
    quantity = std::clamp(quantity, -kMostOfOne, kMostOfOne);
    if (line == lines.end()) {
        if (quantity > 0 && lines.size() < kMostLines) lines.push_back({std::string(handle), quantity});
        return;
    }
    line->quantity = std::min(line->quantity + quantity, kMostOfOne);
    if (line->quantity <= 0) lines.erase(line);
}

}  // namespace storefront
