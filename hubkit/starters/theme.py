"""What `hubkit theme new` writes: a small theme that extends another, with one block and a few lines of style."""

_SETTINGS = """\
# A theme of your own. It changes what stands in this folder, and nothing else: all the rest comes from {extends}.
# Wear it with theme: {name} in hubkit.yaml, or in the hub.yaml of one hub.
name: {title}
extends: {extends}
description: Like {extends}, with a word about us at the foot of every page.

# How pages look where neither network nor hub says otherwise in its own brand:. All of it may be left out.
# brand: {{accent: "#a8490c", heading_font: slab, corners: sharp, spacing: airy}}

# The colours of light and of dark pages. hubkit holds every accent against them, so that links can always be read.
# light: {{paper: "#fbf8f3", card: "#ffffff", ink: "#231c15", soft: "#64594d", line: "#e5dccf", edge: "#857868"}}
# dark: {{paper: "#171411", card: "#211d19", ink: "#f3ece2", soft: "#b9ad9e", line: "#3a332c", edge: "#8f8375"}}
"""
_TEMPLATE = """\
{{# Every page stands in this frame. Of it, only one block is changed here: the beginning of the footer.
   `{{{{ super() }}}}` is what {extends} has there. The blocks of all pages are listed in hubkit's docs/themes.md.
   What stands in `_()` can be translated, in messages/<language>.po beside this folder. #}}
{{% extends "{extends}:layout.html" %}}

{{% block footer_start %}}
{{{{ super() }}}}
<p class="wrap neighbours">{{{{ _("Made by neighbours, for neighbours.") }}}}</p>
{{% endblock %}}
"""
_STYLE = """\
/* Linked after the styles of {extends}. Colours, fonts and room have names, all in docs/themes.md: var(--accent). */
.neighbours {{ padding-block: var(--space); font: 600 1.5rem/1.3 var(--display); color: var(--accent) }}
"""


def theme_files(name: str, extends: str) -> dict[str, str]:
    """Return the files of a new theme by their paths below the site's folder."""
    said = {"name": name, "extends": extends, "title": name.replace("-", " ").capitalize()}
    return {
        f"themes/{name}/theme.yaml": _SETTINGS.format(**said),
        f"themes/{name}/templates/layout.html": _TEMPLATE.format(**said),
        f"themes/{name}/assets/{name}.css": _STYLE.format(**said),
    }
