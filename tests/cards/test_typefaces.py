import shutil
from pathlib import Path

import pytest

from hubkit.cards.card import Undrawable, Wording
from hubkit.cards.coverage import letters_of
from hubkit.cards.system import CJK_FONTS
from hubkit.cards.typefaces import Typefaces

BUNDLED = Path(__file__).parents[2] / "hubkit" / "cards" / "fonts" / "HubkitSans-Bold.ttf"
SCRIPTS = {
    "en": "Photo walk: Łódź, Tiếng Việt, Čeština, “quoted” – 12 €",
    "ru": "Прогулка с фотоаппаратом, Їжак, Ђорђе",
    "el": "Φωτογραφικός περίπατος, ΐ Ώ",
    "ar": "نزهة تصوير على ضفاف النهر، ٢٠٢٦؛ پچژگ",
    "hi": "क्षेत्रीय विद्यार्थी कार्यक्रम, ज़्यादा १२",
}
has_cjk = pytest.mark.skipif(not any(Path(path).is_file() for path in CJK_FONTS), reason="needs Noto Sans CJK")


def wording(text: str, language: str = "en") -> Wording:
    return Wording(text, language, "rtl" if language == "ar" else "ltr")


@pytest.mark.parametrize("language", SCRIPTS)
def test_the_font_that_comes_with_hubkit_has_every_letter(tmp_path: Path, language: str):
    text = SCRIPTS[language]
    setting = Typefaces(tmp_path).setting(wording(text, language))
    assert setting.typeface.file == BUNDLED
    assert setting.text == text
    assert {ord(letter) for letter in text} <= setting.typeface.letters


@pytest.mark.parametrize("language", SCRIPTS)
def test_no_letter_is_drawn_as_the_sign_for_a_missing_one(tmp_path: Path, language: str):
    typefaces = Typefaces(tmp_path)
    typeface = typefaces.setting(wording(SCRIPTS[language], language)).typeface
    font = typefaces.font(typeface, 40)
    missing = bytes(font.getmask("\U0010fffd"))
    for letter in set(SCRIPTS[language]) - set(" "):
        assert bytes(font.getmask(letter)) != missing, letter


@has_cjk
@pytest.mark.parametrize(("language", "text"), [("ja", "夜の写真さんぽ"), ("zh", "摄影散步"), ("ko", "사진 산책")])
def test_east_asian_letters_come_from_the_system(tmp_path: Path, language: str, text: str):
    setting = Typefaces(tmp_path).setting(wording(text, language))
    assert str(setting.typeface.file) in CJK_FONTS
    assert {ord(letter) for letter in text if letter != " "} <= setting.typeface.letters


@has_cjk
def test_each_language_gets_the_shapes_that_it_writes(tmp_path: Path):
    typefaces = Typefaces(tmp_path)
    masks = {
        bytes(typefaces.font(typefaces.setting(wording("骨直", language)).typeface, 60).getmask("骨直"))
        for language in ("ja", "zh", "zh-TW")
    }
    assert len(masks) == 3


def test_a_script_without_a_font_is_named_with_what_to_do(tmp_path: Path):
    with pytest.raises(Undrawable) as refused:
        Typefaces(tmp_path).setting(wording("ሰላም Addis", "am"))
    assert "Ethiopic" in refused.value.message
    assert "fonts/" in refused.value.hint
    assert "Noto Sans Ethiopic" in refused.value.hint


@pytest.mark.parametrize("language", ["ar", "hi"])
def test_letters_that_cannot_be_joined_here_make_no_card(tmp_path: Path, language: str):
    typefaces = Typefaces(tmp_path, orders=False)
    with pytest.raises(Undrawable, match="join and order") as refused:
        typefaces.setting(wording(SCRIPTS[language], language))
    assert "libfribidi0" in refused.value.hint
    assert typefaces.setting(wording(SCRIPTS["ru"], "ru")).text == SCRIPTS["ru"]


def test_signs_that_no_font_has_are_left_out(tmp_path: Path):
    assert Typefaces(tmp_path).setting(wording("Party 🎉 🥳 tonight")).text == "Party tonight"


def test_a_font_of_the_site_comes_first(tmp_path: Path):
    (tmp_path / "fonts").mkdir()
    own = Path(shutil.copy(BUNDLED, tmp_path / "fonts" / "Own.ttf"))
    assert Typefaces(tmp_path).setting(wording("Hello")).typeface.file == own
    assert Typefaces(tmp_path).digest != Typefaces(tmp_path / "elsewhere").digest


def test_a_broken_font_of_the_site_is_told_of(tmp_path: Path):
    (tmp_path / "fonts").mkdir()
    (tmp_path / "fonts" / "Own.ttf").write_bytes(BUNDLED.read_bytes()[:20_000])
    typefaces = Typefaces(tmp_path)
    typeface = typefaces.setting(wording("Hello")).typeface
    with pytest.raises(Undrawable, match=r"Own\.ttf, which is broken"):
        typefaces.font(typeface, 40)


@pytest.mark.parametrize("content", [b"", b"\0\1\0\0", b"ttcf" + b"\xff" * 40, b"\0\1\0\0\xff\xff" + b"cmap" * 40])
def test_what_is_no_font_has_no_letters(content: bytes):
    assert letters_of(content) == frozenset()
