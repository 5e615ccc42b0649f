#include "value/time.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <limits>
#include <memory>
#include <string>

namespace liquid {
namespace {

class TimeTest : public ::testing::Test {
protected:
    TimeTest() {
        runtime_.now = Runtime::Time(std::chrono::seconds(1704067318));  // 2024-01-01 00:01:58 UTC
        runtime_.step_check = std::numeric_limits<std::uint64_t>::max();
    }
    void use_zone(std::string_view name) {
        zone_ = find_zone(name);
        ASSERT_NE(zone_, nullptr);
        runtime_.zone = zone_.get();
    }
    std::string formatted(Value value, std::string_view format) {
        std::optional<TimeBox> time = to_time(runtime_, value);
        if (!time) return "no date";
        Buffer out;
        if (!append_strftime(runtime_, out, *time, format)) return runtime_.failure.reference;
        return std::string(out.view());
    }
    std::string read(std::string_view text) { return formatted(Value::string(text), "%Y-%m-%d %H:%M:%S %z %Z"); }
    std::string at_noon(std::string_view format) {
        return formatted(Value::string("2016-03-04 12:06:07.123456789"), format);
    }

    std::shared_ptr<const Zone> zone_;
    Runtime runtime_;
};

TEST_F(TimeTest, ReadsUsualForms) {
    for (std::string_view text : {"2016-03-14", "March 14, 2016", "14 Mar 2016", "Monday, 14th march '16", "2016/3/14",
                                  "20160314 ", "14-Mar-2016", "2016.03.14", "2016-074", "h28.03.14"})
        EXPECT_EQ(read(text), "2016-03-14 00:00:00 +0000 UTC") << text;
    EXPECT_EQ(read("20160314T101112Z"), "2016-03-14 10:11:12 +0000 UTC");
    EXPECT_EQ(read("Mon, 14 Mar 2016 22:00:00 -0330"), "2016-03-14 22:00:00 -0330 ");
    EXPECT_EQ(read("Mar 14 2016 10:05 pm est"), "2016-03-14 22:05:00 -0500 ");
}

TEST_F(TimeTest, TakesTheRestFromNow) {
    EXPECT_EQ(read("10:30"), "2024-01-01 10:30:00 +0000 UTC");
    EXPECT_EQ(read("may"), "2024-05-01 00:00:00 +0000 UTC");
    EXPECT_EQ(read("now"), "2024-01-01 00:01:58 +0000 UTC");
    // The clock of the written zone counts: there it is still last year.
    EXPECT_EQ(read("22:00 EST"), "2023-12-31 22:00:00 -0500 ");
}

TEST_F(TimeTest, DaysRunOver) {
    EXPECT_EQ(read("2024-02-30"), "2024-03-01 00:00:00 +0000 UTC");
    EXPECT_EQ(read("2024-04-31 24:00"), "2024-05-02 00:00:00 +0000 UTC");
    EXPECT_EQ(read("2024-04-32"), "no date");
    EXPECT_EQ(read("25:00"), "no date");
}

TEST_F(TimeTest, DigitsAreUnixTimes) {
    EXPECT_EQ(read("2024"), "1970-01-01 00:33:44 +0000 UTC");
    EXPECT_EQ(formatted(Value::integer(-1), "%s %Y"), "-1 1969");
    EXPECT_EQ(formatted(Value::floating(1.5), "%Y"), "no date");
}

TEST_F(TimeTest, RefusesWhatSaysNothing) {
    for (std::string_view text : {"", "hello", "-", "2016-13-45", "\xff\xfe"}) EXPECT_EQ(read(text), "no date") << text;
    EXPECT_EQ(read("2016-03-14" + std::string(200, ' ')), "no date");
}

TEST_F(TimeTest, FormatsWithFlagsAndWidths) {
    EXPECT_EQ(at_noon("%-m/%-d/%y %_d %05d %^B %10b %-I%P %l%p"), "3/4/16  4 00004 MARCH        Mar 12pm 12PM");
    EXPECT_EQ(at_noon("%3N %L %12N %s %j %U %W %V %G %u %w"), "123 123 123456789000 1457093167 064 09 09 09 2016 5 5");
    EXPECT_EQ(at_noon("%c|%D|%F|%T|%R|%r|%v|%25c"),
              "Fri Mar  4 12:06:07 2016|03/04/16|2016-03-04|12:06:07|12:06|12:06:07 PM| 4-MAR-2016| Fri Mar  4 "
              "12:06:07 2016");
    EXPECT_EQ(at_noon("%z %:z %::z %:::z %10z %_z"), "+0000 +00:00 +00:00:00 +00 +000000000  +000");
    EXPECT_EQ(at_noon("%Q %E %EY %i %:5z %5-d%%"), "%Q %E 2016 %i %:5z %5-d%");
}

TEST_F(TimeTest, RefusesUnfinishedFormats) {
    EXPECT_EQ(at_noon("%"), "invalid format: %");
    EXPECT_EQ(at_noon("%e%"), "invalid format: %e%");
    EXPECT_EQ(at_noon("%05"), "invalid format: %05");
}

TEST_F(TimeTest, WidthsAreChargedBeforeTheyAreWritten) {
    runtime_.budget.limit = 1 << 20;
    EXPECT_THROW(at_noon("%900000000Y"), LimitHit);
}

TEST_F(TimeTest, YearsHaveNoEnd) {
    EXPECT_EQ(formatted(Value::string("march 4 12345"), "%F %C %A"), "12345-03-04 123 Sunday");
    EXPECT_EQ(formatted(Value::string("-0005-01-01"), "%F %C %y %G"), "-0005-01-01 -1 95 -0006");
    EXPECT_EQ(formatted(Value::string("1 jan bc 5"), "%Y"), "-0004");
}

TEST_F(TimeTest, LocalZones) {
    use_zone("+02:00");
    EXPECT_EQ(read("2016-03-14 10:00"), "2016-03-14 10:00:00 +0200 ");
    EXPECT_EQ(find_zone("Nowhere/Land"), nullptr);
    EXPECT_EQ(find_zone("+25:00"), nullptr);
}

TEST_F(TimeTest, NamedZones) {
    if (find_zone("Europe/Berlin") == nullptr) GTEST_SKIP() << "no zone database here";
    use_zone("Europe/Berlin");
    EXPECT_EQ(read("2016-07-14 10:00"), "2016-07-14 10:00:00 +0200 CEST");
    EXPECT_EQ(read("2016-01-14 10:00 CEST"), "2016-01-14 10:00:00 +0200 ");
    EXPECT_EQ(read("2060-07-14 10:00"), "2060-07-14 10:00:00 +0200 CEST");
}

TEST_F(TimeTest, Texts) {
    TimeBox time = *to_time(runtime_, Value::string("2016-03-14 10:00 -0330"));
    Buffer out;
    append_time_text(out, time);
    out.append(' ');
    append_date_text(out, DateBox{{}, 16874});
    EXPECT_EQ(out.view(), "2016-03-14 10:00:00 -0330 2016-03-14");
    Buffer date;
    ASSERT_TRUE(append_strftime(runtime_, date, DateBox{{}, 16874}, "%F %T %Z %Q %"));
    EXPECT_EQ(date.view(), "2016-03-14 00:00:00 +00:00 1457913600000 %");
}

}  // namespace
}  // namespace liquid
