// The command line.
#pragma once

#include <filesystem>
#include <string>

#include <liquid/on_error.hpp>

namespace storefront {

struct Options {
    std::string host = "127.0.0.1";
    int port = 8080;
    int threads = 16;
    std::filesystem::path db = "storefront.db";
    std::filesystem::path theme = "examples/storefront";
    std::filesystem::path log;
    liquid::OnError on_error = liquid::OnError::Comment;
    bool help = false;
};

extern const char* const kUsage;

/// Throws std::invalid_argument with what is wrong.
Options parse_options(int count, char** arguments);

}  // namespace storefront
