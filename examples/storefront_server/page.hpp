// The variables of one page.
#pragma once

#include <string>
#include <string_view>

#include <liquid/liquid.hpp>

#include "drops.hpp"
#include "routes.hpp"

namespace storefront {

/// What a visitor sent, as far as pages depend on it.
struct Request {
    std::string method;
    std::string path;       ///< decoded
    std::string printable;  ///< printable_path of what was sent
    std::string tagged;     ///< the parameter of that name: which articles a blog shows
    CartLines cart;
};

/// The outermost variables (RenderInput::globals). A Drop, so that `shop` costs nothing on a page that does not ask for
/// it.
class Page : public liquid::Drop {
public:
    Page(const Request& request, const Route& route, Database& database, Documents& documents);

    /// Reads what the route names. False: there is no such thing in the shop.
    bool find();
    /// Becomes the page of another template, without what was found.
    void turn_into(std::string_view template_name) { template_ = template_name; }
    std::string_view template_name() const { return template_; }
    /// The template's output, which the layout puts in its middle.
    void set_content(std::string_view content) { content_ = content; }

    liquid::Value get(liquid::DropContext& context, std::string_view key) override;
    std::string type_name() const override { return "Page"; }

private:
    liquid::Value document(liquid::Value& kept, std::string_view name);
    liquid::Value blog();

    const Request& request_;
    const Route& route_;
    Database& database_;
    Documents& documents_;
    Catalog catalog_;
    Collections collections_;
    Cart cart_;
    std::string_view template_;
    std::string_view content_;
    Record* found_ = nullptr;
    Record* blog_ = nullptr;
    liquid::Value shop_ = liquid::Value::unset();
    liquid::Value settings_ = liquid::Value::unset();
    liquid::Value menus_ = liquid::Value::unset();
};

}  // namespace storefront
