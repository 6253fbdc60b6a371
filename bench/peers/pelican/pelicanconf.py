"""Pelican's settings for the benchmark: a source is a category, people are authors."""

SITENAME = "Benchmark"
SITEURL = "https://archive.example/bench"
TIMEZONE = "UTC"
DEFAULT_LANG = "en"
PATH = "content"
OUTPUT_PATH = "public"
THEME = "theme"
THEME_STATIC_DIR = ""
DEFAULT_PAGINATION = False
PAGINATED_TEMPLATES = {"archives": 600}
CACHE_CONTENT = True
LOAD_CONTENT_CACHE = True
DELETE_OUTPUT_DIRECTORY = False

ARTICLE_URL = "{date:%Y}/{date:%m}/{date:%d}/{slug}/"
CATEGORY_URL, AUTHOR_URL, TAG_URL = "sources/{slug}/", "people/{slug}/", "tags/{slug}/"
YEAR_ARCHIVE_URL, MONTH_ARCHIVE_URL = "{date:%Y}/", "{date:%Y}/{date:%m}/"
DAY_ARCHIVE_URL = "{date:%Y}/{date:%m}/{date:%d}/"
ARTICLE_SAVE_AS, CATEGORY_SAVE_AS, AUTHOR_SAVE_AS, TAG_SAVE_AS, YEAR_ARCHIVE_SAVE_AS, MONTH_ARCHIVE_SAVE_AS = (
    f"{url}index.html" for url in (ARTICLE_URL, CATEGORY_URL, AUTHOR_URL, TAG_URL, YEAR_ARCHIVE_URL, MONTH_ARCHIVE_URL)
)
DAY_ARCHIVE_SAVE_AS = f"{DAY_ARCHIVE_URL}index.html"
CATEGORIES_SAVE_AS, AUTHORS_SAVE_AS = "sources/index.html", "people/index.html"
TAGS_SAVE_AS, ARCHIVES_SAVE_AS = "tags/index.html", "all/index.html"
DIRECT_TEMPLATES = ["index", "categories", "authors", "tags", "archives", "years", "search", "sitemap", "404"]
YEARS_SAVE_AS, SEARCH_SAVE_AS, SITEMAP_SAVE_AS = "years/index.html", "search/index.html", "sitemap.xml"

FEED_DOMAIN = SITEURL
FEED_ATOM = "feed.xml"
FEED_MAX_ITEMS = 50
FEED_ALL_ATOM = TRANSLATION_FEED_ATOM = AUTHOR_FEED_RSS = None
CATEGORY_FEED_ATOM, AUTHOR_FEED_ATOM = "sources/{slug}/feed.xml", "people/{slug}/feed.xml"
