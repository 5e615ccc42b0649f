// What docs/embedding.md quotes: a small site that reloads its theme, renders in threads and mistrusts its templates.
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include <liquid/liquid.hpp>

namespace {

// A product of the host's own. Templates read it by name; nothing is copied before they do.
class ProductDrop final : public liquid::Drop {
public:
    ProductDrop(std::string title, std::int64_t cents) : title_(std::move(title)), cents_(cents) {}

    liquid::Value get(liquid::DropContext& context, std::string_view key) override {
        if (key == "title") return context.string(title_);
        if (key == "price") return context.integer(std::to_string(cents_));
        return liquid::Value::unset();
    }

private:
    std::string title_;
    std::int64_t cents_;
};

// `{{ cents | money }}`
liquid::Value money(liquid::FilterCall& call, liquid::Value input, liquid::Arguments) {
    if (!input.is_int()) return call.fail("money expects cents");
    std::string text =
        std::to_string(input.as_int() / 100) + "." + std::to_string(input.as_int() % 100 + 100).substr(1);
    return call.string(text + " EUR");
}

// One for the process: configuration, and the cache of compiled templates.
liquid::Environment make_environment(const std::filesystem::path& theme) {
    liquid::Limits limits;
    limits.safety.steps = 5'000'000;
    limits.safety.output_bytes = 4 << 20;
    limits.safety.memory_bytes = 32 << 20;
    limits.safety.template_bytes = 256 << 10;
    limits.safety.deadline = std::chrono::milliseconds(250);
    return liquid::EnvironmentBuilder()
        .loader(liquid::directory_loader({theme}))
        .reload(liquid::Reload::ByStamp, std::chrono::milliseconds(500))
        .filter("money", money)
        .limits(limits)
        .on_error(liquid::OnError::Omit)
        .build();
}

std::string render_page(const liquid::Environment& environment, std::string_view name, const liquid::Data& data) {
    // One for each thread: the second page that it renders takes no memory from the heap.
    thread_local liquid::RenderContext context;
    liquid::Result<liquid::Template> page = environment.get(name);
    std::string html;
    page.value.render_into(html, context, data);
    for (const liquid::Diagnostic& diagnostic : context.diagnostics()) std::clog << liquid::to_json(diagnostic) << '\n';
    return html;
}

// By status code what the page itself does not say.
int status_of(const liquid::Diagnostics& diagnostics) {
    for (const liquid::Diagnostic& diagnostic : diagnostics) {
        switch (diagnostic.kind) {
            case liquid::Kind::StepLimit:
            case liquid::Kind::DeadlineExceeded:
                return 503;
            case liquid::Kind::MissingPartial:
                std::clog << "missing: " << std::get<std::string>(diagnostic.argument("name")->value) << '\n';
                break;
            default:
                break;
        }
    }
    return liquid::has_errors(diagnostics) ? 500 : 200;
}

// Pieces go out while the page is rendered: memory stays bounded however long the page is.
class FileSink final : public liquid::Sink {
public:
    explicit FileSink(std::FILE* file) : file_(file) {}
    bool write(std::string_view piece) override {
        return std::fwrite(piece.data(), 1, piece.size(), file_) == piece.size();
    }

private:
    std::FILE* file_;
};

}  // namespace

int main() {
    std::filesystem::path theme = std::filesystem::temp_directory_path() / "liquid-embedding-example";
    std::filesystem::create_directories(theme);
    std::ofstream(theme / "product.liquid") << "{{ product.title }}: {{ product.price | money }}{% render 'stock' %}\n";
    liquid::Environment environment = make_environment(theme);

    liquid::Result<liquid::Data> data = liquid::Data::parse(R"({"product": {"title": "Ring", "price": 4900}})");
    if (!data.ok()) return 1;
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i) threads.emplace_back([&] { render_page(environment, "product", data.value); });
    for (std::thread& thread : threads) thread.join();

    ProductDrop ring("Ring", 4900);
    liquid::Data::Builder builder;
    liquid::RenderInput input;
    liquid::Data page_data = builder.finish(builder.map({{"product", liquid::Value::drop(ring)}}));
    input.globals = page_data.root();
    liquid::Template page = environment.get("product").value;
    liquid::RenderContext context;
    FileSink out(stdout);
    page.render_into(out, context, input);
    int status = status_of(context.diagnostics());

    std::ofstream(theme / "stock.liquid") << " (in stock)";
    page.render_into(out, context, input);
    std::filesystem::remove_all(theme);
    return status == 500 && status_of(context.diagnostics()) == 200 ? 0 : 1;
}
