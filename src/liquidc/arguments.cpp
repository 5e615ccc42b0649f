#include "liquidc/arguments.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <charconv>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <liquid/template.hpp>

#include "liquidc/clock.hpp"
#include "liquidc/stop.hpp"

namespace liquidc {
namespace {

using liquid::ErrorMode;
using liquid::OnError;

// The words of an option, in the order of its help.
template <class T>
using Words = std::vector<std::pair<std::string, T>>;

const Words<ErrorMode> error_modes = {
    {"lax", ErrorMode::Lax}, {"warn", ErrorMode::Warn}, {"strict", ErrorMode::Strict}, {"strict2", ErrorMode::Strict2}};
const Words<OnError> policies = {
    {"omit", OnError::Omit}, {"comment", OnError::Comment}, {"inline", OnError::Inline}, {"fail", OnError::Fail}};
const Words<Format> formats = {{"text", Format::Text}, {"json", Format::Json}, {"jsonl", Format::JsonLines}};
const Words<Color> colors = {{"auto", Color::Auto}, {"always", Color::Always}, {"never", Color::Never}};

constexpr const char* limit_names =
    "output_bytes, memory_bytes, steps, nesting, partial_depth, template_bytes, deadline_ms; "
    "render_length, render_score, assign_score, cumulative_render_score, cumulative_assign_score";

constexpr const char* main_examples =
    "Examples:\n"
    "  liquidc render page.liquid --data data.json --snippets snippets/\n"
    "  echo 'Hello {{ name }}' | liquidc render - --set name=World\n"
    "  liquidc compile theme/ -o theme.lqc && liquidc render --artifact theme.lqc templates/index --data data.json\n"
    "  liquidc help render\n\n"
    "Exit status: 0 clean, 1 diagnostics of severity error, 2 usage, unreadable input or unwritable output,\n"
    "3 internal failure.";
constexpr const char* render_examples =
    "Examples:\n"
    "  liquidc render page.liquid --data shop.json --data page.json --set cart.item_count=2\n"
    "  liquidc render article.liquid --layout layout/theme.liquid --snippets snippets --output article.html\n"
    "  liquidc render --artifact theme.lqc templates/index --layout layout/theme --data shop.json\n"
    "  liquidc render - --stdin-filename page.liquid --format jsonl --on-error inline < page.liquid\n";
constexpr const char* compile_examples =
    "Examples:\n"
    "  liquidc compile theme/ -o theme.lqc\n"
    "  liquidc compile pages/ --snippets snippets/ --snippets shared/ --error-mode strict2 -o pages.lqc\n\n"
    "Templates are named by their path in DIR without `.liquid`, partials by their path in a directory of partials.\n"
    "Without --snippets that is DIR/snippets, or DIR itself where there is none. With errors nothing is written.\n";
constexpr const char* ast_examples = "Example:\n  liquidc ast page.liquid --error-mode strict2\n";
constexpr const char* program_examples =
    "Examples:\n"
    "  liquidc program page.liquid\n"
    "  liquidc program theme.lqc                             what a compiled artifact holds\n"
    "  liquidc program theme.lqc --template templates/index\n";
constexpr const char* version_examples = "Example:\n  liquidc version\n";
constexpr const char* help_examples = "Example:\n  liquidc help render\n";

// What CLI11 fills in, as text; made into Options when the line was read as a whole.
struct Texts {
    std::string now;
    std::vector<std::string> set;
    std::vector<std::string> limits;
};

[[noreturn]] void usage_error(const std::string& message) { throw Stop{Exit::Usage, message}; }

template <class T>
void choice(CLI::App& command, const char* name, T& chosen, const Words<T>& words, const std::string& description) {
    std::string list;
    for (const auto& word : words) list += (list.empty() ? "" : "|") + word.first;
    const auto choose = [name, list, &chosen, &words](const std::string& text) {
        const auto found =
            std::find_if(words.begin(), words.end(), [&](const auto& word) { return word.first == text; });
        if (found == words.end()) usage_error(std::string(name) + ": `" + text + "` is none of " + list);
        chosen = found->second;
    };
    command.add_option_function<std::string>(name, choose, description + "; default: " + words.front().first)
        ->type_name(list);
}

// May be given several times, with one value each time.
CLI::Option* repeatable(CLI::App& command, const char* name, std::vector<std::string>& values,
                        const char* description) {
    return command.add_option(name, values, description)->allow_extra_args(false);
}

void add_template_options(CLI::App& command, Options& options) {
    command.add_option("FILE", options.file, "The template; - reads standard input")->required()->type_name("");
    command.add_option("--stdin-filename", options.stdin_filename, "What diagnostics call standard input")
        ->type_name("FILE");
    choice(command, "--error-mode", options.error_mode, error_modes, "How markup is read");
    choice(command, "--format", options.report.format, formats, "How diagnostics are written to stderr");
    choice(command, "--color", options.report.color, colors, "Colors in diagnostics; NO_COLOR turns auto off");
}

void add_compile_options(CLI::App& command, Options& options) {
    command.add_option("DIR", options.file, "The directory of templates")->required()->type_name("");
    command.add_option("-o,--output", options.output, "The artifact, written whole or not at all")
        ->required()
        ->type_name("FILE");
    repeatable(command, "--snippets", options.snippets, "Directory of partials; searched in order")->type_name("DIR");
    command.add_flag("--allow-missing", options.allow_missing, "Missing partials are warnings, and stay missing");
    command.add_flag("--allow-invalid", options.allow_invalid,
                     "What cannot be parsed is a warning, and kept as source");
    choice(command, "--error-mode", options.error_mode, error_modes, "How markup is read");
    choice(command, "--format", options.report.format, formats, "How diagnostics are written to stderr");
    choice(command, "--color", options.report.color, colors, "Colors in diagnostics; NO_COLOR turns auto off");
}

void add_render_options(CLI::App& command, Options& options, Texts& texts) {
    command.add_option("--artifact", options.artifact, "Take FILE and --layout by name from this compiled artifact")
        ->type_name("ARTIFACT");
    repeatable(command, "--data", options.data, "JSON object with the variables; later files win; - reads stdin")
        ->type_name("FILE");
    repeatable(command, "--set", texts.set, "One variable: JSON if VALUE is JSON, else a string; after all --data")
        ->type_name("a.b=VALUE");
    repeatable(command, "--snippets", options.snippets, "Directory of partials; searched in order")->type_name("DIR");
    command.add_option("--layout", options.layout, "Template to render around the page, as content_for_layout")
        ->type_name("FILE");
    command.add_option("--layout-name", options.layout_name, "The layout's name in errors; default: its file's stem")
        ->type_name("NAME");
    command.add_option("--name", options.name, "The page's name in errors")->type_name("NAME");
    command.add_option("--output", options.output, "Write here instead of stdout, whole or not at all")
        ->type_name("FILE");
    choice(command, "--on-error", options.on_error, policies, "What the page shows where something failed");
    command.add_flag("--strict-variables", options.strict_variables, "Undefined variables are errors");
    command.add_flag("--strict-filters", options.strict_filters, "Unknown filters are errors");
    command.add_option("--now", texts.now, "The time of \"now\": 2024-05-01T12:00:00Z, or Unix seconds")
        ->type_name("TIME");
    command.add_option("--timezone", options.timezone, "The local zone: UTC, +02:00, Europe/Berlin. Default: UTC")
        ->type_name("ZONE");
    repeatable(command, "--limit", texts.limits, "Set a limit (docs/limits.md): output_bytes, steps, deadline_ms, ...")
        ->type_name("NAME=N");
}

std::pair<std::string, std::string> split_assignment(const char* option, const char* form, const std::string& text) {
    const std::size_t equals = text.find('=');
    if (equals == std::string::npos || equals == 0) {
        usage_error(std::string(option) + ": expected " + form + ", found `" + text + "`");
    }
    return {text.substr(0, equals), text.substr(equals + 1)};
}

void set_limit(liquid::Limits& limits, const std::string& text) {
    const auto [name, amount_text] = split_assignment("--limit", "NAME=N", text);
    std::uint64_t amount = 0;
    const char* end = amount_text.data() + amount_text.size();
    const auto read = std::from_chars(amount_text.data(), end, amount);
    if (read.ec != std::errc{} || read.ptr != end) {
        usage_error("--limit: `" + amount_text + "` is not a whole number (" + name + ")");
    }
    if (!limits.set(name, amount)) usage_error("--limit: no limit is named `" + name + "`; there are: " + limit_names);
}

void check_standard_input(const Options& options) {
    const auto uses = std::count(options.data.begin(), options.data.end(), "-") + (options.file == "-" ? 1 : 0) +
                      (options.layout == "-" ? 1 : 0);
    if (uses > 1) usage_error("standard input (-) can be read only once");
    if (!options.stdin_filename.empty() && options.file != "-") usage_error("--stdin-filename needs - as FILE");
}

void interpret(const Texts& texts, Options& options) {
    for (const std::string& text : texts.set) options.set.push_back(split_assignment("--set", "a.b=VALUE", text));
    for (const std::string& text : texts.limits) set_limit(options.limits, text);
    if (!texts.now.empty()) {
        options.now = parse_time(texts.now);
        if (!options.now) usage_error("--now: `" + texts.now + "` is neither an ISO 8601 time nor Unix seconds");
    }
    check_standard_input(options);
}

std::string version_text() {
    std::string text = "liquidc " + std::string(liquid::version()) + "\nrenders as Shopify/liquid 5.13.0; C++20, ";
#ifdef __clang__
    text += "clang ";
#else
    text += "gcc ";
#endif
    text += __VERSION__;
#ifdef NDEBUG
    return text + ", release\n";
#else
    return text + ", debug\n";
#endif
}

Options print(std::string text) {
    Options options;
    options.text = std::move(text);
    return options;
}

std::string help_for(CLI::App& app, const std::string& topic) {
    if (topic.empty() || topic == "--help" || topic == "-h") return app.help();
    for (const CLI::App* command : app.get_subcommands([](const CLI::App*) { return true; })) {
        if (command->get_name() == topic) return command->help("liquidc");
    }
    usage_error("help: there is no command `" + topic + "`");
}

// The command whose help would explain a faulty line.
std::string help_hint(const CLI::App& app) {
    const auto commands = app.get_subcommands();
    return "try `liquidc " + (commands.empty() ? std::string() : commands.front()->get_name() + " ") + "--help`";
}

}  // namespace

Options read_arguments(int argc, const char* const* argv) {
    Options options;
    Texts texts;
    CLI::App app("Renders Liquid templates as Shopify/liquid 5.13 does, and says precisely what went wrong.",
                 "liquidc");
    app.footer(main_examples);
    app.set_version_flag("--version", version_text);

    CLI::App* render = app.add_subcommand("render", "Render a template to stdout, diagnostics to stderr");
    add_template_options(*render, options);
    add_render_options(*render, options, texts);
    render->footer(render_examples);
    CLI::App* compile = app.add_subcommand("compile", "Compile a directory of templates to one artifact");
    add_compile_options(*compile, options);
    compile->footer(compile_examples);
    CLI::App* ast = app.add_subcommand("ast", "Print the syntax tree of a template");
    add_template_options(*ast, options);
    ast->footer(ast_examples);
    CLI::App* program = app.add_subcommand("program", "Print the compiled program of a template");
    add_template_options(*program, options);
    program->add_option("--template", options.listed, "The template of an artifact")->type_name("NAME");
    program->footer(program_examples);
    CLI::App* version = app.add_subcommand("version", "Print version and build");
    version->footer(version_examples);
    CLI::App* help = app.add_subcommand("help", "Explain a command");
    help->add_option("COMMAND")->type_name("");
    help->footer(help_examples);

    // CLI11 would take the topic, a command's name, for that command.
    if (argc > 1 && std::string_view(argv[1]) == help->get_name()) return print(help_for(app, argc > 2 ? argv[2] : ""));
    try {
        app.parse(argc, argv);
    } catch (const CLI::CallForVersion&) {
        return print(version_text());
    } catch (const CLI::CallForHelp&) {
        return print(app.help());
    } catch (const CLI::ParseError& error) {
        usage_error(std::string(error.what()) + "; " + help_hint(app));
    }
    if (version->parsed()) return print(version_text());
    if (app.get_subcommands().empty()) usage_error("a command is missing; try `liquidc help`");
    interpret(texts, options);
    options.command = render->parsed()    ? Command::Render
                      : compile->parsed() ? Command::Compile
                      : ast->parsed()     ? Command::Ast
                                          : Command::Program;
    return options;
}

}  // namespace liquidc
