"""Bytes that are no form are refused, not stumbled over."""

import pytest

FORM = "application/x-www-form-urlencoded"


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        (FORM, b"text=\x80"),
        (f"{FORM}; charset=x", b"text=a"),
        ("multipart/form-data", b"text=a"),
        ("multipart/form-data; boundary=x", b"--y\r\n\r\n"),
    ],
)
@pytest.mark.parametrize("path", ["/requests/assignment", "/requests/new", "/answers", "/logout"])
async def test_what_is_no_form_is_a_bad_request(anna, path, kind, body):
    seen = await anna.call("POST", path, data=body, headers={**anna.from_here(), "Content-Type": kind})

    assert seen.status == 400
