// One page of products with five outputs each, and C++ written for that page alone.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <liquid/liquid.hpp>

namespace bench {

struct Product {
    std::int64_t id;
    std::string handle;
    std::string title;
    std::int64_t price;
    std::string vendor;
};

constexpr std::size_t kProductsOfAPage = 50;

std::string_view product_page_source();
std::vector<Product> make_products(std::size_t count = kProductsOfAPage);
liquid::Data make_data(const std::vector<Product>& products);
std::string make_json(const std::vector<Product>& products);

/// What the template writes, by appending to a string.
void write_by_hand(std::string& out, const std::vector<Product>& products);

}  // namespace bench
