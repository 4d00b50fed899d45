"""The proxy that is shown tells who calls, holds nothing back, and speaks HTTP/2."""

import re
import shutil
import subprocess

import pytest

from settings import Settings
from tests.deploy.files import DEPLOY, ports

NGINX = shutil.which("nginx") or ""
OPENSSL = shutil.which("openssl") or ""
SITE = (DEPLOY / "proxy" / "nginx.conf").read_text(encoding="utf-8")
SERVERS = [each for each in re.split(r"(?m)^server ", SITE)[1:] if "proxy_pass" in each]


def test_each_host_leads_to_its_process():
    led = dict(re.findall(r"upstream auskunft_(\w+) \{\s+server 127\.0\.0\.1:(\d+);", SITE))

    assert led == {name: str(ports()[name]) for name in ("gateway", "desk")}
    assert [re.findall(r"proxy_pass http://auskunft_(\w+);", each) for each in SERVERS] == [
        ["gateway"],
        ["desk"],
    ]


@pytest.mark.parametrize("server", SERVERS)
def test_what_visitors_say_about_themselves_is_written_anew_and_nothing_is_held_back(server):
    assert "listen 443 ssl http2;" in server
    assert f"proxy_set_header {Settings.model_fields['proxy_header'].default} $remote_addr;" in server
    assert "proxy_set_header X-Forwarded-Proto $scheme;" in server
    assert "proxy_set_header Host $http_host;" in server
    assert "proxy_buffering off;" in server
    assert "proxy_add_x_forwarded_for" not in server


@pytest.mark.skipif(not (NGINX and OPENSSL), reason="nginx is not installed")
def test_nginx_takes_it(tmp_path):
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    made = [
        OPENSSL,
        "req",
        "-x509",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-subj",
        "/CN=example.com",
        "-days",
        "1",
    ]
    subprocess.run([*made, "-keyout", key, "-out", certificate], check=True, capture_output=True)
    site = re.sub(r"/etc/ssl/auskunft/\w+\.pem", str(certificate), SITE)
    site = re.sub(r"/etc/ssl/auskunft/\w+\.key", str(key), site)
    paths = [
        f"{each}_temp_path {tmp_path / each};"
        for each in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    ]
    whole = f"pid {tmp_path}/pid;\nevents {{}}\nhttp {{ access_log off; {' '.join(paths)}\n{site}}}\n"
    (tmp_path / "nginx.conf").write_text(whole)

    tested = subprocess.run(
        [NGINX, "-t", "-e", "stderr", "-c", tmp_path / "nginx.conf"],
        capture_output=True,
        text=True,
        check=False,
    )

    assert tested.returncode == 0, tested.stderr
