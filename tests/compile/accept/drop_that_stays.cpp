#include <liquid/liquid.hpp>

struct Price : liquid::Drop {
    liquid::Value get(liquid::DropContext&, std::string_view) override { return liquid::Value::integer(3); }
};
Price price;
liquid::Value value = liquid::Value::drop(price);
