// liquid_template, liquid_data and liquid_context.
#include <chrono>
#include <span>
#include <utility>
#include <vector>

#include "objects.hpp"

using namespace liquid::c;

namespace {

class HostSink final : public liquid::Sink {
public:
    HostSink(liquid_write_function function, void* host) : write_(function), host_(host) {}
    bool write(std::string_view piece) override { return write_(host_, piece.data(), piece.size()) != 0; }

private:
    liquid_write_function write_;
    void* host_;
};

liquid_status hand_out(liquid::Result<liquid::Template> made, liquid_template** page,
                       liquid_diagnostics** diagnostics) {
    auto said = make_diagnostics(made.diagnostics);
    *page = new liquid_template{std::move(made.value)};
    return done(std::move(said), diagnostics);
}

// What all renders have in common: `write` renders into the context it is given and says whether nothing failed.
template <class Write>
liquid_status render(const liquid_template* page, liquid_context* context, const liquid_render_input* input,
                     liquid_diagnostics** diagnostics, const Write& write) {
    if (page == nullptr) return fail(LIQUID_INVALID_ARGUMENT, "page is NULL");
    liquid_render_input own;
    if (!read_struct(input, own)) return fail(LIQUID_UNSUPPORTED, "the input has members that are not known");
    liquid::RenderInput made;
    if (own.globals != nullptr) made.globals = own.globals->data.root();
    if (own.variables != nullptr) made.variables = own.variables->data.root();
    if (own.has_now != 0)
        made.now =
            liquid::TimePoint(std::chrono::seconds(own.now_seconds) + std::chrono::nanoseconds(own.now_nanoseconds));
    if (own.poll != nullptr)
        made.poll = [poll = own.poll, host = own.poll_host](liquid::Runtime&) { return poll(host) != 0; };
    liquid_context for_the_call;
    liquid::RenderContext& used = context != nullptr ? context->context : for_the_call.context;
    bool good = write(used, made);
    // A warm render without errors makes nothing for a host that asks for no diagnostics.
    if (diagnostics == nullptr) return good ? LIQUID_OK : LIQUID_ERRORS;
    return done(make_diagnostics(used.diagnostics()), diagnostics);
}

}  // namespace

extern "C" {

liquid_status liquid_template_parse(const liquid_environment* environment, const char* source, size_t size,
                                    const char* name, size_t name_size, liquid_template** page,
                                    liquid_diagnostics** diagnostics) {
    if (page != nullptr) *page = nullptr;
    if (diagnostics != nullptr) *diagnostics = nullptr;
    std::string_view text, called;
    if (environment == nullptr || page == nullptr || !read_text(source, size, text) ||
        !read_text(name, name_size, called))
        return fail(LIQUID_INVALID_ARGUMENT, "environment, page, or a text with a size is NULL");
    return guarded(
        [&]() -> liquid_status { return hand_out(environment->environment.parse(text, called), page, diagnostics); });
}

liquid_status liquid_template_get(const liquid_environment* environment, const char* name, size_t name_size,
                                  liquid_template** page, liquid_diagnostics** diagnostics) {
    if (page != nullptr) *page = nullptr;
    if (diagnostics != nullptr) *diagnostics = nullptr;
    std::string_view called;
    if (environment == nullptr || page == nullptr || name == nullptr || !read_text(name, name_size, called))
        return fail(LIQUID_INVALID_ARGUMENT, "environment, page or name is NULL");
    return guarded(
        [&]() -> liquid_status { return hand_out(environment->environment.get(called), page, diagnostics); });
}

liquid_status liquid_template_share(const liquid_template* page, liquid_template** second) {
    if (second != nullptr) *second = nullptr;
    if (page == nullptr || second == nullptr) return fail(LIQUID_INVALID_ARGUMENT, "page or second is NULL");
    return guarded([&]() -> liquid_status {
        *second = new liquid_template{page->page};
        return LIQUID_OK;
    });
}

void liquid_template_free(liquid_template* page) { delete page; }

liquid_status liquid_data_parse(const char* json, size_t size, const char* name, size_t name_size, liquid_data** data,
                                liquid_diagnostics** diagnostics) {
    if (data != nullptr) *data = nullptr;
    if (diagnostics != nullptr) *diagnostics = nullptr;
    std::string_view text, called;
    if (data == nullptr || json == nullptr || !read_text(json, size, text) || !read_text(name, name_size, called))
        return fail(LIQUID_INVALID_ARGUMENT, "data or json is NULL");
    return guarded([&]() -> liquid_status {
        liquid::Result<liquid::Data> parsed = liquid::Data::parse(text, called.empty() ? "data" : called);
        auto said = make_diagnostics(parsed.diagnostics);
        *data = new liquid_data{std::move(parsed.value)};
        return done(std::move(said), diagnostics);
    });
}

liquid_status liquid_data_share(const liquid_data* data, liquid_data** second) {
    if (second != nullptr) *second = nullptr;
    if (data == nullptr || second == nullptr) return fail(LIQUID_INVALID_ARGUMENT, "data or second is NULL");
    return guarded([&]() -> liquid_status {
        *second = new liquid_data{data->data};
        return LIQUID_OK;
    });
}

liquid_status liquid_data_merge(const liquid_data* const* documents, size_t count, liquid_data** merged) {
    if (merged != nullptr) *merged = nullptr;
    if (merged == nullptr || (documents == nullptr && count != 0))
        return fail(LIQUID_INVALID_ARGUMENT, "documents or merged is NULL");
    return guarded([&]() -> liquid_status {
        std::vector<liquid::Data> all;
        for (std::size_t i = 0; i < count; ++i) {
            if (documents[i] == nullptr) return fail(LIQUID_INVALID_ARGUMENT, "a document is NULL");
            all.push_back(documents[i]->data);
        }
        *merged = new liquid_data{liquid::Data::merge(all)};
        return LIQUID_OK;
    });
}

void liquid_data_free(liquid_data* data) { delete data; }

liquid_status liquid_context_new(liquid_context** context) {
    if (context == nullptr) return fail(LIQUID_INVALID_ARGUMENT, "context is NULL");
    *context = nullptr;
    return guarded([&]() -> liquid_status {
        *context = new liquid_context;
        return LIQUID_OK;
    });
}

void liquid_context_free(liquid_context* context) { delete context; }

liquid_status liquid_render(const liquid_template* page, liquid_context* context, const liquid_render_input* input,
                            liquid_write_function write, void* host, liquid_diagnostics** diagnostics) {
    if (diagnostics != nullptr) *diagnostics = nullptr;
    if (write == nullptr) return fail(LIQUID_INVALID_ARGUMENT, "write is NULL");
    return guarded([&]() -> liquid_status {
        HostSink sink(write, host);
        return render(page, context, input, diagnostics,
                      [&](liquid::RenderContext& used, const liquid::RenderInput& made) {
                          return page->page.render_into(sink, used, made);
                      });
    });
}

liquid_status liquid_render_to_memory(const liquid_template* page, liquid_context* context,
                                      const liquid_render_input* input, char* memory, size_t capacity, size_t* written,
                                      liquid_diagnostics** diagnostics) {
    if (written != nullptr) *written = 0;
    if (diagnostics != nullptr) *diagnostics = nullptr;
    if (written == nullptr || (memory == nullptr && capacity != 0))
        return fail(LIQUID_INVALID_ARGUMENT, "memory or written is NULL");
    return guarded([&]() -> liquid_status {
        return render(page, context, input, diagnostics,
                      [&](liquid::RenderContext& used, const liquid::RenderInput& made) {
                          return page->page.render_into(std::span<char>(memory, capacity), *written, used, made);
                      });
    });
}

liquid_status liquid_render_to_text(const liquid_template* page, liquid_context* context,
                                    const liquid_render_input* input, const char** text, size_t* size,
                                    liquid_diagnostics** diagnostics) {
    if (text != nullptr) *text = nullptr;
    if (size != nullptr) *size = 0;
    if (diagnostics != nullptr) *diagnostics = nullptr;
    if (text == nullptr || context == nullptr) return fail(LIQUID_INVALID_ARGUMENT, "text or context is NULL");
    return guarded([&]() -> liquid_status {
        context->text.clear();
        liquid_status status = render(page, context, input, diagnostics,
                                      [&](liquid::RenderContext& used, const liquid::RenderInput& made) {
                                          return page->page.render_into(context->text, used, made);
                                      });
        if (status < 0) return status;
        *text = context->text.c_str();
        if (size != nullptr) *size = context->text.size();
        return status;
    });
}

liquid_status liquid_context_usage(const liquid_context* context, liquid_usage* usage) {
    if (context == nullptr || usage == nullptr || usage->size < sizeof usage->size)
        return fail(LIQUID_INVALID_ARGUMENT, "context or usage is NULL, or usage has no size");
    return guarded([&]() -> liquid_status {
        liquid::Usage used = context->context.usage();
        std::size_t size = usage->size;
        liquid_usage own{size, used.output_bytes, used.memory_bytes, used.steps};
        std::memcpy(usage, &own, size < sizeof own ? size : sizeof own);
        return LIQUID_OK;
    });
}

}  // extern "C"
