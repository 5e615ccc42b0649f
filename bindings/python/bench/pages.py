"""Pages as a shop has them, in Liquid and for Jinja2, and their data."""

from __future__ import annotations

from typing import Any, Dict

# What both say alike.
_HEAD = """<!DOCTYPE html>
<html><head><title>{{ page_title | escape }}</title></head>
<body class="{{ template }}">
<ul id="nav">{% for link in main_menu.links %}
  <li class="{% if link.url == current %}active{% else %}link{% endif %}"><a href="{{ link.url }}">{{ link.title }}</a></li>{% endfor %}
</ul>
<h1>{{ collection.title }}</h1>
{% if collection.description != '' %}<div class="desc">{{ collection.description }}</div>{% endif %}
<table>{% for product in collection.products %}
"""

_VARIANTS = """  <td>{% for variant in product.variants %}<option value="{{ variant.id }}">{{ variant.title }} - {{ variant.price }}</option>{% endfor %}</td>
</tr>{% endfor %}
</table>
"""

_TAIL = "</body></html>\n"

LIQUID = (
    _HEAD
    + """<tr class="{% cycle 'odd', 'even' %}">
  <td>{{ forloop.index }}</td>
  <td><a href="/products/{{ product.handle }}">{{ product.title | upcase }}</a></td>
  <td>{{ product.description | truncatewords: 8 }}</td>
  <td>{% if product.available %}{{ product.price | divided_by: 100 }} {{ currency }}{% else %}sold out{% endif %}</td>
  <td>{% for tag in product.tags %}{{ tag }}{% unless forloop.last %}, {% endunless %}{% endfor %}</td>
  {% assign size = product.variants | size %}<td>{{ size }}{% if size > 2 %} variants{% endif %}</td>
"""
    + _VARIANTS
    + """<p>{{ collection.products | map: 'title' | join: ' / ' }}</p>
"""
    + _TAIL
)

JINJA = (
    _HEAD
    + """<tr class="{{ loop.cycle('odd', 'even') }}">
  <td>{{ loop.index }}</td>
  <td><a href="/products/{{ product.handle }}">{{ product.title | upper }}</a></td>
  <td>{{ product.description | truncatewords(8) }}</td>
  <td>{% if product.available %}{{ product.price // 100 }} {{ currency }}{% else %}sold out{% endif %}</td>
  <td>{% for tag in product.tags %}{{ tag }}{% if not loop.last %}, {% endif %}{% endfor %}</td>
  {% set size = product.variants | length %}<td>{{ size }}{% if size > 2 %} variants{% endif %}</td>
"""
    + _VARIANTS
    + """<p>{{ collection.products | map(attribute='title') | join(' / ') }}</p>
"""
    + _TAIL
)

PRODUCT = """{% assign product = collection.products | where: 'handle', 'thing-7' | first %}
<article><h1>{{ product.title | escape }}</h1>
<p class="price">{% if product.available %}{{ product.price | divided_by: 100.0 | round: 2 }} {{ currency }}{% else %}sold out{% endif %}</p>
<div>{{ product.description | strip_html | truncate: 120 }}</div>
<form>{% for variant in product.variants %}
  <label><input name="id" value="{{ variant.id }}"{% if forloop.first %} checked{% endif %}> {{ variant.title | append: ', ' | append: variant.price }}</label>{% endfor %}
</form>
<p>{% for tag in product.tags %}<a href="/tags/{{ tag | downcase | replace: ' ', '-' }}">{{ tag | capitalize }}</a> {% endfor %}</p>
<ul>{% for other in collection.products limit: 8 %}{% unless other.handle == product.handle %}
  <li>{{ other.title }}: {{ other.price | minus: product.price | abs }}{% if other.price > product.price %} more{% else %} less{% endif %}</li>{% endunless %}{% endfor %}
</ul></article>
"""

CART = """<form>{% assign total = 0 %}{% for product in collection.products %}{% if product.available %}
{% capture line %}{{ product.title }} x {{ forloop.index | modulo: 3 | plus: 1 }}{% endcapture %}
{% assign total = total | plus: product.price %}<p class="{% cycle 'a', 'b', 'c' %}">{{ line }} = {{ product.price }}</p>
{% endif %}{% endfor %}
{% case template %}{% when 'cart' %}<b>{{ total }}</b>{% when 'collection' %}<i>{{ total | times: 1.19 | floor }}</i>{% else %}none{% endcase %}
{% for n in (1..12) %}{% if n == 3 %}{% continue %}{% endif %}<option>{{ n }}</option>{% endfor %}</form>
"""


def truncatewords(text: str, count: int) -> str:
    words = text.split()
    return " ".join(words[:count]) + "..." if len(words) > count else text


def data(products: int = 50) -> Dict[str, Any]:
    return {
        "page_title": "Rings & Things",
        "template": "collection",
        "current": "/collections/all",
        "currency": "EUR",
        "main_menu": {
            "links": [
                {"title": "Home", "url": "/"},
                {"title": "All", "url": "/collections/all"},
                {"title": "About", "url": "/pages/about"},
            ]
        },
        "collection": {
            "title": "All things",
            "description": "Everything that we have, and nothing that we have not.",
            "products": [
                {
                    "handle": f"thing-{n}",
                    "title": f"Thing {n}",
                    "description": "A thing of beauty is a joy for ever: its loveliness increases " * (1 + n % 3),
                    "price": 995 + 100 * n,
                    "available": n % 5 != 0,
                    "tags": ["new", "gold", "gift"][: n % 4],
                    "variants": [{"id": n * 10 + v, "title": f"Size {v}", "price": 9.5 + v} for v in range(1 + n % 4)],
                }
                for n in range(products)
            ],
        },
    }
