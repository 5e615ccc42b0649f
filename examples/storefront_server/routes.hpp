// From the path of a request to what is shown.
#pragma once

#include <string>
#include <string_view>

namespace storefront {

struct Route {
    std::string_view name;  ///< in metrics and log; a page's template has the same name
    std::string handle;
    std::string blog;  ///< of an article
};

/// `path` is decoded. Whatever is no path of the shop is the route `404`.
Route route_of(std::string_view path);

/// The path of a request's target as it was sent, safe to print anywhere: what is not plain in a path is
/// percent-encoded, and very long ones are cut.
std::string printable_path(std::string_view target);

}  // namespace storefront
