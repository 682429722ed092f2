"""The fonts that a brand may name: stacks of what devices carry, so that nothing is fetched; all scripts included."""

from collections.abc import Mapping

_SANS = '"Hiragino Sans","Yu Gothic UI","Noto Sans CJK JP","Noto Sans Arabic",sans-serif'
_SERIF = '"Hiragino Mincho ProN","Yu Mincho","Noto Serif CJK JP","Noto Naskh Arabic",serif'

FONTS: Mapping[str, str] = {
    "sans": f'-apple-system,"Segoe UI",Roboto,"Noto Sans","Liberation Sans",system-ui,{_SANS}',
    "humanist": f'Seravek,"Gill Sans Nova",Ubuntu,Calibri,"DejaVu Sans","Noto Sans",{_SANS}',
    "geometric": f'"Avenir Next",Avenir,Montserrat,"Century Gothic","URW Gothic",Corbel,{_SANS}',
    "rounded": f'ui-rounded,"Hiragino Maru Gothic ProN",Nunito,Quicksand,"Arial Rounded MT Bold",{_SANS}',
    "condensed": f'"Avenir Next Condensed",Bahnschrift,"Arial Narrow","Liberation Sans Narrow",{_SANS}',
    "serif": f'"Iowan Old Style","Palatino Linotype",Palatino,P052,"Noto Serif",Georgia,"Liberation Serif",{_SERIF}',
    "slab": f'Rockwell,"Rockwell Nova","Roboto Slab","Sitka Small","DejaVu Serif",{_SERIF}',
    "mono": f'ui-monospace,"SF Mono",Menlo,Consolas,"DejaVu Sans Mono","Liberation Mono",monospace,{_SANS}',
}
"""By the name that people write, what stands in `font-family`."""
