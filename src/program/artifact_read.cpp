// From the bytes of an artifact to programs: first the file as a whole, then what all share, then one program after the
// other. Tables of plain numbers stay where they lie; those with texts are made anew, because they hold addresses.
#include <algorithm>
#include <cstring>
#include <new>

#include "program/artifact.hpp"
#include "program/artifact_check.hpp"
#include "program/artifact_format.hpp"
#include "value/operations.hpp"
#include "value/unicode.hpp"

namespace liquid::program {

using namespace artifact;

namespace {

ArtifactFault damaged(std::string reason) { return {Kind::ArtifactDamaged, {{"reason", std::move(reason)}}}; }
ArtifactFault mismatch(std::string reason) { return {Kind::ArtifactMismatch, {{"reason", std::move(reason)}}}; }
ArtifactFault other_format(std::string reason) { return {Kind::ArtifactFormat, {{"reason", std::move(reason)}}}; }

const char* mode_name(std::uint8_t mode) {
    static constexpr const char* kNames[] = {"lax", "warn", "strict", "strict2"};
    return mode < 4 ? kNames[mode] : "unknown";
}

bool inside(Range range, std::size_t size) { return std::uint64_t{range.begin} + range.count <= size; }
bool is_flag(std::uint32_t byte) { return byte <= 1; }

template <class T>
std::span<const T> part(std::span<const T> whole, Range range) {
    return whole.subspan(range.begin, range.count);
}

}  // namespace

class ArtifactReader {
public:
    ArtifactReader(Archive& to, std::span<const char> bytes, const ArtifactBindings& bindings)
        : to_(to), bytes_(bytes), bindings_(bindings) {}

    std::optional<ArtifactFault> read() {
        if (auto fault = header()) return fault;
        if (auto fault = environment()) return fault;
        if (const char* fault = sections()) return damaged(fault);
        if (const char* fault = symbols()) return damaged(fault);
        if (auto fault = filters()) return fault;
        if (auto fault = tags()) return fault;
        return templates();
    }

private:
    std::optional<ArtifactFault> header();
    std::optional<ArtifactFault> environment();
    const char* sections();
    const char* symbols();
    std::optional<ArtifactFault> filters();
    std::optional<ArtifactFault> tags();
    std::optional<ArtifactFault> templates();
    void room();
    const char* entry(const RawTemplate& raw, Archive::Entry& to);
    const char* program(const RawTemplate& raw, Program& to);
    const char* values(const RawTemplate& raw, Program& to);
    const char* controls(const RawTemplate& raw, Program& to);
    const char* host_tags(const RawTemplate& raw, Program& to);
    const char* failures(const RawTemplate& raw, Program& to);
    const char* calls(const RawTemplate& raw, const Program& program);
    const char* value(const RawConstant& raw, Program& of, Value& to);
    const char* integer(const RawConstant& raw, Program& of, Value& to);
    const char* string(const RawConstant& raw, Value& to);

    // Whether a text that ends or begins there would cut a character.
    bool splits(std::size_t at) const {
        return at < from_.text.size() && (static_cast<unsigned char>(from_.text[at]) & 0xc0) == 0x80;
    }
    bool known(Symbol symbol) const { return symbol < symbols_.size(); }
    std::string_view text(Symbol symbol) const { return symbols_[symbol].view(); }
    template <class T>
    T* allot(std::size_t count) {
        static_assert(alignof(T) <= 8);
        T* items = reinterpret_cast<T*>(room_);
        room_ += (count * sizeof(T) + 7) & ~std::size_t{7};
        return items;
    }

    Archive& to_;
    std::span<const char> bytes_;
    const ArtifactBindings& bindings_;
    Header header_{};
    struct {
#define LIQUID_TABLE(name, type) std::span<const type> name;
        LIQUID_ARTIFACT_SECTIONS(LIQUID_TABLE)
#undef LIQUID_TABLE
    } from_;
    std::vector<Key> symbols_;
    std::vector<const FilterSpec*> specs_;
    std::vector<const TagSpec*> tag_specs_;
    bool append_is_standard_ = false;
    std::uint64_t work_ = 0;  // items of lists
    std::byte* room_ = nullptr;
    Runtime runtime_;
    FlowCheck flow_;
};

// --- the file as a whole ---

std::optional<ArtifactFault> ArtifactReader::header() {
    if (bytes_.size() < sizeof kMagic || std::memcmp(bytes_.data(), kMagic, sizeof kMagic) != 0)
        return damaged("it is no artifact of liquidc");
    if (bytes_.size() < sizeof(Header)) return damaged("it is cut off");
    std::memcpy(&header_, bytes_.data(), sizeof header_);
    if (header_.byte_order != kByteOrder) return other_format("its numbers are in another byte order");
    if (header_.format != kFormat)
        return other_format("it has format " + std::to_string(header_.format) + ", this library reads " +
                            std::to_string(kFormat));
    if (header_.file_size != bytes_.size())
        return damaged(header_.file_size > bytes_.size() ? "it is cut off" : "it is longer than it says");
    if (header_.checksum != checksum(bytes_.data() + kChecked, bytes_.size() - kChecked))
        return damaged("its checksum does not match");
    if (header_.layout != kLayout) return other_format("its instructions are those of another build");
    return std::nullopt;
}

std::optional<ArtifactFault> ArtifactReader::environment() {
    if (header_.error_mode != bindings_.error_mode)
        return mismatch("its error mode is " + std::string(mode_name(header_.error_mode)) + ", here it is " +
                        mode_name(bindings_.error_mode));
    if (header_.scored != (bindings_.scored ? 1 : 0))
        return mismatch(header_.scored != 0 ? "it counts for reference limits, which are not set here"
                                            : "it does not count for reference limits, which are set here");
    if (header_.folding != bindings_.folding) return mismatch("other standard filters are replaced by the host's");
    if (header_.overrides != bindings_.overrides) return mismatch("other standard tags are replaced by the host's");
    return std::nullopt;
}

const char* ArtifactReader::sections() {
    const char* fault = nullptr;
    auto section = [&]<class T>(std::span<const T>& to, Section from) {
        static_assert(alignof(T) <= 8);
        if (from.offset % 8 != 0 || from.offset < sizeof(Header) ||
            std::uint64_t{from.offset} + std::uint64_t{from.count} * sizeof(T) > bytes_.size())
            fault = "a table is outside of it";
        else
            to = {reinterpret_cast<const T*>(bytes_.data() + from.offset), from.count};
    };
#define LIQUID_TABLE(name, type) section(from_.name, header_.name);
    LIQUID_ARTIFACT_SECTIONS(LIQUID_TABLE)
#undef LIQUID_TABLE
    return fault;
}

const char* ArtifactReader::symbols() {
    std::string_view all(from_.text.data(), from_.text.size());
    if (!is_valid_utf8(all)) return "its texts are not valid UTF-8";
    symbols_.resize(from_.symbols.size());
    for (std::size_t i = 0; i < from_.symbols.size(); ++i) {
        RawSymbol raw = from_.symbols[i];
        if (!inside({raw.begin, raw.length}, all.size()) || splits(raw.begin) ||
            splits(std::size_t{raw.begin} + raw.length))
            return "a text is outside of its texts";
        std::string_view view = all.substr(raw.begin, raw.length);
        symbols_[i] = {view.data(), raw.length, hash_key(view)};
    }
    return nullptr;
}

// --- what is bound by name ---

std::optional<ArtifactFault> ArtifactReader::filters() {
    specs_.reserve(from_.filter_bindings.size());
    for (const FilterBinding& binding : from_.filter_bindings) {
        if (!known(binding.name) || !is_flag(binding.known)) return damaged("a filter has no name");
        std::string_view name = text(binding.name);
        const FilterSpec* spec = bindings_.find_filter(bindings_.environment, name);
        if (binding.known != 0 && spec == nullptr)
            return ArtifactFault{Kind::ArtifactFilter, {{"name", std::string(name)}}};
        if (binding.known == 0 && spec != nullptr)
            return mismatch("`" + std::string(name) + "` is a filter here and was none");
        if (spec != nullptr &&
            (spec->min_arguments != binding.min_arguments || spec->max_arguments != binding.max_arguments))
            return mismatch("the filter `" + std::string(name) + "` takes other arguments here");
        specs_.push_back(spec);
        to_.filters_.push_back(name);
    }
    const FilterSpec* append = bindings_.find_filter(bindings_.environment, "append");
    append_is_standard_ = append != nullptr && append->function == bindings_.append;
    return std::nullopt;
}

std::optional<ArtifactFault> ArtifactReader::tags() {
    for (const TagBinding& binding : from_.tag_bindings) {
        if (!known(binding.name)) return damaged("a tag has no name");
        std::string_view name = text(binding.name);
        auto spec = std::find_if(bindings_.tags->begin(), bindings_.tags->end(),
                                 [&](const TagSpec& one) { return one.name == name; });
        if (spec == bindings_.tags->end()) return ArtifactFault{Kind::ArtifactTag, {{"name", std::string(name)}}};
        if (tag_shape(*spec) != binding.shape)
            return mismatch("the tag `" + std::string(name) + "` is read in another way here");
        tag_specs_.push_back(&*spec);
        to_.tags_.push_back(name);
    }
    return std::nullopt;
}

// --- templates ---

// One piece of memory for all tables that hold addresses.
void ArtifactReader::room() {
    std::size_t bytes = from_.names.size() * sizeof(Name) + from_.keyword_names.size() * sizeof(Value) +
                        from_.filters.size() * sizeof(FilterRef) + from_.constants.size() * sizeof(Value) +
                        from_.keys.size() * sizeof(PathKey) + from_.loops.size() * sizeof(ForInfo) +
                        from_.tablerows.size() * sizeof(TablerowInfo) + from_.partials.size() * sizeof(PartialInfo) +
                        from_.templates.size() * 8 * 8;  // for their places at multiples of eight
    to_.tables_.reset(new std::byte[bytes]);
    room_ = to_.tables_.get();
}

std::optional<ArtifactFault> ArtifactReader::templates() {
    room();
    to_.programs_ = std::make_unique<Program[]>(from_.templates.size());
    to_.entries_.resize(from_.templates.size());
    RawTemplate used{};  // each table's items belong to one program, and follow each other
    for (std::size_t i = 0; i < from_.templates.size(); ++i) {
        const RawTemplate& raw = from_.templates[i];
        Archive::Entry& made = to_.entries_[i];
        if (const char* fault = entry(raw, made)) return damaged(fault);
        if (i != 0) {
            const Archive::Entry& last = to_.entries_[i - 1];
            if (std::pair(last.key, last.is_partial) >= std::pair(made.key, made.is_partial))
                return damaged("its templates are not in order");
        }
        if (raw.compiled != 0 && made.source.size() > bindings_.template_bytes)
            return ArtifactFault{Kind::TemplateTooLarge,
                                 {{"size", static_cast<std::int64_t>(made.source.size())},
                                  {"limit", static_cast<std::int64_t>(bindings_.template_bytes)}}};
        const char* fault = nullptr;
#define LIQUID_TABLE(name, type)                                                   \
    if (raw.name.begin != used.name.begin || !inside(raw.name, from_.name.size())) \
        fault = "two templates share a table";                                     \
    used.name.begin += raw.name.count;
        LIQUID_ARTIFACT_TABLES(LIQUID_TABLE)
#undef LIQUID_TABLE
        if (fault == nullptr && raw.compiled != 0) {
            Program& to = to_.programs_[i];
            made.program = &to;
            fault = program(raw, to);
        }
        if (fault != nullptr) {
            ArtifactFault said = damaged(fault);
            said.arguments.push_back({"template", std::string(made.key)});
            return said;
        }
    }
    return std::nullopt;
}

const char* ArtifactReader::entry(const RawTemplate& raw, Archive::Entry& to) {
    if (!known(raw.key) || !known(raw.name) || !known(raw.path) || !known(raw.found_name))
        return "a template has no name";
    if (!is_flag(raw.is_partial) || !is_flag(raw.compiled) || !is_flag(raw.warned) || !is_flag(raw.ends_trimming))
        return "a template's mark is neither yes nor no";
    std::span<const char> sources = raw.compiled != 0 ? from_.text : from_.bytes;
    if (!inside({raw.source_begin, raw.source_size}, sources.size())) return "a source is outside of its texts";
    if (raw.compiled != 0 && (splits(raw.source_begin) || splits(std::size_t{raw.source_begin} + raw.source_size)))
        return "a source begins or ends within a character";
    to.key = text(raw.key);
    to.name = text(raw.name);
    to.path = text(raw.path);
    to.found_name = text(raw.found_name);
    to.source = {sources.data() + raw.source_begin, raw.source_size};
    to.source_hash = raw.source_hash;
    to.is_partial = raw.is_partial != 0;
    to.warned = raw.warned != 0;
    return nullptr;
}

const char* ArtifactReader::program(const RawTemplate& raw, Program& to) {
    to.id = next_program_id();
    to.name = text(raw.name);
    to.path = text(raw.path);
    to.source = {from_.text.data() + raw.source_begin, raw.source_size};
    to.warned = raw.warned != 0;
    to.ends_trimming = raw.ends_trimming != 0;
    to.sites = raw.sites;
    to.stack_size = raw.stack_size;
    to.work = raw.work;
    if (raw.work < raw.code.count) return "its code is charged too little";
    if (raw.sites > bytes_.size()) return "it has more look-ups than bytes";
    auto view = [&]<class T>(std::span<const T> whole, Range range) {
        return Table<T>::view(whole.data() + range.begin, range.count);
    };
    to.code = view(from_.code, raw.code);
    to.nodes = view(from_.nodes, raw.nodes);
    to.places = view(from_.places, raw.places);
    to.paths = view(from_.paths, raw.paths);
    to.argument_names = view(from_.argument_names, raw.argument_names);
    if (const char* fault = values(raw, to)) return fault;
    if (const char* fault = controls(raw, to)) return fault;
    if (const char* fault = host_tags(raw, to)) return fault;
    if (const char* fault = failures(raw, to)) return fault;
    if (const char* fault = check_tables(to)) return fault;
    if (const char* fault = check_operands(to)) return fault;
    if (const char* fault = calls(raw, to)) return fault;
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
        if (raw.bits > from_.bytes.size() ||
            !inside({raw.symbol, static_cast<std::uint32_t>(raw.bits)}, from_.bytes.size()))
            return "a constant has no bytes";
        bytes = {from_.bytes.data() + raw.symbol, static_cast<std::size_t>(raw.bits)};
        if ((raw.flags & (Value::ValidUtf8 | Value::Ascii)) != 0) return "bytes are marked as text";
    }
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
            if (raw.bits > from_.items.size() ||
                !inside({raw.symbol, static_cast<std::uint32_t>(raw.bits)}, from_.items.size()))
                return "a list has items that are not there";
            work_ += raw.bits;
            if (work_ > bytes_.size()) return "its lists are larger than it";
            Value* items = of.memory.allocate_array<Value>(raw.bits);
            for (std::size_t i = 0; i < raw.bits; ++i) {
                const RawConstant& item = from_.items[raw.symbol + i];
                if (static_cast<Type>(item.type) == Type::Array) return "a list is in a list";
                if (const char* fault = value(item, of, *new (&items[i]) Value())) return fault;
            }
            to = Value::array(items, raw.bits);
            return nullptr;
        }
        case Type::Range: {
            if (raw.symbol >= from_.ends.size()) return "a range has no ends";
            auto* box = new (of.memory.allocate(sizeof(RangeBox))) RangeBox{};
            if (const char* fault = integer(from_.ends[raw.symbol].first, of, box->first)) return fault;
            if (const char* fault = integer(from_.ends[raw.symbol].last, of, box->last)) return fault;
            to = Value::boxed(Type::Range, box, Storage::Static);
            return nullptr;
        }
        default:
            return "a constant is of no type that templates write";
    }
}

// Names, constants, keys: what look-ups go by.
const char* ArtifactReader::values(const RawTemplate& raw, Program& to) {
    Name* names = allot<Name>(raw.names.count);
    to.names = Table<Name>::view(names, raw.names.count);
    for (Symbol symbol : part(from_.names, raw.names)) {
        if (!known(symbol)) return "a variable has no name";
        const Key& key = symbols_[symbol];
        if (key.length >= 2 && key.data[0] == '\2' && key.data[1] == '#') {
            std::string own = "\2#" + std::to_string(to.id) + std::string(key.view().substr(2));
            std::string_view kept = to.memory.copy(own);
            new (names++) Name{kept, hash_key(kept)};
        } else {
            new (names++) Name{key.view(), key.hash};
        }
    }
    Value* constants = allot<Value>(raw.constants.count);
    to.constants = Table<Value>::view(constants, raw.constants.count);
    for (const RawConstant& one : part(from_.constants, raw.constants))
        if (const char* fault = value(one, to, *new (constants++) Value())) return fault;
    Value* keywords = allot<Value>(raw.keyword_names.count);
    to.keyword_names = Table<Value>::view(keywords, raw.keyword_names.count);
    for (Symbol symbol : part(from_.keyword_names, raw.keyword_names)) {
        if (!known(symbol)) return "a keyword has no name";
        new (keywords++) Value(Value::string(text(symbol)));
    }
    PathKey* keys = allot<PathKey>(raw.keys.count);
    to.keys = Table<PathKey>::view(keys, raw.keys.count);
    for (const RawKey& one : part(from_.keys, raw.keys)) {
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
const char* ArtifactReader::controls(const RawTemplate& raw, Program& to) {
    FilterRef* filters = allot<FilterRef>(raw.filters.count);
    to.filters = Table<FilterRef>::view(filters, raw.filters.count);
    for (std::uint32_t binding : part(from_.filters, raw.filters)) {
        if (binding >= specs_.size()) return "a filter is not among those that it names";
        const FilterSpec* spec = specs_[binding];
        new (filters++) FilterRef{text(from_.filter_bindings[binding].name), spec != nullptr ? spec->function : nullptr,
                                  spec != nullptr ? spec->data.get() : nullptr};
    }
    ForInfo* loops = allot<ForInfo>(raw.loops.count);
    to.loops = Table<ForInfo>::view(loops, raw.loops.count);
    for (const RawLoop& one : part(from_.loops, raw.loops)) {
        if (!known(one.name)) return "a loop has no name";
        if (!is_flag(one.reversed | one.has_offset | one.continues | one.has_limit | one.escapes))
            return "a loop's mark is neither yes nor no";
        new (loops++)
            ForInfo{one.variable,        one.forloop,        one.offset_cell,    text(one.name),  one.reversed != 0,
                    one.has_offset != 0, one.continues != 0, one.has_limit != 0, one.escapes != 0};
    }
    TablerowInfo* rows = allot<TablerowInfo>(raw.tablerows.count);
    to.tablerows = Table<TablerowInfo>::view(rows, raw.tablerows.count);
    for (const RawTablerow& one : part(from_.tablerows, raw.tablerows))
        new (rows++)
            TablerowInfo{one.variable, one.tablerowloop, one.has_offset != 0, one.has_limit != 0, one.has_cols != 0};
    for (const RawCycle& one : part(from_.cycles, raw.cycles)) {
        if (!inside(one.turns, from_.turns.size()) || one.turns.count > to.code.size()) return "a cycle has no values";
        std::span<const std::uint32_t> turns = part(from_.turns, one.turns);
        to.cycles.push_back({one.counter, {turns.begin(), turns.end()}, one.none});
    }
    PartialInfo* partials = allot<PartialInfo>(raw.partials.count);
    to.partials = Table<PartialInfo>::view(partials, raw.partials.count);
    for (const RawPartial& one : part(from_.partials, raw.partials)) {
        if (!known(one.name) || !known(one.alias)) return "a partial has no name";
        if (one.link != kNone && (one.link >= from_.templates.size() || from_.templates[one.link].is_partial != 1))
            return "a partial leads to no template";
        new (partials++)
            PartialInfo{text(one.name),     text(one.alias), one.has_value != 0, one.is_for != 0, one.arguments,
                        one.argument_count, one.site,        one.on_pending,     one.link};
    }
    return nullptr;
}

const char* ArtifactReader::host_tags(const RawTemplate& raw, Program& to) {
    for (const RawTag& one : part(from_.tags, raw.tags)) {
        if (one.binding >= tag_specs_.size() || !known(one.markup)) return "a tag is not among those that it names";
        if (!inside(one.arguments, from_.tag_arguments.size()) || !inside(one.bodies, from_.tag_bodies.size()) ||
            one.arguments.count > to.code.size() || one.bodies.count > to.code.size())
            return "a tag has parts that are not there";
        TagInfo tag;
        tag.spec = tag_specs_[one.binding];
        tag.markup = text(one.markup);
        tag.on_break = one.on_break;
        tag.on_continue = one.on_continue;
        for (const RawTagArgument& argument : part(from_.tag_arguments, one.arguments)) {
            if (!known(argument.keyword)) return "a tag's argument has no name";
            tag.arguments.push_back({text(argument.keyword), argument.has_keyword != 0, argument.code});
        }
        for (const RawTagBody& body : part(from_.tag_bodies, one.bodies)) {
            if (!known(body.name)) return "a tag's body has no name";
            tag.bodies.push_back({text(body.name), body.code, body.is_text != 0});
        }
        to.tags.push_back(std::move(tag));
    }
    return nullptr;
}

const char* ArtifactReader::failures(const RawTemplate& raw, Program& to) {
    for (const RawFailure& one : part(from_.failures, raw.failures)) {
        auto kind = static_cast<Kind>(one.kind);
        if (one.kind > 255 || (kind != Kind::FilterArity && kind != Kind::UnknownOperator && kind != Kind::Internal) ||
            !known(one.reference) || !inside(one.arguments, from_.failure_arguments.size()) || one.arguments.count > 16)
            return "a failure is none that templates have";
        FailureRow row;
        row.kind = kind;
        row.reference = text(one.reference);
        for (const RawArgument& given : part(from_.failure_arguments, one.arguments)) {
            if (!known(given.name) || (given.is_text != 0 && given.value >= symbols_.size()))
                return "a failure's argument has no text";
            Argument argument{std::string(text(given.name)), static_cast<std::int64_t>(given.value)};
            if (given.is_text != 0) argument.value = std::string(text(static_cast<Symbol>(given.value)));
            row.arguments.push_back(std::move(argument));
        }
        to.failures.push_back(std::move(row));
    }
    return nullptr;
}

// Filters get as many arguments as they said they take.
const char* ArtifactReader::calls(const RawTemplate& raw, const Program& program) {
    std::span<const std::uint32_t> bound = part(from_.filters, raw.filters);
    for (const Instruction& now : program.code) {
        if (now.op == Op::Filter) {
            const FilterSpec& spec = *specs_[bound[now.a]];
            if (now.b < spec.min_arguments || (spec.max_arguments != 255 && now.b > spec.max_arguments))
                return "a filter is called with arguments that it does not take";
        } else if (now.op == Op::AppendTo && !append_is_standard_) {
            return "the filter `append` is another here";
        }
    }
    return nullptr;
}

// --- Archive ---

std::optional<ArtifactFault> Archive::open(std::span<const char> bytes, const ArtifactBindings& to) {
    return ArtifactReader(*this, bytes, to).read();
}

std::uint32_t Archive::find(std::string_view key, bool partial) const {
    auto found = std::lower_bound(entries_.begin(), entries_.end(), std::pair(key, partial),
                                  [](const Entry& entry, const std::pair<std::string_view, bool>& wanted) {
                                      return std::pair(entry.key, entry.is_partial) < wanted;
                                  });
    if (found == entries_.end() || found->key != key || found->is_partial != partial) return kNone;
    return static_cast<std::uint32_t>(found - entries_.begin());
}

}  // namespace liquid::program
