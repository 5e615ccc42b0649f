#include "value/time_parse.hpp"

#include <algorithm>
#include <cstdint>
#include <string>

#include "value/time_civil.hpp"
#include "value/time_scan.hpp"

namespace liquid {

namespace {

// Far beyond every date that is written, and safe to compute with.
constexpr std::int64_t kLargestYear = 200'000'000'000;

std::string upcased(std::string_view text) {
    std::string result(text);
    for (char& c : result)
        if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    return result;
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// +HH, +HHMM, +HHMMSS, +HH:MM, +HH:MM:SS
std::optional<std::int64_t> numeric_offset(std::string_view zone) {
    if (zone.empty() || (zone[0] != '+' && zone[0] != '-')) return std::nullopt;
    std::int64_t parts[3] = {};
    std::size_t count = 0;
    bool colons = zone.size() > 3 && zone[3] == ':';
    std::size_t i = 1;
    while (i < zone.size()) {
        if (count == 3) return std::nullopt;
        if (count > 0 && colons && zone[i++] != ':') return std::nullopt;
        if (i + 2 > zone.size() || !is_digit(zone[i]) || !is_digit(zone[i + 1])) return std::nullopt;
        parts[count++] = (zone[i] - '0') * 10 + (zone[i + 1] - '0');
        i += 2;
    }
    if (count == 0) return std::nullopt;
    std::int64_t seconds = (parts[0] * 60 + parts[1]) * 60 + parts[2];
    return zone[0] == '-' ? -seconds : seconds;
}

std::optional<std::int64_t> named_offset(std::string_view zone) {
    struct Named {
        std::string_view name;
        int hours;
    };
    static constexpr Named names[] = {{"UTC", 0},  {"UT", 0},   {"GMT", 0},  {"EST", -5}, {"EDT", -4}, {"CST", -6},
                                      {"CDT", -5}, {"MST", -7}, {"MDT", -6}, {"PST", -8}, {"PDT", -7}};
    for (const Named& named : names)
        if (named.name == zone) return named.hours * 3600;
    if (zone.size() != 1) return std::nullopt;
    // Military letters: A to M eastward without J, N to Y westward.
    char letter = zone[0];
    if (letter == 'Z') return 0;
    if (letter >= 'A' && letter <= 'I') return (letter - 'A' + 1) * 3600;
    if (letter >= 'K' && letter <= 'M') return (letter - 'K' + 10) * 3600;
    if (letter >= 'N' && letter <= 'Y') return -(letter - 'N' + 1) * 3600;
    return std::nullopt;
}

bool is_utc_name(std::string_view zone) {
    return zone == "-00:00" || zone == "-0000" || zone == "-00" || zone == "UTC" || zone == "Z" || zone == "UT";
}

struct Fields {
    std::int64_t year = 1970, month = 1, day = 1, hour = 0, minute = 0, second = 0;
    std::int32_t nanoseconds = 0;
};

// Time.utc takes its numbers in this order, and the first that it refuses is told: one that no C int holds is not an
// ArgumentError, which `date` catches, but a RangeError.
bool has_number_beyond_int(const Fields& fields) {
    constexpr std::int64_t kDays = 31, kHours = 31, kMinutes = 63, kSeconds = 63;
    const std::int64_t numbers[][2] = {
        {fields.day, kDays}, {fields.hour, kHours}, {fields.minute, kMinutes}, {fields.second, kSeconds}};
    for (auto [number, most] : numbers) {
        if (number < INT32_MIN || number > INT32_MAX) return true;
        if (number < 0 || number > most) return false;
    }
    return false;
}

// Seconds as if in UTC; nullopt: out of the range that Time.utc takes. Days up to 31 run over into the next month.
std::optional<std::int64_t> seconds_of(Runtime& runtime, const Fields& fields) {
    if (has_number_beyond_int(fields)) {
        runtime.fail_internal("integer too big to convert to `int'");
        runtime.host_failed = true;
        return std::nullopt;
    }
    if (fields.year > kLargestYear || fields.year < -kLargestYear) return std::nullopt;
    if (fields.month < 1 || fields.month > 12 || fields.day < 1 || fields.day > 31) return std::nullopt;
    if (fields.hour < 0 || fields.hour > 24 || fields.minute < 0 || fields.minute > 59) return std::nullopt;
    if (fields.second < 0 || fields.second > 60) return std::nullopt;
    if (fields.hour == 24 && (fields.minute > 0 || fields.second > 0)) return std::nullopt;
    return days_from_civil(fields.year, static_cast<int>(fields.month), fields.day) * kSecondsPerDay +
           fields.hour * 3600 + fields.minute * 60 + fields.second;
}

// From a written local time to UTC, field by field as Ruby does: only the day runs over, and by one month at most.
void apply_offset(Fields& fields, std::int64_t offset) {
    std::int64_t rest = -offset;
    auto shift = [&rest](std::int64_t& field, std::int64_t unit) {
        std::int64_t sign = rest < 0 ? -1 : 1;
        std::int64_t amount = rest * sign % unit * sign;
        rest = (rest - amount) / unit;
        if (amount == 0) return;
        field += amount;
        rest += floor_div(field, unit);
        field = floor_mod(field, unit);
    };
    shift(fields.second, 60);
    shift(fields.minute, 60);
    shift(fields.hour, 24);
    if (rest == 0) return;
    fields.day += rest;
    if (offset < 0) {
        if (fields.month < 0 || fields.month > 12) return;
        // Ruby's table of months is asked for month 0 too, and answers with its last.
        int month = fields.month == 0 ? 12 : static_cast<int>(fields.month);
        if (fields.day <= days_in_month(fields.year, month)) return;
        fields.day = 1;
        if (++fields.month > 12) {
            fields.month = 1;
            ++fields.year;
        }
    } else if (fields.day < 1) {
        if (--fields.month < 1) {
            fields.month = 12;
            --fields.year;
        }
        fields.day = fields.month > 12 ? 31 : days_in_month(fields.year, static_cast<int>(fields.month));
    }
}

class TimeMaker {
public:
    explicit TimeMaker(Runtime& runtime) : runtime_(runtime) {
        auto since = runtime.now.time_since_epoch().count();
        now_seconds_ = floor_div(since, 1'000'000'000);
        now_nanoseconds_ = static_cast<std::int32_t>(floor_mod(since, 1'000'000'000));
    }

    std::optional<TimeBox> make(const ScannedTime& scanned) {
        if (scanned.empty()) return std::nullopt;
        if (scanned.year && (*scanned.year > kLargestYear || *scanned.year < -kLargestYear)) return std::nullopt;
        zone_ = scanned.zone ? upcased(*scanned.zone) : std::string();
        offset_.reset();
        std::int64_t offset_year = scanned.year ? *scanned.year : now(std::nullopt).year;
        if (scanned.zone) offset_ = zone_offset(offset_year);
        if (offset_ && (*offset_ >= kSecondsPerDay || *offset_ <= -kSecondsPerDay)) return std::nullopt;
        if (scanned.year_day) return from_year_day(scanned, offset_year);
        return make(filled(scanned));
    }

private:
    // Now on the clock of the written zone, or of the local one.
    Fields now(std::optional<std::int64_t> offset) const {
        std::int64_t seconds = now_seconds_ + (offset ? *offset : local_offset(runtime_, now_seconds_).seconds);
        Civil civil = civil_from_days(floor_div(seconds, kSecondsPerDay));
        std::int64_t of_day = floor_mod(seconds, kSecondsPerDay);
        return {civil.year,
                civil.month,
                civil.day,
                of_day / 3600,
                of_day / 60 % 60,
                of_day % 60,
                now_nanoseconds_ / 1000 * 1000};
    }

    // What comes before the first written part is now's, what comes after it begins.
    Fields filled(const ScannedTime& scanned) const {
        Fields now_fields = now(offset_);
        Fields fields;
        bool open = true;
        auto fill = [&open](auto& field, const auto& written, auto from_now) {
            if (written)
                field = *written;
            else if (open)
                field = from_now;
            open = open && !written;
        };
        fill(fields.year, scanned.year, now_fields.year);
        fill(fields.month, scanned.month, now_fields.month);
        fill(fields.day, scanned.day, now_fields.day);
        fill(fields.hour, scanned.hour, now_fields.hour);
        fill(fields.minute, scanned.minute, now_fields.minute);
        fill(fields.second, scanned.second, now_fields.second);
        fill(fields.nanoseconds, scanned.nanoseconds, now_fields.nanoseconds);
        return fields;
    }

    std::optional<TimeBox> make(Fields fields) const {
        if (!offset_) return make_local(fields);
        apply_offset(fields, *offset_);
        std::optional<std::int64_t> seconds = seconds_of(runtime_, fields);
        if (!seconds) return std::nullopt;
        if (is_utc_name(zone_)) return time(*seconds, fields.nanoseconds, {0, "UTC"});
        Zone::Offset local = local_offset(runtime_, *seconds);
        if (local.seconds == *offset_) return time(*seconds, fields.nanoseconds, local);
        return time(*seconds, fields.nanoseconds, {static_cast<std::int32_t>(*offset_), ""});
    }

    std::optional<TimeBox> make_local(const Fields& fields) const {
        std::optional<std::int64_t> seconds = seconds_of(runtime_, fields);
        if (!seconds) return std::nullopt;
        Zone::Offset local = runtime_.zone != nullptr ? runtime_.zone->at_local(*seconds) : Zone::Offset{0, "UTC"};
        // In a gap the clock has moved on already.
        std::int64_t utc = *seconds - local.seconds;
        return time(utc, fields.nanoseconds, local_offset(runtime_, utc));
    }

    static TimeBox time(std::int64_t seconds, std::int32_t nanoseconds, Zone::Offset offset) {
        TimeBox box;
        box.seconds = seconds;
        box.nanoseconds = nanoseconds;
        box.utc_offset = offset.seconds;
        box.zone = offset.abbreviation;
        return box;
    }

    // The day of the year is guessed with months of 31 days, then put right by what that guess turned out to be.
    std::optional<TimeBox> from_year_day(ScannedTime scanned, std::int64_t year) {
        std::int64_t wanted = *scanned.year_day;
        if (wanted < 1 || wanted > 366) return std::nullopt;
        scanned.year_day.reset();
        scanned.month = (wanted - 1) / 31 + 1;
        scanned.day = (wanted - 1) % 31 + 1;
        std::optional<TimeBox> guess = make(scanned);
        if (!guess) return guess;
        Civil civil = civil_from_days(floor_div(guess->seconds + guess->utc_offset, kSecondsPerDay));
        std::int64_t difference = wanted - civil.year_day;
        if (difference == 0) return guess;
        *scanned.day += difference;
        std::int64_t last = days_in_month(year, static_cast<int>(*scanned.month));
        if (*scanned.day > 28 && *scanned.day > last) {
            if (++*scanned.month > 12) return std::nullopt;
            *scanned.day -= last;
        }
        return make(scanned);
    }

    // Numbers, names that everybody knows, and the two names of the local zone in that year.
    std::optional<std::int64_t> zone_offset(std::int64_t year) const {
        if (std::optional<std::int64_t> offset = numeric_offset(zone_)) return offset;
        if (std::optional<std::int64_t> offset = named_offset(zone_)) return offset;
        if (runtime_.zone == nullptr) return std::nullopt;
        for (int month : {1, 7}) {
            Zone::Offset local = runtime_.zone->at_local(days_from_civil(year, month, 1) * kSecondsPerDay);
            if (!local.abbreviation.empty() && upcased(local.abbreviation) == zone_) return local.seconds;
        }
        return std::nullopt;
    }

    Runtime& runtime_;
    std::int64_t now_seconds_ = 0;
    std::int32_t now_nanoseconds_ = 0;
    std::string zone_;
    std::optional<std::int64_t> offset_;
};

}  // namespace

Zone::Offset local_offset(const Runtime& runtime, std::int64_t utc_seconds) {
    return runtime.zone != nullptr ? runtime.zone->at(utc_seconds) : Zone::Offset{0, "UTC"};
}

TimeBox local_time(const Runtime& runtime, std::int64_t seconds, std::int32_t nanoseconds) {
    Zone::Offset offset = local_offset(runtime, seconds);
    TimeBox box;
    box.seconds = seconds;
    box.nanoseconds = nanoseconds;
    box.utc_offset = offset.seconds;
    box.zone = offset.abbreviation;
    return box;
}

std::optional<TimeBox> parse_time(Runtime& runtime, std::string_view text) {
    return TimeMaker(runtime).make(scan_time(text));
}

}  // namespace liquid
