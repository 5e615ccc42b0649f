// Values that JSON does not have (times, dates, decimals, ranges, keys that are no strings) in tags and filters; the
// pages are those that the reference engine gave for Ruby's own.
#include <gtest/gtest.h>

#include <liquid/liquid.hpp>

namespace {

using liquid::Value;

liquid::Data values() {
    liquid::Data::Builder b;
    Value t = b.time(1710404430, 500000000, 7200, "");
    Value u = b.time(1710404430, 0, 0, "UTC");
    Value v = b.time(1710404430, 500000000, 0, "UTC");
    Value d = b.date(2024, 2, 29), e = b.date(2024, 3, 1);
    Value p = b.decimal("1.50"), q = b.decimal("1.5"), z = b.decimal("-0.0"), y = b.decimal("0.0"),
          neg = b.decimal("-2.5");
    Value r = b.range(Value::integer(1), Value::integer(3)), r2 = b.range(Value::integer(1), Value::integer(3));
    Value rx = b.range(Value::integer(1), Value::integer(4), true);
    return b.finish(b.map({{"t", t},
                           {"u", u},
                           {"v", v},
                           {"d", d},
                           {"d2", b.date(2024, 2, 29)},
                           {"e", e},
                           {"p", p},
                           {"q", q},
                           {"z", z},
                           {"y", y},
                           {"neg", neg},
                           {"big", b.decimal("123456789012345678901234567890.5")},
                           {"huge", b.integer("99999999999999999999")},
                           {"r", r},
                           {"r2", r2},
                           {"rx", rx},
                           {"s", b.string("a")},
                           {"k", b.keyed_map({{Value::integer(1), b.string("one")}, {d, b.string("leap")}})},
                           {"times", b.array({t, u, v, b.time(1710404429, 0, 0, "UTC")})},
                           {"dates", b.array({e, d, d})},
                           {"decs", b.array({p, q, z, y, Value::integer(1), Value::floating(1.5), neg})},
                           {"mixed", b.array({e, u})},
                           {"ranges", b.array({r, r2, rx})}}));
}

struct Page {
    const char* source;
    const char* output;
};

const Page kPages[] = {
    {"{{ t }}|{{ t | append: '' }}|{% assign x = t %}{{ x }}{% capture y %}{{ x }}{% endcapture %}{{ y | size }}|{{ "
     "t.size }}|{{ t.first }}|{{ t.last }}",
     "2024-03-14 10:20:30 +0200|2024-03-14 10:20:30 +0200|2024-03-14 10:20:30 +020025|||"},
    {"{{ u }}|{{ u | append: '' }}|{% assign x = u %}{{ x }}{% capture y %}{{ x }}{% endcapture %}{{ y | size }}|{{ "
     "u.size }}|{{ u.first }}|{{ u.last }}",
     "2024-03-14 08:20:30 UTC|2024-03-14 08:20:30 UTC|2024-03-14 08:20:30 UTC23|||"},
    {"{{ v }}|{{ v | append: '' }}|{% assign x = v %}{{ x }}{% capture y %}{{ x }}{% endcapture %}{{ y | size }}|{{ "
     "v.size }}|{{ v.first }}|{{ v.last }}",
     "2024-03-14 08:20:30 UTC|2024-03-14 08:20:30 UTC|2024-03-14 08:20:30 UTC23|||"},
    {"{{ d }}|{{ d | append: '' }}|{% assign x = d %}{{ x }}{% capture y %}{{ x }}{% endcapture %}{{ y | size }}|{{ "
     "d.size }}|{{ d.first }}|{{ d.last }}",
     "2024-02-29|2024-02-29|2024-02-2910|||"},
    {"{{ p }}|{{ p | append: '' }}|{% assign x = p %}{{ x }}{% capture y %}{{ x }}{% endcapture %}{{ y | size }}|{{ "
     "p.size }}|{{ p.first }}|{{ p.last }}",
     "1.5|1.5|1.53|||"},
    {"{{ z }}|{{ z | append: '' }}|{% assign x = z %}{{ x }}{% capture y %}{{ x }}{% endcapture %}{{ y | size }}|{{ "
     "z.size }}|{{ z.first }}|{{ z.last }}",
     "-0.0|-0.0|-0.04|||"},
    {"{{ big }}|{{ big | append: '' }}|{% assign x = big %}{{ x }}{% capture y %}{{ x }}{% endcapture %}{{ y | size "
     "}}|{{ big.size }}|{{ big.first }}|{{ big.last }}",
     "123456789012345678901234567890.5|123456789012345678901234567890.5|123456789012345678901234567890.532|||"},
    {"{{ neg }}|{{ neg | append: '' }}|{% assign x = neg %}{{ x }}{% capture y %}{{ x }}{% endcapture %}{{ y | size "
     "}}|{{ neg.size }}|{{ neg.first }}|{{ neg.last }}",
     "-2.5|-2.5|-2.54|||"},
    {"{{ r }}|{{ r | append: '' }}|{% assign x = r %}{{ x }}{% capture y %}{{ x }}{% endcapture %}{{ y | size }}|{{ "
     "r.size }}|{{ r.first }}|{{ r.last }}",
     "1..3|1..3|1..34|3|1|3"},
    {"{{ rx }}|{{ rx | append: '' }}|{% assign x = rx %}{{ x }}{% capture y %}{{ x }}{% endcapture %}{{ y | size }}|{{ "
     "rx.size }}|{{ rx.first }}|{{ rx.last }}",
     "1...4|1...4|1...45|3|1|4"},
    {"{{ k }}|{{ k | append: '' }}|{% assign x = k %}{{ x }}{% capture y %}{{ x }}{% endcapture %}{{ y | size }}|{{ "
     "k.size }}|{{ k.first }}|{{ k.last }}",
     "{1=>\"one\", #<Date: 2024-02-29 ((2460370j,0s,0n),+0s,2299161j)>=>\"leap\"}|{1=>\"one\", #<Date: 2024-02-29 "
     "((2460370j,0s,0n),+0s,2299161j)>=>\"leap\"}|{1=>\"one\", #<Date: 2024-02-29 "
     "((2460370j,0s,0n),+0s,2299161j)>=>\"leap\"}71|2|1one|"},
    {"{{ times }}|{{ times | append: '' }}|{% assign x = times %}{{ x }}{% capture y %}{{ x }}{% endcapture %}{{ y | "
     "size }}|{{ times.size }}|{{ times.first }}|{{ times.last }}",
     "2024-03-14 10:20:30 +02002024-03-14 08:20:30 UTC2024-03-14 08:20:30 UTC2024-03-14 08:20:29 UTC|[2024-03-14 "
     "10:20:30.5 +0200, 2024-03-14 08:20:30 UTC, 2024-03-14 08:20:30.5 UTC, 2024-03-14 08:20:29 UTC]|2024-03-14 "
     "10:20:30 +02002024-03-14 08:20:30 UTC2024-03-14 08:20:30 UTC2024-03-14 08:20:29 UTC94|4|2024-03-14 10:20:30 "
     "+0200|2024-03-14 08:20:29 UTC"},
    {"{{ times | sort | join: ',' }}",
     "2024-03-14 08:20:29 UTC,2024-03-14 08:20:30 UTC,2024-03-14 10:20:30 +0200,2024-03-14 08:20:30 UTC"},
    {"{{ times | uniq | join: ',' }}", "2024-03-14 10:20:30 +0200,2024-03-14 08:20:30 UTC,2024-03-14 08:20:29 UTC"},
    {"{{ times | reverse | join: ',' }}",
     "2024-03-14 08:20:29 UTC,2024-03-14 08:20:30 UTC,2024-03-14 08:20:30 UTC,2024-03-14 10:20:30 +0200"},
    {"{{ dates }}|{{ dates | append: '' }}|{% assign x = dates %}{{ x }}{% capture y %}{{ x }}{% endcapture %}{{ y | "
     "size }}|{{ dates.size }}|{{ dates.first }}|{{ dates.last }}",
     "2024-03-012024-02-292024-02-29|[#<Date: 2024-03-01 ((2460371j,0s,0n),+0s,2299161j)>, #<Date: 2024-02-29 "
     "((2460370j,0s,0n),+0s,2299161j)>, #<Date: 2024-02-29 "
     "((2460370j,0s,0n),+0s,2299161j)>]|2024-03-012024-02-292024-02-2930|3|2024-03-01|2024-02-29"},
    {"{{ dates | sort | join: ',' }}", "2024-02-29,2024-02-29,2024-03-01"},
    {"{{ dates | uniq | join: ',' }}", "2024-03-01,2024-02-29"},
    {"{{ dates | reverse | join: ',' }}", "2024-02-29,2024-02-29,2024-03-01"},
    {"{{ decs }}|{{ decs | append: '' }}|{% assign x = decs %}{{ x }}{% capture y %}{{ x }}{% endcapture %}{{ y | size "
     "}}|{{ decs.size }}|{{ decs.first }}|{{ decs.last }}",
     "1.51.5-0.00.011.5-2.5|[0.15e1, 0.15e1, -0.0, 0.0, 1, 1.5, -0.25e1]|1.51.5-0.00.011.5-2.521|7|1.5|-2.5"},
    {"{{ decs | sort | join: ',' }}", "-2.5,-0.0,0.0,1,1.5,1.5,1.5"},
    {"{{ decs | uniq | join: ',' }}", "1.5,-0.0,0.0,1,1.5,-2.5"},
    {"{{ decs | sort_natural | join: ',' }}", "-0.0,-2.5,0.0,1.5,1.5,1,1.5"},
    {"{% if d == 2460369.5 %}E{% endif %}{% if 2460369.5 == d %}E{% endif %}{% if d < 2460370 %}L{% endif %}{% if d == "
     "2460369 %}N{% endif %}",
     "EEL"},
    {"{{ decs | reverse | join: ',' }}", "-2.5,1.5,1,0.0,-0.0,1.5,1.5"},
    {"{{ mixed }}|{{ mixed | append: '' }}|{% assign x = mixed %}{{ x }}{% capture y %}{{ x }}{% endcapture %}{{ y | "
     "size }}|{{ mixed.size }}|{{ mixed.first }}|{{ mixed.last }}",
     "2024-03-012024-03-14 08:20:30 UTC|[#<Date: 2024-03-01 ((2460371j,0s,0n),+0s,2299161j)>, 2024-03-14 08:20:30 "
     "UTC]|2024-03-012024-03-14 08:20:30 UTC33|2|2024-03-01|2024-03-14 08:20:30 UTC"},
    {"{{ mixed | sort | join: ',' }}", "Liquid error (line 1): cannot sort values of incompatible types"},
    {"{{ mixed | uniq | join: ',' }}", "2024-03-01,2024-03-14 08:20:30 UTC"},
    {"{{ mixed | reverse | join: ',' }}", "2024-03-14 08:20:30 UTC,2024-03-01"},
    {"{{ ranges }}|{{ ranges | append: '' }}|{% assign x = ranges %}{{ x }}{% capture y %}{{ x }}{% endcapture %}{{ y "
     "| size }}|{{ ranges.size }}|{{ ranges.first }}|{{ ranges.last }}",
     "1..31..31...4|[1..3, 1..3, 1...4]|1..31..31...413|3|1..3|1...4"},
    {"{{ ranges | sort | join: ',' }}", "Liquid error (line 1): cannot sort values of incompatible types"},
    {"{{ ranges | uniq | join: ',' }}", "1..3,1...4"},
    {"{{ ranges | reverse | join: ',' }}", "1...4,1..3,1..3"},
    {"{{ decs | sum }}", "3.0"},
    {"{{ dates | sum }}", "0"},
    {"{% if t == u %}E{% endif %}{% if t < u %}L{% endif %}{% if t >= u %}G{% endif %}{% case t %}{% when u %}C{% "
     "endcase %}",
     "G"},
    {"{% if t == v %}E{% endif %}{% if t < v %}L{% endif %}{% if t >= v %}G{% endif %}{% case t %}{% when v %}C{% "
     "endcase %}",
     "EGC"},
    {"{% if u == t %}E{% endif %}{% if u < t %}L{% endif %}{% if u >= t %}G{% endif %}{% case u %}{% when t %}C{% "
     "endcase %}",
     "L"},
    {"{% if t == d %}E{% endif %}{% if t < d %}L{% endif %}{% if t >= d %}G{% endif %}{% case t %}{% when d %}C{% "
     "endcase %}",
     "Liquid error (line 1): comparison of Time with Date failedLiquid error (line 1): comparison of Time with Date "
     "failed"},
    {"{% if d == d2 %}E{% endif %}{% if d < d2 %}L{% endif %}{% if d >= d2 %}G{% endif %}{% case d %}{% when d2 %}C{% "
     "endcase %}",
     "EGC"},
    {"{% if d == e %}E{% endif %}{% if d < e %}L{% endif %}{% if d >= e %}G{% endif %}{% case d %}{% when e %}C{% "
     "endcase %}",
     "L"},
    {"{% if e == d %}E{% endif %}{% if e < d %}L{% endif %}{% if e >= d %}G{% endif %}{% case e %}{% when d %}C{% "
     "endcase %}",
     "G"},
    {"{% if d == 1 %}E{% endif %}{% if d < 1 %}L{% endif %}{% if d >= 1 %}G{% endif %}{% case d %}{% when 1 %}C{% "
     "endcase %}",
     "G"},
    {"{% if p == q %}E{% endif %}{% if p < q %}L{% endif %}{% if p >= q %}G{% endif %}{% case p %}{% when q %}C{% "
     "endcase %}",
     "EGC"},
    {"{% if z == y %}E{% endif %}{% if z < y %}L{% endif %}{% if z >= y %}G{% endif %}{% case z %}{% when y %}C{% "
     "endcase %}",
     "EGC"},
    {"{% if p == 1.5 %}E{% endif %}{% if p < 1.5 %}L{% endif %}{% if p >= 1.5 %}G{% endif %}{% case p %}{% when 1.5 "
     "%}C{% endcase %}",
     "EGC"},
    {"{% if p == '1.5' %}E{% endif %}{% if p < '1.5' %}L{% endif %}{% if p >= '1.5' %}G{% endif %}{% case p %}{% when "
     "'1.5' %}C{% endcase %}",
     "Liquid error (line 1): comparison of BigDecimal with String failedLiquid error (line 1): comparison of "
     "BigDecimal with String failed"},
    {"{% if p == nil %}E{% endif %}{% if p < nil %}L{% endif %}{% if p >= nil %}G{% endif %}{% case p %}{% when nil "
     "%}C{% endcase %}",
     ""},
    {"{% if neg == 1 %}E{% endif %}{% if neg < 1 %}L{% endif %}{% if neg >= 1 %}G{% endif %}{% case neg %}{% when 1 "
     "%}C{% endcase %}",
     "L"},
    {"{% if big == huge %}E{% endif %}{% if big < huge %}L{% endif %}{% if big >= huge %}G{% endif %}{% case big %}{% "
     "when huge %}C{% endcase %}",
     "G"},
    {"{% if huge == big %}E{% endif %}{% if huge < big %}L{% endif %}{% if huge >= big %}G{% endif %}{% case huge %}{% "
     "when big %}C{% endcase %}",
     "L"},
    {"{% if r == r2 %}E{% endif %}{% if r < r2 %}L{% endif %}{% if r >= r2 %}G{% endif %}{% case r %}{% when r2 %}C{% "
     "endcase %}",
     "EC"},
    {"{% if r == rx %}E{% endif %}{% if r < rx %}L{% endif %}{% if r >= rx %}G{% endif %}{% case r %}{% when rx %}C{% "
     "endcase %}",
     ""},
    {"{% if q == s %}E{% endif %}{% if q < s %}L{% endif %}{% if q >= s %}G{% endif %}{% case q %}{% when s %}C{% "
     "endcase %}",
     "Liquid error (line 1): comparison of BigDecimal with String failedLiquid error (line 1): comparison of "
     "BigDecimal with String failed"},
    {"{{ t | plus: 1 }}", "1"},
    {"{{ t | times: 2 }}", "0"},
    {"{{ t | divided_by: 2 }}", "0"},
    {"{{ t | round }}", "0"},
    {"{{ t | round: 1 }}", "0"},
    {"{{ t | ceil }}", "0"},
    {"{{ t | abs }}", "0"},
    {"{{ t | at_most: 1 }}", "0"},
    {"{{ t | date: '%Y-%m-%d %H:%M:%S.%N %z %Z' }}", "2024-03-14 10:20:30.500000000 +0200 "},
    {"{{ t | slice: 1, 2 }}", "02"},
    {"{{ t | size }}", "0"},
    {"{% if t contains 1 %}y{% endif %}{{ s | plus: t }}{{ 'ab' | slice: t }}{% for i in (t..3) limit: 2 %}{{ i }}{% "
     "endfor %}",
     "0Liquid error (line 1): invalid integerLiquid error (line 1): invalid integer"},
    {"{% for i in t limit: 3 %}{{ i }};{% endfor %}{% tablerow i in t limit: 2 %}{{ i }}{% endtablerow %}{% cycle t: "
     "1, 2 %}{% cycle t: 1, 2 %}",
     "<tr class=\"row1\">\n</tr>\n12"},
    {"{{ k[t] }}|{{ dates[t] }}|{{ times[t] }}", "||"},
    {"{{ d | plus: 1 }}", "1"},
    {"{{ d | times: 2 }}", "0"},
    {"{{ d | divided_by: 2 }}", "0"},
    {"{{ d | round }}", "0"},
    {"{{ d | round: 1 }}", "0"},
    {"{{ d | ceil }}", "0"},
    {"{{ d | abs }}", "0"},
    {"{{ d | at_most: 1 }}", "0"},
    {"{{ d | date: '%Y-%m-%d %H:%M:%S.%N %z %Z' }}", "2024-02-29 00:00:00.000000000 +0000 +00:00"},
    {"{{ d | slice: 1, 2 }}", "02"},
    {"{{ d | size }}", "0"},
    {"{% if d contains 1 %}y{% endif %}{{ s | plus: d }}{{ 'ab' | slice: d }}{% for i in (d..3) limit: 2 %}{{ i }}{% "
     "endfor %}",
     "0Liquid error (line 1): invalid integerLiquid error (line 1): invalid integer"},
    {"{% for i in d limit: 3 %}{{ i }};{% endfor %}{% tablerow i in d limit: 2 %}{{ i }}{% endtablerow %}{% cycle d: "
     "1, 2 %}{% cycle d: 1, 2 %}",
     "<tr class=\"row1\">\n</tr>\n12"},
    {"{{ k[d] }}|{{ dates[d] }}|{{ times[d] }}", "leap||"},
    {"{{ p | plus: 1 }}", "2.5"},
    {"{{ p | times: 2 }}", "3.0"},
    {"{{ p | divided_by: 2 }}", "0.75"},
    {"{{ p | round }}", "2"},
    {"{{ p | round: 1 }}", "1.5"},
    {"{{ p | ceil }}", "2"},
    {"{{ p | abs }}", "1.5"},
    {"{{ p | at_most: 1 }}", "1"},
    {"{{ p | date: '%Y-%m-%d %H:%M:%S.%N %z %Z' }}", "1.5"},
    {"{{ p | slice: 1, 2 }}", ".5"},
    {"{{ p | size }}", "0"},
    {"{% if p contains 1 %}y{% endif %}{{ s | plus: p }}{{ 'ab' | slice: p }}{% for i in (p..3) limit: 2 %}{{ i }}{% "
     "endfor %}",
     "1.5Liquid error (line 1): invalid integerLiquid error (line 1): invalid integer"},
    {"{% for i in p limit: 3 %}{{ i }};{% endfor %}{% tablerow i in p limit: 2 %}{{ i }}{% endtablerow %}{% cycle p: "
     "1, 2 %}{% cycle p: 1, 2 %}",
     "<tr class=\"row1\">\n</tr>\n12"},
    {"{{ k[p] }}|{{ dates[p] }}|{{ times[p] }}", "||"},
    {"{{ neg | plus: 1 }}", "-1.5"},
    {"{{ neg | times: 2 }}", "-5.0"},
    {"{{ neg | divided_by: 2 }}", "-1.25"},
    {"{{ neg | round }}", "-3"},
    {"{{ neg | round: 1 }}", "-2.5"},
    {"{{ neg | ceil }}", "-2"},
    {"{{ neg | abs }}", "2.5"},
    {"{{ neg | at_most: 1 }}", "-2.5"},
    {"{{ neg | date: '%Y-%m-%d %H:%M:%S.%N %z %Z' }}", "-2.5"},
    {"{{ neg | slice: 1, 2 }}", "2."},
    {"{{ neg | size }}", "0"},
    {"{% if neg contains 1 %}y{% endif %}{{ s | plus: neg }}{{ 'ab' | slice: neg }}{% for i in (neg..3) limit: 2 %}{{ "
     "i }}{% endfor %}",
     "-2.5Liquid error (line 1): invalid integerLiquid error (line 1): invalid integer"},
    {"{% for i in neg limit: 3 %}{{ i }};{% endfor %}{% tablerow i in neg limit: 2 %}{{ i }}{% endtablerow %}{% cycle "
     "neg: 1, 2 %}{% cycle neg: 1, 2 %}",
     "<tr class=\"row1\">\n</tr>\n12"},
    {"{{ k[neg] }}|{{ dates[neg] }}|{{ times[neg] }}", "||"},
    {"{{ rx | plus: 1 }}", "1"},
    {"{{ rx | times: 2 }}", "0"},
    {"{{ rx | divided_by: 2 }}", "0"},
    {"{{ rx | round }}", "0"},
    {"{{ rx | round: 1 }}", "0"},
    {"{{ rx | ceil }}", "0"},
    {"{{ rx | abs }}", "0"},
    {"{{ rx | at_most: 1 }}", "0"},
    {"{{ rx | date: '%Y-%m-%d %H:%M:%S.%N %z %Z' }}", "1...4"},
    {"{{ rx | slice: 1, 2 }}", ".."},
    {"{{ rx | size }}", "3"},
    {"{% if rx contains 1 %}y{% endif %}{{ s | plus: rx }}{{ 'ab' | slice: rx }}{% for i in (rx..3) limit: 2 %}{{ i "
     "}}{% endfor %}",
     "y0Liquid error (line 1): invalid integerLiquid error (line 1): invalid integer"},
    {"{% for i in rx limit: 3 %}{{ i }};{% endfor %}{% tablerow i in rx limit: 2 %}{{ i }}{% endtablerow %}{% cycle "
     "rx: 1, 2 %}{% cycle rx: 1, 2 %}",
     "1;2;3;<tr class=\"row1\">\n<td class=\"col1\">1</td><td class=\"col2\">2</td></tr>\n12"},
    {"{{ k[rx] }}|{{ dates[rx] }}|{{ times[rx] }}", "||"}};

TEST(HostValues, InTagsAndFilters) {
    liquid::Environment environment = liquid::EnvironmentBuilder().on_error(liquid::OnError::Inline).build();
    liquid::Data data = values();
    for (const Page& page : kPages) {
        liquid::RenderContext context;
        std::string out;
        environment.parse(page.source).value.render_into(out, context, data);
        EXPECT_EQ(out, page.output) << page.source;
    }
}

}  // namespace
