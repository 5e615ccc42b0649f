// The shop as templates see it. Nothing is read before a template touches it, and nothing is read twice for one page.
#pragma once

#include <deque>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <liquid/liquid.hpp>

#include "cart.hpp"
#include "database.hpp"
#include "models.hpp"

namespace storefront {

class Catalog;
class Record;

/// Records that one query gave. The first of them that is asked for a relation reads it for all: a page of thirty
/// products with their variants costs two queries, not thirty-one.
using Siblings = std::vector<Record*>;

/// A row. Its properties are its columns and its model's relations.
class Record : public liquid::Drop {
public:
    Record(Catalog& catalog, const Model& model, Siblings& siblings, Row row)
        : catalog_(catalog), model_(model), siblings_(siblings), row_(std::move(row)) {}

    liquid::Value get(liquid::DropContext&, std::string_view key) override;
    std::string type_name() const override { return std::string(model_.name); }

    /// The column's value, a view into this record; unset when there is no such column.
    liquid::Value column(std::string_view name) const;

private:
    void read(const Relation& relation);

    Catalog& catalog_;
    const Model& model_;
    Siblings& siblings_;
    Row row_;
    std::map<const Relation*, liquid::Value> related_;
};

/// What one request has read. All Values and Drops that it gives end with it.
class Catalog {
public:
    explicit Catalog(Database& database) : database_(database) {}
    Catalog(const Catalog&) = delete;
    Catalog& operator=(const Catalog&) = delete;

    /// The records of a query, in its order.
    const Siblings& records(const Model& model, const Query& query, std::string_view argument);
    /// Its first one; null when there is none.
    Record* record(const Model& model, const Query& query, std::string_view argument);
    liquid::Value list(std::vector<liquid::Value> items);
    liquid::Value list(const Siblings& records);

private:
    Database& database_;
    // Deques: what templates hold must not move.
    std::deque<Record> records_;
    std::deque<Siblings> siblings_;
    std::deque<std::vector<liquid::Value>> lists_;
};

/// `collections`: all of them in a loop, one by its handle in `collections.bags` and `collections['dock-lines']`.
class Collections : public liquid::Drop {
public:
    explicit Collections(Catalog& catalog) : catalog_(catalog) {}
    liquid::Value get(liquid::DropContext&, std::string_view handle) override;
    bool is_iterable() const override { return true; }
    bool iterate(liquid::DropContext&, const std::function<bool(liquid::Value)>& each) override;
    std::optional<std::int64_t> size(liquid::DropContext&) override;
    std::string type_name() const override { return "Collections"; }

private:
    const Siblings& all();

    Catalog& catalog_;
    const Siblings* all_ = nullptr;
    std::map<std::string, Record*, std::less<>> by_handle_;
};

/// `cart`: what the visitor's lines are in the shop. Lines of things that are not sold (any more) are passed over.
class Cart : public liquid::Drop {
public:
    Cart(Catalog& catalog, const CartLines& lines) : catalog_(catalog), lines_(lines) {}
    liquid::Value get(liquid::DropContext&, std::string_view key) override;
    std::string type_name() const override { return "Cart"; }

private:
    const Siblings& items();

    Catalog& catalog_;
    const CartLines& lines_;
    const Siblings* items_ = nullptr;
};

/// Documents of the database (`shop`, `settings`, `menus`): JSON that is parsed again only when its text changed. One
/// for each thread.
class Documents {
public:
    /// Throws when the text is not JSON. What it gives is good until the name is asked for again.
    liquid::Value read(Database& database, std::string_view name);

private:
    struct Parsed {
        std::string text;
        liquid::Data data;
    };
    std::map<std::string, Parsed, std::less<>> parsed_;
};

}  // namespace storefront
