"""The rules of `_headers` and `_redirects`, as hosts read them."""

from hubkit.serve.rules import base_of, header_rules, redirect_rules

HEADERS = """/hubs/*
  X-Frame-Options: DENY
  Link: <https://a.example>; rel=x
/hubs/*.svg
  Content-Security-Policy: sandbox
"""


def test_each_rule_of_headers_speaks_of_its_own_paths() -> None:
    every, pictures = header_rules(HEADERS)
    assert every.headers == {"x-frame-options": "DENY", "link": "<https://a.example>; rel=x"}
    assert every.pattern.fullmatch("/hubs/a/b.svg")
    assert not every.pattern.fullmatch("/other/")
    assert pictures.pattern.fullmatch("/hubs/a/b.svg")
    assert not pictures.pattern.fullmatch("/hubs/a/bXsvg")


def test_a_later_value_counts_and_names_stand_for_one_part_of_a_path() -> None:
    rules = "/:hub/widget/\n  ! Content-Security-Policy\n  Content-Security-Policy: frame-ancestors *\n"
    [widgets] = header_rules(rules)
    assert widgets.headers == {"content-security-policy": "frame-ancestors *"}
    assert widgets.pattern.fullmatch("/lisbon/widget/")
    assert not widgets.pattern.fullmatch("/lisbon/members/widget/")


def test_the_first_rule_of_headers_tells_where_the_site_stands() -> None:
    assert base_of(HEADERS) == "/hubs/"
    assert base_of("/*\n  X: y\n") == "/"
    assert base_of("/a%20b/c/*\n") == "/a b/c/"
    assert base_of("//evil.example/*\n") == "/evil.example/"
    assert base_of("") == "/"


def test_a_single_old_address_comes_before_all_below_one() -> None:
    rules = redirect_rules("/a/b/ /single/ 301\n/a/* /all/:splat 302\n")
    assert rules.find("/a/b/") == ("/single/", 301)
    assert rules.find("/a/c/d") == ("/all/c/d", 302)
    assert rules.find("/a") is None
    assert rules.find("/b/") is None


def test_what_lies_below_an_old_address_cannot_lead_to_another_host() -> None:
    rules = redirect_rules("/a/* /:splat 301\n")
    assert rules.find("/a//evil.example/") == ("/evil.example/", 301)
    assert rules.find("/a/\\evil.example") == ("/%5Cevil.example", 301)
    assert rules.find("/a/x\r\ny") == ("/x%0D%0Ay", 301)
