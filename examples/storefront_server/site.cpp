#include "site.hpp"

#include <chrono>
#include <cstdio>
#include <exception>

#include "clock.hpp"

namespace storefront {
namespace {

// For when there is no page to show. It depends on nothing that may be broken.
constexpr std::string_view kSorry =
    "<!doctype html>\n<title>Something broke</title>\n<h1>Something broke on our side</h1>\n"
    "<p>Please try again in a moment.</p>\n";

std::string start_mark() {
    char text[20];
    const auto now = std::chrono::system_clock::now().time_since_epoch().count();
    std::snprintf(text, sizeof text, "%08llx", static_cast<unsigned long long>(now) >> 20 & 0xffffffff);
    return text;
}

Answer plain(std::string body) { return {200, "text/plain; version=0.0.4; charset=utf-8", {}, std::move(body)}; }

// Adding to the basket: the cookie is the basket, and the visitor goes on to its page.
Answer cart_changed(const Request& request) {
    const std::string cookie = "cart=" + to_text(request.cart) + "; Path=/; Max-Age=2592000; HttpOnly; SameSite=Lax";
    return {303, "text/plain", {{"Location", "/cart"}, {"Set-Cookie", cookie}}, "See /cart\n"};
}

}  // namespace

Site::Site(std::filesystem::path theme, liquid::OnError on_error, Metrics& metrics, Log& log)
    : directory_(std::move(theme)), on_error_(on_error), metrics_(metrics), log_(log), start_(start_mark()) {
    theme_ = std::make_shared<const Theme>(directory_, on_error_);
    log_.diagnostics(theme_->diagnostics(), {{"route", "start"}});
}

std::shared_ptr<const Theme> Site::theme() const {
    const std::scoped_lock lock(mutex_);
    return theme_;
}

void Site::reload() {
    try {
        auto fresh = std::make_shared<const Theme>(directory_, on_error_);
        log_.diagnostics(fresh->diagnostics(), {{"route", "reload"}});
        if (liquid::has_errors(fresh->diagnostics()))
            return log_.event("not reloaded", {{"reason", "the theme has errors"}});
        {
            const std::scoped_lock lock(mutex_);
            theme_.swap(fresh);
        }
        log_.event("reloaded");
    } catch (const std::exception& fault) {
        log_.event("not reloaded", {{"reason", fault.what()}});
    }
}

Answer Site::answer(Worker& worker, const Request& request) {
    const std::string id = start_ + "-" + std::to_string(++requests_);
    Measured measured;
    Answer answer;
    {
        const CpuTimer timer(measured.request_cpu);
        const Route route = route_of(request.path);
        measured.route = route.name;
        if (route.name == "metrics") {
            answer = plain(metrics_.text());
        } else if (route.name == "healthz") {
            answer = plain("ok\n");
        } else if (route.name == "cart" && request.method == "POST") {
            measured.route = "cart_add";
            answer = cart_changed(request);
        } else {
            try {
                answer = page(worker, request, route, id, measured);
            } catch (const std::exception& fault) {  // the database, before any template was reached
                log_.event(
                    "failed",
                    {{"request", id}, {"route", route.name}, {"path", request.printable}, {"reason", fault.what()}});
                answer = {500, "text/html; charset=utf-8", {}, std::string(kSorry)};
            }
        }
    }
    answer.headers.emplace_back("X-Request-Id", id);
    measured.status = answer.status;
    measured.database = worker.database.take_cost();
    metrics_.count(measured);
    return answer;
}

Answer Site::page(Worker& worker, const Request& request, const Route& route, const std::string& id,
                  Measured& measured) {
    if (const auto current = theme(); worker.theme != current) {
        worker.context = {};  // what it remembers of the old templates would be of no use
        worker.theme = current;
    }
    Answer answer;
    Page page(request, route, worker.database, worker.documents);
    if (!page.find()) {
        answer.status = 404;
        page.turn_into("404");
    }

    liquid::Diagnostics said;
    const WallTimer wall;
    const double queries_before = worker.database.cpu_seconds();
    Outcome outcome = Outcome::Whole;
    {
        const CpuTimer timer(measured.render_cpu);
        outcome = worker.theme->render(page, worker.context, worker.content, answer.body, said);
    }
    measured.rendered = true;
    measured.render_seconds = wall.seconds();
    measured.render_cpu -= worker.database.cpu_seconds() - queries_before;
    log_.diagnostics(said, {{"request", id}, {"route", route.name}, {"path", request.printable}});
    metrics_.count(said);
    if (outcome != Outcome::Whole) {
        answer.status = 500;
        answer.body = kSorry;
    }
    return answer;
}

}  // namespace storefront
