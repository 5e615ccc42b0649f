// SQLite: the connection of one thread, its prepared statements, and what they cost.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <variant>
#include <vector>

struct sqlite3;
struct sqlite3_stmt;

namespace storefront {

/// A column of a row. What is declared BOOLEAN comes as bool: in Liquid 0 is true.
using Field = std::variant<std::monostate, bool, std::int64_t, double, std::string>;

/// The names belong to the connection.
struct Row {
    const std::vector<std::string>* names = nullptr;
    std::vector<Field> fields;
};

/// A statement of the program's; at most one argument, ?1. Statements are known by their address.
struct Query {
    std::string_view name;
    const char* sql;
};

/// What a connection did since it was asked last.
struct Cost {
    std::vector<const Query*> queries;
    double cpu_seconds = 0;
};

/// Opened for reading only. Every fault of SQLite is thrown as std::runtime_error; out of a Drop that becomes a
/// diagnostic, and the page goes on.
class Database {
public:
    explicit Database(const std::filesystem::path& file);

    /// Calls `each` for every row. Prepares a query when it is met first.
    void run(const Query& query, std::string_view argument, const std::function<void(Row)>& each);
    double cpu_seconds() const { return cost_.cpu_seconds; }  ///< since take_cost
    Cost take_cost() { return std::exchange(cost_, {}); }

private:
    struct Close {
        void operator()(sqlite3* connection) const;
        void operator()(sqlite3_stmt* statement) const;
    };
    struct Statement {
        std::unique_ptr<sqlite3_stmt, Close> handle;
        std::vector<std::string> names;
        std::vector<bool> boolean;
    };

    Statement& prepare(const Query& query);
    [[noreturn]] void fail(std::string_view what) const;

    std::unique_ptr<sqlite3, Close> connection_;  // closed after its statements
    std::unordered_map<const Query*, Statement> statements_;
    Cost cost_;
};

/// Creates the database with what the SQL file says, unless it is there. All of it or nothing.
void seed(const std::filesystem::path& file, const std::filesystem::path& sql);

}  // namespace storefront
