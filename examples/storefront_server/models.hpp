// What the tables are to templates: which properties of a record lead to other records, and by which query.
#pragma once

#include <span>
#include <string_view>

#include "database.hpp"

namespace storefront {

struct Model;

/// A property that is not a column. Its query takes a JSON list of keys, so that it can be answered for a whole list of
/// records at once; its column `owner` says which key a row belongs to.
struct Relation {
    enum class Shape {
        Many,   ///< a list of records
        One,    ///< a record, or nil
        Texts,  ///< a list of what the column `value` holds
        Text,   ///< what the column `value` holds
    };
    std::string_view name;
    Shape shape;
    const Query* query;
    const Model* model;
    std::string_view key = "id";  ///< the column of this record that the query is asked with
};

struct Model {
    std::string_view name;
    std::span<const Relation> relations;
};

extern const Model kArticle, kBlog, kCollection, kPage, kPlain, kProduct;

/// By handle; the article's argument is [blog, article].
extern const Query kArticleByHandle, kBlogByHandle, kCollectionByHandle, kPageByHandle, kProductByHandle;
extern const Query kAllCollections, kCartItems, kDocument;

}  // namespace storefront
