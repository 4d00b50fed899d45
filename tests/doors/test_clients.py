"""Who calls is what our own proxies say, read from the nearest one outwards."""

from ipaddress import ip_network

import pytest
from pydantic import ValidationError

from doors.clients import Proxies, named
from settings import Settings

OURS = Proxies((ip_network("10.0.0.0/8"), ip_network("2001:db8:f::/48")))
VISITOR = "192.0.2.1"


def source(peer, *hops, proxies=OURS):
    return named(proxies.source(peer, list(hops)))


def test_without_proxies_it_is_who_connects():
    assert source("10.0.0.1", VISITOR, proxies=Proxies()) == "10.0.0.1"


def test_who_is_no_proxy_of_ours_is_not_believed():
    assert source("198.51.100.9", VISITOR) == "198.51.100.9"


def test_a_proxy_of_ours_names_who_connected_to_it():
    assert source("10.0.0.1", VISITOR) == VISITOR


def test_what_a_visitor_wrote_before_it_is_not_looked_at():
    assert source("10.0.0.1", "203.0.113.5", "10.0.0.7", VISITOR) == VISITOR


def test_proxies_of_ours_behind_one_another_are_all_passed():
    assert source("10.0.0.1", VISITOR, "2001:db8:f::2", "10.9.9.9") == VISITOR


def test_where_only_proxies_are_named_it_is_the_outermost():
    assert source("10.0.0.1", "10.0.0.3", "10.0.0.2") == "10.0.0.3"


@pytest.mark.parametrize(
    "hop", ["", "unknown", "_hidden", "192.0.2.1.5", "localhost", "192.0.2.1, 1", "\udcff"]
)
def test_where_a_hop_is_no_address_it_is_the_proxy_itself(hop):
    assert source("10.0.0.1", VISITOR, hop) == "10.0.0.1"


@pytest.mark.parametrize(
    ("hop", "client"),
    [
        ("192.0.2.1:4711", VISITOR),
        (" 192.0.2.1 ", VISITOR),
        ("::ffff:192.0.2.1", VISITOR),
        ("[2001:db8:1:2:3::4]:4711", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:3::4", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::1", "2001:db8:1:2::/64"),
    ],
)
def test_an_address_counts_without_its_port_and_an_ipv6_one_by_its_network(hop, client):
    assert source("10.0.0.1", hop) == client


def test_an_ipv4_proxy_is_known_on_an_ipv6_socket_too():
    assert source("::ffff:10.0.0.1", VISITOR) == VISITOR


@pytest.mark.parametrize("networks", ["10.0.0.0/33", "10.0.0.1/8", "proxy", "0.0.0.0/0", "10.0.0.1,::/0"])
def test_networks_that_are_none_or_everything_are_refused_at_the_start(tmp_path, networks):
    with pytest.raises(ValidationError, match="proxies"):
        Settings.load(data=tmp_path, proxies=networks)


def test_networks_are_listed_with_commas(tmp_path):
    networks = Settings.load(data=tmp_path, proxies=" 10.0.0.1,, 2001:db8::/32 ").proxy_networks

    assert [str(network) for network in networks] == ["10.0.0.1/32", "2001:db8::/32"]
