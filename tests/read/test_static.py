"""What lies in static/ is public and unchanged, so nothing gets there that steers the host or is private."""

from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from hubkit.read.static import read_static
from hubkit.values import SourceFile
from tests.read.site import told


def put(site: Path, files: dict[str, bytes]) -> Path:
    for path, content in files.items():
        file = site / "static" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    return site


def test_ordinary_files_are_listed_and_what_nobody_wrote_is_not(tmp_path: Path) -> None:
    files = {"b.txt": b"x", "a/c.pdf": b"%PDF\xff", "a.svg": b"<svg/>", ".gitkeep": b"", "x/.DS_Store": b""}
    assert read_static(put(tmp_path, files)) == (
        (SourceFile("static/a.svg", 6), SourceFile("static/a/c.pdf", 5), SourceFile("static/b.txt", 1)),
        [],
    )


@pytest.mark.parametrize(
    "path",
    ["_redirects", "_headers", "_worker.js", "_routes.json", "netlify.toml", "vercel.json", ".htaccess", "web.config",
     "CNAME", "wrangler.toml", "deep/er/_redirects", "Netlify.toml", ".env", "prod.env", ".env.local", "hubkit.db",
     "hubkit.db-wal", "x.sqlite3", "dump.sql", "cert.pem", "site.key", "id_rsa", "old.bak", ".hidden", "a.txt~",
     "a.svgz", "nul.txt", "a?.txt"]
)  # fmt: skip
def test_names_that_are_refused(tmp_path: Path, path: str) -> None:
    files, problems = read_static(put(tmp_path, {path: b"x"}))
    assert files == ()
    assert [problem.place.file for problem in problems] == [f"static/{path}"]
    assert problems[0].hint


@pytest.mark.parametrize("folder", [".well-known", "functions", "netlify", ".netlify", ".git", ".svn", ".hg", "a/.git"])
def test_folders_that_are_refused_with_all_they_hold(tmp_path: Path, folder: str) -> None:
    files, problems = read_static(put(tmp_path, {f"{folder}/config": b"x"}))
    assert files == ()
    assert [problem.place.file for problem in problems] == [f"static/{folder}"]


def test_a_secret_in_a_text_file(tmp_path: Path) -> None:
    secret = b"sk_" + b"live_" + b"HUBKITFAKE0123456789"
    files, (problem,) = read_static(put(tmp_path, {"app.js": b"// pay\nlet key = '" + secret + b"'\n"}))
    assert files == ()
    assert (problem.place.line, problem.place.column) == (2, 12)
    assert "HUBKITFAKE" not in repr(problem)
    assert problem.excerpt.startswith("let key = 'sk_live_***")


def photo(kind: str, *, gps: bool) -> bytes:
    exif = Image.Exif()
    exif[0x010E] = "a description"
    if gps:
        exif.get_ifd(0x8825)[2] = (52.0, 31.0, 12.0)
    content = BytesIO()
    Image.new("RGB", (8, 8)).save(content, kind, exif=exif)
    return content.getvalue()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_photo_that_says_where_it_was_taken(tmp_path: Path, kind: str) -> None:
    name = f"photo.{kind.lower()}"
    files, problems = read_static(put(tmp_path, {name: photo(kind, gps=True), f"fine-{name}": photo(kind, gps=False)}))
    assert told(problems) == [f"static/{name}:1:1: this photo says where it was taken"]
    assert [file.path for file in files] == [f"static/fine-{name}"]


def test_a_photo_that_says_it_in_xmp(tmp_path: Path) -> None:
    content = BytesIO()
    xmp = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><r exif:GPSLatitude="52,31.2N"/></x:xmpmeta>'
    Image.new("RGB", (8, 8)).save(content, "JPEG", xmp=xmp)
    assert len(read_static(put(tmp_path, {"a.jpg": content.getvalue()}))[1]) == 1


def test_a_picture_that_is_none_says_nothing(tmp_path: Path) -> None:
    files, problems = read_static(put(tmp_path, {"a.png": b"Exif, but no picture"}))
    assert (len(files), problems) == (1, [])
