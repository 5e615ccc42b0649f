// The pages that run out of memory, and the host that renders them.
#pragma once

#include <memory>
#include <ostream>
#include <string>
#include <vector>

#include <liquid/liquid.hpp>

namespace oom {

struct Page {
    const char* name;
    std::string source;
    std::string data = R"({"a": 1})";
    liquid::ErrorMode mode = liquid::ErrorMode::Lax;
    liquid::OnError policy = liquid::OnError::Inline;
};

/// For GoogleTest's messages.
inline void PrintTo(const Page& page, std::ostream* to) { *to << page.name; }

std::vector<Page> pages();

/// An environment with partials, a filter, two tags and a Drop; and the page's data.
struct Host {
    explicit Host(const Page& page);
    liquid::RenderInput input() const;

    liquid::Environment environment;
    liquid::Data data;
    std::unique_ptr<liquid::Drop> drop;
    liquid::Data variables;
};

}  // namespace oom
