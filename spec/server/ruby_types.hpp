// Ruby's kinds of values that JSON does not have.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <liquid/data.hpp>
#include <liquid/drop.hpp>

#include "message.hpp"

namespace liquid_spec {

// A Symbol reads as its text everywhere but inside the printed form of a list or mapping, and is no String as a key.
class Symbol : public liquid::Drop {
public:
    Symbol(std::string text, std::string inspected) : text_(std::move(text)), inspected_(std::move(inspected)) {}

    liquid::Value to_value(liquid::DropContext&) override { return liquid::Value::string(text_); }
    std::string to_text(liquid::DropContext&) override { return text_; }
    std::string inspect(liquid::DropContext&) override { return inspected_; }
    std::string type_name() const override { return "Symbol"; }
    std::optional<std::int64_t> size(liquid::DropContext&) override { return static_cast<std::int64_t>(text_.size()); }
    liquid::Value get(liquid::DropContext& context, std::string_view key) override;
    liquid::Value first(liquid::DropContext&) override;
    liquid::Value last(liquid::DropContext&) override;
    std::optional<bool> equals(liquid::DropContext&, liquid::Value other) override;

private:
    std::string text_;
    std::string inspected_;
};

// The keys of a mapping, from its printed form: `{:a=>1, 2=>"b"}` has a Symbol and 2. Each comes as JSON or as a
// marker. Nothing when the text has not `count` keys that can be read.
std::optional<std::vector<Json>> keys_of(const std::string& inspected, std::size_t count);

// An ISO 8601 time with its offset; nil when it is none.
liquid::Value time_value(liquid::Data::Builder& builder, const std::string& iso8601);
liquid::Value date_value(liquid::Data::Builder& builder, const std::string& iso8601);

// Seconds since 1970 and what follows them.
struct Instant {
    std::int64_t seconds = 0;
    std::int32_t nanoseconds = 0;
    std::int32_t utc_offset = 0;
    std::string zone;  // `UTC`, or empty
};
std::optional<Instant> read_time(const std::string& iso8601);

}  // namespace liquid_spec
