#include "product_page.hpp"

#include <charconv>

namespace bench {
namespace {

void append_number(std::string& out, std::int64_t number) {
    char digits[24];
    out.append(digits, std::to_chars(digits, digits + sizeof digits, number).ptr);
}

}  // namespace

std::string_view product_page_source() {
    return "<ul class=\"products\">{% for product in products %}\n"
           "  <li class=\"product\" id=\"product-{{ product.id }}\">\n"
           "    <a class=\"product-link\" href=\"/products/{{ product.handle }}\">{{ product.title }}</a>\n"
           "    <span class=\"product-price\">$ {{ product.price }}</span>\n"
           "    <p class=\"product-vendor\">Sold and shipped by {{ product.vendor }}, usually within two days</p>\n"
           "  </li>{% endfor %}\n"
           "</ul>\n";
}

void write_by_hand(std::string& out, const std::vector<Product>& products) {
    out += "<ul class=\"products\">";
    for (const Product& product : products) {
        out += "\n  <li class=\"product\" id=\"product-";
        append_number(out, product.id);
        out += "\">\n    <a class=\"product-link\" href=\"/products/";
        out += product.handle;
        out += "\">";
        out += product.title;
        out += "</a>\n    <span class=\"product-price\">$ ";
        append_number(out, product.price);
        out += "</span>\n    <p class=\"product-vendor\">Sold and shipped by ";
        out += product.vendor;
        out += ", usually within two days</p>\n  </li>";
    }
    out += "\n</ul>\n";
}

std::vector<Product> make_products(std::size_t count) {
    std::vector<Product> products;
    for (std::size_t i = 0; i < count; ++i) {
        auto number = static_cast<std::int64_t>(i);
        std::string digits = std::to_string(i);
        products.push_back({4000 + number * 7, "plain-product-" + digits, "Plain product number " + digits,
                            999 + number * 250, i % 3 == 0 ? "Acme" : "Globex Corporation"});
    }
    return products;
}

liquid::Data make_data(const std::vector<Product>& products) {
    liquid::Data::Builder build;
    std::vector<liquid::Value> items;
    for (const Product& product : products)
        items.push_back(build.map({{"id", liquid::Value::integer(product.id)},
                                   {"handle", build.string(product.handle)},
                                   {"title", build.string(product.title)},
                                   {"price", liquid::Value::integer(product.price)},
                                   {"vendor", build.string(product.vendor)}}));
    return build.finish(build.map({{"products", build.array(items)}}));
}

std::string make_json(const std::vector<Product>& products) {
    std::string out = "{\"products\":[";
    for (const Product& product : products) {
        if (&product != &products.front()) out += ',';
        out += "{\"id\":";
        append_number(out, product.id);
        out += ",\"handle\":\"" + product.handle + "\",\"title\":\"" + product.title + "\",\"price\":";
        append_number(out, product.price);
        out += ",\"vendor\":\"" + product.vendor + "\"}";
    }
    return out + "]}";
}

}  // namespace bench
