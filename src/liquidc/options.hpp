// What the command line asks for.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <liquid/environment.hpp>

namespace liquidc {

enum class Command { Render, Compile, Ast, Program, PrintText };
enum class Format { Text, Json, JsonLines };
enum class Color { Auto, Always, Never };

struct ReportOptions {
    Format format = Format::Text;
    Color color = Color::Auto;
};

struct Options {
    Command command = Command::PrintText;
    std::string text;  // PrintText: help or version

    std::string file;  // `-`: standard input; with an artifact: the template's name in it; of compile: the directory
    std::string artifact;
    std::string listed;  // of an artifact: the template whose program is printed
    bool allow_missing = false;
    bool allow_invalid = false;
    std::string stdin_filename;
    std::string name;
    std::string layout;
    std::string layout_name;
    std::string output;
    std::vector<std::string> data;
    std::vector<std::pair<std::string, std::string>> set;

    std::vector<std::string> snippets;
    liquid::ErrorMode error_mode = liquid::ErrorMode::Lax;
    liquid::OnError on_error = liquid::OnError::Omit;
    bool strict_variables = false;
    bool strict_filters = false;
    liquid::Limits limits;
    std::optional<liquid::TimePoint> now;
    std::string timezone;

    ReportOptions report;

    // The file as diagnostics call it.
    std::string path() const {
        if (file != "-") return file;
        return stdin_filename.empty() ? "<stdin>" : stdin_filename;
    }
};

}  // namespace liquidc
