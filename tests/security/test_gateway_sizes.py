"""W1: what a call may be long, whatever it is made of, and nothing beyond it is kept in memory."""

import json
import resource
import zlib

import pytest

from gateway.app import MAX_BODY
from privacy.hygiene import MAX_CHARACTERS
from tests.doors.opened import Line, answer_to
from tests.gateway.visitor import ROOT

BOMB = zlib.compress(bytes(64 * 1024 * 1024), 9)  # 64 KiB
GROWTH = 20 * 1024  # KiB of memory


def said(text, **more):
    return json.dumps({"text": text, "client_id": "1", **more}).encode()


def post(chat, body, *headers):
    """A message to *chat*."""
    return (
        f"POST {ROOT}/{chat.id}/messages HTTP/1.1",
        "Host: localhost",
        "Content-Type: application/json",
        f"Authorization: Bearer {chat.token}",
        f"Content-Length: {len(body)}",
        *headers,
    )


@pytest.mark.parametrize("character", ["a", "ä", "\U0001f600"])
async def test_a_message_of_the_stated_length_is_taken_and_one_character_more_is_not(door, chat, character):
    most, more = (said(character * length) for length in (MAX_CHARACTERS, MAX_CHARACTERS + 1))

    assert (await answer_to(door, *post(chat, most), body=most)).status == 200
    assert (await answer_to(door, *post(chat, more), body=more)).status == 413


async def test_a_body_of_five_megabytes_is_refused_and_not_kept(door, chat):
    body = said("a" * 5_000_000)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

    refused = await answer_to(door, *post(chat, body), body=body)

    assert (refused.status, refused.closed) == (413, True)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < GROWTH


async def test_a_length_that_is_only_claimed_takes_nothing(door, chat):
    line = await Line.to(door)
    await line.send(*post(chat, b"", f"X: {'a' * 100}")[:-2], f"Content-Length: {10**15}")

    assert (await line.answer()).status == 413


@pytest.mark.parametrize("encoding", ["deflate", "gzip", "br", "zstd", "deflate, identity"])
async def test_a_compressed_body_is_refused_unread(door, chat, encoding):
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

    refused = await answer_to(door, *post(chat, BOMB, f"Content-Encoding: {encoding}"), body=BOMB)

    assert refused.status == 415
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < GROWTH


async def test_a_message_in_a_thousand_pieces_is_one_message(door, chat):
    body = said("Guten Tag " * 100)
    pieces = b"".join(b"1\r\n%c\r\n" % byte for byte in body) + b"0\r\n\r\n"
    lines = [*post(chat, body)[:-1], "Transfer-Encoding: chunked"]

    assert (await answer_to(door, *lines, body=pieces)).status == 200


async def test_pieces_without_end_are_refused_at_the_same_length(door, chat):
    line = await Line.to(door)
    await line.send(*post(chat, b"")[:-1], "Transfer-Encoding: chunked")
    for _ in range(MAX_BODY // 1000 + 1):
        await line.send_bytes(b"3e8\r\n" + b"a" * 1000 + b"\r\n")

    refused = await line.answer()

    assert (refused.status, refused.closed) == (413, True)


@pytest.mark.parametrize("body", [bytes(range(256)), b"\xff\xfe{\x00}\x00", b"\x00", b"\x1f\x8b\x08"])
async def test_bytes_that_are_no_text_are_a_bad_request(door, chat, body):
    assert (await answer_to(door, *post(chat, body), body=body)).status == 400
