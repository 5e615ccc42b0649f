// A Value only points at its Drop, so a Drop that ends with the statement is refused.
// error: cannot bind non-const lvalue reference|expects an lvalue|no matching function
#include <liquid/liquid.hpp>

struct Price : liquid::Drop {};
liquid::Value value = liquid::Value::drop(Price());
