// Days and civil dates for any year. The calendar is the date library's; its years are 16 bits, so whole periods of 400
// years are set aside first: the calendar, weekdays and ISO weeks repeat after each.
#pragma once

#include <cstdint>

#include <date/date.h>
#include <date/iso_week.h>

namespace liquid {

constexpr std::int64_t kDaysPerPeriod = 146097;
constexpr std::int64_t kYearsPerPeriod = 400;
constexpr std::int64_t kSecondsPerDay = 86400;
constexpr std::int64_t kSecondsPerPeriod = kDaysPerPeriod * kSecondsPerDay;

constexpr std::int64_t floor_div(std::int64_t a, std::int64_t b) {
    return a / b - static_cast<std::int64_t>(a % b != 0 && (a < 0) != (b < 0));
}
constexpr std::int64_t floor_mod(std::int64_t a, std::int64_t b) { return a - floor_div(a, b) * b; }

struct Civil {
    std::int64_t year = 1970;
    int month = 1;
    int day = 1;
    int year_day = 1;  // from 1
    int weekday = 0;   // 0: Sunday
};

// `day` may lie outside of the month.
inline std::int64_t days_from_civil(std::int64_t year, int month, std::int64_t day) {
    std::int64_t period = floor_div(year, kYearsPerPeriod);
    auto within = static_cast<int>(year - period * kYearsPerPeriod);
    auto first = date::sys_days(date::year(within) / month / 1).time_since_epoch().count();
    return first + (day - 1) + period * kDaysPerPeriod;
}

inline Civil civil_from_days(std::int64_t days) {
    std::int64_t period = floor_div(days, kDaysPerPeriod);
    date::sys_days within{date::days(static_cast<int>(days - period * kDaysPerPeriod))};
    date::year_month_day ymd(within);
    Civil civil;
    civil.year = static_cast<int>(ymd.year()) + period * kYearsPerPeriod;
    civil.month = static_cast<int>(static_cast<unsigned>(ymd.month()));
    civil.day = static_cast<int>(static_cast<unsigned>(ymd.day()));
    civil.year_day = static_cast<int>((within - date::sys_days(ymd.year() / date::January / 1)).count()) + 1;
    civil.weekday = static_cast<int>(date::weekday(within).c_encoding());
    return civil;
}

struct IsoWeek {
    std::int64_t year = 1970;
    int week = 1;
};

inline IsoWeek iso_week_from_days(std::int64_t days) {
    std::int64_t period = floor_div(days, kDaysPerPeriod);
    iso_week::year_weeknum_weekday week(date::sys_days(date::days(static_cast<int>(days - period * kDaysPerPeriod))));
    return {static_cast<int>(week.year()) + period * kYearsPerPeriod,
            static_cast<int>(static_cast<unsigned>(week.weeknum()))};
}

inline int days_in_month(std::int64_t year, int month) {
    auto within = static_cast<int>(floor_mod(year, kYearsPerPeriod));
    return static_cast<int>(static_cast<unsigned>((date::year(within) / month / date::last).day()));
}

}  // namespace liquid
