#include "times.hpp"

#include <datetime.h>

#include <cstdio>
#include <string>

#include "to_value.hpp"

namespace liquidpy {

using liquid::Value;

namespace {

std::int64_t days_from_civil(std::int64_t year, int month, int day) {
    year -= month <= 2 ? 1 : 0;
    const std::int64_t era = (year >= 0 ? year : year - 399) / 400;
    const std::int64_t of_era = year - era * 400;
    const std::int64_t of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

// Of an aware datetime. False with an exception set.
bool read_offset(PyObject* datetime, std::int32_t& seconds, std::string& name) {
    nb::object offset = nb::steal(PyObject_CallMethod(datetime, "utcoffset", nullptr));
    if (!offset.is_valid()) return false;
    if (PyDelta_Check(offset.ptr())) {
        seconds = PyDateTime_DELTA_GET_DAYS(offset.ptr()) * 86400 + PyDateTime_DELTA_GET_SECONDS(offset.ptr());
    }
    nb::object zone = nb::steal(PyObject_CallMethod(datetime, "tzname", nullptr));
    if (!zone.is_valid()) return false;
    std::string_view utf8;
    if (PyUnicode_Check(zone.ptr()) && !utf8_of(zone.ptr(), utf8)) return false;
    // `UTC+02:00` is how Python calls a zone without a name.
    if (utf8.size() <= 3 || utf8.substr(0, 3) != "UTC") name = utf8;
    return true;
}

void import_datetime() {
    if (PyDateTimeAPI == nullptr) PyDateTime_IMPORT;
}

}  // namespace

// A naive datetime is taken as UTC.
Value datetime_value(Render& render, PyObject* datetime) {
    import_datetime();
    std::int32_t offset = 0;
    std::string zone = "UTC";
    auto* fields = reinterpret_cast<PyDateTime_DateTime*>(datetime);
    if (fields->hastzinfo != 0 && fields->tzinfo != PyDateTime_TimeZone_UTC) {
        zone.clear();
        if (!read_offset(datetime, offset, zone)) return broken_value(render);
    }
    std::int64_t seconds =
        days_from_civil(PyDateTime_GET_YEAR(datetime), PyDateTime_GET_MONTH(datetime), PyDateTime_GET_DAY(datetime)) *
        86400;
    seconds += PyDateTime_DATE_GET_HOUR(datetime) * 3600 + PyDateTime_DATE_GET_MINUTE(datetime) * 60 +
               PyDateTime_DATE_GET_SECOND(datetime) - offset;
    return liquid::DropContext(render.runtime())
        .time(seconds, PyDateTime_DATE_GET_MICROSECOND(datetime) * 1000, offset, zone);
}

Value date_value(Render& render, PyObject* date) {
    import_datetime();
    return liquid::DropContext(render.runtime())
        .date(PyDateTime_GET_YEAR(date), static_cast<unsigned>(PyDateTime_GET_MONTH(date)),
              static_cast<unsigned>(PyDateTime_GET_DAY(date)));
}

nb::object datetime_from(std::string_view text) {
    import_datetime();
    const std::string copy(text);
    int year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0, offset = 0;
    char sign = '+';
    const int read = std::sscanf(copy.c_str(), "%d-%d-%d %d:%d:%d %c%4d", &year, &month, &day, &hour, &minute, &second,
                                 &sign, &offset);
    nb::object made;
    if (read >= 6) {
        int minutes = read == 8 ? offset / 100 * 60 + offset % 100 : 0;
        if (sign == '-') minutes = -minutes;
        nb::object delta = nb::steal(PyDelta_FromDSU(0, minutes * 60, 0));
        nb::object zone =
            minutes == 0 ? nb::borrow(PyDateTime_TimeZone_UTC) : nb::steal(PyTimeZone_FromOffset(delta.ptr()));
        if (zone.is_valid()) {
            made = nb::steal(PyDateTimeAPI->DateTime_FromDateAndTime(year, month, day, hour, minute, second, 0,
                                                                     zone.ptr(), PyDateTimeAPI->DateTimeType));
        }
    }
    if (made.is_valid()) return made;
    PyErr_Clear();
    return nb::str(copy.data(), copy.size());
}

nb::object date_from(std::string_view text) {
    import_datetime();
    const std::string copy(text);
    int year = 0, month = 0, day = 0;
    nb::object made;
    if (std::sscanf(copy.c_str(), "%d-%d-%d", &year, &month, &day) == 3)
        made = nb::steal(PyDate_FromDate(year, month, day));
    if (made.is_valid()) return made;
    PyErr_Clear();
    return nb::str(copy.data(), copy.size());
}

}  // namespace liquidpy
