"""What nobody should send in a field, and what everybody does."""

from urllib.parse import urlencode

from hypothesis import strategies as st

from tests.security.hostile import HOSTILE

WORDS = [
    "",
    "de",
    "en",
    "self",
    "other",
    "access",
    "erasure",
    "lawyer",
    "on",
    "1",
    "0",
    "-1",
    "privacy",
    "me",
    "note",
]
VALUES = [
    "erika@example.com",
    "123456",
    "DSR-0000-0000",
    "2026-02-30",
    "2026-01-05T10:00",
    "verified",
    "cancelled",
]
BROKEN = [
    "\x00",
    "a\x00b",
    "\ufeff",
    "\r\nX: y",
    "../..",
    "9" * 30,
    "-" + "9" * 20,
    "nan",
    "1e999",
    "²",
    "x" * 5000,
]
TEXTS = st.one_of(st.sampled_from([*WORDS, *VALUES, *BROKEN, *HOSTILE]), st.text(max_size=30))
HEADERS = st.text(st.characters(min_codepoint=32, max_codepoint=255, exclude_characters="\x7f"), max_size=20)
PLACES = st.one_of(
    st.integers(0, 12).map(str), st.sampled_from(["²", "-1", "+1", "1e3", "9" * 9, "9" * 30]), HEADERS
)
FORM = "application/x-www-form-urlencoded"
KINDS = st.sampled_from(
    [
        "application/x-www-form-urlencoded",
        "application/x-www-form-urlencoded; charset=x",
        "text/plain",
        "",
        "multipart/form-data",
    ]
)
BODIES = st.one_of(st.binary(max_size=300), st.binary(max_size=60).map(lambda half: b"csrf=%00&a=" + half))


def fields(*names):
    """Some of *names*, and others, each with something in it."""
    return st.dictionaries(st.one_of(st.sampled_from(names), TEXTS), TEXTS, max_size=12)


def sent(form):
    """The body of a *form*, as browsers send one."""
    return urlencode(form, errors="surrogatepass").encode()
