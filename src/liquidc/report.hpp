// Diagnostics on their way to stderr.
#pragma once

#include <liquid/diagnostic.hpp>

#include "liquidc/options.hpp"

namespace liquidc {

class Report {
public:
    explicit Report(ReportOptions options) : options_(options) {}

    void add(const liquid::Diagnostics& diagnostics) {
        diagnostics_.insert(diagnostics_.end(), diagnostics.begin(), diagnostics.end());
    }
    bool has_errors() const { return liquid::has_errors(diagnostics_); }
    bool empty() const { return diagnostics_.empty(); }
    void print() const;

private:
    void print_text() const;

    ReportOptions options_;
    liquid::Diagnostics diagnostics_;
};

// One line to stderr: `liquidc: MESSAGE`.
void complain(std::string_view message);

// The same, but only for people who watch: nothing in a pipe.
void mention(std::string_view message);

}  // namespace liquidc
