// The common cases of common instructions, without a call: what most of a page is made of.
#include "program/operands.hpp"
#include "render/renderer.hpp"

namespace liquid::render {

using program::Instruction;
using program::Op;

namespace {

static_assert(program::kOpCount <= 64);
constexpr std::size_t kLongest = 256;  // a longer text is for memcpy

// Fewer than 16 bytes.
inline void copy_few(char* to, const char* from, std::size_t size) {
    auto ends = [&]<class Word>(Word head, Word tail) {
        std::memcpy(&head, from, sizeof head);
        std::memcpy(&tail, from + size - sizeof tail, sizeof tail);
        std::memcpy(to, &head, sizeof head);
        std::memcpy(to + size - sizeof tail, &tail, sizeof tail);
    };
    if (size >= 8)
        ends(std::uint64_t{}, std::uint64_t{});
    else if (size >= 4)
        ends(std::uint32_t{}, std::uint32_t{});
    else if (size >= 2)
        ends(std::uint16_t{}, std::uint16_t{});
    else if (size == 1)
        *to = *from;
}

// From 16 to kLongest bytes, and nothing behind them is read.
inline void copy_text(char* to, const char* from, std::size_t size) {
    constexpr std::size_t kPiece = 16;
    for (std::size_t done = 0; done + kPiece < size; done += kPiece) std::memcpy(to + done, from + done, kPiece);
    std::memcpy(to + size - kPiece, from + size - kPiece, kPiece);
}

// The value of a cell if it has one, or is known to have none.
inline const Value* value_of(const Cell& cell) { return cell.visible.is_unset() ? &cell.outer : &cell.visible; }

// A shape that the site has not met last.
[[gnu::noinline]] void remember(Site& site, const Shape& shape, const program::PathKey& key) {
    if (!key.key.is_string()) return;
    site.slot = shape.find(key.key.as_string(), key.hash);
    site.shape = shape.id;
}

// Where a Map's property is; nullptr: it is no Map, or has none, or the key is no text.
inline const Value* property(const Value* object, const program::PathKey& key, Site& site) {
    if (!object->is(Type::Map)) return nullptr;
    const MapRep* map = object->map_rep();
    if (map->shape->id != site.shape) {
        remember(site, *map->shape, key);
        if (map->shape->id != site.shape) return nullptr;
    }
    return site.slot == Shape::kNoSlot ? nullptr : &map->values()[site.slot];
}

inline const Value* follow_maps(const Cell& cell, const program::PathKey* keys, std::size_t count, Site* sites) {
    const Value* value = value_of(cell);
    for (std::size_t i = 0; i < count && value != nullptr; ++i) value = property(value, keys[i], sites[i]);
    return value;
}

// The property where a document of another library is read in place. Unset: there is none, or the object or the key is
// of another kind. A long integer is not one in the render's memory yet.
[[gnu::noinline]] Value read_in_place(const Value& object, const program::PathKey& key, Site& site) {
    if (!object.is(Type::ForeignMap) || !key.key.is_string()) return Value::unset();
    const ForeignTable& table = foreign_table(object.foreign_table());
    if (!table.in_place) return Value::unset();
    site.shape = 0;  // the slot is of no Map any more
    return table.find(object.foreign_node(), key.key.as_string(), site.slot);
}

inline Value follow_in_place(const Cell& cell, const program::PathKey* keys, std::size_t count, Site* sites) {
    Value value = read_in_place(*value_of(cell), keys[0], sites[0]);
    for (std::size_t i = 1; i < count; ++i) value = read_in_place(value, keys[i], sites[i]);
    return value;
}

enum class Answer : std::uint8_t { False, True, Unknown };

inline Answer answer(bool is_true) { return is_true ? Answer::True : Answer::False; }

inline Answer compare_quickly(Operator op, const Value& left, const Value& right) {
    if (left.is_int() && right.is_int()) return answer(compare_integers(op, left.as_int(), right.as_int()));
    constexpr std::uint8_t kEncoded = Value::Binary | Value::UsAscii;
    constexpr std::uint32_t kFree = 1023;  // longer texts are charged for
    if (left.is_string() && right.is_string() && ((left.flags() | right.flags()) & kEncoded) == 0) {
        if ((op != Operator::Equal && op != Operator::NotEqual) || left.length() > kFree) return Answer::Unknown;
        bool same = left.length() == right.length() && same_bytes(left.data(), right.data(), left.length());
        return answer(same == (op == Operator::Equal));
    }
    return Answer::Unknown;
}

}  // namespace

// Stops at the first instruction that it cannot do, which has had no effect then. It allocates nothing, fails never,
// and runs no code of the host but a look into its document.
const Instruction* Renderer::quick(const Activation& activation, const Instruction* ip, Value*& top, Arena::Mark mark) {
    const program::Program& program = *activation.program;
    Cell* const* const cells = activation.cells;
    Site* const sites = activation.state->sites.get();
    Buffer& out = c_.out();
    char* at = out.place();
    char* const end = out.end_of_room();
    Value* sp = top;

    auto write_wide = [&](const Instruction& text) {
        if (text.b > static_cast<std::size_t>(end - at)) return false;
        const char* from = program.source.data() + text.a;
        char* to = at;
        at += text.b;
        do {
            std::memcpy(to, from, Buffer::kWide);
            to += Buffer::kWide;
            from += Buffer::kWide;
        } while (to < at);
        return true;
    };
    // True: it was printed.
    auto print = [&](const Value& value) {
        if (value.is_string()) {
            std::size_t size = value.length();
            if (size > static_cast<std::size_t>(end - at)) return false;
            if (size < 16) [[likely]]
                copy_few(at, value.data(), size);
            else if (size <= kLongest)
                copy_text(at, value.data(), size);
            else
                return false;
            at += size;
            return true;
        }
        constexpr std::ptrdiff_t kDigits = 24;
        if (!value.is_int() || end - at < kDigits) return false;
        at += write_int(at, value.as_int());
        return true;
    };

    for (;;) {
        const Instruction& now = *ip;
        // All that fits into six bits has its place in the switch, which so needs no bounds.
        switch (static_cast<Op>(static_cast<unsigned>(now.op) & 63u)) {
            case Op::WideTextField:
                if (!write_wide(now)) goto stop;
                ++ip;
                [[fallthrough]];
            case Op::EmitField: {
                const Value* object = value_of(*cells[ip->c]);
                if (!object->is(Type::Map)) [[unlikely]]
                    goto borrowed;
                const MapRep* map = object->map_rep();
                Site& site = sites[ip->b];
                if (map->shape->id != site.shape) [[unlikely]] {
                    remember(site, *map->shape, program.keys[program.paths[ip->a].first_key]);
                    if (map->shape->id != site.shape) goto stop;
                }
                if (site.slot == Shape::kNoSlot) goto stop;
                if (!print(map->values()[site.slot])) goto stop;
                break;
            }
            case Op::WideText:
                if (!write_wide(now)) goto stop;
                break;
            case Op::EmitPath: {
                const program::Path& path = program.paths[now.a];
                const program::PathKey* keys = program.keys.data() + path.first_key;
                const Value* value = follow_maps(*cells[path.cell], keys, path.key_count, sites + now.b);
                if (value == nullptr) [[unlikely]]
                    goto borrowed;
                if (!print(*value)) goto stop;
                break;
            }
            case Op::EmitVariable:
                if (!print(*value_of(*cells[now.a]))) goto stop;
                break;
            case Op::Emit:
                if (!print(sp[-1])) goto stop;
                --sp;
                runtime_.arena.release(mark);
                break;

            case Op::Constant:
                *sp++ = program.constants[now.a];
                break;
            case Op::Variable: {
                const Value* value = value_of(*cells[now.a]);
                if (value->is_nil()) goto stop;
                *sp++ = *value;
                break;
            }
            case Op::Path: {
                const program::Path& path = program.paths[now.a];
                const program::PathKey* keys = program.keys.data() + path.first_key;
                const Value* value = follow_maps(*cells[path.cell], keys, path.key_count, sites + now.b);
                if (value == nullptr) [[unlikely]] {
                    if (!value_of(*cells[path.cell])->is(Type::ForeignMap)) goto stop;
                    *sp = follow_in_place(*cells[path.cell], keys, path.key_count, sites + now.b);
                    if (sp->is_unset() || sp->is(Type::BigInt)) goto stop;
                } else {
                    *sp = *value;
                }
                ++sp;
                break;
            }

            case Op::Jump:
                ip = program.code.data() + now.a;
                continue;
            case Op::JumpIfFalse:
            case Op::JumpIfTrue:
                if (sp[-1].is(Type::Drop)) goto stop;
                --sp;
                if (sp->truthy() == (now.op == Op::JumpIfTrue)) {
                    ip = program.code.data() + now.a;
                    continue;
                }
                break;
            case Op::JumpUnless: {
                Answer is_so = compare_quickly(static_cast<Operator>(now.n), sp[-2], sp[-1]);
                if (is_so == Answer::Unknown) goto stop;
                sp -= 2;
                if (is_so == Answer::False) {
                    ip = program.code.data() + now.a;
                    continue;
                }
                break;
            }
            case Op::ForNext: {
                Loop& loop = c_.loops.back();
                if (loop.index + 1 >= loop.count || c_.sink != nullptr) goto stop;
                if (runtime_.steps + now.b >= runtime_.step_check) goto stop;
                next_turn(loop, now.b);
                ip = program.code.data() + now.a;
                continue;
            }
            default:
                goto stop;
        }
        ++ip;
        continue;

    borrowed : {
        // An EmitField or EmitPath.
        const program::Path& path = program.paths[ip->a];
        if (!value_of(*cells[path.cell])->is(Type::ForeignMap)) goto stop;
        const program::PathKey* keys = program.keys.data() + path.first_key;
        const Value value = follow_in_place(*cells[path.cell], keys, path.key_count, sites + ip->b);
        if (!print(value)) goto stop;
        ++ip;
    }
    }

stop:
    out.written_to(at);
    top = sp;
    return ip;
}

}  // namespace liquid::render
