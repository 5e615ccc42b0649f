#include "models.hpp"

namespace storefront {
namespace {

using Shape = Relation::Shape;

// Of a list of products, whatever it is a list of.
#define PRODUCT_COLUMNS "p.id, p.handle, p.title, p.price, p.compare_at, p.available, p.restock_on, p.weight_g"
// The body is long and read by one page only: it is a relation of its own.
#define ARTICLE_COLUMNS \
    "a.id, a.handle, a.title, a.published_at, a.draft, a.excerpt, a.author_id, b.handle AS blog_handle"

constexpr Query kProductDescription{"product_description",
                                    "SELECT p.id AS owner, p.description AS value FROM json_each(?1) k "
                                    "JOIN products p ON p.id = k.value"};
constexpr Query kProductVariants{"product_variants",
                                 "SELECT v.product AS owner, v.title, v.stock FROM json_each(?1) k "
                                 "JOIN variants v ON v.product = k.value ORDER BY k.key, v.position"};
constexpr Query kProductCollections{
    "product_collections",
    "SELECT m.product AS owner, c.id, c.handle, c.title, c.summary FROM json_each(?1) k "
    "JOIN members m ON m.product = k.value JOIN collections c ON c.id = m.collection "
    "ORDER BY k.key, c.position"};
constexpr Query kCollectionProducts{"collection_products",
                                    "SELECT m.collection AS owner, " PRODUCT_COLUMNS
                                    " FROM json_each(?1) k JOIN members m ON m.collection = k.value "
                                    "JOIN products p ON p.id = m.product ORDER BY k.key, m.position"};
constexpr Query kCollectionSize{"collection_size",
                                "SELECT m.collection AS owner, count(*) AS value FROM json_each(?1) k "
                                "JOIN members m ON m.collection = k.value GROUP BY m.collection"};
constexpr Query kBlogArticles{"blog_articles",
                              "SELECT a.blog AS owner, " ARTICLE_COLUMNS
                              " FROM json_each(?1) k JOIN articles a ON a.blog = k.value JOIN blogs b ON b.id = a.blog "
                              "WHERE NOT a.draft ORDER BY k.key, a.published_at"};
constexpr Query kArticleContent{
    "article_content",
    "SELECT a.id AS owner, a.content AS value FROM json_each(?1) k JOIN articles a ON a.id = k.value"};
constexpr Query kArticleAuthor{"article_author",
                               "SELECT w.id AS owner, w.name, w.role FROM json_each(?1) k "
                               "JOIN authors w ON w.id = k.value"};
constexpr Query kArticleImage{"article_image",
                              "SELECT i.article AS owner, i.src, i.width, i.height, i.alt, i.caption "
                              "FROM json_each(?1) k JOIN images i ON i.article = k.value"};
constexpr Query kArticleTags{"article_tags",
                             "SELECT t.article AS owner, t.tag AS value FROM json_each(?1) k "
                             "JOIN tags t ON t.article = k.value ORDER BY k.key, t.position"};
constexpr Query kArticleSteps{"article_steps",
                              "SELECT s.article AS owner, s.text, s.minutes FROM json_each(?1) k "
                              "JOIN steps s ON s.article = k.value ORDER BY k.key, s.position"};
constexpr Query kArticleComments{"article_comments",
                                 "SELECT c.article AS owner, c.id, c.author, c.created_at, c.spam, c.text "
                                 "FROM json_each(?1) k JOIN comments c ON c.article = k.value ORDER BY k.key, c.id"};
constexpr Query kArticleProducts{"article_products", "SELECT n.article AS owner, " PRODUCT_COLUMNS
                                                     " FROM json_each(?1) k JOIN needs n ON n.article = k.value "
                                                     "JOIN products p ON p.id = n.product ORDER BY k.key, n.position"};

constexpr Relation kOfProduct[] = {
    {"description", Shape::Text, &kProductDescription, &kPlain},
    {"variants", Shape::Many, &kProductVariants, &kPlain},
    {"collections", Shape::Many, &kProductCollections, &kCollection},
};
constexpr Relation kOfCollection[] = {
    {"products", Shape::Many, &kCollectionProducts, &kProduct},
    {"products_count", Shape::Text, &kCollectionSize, &kPlain},
};
constexpr Relation kOfBlog[] = {
    {"articles", Shape::Many, &kBlogArticles, &kArticle},
};
constexpr Relation kOfArticle[] = {
    {"content", Shape::Text, &kArticleContent, &kPlain},
    {"author", Shape::One, &kArticleAuthor, &kPlain, "author_id"},
    {"image", Shape::One, &kArticleImage, &kPlain},
    {"tags", Shape::Texts, &kArticleTags, &kPlain},
    {"steps", Shape::Many, &kArticleSteps, &kPlain},
    {"comments", Shape::Many, &kArticleComments, &kPlain},
    {"products", Shape::Many, &kArticleProducts, &kProduct},
};

}  // namespace

constexpr Model kArticle{"Article", kOfArticle};
constexpr Model kBlog{"Blog", kOfBlog};
constexpr Model kCollection{"Collection", kOfCollection};
constexpr Model kPage{"Page", {}};
constexpr Model kPlain{"Record", {}};
constexpr Model kProduct{"Product", kOfProduct};

constexpr Query kArticleByHandle{"article_by_handle",
                                 "SELECT " ARTICLE_COLUMNS
                                 " FROM blogs b JOIN articles a ON a.blog = b.id "
                                 "WHERE b.handle = json_extract(?1, '$[0]') AND a.handle = json_extract(?1, '$[1]') "
                                 "AND NOT a.draft"};
constexpr Query kBlogByHandle{"blog_by_handle", "SELECT id, handle, title, url FROM blogs WHERE handle = ?1"};
constexpr Query kCollectionByHandle{"collection_by_handle",
                                    "SELECT id, handle, title, summary FROM collections WHERE handle = ?1"};
constexpr Query kPageByHandle{"page_by_handle", "SELECT id, handle, title, content FROM pages WHERE handle = ?1"};
constexpr Query kProductByHandle{"product_by_handle", "SELECT " PRODUCT_COLUMNS " FROM products p WHERE p.handle = ?1"};
constexpr Query kAllCollections{"all_collections",
                                "SELECT id, handle, title, summary FROM collections ORDER BY position"};
// Its argument is [[handle, quantity], ...].
constexpr Query kCartItems{"cart_items",
                           "SELECT " PRODUCT_COLUMNS
                           ", json_extract(line.value, '$[1]') AS quantity "
                           "FROM json_each(?1) line JOIN products p ON p.handle = json_extract(line.value, '$[0]') "
                           "WHERE p.available ORDER BY line.key"};
constexpr Query kDocument{"document", "SELECT json FROM documents WHERE name = ?1"};

}  // namespace storefront
