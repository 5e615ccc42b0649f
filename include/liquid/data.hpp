// Documents for templates to read.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <liquid/export.hpp>
#include <liquid/result.hpp>
#include <liquid/value.hpp>

namespace liquid {

/// An immutable document: parsed once from JSON text, or built by the host. Cheap to copy (shared). Many threads may
/// read it at once, but not while one assigns to it. Values taken from it stay valid while a copy of it lives.
///
///     auto data = liquid::Data::parse(R"({"product": {"title": "Ring"}})");
///     if (!data.ok()) std::cerr << liquid::to_text(data.diagnostics[0]);
class LIQUID_API Data {
public:
    /// nil
    Data();
    /// Parses JSON (RFC 8259) in one pass, without recursion. Key order is kept, of equal keys the last value stays,
    /// integers are exact whatever their length, `1` and `1.0` differ, a fraction or exponent that no double can hold
    /// is infinite or zero. Text that is not JSON, or is nested more than 2,000 deep: LQ5003 with line and column, and
    /// a nil document.
    static Result<Data> parse(std::string_view json, std::string_view name = "data");
    /// Objects merged key by key, recursively; where both are not objects the later one stays.
    static Data merge(const std::vector<Data>& documents);

    Value root() const { return root_; }

    /// Builds a document bottom up, on one thread at a time. Values may come from documents that `keep` keeps alive.
    class LIQUID_API Builder {
    public:
        Builder() = default;
        Builder(Builder&&) noexcept = default;
        Builder& operator=(Builder&&) noexcept = default;
        Value string(std::string_view text, std::uint8_t flags = 0);  ///< copies
        Value array(const std::vector<Value>& items);
        Value map(const std::vector<std::pair<std::string_view, Value>>& entries);
        Value keyed_map(const std::vector<std::pair<Value, Value>>& entries);
        Value integer(std::string_view digits);
        Value decimal(std::string_view digits);
        Value range(Value first, Value last, bool exclude_last = false);
        Value time(std::int64_t seconds, std::int32_t nanoseconds, std::int32_t utc_offset, std::string_view zone);
        Value date(int year, unsigned month, unsigned day);
        void keep(const Data& other);
        Data finish(Value root);

    private:
        struct Document;
        Document& document();
        std::shared_ptr<Document> document_;  // made when it is first needed
        friend class Data;
    };

private:
    std::shared_ptr<const void> owner_;
    Value root_;
};

}  // namespace liquid
