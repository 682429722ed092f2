"""What MkDocs has no setting for: a hub's lists, and its feed."""

from collections import defaultdict
from datetime import datetime
from pathlib import Path
from typing import Any

_hubs: dict[str, dict[str, Any]] = {}
_environments: list[Any] = []


def on_pre_build(config: Any) -> None:
    """Begin anew, also when served."""
    _hubs.clear()


def on_page_content(html: str, page: Any, config: Any, files: Any) -> str:
    """Gather the pages by hub and kind; MkDocs reads all pages before it writes any."""
    if "hub" in page.meta:
        hub = _hubs.setdefault(page.meta["hub"], {"hub": None, "lists": defaultdict(list)})
        known = {**page.meta, "address": page.abs_url}
        if page.meta["kind"] == "hub":
            hub["hub"] = known
        hub["lists"][page.meta["kind"]].append(known)
    return html


def on_env(env: Any, config: Any, files: Any) -> Any:
    """Teach the templates to write dates."""
    env.filters["day"] = lambda text: f"{datetime.fromisoformat(text):%-d %B %Y}"
    env.filters["moment"] = lambda text: f"{datetime.fromisoformat(text):%-d %B %Y, %H:%M}"
    env.filters["long_moment"] = lambda text: f"{datetime.fromisoformat(text):%A, %-d %B %Y, %H:%M}"
    env.filters["hour"] = lambda text: f"{datetime.fromisoformat(text):%H:%M}"
    _environments[:] = [env]
    return env


def on_page_context(context: dict[str, Any], page: Any, config: Any, nav: Any) -> dict[str, Any]:
    """Give a hub its events and members, and the home page its hubs."""
    if page.meta.get("kind") == "hub":
        lists = _hubs[page.meta["hub"]]["lists"]
        context.update(events=lists["event"], members=lists["member"])
    elif "kind" not in page.meta:
        context["hubs"] = [hub["hub"] for _, hub in sorted(_hubs.items())]
    return context


def on_post_build(config: Any) -> None:
    """Write the feeds."""
    template = _environments[0].get_template("feed.xml")
    for name, hub in _hubs.items():
        feed = template.render(hub=hub["hub"], events=hub["lists"]["event"])
        (Path(config["site_dir"]) / name / "feed.xml").write_text(feed, encoding="utf-8")
