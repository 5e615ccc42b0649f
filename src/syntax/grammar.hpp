// The rules of the core grammar.
//
// All modes agree where blanks surround operators, and where none stand inside lookups and ranges. Strings in brackets
// hold no brackets, because the reference looks for the closing one without regard to quotes.
#pragma once

#include <cstring>

#include "syntax/characters.hpp"
#include "syntax/pegtl.hpp"

namespace liquid::syntax::grammar {

// Runs of characters by table, which is faster than chains of comparisons.
template <unsigned Class, bool Needed>
struct run {
    using rule_t = run;
    using subs_t = pegtl::empty_list;

    template <typename Input>
    static bool match(Input& in) {
        const char* at = in.current();
        const char* end = in.end();
        while (at != end && is(*at, Class)) ++at;
        auto length = static_cast<std::size_t>(at - in.current());
        if (Needed && length == 0) return false;
        in.bump_in_this_line(length);
        return true;
    }
};

// Everything up to a quote.
template <char Quote>
struct until_quote {
    using rule_t = until_quote;
    using subs_t = pegtl::empty_list;

    template <typename Input>
    static bool match(Input& in) {
        std::size_t left = in.size();
        const void* found = std::memchr(in.current(), Quote, left);
        if (!found) return false;
        in.bump_in_this_line(static_cast<std::size_t>(static_cast<const char*>(found) - in.current()));
        return true;
    }
};

using blanks = run<character::Space, false>;
using some_blanks = run<character::Space, true>;
using digits = run<character::Digit, true>;

// What must follow a word for it to be that word.
struct part_end : pegtl::sor<pegtl::at<pegtl::one<' ', '\t', '\n', '\v', '\f', '\r', ','>>, pegtl::eof> {};

struct name_start : pegtl::ranges<'a', 'z', 'A', 'Z', '_'> {};
struct plain_name : pegtl::seq<name_start, run<character::Name, false>> {};
struct name : pegtl::seq<plain_name, pegtl::opt<pegtl::one<'?'>>> {};

template <char Quote>
struct quoted : pegtl::seq<pegtl::one<Quote>, until_quote<Quote>, pegtl::one<Quote>> {};
struct string : pegtl::sor<quoted<'\''>, quoted<'"'>> {};

template <char Quote>
struct bracket_quoted : pegtl::seq<pegtl::one<Quote>, pegtl::star<pegtl::not_one<Quote, '[', ']'>>, pegtl::one<Quote>> {
};
struct bracket_string : pegtl::sor<bracket_quoted<'\''>, bracket_quoted<'"'>> {};

struct integer : pegtl::seq<pegtl::opt<pegtl::one<'-'>>, digits> {};
struct fraction : pegtl::seq<pegtl::one<'.'>, digits> {};
struct number : pegtl::seq<integer, pegtl::opt<fraction>> {};

struct lookup;
struct first_name : name {};
struct key_name : name {};
struct key : pegtl::seq<pegtl::one<'.'>, key_name> {};
struct index : pegtl::seq<pegtl::one<'['>, pegtl::sor<bracket_string, lookup, number>, pegtl::one<']'>> {};
struct lookup : pegtl::seq<first_name, pegtl::star<pegtl::sor<key, index>>> {};
struct path : pegtl::seq<first_name, pegtl::star<key>> {};

struct range_end : pegtl::sor<number, path> {};
struct range : pegtl::seq<pegtl::one<'('>, range_end, pegtl::two<'.'>, range_end, pegtl::one<')'>> {};

struct expression : pegtl::sor<lookup, string, number, range> {};

// a | b: c, d: e
struct keyword_name : plain_name {};
struct keyword : pegtl::seq<keyword_name, blanks, pegtl::one<':'>, blanks, expression> {};
struct argument : pegtl::sor<keyword, expression> {};
struct filter_name : name {};
struct filter
    : pegtl::seq<filter_name, pegtl::opt<blanks, pegtl::one<':'>, blanks,
                                         pegtl::list<argument, pegtl::seq<blanks, pegtl::one<','>, blanks>>>> {};
struct pipe : pegtl::seq<blanks, pegtl::one<'|'>, blanks> {};
struct pipeline : pegtl::seq<expression, pegtl::star<pipe, filter>> {};
struct output : pegtl::seq<blanks, pegtl::opt<pipeline>, blanks, pegtl::eof> {};

struct variable : plain_name {};
struct assign : pegtl::seq<variable, blanks, pegtl::one<'='>, blanks, pegtl::opt<pipeline>, blanks, pegtl::eof> {};
struct single_variable : pegtl::seq<blanks, variable, blanks, pegtl::eof> {};

// a == b and c
struct operand : expression {};
struct comparison_operator
    : pegtl::sor<pegtl::string<'=', '='>, pegtl::string<'!', '='>, pegtl::string<'<', '>'>, pegtl::string<'<', '='>,
                 pegtl::string<'>', '='>, pegtl::one<'<', '>'>, TAO_PEGTL_STRING("contains")> {};
struct compared : pegtl::seq<some_blanks, comparison_operator, some_blanks, operand> {};
struct comparison : pegtl::seq<operand, pegtl::opt<compared>> {};
struct and_word : TAO_PEGTL_STRING("and") {};
struct or_word : TAO_PEGTL_STRING("or") {};
struct relation : pegtl::seq<some_blanks, pegtl::sor<and_word, or_word>, some_blanks, comparison> {};
struct condition : pegtl::seq<blanks, comparison, pegtl::star<relation>, blanks, pegtl::eof> {};

struct case_value : pegtl::seq<blanks, expression, blanks, pegtl::eof> {};
struct when_separator : pegtl::sor<pegtl::seq<blanks, pegtl::one<','>, blanks>,
                                   pegtl::seq<some_blanks, TAO_PEGTL_STRING("or"), some_blanks>> {};
struct when_values : pegtl::seq<blanks, pegtl::list<operand, when_separator>, blanks, pegtl::eof> {};

// item in list reversed limit: 2, offset: continue
struct separator : pegtl::sor<pegtl::seq<blanks, pegtl::one<','>, blanks>, some_blanks> {};
struct reversed_word : pegtl::seq<TAO_PEGTL_STRING("reversed"), part_end> {};
struct loop_head : pegtl::seq<variable, some_blanks, TAO_PEGTL_STRING("in"), some_blanks, expression> {};
struct attribute_colon : pegtl::seq<blanks, pegtl::one<':'>, blanks> {};
struct for_attribute_name : pegtl::sor<TAO_PEGTL_STRING("limit"), TAO_PEGTL_STRING("offset")> {};
struct for_attribute : pegtl::seq<for_attribute_name, attribute_colon, expression, part_end> {};
struct offset_word : TAO_PEGTL_STRING("offset") {};
struct offset_continue : pegtl::seq<offset_word, attribute_colon, TAO_PEGTL_STRING("continue"), part_end> {};
struct for_loop : pegtl::seq<loop_head, pegtl::opt<some_blanks, reversed_word>,
                             pegtl::star<separator, pegtl::sor<offset_continue, for_attribute>>, blanks, pegtl::eof> {};

struct tablerow_attribute_name : pegtl::sor<TAO_PEGTL_STRING("cols"), TAO_PEGTL_STRING("limit"),
                                            TAO_PEGTL_STRING("offset"), TAO_PEGTL_STRING("range")> {};
struct tablerow_attribute : pegtl::seq<tablerow_attribute_name, attribute_colon, expression, part_end> {};
struct tablerow : pegtl::seq<loop_head, pegtl::star<separator, tablerow_attribute>, blanks, pegtl::eof> {};

// name: a, b
struct cycle_colon : pegtl::seq<blanks, pegtl::one<':'>, blanks> {};
struct comma : pegtl::seq<blanks, pegtl::one<','>, blanks> {};
struct cycle
    : pegtl::seq<expression, pegtl::opt<cycle_colon, expression>, pegtl::star<comma, expression>, blanks, pegtl::eof> {
};

// 'name' with value as alias, key: value
struct for_word : TAO_PEGTL_STRING("for") {};
struct with_value : pegtl::seq<pegtl::sor<for_word, TAO_PEGTL_STRING("with")>, some_blanks, expression> {};
struct alias : plain_name {};
struct partial_attribute : pegtl::seq<keyword_name, attribute_colon, expression, part_end> {};
struct partial_arguments
    : pegtl::seq<part_end, pegtl::opt<some_blanks, with_value, part_end>,
                 pegtl::opt<some_blanks, TAO_PEGTL_STRING("as"), some_blanks, alias, part_end>,
                 pegtl::star<separator, partial_attribute>, blanks, pegtl::opt<pegtl::one<','>, blanks>, pegtl::eof> {};
struct include : pegtl::seq<expression, partial_arguments> {};
struct render : pegtl::seq<string, partial_arguments> {};

}  // namespace liquid::syntax::grammar
