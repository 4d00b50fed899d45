"""A1: what an operator keeps elsewhere shows that a trail is gone as a whole."""


def test_an_anchor_is_written_compared_and_tells_what_is_gone_in_one_line(used, tmp_path):
    file = tmp_path / "anchor.txt"
    written = used.run("audit", "anchor", "--out", str(file))
    lines = file.read_text().splitlines()

    whole = used.run("audit", "verify", "--anchor", str(file))
    longer = tmp_path / "longer.txt"  # as it would be, had the trail been longer then
    longer.write_text("\n".join([lines[0], f"request {used.reference} 99 x"]))
    gone = used.run("audit", "verify", "--anchor", str(longer))

    assert (written.returncode, file.stat().st_mode & 0o777) == (0, 0o600)
    assert lines[1].startswith(f"request {used.reference} ")
    assert (whole.returncode, whole.stdout) == (0, "1 trails hold.\n")
    assert (gone.returncode, gone.stderr.count("\n")) == (1, 1)
    assert f"{used.reference} event 99 is not what it was when the anchor was made" in gone.stderr


def test_after_a_new_audit_key_a_new_anchor_is_wanted(used, tmp_path):
    file = tmp_path / "anchor.txt"
    used.run("audit", "anchor", "--out", str(file))
    used.run("keys", "rotate", "audit_key")

    compared = used.run("audit", "verify", "--anchor", str(file))

    assert compared.returncode == 1
    assert "no anchor that was made under the present audit key" in compared.stderr
