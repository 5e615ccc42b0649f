"""python-liquid in turn with other engines; the lines are described in README.md.

usage: liquid.py SETS, with the Python that has python-liquid
"""
import sys

sys.path.pop(0)  # this file has the name of the package

import datetime
import importlib.metadata
import json
import math
import os
import platform
import re
import time

os.environ["TZ"] = "UTC"
time.tzset()

from liquid import CachingDictLoader, Environment
from liquid.ast import BlockNode, Node
from liquid.builtin.expressions import parse_primitive
from liquid.builtin.filters import misc
from liquid.filter import with_context
from liquid.parser import get_parser
from liquid.tag import Tag
from liquid.utils import LRUCache
from liquid.token import TOKEN_EXPRESSION, TOKEN_TAG


class FixedDate(datetime.datetime):
    @classmethod
    def now(cls, tz=None):
        return datetime.datetime(2026, 1, 1, tzinfo=tz)


class FixedModule:
    """The module datetime as the filter `date` sees it, with a clock that stands."""

    datetime = FixedDate

    def __getattr__(self, name):
        return getattr(datetime, name)


misc.dt = FixedModule()

SIZES = {"grande", "large", "medium", "compact", "small", "thumb", "icon"}


def text(value):
    return "" if value is None or type(value).__name__ == "Undefined" else str(value)


def is_nothing(value):
    return value is None or type(value).__name__ == "Undefined"


def money(cents):
    return "" if is_nothing(cents) else f"$ {cents / 100.0:.2f}"


def money_with_currency(cents):
    return "" if is_nothing(cents) else f"$ {cents / 100.0:.2f} USD"


def as_json(value):
    kept = {key: item for key, item in value.items() if key != "collections"}
    return json.dumps(kept, separators=(",", ":"), ensure_ascii=False)


def link_to(label, url, title=""):
    return f'<a href="{text(url)}" title="{text(title)}">{text(label)}</a>'


def handle(name):
    kept = re.sub(r"['\"()\[\]]", "", name.lower())
    return re.sub(r"[^A-Za-z0-9_]+", "-", kept).strip("-")


def link_to_vendor(name):
    return link_to(name, "/collections/" + handle(name), name) if not is_nothing(name) and name else "Unknown Vendor"


def product_img_url(path, style="small"):
    found = re.match(r"products/([A-Za-z0-9_-]+)\.([A-Za-z0-9_]{2,4})", path)
    if not found:
        raise ValueError('filter "size" can only be called on product images')
    if style == "original":
        return f"/files/shops/random_number/{path}"
    if style not in SIZES:
        raise ValueError("no such size")
    return f"/files/shops/random_number/products/{found[1]}_{style}.{found[2]}"


def tag_link(context, label, tag, path):
    return f'<a title="Show tag {tag}" href="/collections/{text(context.resolve("handle"))}/{path}">{label}</a>'


@with_context
def link_to_tag(label, tag, *, context):
    return tag_link(context, label, tag, tag)


@with_context
def highlight_active_tag(tag, css="active", *, context):
    return f'<span class="{css}">{tag}</span>' if tag in context.resolve("current_tags") else tag


@with_context
def link_to_add_tag(label, tag, *, context):
    return tag_link(context, label, tag, "+".join(dict.fromkeys([*context.resolve("current_tags"), tag])))


@with_context
def link_to_remove_tag(label, tag, *, context):
    return tag_link(context, label, tag, "+".join(one for one in context.resolve("current_tags") if one != tag))


def default_pagination(paginate):
    pieces = []
    if "previous" in paginate:
        pieces.append(f'<span class="prev">{link_to(paginate["previous"]["title"], paginate["previous"]["url"])}</span>')
    for part in paginate["parts"]:
        title = part["title"]
        if part["is_link"]:
            pieces.append(f'<span class="page">{link_to(title, part["url"])}</span>')
        elif (title if isinstance(title, int) else 0) == paginate["current_page"]:
            pieces.append(f'<span class="page current">{title}</span>')
        else:
            pieces.append(f'<span class="deco">{title}</span>')
    if "next" in paginate:
        pieces.append(f'<span class="next">{link_to(paginate["next"]["title"], paginate["next"]["url"])}</span>')
    return " ".join(pieces)


FILTERS = {
    "money": money,
    "money_with_currency": money_with_currency,
    "weight": lambda grams: f"{grams // 1000:.2f}",
    "weight_with_unit": lambda grams: f"{grams // 1000:.2f} kg",
    "json": as_json,
    "asset_url": lambda name: f"/files/1/[shop_id]/[shop_id]/assets/{text(name)}",
    "global_asset_url": lambda name: f"/global/{text(name)}",
    "shopify_asset_url": lambda name: f"/shopify/{text(name)}",
    "script_tag": lambda url: f'<script src="{text(url)}" type="text/javascript"></script>',
    "stylesheet_tag": lambda url, media="all":
        f'<link href="{text(url)}" rel="stylesheet" type="text/css"  media="{media}"  />',
    "img_tag": lambda url, alt="": f'<img src="{text(url)}" alt="{text(alt)}" />',
    "link_to": link_to,
    "link_to_vendor": link_to_vendor,
    "link_to_type": link_to_vendor,
    "url_for_vendor": lambda name: "/collections/" + handle(name),
    "url_for_type": lambda name: "/collections/" + handle(name),
    "product_img_url": product_img_url,
    "pluralize": lambda count, one, many: one if count == 1 and not isinstance(count, str) else many,
    "link_to_tag": link_to_tag,
    "highlight_active_tag": highlight_active_tag,
    "link_to_add_tag": link_to_add_tag,
    "link_to_remove_tag": link_to_remove_tag,
    "default_pagination": default_pagination,
}
# The pages name two filters that no shop has: what goes in comes out.
UNKNOWN = ("within", "highlight")


def page_link(title, page):
    return {"title": title, "url": f"/collections/frontpage?page={page}", "is_link": True}


def parts_of(current, last):
    parts, in_gap = [], False
    for page in range(1, last + 1 if last >= 2 else 1):
        near = page in (1, last) or current - 3 < page < current + 3
        if page == current:
            parts.append({"title": page, "is_link": False})
        elif near:
            parts.append(page_link(page, page))
        elif not in_gap:
            parts.append({"title": "&hellip;", "is_link": False})
        in_gap = not near and page != current
    return parts


class BodyNode(Node):
    def __init__(self, token, block: BlockNode):
        super().__init__(token)
        self.block = block
        self.blank = False

    def render_to_output(self, context, buffer):
        return self.block.render(context, buffer)


class PaginateNode(BodyNode):
    def __init__(self, token, block, listed, size):
        super().__init__(token, block)
        self.listed, self.size = listed, size

    def render_to_output(self, context, buffer):
        items = len(self.listed.evaluate(context))
        given = context.resolve("current_page")
        current = given if isinstance(given, int) else 0
        last = math.ceil(items / self.size)
        paginate = {"page_size": self.size, "current_page": 5, "current_offset": 5 * self.size, "items": items,
                    "pages": last}
        if current > 1:
            paginate["previous"] = page_link("&laquo; Previous", current - 1)
        if last + 1 > current + 1:
            paginate["next"] = page_link("Next &raquo;", current + 1)
        paginate["parts"] = parts_of(current, last)
        with context.extend({"paginate": paginate}):
            return self.block.render(context, buffer)


class PaginateTag(Tag):
    name = "paginate"
    end = "endpaginate"

    def parse(self, stream):
        token = stream.eat(TOKEN_TAG)
        tokens = stream.into_inner(tag=token)
        listed = parse_primitive(self.env, tokens)
        size = 20
        if tokens.current.value == "by":
            next(tokens)
            size = int(tokens.current.value)
        block = get_parser(self.env).parse_block(stream, frozenset([self.end]))
        stream.expect(TOKEN_TAG, value=self.end)
        return PaginateNode(token, block, listed, size)


class FormTag(Tag):
    name = "form"
    end = "endform"

    def parse(self, stream):
        token = stream.eat(TOKEN_TAG)
        if stream.current.kind == TOKEN_EXPRESSION:
            next(stream)
        block = get_parser(self.env).parse_block(stream, frozenset([self.end]))
        stream.expect(TOKEN_TAG, value=self.end)
        return BodyNode(token, block)


class ThemePage:
    def __init__(self, environment, page, data):
        self.environment = environment
        self.name = page["name"]
        self.sources = (page["page"], page["layout"])
        self.variables = {**data, "page_title": "Page title", "template": page["kind"]}
        self.expected = page["expected"]
        self.parsed = self.parse()

    def parse(self):
        return [self.environment.from_string(source) for source in self.sources]

    def render(self, parsed=None):
        page, layout = parsed or self.parsed
        content = page.render(**self.variables)
        return layout.render(**self.variables, content_for_layout=content)

    def both(self):
        return self.render(self.parse())


class ExtraPage:
    def __init__(self, page):
        self.name = page["name"]
        self.source = page["template"]
        self.variables = page["environment"]
        self.expected = page["expected"]
        # A name is asked for with its ending or without.
        partials = {name.removesuffix(".liquid") + ending: source
                    for name, source in page["filesystem"].items() for ending in ("", ".liquid")}
        self.loader = CachingDictLoader(partials, auto_reload=False)
        self.environment = Environment(loader=self.loader)
        self.parsed = self.parse()

    def parse(self):
        return self.environment.from_string(self.source)

    def render(self, parsed=None):
        return (parsed or self.parsed).render(**self.variables)

    def both(self):
        self.loader.cache = LRUCache(capacity=300)
        return self.render(self.parse())


class Broken:
    def __init__(self, name, why):
        self.name, self.why = name, why

    def render(self):
        raise ValueError(self.why)


def first_line(error):
    return (str(error).splitlines() or [""])[0][:100]


def made(name, make):
    try:
        return make()
    except Exception as error:  # whatever an engine says of a page that it does not take
        return Broken(name, f"does not parse: {first_line(error)}")


def difference(page):
    try:
        return None if page.render() == page.expected else "other output"
    except Exception as error:
        return f"does not render: {first_line(error)}"


def unequal(sets):
    return {name: {page.name: why for page in pages if (why := difference(page))} for name, pages in sets.items()}


def sample(pages, job, seconds):
    runs = [getattr(page, job) for page in pages]
    passes, cpu, wall = 0, time.process_time(), time.perf_counter()
    while passes == 0 or time.perf_counter() - wall < seconds:
        for run in runs:
            run()
        passes += 1
    spent = min(time.perf_counter() - wall, time.process_time() - cpu)
    return {"ms": spent * 1000 / passes, "passes": passes}


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        given = json.load(file)
    sets = {}
    if "themes" in given:
        shop = Environment()
        shop.filters.update(FILTERS)
        shop.filters.update({name: lambda value, *_: value for name in UNKNOWN})
        shop.add_tag(PaginateTag)
        shop.add_tag(FormTag)
        data = given["themes"]["data"]
        sets["themes"] = [made(page["name"], lambda: ThemePage(shop, page, data)) for page in given["themes"]["pages"]]
    for name in ("extra", "product"):
        if name in given:
            sets[name] = [made(page["name"], lambda: ExtraPage(page)) for page in given[name]]
    version = f"{importlib.metadata.version('python-liquid')}, Python {platform.python_version()}"
    print(json.dumps({"name": "python-liquid", "version": version, "unequal": unequal(sets)}), flush=True)
    for line in sys.stdin:
        asked = json.loads(line)
        if asked.get("check"):
            answer = {"unequal": unequal(sets)}
        else:
            answer = sample([page for page in sets[asked["set"]] if page.name in asked["pages"]], asked["job"],
                            asked["seconds"])
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
