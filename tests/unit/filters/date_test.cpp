#include <gtest/gtest.h>

#include <limits>
#include <stdexcept>

#include <liquid/drop.hpp>

#include "filters/filters.hpp"
#include "value/runtime.hpp"

namespace liquid {
namespace {

class DateFilterTest : public ::testing::Test {
protected:
    DateFilterTest() { runtime_.step_check = std::numeric_limits<std::uint64_t>::max(); }
    Value date(Value input, std::string_view format) {
        FilterCall call(runtime_);
        Value arguments[] = {Value::string(format)};
        return filters::date_filters()[0].function(call, input, Arguments(arguments, 1));
    }
    Runtime runtime_;
};

TEST_F(DateFilterTest, FormatsDates) {
    EXPECT_EQ(date(Value::string("2016-03-14"), "%b %d").as_string(), "Mar 14");
    EXPECT_EQ(date(Value::integer(0), "%Y").as_string(), "1970");
}

TEST_F(DateFilterTest, GivesBackWhatIsNoDate) {
    EXPECT_EQ(date(Value::string("soon"), "%Y").as_string(), "soon");
    EXPECT_EQ(date(Value::string("2016-03-14"), "").as_string(), "2016-03-14");
    EXPECT_TRUE(date(Value::nil(), "%Y").is_nil());
}

TEST_F(DateFilterTest, FailsOnUnfinishedFormats) {
    EXPECT_TRUE(date(Value::integer(0), "%Y%").is_failed());
    EXPECT_EQ(runtime_.failure.reference, "invalid format: %Y%");
}

struct Appointment : Drop {
    Value to_date(DropContext&) override { return Value::string("2016-03-14"); }
};
struct Broken : Drop {
    Value to_date(DropContext&) override { throw std::runtime_error("no calendar"); }
};

TEST_F(DateFilterTest, AsksDrops) {
    Appointment appointment;
    EXPECT_EQ(date(Value::drop(appointment), "%d").as_string(), "14");
    Broken broken;
    EXPECT_TRUE(date(Value::drop(broken), "%d").is_failed());
    EXPECT_EQ(runtime_.failure.reference, "internal");
}

}  // namespace
}  // namespace liquid
