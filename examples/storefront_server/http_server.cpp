#include "http_server.hpp"

#include <charconv>
#include <utility>

#include <sys/socket.h>

namespace storefront {
namespace {

// What the library asks of a thread pool; ours lives longer than it.
class Pool : public httplib::TaskQueue {
public:
    explicit Pool(Workers& workers) : workers_(workers) {}
    // void in the library's older versions, bool in the newer ones
    using Enqueued = decltype(std::declval<httplib::TaskQueue&>().enqueue(std::function<void()>()));
    Enqueued enqueue(std::function<void()> job) override {
        workers_.enqueue(std::move(job));
        return static_cast<Enqueued>(true);
    }
    void shutdown() override { workers_.join(); }

private:
    Workers& workers_;
};

// The cookie of that name.
std::string_view cookie(std::string_view header, std::string_view name) {
    while (!header.empty()) {
        std::string_view one = header.substr(0, header.find(';'));
        header.remove_prefix(std::min(header.size(), one.size() + 1));
        while (one.starts_with(' ')) one.remove_prefix(1);
        if (one.starts_with(name) && one.substr(name.size()).starts_with('=')) return one.substr(name.size() + 1);
    }
    return {};
}

int to_int(const std::string& text, int otherwise) {
    int number = otherwise;
    std::from_chars(text.data(), text.data() + text.size(), number);
    return number;
}

// As much of a request as the shop needs.
Request read(const httplib::Request& request) {
    Request read{request.method, request.path, printable_path(request.target), {}, {}};
    const std::string cookies = request.get_header_value("Cookie");
    read.cart = parse_cart(cookie(cookies, "cart"));
    if (request.method == "POST") {
        const std::string quantity = request.has_param("quantity") ? request.get_param_value("quantity") : "1";
        add(read.cart, request.get_param_value("handle"), to_int(quantity, 1));
    } else if (request.has_param("items")) {
        read.cart = parse_cart(request.get_param_value("items"));  // a basket that somebody passed on
    }
    if (const std::string tag = request.get_param_value("tagged"); is_handle(tag)) read.tagged = tag;
    return read;
}

}  // namespace

HttpServer::HttpServer(Site& site, Workers& workers, Metrics& metrics)
    : site_(site), workers_(workers), metrics_(metrics) {
    server_.new_task_queue = [this] { return new Pool(workers_); };
    server_.set_tcp_nodelay(true);
    server_.set_keep_alive_max_count(1000);
    server_.set_keep_alive_timeout(2);  // a thread waits as long for the next request of its connection
    server_.set_read_timeout(5);
    server_.set_write_timeout(5);
    server_.set_payload_max_length(16 << 10);
    server_.set_default_headers({{"X-Content-Type-Options", "nosniff"}});
    server_.set_socket_options([this](int socket) {
        httplib::default_socket_options(socket);
        socket_ = socket;
    });
    // Before the library's own routing, which tries one regular expression after the other.
    server_.set_pre_routing_handler([this](const httplib::Request& request, httplib::Response& response) {
        if (request.method != "GET" && request.method != "HEAD") return httplib::Server::HandlerResponse::Unhandled;
        answer(request, response);
        return httplib::Server::HandlerResponse::Handled;
    });
    server_.Post("/cart", [this](const httplib::Request& request, httplib::Response& response) {  //
        answer(request, response);
    });
    server_.set_error_handler([this](const httplib::Request& request, httplib::Response& response) {
        if (response.body.empty()) answer_fault(request, response);
    });
}

int HttpServer::bind(const std::string& host, int port) {
    if (port == 0) {
        port = server_.bind_to_any_port(host);
    } else if (!server_.bind_to_port(host, port)) {
        port = 0;
    }
    // The library lets five wait at the door.
    if (port > 0) ::listen(socket_, 512);
    return std::max(port, 0);
}

void HttpServer::stop() {
    server_.stop();
    workers_.release();
}

void HttpServer::answer(const httplib::Request& request, httplib::Response& response) {
    Answer answer = site_.answer(Workers::mine(), read(request));
    response.status = answer.status;
    response.set_header("Content-Type", answer.type);
    for (const auto& [name, value] : answer.headers) response.set_header(name, value);
    // A kept connection keeps its thread. Clients that are told so hang up.
    if (workers_.crowded()) response.set_header("Connection", "close");
    response.body = std::move(answer.body);
}

// What was no request for the shop: broken, too large, another method.
void HttpServer::answer_fault(const httplib::Request&, httplib::Response& response) {
    Measured measured;
    measured.route = "none";
    measured.status = response.status;
    metrics_.count(measured);
    response.set_content(std::to_string(response.status) + "\n", "text/plain");
}

}  // namespace storefront
