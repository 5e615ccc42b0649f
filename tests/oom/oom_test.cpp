// Every allocation of every operation fails once, and then all from it on: each time there is an error result, nothing
// leaks, and the next operation is right.
#include <gtest/gtest.h>

#include <new>
#include <string>
#include <vector>

#include <liquid/liquid.hpp>

#include "heap.hpp"
#include "pages.hpp"

namespace {

using heap::Fail;
using oom::Page;

bool tells(const liquid::Diagnostics& diagnostics) {
    for (const liquid::Diagnostic& one : diagnostics)
        if (one.kind == liquid::Kind::OutOfMemory) return true;
    return false;
}

const char* name_of(Fail how) { return how == Fail::Once ? "once" : "from there on"; }

// Calls `attempt(k)` for k = 1, 2 ... until an attempt ends without having met a failing allocation. It returns what
// the heap saw.
template <class Attempt>
std::uint64_t fail_each(const Attempt& attempt) {
    std::uint64_t all = 0;
    for (Fail how : {Fail::Once, Fail::FromThere})
        for (std::uint64_t k = 1;; ++k) {
            SCOPED_TRACE("allocation " + std::to_string(k) + " fails, " + name_of(how));
            std::uint64_t before = heap::live_blocks();
            heap::Seen seen = attempt(k, how);
            EXPECT_EQ(heap::live_blocks(), before) << "blocks are left";
            if (testing::Test::HasFailure()) return all;
            if (!seen.failed) break;
            ++all;
        }
    return all;
}

class OutOfMemory : public testing::TestWithParam<Page> {};

// What is made once for the process is made before anything fails.
void make_what_stays(const Page& page) {
    oom::Host host(page);
    auto parsed = host.environment.parse(page.source, "page");
    std::string out;
    liquid::RenderContext context;
    parsed.value.render_into(out, context, host.input());
}

TEST_P(OutOfMemory, InParse) {
    const Page& page = GetParam();
    make_what_stays(page);
    oom::Host host(page);
    std::string expected = liquid::to_json(host.environment.parse(page.source, "page").diagnostics);
    std::uint64_t all = fail_each([&](std::uint64_t k, Fail how) {
        heap::Seen seen;
        heap::arm(k, how);
        try {
            auto parsed = host.environment.parse(page.source, "page");
            seen = heap::disarm();
            if (tells(parsed.diagnostics)) {
                EXPECT_FALSE(parsed.ok());
                EXPECT_FALSE(parsed.value.valid());
                auto rendered = parsed.value.render({});
                EXPECT_TRUE(tells(rendered.diagnostics));
            } else {
                // A sort goes on without its buffer.
                EXPECT_EQ(liquid::to_json(parsed.diagnostics), expected);
            }
        } catch (const std::bad_alloc&) {
            seen = heap::disarm();
            EXPECT_EQ(how, Fail::FromThere) << "there was memory to tell it";
        }
        return seen;
    });
    EXPECT_GT(all, 0u);
}

TEST_P(OutOfMemory, InRender) {
    const Page& page = GetParam();
    make_what_stays(page);
    std::string expected;
    liquid::Diagnostics told;
    {
        oom::Host host(page);
        liquid::RenderContext context;
        host.environment.parse(page.source, "page").value.render_into(expected, context, host.input());
        told = context.diagnostics();
    }
    std::uint64_t all = fail_each([&](std::uint64_t k, Fail how) {
        // A new environment, since the old one keeps the partials that it compiled.
        oom::Host host(page);
        auto parsed = host.environment.parse(page.source, "page");
        liquid::RenderContext context;
        std::string out;
        heap::arm(k, how);
        bool right = parsed.value.render_into(out, context, host.input());
        heap::Seen seen = heap::disarm();
        if (tells(context.diagnostics())) {
            EXPECT_FALSE(right);
            EXPECT_TRUE(expected.starts_with(out)) << "what was written is not the page's beginning:\n" << out;
        } else {
            EXPECT_EQ(out, expected) << "an allocation failed, nobody was told, and the page is wrong";
            EXPECT_EQ(liquid::to_json(context.diagnostics()), liquid::to_json(told));
        }
        out.clear();
        parsed.value.render_into(out, context, host.input());
        EXPECT_EQ(out, expected) << "the next render of the same context";
        EXPECT_EQ(liquid::to_json(context.diagnostics()), liquid::to_json(told));
        return seen;
    });
    EXPECT_GT(all, 0u);
}

TEST_P(OutOfMemory, InRenderToASink) {
    const Page& page = GetParam();
    struct Pieces : liquid::Sink {
        std::size_t bytes = 0;
        bool write(std::string_view piece) override {
            bytes += piece.size();
            return true;
        }
    };
    make_what_stays(page);
    fail_each([&](std::uint64_t k, Fail how) {
        oom::Host host(page);
        auto parsed = host.environment.parse(page.source, "page");
        liquid::RenderContext context;
        Pieces pieces;
        heap::arm(k, how);
        bool right = parsed.value.render_into(pieces, context, host.input());
        heap::Seen seen = heap::disarm();
        if (tells(context.diagnostics())) {
            EXPECT_FALSE(right);
        }
        return seen;
    });
}

TEST_P(OutOfMemory, InLoadingData) {
    const Page& page = GetParam();
    std::uint64_t all = fail_each([&](std::uint64_t k, Fail how) {
        heap::Seen seen;
        heap::arm(k, how);
        try {
            auto data = liquid::Data::parse(page.data);
            seen = heap::disarm();
            EXPECT_EQ(seen.failed, tells(data.diagnostics));
            EXPECT_EQ(seen.failed, data.value.root().is_nil());
        } catch (const std::bad_alloc&) {
            seen = heap::disarm();
            EXPECT_EQ(how, Fail::FromThere) << "there was memory to tell it";
        }
        return seen;
    });
    EXPECT_GT(all, 0u);
}

TEST_P(OutOfMemory, InBuildingAnEnvironment) {
    const Page& page = GetParam();
    make_what_stays(page);
    std::uint64_t all = fail_each([&](std::uint64_t k, Fail how) {
        heap::Seen seen;
        heap::arm(k, how);
        try {
            oom::Host host(page);
            seen = heap::disarm();
            auto parsed = host.environment.parse(page.source, "page");
            EXPECT_FALSE(tells(parsed.diagnostics));
        } catch (const std::bad_alloc&) {
            seen = heap::disarm();  // what constructors and builders do
            EXPECT_TRUE(seen.failed);
        }
        return seen;
    });
    EXPECT_GT(all, 0u);
}

TEST_P(OutOfMemory, InGettingByName) {
    const Page& page = GetParam();
    make_what_stays(page);
    fail_each([&](std::uint64_t k, Fail how) {
        oom::Host host(page);
        heap::Seen seen;
        heap::arm(k, how);
        try {
            auto found = host.environment.get("card");
            seen = heap::disarm();
            EXPECT_EQ(seen.failed, tells(found.diagnostics));
        } catch (const std::bad_alloc&) {
            seen = heap::disarm();
            EXPECT_EQ(how, Fail::FromThere) << "there was memory to tell it";
        }
        return seen;
    });
}

// The page is taken, and the partials that it reaches, while allocations fail; then once more while none does.
TEST_P(OutOfMemory, InLoadingAndTakingAnArtifact) {
    const Page& page = GetParam();
    make_what_stays(page);
    oom::Host host(page);
    liquid::ArtifactOptions options;
    options.allow_missing = options.allow_invalid = true;
    std::string bytes =
        host.environment.compile(std::vector<liquid::ArtifactSource>{{"page", page.source, {}}}, options).value;
    ASSERT_FALSE(bytes.empty());
    std::span<const std::byte> view = std::as_bytes(std::span<const char>(bytes));
    std::string expected;
    std::string said;
    {
        liquid::Artifact artifact = host.environment.load(view, nullptr).value;
        auto taken = artifact.get("page");
        said = liquid::to_json(taken.diagnostics);
        expected = taken.value.render(host.input()).value;
    }
    std::uint64_t all = fail_each([&](std::uint64_t k, Fail how) {
        heap::Seen seen;
        {
            auto loaded = host.environment.load(view, nullptr);
            liquid::RenderContext context;
            std::string out;
            heap::arm(k, how);
            try {
                auto again = host.environment.load(view, nullptr);
                auto taken = again.value.get("page");
                bool right = taken.value.render_into(out, context, host.input());
                auto from_before = loaded.value.get("page");
                seen = heap::disarm();
                if (tells(again.diagnostics)) {
                    EXPECT_EQ(again.value.size(), 0u);
                } else if (tells(taken.diagnostics)) {
                    EXPECT_FALSE(taken.value.valid());
                    EXPECT_FALSE(right);
                } else {
                    EXPECT_EQ(liquid::to_json(taken.diagnostics), said);
                    EXPECT_TRUE(tells(context.diagnostics()) || out == expected) << out;
                }
            } catch (const std::bad_alloc&) {
                seen = heap::disarm();
                EXPECT_EQ(how, Fail::FromThere) << "there was memory to tell it";
            }
            auto taken = loaded.value.get("page");
            EXPECT_EQ(liquid::to_json(taken.diagnostics), said);
            out.clear();
            taken.value.render_into(out, context, host.input());
            EXPECT_EQ(out, expected) << "what was loaded before";
        }
        return seen;
    });
    EXPECT_GT(all, 0u);
}

INSTANTIATE_TEST_SUITE_P(Pages, OutOfMemory, testing::ValuesIn(oom::pages()),
                         [](const testing::TestParamInfo<Page>& page) { return std::string(page.param.name); });

}  // namespace
