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
        return offset(zone_->get_info(date::sys_seconds(std::chrono::seconds(clamp(utc_seconds)))));
    }
    Offset at_local(std::int64_t local_seconds) const override {
        // Of two readings the earlier; a reading that never was is taken by the offset before the gap. Both are
        // `first`.
        return offset(zone_->get_info(date::local_seconds(std::chrono::seconds(clamp(local_seconds)))).first);
    }

private:
    // The database's years end at 32767; the last rules hold on both sides.
    static std::int64_t clamp(std::int64_t seconds) {
        constexpr std::int64_t kFarthest = 900'000'000'000;
        return seconds < -kFarthest ? -kFarthest : (seconds > kFarthest ? kFarthest : seconds);
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
        return std::make_shared<NamedZone>(date::locate_zone(std::string(name)));
    } catch (const std::exception&) {
        return nullptr;
    }
}

}  // namespace liquid
