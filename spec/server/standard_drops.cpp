#include "standard_drops.hpp"

#include <charconv>
#include <deque>

namespace liquid_spec {
namespace {

using liquid::DropContext;
using liquid::Value;

class BooleanDrop : public liquid::Drop {
public:
    explicit BooleanDrop(const Json& parameters) : value_(member(parameters, "value") == true) {}
    Value get(DropContext&, std::string_view key) override {
        return key == "to_liquid_value" ? Value::boolean(value_) : Value::unset();
    }
    Value to_value(DropContext&) override { return Value::boolean(value_); }
    std::string to_text(DropContext&) override { return value_ ? "true" : "false"; }
    std::string type_name() const override { return "StandardBooleanDrop"; }

private:
    bool value_;
};

class NumberDrop : public liquid::Drop {
public:
    explicit NumberDrop(const Json& parameters) {
        if (member(parameters, "value").is_number_integer()) value_ = member(parameters, "value").get<std::int64_t>();
    }
    Value get(DropContext&, std::string_view key) override {
        return key == "to_liquid_value" || key == "to_number" ? Value::integer(value_) : Value::unset();
    }
    Value to_value(DropContext&) override { return Value::integer(value_); }
    Value to_number(DropContext&) override { return Value::integer(value_); }
    std::string to_text(DropContext&) override { return std::to_string(value_); }
    std::string type_name() const override { return "StandardNumberDrop"; }

private:
    std::int64_t value_ = 0;
};

// Its value may be nil, which is neither equal to a text nor ordered.
class StringDrop : public liquid::Drop {
public:
    explicit StringDrop(const Json& parameters)
        : is_nil_(!member(parameters, "value").is_string()), text_(text_member(parameters, "value")) {}
    Value get(DropContext& context, std::string_view key) override {
        return key == "to_liquid_value" ? to_value(context) : Value::unset();
    }
    Value to_value(DropContext&) override { return is_nil_ ? Value::nil() : Value::string(text_); }
    std::string to_text(DropContext&) override { return text_; }
    std::string type_name() const override { return "StandardStringDrop"; }
    std::optional<bool> equals(DropContext& context, Value other) override {
        std::optional<int> order = compare(context, other);
        return order && *order == 0;
    }
    std::optional<int> compare(DropContext& context, Value other) override {
        if (is_nil_) return std::nullopt;
        std::string text;
        if (other.is_string())
            text = other.as_string();
        else if (other.is(liquid::Type::Drop))
            text = other.as_drop()->to_text(context);
        else if (other.is_int())
            text = std::to_string(other.as_int());
        else
            return std::nullopt;
        int order = text_.compare(text);
        return order < 0 ? -1 : order > 0;
    }

private:
    bool is_nil_;
    std::string text_;
};

// `square_5` is "25".
class MethodDrop : public liquid::Drop {
public:
    Value get(DropContext& context, std::string_view key) override {
        std::size_t bar = key.rfind('_');
        std::uint32_t n = 0;
        if (bar == std::string_view::npos) return Value::unset();
        const char* end = key.data() + key.size();
        auto [stop, fault] = std::from_chars(key.data() + bar + 1, end, n);
        if (fault != std::errc() || stop != end) return Value::unset();
        std::string_view operation = key.substr(0, bar);
        std::uint64_t wide = n;
        if (operation == "echo") return context.string(std::to_string(wide));
        if (operation == "square") return context.string(std::to_string(wide * wide));
        if (operation == "double") return context.string(std::to_string(wide * 2));
        return Value::unset();
    }
    std::string type_name() const override { return "StandardMethodDrop"; }
};

class IndexDrop : public liquid::Drop {
public:
    Value get(DropContext& context, std::string_view key) override { return context.string(key); }
    Value get_key(DropContext&, Value key) override {
        static constexpr std::string_view kWords[] = {"zero", "one", "two", "three", "four", "five"};
        std::int64_t i = key.is_int() ? key.as_int() : 6;
        if (i < 0) i += 6;
        return Value::string(i >= 0 && i < 6 ? kWords[i] : "unknown");
    }
    std::string type_name() const override { return "StandardIndexDrop"; }
};

class SequenceDrop : public liquid::Drop {
public:
    Value get(DropContext& context, std::string_view key) override {
        if (key == "size" || key == "count") return Value::integer(3);
        if (key == "first" || key == "min") return first(context);
        if (key == "last" || key == "max") return last(context);
        if (key == "sort") return Value::array(kItems, 3);
        return Value::unset();
    }
    bool iterate(DropContext&, const std::function<bool(Value)>& each) override {
        for (Value item : kItems)
            if (!each(item)) break;
        return true;
    }
    bool is_iterable() const override { return true; }
    std::optional<std::int64_t> size(DropContext&) override { return 3; }
    Value first(DropContext&) override { return kItems[0]; }
    Value last(DropContext&) override { return kItems[2]; }
    std::string type_name() const override { return "StandardSequenceDrop"; }

private:
    static constexpr Value kItems[] = {Value::string("first"), Value::string("second"), Value::string("third")};
};

class OpaqueDrop : public liquid::Drop {
public:
    std::string to_text(DropContext&) override { return "opaque"; }
    std::string type_name() const override { return "StandardOpaqueDrop"; }
};

class ErrorDrop : public liquid::Drop {
public:
    Value get(DropContext& context, std::string_view) override { return fail(context); }
    Value get_key(DropContext& context, Value) override { return fail(context); }
    std::string type_name() const override { return "StandardErrorDrop"; }

private:
    static Value fail(DropContext& context) { return context.fail("ErrorDrop: access triggered an error"); }
};

// `nested` is the same object, `square` a new one.
class NestedDrop : public liquid::Drop {
public:
    explicit NestedDrop(std::int64_t value) : value_(value) {}
    Value get(DropContext&, std::string_view key) override {
        if (key == "to_liquid_value") return Value::integer(value_);
        if (key == "nested") return Value::drop(*this);
        if (key != "square") return Value::unset();
        squares_.emplace_back(
            static_cast<std::int64_t>(static_cast<std::uint64_t>(value_) * static_cast<std::uint64_t>(value_)));
        return Value::drop(squares_.back());
    }
    Value to_value(DropContext&) override { return Value::integer(value_); }
    std::string to_text(DropContext&) override { return std::to_string(value_); }
    std::string type_name() const override { return "StandardNestedDrop"; }

private:
    std::int64_t value_;
    std::deque<NestedDrop> squares_;
};

}  // namespace

std::unique_ptr<liquid::Drop> standard_drop(const std::string& name, const Json& parameters) {
    if (name == "BooleanDrop") return std::make_unique<BooleanDrop>(parameters);
    if (name == "NumberDrop") return std::make_unique<NumberDrop>(parameters);
    if (name == "StringDrop") return std::make_unique<StringDrop>(parameters);
    if (name == "MethodDrop") return std::make_unique<MethodDrop>();
    if (name == "IndexDrop") return std::make_unique<IndexDrop>();
    if (name == "SequenceDrop") return std::make_unique<SequenceDrop>();
    if (name == "OpaqueDrop") return std::make_unique<OpaqueDrop>();
    if (name == "ErrorDrop") return std::make_unique<ErrorDrop>();
    if (name == "NestedDrop") {
        const Json& value = member(parameters, "value");
        return std::make_unique<NestedDrop>(value.is_number_integer() ? value.get<std::int64_t>() : 3);
    }
    return nullptr;
}

}  // namespace liquid_spec
