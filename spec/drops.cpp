#include "drops.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <optional>
#include <stdexcept>
#include <utility>
#include <vector>

namespace conformance {
namespace {

using liquid::Drop;
using liquid::DropContext;
using liquid::Type;
using liquid::Value;

constexpr std::string_view kNames[] = {"BooleanDrop",  "NumberDrop", "StringDrop", "MethodDrop", "IndexDrop",
                                       "SequenceDrop", "NilDrop",    "OpaqueDrop", "ErrorDrop",  "NestedDrop"};

class BooleanDrop : public Drop {
public:
    explicit BooleanDrop(bool value) : value_(value) {}
    Value to_value(DropContext&) override { return Value::boolean(value_); }
    std::string to_text(DropContext&) override { return value_ ? "true" : "false"; }

private:
    bool value_;
};

class NumberDrop : public Drop {
public:
    explicit NumberDrop(std::int64_t value) : value_(value) {}
    Value to_value(DropContext&) override { return Value::integer(value_); }
    Value to_number(DropContext&) override { return Value::integer(value_); }
    std::string to_text(DropContext&) override { return std::to_string(value_); }

private:
    std::int64_t value_;
};

class StringDrop : public Drop {
public:
    explicit StringDrop(Value value) : value_(value) {}
    Value to_value(DropContext&) override { return value_; }
    std::string to_text(DropContext&) override { return std::string(text()); }
    std::optional<bool> equals(DropContext& context, Value other) override {
        if (other.is(Type::Drop) && other.as_drop() == this) return true;
        return compare(context, other) == 0;
    }
    // By the other side's text.
    std::optional<int> compare(DropContext& context, Value other) override {
        if (!value_.is_string()) return std::nullopt;
        std::string right;
        if (other.is_string())
            right = other.as_string();
        else if (other.is(Type::Drop))
            right = other.as_drop()->to_text(context);
        else if (other.is_int())
            right = std::to_string(other.as_int());
        else if (other.is_bool())
            right = other.truthy() ? "true" : "false";
        int sign = text().compare(right);
        return sign < 0 ? -1 : sign > 0 ? 1 : 0;
    }

private:
    std::string_view text() const { return value_.is_string() ? value_.as_string() : std::string_view(); }

    Value value_;
};

// Methods are named by what they compute: echo_N, square_N, double_N.
class MethodDrop : public Drop {
public:
    Value get(DropContext& context, std::string_view key) override {
        std::size_t line = key.find('_');
        if (line == std::string_view::npos) return Value::unset();
        std::string_view digits = key.substr(line + 1);
        std::uint64_t n = 0;
        auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), n);
        if (error != std::errc() || end != digits.data() + digits.size()) return Value::unset();
        std::string_view operation = key.substr(0, line);
        if (operation == "echo") return context.string(std::to_string(n));
        if (operation == "square") return context.string(std::to_string(n * n));
        if (operation == "double") return context.string(std::to_string(n * 2));
        return Value::unset();
    }
};

class IndexDrop : public Drop {
public:
    Value get(DropContext& context, std::string_view key) override { return context.string(key); }
    Value get_key(DropContext&, Value key) override {
        constexpr std::array<std::string_view, 6> kWords = {"zero", "one", "two", "three", "four", "five"};
        constexpr auto kCount = static_cast<std::int64_t>(kWords.size());
        if (!key.is_int() || key.as_int() < -kCount || key.as_int() >= kCount) return Value::string("unknown");
        std::int64_t i = key.as_int() < 0 ? key.as_int() + kCount : key.as_int();
        return Value::string(kWords[static_cast<std::size_t>(i)]);
    }
};

class SequenceDrop : public Drop {
public:
    bool is_iterable() const override { return true; }
    bool iterate(DropContext&, const std::function<bool(Value)>& each) override {
        for (std::string_view item : kItems)
            if (!each(Value::string(item))) break;
        return true;
    }
    // What the reference lets templates call of a list: its own methods, and these of Enumerable.
    Value get(DropContext& context, std::string_view key) override {
        if (key == "size" || key == "count") return Value::integer(kItems.size());
        if (key == "first" || key == "min") return Value::string(kItems.front());
        if (key == "last" || key == "max") return Value::string(kItems.back());
        if (key == "sort")
            return context.array({Value::string(kItems[0]), Value::string(kItems[1]), Value::string(kItems[2])});
        return Value::unset();
    }
    std::optional<std::int64_t> size(DropContext&) override { return kItems.size(); }
    Value first(DropContext&) override { return Value::string(kItems.front()); }
    Value last(DropContext&) override { return Value::string(kItems.back()); }

private:
    static constexpr std::array<std::string_view, 3> kItems = {"first", "second", "third"};
};

class OpaqueDrop : public Drop {
public:
    std::string to_text(DropContext&) override { return "opaque"; }
};

class ErrorDrop : public Drop {
public:
    Value get(DropContext& context, std::string_view) override { return context.fail(kText); }
    Value get_key(DropContext& context, Value) override { return context.fail(kText); }

private:
    static constexpr std::string_view kText = "ErrorDrop: access triggered an error";
};

// Its properties are drops: itself, and one of the squared number.
class NestedDrop : public Drop {
public:
    explicit NestedDrop(std::int64_t value) : value_(value) {}
    Value to_value(DropContext&) override { return Value::integer(value_); }
    std::string to_text(DropContext&) override { return std::to_string(value_); }
    Value get(DropContext&, std::string_view key) override {
        if (key == "nested") return Value::drop(*this);
        if (key != "square") return Value::unset();
        if (!square_) square_ = std::make_unique<NestedDrop>(value_ * value_);
        return Value::drop(*square_);
    }

private:
    std::int64_t value_;
    std::unique_ptr<NestedDrop> square_;
};

class Symbol : public Drop {
public:
    Symbol(std::string name, std::string inspected) : name_(std::move(name)), inspected_(std::move(inspected)) {}
    std::string to_text(DropContext&) override { return name_; }
    std::string inspect(DropContext&) override { return inspected_; }
    std::string type_name() const override { return "Symbol"; }
    std::optional<std::int64_t> size(DropContext&) override { return static_cast<std::int64_t>(name_.size()); }
    std::optional<bool> is_empty(DropContext&) override { return name_.empty(); }
    std::optional<int> compare(DropContext&, Value other) override {
        auto* symbol = other.is(Type::Drop) ? dynamic_cast<Symbol*>(other.as_drop()) : nullptr;
        if (symbol == nullptr) return std::nullopt;
        int sign = name_.compare(symbol->name_);
        return sign < 0 ? -1 : sign > 0 ? 1 : 0;
    }

private:
    std::string name_;
    std::string inspected_;
};

std::int64_t integer_or(Value value, std::int64_t otherwise) { return value.is_int() ? value.as_int() : otherwise; }

}  // namespace

bool is_standard_drop(std::string_view name) {
    return std::find(std::begin(kNames), std::end(kNames), name) != std::end(kNames);
}

std::unique_ptr<Drop> make_drop(std::string_view name, Value value) {
    if (name == "NilDrop") return nullptr;
    if (name == "BooleanDrop") return std::make_unique<BooleanDrop>(value.truthy());
    if (name == "NumberDrop") return std::make_unique<NumberDrop>(integer_or(value, 0));
    if (name == "StringDrop") return std::make_unique<StringDrop>(value.is_unset() ? Value::nil() : value);
    if (name == "MethodDrop") return std::make_unique<MethodDrop>();
    if (name == "IndexDrop") return std::make_unique<IndexDrop>();
    if (name == "SequenceDrop") return std::make_unique<SequenceDrop>();
    if (name == "OpaqueDrop") return std::make_unique<OpaqueDrop>();
    if (name == "ErrorDrop") return std::make_unique<ErrorDrop>();
    if (name == "NestedDrop") return std::make_unique<NestedDrop>(integer_or(value, 3));
    throw std::runtime_error("no standard drop is called " + std::string(name));
}

std::unique_ptr<Drop> make_symbol(std::string name, std::string inspected) {
    return std::make_unique<Symbol>(std::move(name), std::move(inspected));
}

}  // namespace conformance
