#include "server.hpp"

#include <algorithm>
#include <chrono>

#include "ruby_types.hpp"
#include "values.hpp"

namespace liquid_spec {
namespace {

bool is_error(const liquid::Diagnostic& diagnostic) { return diagnostic.severity == liquid::Severity::Error; }

const liquid::Diagnostic* first_error(const liquid::Diagnostics& diagnostics) {
    auto found = std::find_if(diagnostics.begin(), diagnostics.end(), is_error);
    return found == diagnostics.end() ? nullptr : &*found;
}

// The text that the reference engine raises, or ours where it knows no such fault.
std::string text_of(const liquid::Diagnostic& diagnostic) {
    return diagnostic.reference.empty() ? diagnostic.message() : diagnostic.reference;
}

Json described(const liquid::Diagnostic& diagnostic, const char* type) {
    Json json = {{"type", type}, {"message", text_of(diagnostic)}};
    if (diagnostic.reference_line != 0) json["line"] = diagnostic.reference_line;
    return json;
}

// The client joins `message` and `data.message`, so the text stands in one of them only.
[[noreturn]] void raise(const liquid::Diagnostic& diagnostic) {
    Json data = {{"type", "render_error"}, {"code", std::string(diagnostic.code())}};
    if (diagnostic.reference_line != 0) data["line"] = diagnostic.reference_line;
    throw RequestError(kRenderError, text_of(diagnostic), data);
}

bool is_utf8(const Json& text) {
    try {
        text.dump();
        return true;
    } catch (const Json::type_error&) {
        return false;
    }
}

// JSON has no bytes: an output that is not UTF-8 comes twice, with replacement characters and exactly.
Json page_of(std::string output, Json errors) {
    Json page = {{"output", std::move(output)}, {"errors", std::move(errors)}};
    if (!is_utf8(page["output"])) page["output_base64"] = to_base64(page["output"].get_ref<const std::string&>());
    return page;
}

std::optional<liquid::TimePoint> clock_of(const Json& options) {
    const Json& text = member(member(options, "registers"), "current_time");
    if (text.is_null()) return std::nullopt;
    std::optional<Instant> instant = text.is_string() ? read_time(text.get<std::string>()) : std::nullopt;
    if (!instant)
        throw RequestError(kBadParameter, "Invalid current_time: expected an ISO 8601 time",
                           {{"param", "options.registers.current_time"}});
    return liquid::TimePoint(std::chrono::seconds(instant->seconds) + std::chrono::nanoseconds(instant->nanoseconds));
}

Json initialize() {
    return {{"version", "1.0"},
            {"implementation", "liquidc " + std::string(liquid::version())},
            {"liquid_version", "5.13.0"},
            {"features", {"core", "drops"}}};
}

bool is_id(const Json& id) { return id.is_string() || id.is_number(); }

Json answer_to(const Json& id, const RequestError& error) {
    Json fault = {{"code", error.code()}, {"message", error.what()}};
    if (!error.data().is_null()) fault["data"] = error.data();
    return {{"jsonrpc", "2.0"}, {"id", is_id(id) ? id : Json()}, {"error", std::move(fault)}};
}

}  // namespace

void Server::run() {
    std::string line;
    while (channel_.read(line))
        if (line.find_first_not_of(" \t\r") != std::string::npos) answer(line);
}

void Server::answer(const std::string& line) {
    Json request;
    try {
        request = parse_message(line);
        if (member(request, "jsonrpc") != "2.0" || !member(request, "method").is_string())
            throw RequestError(kBadRequest, "Invalid request: \"jsonrpc\": \"2.0\" and a method are required");
        if (request.contains("id") && !is_id(member(request, "id")))
            throw RequestError(kBadRequest, "Invalid request: an id is a text or a number");
        std::string method = text_member(request, "method");
        if (method == "quit") return channel_.quit();
        Json result = result_of(method, member(request, "params"));
        if (!request.contains("id")) return;
        channel_.write({{"jsonrpc", "2.0"}, {"id", member(request, "id")}, {"result", std::move(result)}});
    } catch (const RequestError& error) {
        channel_.write(answer_to(member(request, "id"), error));
    }
}

Json Server::result_of(const std::string& method, const Json& parameters) {
    if (method == "initialize") return initialize();
    if (method == "compile") return compile(parameters);
    if (method == "render") return render(parameters);
    throw RequestError(kUnknownMethod,
                       "Unknown method '" + method + "': there are initialize, compile, render and quit");
}

Json Server::compile(const Json& parameters) {
    Pages::Added added = pages_.add(parameters);
    added.page.compiled(true, nullptr);
    if (const liquid::Diagnostic* error = first_error(added.page.faults()))
        return {{"template_id", nullptr}, {"error", described(*error, "parse_error")}};
    return {{"template_id", added.id}, {"error", nullptr}};
}

Json Server::render(const Json& parameters) {
    Page& page = pages_.at(member(parameters, "template_id"));
    const Json& options = member(parameters, "options");
    bool raise_errors = member(options, "strict_errors") != false;
    const liquid::Template& compiled = page.compiled(raise_errors, member(options, "resource_limits"));

    Values values(channel_);
    liquid::RenderInput input;
    input.globals = values.keep(member(parameters, "environment"));
    input.now = clock_of(options);
    std::string output;
    compiled.render_into(output, context_, input);

    const liquid::Diagnostics& diagnostics = context_.diagnostics();
    const liquid::Diagnostic* error = first_error(diagnostics);
    if (error != nullptr && raise_errors) raise(*error);
    Json errors = Json::array();
    for (const liquid::Diagnostic& diagnostic : diagnostics)
        if (is_error(diagnostic)) errors.push_back(described(diagnostic, "render_error"));
    return page_of(std::move(output), std::move(errors));
}

}  // namespace liquid_spec
