#include "render/frame.hpp"

#include "render/context.hpp"

namespace liquid::render {

void Frame::begin(bool is_isolated, int base) {
    isolated_ = is_isolated;
    base_depth = base;
    scopes = 1;
    loop = nullptr;
    count_ = 0;
    indexed_ = false;
}

void Frame::end(Blocks& blocks) {
    for (std::uint32_t i = 0; i < count_; ++i) {
        Cell& c = at(i);
        if (c.block != nullptr) {
            blocks.release(c.block);
            c.block = nullptr;
        }
    }
    count_ = 0;
    indexed_ = false;
    context_.runtime.budget.refund(charged_);
    charged_ = 0;
    if (chunks_.size() > kKeptChunks) {
        chunks_.resize(kKeptChunks);
        table_ = {};
    }
}

void Frame::begin_chunk() {
    constexpr std::uint64_t kBytes = kChunk * (sizeof(Cell) + 4 * sizeof(std::uint32_t));
    context_.runtime.budget.charge(kBytes);
    charged_ += kBytes;
    if (count_ / kChunk >= chunks_.size()) chunks_.push_back(std::make_unique<Cell[]>(kChunk));
}

inline Cell& Frame::add(std::string_view name, std::uint32_t hash) {
    if (count_ % kChunk == 0) begin_chunk();
    Cell& c = at(count_++);
    c.visible = c.bottom = c.outer = c.dynamic = Value::unset();
    c.block = nullptr;
    c.shadows = 0;
    c.name = name;
    c.hash = hash;
    c.dynamic_known = false;
    return c;
}

Cell** Frame::bind(const program::Program& program, Arena& arena) {
    Cell** cells = arena.allocate_array<Cell*>(program.names.size() + 1);
    bool first = count_ == 0;
    for (std::size_t i = 0; i < program.names.size(); ++i) {
        const program::Name& name = program.names[i];
        cells[i] = first ? &add(name.text, name.hash) : cell(name.text, name.hash);
    }
    return cells;
}

void Frame::index_all() {
    std::size_t size = 64;
    while (size < (count_ + 1) * 2) size *= 2;
    table_.assign(size, 0);
    for (std::uint32_t i = 0; i < count_; ++i) index(i);
    indexed_ = true;
}

void Frame::index(std::uint32_t i) {
    std::size_t mask = table_.size() - 1;
    std::size_t slot = at(i).hash & mask;
    while (table_[slot] != 0) slot = (slot + 1) & mask;
    table_[slot] = i + 1;
}

Cell* Frame::known(std::string_view name, std::uint32_t hash) {
    if (!indexed_) index_all();
    std::size_t mask = table_.size() - 1;
    for (std::size_t slot = hash & mask; table_[slot] != 0; slot = (slot + 1) & mask) {
        Cell& c = at(table_[slot] - 1);
        if (c.hash == hash && c.name == name) return &c;
    }
    return nullptr;
}

Cell* Frame::cell(std::string_view name, std::uint32_t hash) {
    if (Cell* c = known(name, hash)) return c;
    Cell& added = add(context_.keep_name(name), hash);
    if ((count_ + 1) * 2 > table_.size())
        index_all();
    else
        index(count_ - 1);
    return &added;
}

Value Frame::find(Value name) {
    if (!name.is_string()) return Value::nil();
    std::string_view text = name.as_string();
    std::uint32_t hash = hash_key(text);
    Cell* c = known(text, hash);
    if (c == nullptr) c = cell(text, hash);
    return context_.read(*this, *c);
}

bool Frame::defined(Value name) {
    if (!name.is_string()) return false;
    std::string_view text = name.as_string();
    std::uint32_t hash = hash_key(text);
    return context_.is_defined(*this, *cell(text, hash));
}

}  // namespace liquid::render
