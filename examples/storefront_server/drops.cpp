#include "drops.hpp"

#include <stdexcept>
#include <unordered_map>

namespace storefront {
namespace {

using liquid::Value;
using Shape = Relation::Shape;

// A view: the field must outlive the value.
struct AsValue {
    Value operator()(std::monostate) const { return Value::nil(); }
    Value operator()(bool flag) const { return Value::boolean(flag); }
    Value operator()(std::int64_t number) const { return Value::integer(number); }
    Value operator()(double number) const { return Value::floating(number); }
    Value operator()(const std::string& text) const { return Value::string(text); }
};

std::string json_list(const std::vector<std::int64_t>& keys) {
    std::string list = "[";
    for (const std::int64_t key : keys) list += (list.size() > 1 ? "," : "") + std::to_string(key);
    return list + "]";
}

// What a record gets from the rows that belong to it.
Value shaped(Shape shape, Catalog& catalog, const Siblings* own) {
    if (shape == Shape::Many) return catalog.list(own == nullptr ? Siblings() : *own);
    if (shape == Shape::One) return own == nullptr ? Value::nil() : Value::drop(*own->front());
    std::vector<Value> texts;
    if (own != nullptr)
        for (const Record* row : *own) texts.push_back(row->column("value"));
    if (shape == Shape::Texts) return catalog.list(std::move(texts));
    return texts.empty() ? Value::nil() : texts.front();
}

}  // namespace

Value Record::column(std::string_view name) const {
    for (std::size_t i = 0; i < row_.fields.size(); ++i)
        if ((*row_.names)[i] == name) return std::visit(AsValue(), row_.fields[i]);
    return Value::unset();
}

Value Record::get(liquid::DropContext&, std::string_view key) {
    const Value own = column(key);
    if (!own.is_unset()) return own;
    for (const Relation& relation : model_.relations) {
        if (relation.name != key) continue;
        if (!related_.contains(&relation)) read(relation);
        return related_[&relation];
    }
    return Value::unset();
}

// For this record and all its siblings.
void Record::read(const Relation& relation) {
    std::vector<std::int64_t> keys;
    for (const Record* sibling : siblings_) {
        const Value key = sibling->column(relation.key);
        if (key.is_int()) keys.push_back(key.as_int());
    }
    std::unordered_map<std::int64_t, Siblings> by_owner;
    for (Record* row : catalog_.records(*relation.model, *relation.query, json_list(keys)))
        by_owner[row->column("owner").as_int()].push_back(row);
    for (Record* sibling : siblings_) {
        const Value key = sibling->column(relation.key);
        const auto own = by_owner.find(key.is_int() ? key.as_int() : 0);
        sibling->related_[&relation] = shaped(relation.shape, catalog_, own == by_owner.end() ? nullptr : &own->second);
    }
}

const Siblings& Catalog::records(const Model& model, const Query& query, std::string_view argument) {
    Siblings& siblings = siblings_.emplace_back();
    database_.run(query, argument,
                  [&](Row row) { siblings.push_back(&records_.emplace_back(*this, model, siblings, std::move(row))); });
    return siblings;
}

Record* Catalog::record(const Model& model, const Query& query, std::string_view argument) {
    const Siblings& found = records(model, query, argument);
    return found.empty() ? nullptr : found.front();
}

Value Catalog::list(std::vector<Value> items) {
    const std::vector<Value>& kept = lists_.emplace_back(std::move(items));
    return Value::array(kept.data(), kept.size());
}

Value Catalog::list(const Siblings& records) {
    std::vector<Value> items;
    items.reserve(records.size());
    for (Record* record : records) items.push_back(Value::drop(*record));
    return list(std::move(items));
}

Value Collections::get(liquid::DropContext&, std::string_view handle) {
    if (handle == "size") return Value::unset();  // no handle: the engine goes on to ask size()
    auto known = by_handle_.find(handle);
    if (known == by_handle_.end())
        known = by_handle_.emplace(handle, catalog_.record(kCollection, kCollectionByHandle, handle)).first;
    return known->second == nullptr ? Value::nil() : Value::drop(*known->second);
}

const Siblings& Collections::all() {
    if (all_ == nullptr) all_ = &catalog_.records(kCollection, kAllCollections, {});
    return *all_;
}

bool Collections::iterate(liquid::DropContext&, const std::function<bool(Value)>& each) {
    for (Record* collection : all())
        if (!each(Value::drop(*collection))) break;
    return true;
}

std::optional<std::int64_t> Collections::size(liquid::DropContext&) { return static_cast<std::int64_t>(all().size()); }

const Siblings& Cart::items() {
    static const Siblings none;
    if (lines_.empty()) return none;  // nothing to ask for
    if (items_ == nullptr) items_ = &catalog_.records(kProduct, kCartItems, to_json(lines_));
    return *items_;
}

Value Cart::get(liquid::DropContext&, std::string_view key) {
    if (key == "items") return catalog_.list(items());
    if (key != "item_count" && key != "total") return Value::unset();
    std::int64_t sum = 0;
    for (const Record* item : items()) {
        const std::int64_t quantity = item->column("quantity").as_int();
        sum += key == "total" ? quantity * item->column("price").as_int() : quantity;
    }
    return Value::integer(sum);
}

Value Documents::read(Database& database, std::string_view name) {
    Parsed& parsed = parsed_.try_emplace(std::string(name)).first->second;
    std::string text = "null";
    database.run(kDocument, name, [&](Row row) {
        if (const auto* json = std::get_if<std::string>(&row.fields.front())) text = *json;
    });
    if (text == parsed.text) return parsed.data.root();
    auto data = liquid::Data::parse(text, name);
    if (!data.ok()) throw std::runtime_error("document " + std::string(name) + ": " + data.diagnostics[0].message());
    parsed = {std::move(text), std::move(data.value)};
    return parsed.data.root();
}

}  // namespace storefront
