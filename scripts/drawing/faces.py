"""Portraits of the members: invented people, drawn from a few words each."""

import math
from dataclasses import dataclass

from PIL import Image

from drawing.canvas import SQUARE, Canvas, Point, mix


@dataclass(frozen=True)
class Face:
    """What a portrait is made of."""

    wall: str
    skin: str
    hair: str
    cut: str
    coat: str
    collar: str
    glasses: bool = False
    beard: str = ""
    earrings: str = ""
    cap: str = ""


FACES = {
    "ines-carvalho": Face("#3f6f9f", "#d8a07a", "#2e1f22", "curls", "#3d4a57", "#e0a92e"),
    "tomas-almeida": Face(
        "#d39a3c", "#d9a583", "#8d8a88", "short", "#39505a", "#e9dfce", beard="#a9a5a0", cap="#4c4a52"
    ),
    "beatriz-nunes": Face("#5d8a66", "#efc4a4", "#b4472a", "bob", "#2f3f5c", "#f2e6d0", glasses=True),
    "camila-rojas": Face("#e2806a", "#c48a63", "#1d1820", "long", "#2a9d98", "#238580"),
    "diego-fuentes": Face("#7d6a9f", "#c99670", "#2a2024", "knot", "#c9573f", "", beard="moustache"),
    "marisol-vera": Face("#e5b53f", "#c9966f", "#eeebe6", "bun", "#7a3350", "#f3e3d2", earrings="#2f9c95"),
    "aoi-morita": Face("#efc9c6", "#f0c9a8", "#1c1a22", "shoulder", "#2b3f73", "#f5efe4"),
    "kenji-hayashi": Face("#a9b77c", "#e6b991", "#77777c", "short", "#4a4038", "", glasses=True),
}


def portrait(name: str) -> Image.Image:
    """Return the portrait of the member with this id."""
    face = FACES[name]
    canvas = Canvas(SQUARE, [(0, mix(face.wall, "#ffffff", 0.22)), (1, mix(face.wall, "#2a2238", 0.22))])
    canvas.glow(120, 90, 330, mix(face.wall, "#fff0d0", 0.6), 0.4)
    canvas.shape([(300, -10), (490, -10), (490, 490), (150, 490)], "#1f1a30", 0.06)
    _hair_behind(canvas, face)
    _shoulders(canvas, face)
    _head(canvas, face)
    _hair_before(canvas, face)
    if face.glasses:
        _glasses(canvas)
    return canvas.finish(len(name), SQUARE, grain=3, vignette=0.22)


def _hair_behind(canvas: Canvas, face: Face) -> None:
    dark = mix(face.hair, "#000000", 0.22)
    if face.cut == "curls":
        for x, y in (
            (150, 190),
            (142, 240),
            (156, 292),
            (330, 190),
            (338, 240),
            (324, 292),
            (180, 140),
            (300, 140),
            (240, 118),
        ):
            canvas.oval(x, y, 92, 92, dark)
    elif face.cut == "long":
        canvas.blob([(138, 190), (160, 90), (320, 90), (342, 190), (372, 470), (108, 470)], dark, to=face.hair)
    elif face.cut == "shoulder":
        canvas.blob(
            [(142, 190), (160, 90), (320, 90), (338, 190), (352, 350), (330, 366), (150, 366), (128, 350)],
            dark,
            to=face.hair,
        )
    elif face.cut == "bob":
        canvas.oval(240, 214, 204, 216, dark)
    elif face.cut == "bun":
        canvas.oval(240, 84, 86, 78, face.hair, to=mix(face.hair, "#8d8794", 0.5))
    elif face.cut == "knot":
        canvas.oval(240, 92, 56, 50, face.hair)


def _shoulders(canvas: Canvas, face: Face) -> None:
    coat = mix(face.coat, "#1b1726", 0.35)
    canvas.oval(240, 520, 400, 330, face.coat, to=coat)
    canvas.shape([(205, 280), (275, 280), (282, 372), (198, 372)], mix(face.skin, "#5a2f33", 0.28))
    canvas.oval(240, 372, 84, 40, mix(face.skin, "#5a2f33", 0.2))
    if face.collar == "":
        canvas.oval(240, 372, 108, 46, mix(face.coat, "#ffffff", 0.16))
        canvas.oval(240, 366, 86, 34, mix(face.skin, "#5a2f33", 0.22))
    elif face.cut in {"curls", "long"}:
        canvas.oval(240, 386, 156, 64, face.collar, to=mix(face.collar, "#3a2430", 0.25))
        canvas.oval(240, 372, 92, 26, mix(face.collar, "#3a2430", 0.4))
        canvas.oval(240, 364, 80, 24, mix(face.skin, "#5a2f33", 0.24))
    else:
        for side in (-1, 1):
            canvas.shape(
                [(240, 438), (240 + side * 46, 352), (240 + side * 78, 376), (240 + side * 34, 446)],
                face.collar,
                to=mix(face.collar, "#5b5566", 0.3),
            )


def _head(canvas: Canvas, face: Face) -> None:
    shade = mix(face.skin, "#6a3038", 0.26)
    for side in (-1, 1):
        canvas.oval(240 + side * 79, 232, 28, 46, shade)
        if face.earrings:
            canvas.oval(240 + side * 84, 272, 26, 26, face.earrings, to=mix(face.earrings, "#1d2b40", 0.3))
            canvas.oval(240 + side * 84, 272, 11, 11, "#f6ead2")
    outline = _oval(240, 222, 79, 100)
    canvas.shape(outline, face.skin, to=mix(face.skin, "#8a4038", 0.12))
    canvas.shape(
        [point for point in outline if point[0] >= 240] + [(252, 318), (262, 250), (246, 224), (250, 130)], shade, 0.42
    )
    for side in (-1, 1):
        canvas.oval(240 + side * 44, 258, 40, 26, "#d9604f", 0.16)
        eye = [(240 + side * 34 + step, 224 + (step / 13) ** 2 * -5 + 4) for step in range(-13, 14, 2)]
        canvas.line(eye, "#2a1c22", 3.6)
        brow = [(240 + side * 34 + step, 199 + (step / 17) ** 2 * 5) for step in range(-17, 18, 2)]
        canvas.line(brow, mix(face.hair, "#3a2a2a", 0.35), 5)
    canvas.line([(243, 214), (250, 248), (246, 256), (236, 256)], mix(face.skin, "#5a2228", 0.5), 3.2)
    _mouth(canvas, face)


def _mouth(canvas: Canvas, face: Face) -> None:
    if face.beard.startswith("#"):
        rim = [point for point in _oval(240, 224, 81, 108) if point[1] > 250]
        canvas.shape(
            [*sorted(rim, key=lambda point: point[0]), (300, 262), (270, 268), (240, 264), (210, 268), (180, 262)],
            face.beard,
        )
        lower = [*((x, y) for x, y in _oval(240, 258, 80, 80) if y > 258)]
        canvas.shape(lower, face.beard, to=mix(face.beard, "#4b4650", 0.35))
        canvas.oval(240, 274, 92, 22, mix(face.beard, "#ffffff", 0.2))
    smile = [(240 + step, 288 - (step / 24) ** 2 * 8) for step in range(-24, 25, 3)]
    canvas.line(smile, mix(face.skin, "#7a1f2a", 0.7), 4.4)
    canvas.oval(240, 303, 26, 6, mix(face.skin, "#7a3038", 0.4), 0.5)
    if face.beard == "moustache":
        for side in (-1, 1):
            canvas.shape(
                [(240, 266), (240 + side * 30, 268), (240 + side * 50, 282), (240 + side * 26, 284), (240, 278)],
                face.hair,
            )


def _hair_before(canvas: Canvas, face: Face) -> None:
    light = mix(face.hair, "#ffffff", 0.12)
    if face.cut == "curls":
        for x, y, size in (
            (176, 158, 62),
            (204, 136, 66),
            (240, 126, 70),
            (278, 136, 66),
            (306, 160, 60),
            (222, 150, 44),
            (262, 148, 44),
        ):
            canvas.oval(x, y, size, size, light, to=face.hair)
    elif face.cut in {"long", "shoulder"}:
        canvas.blob([(322, 262), (330, 150), (284, 92), (212, 100), (226, 150), (292, 176), (308, 236)], face.hair)
        canvas.blob(
            [(156, 262), (150, 150), (196, 92), (266, 98), (262, 136), (196, 180), (174, 236)], light, to=face.hair
        )
    elif face.cut == "bob":
        canvas.blob(
            [
                (142, 306),
                (136, 170),
                (180, 104),
                (240, 92),
                (300, 104),
                (344, 170),
                (338, 306),
                (306, 270),
                (316, 178),
                (240, 170),
                (164, 178),
                (174, 270),
            ],
            light,
            to=face.hair,
        )
        canvas.blob([(160, 200), (170, 120), (310, 120), (320, 200), (240, 186)], light, to=face.hair)
    elif face.cut == "bun":
        canvas.blob(
            [
                (152, 246),
                (150, 150),
                (196, 100),
                (240, 96),
                (284, 100),
                (330, 150),
                (328, 246),
                (306, 172),
                (240, 136),
                (174, 172),
            ],
            face.hair,
            to=mix(face.hair, "#8d8794", 0.45),
        )
    else:
        canvas.blob(
            [
                (152, 240),
                (148, 150),
                (188, 98),
                (240, 96),
                (296, 96),
                (332, 150),
                (328, 240),
                (312, 168),
                (262, 150),
                (196, 154),
                (168, 172),
            ],
            light,
            to=face.hair,
        )
    if face.cap:
        canvas.blob(
            [(138, 186), (150, 106), (204, 76), (276, 76), (330, 106), (342, 186), (240, 150)],
            face.cap,
            to=mix(face.cap, "#1c1824", 0.4),
        )
        canvas.blob(
            [(120, 194), (150, 156), (240, 142), (330, 156), (360, 194), (240, 166)], mix(face.cap, "#1c1824", 0.5)
        )
        canvas.oval(240, 84, 18, 9, mix(face.cap, "#1c1824", 0.5))


def _glasses(canvas: Canvas) -> None:
    for side in (-1, 1):
        canvas.oval(240 + side * 36, 226, 58, 58, "#eaf3f5", 0.2)
        canvas.line(_oval(240 + side * 36, 226, 29, 29), "#2b2430", 4)
        canvas.line([(240 + side * 65, 220), (240 + side * 80, 216)], "#2b2430", 4)
    canvas.line([(233, 222), (240, 218), (247, 222)], "#2b2430", 4)


def _oval(x: float, y: float, across: float, down: float) -> list[Point]:
    return [
        (x + across * math.sin(step * math.pi / 60), y - down * math.cos(step * math.pi / 60)) for step in range(122)
    ]
