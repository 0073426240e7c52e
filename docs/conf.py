"""The documentation as a site: `make docs` builds it with Sphinx (https://www.sphinx-doc.org/en/master/usage/configuration.html).

Every page is Markdown that can be read as it stands. A link that leads nowhere fails the build.
"""

from pathlib import Path

from bestiary import __version__

project = "Bestiary"
author = "The Bestiary contributors"
version = release = __version__
extensions = ["myst_parser"]
myst_heading_anchors = 3  # links such as tagging.md#your-own-rules
suppress_warnings = ["misc.highlighting_failure"]  # shortened JSON ("…") in examples
highlight_language = "none"
nitpicky = True

html_theme = "furo"
html_title = f"Bestiary {version}"
html_static_path: list[str] = []
html_show_copyright = False
html_copy_source = False
html_theme_options = {
    "light_css_variables": {"color-brand-primary": "#8a5a12", "color-brand-content": "#8a5a12"},
    "dark_css_variables": {"color-brand-primary": "#d9b26a", "color-brand-content": "#d9b26a"},
}
html_favicon = str(Path("..", "bestiary", "serve", "web", "assets", "mark.svg"))
