#include "routes.hpp"

#include <array>
#include <cstdio>
#include <optional>

#include "cart.hpp"

namespace storefront {
namespace {

struct Pattern {
    std::string_view prefix;
    std::string_view name;
};
constexpr std::array kExact{Pattern{"/", "home"}, Pattern{"/cart", "cart"}, Pattern{"/metrics", "metrics"},
                            Pattern{"/healthz", "healthz"}};
constexpr std::array kWithHandle{Pattern{"/collections/", "collection"}, Pattern{"/products/", "product"},
                                 Pattern{"/pages/", "page"}, Pattern{"/blogs/", "blog"}};

// What is left of `path` behind a pattern's prefix.
std::optional<std::string_view> rest_of(std::string_view path, std::string_view prefix) {
    if (!path.starts_with(prefix)) return std::nullopt;
    return path.substr(prefix.size());
}

}  // namespace

Route route_of(std::string_view path) {
    for (const Pattern& pattern : kExact)
        if (path == pattern.prefix) return {pattern.name, {}, {}};
    for (const Pattern& pattern : kWithHandle) {
        const auto handle = rest_of(path, pattern.prefix);
        if (handle && is_handle(*handle)) return {pattern.name, std::string(*handle), {}};
    }
    if (const auto rest = rest_of(path, "/blogs/")) {
        const std::size_t slash = rest->find('/');
        if (slash != std::string_view::npos && is_handle(rest->substr(0, slash)) && is_handle(rest->substr(slash + 1)))
            return {"article", std::string(rest->substr(slash + 1)), std::string(rest->substr(0, slash))};
    }
    return {"404", {}, {}};
}

std::string printable_path(std::string_view target) {
    constexpr std::string_view plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~/%:@+,";
    constexpr std::size_t longest = 400;
    std::string path;
    for (const char c : target.substr(0, target.find('?'))) {
        if (path.size() >= longest) return path + "...";
        if (plain.find(c) != std::string_view::npos) {
            path += c;
        } else {
            char encoded[4];
            std::snprintf(encoded, sizeof encoded, "%%%02X", static_cast<unsigned>(static_cast<unsigned char>(c)));
            path += encoded;
        }
    }
    return path;
}

}  // namespace storefront
