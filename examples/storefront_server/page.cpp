#include "page.hpp"

namespace storefront {
namespace {

using liquid::Value;

struct Subject {
    std::string_view route;
    const Model& model;
    const Query& query;
};
// The routes that name a record. Templates know it by the route's name.
const Subject kSubjects[] = {
    {"product", kProduct, kProductByHandle}, {"collection", kCollection, kCollectionByHandle},
    {"article", kArticle, kArticleByHandle}, {"blog", kBlog, kBlogByHandle},
    {"page", kPage, kPageByHandle},
};

Value or_nil(Record* record) { return record == nullptr ? Value::nil() : Value::drop(*record); }

}  // namespace

Page::Page(const Request& request, const Route& route, Database& database, Documents& documents)
    : request_(request),
      route_(route),
      database_(database),
      documents_(documents),
      catalog_(database),
      collections_(catalog_),
      cart_(catalog_, request.cart),
      template_(route.name) {}

bool Page::find() {
    if (route_.name == "404") return false;
    for (const Subject& subject : kSubjects) {
        if (subject.route != route_.name) continue;
        const bool article = route_.name == "article";
        // Both are handles: nothing to escape.
        const std::string argument = article ? "[\"" + route_.blog + "\",\"" + route_.handle + "\"]" : route_.handle;
        found_ = catalog_.record(subject.model, subject.query, argument);
        return found_ != nullptr;
    }
    return true;
}

Value Page::document(Value& kept, std::string_view name) {
    if (kept.is_unset()) kept = documents_.read(database_, name);
    return kept;
}

// The blog itself, an article's blog, and on the front page the shop's journal.
Value Page::blog() {
    if (template_ == "blog") return or_nil(found_);
    if (template_ != "article" && template_ != "home") return Value::nil();
    if (blog_ == nullptr) blog_ = catalog_.record(kBlog, kBlogByHandle, template_ == "home" ? "journal" : route_.blog);
    return or_nil(blog_);
}

Value Page::get(liquid::DropContext& context, std::string_view key) {
    if (key == "content_for_layout") return Value::string(content_);
    if (key == "template") return Value::string(template_);
    if (key == "shop") return document(shop_, key);
    if (key == "settings") return document(settings_, key);
    if (key == "menus") return document(menus_, key);
    if (key == "cart") return Value::drop(cart_);
    if (key == "collections") return Value::drop(collections_);
    if (key == "request") return context.map({{"path", Value::string(request_.printable)}});
    if (key == "tagged") return request_.tagged.empty() ? Value::nil() : Value::string(request_.tagged);
    if (key == "blog") return blog();
    if (key == template_) return or_nil(found_);
    return Value::unset();
}

}  // namespace storefront
