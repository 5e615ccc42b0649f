// The host filters and tags of the ThemeRunner storefronts: an old Shopify shop, in small.
#pragma once

#include <liquid/liquid.hpp>

namespace bench {

// Registers them all.
void add_shop(liquid::EnvironmentBuilder& builder);

// Part of add_shop, a file each.
void add_json_filter(liquid::EnvironmentBuilder& builder);
void add_pagination(liquid::EnvironmentBuilder& builder);

// `<a href="URL" title="TITLE">TEXT</a>`, without escaping.
std::string link(std::string_view text, std::string_view url, std::string_view title);

}  // namespace bench
