/*
 * liquid.h: the Liquid template engine for C, and for whatever can call C.
 *
 *     liquid_environment* environment = NULL;
 *     liquid_template* page = NULL;
 *     liquid_data* data = NULL;
 *     liquid_environment_new(NULL, &environment, NULL);
 *     liquid_template_parse(environment, "Hello {{ name }}!\n", LIQUID_NUL, "page", LIQUID_NUL, &page, NULL);
 *     liquid_data_parse("{\"name\": \"Ada\"}", LIQUID_NUL, "data", LIQUID_NUL, &data, NULL);
 *
 * Texts are bytes, normally UTF-8, given as a pointer and a size; the size LIQUID_NUL says that a NUL ends the text. What is
 * given to a function is copied if it is needed after the call, so it may be freed then.
 *
 * Ownership: each function that makes an object has an out parameter for it, and each type of object has a `_free`, which
 * accepts NULL. Objects keep alive what they need: an environment may be freed before its templates, and data before the
 * render ends only if no render reads it.
 *
 * Failure: a function that can fail returns a liquid_status. LIQUID_OK and LIQUID_ERRORS (0 and 1) say that it did its work,
 * the latter with diagnostics of severity error: Liquid goes on after an error, so there is an object or a page all the
 * same. Negative values say that nothing was made: out parameters are NULL or 0, and liquid_failure_text() says why.
 * No C++ exception leaves a function of this header.
 *
 * Threads: environments, templates, data and diagnostics are immutable and may be used by any number of threads at once.
 * A liquid_context belongs to one thread at a time. An object may be freed by any thread when no other uses it any more.
 *
 * ABI: structs that may grow begin with their size, set by the caller to sizeof; members that a later version adds mean,
 * when 0, what this version does. Enumerations are int32_t in structs and signatures.
 */
#ifndef LIQUID_H
#define LIQUID_H

#include <stddef.h>
#include <stdint.h>

#if defined(__GNUC__)
#define LIQUID_C_API __attribute__((visibility("default")))
#else
#define LIQUID_C_API
#endif

#ifdef __cplusplus
extern "C" {
#endif

/* The version of this header's ABI. liquid_abi_version() is the library's; they are compatible when they are equal. */
#define LIQUID_ABI_VERSION 1

/* A size: the text ends at its NUL. */
#define LIQUID_NUL ((size_t)-1)

/* How a call ended. */
typedef int32_t liquid_status;
enum {
    LIQUID_OK = 0,                /* done, and no diagnostic of severity error */
    LIQUID_ERRORS = 1,            /* done, with diagnostics of severity error */
    LIQUID_INVALID_ARGUMENT = -1, /* a NULL where none may be, an unknown enumerator or limit */
    LIQUID_UNSUPPORTED = -2,      /* a struct has members that this library does not know, and they are set */
    LIQUID_NO_MEMORY = -3,        /* memory could not be allocated */
    LIQUID_INTERNAL = -4          /* anything else: an exception was caught */
};

/* How markup is read: the four modes of Shopify/liquid 5.13. */
enum { LIQUID_LAX = 0, LIQUID_WARN = 1, LIQUID_STRICT = 2, LIQUID_STRICT2 = 3 };

/* What stands on the page where something failed. */
enum {
    LIQUID_OMIT = 0,    /* nothing */
    LIQUID_COMMENT = 1, /* an HTML comment with code and place */
    LIQUID_INLINE = 2,  /* the reference engine's text */
    LIQUID_FAIL = 3     /* the render ends at the first error */
};

typedef struct liquid_environment liquid_environment; /* configuration, and the cache of partials */
typedef struct liquid_template liquid_template;       /* a compiled template */
typedef struct liquid_data liquid_data;               /* a parsed JSON document */
typedef struct liquid_context liquid_context;         /* what a thread's renders reuse */
typedef struct liquid_diagnostics liquid_diagnostics; /* what was said about something */
typedef struct liquid_source liquid_source;           /* what a load function answers into */

/* --- the library --- */

/* The library's version, as "0.1.0". Static memory. Never fails. */
LIQUID_C_API const char* liquid_version(void);

/* The ABI version of the library. Never fails. */
LIQUID_C_API uint32_t liquid_abi_version(void);

/* A status's name, as "invalid argument". Static memory. Never fails. */
LIQUID_C_API const char* liquid_status_text(liquid_status status);

/* Why the last call of this thread that returned a negative status did so. Valid until the thread's next call of a function
 * that returns a status. Never fails; "" when there was none. */
LIQUID_C_API const char* liquid_failure_text(void);

/* --- diagnostics --- */

/* Every function with an out parameter of this type accepts NULL there. Otherwise it is set whenever the call was done
 * (LIQUID_OK or LIQUID_ERRORS), also when there is nothing to say, and is the caller's to free. */

/* How many there are, and how many of severity error. NULL: 0. */
LIQUID_C_API size_t liquid_diagnostics_count(const liquid_diagnostics* diagnostics);
LIQUID_C_API size_t liquid_diagnostics_errors(const liquid_diagnostics* diagnostics);

/* All as JSON, `{"version":1,"diagnostics":[...]}`: codes, places with excerpt, arguments, fixes (docs/diagnostics.md).
 * NUL-terminated, owned by the object; `size` (may be NULL) is set to its length. NULL for NULL. */
LIQUID_C_API const char* liquid_diagnostics_json(const liquid_diagnostics* diagnostics, size_t* size);

/* All as text for people, a NUL-terminated text owned by the object. */
LIQUID_C_API const char* liquid_diagnostics_text(const liquid_diagnostics* diagnostics, size_t* size);

LIQUID_C_API void liquid_diagnostics_free(liquid_diagnostics* diagnostics);

/* --- environment --- */

/* A limit by its name in docs/limits.md, as {"output_bytes", 1 << 20}; `deadline_ms` is in milliseconds. */
typedef struct liquid_limit {
    const char* name; /* NUL-terminated */
    uint64_t amount;
} liquid_limit;

/* Finds a partial. Called on rendering threads, several at once, once per name until a reload. `name` is not
 * NUL-terminated. It answers by calling the liquid_source_ functions on `source`, which is valid for the call; when
 * liquid_source_text is not called, there is no such partial. It must not call back into the render and must not unwind. */
typedef void (*liquid_load_function)(void* host, const char* name, size_t name_size, liquid_source* source);

/* The current stamp of a partial, for reload by stamp: any number that changes when its text does; 0 when it has none.
 * Called as liquid_load_function is. */
typedef uint64_t (*liquid_stamp_function)(void* host, const char* name, size_t name_size);

/* All members may be 0, which is the default of each. */
typedef struct liquid_environment_options {
    size_t size;                    /* sizeof(liquid_environment_options) */
    int32_t error_mode;             /* LIQUID_LAX ... */
    int32_t on_error;               /* LIQUID_OMIT ... */
    int32_t strict_variables;       /* not 0: a variable that is not set is an error */
    int32_t strict_filters;         /* not 0: an unknown filter is an error */
    int32_t ignore_unknown_filters; /* not 0: parsing does not warn of them */
    int32_t has_now;                /* not 0: `now` is the time below, not the system's clock */
    int64_t now_seconds;            /* since 1970-01-01 UTC */
    int32_t now_nanoseconds;        /* 0 to 999999999 */
    int32_t reload_by_stamp;        /* not 0: partials whose file or stamp has changed are loaded anew */
    uint64_t reload_interval_ms;    /* how often that is looked at, at most */
    const char* timezone;           /* NUL-terminated: "UTC", "+02:00", a name of the zone database; NULL: UTC */
    const liquid_limit* limits;     /* `limit_count` of them; those not named keep their defaults */
    size_t limit_count;
    const char* const* directories; /* `directory_count` NUL-terminated paths where partials are, searched in order */
    size_t directory_count;
    liquid_load_function load;      /* asked after the directories; NULL: none */
    liquid_stamp_function stamp;    /* for `load`; NULL: its partials have no stamp */
    void* host;                     /* given to `load` and `stamp` */
    void (*free_host)(void* host);  /* called when the environment and all that uses it is gone, or could not be made;
                                       NULL: not called */
} liquid_environment_options;

#define LIQUID_ENVIRONMENT_OPTIONS_INIT {.size = sizeof(liquid_environment_options)}

/* Makes an environment; `options` may be NULL: all defaults. Diagnostics: a zone that is not known. */
LIQUID_C_API liquid_status liquid_environment_new(const liquid_environment_options* options, liquid_environment** environment,
                                                  liquid_diagnostics** diagnostics);

/* Forgets all compiled partials, or one by its name as templates write it, so that it is loaded anew when it is next
 * asked for; a render under way ends with what it began with. May be called while others render. */
LIQUID_C_API liquid_status liquid_environment_reload(const liquid_environment* environment);
LIQUID_C_API liquid_status liquid_environment_reload_name(const liquid_environment* environment, const char* name,
                                                          size_t name_size);

/* Templates that were made from it stay usable. */
LIQUID_C_API void liquid_environment_free(liquid_environment* environment);

/* The partial's text, and a path for diagnostics instead of its name. For load functions only. Copied. */
LIQUID_C_API liquid_status liquid_source_text(liquid_source* source, const char* text, size_t size);
LIQUID_C_API liquid_status liquid_source_path(liquid_source* source, const char* path, size_t size);
/* What stands on the page (LIQUID_INLINE) when there is no such partial, and one place where it was looked for. */
LIQUID_C_API liquid_status liquid_source_missing(liquid_source* source, const char* text, size_t size);
LIQUID_C_API liquid_status liquid_source_searched(liquid_source* source, const char* place, size_t size);

/* --- templates --- */

/* Compiles a template. With error diagnostics there is a template too: it renders its first error. `name` stands in
 * diagnostics and in the reference engine's texts; NULL for none. */
LIQUID_C_API liquid_status liquid_template_parse(const liquid_environment* environment, const char* source, size_t size,
                                                 const char* name, size_t name_size, liquid_template** page,
                                                 liquid_diagnostics** diagnostics);

/* Loads and compiles by name, through the environment's directories and load function, with its cache. */
LIQUID_C_API liquid_status liquid_template_get(const liquid_environment* environment, const char* name, size_t name_size,
                                               liquid_template** page, liquid_diagnostics** diagnostics);

/* A second owner of the same template: cheap, nothing is copied. For a host that replaces a template while other threads
 * render it: each holds its own. */
LIQUID_C_API liquid_status liquid_template_share(const liquid_template* page, liquid_template** second);

LIQUID_C_API void liquid_template_free(liquid_template* page);

/* --- data --- */

/* Parses JSON (RFC 8259). Text that is not JSON: LIQUID_ERRORS, a diagnostic with line and column, and data that is null.
 * `name` stands in that diagnostic; NULL: "data". */
LIQUID_C_API liquid_status liquid_data_parse(const char* json, size_t size, const char* name, size_t name_size,
                                             liquid_data** data, liquid_diagnostics** diagnostics);

/* A second owner of the same document, as liquid_template_share. */
LIQUID_C_API liquid_status liquid_data_share(const liquid_data* data, liquid_data** second);

/* `count` documents as one: objects merged key by key; where both are not objects the later one stays. */
LIQUID_C_API liquid_status liquid_data_merge(const liquid_data* const* documents, size_t count, liquid_data** merged);

/* No render may read it any more. */
LIQUID_C_API void liquid_data_free(liquid_data* data);

/* --- rendering --- */

/* Memory that the renders of one thread reuse: a warm one renders without allocating. After any error, the next render is
 * unaffected. */
LIQUID_C_API liquid_status liquid_context_new(liquid_context** context);
LIQUID_C_API void liquid_context_free(liquid_context* context);

/* Asked when a render begins and about every thousand steps, on its thread; 0 stops the render with a diagnostic. */
typedef int32_t (*liquid_poll_function)(void* host);

/* What a page is rendered from. Everything in it must outlive the call. All members but `size` may be 0. */
typedef struct liquid_render_input {
    size_t size;                  /* sizeof(liquid_render_input) */
    const liquid_data* globals;   /* static variables, seen inside `render` too */
    const liquid_data* variables; /* dynamic variables, not seen inside `render` */
    int32_t has_now;              /* not 0: this time instead of the environment's */
    int32_t now_nanoseconds;
    int64_t now_seconds;
    liquid_poll_function poll;
    void* poll_host;
} liquid_render_input;

#define LIQUID_RENDER_INPUT_INIT {.size = sizeof(liquid_render_input)}

/* A piece of the page; not NUL-terminated, valid for the call. 0 stops the render with a diagnostic. It must not unwind. */
typedef int32_t (*liquid_write_function)(void* host, const char* piece, size_t size);

/* Renders to a function that is called with pieces as they are ready. `context` may be NULL: one is made for the call.
 * `input` may be NULL: no variables. LIQUID_ERRORS: something failed in the page, which was written by the policy. */
LIQUID_C_API liquid_status liquid_render(const liquid_template* page, liquid_context* context,
                                         const liquid_render_input* input, liquid_write_function write, void* host,
                                         liquid_diagnostics** diagnostics);

/* Renders into `memory`, of `capacity` bytes; `written` says how many there are. No NUL is added. A page that does not fit
 * ends with a diagnostic (LQ4002) and is cut off. */
LIQUID_C_API liquid_status liquid_render_to_memory(const liquid_template* page, liquid_context* context,
                                                   const liquid_render_input* input, char* memory, size_t capacity,
                                                   size_t* written, liquid_diagnostics** diagnostics);

/* Renders to a NUL-terminated text that the context owns: valid until its next render or its end. `size` may be NULL. */
LIQUID_C_API liquid_status liquid_render_to_text(const liquid_template* page, liquid_context* context,
                                                 const liquid_render_input* input, const char** text, size_t* size,
                                                 liquid_diagnostics** diagnostics);

/* What the context's last render used, of the limits of the same names. */
typedef struct liquid_usage {
    size_t size; /* sizeof(liquid_usage), set by the caller */
    uint64_t output_bytes;
    uint64_t memory_bytes; /* the peak */
    uint64_t steps;
} liquid_usage;

#define LIQUID_USAGE_INIT {.size = sizeof(liquid_usage)}

LIQUID_C_API liquid_status liquid_context_usage(const liquid_context* context, liquid_usage* usage);

#ifdef __cplusplus
}
#endif

#endif
