// A storefront: pages by Liquid from a SQLite database, over HTTP. Read this file, then site.cpp, page.cpp, drops.cpp,
// theme.cpp; the rest is what every server needs.
#include <atomic>
#include <chrono>
#include <csignal>
#include <exception>
#include <iostream>
#include <stdexcept>
#include <string>
#include <thread>

#include <unistd.h>

#include "database.hpp"
#include "http_server.hpp"
#include "log.hpp"
#include "metrics.hpp"
#include "options.hpp"
#include "site.hpp"
#include "workers.hpp"

namespace {

using namespace storefront;

// Signals are taken one by one where the main thread waits for them, never in the middle of something else. Threads
// that are started later inherit this.
sigset_t hold_signals() {
    sigset_t signals;
    sigemptyset(&signals);
    for (const int signal : {SIGTERM, SIGINT, SIGHUP}) sigaddset(&signals, signal);
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    return signals;
}

// Returns when the server shall end.
void wait_for_the_end(const sigset_t& signals, Site& site, Log& log) {
    for (;;) {
        int signal = 0;
        sigwait(&signals, &signal);
        if (signal != SIGHUP) return;
        log.reopen();
        site.reload();
    }
}

int serve(const Options& options) {
    const sigset_t signals = hold_signals();
    Log log(options.log);
    Metrics metrics;
    seed(options.db, options.theme / "data" / "shop.sql");
    Site site(options.theme, options.on_error, metrics, log);
    Workers workers(static_cast<std::size_t>(options.threads), options.db);
    HttpServer server(site, workers, metrics);

    const int port = server.bind(options.host, options.port);
    if (port == 0) throw std::runtime_error("cannot listen on " + options.host + ":" + std::to_string(options.port));
    workers.start();
    std::atomic<bool> broken = false;
    std::thread listener([&] {
        if (server.serve()) return;
        broken = true;
        kill(getpid(), SIGTERM);
    });
    const std::string url = "http://" + options.host + ":" + std::to_string(port) + "/";
    log.event("started", {{"url", url}, {"database", options.db.string()}, {"theme", options.theme.string()}});
    std::cout << url << std::endl;

    wait_for_the_end(signals, site, log);
    // Those who are in are served; a connection that is kept but silent ends by its own time limit.
    const bool all_served = workers.drain(std::chrono::seconds(10));
    server.stop();
    listener.join();
    log.event("stopped", {{"all_served", all_served ? "yes" : "no"}});
    return broken ? 1 : 0;  // with the workers go the connections to the database
}

}  // namespace

int main(int count, char** arguments) {
    try {
        const Options options = parse_options(count, arguments);
        if (options.help) {
            std::cout << kUsage;
            return 0;
        }
        return serve(options);
    } catch (const std::invalid_argument& fault) {
        std::cerr << "storefront_server: " << fault.what() << '\n' << kUsage;
        return 2;
    } catch (const std::exception& fault) {
        std::cerr << "storefront_server: " << fault.what() << '\n';
        return 1;
    }
}
