// A RenderContext is one thread's state: it moves, it is never copied.
// error: deleted|implicitly-deleted|unique_ptr
#include <liquid/liquid.hpp>

liquid::RenderContext first;
liquid::RenderContext second = first;
