#include "options.hpp"

#include <charconv>
#include <map>
#include <stdexcept>
#include <string_view>

namespace storefront {

const char* const kUsage =
    "usage: storefront_server [OPTIONS]\n"
    "\n"
    "  --port N         the port; 0 chooses a free one (8080)\n"
    "  --host ADDRESS   the address to listen on (127.0.0.1)\n"
    "  --threads N      connections that are served at one time (16)\n"
    "  --db FILE        the database; created from DIR/data/shop.sql when missing (storefront.db)\n"
    "  --theme DIR      templates, layout, snippets (examples/storefront)\n"
    "  --log FILE       diagnostics and events as JSON Lines (stderr)\n"
    "  --on-error WHAT  what stands where a template failed: comment, omit, inline, or fail (comment)\n"
    "\n"
    "SIGHUP compiles the theme anew and opens the log anew; SIGTERM and SIGINT finish what is under way and end.\n";

namespace {

int number(std::string_view name, std::string_view text, int least, int most) {
    int value = -1;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
    if (read.ec != std::errc() || read.ptr != text.data() + text.size() || value < least || value > most)
        throw std::invalid_argument(std::string(name) + " takes a number from " + std::to_string(least) + " to " +
                                    std::to_string(most));
    return value;
}

liquid::OnError policy(std::string_view text) {
    static const std::map<std::string_view, liquid::OnError> policies{{"comment", liquid::OnError::Comment},
                                                                      {"omit", liquid::OnError::Omit},
                                                                      {"inline", liquid::OnError::Inline},
                                                                      {"fail", liquid::OnError::Fail}};
    const auto found = policies.find(text);
    if (found == policies.end()) throw std::invalid_argument("--on-error takes comment, omit, inline or fail");
    return found->second;
}

}  // namespace

Options parse_options(int count, char** arguments) {
    Options options;
    for (int i = 1; i < count; ++i) {
        const std::string_view name = arguments[i];
        if (name == "--help" || name == "-h") {
            options.help = true;
            return options;
        }
        if (i + 1 == count) throw std::invalid_argument(std::string(name) + " is no option, or lacks its value");
        const std::string_view value = arguments[++i];
        if (name == "--port") {
            options.port = number(name, value, 0, 65535);
        } else if (name == "--host") {
            options.host = value;
        } else if (name == "--threads") {
            options.threads = number(name, value, 1, 1024);
        } else if (name == "--db") {
            options.db = value;
        } else if (name == "--theme") {
            options.theme = value;
        } else if (name == "--log") {
            options.log = value;
        } else if (name == "--on-error") {
            options.on_error = policy(value);
        } else {
            throw std::invalid_argument(std::string(name) + " is no option");
        }
    }
    return options;
}

}  // namespace storefront
