import pytest

pytest_plugins = ["pytester"]

INI = """
[pytest]
liquid_snippets = snippets
liquid_on_error = comment
"""


@pytest.fixture
def theme(pytester):
    pytester.makeini(INI)
    snippets = pytester.mkdir("snippets")
    (snippets / "card.liquid").write_text("<b class='t'>{{ title }}</b>{% render 'price', price: price %}\n")
    (snippets / "price.liquid").write_text("<i>{{ price | divided_by: 100.0 }}</i>")
    return pytester


def run(theme, **outcomes):
    result = theme.runpytest("-p", "no:cacheprovider")
    result.assert_outcomes(**outcomes)
    return result


def test_render_fixture(theme):
    theme.makepyfile(
        """
        def test_card(render):
            page = render("card", title="Ring", price=1250)
            assert "Ring" in page
            assert page.select("b.t")[0].text() == "Ring"
            assert page.html.css_first("i").text() == "12.5"
            assert page.diagnostics == ()

        def test_string(render):
            assert render("{{ a }}", {"a": 1}) == "1"
            assert render("plain text") == "plain text"

        def test_environment(liquid_env, render):
            liquid_env.add_filter("shout", lambda value: value.upper())
            assert render("{{ 'a' | shout }}") == "A"
        """
    )
    run(theme, passed=3)


def test_errors_fail_the_test_with_chain_and_excerpt(theme):
    (theme.path / "snippets" / "card.liquid").write_text("{{ title }}{% render 'prise' %}")
    theme.makepyfile(
        """
        def test_card(render):
            render("{% render 'card' %}")
        """
    )
    result = run(theme, failed=1)
    result.stdout.fnmatch_lines(
        ["*LQ1001*`prise` was not found*", " --> snippets*card.liquid:1*", "*render 'prise'*", "*price*"]
    )
    result.stdout.no_fnmatch_line("*pytest_plugin.py*")


def test_a_marker_permits_codes(theme):
    theme.makepyfile(
        """
        import pytest

        @pytest.mark.liquid_allow("LQ1001")
        def test_by_code(render):
            page = render("{% render 'gone' %}")
            assert page.diagnostics[0].code == "LQ1001"

        @pytest.mark.liquid_allow("missing-partial")
        def test_by_name(render):
            render("{% render 'gone' %}")

        @pytest.mark.liquid_allow("LQ3007")
        def test_other(render):
            render("{% render 'gone' %}")
        """
    )
    run(theme, passed=2, failed=1)


def test_yaml_files(theme):
    (theme.path / "test_theme.liquid.yml").write_text(
        """
data: {title: Ring}
tests:
- name: a card
  file: card
  data: {price: 100}
  contains: [Ring, "1.0"]
  excludes: Cup
  select: {b.t: Ring, i: 1}
- name: exact
  template: "{{ title }}"
  expect: Ring
- name: permitted
  template: "{{ 1 | divided_by: 0 }}"
  diagnostics: LQ3007
- name: wrong
  template: "{{ title }}"
  expect: Cup
- name: broken
  template: "{% render 'gone' %}"
- name: never said
  template: "x"
  diagnostics: LQ1001
- name: misspelt
  templat: "x"
"""
    )
    result = run(theme, passed=3, failed=4)
    result.stdout.fnmatch_lines(["*expected: 'Cup'*", "*LQ1001*", "*unknown key 'templat'*"])


def test_yaml_files_that_are_none(theme):
    (theme.path / "test_a.liquid.yml").write_text("just text")
    (theme.path / "test_b.liquid.yml").write_text("{unclosed")
    result = theme.runpytest("-p", "no:cacheprovider")
    assert result.ret != 0
    result.stdout.fnmatch_lines(["*expected a list of tests*"])
    result.stdout.no_fnmatch_line("*INTERNALERROR*")


def test_a_wrong_configuration_is_told(theme):
    theme.makeini("[pytest]\nliquid_error_mode = strange\n")
    theme.makepyfile("def test_a(render): render('x')")
    result = theme.runpytest()
    assert result.ret != 0
    result.stdout.fnmatch_lines(["*error_mode is*"])
