"""What of a machine cards depend on: fonts too large to come with hubkit, and the library that orders letters."""

import os
from collections.abc import Iterator

CJK_FONTS = (
    "/usr/share/fonts/opentype/noto/NotoSansCJK-Bold.ttc",  # Debian, Ubuntu: fonts-noto-cjk
    "/usr/share/fonts/noto-cjk/NotoSansCJK-Bold.ttc",  # Arch
    "/usr/share/fonts/noto/NotoSansCJK-Bold.ttc",  # Alpine
    "/usr/share/fonts/google-noto-sans-cjk-fonts/NotoSansCJK-Bold.ttc",  # Fedora
    "/usr/share/fonts/google-noto-cjk/NotoSansCJK-Bold.ttc",
)
"""Where systems put Noto Sans CJK, in bold."""
CJK_LANGUAGES = {"ja": 0, "ko": 1, "zh": 2, "zh-hans": 2, "zh-hant": 3, "zh-tw": 3, "zh-hk": 4}
"""Which of the fonts in that file has the shapes that a language writes."""
FRIBIDI = (
    "/usr/lib/x86_64-linux-gnu/libfribidi.so.0",
    "/usr/lib/aarch64-linux-gnu/libfribidi.so.0",
    "/usr/lib64/libfribidi.so.0",
    "/usr/lib/libfribidi.so.0",
    "/usr/local/lib/libfribidi.dylib",
    "/opt/homebrew/lib/libfribidi.dylib",
)


def machine() -> Iterator[str]:
    """Yield a name for each of these files that is there: where they change, cards may."""
    for path in (*CJK_FONTS, *FRIBIDI):
        try:
            status = os.stat(path)  # noqa: PTH116 - asked at every build
        except OSError:
            continue
        yield f"{path} {status.st_size} {status.st_mtime_ns}"
