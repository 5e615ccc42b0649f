// Compiled templates by their ids.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include <liquid/liquid.hpp>

#include "message.hpp"

namespace liquid_spec {

// A template as the client gave it. The engine fixes what happens on an error, and the limits, when it compiles; so the
// compiled form is kept for the options that it was made for.
class Page {
public:
    // Throws RequestError for parameters that are not right.
    Page(const Json& parameters, const liquid::SafetyLimits& limits);

    const liquid::Template& compiled(bool raise_errors, const Json& limits);
    const liquid::Diagnostics& faults() const { return faults_; }
    void forget() { compiled_.reset(); }

private:
    std::string source_;
    liquid::ErrorMode mode_ = liquid::ErrorMode::Lax;
    std::shared_ptr<liquid::Loader> loader_;
    std::optional<liquid::Template> compiled_;
    bool raises_errors_ = true;
    liquid::SafetyLimits safety_;
    std::string limits_;
    liquid::Diagnostics faults_;
};

class Pages {
public:
    explicit Pages(const liquid::SafetyLimits& limits) : limits_(limits) {}
    static liquid::SafetyLimits default_limits();

    struct Added {
        std::string id;
        Page& page;
    };
    Added add(const Json& parameters);
    // Throws RequestError when no page has that id.
    Page& at(const Json& id);

private:
    liquid::SafetyLimits limits_;
    std::map<std::string, Page> pages_;
    std::deque<Page*> compiled_;  // the pages that may hold a compiled form, oldest first
    std::uint64_t last_id_ = 0;
};

}  // namespace liquid_spec
