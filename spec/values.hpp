// The environment of a case as values: JSON, and what its markers stand for.
#pragma once

#include <deque>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <liquid/liquid.hpp>

#include "markers.hpp"

namespace conformance {

class Values {
public:
    // Plain JSON is parsed by the engine; text with markers is built value by value.
    // Throws std::runtime_error for what cannot be read.
    explicit Values(std::string_view json);
    Values(const Values&) = delete;
    Values& operator=(const Values&) = delete;

    liquid::Value root() const { return data_.root(); }

    // A container that may hold itself, which a Builder, working bottom up, cannot make.
    struct Loop {
        std::vector<std::string> keys;  // of a mapping
        std::vector<liquid::Value> values;
    };

private:
    liquid::Value build(const Json& json);
    liquid::Value array(const Json& json);
    liquid::Value object(const Json& json);
    liquid::Value loop(const Json& json);
    liquid::Value keyed(const Json& pairs);
    liquid::Value marked(const std::string& type, const Json& json);
    liquid::Value symbol(const Json& json);
    liquid::Value drop(const Json& json);
    liquid::Value owned(std::unique_ptr<liquid::Drop> drop);

    bool cyclic_ = false;
    std::vector<liquid::Value> enclosing_;  // containers around the value at hand, outermost first
    std::deque<Loop> loops_;
    std::map<std::string, liquid::Value> symbols_;
    std::vector<std::unique_ptr<liquid::Drop>> drops_;
    liquid::Data::Builder builder_;
    liquid::Data data_;
};

}  // namespace conformance
