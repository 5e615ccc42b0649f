// HTTP, by cpp-httplib: between sockets and the Site.
#pragma once

#include <string>

#include <httplib.h>

#include "site.hpp"
#include "workers.hpp"

namespace storefront {

class HttpServer {
public:
    HttpServer(Site& site, Workers& workers, Metrics& metrics);

    /// The port that it listens on, which is chosen when 0 is asked for; 0: it cannot.
    int bind(const std::string& host, int port);
    /// Answers until `stop`. False: it ended by itself.
    bool serve() { return server_.listen_after_bind(); }
    void stop();

private:
    void answer(const httplib::Request& request, httplib::Response& response);
    void answer_fault(const httplib::Request& request, httplib::Response& response);

    Site& site_;
    Workers& workers_;
    Metrics& metrics_;
    httplib::Server server_;
    int socket_ = -1;
};

}  // namespace storefront
