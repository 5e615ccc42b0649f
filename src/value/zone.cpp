// Time zones. The only place that knows the zone database.
#include <cstdint>
#include <exception>
#include <list>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include <date/tz.h>

#include "value/time.hpp"
#include "value/time_civil.hpp"

namespace liquid {

namespace {

class FixedZone final : public Zone {
public:
    FixedZone(std::int32_t seconds, std::string_view abbreviation) : offset_{seconds, abbreviation} {}
    Offset at(std::int64_t) const override { return offset_; }
    Offset at_local(std::int64_t) const override { return offset_; }

private:
    Offset offset_;  // the abbreviation is a literal
};

class NamedZone final : public Zone {
public:
    explicit NamedZone(const date::time_zone* zone) : zone_(zone) {}

    Offset at(std::int64_t utc_seconds) const override {
        return offset(zone_->get_info(date::sys_seconds(std::chrono::seconds(known(utc_seconds)))));
    }
    Offset at_local(std::int64_t local_seconds) const override {
        // Of two readings the earlier; a reading that never was is taken by the offset before the gap. Both are
        // `first`.
        return offset(zone_->get_info(date::local_seconds(std::chrono::seconds(known(local_seconds)))).first);
    }

private:
    // The database lists changes up to 2037 (and its calendar has 16-bit years). Later years change as the last listed
    // year does that begins on the same weekday and has as many days.
    static std::int64_t known(std::int64_t seconds) {
        constexpr std::int64_t kFirstUnlisted = 2'145'916'800;  // 2038-01-01
        constexpr std::int64_t kBeforeAllZones = -10'000'000'000;
        if (seconds < kBeforeAllZones) return kBeforeAllZones;
        if (seconds < kFirstUnlisted) return seconds;
        std::int64_t year = civil_from_days(floor_div(seconds, kSecondsPerDay)).year;
        std::int64_t start = days_from_civil(year, 1, 1);
        std::int64_t length = days_from_civil(year + 1, 1, 1) - start;
        for (int listed = 2037; listed > 2009; --listed) {
            std::int64_t same = days_from_civil(listed, 1, 1);
            if ((start - same) % 7 == 0 && days_from_civil(listed + 1, 1, 1) - same == length)
                return seconds - (start - same) * kSecondsPerDay;
        }
        return kFirstUnlisted - 1;
    }

    Offset offset(const date::sys_info& info) const {
        std::lock_guard<std::mutex> lock(mutex_);
        for (const std::string& known : abbreviations_)
            if (known == info.abbrev) return {static_cast<std::int32_t>(info.offset.count()), known};
        abbreviations_.push_back(info.abbrev);
        return {static_cast<std::int32_t>(info.offset.count()), abbreviations_.back()};
    }

    const date::time_zone* zone_;
    mutable std::mutex mutex_;
    mutable std::list<std::string> abbreviations_;  // a handful in a zone's life
};

// +HH:MM, -HHMM, +HH
std::optional<std::int32_t> fixed_offset(std::string_view name) {
    if (name.size() < 3 || (name[0] != '+' && name[0] != '-')) return std::nullopt;
    std::string digits;
    for (std::size_t i = 1; i < name.size(); ++i) {
        if (name[i] == ':' && i == 3) continue;
        if (name[i] < '0' || name[i] > '9') return std::nullopt;
        digits += name[i];
    }
    if (digits.size() != 2 && digits.size() != 4) return std::nullopt;
    int hours = (digits[0] - '0') * 10 + (digits[1] - '0');
    int minutes = digits.size() == 4 ? (digits[2] - '0') * 10 + (digits[3] - '0') : 0;
    if (hours > 23 || minutes > 59) return std::nullopt;
    std::int32_t seconds = hours * 3600 + minutes * 60;
    return name[0] == '-' ? -seconds : seconds;
}

}  // namespace

std::shared_ptr<const Zone> find_zone(std::string_view name) {
    if (name == "UTC") return std::make_shared<FixedZone>(0, "UTC");
    if (std::optional<std::int32_t> seconds = fixed_offset(name)) return std::make_shared<FixedZone>(*seconds, "");
    try {
        // Read once, under the lock of a static here: the one in the library's own file is not seen by who checks
        // threads.
        [[maybe_unused]] static const date::tzdb& zones = date::get_tzdb();
        return std::make_shared<NamedZone>(date::locate_zone(std::string(name)));
    } catch (const std::bad_alloc&) {
        throw;
    } catch (const std::exception&) {
        return nullptr;
    }
}

}  // namespace liquid
