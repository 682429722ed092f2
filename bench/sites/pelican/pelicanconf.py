"""Pelican's settings for the bench network."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
import by_hub

SITENAME = "Bench network"
SITEURL = "https://bench.example.org"
TIMEZONE = "UTC"
DEFAULT_LANG = "en"
THEME = "theme"
PATH = "content"
OUTPUT_PATH = "output"
ARTICLE_PATHS = ["events"]
PAGE_PATHS = ["pages"]
STATIC_PATHS = ["assets"]
PLUGINS = ["by_hub"]

# Every page says itself where it stands.
DIRECT_TEMPLATES = ["index"]
CATEGORY_SAVE_AS = AUTHOR_SAVE_AS = TAG_SAVE_AS = ARCHIVES_SAVE_AS = ""
DEFAULT_PAGINATION = False
# Its own feeds hold the whole texts and so would cost more than the others': by_hub writes the same as all.
FEED_ALL_ATOM = CATEGORY_FEED_ATOM = TRANSLATION_FEED_ATOM = AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = None
FORMATTED_FIELDS = []
TYPOGRIFY = False
MARKDOWN = {"extensions": ["markdown.extensions.meta"], "output_format": "html5"}

CACHE_CONTENT = LOAD_CONTENT_CACHE = True
CHECK_MODIFIED_METHOD = "mtime"

# Where functions stand that the cache can name.
JINJA_FILTERS = {"day": by_hub.day, "moment": by_hub.moment, "long_moment": by_hub.long_moment, "hour": by_hub.hour}
