// Host objects that live in the client.
#pragma once

#include <optional>
#include <string>

#include <liquid/drop.hpp>

#include "message.hpp"

namespace liquid_spec {

class Values;

// Every operation asks the client, and waits.
class RemoteDrop : public liquid::Drop {
public:
    RemoteDrop(Values& values, Json id, std::string type)
        : values_(values), id_(std::move(id)), type_(std::move(type)) {}
    const Json& id() const { return id_; }

    liquid::Value get(liquid::DropContext& context, std::string_view key) override;
    liquid::Value get_key(liquid::DropContext& context, liquid::Value key) override;
    bool iterate(liquid::DropContext& context, const std::function<bool(liquid::Value)>& each) override;
    bool is_iterable() const override;
    std::optional<std::int64_t> size(liquid::DropContext& context) override;
    liquid::Value first(liquid::DropContext& context) override;
    liquid::Value last(liquid::DropContext& context) override;
    liquid::Value slice(liquid::DropContext& context, std::int64_t from, std::optional<std::int64_t> to) override;
    std::string to_text(liquid::DropContext& context) override;
    std::string type_name() const override { return type_; }
    std::optional<bool> equals(liquid::DropContext& context, liquid::Value other) override;
    std::optional<int> compare(liquid::DropContext& context, liquid::Value other) override;
    std::optional<bool> is_empty(liquid::DropContext& context) override;
    std::optional<bool> is_blank(liquid::DropContext& context) override;
    liquid::Value to_number(liquid::DropContext& context) override;
    liquid::Value to_value(liquid::DropContext& context) override;

private:
    struct Reply {
        Json value;
        std::string fault;
    };
    Reply ask(const Json& property) const;
    Reply call(const std::string& method, Json arguments) const;
    // The value of a method of the object itself; unset where there is none.
    liquid::Value own(liquid::DropContext& context, const std::string& method) const;
    liquid::Value kept(liquid::DropContext& context, const Reply& reply) const;

    Values& values_;
    Json id_;
    std::string type_;
    mutable std::optional<Json> items_;  // what is_iterable had to fetch for its answer, for the iterate that follows
};

}  // namespace liquid_spec
