// The visitor's basket. There are no sessions: it lives in a cookie, `three-strand-line:2,swedish-fid:1`.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace storefront {

struct CartLine {
    std::string handle;
    int quantity = 1;
};
using CartLines = std::vector<CartLine>;

/// A handle as the shop gives them: 1 to 80 of `a-z`, `0-9` and `-`. Nothing else is ever looked up.
bool is_handle(std::string_view text);

/// Reads what a visitor sent, so anything: what is no line is passed over, more than 20 lines are cut, quantities end
/// at 99.
CartLines parse_cart(std::string_view text);
std::string to_text(const CartLines& lines);
/// `[["three-strand-line",2],...]`
std::string to_json(const CartLines& lines);
/// Adds to the line of that handle, or a new one; a sum of 0 or less takes the line away.
void add(CartLines& lines, std::string_view handle, int quantity);

}  // namespace storefront
