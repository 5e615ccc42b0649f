#include <liquid/data.hpp>

#include <algorithm>
#include <cstdlib>

#include "value/containers.hpp"
#include "value/document.hpp"
#include "value/unicode.hpp"

namespace liquid {

std::string plain_decimal(std::string_view text) {
    constexpr std::int64_t kMostZeros = 100'000;
    std::string sign = text.starts_with('-') ? "-" : "";
    if (text.starts_with('-') || text.starts_with('+')) text.remove_prefix(1);
    if (text == "NaN") return "NaN";
    if (text == "Infinity") return sign + "Infinity";
    std::int64_t exponent = 0;
    if (std::size_t e = text.find_first_of("eE"); e != std::string_view::npos) {
        std::string digits(text.substr(e + 1));
        exponent = std::strtoll(digits.c_str(), nullptr, 10);
        text = text.substr(0, e);
    }
    std::size_t dot = text.find('.');
    std::string digits(text.substr(0, dot));
    std::int64_t point = static_cast<std::int64_t>(digits.size());
    if (dot != std::string_view::npos) digits += text.substr(dot + 1);
    std::erase_if(digits, [](char c) { return c < '0' || c > '9'; });
    exponent = std::clamp(exponent, -kMostZeros, kMostZeros);
    point += exponent;
    std::size_t zeros = std::min(digits.find_first_not_of('0'), digits.size());
    digits.erase(0, zeros);
    point -= static_cast<std::int64_t>(zeros);
    digits.erase(digits.find_last_not_of('0') + 1);
    if (digits.empty()) return sign + "0.0";
    if (point <= 0) return sign + "0." + std::string(static_cast<std::size_t>(-point), '0') + digits;
    auto whole = static_cast<std::size_t>(point);
    if (whole >= digits.size()) return sign + digits + std::string(whole - digits.size(), '0') + ".0";
    return sign + digits.substr(0, whole) + "." + digits.substr(whole);
}

namespace {

// Days since 1970-01-01 in the proleptic Gregorian calendar.
std::int64_t days_of(std::int64_t year, unsigned month, unsigned day) {
    year -= month <= 2 ? 1 : 0;
    std::int64_t era = (year >= 0 ? year : year - 399) / 400;
    std::int64_t of_era = year - era * 400;
    std::int64_t of_year = (153 * (static_cast<std::int64_t>(month) + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

class Merger {
public:
    explicit Merger(Document& document) : document_(document) {}

    Value merge(Value below, Value above, unsigned depth) {
        if (!below.is(Type::Map) || !above.is(Type::Map) || depth >= kDeepest) return above;
        std::vector<std::uint32_t> keys;
        std::vector<Value> values;
        for (std::uint32_t i = 0; i < below.length(); ++i) {
            const Key& key = below.map_rep()->shape->keys[i];
            Value value = below.map_rep()->values()[i];
            std::uint32_t other = above.map_rep()->shape->find(key.view(), key.hash);
            if (other != Shape::kNoSlot) value = merge(value, above.map_rep()->values()[other], depth + 1);
            keys.push_back(document_.intern(key.view()));
            values.push_back(value);
        }
        for (std::uint32_t i = 0; i < above.length(); ++i) {
            const Key& key = above.map_rep()->shape->keys[i];
            if (below.map_rep()->shape->find(key.view(), key.hash) != Shape::kNoSlot) continue;
            keys.push_back(document_.intern(key.view()));
            values.push_back(above.map_rep()->values()[i]);
        }
        return document_.map(keys.data(), values.data(), keys.size());
    }

private:
    Document& document_;
};

}  // namespace

Data::Data() = default;

Data Data::merge(const std::vector<Data>& documents) {
    if (documents.empty()) return {};
    Builder builder;
    Merger merger(builder.document());
    Value root = documents[0].root_;
    for (const Data& document : documents) builder.keep(document);
    for (std::size_t i = 1; i < documents.size(); ++i) root = merger.merge(root, documents[i].root_, 0);
    return builder.finish(root);
}

Data::Builder::Document& Data::Builder::document() {
    if (!document_) document_ = std::make_shared<Document>();
    return *document_;
}

Value Data::Builder::string(std::string_view text, std::uint8_t flags) {
    if ((flags & (Value::Binary | Value::ValidUtf8)) == 0 && is_valid_utf8(text)) flags |= Value::ValidUtf8;
    return document().string(text, flags);
}

Value Data::Builder::array(const std::vector<Value>& items) { return document().array(items.data(), items.size()); }

Value Data::Builder::map(const std::vector<std::pair<std::string_view, Value>>& entries) {
    Few<std::uint32_t> keys;
    Few<Value> values;
    keys.reserve(entries.size());
    values.reserve(entries.size());
    for (const auto& [key, value] : entries) {
        keys.push_back(document().intern(key));
        values.push_back(value);
    }
    return document().map(keys.data(), values.data(), keys.size());
}

Value Data::Builder::keyed_map(const std::vector<std::pair<Value, Value>>& entries) {
    auto* copy = document().arena.allocate_array<KeyedMapBox::Entry>(entries.size());
    for (std::size_t i = 0; i < entries.size(); ++i)
        new (copy + i) KeyedMapBox::Entry{entries[i].first, entries[i].second};
    auto* box = document().box<KeyedMapBox>();
    box->entries = copy;
    box->size = static_cast<std::uint32_t>(entries.size());
    return Value::boxed(Type::KeyedMap, box, Storage::Static);
}

Value Data::Builder::integer(std::string_view digits) {
    return integer_from_digits(document().arena, digits, Storage::Static);
}

Value Data::Builder::decimal(std::string_view digits) {
    auto* box = document().box<DecimalBox>();
    box->text = document().arena.copy(plain_decimal(digits));
    return Value::boxed(Type::Decimal, box, Storage::Static);
}

Value Data::Builder::range(Value first, Value last, bool exclude_last) {
    auto* box = document().box<RangeBox>();
    box->first = first;
    box->last = last;
    box->exclude_last = exclude_last;
    return Value::boxed(Type::Range, box, Storage::Static);
}

Value Data::Builder::time(std::int64_t seconds, std::int32_t nanoseconds, std::int32_t utc_offset,
                          std::string_view zone) {
    auto* box = document().box<TimeBox>();
    box->seconds = seconds;
    box->nanoseconds = nanoseconds;
    box->utc_offset = utc_offset;
    box->zone = document().arena.copy(zone);
    return Value::boxed(Type::Time, box, Storage::Static);
}

Value Data::Builder::date(int year, unsigned month, unsigned day) {
    auto* box = document().box<DateBox>();
    box->days = days_of(year, month, day);
    return Value::boxed(Type::Date, box, Storage::Static);
}

void Data::Builder::keep(const Data& other) {
    if (other.owner_) document().kept.push_back(other.owner_);
}

Data Data::Builder::finish(Value root) {
    Data data;
    data.root_ = root;
    data.owner_ = std::move(document_);
    return data;
}

}  // namespace liquid
