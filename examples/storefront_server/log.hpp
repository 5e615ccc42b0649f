// The log: JSON Lines, one line for each diagnostic and each event of the server.
#pragma once

#include <filesystem>
#include <fstream>
#include <initializer_list>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>

#include <liquid/diagnostic.hpp>

namespace storefront {

/// Text as JSON. Bytes that are not ASCII are taken as UTF-8; what is none becomes `?`.
std::string quoted(std::string_view text);

class Log {
public:
    /// No file: stderr.
    explicit Log(std::filesystem::path file);

    using Fields = std::initializer_list<std::pair<std::string_view, std::string_view>>;
    /// `{"time":...,"event":name,...}`
    void event(std::string_view name, Fields fields = {});
    /// Each as its own line: the given fields, then the object of docs/diagnostics.md. Of one request at most 50.
    void diagnostics(const liquid::Diagnostics& diagnostics, Fields fields);
    /// Opens the file anew, after it was moved away.
    void reopen();

private:
    void write(std::string_view lines);

    std::filesystem::path file_;
    std::mutex mutex_;
    std::ofstream stream_;
};

}  // namespace storefront
