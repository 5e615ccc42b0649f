/* The first program with libliquid_c: a template, some data, the page, and what there is to say about it. */
#include <liquid.h>
#include <stdio.h>

static int32_t write_to_stdout(void* host, const char* piece, size_t size) {
    (void)host;
    return fwrite(piece, 1, size, stdout) == size;
}

int main(void) {
    liquid_environment* environment = NULL;
    liquid_template* page = NULL;
    liquid_data* data = NULL;
    liquid_diagnostics* diagnostics = NULL;
    liquid_environment_options options = LIQUID_ENVIRONMENT_OPTIONS_INIT;
    liquid_render_input input = LIQUID_RENDER_INPUT_INIT;
    int status = 1;

    options.on_error = LIQUID_COMMENT;
    if (liquid_environment_new(&options, &environment, NULL) < 0) goto failed;
    if (liquid_template_parse(environment, "Hello, {{ name }}!\n", LIQUID_NUL, "hello", LIQUID_NUL, &page, NULL) < 0) goto failed;
    if (liquid_data_parse("{\"name\": \"Ada\"}", LIQUID_NUL, NULL, 0, &data, NULL) < 0) goto failed;

    input.globals = data;
    if (liquid_render(page, NULL, &input, write_to_stdout, NULL, &diagnostics) < 0) goto failed;
    /* Liquid goes on after a fault: there is always a page, and perhaps something to say about it. */
    if (liquid_diagnostics_count(diagnostics) != 0) fprintf(stderr, "%s\n", liquid_diagnostics_json(diagnostics, NULL));
    status = 0;

failed:
    if (status != 0) fprintf(stderr, "%s\n", liquid_failure_text());
    liquid_diagnostics_free(diagnostics);
    liquid_data_free(data);
    liquid_template_free(page);
    liquid_environment_free(environment);
    return status;
}
