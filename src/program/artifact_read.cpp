// From one template's part of an artifact to its program. Tables of plain numbers stay where they lie; those with texts
// are made anew, because they hold addresses.
#include "program/artifact_read.hpp"

#include <cstring>
#include <new>

#include "value/unicode.hpp"

namespace liquid::program {

using namespace artifact;

namespace {

constexpr const char* kTooMuch = "it would take much more memory than it has bytes";

template <class T>
std::span<const T> part(std::span<const T> whole, Range range) {
    return whole.subspan(range.begin, range.count);
}

// Tables begin at multiples of eight.
template <class T>
std::size_t room_of(std::size_t count) {
    static_assert(alignof(T) <= 8);
    return (count * sizeof(T) + 7) & ~std::size_t{7};
}

}  // namespace

ArtifactReader::ArtifactReader(const Archive& of)
    : of_(of),
      file_(of.file_),
      symbol_count_(file_.symbols().size()),
      symbols_(std::make_unique<Key[]>(symbol_count_)),
      effort_(of.bytes_.size()),
      effort_done_(effort_) {
    const FilterSpec* append = of.bindings_->find_filter(of.bindings_->environment, "append");
    append_is_standard_ = append != nullptr && append->function == of.bindings_->append;
}

bool ArtifactReader::intern(Symbol symbol) {
    if (!of_.is_text(symbol, effort_)) return false;
    std::string_view view = file_.text_of(symbol);
    symbols_[symbol] = {view.data(), static_cast<std::uint32_t>(view.size()), hash_key(view)};
    return true;
}

std::optional<ArtifactFault> ArtifactReader::read(std::uint32_t number, ArchivedProgram& to) {
    parts_ = file_.parts_of(number);
    // One piece of memory for all tables that hold addresses.
    to.tables = std::make_unique_for_overwrite<std::byte[]>(
        room_of<Name>(parts_.names.size()) + room_of<Value>(parts_.keyword_names.size()) +
        room_of<FilterRef>(parts_.filters.size()) + room_of<Value>(parts_.constants.size()) +
        room_of<PathKey>(parts_.keys.size()) + room_of<ForInfo>(parts_.loops.size()) +
        room_of<TablerowInfo>(parts_.tablerows.size()) + room_of<PartialInfo>(parts_.partials.size()));
    room_ = to.tables.get();
    effort_ = effort_done_;
    const RawTemplate& raw = file_.templates()[number];
    if (const char* fault = program(raw, to.program))
        return ArtifactFault{Kind::ArtifactDamaged,
                             {{"reason", std::string(fault)}, {"template", std::string(file_.text_of(raw.key))}}};
    effort_done_ = effort_;
    return std::nullopt;
}

// A table of what will be written to the address that is answered.
template <class T>
T* ArtifactReader::allot(Table<T>& table, std::size_t count) {
    T* items = reinterpret_cast<T*>(room_);
    room_ += room_of<T>(count);
    table = Table<T>::view(items, count);
    return items;
}

const char* ArtifactReader::program(const RawTemplate& raw, Program& to) {
    if (!known(raw.name) || !known(raw.path)) return "a template has no name";
    if (!effort_.affords(text(raw.name).size() + text(raw.path).size() + raw.source_size)) return kTooMuch;
    to.id = next_program_id();
    to.name = text(raw.name);
    to.path = text(raw.path);
    to.source = {file_.text().data() + raw.source_begin, raw.source_size};
    if (!is_valid_utf8(to.source)) return "its source is not valid UTF-8";
    to.warned = raw.warned != 0;
    to.ends_trimming = raw.ends_trimming != 0;
    to.sites = raw.sites;
    to.stack_size = raw.stack_size;
    to.work = raw.work;
    if (raw.work < parts_.code.size()) return "its code is charged too little";
    if (raw.sites > of_.bytes_.size()) return "it has more look-ups than bytes";
    auto view = []<class T>(std::span<const T> items) { return Table<T>::view(items.data(), items.size()); };
    to.code = view(parts_.code);
    to.nodes = view(parts_.nodes);
    to.places = view(parts_.places);
    to.paths = view(parts_.paths);
    to.argument_names = view(parts_.argument_names);
    if (const char* fault = values(to)) return fault;
    if (const char* fault = controls(to)) return fault;
    if (const char* fault = host_tags(to)) return fault;
    if (const char* fault = failures(to)) return fault;
    if (const char* fault = check_tables(to)) return fault;
    if (const char* fault = check_operands(to)) return fault;
    if (const char* fault = calls(to)) return fault;
    return flow_.check(to);
}

const char* ArtifactReader::integer(const RawConstant& raw, Program& of, Value& to) {
    if (raw.type == static_cast<std::uint8_t>(Type::Int)) {
        to = Value::integer(static_cast<std::int64_t>(raw.bits));
        return nullptr;
    }
    if (raw.type != static_cast<std::uint8_t>(Type::BigInt) || !known(raw.symbol))
        return "a range has an end that is none";
    std::string_view digits = text(raw.symbol);
    if (!effort_.affords(digits.size())) return kTooMuch;
    std::string_view plain = digits.substr(digits.starts_with('-') ? 1 : 0);
    if (plain.size() < 19 || plain.front() == '0' || plain.find_first_not_of("0123456789") != std::string_view::npos)
        return "a number is not written as numbers are";
    if (!runtime_.integer_from_digits(digits).is(Type::BigInt)) return "a number is smaller than it is kept";
    auto* box = new (of.memory.allocate(sizeof(BigIntBox))) BigIntBox{};
    box->digits = digits;
    to = Value::boxed(Type::BigInt, box, Storage::Static);
    return nullptr;
}

const char* ArtifactReader::string(const RawConstant& raw, Value& to) {
    if ((raw.flags & ~kStringFlags) != 0 || !is_flag(raw.is_bytes)) return "a text's marks are none";
    std::string_view bytes;
    if (raw.is_bytes == 0) {
        if (!known(raw.symbol)) return "a constant has no text";
        bytes = text(raw.symbol);
    } else {
        if (raw.bits > file_.bytes().size() ||
            !inside({raw.symbol, static_cast<std::uint32_t>(raw.bits)}, file_.bytes().size()))
            return "a constant has no bytes";
        bytes = {file_.bytes().data() + raw.symbol, static_cast<std::size_t>(raw.bits)};
        if ((raw.flags & (Value::ValidUtf8 | Value::Ascii)) != 0) return "bytes are marked as text";
    }
    if (!effort_.affords(bytes.size())) return kTooMuch;
    if ((raw.flags & Value::Ascii) != 0 && !is_ascii(bytes)) return "a text is marked as ASCII and is not";
    to = Value::string(bytes, Storage::Static, raw.flags);
    return nullptr;
}

const char* ArtifactReader::value(const RawConstant& raw, Program& of, Value& to) {
    double number = 0;
    switch (static_cast<Type>(raw.type)) {
        case Type::Nil:
        case Type::False:
        case Type::True:
        case Type::Blank:
        case Type::Empty:
            to = Value::of_type(static_cast<Type>(raw.type));
            return nullptr;
        case Type::Int:
        case Type::BigInt:
            return integer(raw, of, to);
        case Type::Float:
            std::memcpy(&number, &raw.bits, sizeof number);
            to = Value::floating(number);
            return nullptr;
        case Type::String:
            return string(raw, to);
        case Type::Array: {
            if (raw.bits > file_.items().size() ||
                !inside({raw.symbol, static_cast<std::uint32_t>(raw.bits)}, file_.items().size()))
                return "a list has items that are not there";
            if (!effort_.affords(raw.bits * sizeof(Value))) return kTooMuch;
            Value* items = of.memory.allocate_array<Value>(raw.bits);
            for (std::size_t i = 0; i < raw.bits; ++i) {
                const RawConstant& item = file_.items()[raw.symbol + i];
                if (static_cast<Type>(item.type) == Type::Array) return "a list is in a list";
                if (const char* fault = value(item, of, *new (&items[i]) Value())) return fault;
            }
            to = Value::array(items, raw.bits);
            return nullptr;
        }
        case Type::Range: {
            if (raw.symbol >= file_.ends().size()) return "a range has no ends";
            auto* box = new (of.memory.allocate(sizeof(RangeBox))) RangeBox{};
            if (const char* fault = integer(file_.ends()[raw.symbol].first, of, box->first)) return fault;
            if (const char* fault = integer(file_.ends()[raw.symbol].last, of, box->last)) return fault;
            to = Value::boxed(Type::Range, box, Storage::Static);
            return nullptr;
        }
        default:
            return "a constant is of no type that templates write";
    }
}

// Names, constants, keys: what look-ups go by.
const char* ArtifactReader::values(Program& to) {
    Name* names = allot(to.names, parts_.names.size());
    for (Symbol symbol : parts_.names) {
        if (!known(symbol)) return "a variable has no name";
        const Key& key = symbols_[symbol];
        if (key.length >= 2 && key.data[0] == '\2' && key.data[1] == '#') {
            if (!effort_.affords(key.length)) return kTooMuch;
            std::string own = "\2#" + std::to_string(to.id) + std::string(key.view().substr(2));
            std::string_view kept = to.memory.copy(own);
            new (names++) Name{kept, hash_key(kept)};
        } else {
            new (names++) Name{key.view(), key.hash};
        }
    }
    Value* constants = allot(to.constants, parts_.constants.size());
    for (const RawConstant& one : parts_.constants)
        if (const char* fault = value(one, to, *new (constants++) Value())) return fault;
    Value* keywords = allot(to.keyword_names, parts_.keyword_names.size());
    for (Symbol symbol : parts_.keyword_names) {
        if (!known(symbol)) return "a keyword has no name";
        new (keywords++) Value(Value::string(text(symbol)));
    }
    PathKey* keys = allot(to.keys, parts_.keys.size());
    for (const RawKey& one : parts_.keys) {
        PathKey& key = *new (keys++) PathKey();
        if (one.key.type == static_cast<std::uint8_t>(Type::Range) ||
            one.key.type == static_cast<std::uint8_t>(Type::Array))
            return "a key is no single value";
        if (const char* fault = value(one.key, to, key.key)) return fault;
        if (key.key.is_string())
            key.hash = one.key.is_bytes != 0 ? hash_key(key.key.as_string()) : symbols_[one.key.symbol].hash;
        if (one.command > static_cast<std::uint32_t>(Command::Last) + 1) return "a key is a command that is none";
        key.is_command = one.command != 0;
        if (key.is_command) key.command = static_cast<Command>(one.command - 1);
    }
    return nullptr;
}

// Filters, loops, cycles, partials.
const char* ArtifactReader::controls(Program& to) {
    FilterRef* filters = allot(to.filters, parts_.filters.size());
    for (std::uint32_t binding : parts_.filters) {
        if (binding >= of_.filters_.size()) return "a filter is not among those that it names";
        const FilterSpec* spec = of_.filters_[binding];
        new (filters++)
            FilterRef{file_.text_of(file_.filter_bindings()[binding].name), spec != nullptr ? spec->function : nullptr,
                      spec != nullptr ? spec->data.get() : nullptr};
    }
    ForInfo* loops = allot(to.loops, parts_.loops.size());
    for (const RawLoop& one : parts_.loops) {
        if (!known(one.name)) return "a loop has no name";
        if (!is_flag(one.reversed | one.has_offset | one.continues | one.has_limit | one.escapes))
            return "a loop's mark is neither yes nor no";
        new (loops++)
            ForInfo{one.variable,        one.forloop,        one.offset_cell,    text(one.name),  one.reversed != 0,
                    one.has_offset != 0, one.continues != 0, one.has_limit != 0, one.escapes != 0};
    }
    TablerowInfo* rows = allot(to.tablerows, parts_.tablerows.size());
    for (const RawTablerow& one : parts_.tablerows)
        new (rows++)
            TablerowInfo{one.variable, one.tablerowloop, one.has_offset != 0, one.has_limit != 0, one.has_cols != 0};
    for (const RawCycle& one : parts_.cycles) {
        if (!inside(one.turns, file_.turns().size()) || one.turns.count > to.code.size())
            return "a cycle has no values";
        if (!effort_.affords(one.turns.count * sizeof(std::uint32_t))) return kTooMuch;
        std::span<const std::uint32_t> turns = part(file_.turns(), one.turns);
        to.cycles.push_back({one.counter, {turns.begin(), turns.end()}, one.none});
    }
    PartialInfo* partials = allot(to.partials, parts_.partials.size());
    for (const RawPartial& one : parts_.partials) {
        if (!known(one.name) || !known(one.alias)) return "a partial has no name";
        if (one.link != kNone && (one.link >= file_.templates().size() || file_.templates()[one.link].is_partial != 1))
            return "a partial leads to no template";
        new (partials++)
            PartialInfo{text(one.name),     text(one.alias), one.has_value != 0, one.is_for != 0, one.arguments,
                        one.argument_count, one.site,        one.on_pending,     one.link};
    }
    return nullptr;
}

const char* ArtifactReader::host_tags(Program& to) {
    for (const RawTag& one : parts_.tags) {
        if (one.binding >= of_.tags_.size() || !known(one.markup)) return "a tag is not among those that it names";
        if (!inside(one.arguments, file_.tag_arguments().size()) || !inside(one.bodies, file_.tag_bodies().size()) ||
            one.arguments.count > to.code.size() || one.bodies.count > to.code.size())
            return "a tag has parts that are not there";
        if (!effort_.affords(one.arguments.count * sizeof(TagInfo::Argument) +
                             one.bodies.count * sizeof(TagInfo::Body)))
            return kTooMuch;
        TagInfo tag;
        tag.spec = of_.tags_[one.binding];
        tag.markup = text(one.markup);
        tag.on_break = one.on_break;
        tag.on_continue = one.on_continue;
        for (const RawTagArgument& argument : part(file_.tag_arguments(), one.arguments)) {
            if (!known(argument.keyword)) return "a tag's argument has no name";
            tag.arguments.push_back({text(argument.keyword), argument.has_keyword != 0, argument.code});
        }
        for (const RawTagBody& body : part(file_.tag_bodies(), one.bodies)) {
            if (!known(body.name)) return "a tag's body has no name";
            tag.bodies.push_back({text(body.name), body.code, body.is_text != 0});
        }
        to.tags.push_back(std::move(tag));
    }
    return nullptr;
}

const char* ArtifactReader::failures(Program& to) {
    for (const RawFailure& one : parts_.failures) {
        auto kind = static_cast<Kind>(one.kind);
        if (one.kind > 255 || (kind != Kind::FilterArity && kind != Kind::UnknownOperator && kind != Kind::Internal) ||
            !known(one.reference) || !inside(one.arguments, file_.failure_arguments().size()) ||
            one.arguments.count > 16)
            return "a failure is none that templates have";
        if (!effort_.affords(text(one.reference).size() + one.arguments.count * sizeof(Argument))) return kTooMuch;
        FailureRow row;
        row.kind = kind;
        row.reference = text(one.reference);
        for (const RawArgument& given : part(file_.failure_arguments(), one.arguments)) {
            bool is_text = given.is_text != 0;
            auto value = static_cast<Symbol>(given.value);
            if (!known(given.name) || (is_text && (given.value != value || !known(value))))
                return "a failure's argument has no text";
            if (!effort_.affords(text(given.name).size() + (is_text ? text(value).size() : 0))) return kTooMuch;
            Argument argument{std::string(text(given.name)), static_cast<std::int64_t>(given.value)};
            if (is_text) argument.value = std::string(text(value));
            row.arguments.push_back(std::move(argument));
        }
        to.failures.push_back(std::move(row));
    }
    return nullptr;
}

// Filters get as many arguments as they said they take.
const char* ArtifactReader::calls(const Program& program) const {
    std::span<const std::uint32_t> bound = parts_.filters;
    for (const Instruction& now : program.code) {
        if (now.op == Op::Filter) {
            const FilterSpec& spec = *of_.filters_[bound[now.a]];
            if (now.b < spec.min_arguments || (spec.max_arguments != 255 && now.b > spec.max_arguments))
                return "a filter is called with arguments that it does not take";
        } else if (now.op == Op::AppendTo && !append_is_standard_) {
            return "the filter `append` is another here";
        }
    }
    return nullptr;
}

}  // namespace liquid::program
