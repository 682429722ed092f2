import pytest

from hubkit.cards.lines import LEADING, fitted

SIZES = (80, 60, 40, 20)


def measure(text: str) -> float:
    return 50.0 * len(text)


def test_a_short_text_stands_on_one_line_in_the_largest_letters():
    assert fitted("Photo walk", measure, 1000, 200, SIZES) == fitted("Photo walk", measure, 1000, 100, SIZES)
    assert fitted("Photo walk", measure, 1000, 200, SIZES).size == 80
    assert fitted("Photo walk", measure, 1000, 200, SIZES).lines == ("Photo walk",)


@pytest.mark.parametrize(
    "text", ["many words " * 18, "an evening of questions " * 9, "Donaudampfschifffahrtsgesellschaft " * 6]
)
def test_a_long_text_fits_into_its_box(text: str):
    fit = fitted(text, measure, 1000, 300, SIZES)
    assert len(fit.lines) * fit.size * LEADING <= 300
    assert all(measure(line) * fit.size / 100 <= 1000 for line in fit.lines)
    assert " ".join(fit.lines) == text.strip()


def test_lines_are_about_as_long_as_each_other():
    lines = fitted("one two three four five six seven eight nine ten eleven", measure, 1000, 200, (40,)).lines
    assert len(lines) == 2
    assert abs(len(lines[0]) - len(lines[1])) <= 8


def test_what_does_not_fit_at_all_ends_with_an_ellipsis():
    fit = fitted("word " * 400, measure, 1000, 100, SIZES)
    assert fit.size == 20
    assert fit.lines[-1].endswith("word…")
    assert all(measure(line) * fit.size / 100 <= 1000 for line in fit.lines)


def test_a_word_wider_than_the_card_is_cut_between_letters_and_never_before_a_mark():
    fit = fitted("क्षेत्री" * 60, measure, 1000, 4000, (40,))
    assert "".join(fit.lines) == "क्षेत्री" * 60
    assert len(fit.lines) > 1
    assert not any(line[0] in "्ेी" for line in fit.lines)


def test_lines_of_ideographs_begin_and_end_as_their_signs_allow():
    fit = fitted("夜の写真、「散歩」です。" * 6, measure, 300, 9000, (40,))
    assert "".join(fit.lines) == "夜の写真、「散歩」です。" * 6
    assert not any(line[0] in "、。」" or line[-1] == "「" for line in fit.lines)


def test_latin_words_among_ideographs_stay_whole():
    assert any("Python" in line for line in fitted("はじめてのPythonもくもく会", measure, 500, 900, (60,)).lines)
