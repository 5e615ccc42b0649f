// Short ways to make and print values in tests.
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>

#include <liquid/data.hpp>

#include "value/operations.hpp"

namespace liquid::test {

// The documents live as long as this does.
struct Values {
    Runtime runtime;
    std::vector<Data> documents;

    Value json(std::string_view text) {
        Result<Data> parsed = Data::parse(text);
        if (!parsed.ok()) throw std::invalid_argument(std::string(text));
        documents.push_back(parsed.value);
        return parsed.value.root();
    }
    Value get(Value object, std::string_view key) {
        std::uint32_t hint = 0;
        return find(runtime, object, key, hash_key(key), hint);
    }
    std::string output(Value value) {
        Buffer out;
        append_output(runtime, out, value);
        return std::string(out.view());
    }
    std::string inspect(Value value) {
        Buffer out;
        append_inspect(runtime, out, value);
        return std::string(out.view());
    }
    std::string inspect(std::string_view text, std::uint8_t flags = 0) {
        return inspect(Value::string(text, Storage::Static, flags));
    }
};

}  // namespace liquid::test
