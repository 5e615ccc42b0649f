#include "database.hpp"

#include <fstream>
#include <iterator>
#include <stdexcept>
#include <utility>

#include <sqlite3.h>

#include "clock.hpp"

namespace storefront {
namespace {

Field field(sqlite3_stmt* statement, int column, bool boolean) {
    switch (sqlite3_column_type(statement, column)) {
        case SQLITE_INTEGER: {
            const std::int64_t number = sqlite3_column_int64(statement, column);
            if (boolean) return number != 0;
            return number;
        }
        case SQLITE_FLOAT:
            return sqlite3_column_double(statement, column);
        case SQLITE_NULL:
            return std::monostate();
        default: {
            // The text first: asking for it may change what the size is.
            const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(statement, column));
            const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement, column));
            return text == nullptr ? std::string() : std::string(text, size);
        }
    }
}

// A statement must not be left in the middle: it would hold its read lock.
class Reset {
public:
    explicit Reset(sqlite3_stmt* statement) : statement_(statement) {}
    Reset(const Reset&) = delete;
    Reset& operator=(const Reset&) = delete;
    ~Reset() {
        sqlite3_reset(statement_);
        sqlite3_clear_bindings(statement_);
    }

private:
    sqlite3_stmt* statement_;
};

}  // namespace

void Database::Close::operator()(sqlite3* connection) const { sqlite3_close(connection); }
void Database::Close::operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }

Database::Database(const std::filesystem::path& file) {
    sqlite3* connection = nullptr;
    // One thread at a time uses a connection, so SQLite need not lock it.
    const int status = sqlite3_open_v2(file.c_str(), &connection, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, nullptr);
    connection_.reset(connection);
    if (status != SQLITE_OK) fail("cannot open " + file.string());
    sqlite3_busy_timeout(connection, 200);
}

void Database::fail(std::string_view what) const {
    throw std::runtime_error(std::string(what) + ": " + sqlite3_errmsg(connection_.get()));
}

Database::Statement& Database::prepare(const Query& query) {
    const auto known = statements_.find(&query);
    if (known != statements_.end()) return known->second;
    sqlite3_stmt* handle = nullptr;
    if (sqlite3_prepare_v3(connection_.get(), query.sql, -1, SQLITE_PREPARE_PERSISTENT, &handle, nullptr) != SQLITE_OK)
        fail(query.name);
    Statement statement;
    statement.handle.reset(handle);
    for (int i = 0; i < sqlite3_column_count(handle); ++i) {
        const char* type = sqlite3_column_decltype(handle, i);
        statement.names.emplace_back(sqlite3_column_name(handle, i));
        statement.boolean.push_back(type != nullptr && std::string_view(type) == "BOOLEAN");
    }
    return statements_.emplace(&query, std::move(statement)).first->second;
}

void Database::run(const Query& query, std::string_view argument, const std::function<void(Row)>& each) {
    const CpuTimer timer(cost_.cpu_seconds);
    cost_.queries.push_back(&query);
    Statement& statement = prepare(query);
    sqlite3_stmt* handle = statement.handle.get();
    const Reset reset(handle);
    if (sqlite3_bind_parameter_count(handle) > 0)
        sqlite3_bind_text64(handle, 1, argument.data(), argument.size(), SQLITE_STATIC, SQLITE_UTF8);
    int status = sqlite3_step(handle);
    for (; status == SQLITE_ROW; status = sqlite3_step(handle)) {
        Row row{&statement.names, {}};
        row.fields.reserve(statement.names.size());
        for (std::size_t i = 0; i < statement.names.size(); ++i)
            row.fields.push_back(field(handle, static_cast<int>(i), statement.boolean[i]));
        each(std::move(row));
    }
    if (status != SQLITE_DONE) fail(query.name);
}

void seed(const std::filesystem::path& file, const std::filesystem::path& sql) {
    if (std::filesystem::exists(file)) return;
    std::ifstream input(sql, std::ios::binary);
    if (!input) throw std::runtime_error("cannot read " + sql.string());
    const std::string script(std::istreambuf_iterator<char>(input), {});
    if (file.has_parent_path()) std::filesystem::create_directories(file.parent_path());

    // Written beside it and then given its name: who starts in the middle finds no database or a whole one.
    std::filesystem::path beside = file;
    beside += ".new";
    std::filesystem::remove(beside);
    sqlite3* connection = nullptr;
    std::string fault;
    if (sqlite3_open(beside.c_str(), &connection) != SQLITE_OK ||
        sqlite3_exec(connection, ("BEGIN;" + script + "COMMIT;").c_str(), nullptr, nullptr, nullptr) != SQLITE_OK)
        fault = sqlite3_errmsg(connection);
    sqlite3_close(connection);
    if (!fault.empty()) throw std::runtime_error("cannot create " + file.string() + ": " + fault);
    std::filesystem::rename(beside, file);
}

}  // namespace storefront
