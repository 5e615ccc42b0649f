// Host objects that templates read.
#pragma once

#include <cstdint>
#include <functional>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include <liquid/export.hpp>
#include <liquid/value.hpp>

namespace liquid {

class Runtime;

/// What a Drop's operation gets from the running render: builders for every kind of value. Valid for the call only, on
/// its thread. Memory comes from the render's arena and is charged to its limits.
class LIQUID_API DropContext {
public:
    explicit DropContext(Runtime& runtime) : runtime_(runtime) {}

    Value string(std::string_view text);  ///< copies `text`
    Value array(const Value* items, std::size_t count);
    Value array(std::initializer_list<Value> items) { return array(items.begin(), items.size()); }
    Value map(const std::pair<std::string_view, Value>* entries, std::size_t count);
    Value map(std::initializer_list<std::pair<std::string_view, Value>> entries) {
        return map(entries.begin(), entries.size());
    }
    Value integer(std::string_view digits);  ///< of any size
    Value decimal(std::string_view digits);
    Value range(std::int64_t first, std::int64_t last);
    Value date(int year, unsigned month, unsigned day);
    Value time(std::int64_t seconds, std::int32_t nanoseconds, std::int32_t utc_offset, std::string_view zone);
    /// The operation fails: `Liquid error: MESSAGE` stands at the place that asked.
    Value fail(std::string_view message);

    bool strict_variables() const;
    Runtime& runtime() { return runtime_; }

private:
    Runtime& runtime_;
};

/// A host object. Override what it can do; every operation has the reference engine's answer of Liquid::Drop as its
/// default. The object must outlive the render; operations are called from the rendering thread (from several at once,
/// when their renders share it), as often as the template asks: reads are never cached or folded. A thrown exception
/// becomes `Liquid error: internal` on the page, with what() in the diagnostic.
class LIQUID_API Drop {
public:
    virtual ~Drop() = default;

    /// The property `key`, or Value::unset() when there is none.
    virtual Value get(DropContext&, std::string_view key) {
        (void)key;
        return Value::unset();
    }
    /// Lookup by a key that is not a string (`drop[3]`).
    virtual Value get_key(DropContext&, Value key) {
        (void)key;
        return Value::unset();
    }
    /// Whether `key` can be asked for. The reference's drops answer every key.
    virtual bool has_key(DropContext&, Value key) {
        (void)key;
        return true;
    }
    /// Calls `each` for every item until it returns false. False: the object is not a list.
    virtual bool iterate(DropContext&, const std::function<bool(Value)>& each) {
        (void)each;
        return false;
    }
    virtual bool is_iterable() const { return false; }
    virtual std::optional<std::int64_t> size(DropContext&) { return std::nullopt; }
    virtual Value first(DropContext&) { return Value::unset(); }
    virtual Value last(DropContext&) { return Value::unset(); }
    /// A window for limit and offset; unset: not supported, iterate is used.
    virtual Value slice(DropContext&, std::int64_t from, std::optional<std::int64_t> to) {
        (void)from;
        (void)to;
        return Value::unset();
    }
    /// The text of `{{ drop }}`.
    virtual std::string to_text(DropContext&) { return type_name(); }
    virtual std::string inspect(DropContext& context) {
        (void)context;
        return type_name();
    }
    /// The class's name, in messages and as the default text.
    virtual std::string type_name() const { return "Drop"; }
    virtual std::optional<bool> equals(DropContext&, Value other) {
        (void)other;
        return std::nullopt;
    }
    /// Less than, equal, greater: -1, 0, 1; nullopt: not comparable.
    virtual std::optional<int> compare(DropContext&, Value other) {
        (void)other;
        return std::nullopt;
    }
    virtual std::optional<bool> is_empty(DropContext&) { return std::nullopt; }
    virtual std::optional<bool> is_blank(DropContext&) { return std::nullopt; }
    /// Arithmetic filters use this number.
    virtual Value to_number(DropContext&) { return Value::unset(); }
    /// The primitive that the object stands for in conditions and as a key (the reference's to_liquid_value).
    virtual Value to_value(DropContext&) { return Value::unset(); }
    virtual Value to_date(DropContext&) { return Value::unset(); }
};

}  // namespace liquid
