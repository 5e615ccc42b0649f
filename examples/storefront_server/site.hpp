// The shop: a request in, an answer out. It knows nothing of sockets.
#pragma once

#include <atomic>
#include <filesystem>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include <liquid/liquid.hpp>

#include "database.hpp"
#include "drops.hpp"
#include "log.hpp"
#include "metrics.hpp"
#include "page.hpp"
#include "theme.hpp"

namespace storefront {

/// What each thread has for itself.
struct Worker {
    explicit Worker(const std::filesystem::path& file) : database(file) {}

    Database database;
    Documents documents;
    liquid::RenderContext context;
    std::shared_ptr<const Theme> theme;  ///< the one that `context` knows
    std::string content;                 ///< memory that is used again
};

struct Answer {
    int status = 200;
    std::string type = "text/html; charset=utf-8";
    std::vector<std::pair<std::string, std::string>> headers;
    std::string body;
};

class Site {
public:
    /// Throws when the theme cannot be read. Templates that do not parse go to the log, and to visitors by the policy.
    Site(std::filesystem::path theme, liquid::OnError on_error, Metrics& metrics, Log& log);

    /// From any thread, with the thread's own worker. Never throws.
    Answer answer(Worker& worker, const Request& request);
    /// Compiles the theme anew. Requests under way keep the old one; so does everyone when the new one has errors.
    void reload();

private:
    Answer page(Worker& worker, const Request& request, const Route& route, const std::string& id, Measured& measured);
    std::shared_ptr<const Theme> theme() const;

    const std::filesystem::path directory_;
    const liquid::OnError on_error_;
    Metrics& metrics_;
    Log& log_;
    const std::string start_;  // makes the ids of two runs differ
    std::atomic<std::uint64_t> requests_{0};
    mutable std::mutex mutex_;
    std::shared_ptr<const Theme> theme_;
};

}  // namespace storefront
