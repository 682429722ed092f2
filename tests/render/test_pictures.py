"""Pictures on pages: the fitting size in the best format, nothing of where they were taken, and only what is shown."""

import re
from pathlib import Path

import pytest
from PIL import Image

from hubkit.kinds.picture import TONES, Look, Photo, looked_at
from hubkit.memo import Memo
from hubkit.problems import HubkitError
from hubkit.render.darkroom import developed
from hubkit.render.variants import USES, Variant, fallback, has_avif, sources
from tests.oracle import parse
from tests.photos import drawn, noisy, opened, pixel, saved, with_exif
from tests.sites import ADA, LISBON, NETWORK, WALK, Built, built, make, write

NETS: dict[str, str | bytes] = {
    "hubkit.yaml": NETWORK,
    "hubs/lisbon/hub.yaml": LISBON + "picture: {file: media/tram.jpg, alt: A tram & a hill}\nsponsors: [ink]\n",
    "hubs/lisbon/events/2026-12-05-photo-walk.yaml": WALK + 'image: {file: media/walk.png, alt: ""}\n',
    "hubs/lisbon/members/ada.md": ADA.replace("role:", "photo: {file: ada.jpg, alt: Ada}\nrole:"),
    "hubs/lisbon/members/ada.jpg": with_exif(6, 600, 400),
    "hubs/lisbon/media/tram.jpg": with_exif(1, 2000, 1000),
    "hubs/lisbon/media/walk.png": saved(noisy("RGB", 1000, 500), "PNG"),
    "hubs/lisbon/media/unused.jpg": drawn(30, 30),
    "hubs/lisbon/pages/look.md": "---\ntitle: Look\n---\nA *tram*: ![A tram > a hill](../media/tram.jpg)\n",
    "sponsors/ink.yaml": "name: Ink\nlogo: {file: media/ink.png, alt: Ink}\n",
    "media/ink.png": drawn(1200, 100, "PNG", "RGBA"),
}


def assets(made: Built, stem: str) -> dict[str, bytes]:
    """Return the published variants of a picture, by size and ending: `960.avif`."""
    found = {path: content for path, content in made.tree().items() if path.startswith(f"assets/{stem}-")}
    return {re.sub(r".*-(.*)\..*\.(.*)", r"\1.\2", path): content for path, content in found.items()}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Built:
    return make(tmp_path_factory.mktemp("pictures"), NETS)


def test_each_place_gets_the_widths_that_it_needs(site: Built) -> None:
    large = {"480.avif", "720.avif", "1088.avif", "1440.avif"} if has_avif() else {"1088.webp", "1440.webp"}
    assert assets(site, "tram").keys() == large | {"480.webp", "720.webp", "1200.jpg"}
    large = {"480.avif", "720.avif", "1000.avif"} if has_avif() else {"1000.webp"}
    assert assets(site, "walk").keys() == large | {"480.webp", "720.webp", "1000.jpg"}
    best = "avif" if has_avif() else "webp"
    assert assets(site, "ada").keys() == {f"192x192.{best}", "192x192.jpg", f"400x400.{best}", "400x400.jpg", "400.jpg"}
    assert assets(site, "ink").keys() == {"576.webp", "576.png"}
    assert not assets(site, "unused")


def test_the_files_are_what_their_names_say(site: Built) -> None:
    forms = {"jpg": "JPEG", "png": "PNG", "webp": "WEBP", "avif": "AVIF"}
    for path, content in site.tree().items():
        size = re.fullmatch(r"assets/\w+-(\d+)(?:x(\d+))?\.\w+\.(jpg|png|webp|avif)", path)
        if size:
            image = opened(content)
            assert (image.format, image.width) == (forms[size[3]], int(size[1]))
            assert size[2] in {None, str(image.height)}


def test_the_browser_is_given_every_choice_and_what_it_takes_to_keep_the_place(site: Built) -> None:
    page = parse(site.text("lisbon/index.html"))
    hero = next(image for image in page.all("img") if image.get("alt") == "A tram & a hill")
    assert (hero.get("width"), hero.get("height")) == ("1200", "600")
    assert hero.get("fetchpriority") == "high"
    assert hero.get("loading") is None
    assert hero.get("decoding") == "async"
    assert f"tone-{looked_at('a.jpg', drawn(200, 100)).tone}" in (hero.get("class") or "").split()
    for source in page.all("source"):
        for candidate in (source.get("srcset") or "").split(", "):
            link, _, width = candidate.partition(" ")
            assert site.has(link.removeprefix("/hubs/"))
            assert not width or f"-{width.removesuffix('w')}." in link
        assert (source.get("sizes") is not None) == (" " in (source.get("srcset") or ""))
    assert [source.get("type") for source in page.all("source")][:1] == ["image/avif" if has_avif() else "image/webp"]
    (preview,) = (meta for meta in page.all("meta") if meta.get("property") == "og:image")
    assert re.fullmatch(r"https://x.org/hubs/assets/tram-1200\.\w+\.jpg", preview.get("content") or "")


def test_what_stands_further_down_waits_until_it_is_near(site: Built) -> None:
    home = parse(site.text("lisbon/index.html"))
    assert {image.get("loading") for image in home.all("img") if image.get("alt") == ""} == {"lazy"}
    (prose,) = parse(site.text("lisbon/look/index.html")).all("img")
    assert (prose.get("loading"), prose.get("fetchpriority")) == ("lazy", None)
    assert prose.get("alt") == "A tram > a hill"
    (walk,) = parse(site.text("lisbon/events/2026-12-05-photo-walk/index.html")).all("img")
    assert (walk.get("loading"), walk.get("fetchpriority"), walk.get("alt")) == (None, "high", "")


def test_no_file_says_where_or_by_whom_a_photo_was_taken(site: Built) -> None:
    assert b"SecretCamera" in NETS["hubs/lisbon/media/tram.jpg"]  # pyright: ignore[reportOperatorIssue]
    pictures = 0
    for path, content in site.tree().items():
        assert b"Secret" not in content, path
        if path.endswith((".jpg", ".png", ".webp", ".avif")):
            image = opened(content)
            pictures += 1
            assert not image.getexif(), path
            assert not {"exif", "xmp", "comment", "icc_profile"} & image.info.keys(), path
    assert pictures > 10


def test_every_variant_is_upright(site: Built) -> None:
    for name, content in assets(site, "ada").items():
        image = opened(content).convert("RGB")
        red, _, blue = pixel(image, (image.width * 3 // 4, image.height // 8))
        assert blue > red, name


def test_the_bytes_are_the_same_for_every_number_of_jobs_and_whatever_else_is_shown(
    tmp_path: Path, site: Built
) -> None:
    files = {
        **NETS,
        "hubs/porto/hub.yaml": LISBON,
        "hubs/porto/pages/look.md": "---\ntitle: L\n---\n![T](/media/ink.png)\n",
    }
    both = [make(tmp_path / str(jobs), files, jobs=jobs).tree() for jobs in (1, 2)]
    assert both[0] == both[1]
    shared = [path for path in site.tree() if path.startswith("assets/") and path in both[0]]
    assert all(site.tree()[path] == both[0][path] for path in shared)
    photo, folder = looked_at("a.jpg", with_exif(6, 900, 700)), write(tmp_path / "a", {"a.jpg": with_exif(6, 900, 700)})
    every = [variant for use in USES.values() for each in sources(photo, use, avif=has_avif()) for variant in each]
    together = {output.path: output.content for output in developed(every, folder, Memo())}
    alone = {output.path: output.content for each in every for output in developed([each], folder, Memo())}
    assert together == alone


def test_small_pictures_are_not_enlarged(tmp_path: Path) -> None:
    photo = Photo("a.jpg", "0", 100, 50, Look.photo, 0)
    for use in USES.values():
        every = [fallback(photo, use), *(variant for each in sources(photo, use, avif=has_avif()) for variant in each)]
        assert all(variant.width <= 100 and variant.height <= 50 for variant in every)


@pytest.mark.parametrize("mode", ["RGB", "RGBA"])
def test_few_colours_are_kept_to_the_pixel(tmp_path: Path, mode: str) -> None:
    content = drawn(300, 200, "PNG", mode)
    photo = looked_at("a.png", content)
    write(tmp_path, {"a.png": content})
    variants = [fallback(photo), *sources(photo, USES["prose"], avif=has_avif())[0]]
    assert {variant.suffix for variant in variants} == {"png", "webp"}
    for output in developed(variants, tmp_path, Memo()):
        assert opened(output.content).convert("RGBA").tobytes() == opened(content).convert("RGBA").tobytes()


def test_transparency_stays_in_every_format(tmp_path: Path) -> None:
    content = saved(noisy("RGBA", 300, 200), "PNG")
    photo = looked_at("a.png", content)
    write(tmp_path, {"a.png": content})
    variants = [
        fallback(photo),
        *(variant for each in sources(photo, USES["prose"], avif=has_avif()) for variant in each),
    ]
    assert fallback(photo).suffix == "png"
    for output in developed(variants, tmp_path, Memo()):
        assert opened(output.content).convert("RGBA").getchannel("A").getextrema() != (255, 255), output.path


def test_of_a_moving_picture_the_first_frame_is_shown(tmp_path: Path) -> None:
    frames = [Image.new("RGB", (40, 30), colour) for colour in ("red", "blue")]
    content = saved(frames[0], "GIF", save_all=True, append_images=frames[1:])
    photo = looked_at("a.gif", content)
    write(tmp_path, {"a.gif": content})
    for output in developed([fallback(photo), *sources(photo, USES["prose"], avif=has_avif())[0]], tmp_path, Memo()):
        image = opened(output.content)
        assert getattr(image, "n_frames", 1) == 1
        assert image.convert("RGB").getpixel((5, 5)) == (255, 0, 0)


def test_files_are_counted_as_new_once_and_only_then(tmp_path: Path) -> None:
    site = write(tmp_path, NETS)
    first = built(site)
    assert (first.report.written, first.report.unchanged) == (len(first.paths()), 0)
    write(site, {"hubs/lisbon/pages/look.md": "---\ntitle: Look\n---\n![A tram](../media/tram.jpg)\n"})
    again = built(site).report
    assert (again.written, again.written + again.unchanged) == (1, len(first.paths()))


def test_a_picture_is_read_again_only_where_a_variant_is_new(tmp_path: Path) -> None:
    site = write(tmp_path, NETS)
    first = built(site).tree()
    for file in (site / "_site").rglob("*"):
        if file.suffix in {".avif", ".jpg", ".webp", ".png"}:
            file.unlink()
    memory = {file: file.stat().st_mtime_ns for file in (site / ".hubkit/big").rglob("*")}
    assert built(site).tree() == first
    assert {file: file.stat().st_mtime_ns for file in (site / ".hubkit/big").rglob("*")} == memory


def test_another_picture_under_the_old_name_is_another_file(tmp_path: Path) -> None:
    site = write(tmp_path, NETS)
    before = assets(built(site), "tram")
    write(site, {"hubs/lisbon/media/tram.jpg": drawn(2000, 900)})
    again = built(site)
    after = assets(again, "tram")
    assert before.keys() == after.keys()
    assert all(before[name] != after[name] for name in before)
    assert again.tree() == make(tmp_path / "anew", {**NETS, "hubs/lisbon/media/tram.jpg": drawn(2000, 900)}).tree()


def test_a_picture_that_changes_under_the_build_is_never_published_under_a_false_name(tmp_path: Path) -> None:
    photo = looked_at("a.jpg", drawn())
    write(tmp_path, {"a.jpg": drawn(50, 50)})
    with pytest.raises(HubkitError, match=r"a\.jpg was changed while the site was built"):
        list(developed([fallback(photo)], tmp_path, Memo()))


def test_a_check_makes_no_picture(tmp_path: Path) -> None:
    site = write(tmp_path, NETS)
    made = built(site, publishes=False)
    assert not made.errors()
    assert not (site / ".hubkit").exists()
    assert not made.folder.exists()


def test_old_pages_of_a_broken_hub_keep_their_pictures(tmp_path: Path) -> None:
    site = write(tmp_path, NETS)
    before = built(site).tree()
    write(site, {"hubs/lisbon/hub.yaml": "name: [broken\n"})
    after = built(site, without_broken=True).tree()
    pictures = {path for path in before if path.endswith((".avif", ".jpg", ".webp", ".png")) and "ink" not in path}
    assert pictures <= after.keys()


def test_a_theme_may_write_the_tag_itself_or_say_how_wide_it_is(tmp_path: Path) -> None:
    hub = (
        '{% extends "base:hub.html" %}{% block hub_hero %}{% set photo = picture(hub.fields.picture, hub) %}'
        '<img src="{{ photo.src|url }}" alt="{{ photo.alt }}" width="{{ photo.width }}" height="{{ photo.height }}">'
        '{{ picture_tag(hub.fields.picture, hub, "banner", classes="wide", sizes="50vw", alt="Words") }}'
        '{{ picture_tag(none, hub, "hero") }}{% endblock %}'
    )
    files = {**NETS, "hubkit.yaml": NETWORK + "theme: mine\n", "themes/mine/theme.yaml": "extends: base\n"}
    made = make(tmp_path, {**files, "themes/mine/templates/hub.html": hub})
    page = parse(made.text("lisbon/index.html"))
    plain, wide = page.all("img")[:2]
    assert (plain.get("width"), plain.get("height"), plain.get("alt")) == ("1200", "600", "A tram & a hill")
    assert made.has((plain.get("src") or "").removeprefix("/hubs/"))
    assert wide.get("alt") == "Words"
    assert (wide.get("class") or "").startswith("wide ")
    assert page.all("source")[0].get("sizes") == "50vw"
    assert "1920.avif" in assets(made, "tram") or "1920.webp" in assets(made, "tram")


def test_a_use_that_is_none_is_a_problem_of_the_template(tmp_path: Path) -> None:
    tag = '{{ picture_tag(hub.fields.picture, hub, "heros") }}'
    hub = f'{{% extends "base:hub.html" %}}{{% block hub_hero %}}{tag}{{% endblock %}}'
    files = {**NETS, "hubkit.yaml": NETWORK + "theme: mine\n", "themes/mine/theme.yaml": "extends: base\n"}
    made = built(write(tmp_path, {**files, "themes/mine/templates/hub.html": hub}))
    (error,) = made.errors()
    assert error.startswith("themes/mine/templates/hub.html:1:")
    assert "'heros' is no use of pictures; did you mean 'hero'?" in error


def test_words_in_another_language_are_marked(tmp_path: Path) -> None:
    hub = LISBON + "languages: [en, pt]\npicture: {file: media/tram.jpg, alt: {pt: Um elétrico}}\n"
    made = make(tmp_path, {**NETS, "hubs/lisbon/hub.yaml": hub})
    (hero,) = (image for image in parse(made.text("lisbon/index.html")).all("img") if image.get("fetchpriority"))
    assert (hero.get("alt"), hero.get("lang"), hero.get("dir")) == ("Um elétrico", "pt", "ltr")


def test_base_has_a_class_for_every_tone() -> None:
    css = (Path(__file__).parents[2] / "themes/base/assets/base.css").read_text(encoding="utf-8")
    for place, tone in enumerate(TONES):
        ink = "#fff" if place < 6 else "#000"
        assert f".tone-{place} {{ background: {tone}; color: {ink} }}" in css


def test_without_avif_webp_comes_in_every_width() -> None:
    photo = Photo("a.jpg", "0", 4000, 3000, Look.photo, 0)
    (only,) = sources(photo, USES["hero"], avif=False)
    assert [(each.width, each.suffix) for each in only] == [
        (480, "webp"),
        (720, "webp"),
        (1088, "webp"),
        (1440, "webp"),
    ]
    assert sources(photo, USES["avatar"], avif=False) == ((Variant(photo, 192, 192, "webp", is_cut=True),),)
