// Filters: functions that templates call with `|`.
#pragma once

#include <cstdint>
#include <functional>
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include <liquid/diagnostic.hpp>
#include <liquid/export.hpp>
#include <liquid/value.hpp>

namespace liquid {

class Runtime;

/// The arguments after the input. Keyword arguments arrive, as in Ruby, as one Map after the positional ones.
class LIQUID_API Arguments {
public:
    Arguments(const Value* values, std::size_t count) : values_(values), count_(count) {}
    std::size_t size() const { return count_; }
    Value operator[](std::size_t i) const { return i < count_ ? values_[i] : Value::nil(); }
    bool has(std::size_t i) const { return i < count_; }
    /// A keyword argument's value; unset when it was not given.
    Value keyword(std::string_view name) const;

private:
    const Value* values_;
    std::size_t count_;
};

/// What a filter gets from the render that calls it. Valid for the call only, on its thread. Everything it allocates is
/// charged to the render's memory limit before it is allocated; a hit ends the render.
class LIQUID_API FilterCall {
public:
    explicit FilterCall(Runtime& runtime, void* data = nullptr) : runtime_(runtime), data_(data) {}

    /// The text of a value as `{{ value }}` prints it.
    std::string_view text(Value value);
    Value string(std::string_view text);  ///< copies `text`
    /// The parts as one text, without a copy between.
    Value concat(std::initializer_list<std::string_view> parts);
    Value array(const Value* items, std::size_t count);
    Value map(const std::pair<std::string_view, Value>* entries, std::size_t count);
    Value map(std::initializer_list<std::pair<std::string_view, Value>> entries) {
        return map(entries.begin(), entries.size());
    }
    /// A property or item of a value, as `value[key]`; nil when there is none.
    Value get(Value value, Value key);
    Value get(Value value, std::string_view key) { return get(value, Value::string(key)); }
    /// Items of a list, entries of a mapping, characters never; 0 for anything else.
    std::size_t size(Value value);
    /// Calls `each` for every item of a list (or [key, value] pair of a mapping) until it returns false.
    void iterate(Value value, const std::function<bool(Value)>& each);

    /// A variable of the template, as `{{ name }}` would find it.
    Value variable(std::string_view name);
    /// A host value from RenderInput::registers; nil when there is none.
    Value host_register(std::string_view name);

    /// The filter fails: `Liquid error (line N): MESSAGE` stands in the page (by policy). Return what this returns.
    Value fail(std::string_view message) { return fail(Kind::InvalidArgument, message); }
    Value fail(Kind kind, std::string_view message);

    /// Charges `n` units of work, for loops over data; ends the render when the step limit is hit.
    void step(std::uint64_t n = 1);

    /// FilterSpec::data of the filter that is called; null when it has none.
    void* data() const { return data_; }
    Runtime& runtime() { return runtime_; }

private:
    Runtime& runtime_;
    void* data_;
};

/// A filter: `input | name: arguments`. Plain functions only, called by all rendering threads at once; state lives in
/// registers, in a Drop, or in FilterSpec::data, which they share.
using FilterFunction = Value (*)(FilterCall& call, Value input, Arguments arguments);

struct FilterSpec {
    std::string name;
    FilterFunction function = nullptr;
    std::uint8_t min_arguments = 0;  ///< after the input
    std::uint8_t max_arguments = 0;  ///< 255: any number
    bool pure = false;               ///< the same input gives the same output; may be folded at compile time
    std::shared_ptr<void> data{};    ///< what one function serves several filters with: FilterCall::data()
};

}  // namespace liquid
