/* Every function of liquid.h, its failures too. Run as it is, and under valgrind, which sees what is not freed. */
#define _XOPEN_SOURCE 700

#include <liquid.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static int checks = 0;
static int failures = 0;

#define CHECK(condition)                                                                    \
    do {                                                                                    \
        ++checks;                                                                           \
        if (!(condition)) {                                                                 \
            ++failures;                                                                     \
            fprintf(stderr, "%s:%d: not true: %s\n", __FILE__, __LINE__, #condition);       \
        }                                                                                   \
    } while (0)

#define CHECK_TEXT(found, wanted)                                                                              \
    do {                                                                                                       \
        const char* found_text = (found);                                                                      \
        ++checks;                                                                                              \
        if (found_text == NULL || strcmp(found_text, (wanted)) != 0) {                                         \
            ++failures;                                                                                        \
            fprintf(stderr, "%s:%d: %s is not %s\n", __FILE__, __LINE__, found_text ? found_text : "NULL", (wanted)); \
        }                                                                                                      \
    } while (0)

static liquid_environment* environment_of(const liquid_environment_options* options) {
    liquid_environment* environment = NULL;
    CHECK(liquid_environment_new(options, &environment, NULL) == LIQUID_OK);
    return environment;
}

static liquid_template* parse(const liquid_environment* environment, const char* source) {
    liquid_template* page = NULL;
    CHECK(liquid_template_parse(environment, source, LIQUID_NUL, "page", LIQUID_NUL, &page, NULL) >= 0);
    return page;
}

static liquid_data* parse_data(const char* json) {
    liquid_data* data = NULL;
    CHECK(liquid_data_parse(json, LIQUID_NUL, NULL, 0, &data, NULL) == LIQUID_OK);
    return data;
}

/* Renders a source; the page stands in `context` until its next render. */
static const char* page_of(const liquid_environment* environment, liquid_context* context, const char* source,
                           const liquid_data* globals) {
    liquid_template* page = parse(environment, source);
    liquid_render_input input = LIQUID_RENDER_INPUT_INIT;
    const char* text = NULL;
    input.globals = globals;
    CHECK(liquid_render_to_text(page, context, &input, &text, NULL, NULL) >= 0);
    liquid_template_free(page);
    return text;
}

static void test_library(void) {
    CHECK(liquid_abi_version() == LIQUID_ABI_VERSION);
    CHECK(strlen(liquid_version()) >= 5);
    CHECK_TEXT(liquid_status_text(LIQUID_INVALID_ARGUMENT), "invalid argument");
    CHECK_TEXT(liquid_status_text(77), "unknown status");
}

static void test_pages(void) {
    liquid_environment* environment = environment_of(NULL);
    liquid_context* context = NULL;
    liquid_data* data = parse_data("{\"name\": \"Ada\", \"list\": [1, 2.5, null, true]}");
    liquid_usage usage = LIQUID_USAGE_INIT;
    struct { /* of a caller whose version knew one member */
        size_t size;
        uint64_t output_bytes;
        uint64_t after;
    } short_usage = {sizeof(size_t) + sizeof(uint64_t), 0, 42};

    CHECK(liquid_context_new(&context) == LIQUID_OK);
    CHECK_TEXT(page_of(environment, context, "{{ name | upcase }} {{ list | join: '-' }}", data), "ADA 1-2.5--true");
    CHECK(liquid_context_usage(context, &usage) == LIQUID_OK && usage.output_bytes == 15 && usage.steps > 0);
    CHECK(liquid_context_usage(context, (liquid_usage*)&short_usage) == LIQUID_OK);
    CHECK(short_usage.output_bytes == 15 && short_usage.after == 42);
    CHECK_TEXT(page_of(environment, context, "{{ nothing }}", NULL), "");
    CHECK_TEXT(page_of(environment, context, "", NULL), "");

    liquid_context_free(context);
    liquid_data_free(data);
    liquid_environment_free(environment);
}

static void test_variables(void) {
    liquid_environment* environment = environment_of(NULL);
    liquid_template* page = parse(environment, "{{ a }}{{ b }}{{ 'now' | date: '%F %T' }}");
    liquid_context* context = NULL;
    liquid_data* globals = parse_data("{\"a\": 1, \"b\": 2}");
    liquid_data* variables = parse_data("{\"b\": 3}");
    liquid_render_input input = LIQUID_RENDER_INPUT_INIT;
    const char* text = NULL;
    size_t size = 0;

    liquid_context_new(&context);
    input.globals = globals;
    input.variables = variables;
    input.has_now = 1;
    input.now_seconds = 86400;
    CHECK(liquid_render_to_text(page, context, &input, &text, &size, NULL) == LIQUID_OK);
    CHECK_TEXT(text, "131970-01-02 00:00:00");
    CHECK(size == strlen(text));

    liquid_data_free(variables);
    liquid_data_free(globals);
    liquid_context_free(context);
    liquid_template_free(page);
    liquid_environment_free(environment);
}

static void test_data(void) {
    liquid_environment* environment = environment_of(NULL);
    liquid_context* context = NULL;
    liquid_data* data = NULL;
    liquid_data* both[2];
    liquid_data* second = NULL;
    liquid_diagnostics* diagnostics = NULL;

    CHECK(liquid_data_parse("{\"a\": [1,]}", LIQUID_NUL, "cart.json", LIQUID_NUL, &data, &diagnostics) == LIQUID_ERRORS);
    CHECK(data != NULL && liquid_diagnostics_errors(diagnostics) == 1);
    CHECK(strstr(liquid_diagnostics_json(diagnostics, NULL), "LQ5003") != NULL);
    CHECK(strstr(liquid_diagnostics_json(diagnostics, NULL), "cart.json") != NULL);
    liquid_diagnostics_free(diagnostics);
    liquid_data_free(data);

    liquid_context_new(&context);
    both[0] = parse_data("{\"a\": {\"b\": 1, \"c\": 2}}");
    both[1] = parse_data("{\"a\": {\"c\": 3}}");
    CHECK(liquid_data_merge((const liquid_data* const*)both, 2, &data) == LIQUID_OK);
    CHECK(liquid_data_share(data, &second) == LIQUID_OK);
    liquid_data_free(both[0]);
    liquid_data_free(both[1]);
    liquid_data_free(data);
    CHECK_TEXT(page_of(environment, context, "{{ a.b }}{{ a.c }}", second), "13");
    liquid_data_free(second);
    CHECK(liquid_data_merge(NULL, 0, &data) == LIQUID_OK);
    liquid_data_free(data);

    liquid_context_free(context);
    liquid_environment_free(environment);
}

struct collected {
    char text[256];
    size_t size;
    int pieces;
    int stop_after;
};

static int32_t collect(void* host, const char* piece, size_t size) {
    struct collected* to = host;
    if (to->size + size < sizeof to->text) {
        memcpy(to->text + to->size, piece, size);
        to->size += size;
        to->text[to->size] = '\0';
    }
    return ++to->pieces != to->stop_after;
}

static int32_t never(void* host) {
    ++*(int*)host;
    return 0;
}

static void test_outputs(void) {
    liquid_environment* environment = environment_of(NULL);
    liquid_template* page = parse(environment, "some text {{ 1 | plus: 1 }}");
    liquid_template* large = parse(environment, "{% for i in (1..9999) %}0123456789{% endfor %}");
    liquid_render_input input = LIQUID_RENDER_INPUT_INIT;
    liquid_diagnostics* diagnostics = NULL;
    struct collected to = {"", 0, 0, 0};
    char memory[16];
    size_t written = 99;
    int polls = 0;

    CHECK(liquid_render(page, NULL, NULL, collect, &to, &diagnostics) == LIQUID_OK);
    CHECK_TEXT(to.text, "some text 2");
    CHECK(liquid_diagnostics_count(diagnostics) == 0);
    CHECK_TEXT(liquid_diagnostics_json(diagnostics, NULL), "{\"version\":1,\"diagnostics\":[]}");
    CHECK_TEXT(liquid_diagnostics_text(diagnostics, NULL), "");
    liquid_diagnostics_free(diagnostics);

    to.pieces = 0;
    CHECK(liquid_render(large, NULL, NULL, collect, &to, NULL) == LIQUID_OK);
    CHECK(to.pieces > 3);
    to.pieces = 0;
    to.stop_after = 2;
    CHECK(liquid_render(large, NULL, NULL, collect, &to, &diagnostics) == LIQUID_ERRORS);
    CHECK(to.pieces == 2 && strstr(liquid_diagnostics_json(diagnostics, NULL), "LQ4008") != NULL);
    liquid_diagnostics_free(diagnostics);

    memset(memory, '#', sizeof memory);
    CHECK(liquid_render_to_memory(page, NULL, NULL, memory, 11, &written, NULL) == LIQUID_OK);
    CHECK(written == 11 && memcmp(memory, "some text 2#####", 16) == 0);
    CHECK(liquid_render_to_memory(page, NULL, NULL, memory, 4, &written, &diagnostics) == LIQUID_ERRORS);
    CHECK(written <= 4 && memory[11] == '#');
    CHECK(strstr(liquid_diagnostics_json(diagnostics, NULL), "LQ4002") != NULL);
    liquid_diagnostics_free(diagnostics);
    CHECK(liquid_render_to_memory(page, NULL, NULL, NULL, 0, &written, NULL) == LIQUID_ERRORS && written == 0);

    input.poll = never;
    input.poll_host = &polls;
    CHECK(liquid_render(page, NULL, &input, collect, &to, NULL) == LIQUID_ERRORS && polls == 1);

    liquid_template_free(page);
    liquid_template_free(large);
    liquid_environment_free(environment);
}

struct store {
    const char* card;
    uint64_t stamp;
    int loads;
    int freed;
};

static void load(void* host, const char* name, size_t size, liquid_source* source) {
    struct store* store = host;
    ++store->loads;
    if (size == 4 && memcmp(name, "card", 4) == 0) {
        liquid_source_text(source, store->card, LIQUID_NUL);
        liquid_source_path(source, "db/card", LIQUID_NUL);
    } else {
        liquid_source_missing(source, "no such row", LIQUID_NUL);
        liquid_source_searched(source, "table templates", LIQUID_NUL);
    }
}

static uint64_t stamp(void* host, const char* name, size_t size) {
    (void)name;
    (void)size;
    return ((struct store*)host)->stamp;
}

static void free_store(void* host) { ++((struct store*)host)->freed; }

static void test_load_function(void) {
    struct store store = {"one", 0, 0, 0};
    liquid_environment_options options = LIQUID_ENVIRONMENT_OPTIONS_INIT;
    liquid_environment* environment;
    liquid_context* context = NULL;
    liquid_template* page = NULL;
    liquid_template* second = NULL;
    liquid_diagnostics* diagnostics = NULL;

    options.load = load;
    options.host = &store;
    options.free_host = free_store;
    options.on_error = LIQUID_INLINE;
    environment = environment_of(&options);
    liquid_context_new(&context);
    CHECK_TEXT(page_of(environment, context, "{% render 'card' %}{% render 'card' %}", NULL), "oneone");
    CHECK(store.loads == 1);
    store.card = "two";
    CHECK_TEXT(page_of(environment, context, "{% render 'card' %}", NULL), "one");
    CHECK(liquid_environment_reload_name(environment, "other", LIQUID_NUL) == LIQUID_OK);
    CHECK_TEXT(page_of(environment, context, "{% render 'card' %}", NULL), "one");
    CHECK(liquid_environment_reload_name(environment, "card", LIQUID_NUL) == LIQUID_OK);
    CHECK_TEXT(page_of(environment, context, "{% render 'card' %}", NULL), "two");
    store.card = "three";
    CHECK(liquid_environment_reload(environment) == LIQUID_OK);
    CHECK_TEXT(page_of(environment, context, "{% render 'card' %}", NULL), "three");
    CHECK_TEXT(page_of(environment, context, "{% render 'gone' %}", NULL), "Liquid error (page line 1): no such row");

    CHECK(liquid_template_get(environment, "card", LIQUID_NUL, &page, NULL) == LIQUID_OK);
    CHECK(liquid_template_share(page, &second) == LIQUID_OK);
    liquid_template_free(page);
    CHECK(liquid_template_get(environment, "gone", LIQUID_NUL, &page, &diagnostics) == LIQUID_ERRORS);
    CHECK(page != NULL && strstr(liquid_diagnostics_text(diagnostics, NULL), "table templates") != NULL);
    liquid_diagnostics_free(diagnostics);
    liquid_template_free(page);

    liquid_environment_free(environment);
    CHECK(store.freed == 0); /* a template of it is there */
    liquid_template_free(second);
    CHECK(store.freed == 1);
    liquid_context_free(context);
}

static void test_reload_by_stamp(void) {
    struct store store = {"one", 1, 0, 0};
    liquid_environment_options options = LIQUID_ENVIRONMENT_OPTIONS_INIT;
    liquid_environment* environment;
    liquid_context* context = NULL;

    options.load = load;
    options.stamp = stamp;
    options.host = &store;
    options.reload_by_stamp = 1;
    environment = environment_of(&options);
    liquid_context_new(&context);
    CHECK_TEXT(page_of(environment, context, "{% include 'card' %}", NULL), "one");
    store.card = "two";
    CHECK_TEXT(page_of(environment, context, "{% include 'card' %}", NULL), "one");
    store.stamp = 2;
    CHECK_TEXT(page_of(environment, context, "{% include 'card' %}", NULL), "two");
    liquid_context_free(context);
    liquid_environment_free(environment);
}

static void test_directories(void) {
    const char* temporary = getenv("TMPDIR");
    char folder[512];
    char file[sizeof folder + 16];
    const char* directories[1];
    FILE* out;
    liquid_environment_options options = LIQUID_ENVIRONMENT_OPTIONS_INIT;
    liquid_environment* environment;
    liquid_context* context = NULL;

    snprintf(folder, sizeof folder, "%s/liquid-c-test-XXXXXX", temporary != NULL ? temporary : P_tmpdir);
    CHECK(mkdtemp(folder) != NULL);
    snprintf(file, sizeof file, "%s/foot.liquid", folder);
    out = fopen(file, "w");
    CHECK(out != NULL);
    if (out == NULL) return;
    fputs("from a file", out);
    fclose(out);
    directories[0] = folder;
    options.directories = directories;
    options.directory_count = 1;
    environment = environment_of(&options);
    liquid_context_new(&context);
    CHECK_TEXT(page_of(environment, context, "{% render 'foot' %}{% render '../foot' %}", NULL), "from a file");
    liquid_context_free(context);
    liquid_environment_free(environment);
    unlink(file);
    rmdir(folder);
}

static void test_options(void) {
    liquid_limit limits[] = {{"output_bytes", 10}, {"steps", 1000}};
    liquid_limit unknown[] = {{"patience", 1}};
    liquid_environment_options options = LIQUID_ENVIRONMENT_OPTIONS_INIT;
    liquid_environment* environment = NULL;
    liquid_diagnostics* diagnostics = NULL;
    liquid_context* context = NULL;
    liquid_template* page = NULL;
    const char* text = NULL;
    struct {
        liquid_environment_options known;
        uint64_t unknown;
    } later = {{.size = sizeof later}, 0};

    liquid_context_new(&context);
    options.limits = limits;
    options.limit_count = 2;
    options.strict_variables = 1;
    options.on_error = LIQUID_INLINE;
    options.has_now = 1;
    options.now_seconds = 0;
    options.timezone = "+02:00";
    environment = environment_of(&options);
    CHECK_TEXT(page_of(environment, context, "{{ 'now' | date: '%H:%M' }}", NULL), "02:00");
    CHECK_TEXT(page_of(environment, context, "{% for i in (1..9) %}01234{% endfor %}", NULL), "0123401234");
    liquid_environment_free(environment);

    options.limit_count = 0;
    environment = environment_of(&options);
    page = parse(environment, "{{ gone }}");
    CHECK(liquid_render_to_text(page, context, NULL, &text, NULL, &diagnostics) == LIQUID_ERRORS);
    CHECK(strstr(liquid_diagnostics_json(diagnostics, NULL), "undefined variable gone") != NULL);
    liquid_diagnostics_free(diagnostics);
    liquid_template_free(page);
    liquid_environment_free(environment);

    memset(&options, 0, sizeof options);
    options.size = sizeof options;
    options.error_mode = LIQUID_STRICT;
    environment = environment_of(&options);
    CHECK(liquid_template_parse(environment, "{{ a b }}", LIQUID_NUL, "p", LIQUID_NUL, &page, &diagnostics) == LIQUID_ERRORS);
    CHECK(page != NULL && liquid_diagnostics_count(diagnostics) == 1 && liquid_diagnostics_errors(diagnostics) == 1);
    liquid_diagnostics_free(diagnostics);
    liquid_template_free(page);
    liquid_environment_free(environment);

    options.timezone = "Nowhere/Land";
    CHECK(liquid_environment_new(&options, &environment, &diagnostics) >= 0);
    CHECK(environment != NULL && liquid_diagnostics_count(diagnostics) == 1);
    liquid_diagnostics_free(diagnostics);
    liquid_environment_free(environment);

    /* Refused: an unknown limit, enumerator, member. */
    options.timezone = NULL;
    options.limits = unknown;
    options.limit_count = 1;
    CHECK(liquid_environment_new(&options, &environment, &diagnostics) == LIQUID_INVALID_ARGUMENT);
    CHECK(environment == NULL && diagnostics == NULL);
    CHECK_TEXT(liquid_failure_text(), "there is no limit `patience`");
    options.limit_count = 0;
    options.on_error = 4;
    CHECK(liquid_environment_new(&options, &environment, NULL) == LIQUID_INVALID_ARGUMENT);
    CHECK(liquid_environment_new(&later.known, &environment, NULL) == LIQUID_OK);
    liquid_environment_free(environment);
    later.unknown = 1;
    CHECK(liquid_environment_new(&later.known, &environment, NULL) == LIQUID_UNSUPPORTED && environment == NULL);
    options.on_error = 0;
    options.size = offsetof(liquid_environment_options, on_error); /* of a caller who knew less */
    options.on_error = 4;
    CHECK(liquid_environment_new(&options, &environment, NULL) == LIQUID_OK);
    liquid_environment_free(environment);
    liquid_context_free(context);
}

static void test_wrong_calls(void) {
    liquid_environment* environment = environment_of(NULL);
    liquid_template* page = parse(environment, "x");
    liquid_template* none = page;
    liquid_data* data = NULL;
    const char* text = "";
    size_t size = 1;
    liquid_usage usage = LIQUID_USAGE_INIT;

    CHECK(liquid_environment_new(NULL, NULL, NULL) == LIQUID_INVALID_ARGUMENT);
    CHECK(liquid_template_parse(NULL, "", 0, NULL, 0, &none, NULL) == LIQUID_INVALID_ARGUMENT && none == NULL);
    CHECK(liquid_template_parse(environment, NULL, 3, NULL, 0, &none, NULL) == LIQUID_INVALID_ARGUMENT);
    CHECK(liquid_template_get(environment, NULL, 0, &none, NULL) == LIQUID_INVALID_ARGUMENT);
    CHECK(liquid_template_share(NULL, &none) == LIQUID_INVALID_ARGUMENT);
    CHECK(liquid_data_parse(NULL, 0, NULL, 0, &data, NULL) == LIQUID_INVALID_ARGUMENT);
    CHECK(liquid_data_share(NULL, &data) == LIQUID_INVALID_ARGUMENT);
    CHECK(liquid_data_merge(NULL, 1, &data) == LIQUID_INVALID_ARGUMENT);
    CHECK(liquid_render(page, NULL, NULL, NULL, NULL, NULL) == LIQUID_INVALID_ARGUMENT);
    CHECK(liquid_render(NULL, NULL, NULL, collect, NULL, NULL) == LIQUID_INVALID_ARGUMENT);
    CHECK(liquid_render_to_text(page, NULL, NULL, &text, &size, NULL) == LIQUID_INVALID_ARGUMENT && text == NULL && size == 0);
    CHECK(liquid_context_usage(NULL, &usage) == LIQUID_INVALID_ARGUMENT);
    CHECK(liquid_source_text(NULL, "", 0) == LIQUID_INVALID_ARGUMENT);
    CHECK(liquid_environment_reload(NULL) == LIQUID_INVALID_ARGUMENT);
    CHECK(liquid_environment_reload_name(environment, NULL, 0) == LIQUID_INVALID_ARGUMENT);
    CHECK(strlen(liquid_failure_text()) > 0);
    CHECK(liquid_diagnostics_count(NULL) == 0 && liquid_diagnostics_errors(NULL) == 0);
    CHECK(liquid_diagnostics_json(NULL, &size) == NULL && liquid_diagnostics_text(NULL, NULL) == NULL);
    liquid_environment_free(NULL);
    liquid_template_free(NULL);
    liquid_data_free(NULL);
    liquid_context_free(NULL);
    liquid_diagnostics_free(NULL);
    liquid_template_free(page);
    liquid_environment_free(environment);
}

struct shared {
    const liquid_environment* environment;
    const liquid_template* page;
    const liquid_data* data;
    int wrong;
};

/* Called by several threads at once. */
static void load_one(void* host, const char* name, size_t size, liquid_source* source) {
    (void)host;
    (void)name;
    (void)size;
    liquid_source_text(source, "one", 3);
}

static void* render_often(void* given) {
    struct shared* shared = given;
    liquid_context* context = NULL;
    liquid_render_input input = LIQUID_RENDER_INPUT_INIT;
    int i;
    input.globals = shared->data;
    if (liquid_context_new(&context) != LIQUID_OK) return NULL;
    for (i = 0; i < 20; ++i) {
        const char* text = NULL;
        if (liquid_render_to_text(shared->page, context, &input, &text, NULL, NULL) != LIQUID_OK ||
            strcmp(text, "Adaone") != 0)
            ++shared->wrong;
        if (i % 7 == 0) liquid_environment_reload(shared->environment);
    }
    liquid_context_free(context);
    return NULL;
}

static void test_threads(void) {
    enum { kThreads = 4 };
    liquid_environment_options options = LIQUID_ENVIRONMENT_OPTIONS_INIT;
    liquid_environment* environment;
    liquid_template* page;
    liquid_data* data = parse_data("{\"name\": \"Ada\"}");
    struct shared shared[kThreads];
    pthread_t threads[kThreads];
    int i;

    options.load = load_one;
    environment = environment_of(&options);
    page = parse(environment, "{{ name }}{% render 'card' %}");
    for (i = 0; i < kThreads; ++i) {
        shared[i].environment = environment;
        shared[i].page = page;
        shared[i].data = data;
        shared[i].wrong = 0;
        CHECK(pthread_create(&threads[i], NULL, render_often, &shared[i]) == 0);
    }
    for (i = 0; i < kThreads; ++i) {
        pthread_join(threads[i], NULL);
        CHECK(shared[i].wrong == 0);
    }
    liquid_template_free(page);
    liquid_data_free(data);
    liquid_environment_free(environment);
}

int main(void) {
    test_library();
    test_pages();
    test_variables();
    test_data();
    test_outputs();
    test_load_function();
    test_reload_by_stamp();
    test_directories();
    test_options();
    test_wrong_calls();
    test_threads();
    printf("%d checks, %d failed\n", checks, failures);
    return failures == 0 ? 0 : 1;
}
