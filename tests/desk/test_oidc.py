"""Staff log in with the accounts of the controller's OpenID provider; only what it really says counts."""

import hashlib
import hmac
import json
import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from urllib.parse import parse_qs, urlsplit

import aiohttp
import pytest
from authlib import jose

from auskunft import store
from tests.desk import provider as providers

DESK = "http://desk.example.com"
PETRA = {"preferred_username": "petra", "groups": ["staff", "privacy-team", "support"]}
FAILED = "Die Anmeldung mit dem Firmenkonto ist nicht gelungen."


@pytest.fixture
def provider():
    with providers.running() as provider:
        provider.users = {"1": PETRA, "2": {"preferred_username": "sam", "groups": "support"}, "3": {}}
        yield provider


@pytest.fixture
def options(provider):
    return {
        "desk_url": DESK,
        "oidc_issuer": provider.issuer,
        "oidc_client_id": "auskunft",
        "oidc_client_secret": "a secret with : and /",
        "oidc_roles": "privacy-team=privacy,support=agent",
    }


@pytest.fixture
async def petra(browser):
    return await browser()


async def to_provider(browser, wish="/account"):
    """The address that the desk sends a browser to."""
    return (await browser.open(f"/login/provider?next={wish}")).leads_to


async def at_provider(address, subject="1"):
    """Log in there; returns the way back, as a path of the desk."""
    async with (
        aiohttp.ClientSession() as session,
        session.post(address, data={"sub": subject}, allow_redirects=False) as response,
    ):
        back = response.headers["Location"]
    assert back.startswith(f"{DESK}/login/callback?")
    return back.removeprefix(DESK)


async def log_in(browser, subject="1"):
    return await browser.open(await at_provider(await to_provider(browser), subject))


async def test_the_log_in_page_leads_to_the_provider_and_back_to_the_page_asked_for(petra):
    page = await petra.open("/login?next=/account?language=en")
    link = re.search(r'href="(/login/provider[^"]*)"', page.text)[1]
    address = (await petra.open(link)).leads_to

    entered = await petra.open(await at_provider(address))

    assert entered.leads_to == "/account?language=en"
    account = await petra.open("/account")
    assert "petra" in account.text
    assert "Datenschutz-Team" in account.text
    assert "/account/password" not in account.text


async def test_what_is_asked_for_is_a_code_with_state_nonce_and_proof_sent_to_the_address_of_the_settings(
    petra,
):
    query = parse_qs(urlsplit(await to_provider(petra)).query)

    assert query["response_type"] == ["code"]
    assert query["redirect_uri"] == [f"{DESK}/login/callback"]
    assert query["code_challenge_method"] == ["S256"]
    assert all(len(query[name][0]) >= 43 for name in ("state", "nonce", "code_challenge"))


async def test_the_host_that_a_call_names_changes_nothing(petra):
    seen = await petra.open("/login/provider", Host="evil.example")

    assert parse_qs(urlsplit(seen.leads_to).query)["redirect_uri"] == [f"{DESK}/login/callback"]


@pytest.mark.parametrize(("subject", "role"), [("1", "privacy"), ("2", "agent")])
async def test_the_role_is_that_of_the_first_entry_that_fits(petra, running, subject, role):
    await log_in(petra, subject)

    assert running.execute("SELECT role FROM staff WHERE subject IS NOT NULL") == [(role,)]


async def test_who_has_no_role_does_not_get_in(petra, running):
    seen = await log_in(petra, "3")

    assert "hat hier keine Rolle" in seen.text
    assert running.execute("SELECT name FROM staff WHERE subject IS NOT NULL") == []
    assert (await petra.open("/account")).leads_to.startswith("/login")


async def test_a_role_that_was_taken_away_is_gone_at_the_next_log_in(petra, browser, provider):
    await log_in(petra)
    provider.users["1"] = {**PETRA, "groups": ["support"]}

    other = await browser()
    await log_in(other)

    assert "Kundenservice" in (await other.open("/account")).text
    assert (await petra.open("/account")).leads_to.startswith("/login")  # opened with the old role


async def test_a_claim_that_only_the_user_info_has_counts(petra, provider):
    provider.lies["/userinfo"] = lambda said: {**said, "groups": ["support"]}
    provider.users["1"] = {"preferred_username": "petra"}

    assert (await log_in(petra)).leads_to == "/account"


async def test_the_user_info_of_somebody_else_does_not(petra, provider):
    provider.users["1"] = {"preferred_username": "petra"}
    provider.lies["/userinfo"] = lambda said: {**said, "sub": "2", "groups": ["support"]}

    assert FAILED in (await log_in(petra)).text


async def test_keys_are_fetched_anew_when_the_provider_has_new_ones(petra, browser, provider):
    await log_in(petra)
    provider.new_key = True

    assert (await log_in(await browser())).leads_to == "/account"
    assert provider.asked.count("/jwks") == 2
    assert provider.asked.count("/.well-known/openid-configuration") == 1


async def test_the_way_back_is_good_for_the_browser_that_went(petra, browser):
    back = await at_provider(await to_provider(petra))
    stranger = await browser()
    await to_provider(stranger)

    assert FAILED in (await stranger.open(back)).text
    assert stranger.cookie == ""


@pytest.mark.parametrize(
    "changed", [{"state": "x"}, {"state": ""}, {"code": "x"}, {"iss": "https://evil.example"}]
)
async def test_a_way_back_that_was_changed_leads_nowhere(petra, changed):
    back = urlsplit(await at_provider(await to_provider(petra)))
    query = {name: values[0] for name, values in parse_qs(back.query).items()} | changed

    seen = await petra.call("GET", back.path, params=query)

    assert (seen.status, FAILED in seen.text, petra.cookie) == (422, True, "")


async def test_a_way_back_is_gone_once(petra):
    back = await at_provider(await to_provider(petra))
    await petra.open(back)

    assert FAILED in (await petra.open(back)).text


@pytest.mark.parametrize(
    "claims",
    [
        {"aud": "another client"},
        {"aud": "another client", "azp": "auskunft"},
        {"aud": ["auskunft", "another client"], "azp": "another client"},
        {"iss": "https://evil.example"},
        {"exp": 1_700_000_000},
        {"iat": 4_100_000_000},
        {"nonce": "of another log-in"},
        {"sub": None},
        {"nbf": 4_100_000_000},
        {"at_hash": "of another access token"},
        {"iss": None},
        {"aud": None},
        {"aud": []},
        {"exp": None},
        {"iat": None},
        {"nonce": None},
        {"exp": "tomorrow"},
    ],
    ids=str,
)
async def test_an_id_token_that_is_not_for_this_log_in_is_refused(petra, provider, claims):
    provider.claims = claims

    assert FAILED in (await log_in(petra)).text
    assert petra.cookie == ""


async def test_the_code_of_somebody_else_is_good_for_their_own_browser_only(petra, browser, provider):
    stolen = parse_qs(urlsplit(await at_provider(await to_provider(await browser()), "2")).query)["code"][0]
    for provider.checks_proof in (True, False):  # where it does not, the nonce still tells
        back = urlsplit(await at_provider(await to_provider(petra)))
        state = parse_qs(back.query)["state"][0]

        seen = await petra.call("GET", back.path, params={"state": state, "code": stolen})

        assert FAILED in seen.text
    assert petra.cookie == ""


async def test_an_id_token_that_was_changed_is_refused(petra, provider):
    def changed(said):
        header, payload, signature = said["id_token"].split(".")
        claims = {**json.loads(urlsafe_b64decode(payload + "==")), "groups": ["privacy-team"]}
        forged = urlsafe_b64encode(json.dumps(claims).encode()).rstrip(b"=").decode()
        return {**said, "id_token": f"{header}.{forged}.{signature}"}

    provider.lies["/oauth2/token"] = changed

    assert FAILED in (await log_in(petra, "2")).text


@pytest.mark.parametrize("algorithm", ["none", "None", "NONE", ""])
async def test_an_id_token_without_a_signature_is_refused(petra, provider, algorithm):
    def unsigned(said):
        _, payload, _ = said["id_token"].split(".")
        return {**said, "id_token": f"{_encoded({'alg': algorithm})}.{payload}."}

    provider.lies["/oauth2/token"] = unsigned

    assert FAILED in (await log_in(petra)).text


@pytest.mark.parametrize("secret", ["the public key", "the client's secret"])
async def test_an_id_token_signed_with_what_others_know_is_refused(petra, provider, secret):
    """A symmetric signature with the public key (RFC 8725, 2.1), or with what the provider only shares."""

    def signed(said):
        _, payload, _ = said["id_token"].split(".")
        key = provider.public_key if secret == "the public key" else b"a secret with : and /"  # noqa: S105
        told = f"{_encoded({'alg': 'HS256'})}.{payload}".encode()
        signature = urlsafe_b64encode(hmac.digest(key, told, "sha256")).rstrip(b"=")
        return {**said, "id_token": (told + b"." + signature).decode()}

    provider.lies["/oauth2/token"] = signed

    assert FAILED in (await log_in(petra)).text
    assert petra.cookie == ""


async def test_an_id_token_with_a_key_of_its_own_is_refused(petra, provider):
    def signed(said):
        _, payload, _ = said["id_token"].split(".")
        own = jose.RSAKey.generate_key(is_private=True)
        header = {"alg": "RS256", "jwk": own.as_dict(is_private=False)}
        claims = json.loads(urlsafe_b64decode(payload + "=="))
        return {**said, "id_token": jose.jwt.encode(header, claims, own).decode()}

    provider.lies["/oauth2/token"] = signed

    assert FAILED in (await log_in(petra)).text


async def test_a_code_is_taken_once_by_the_provider_and_once_by_us(petra, provider):
    back = await at_provider(await to_provider(petra))
    kept = {morsel.key: morsel.value for morsel in petra.client.session.cookie_jar}
    await petra.open(back)
    petra.client.session.cookie_jar.clear()
    petra.client.session.cookie_jar.update_cookies(kept, petra.client.make_url("/"))  # as a thief would

    again = await petra.open(back)

    assert FAILED in again.text
    assert provider.asked.count("/oauth2/token") == 2


async def test_the_provider_hears_the_proof_and_the_same_address_when_the_code_is_taken(petra, provider):
    query = parse_qs(urlsplit(address := await to_provider(petra)).query)
    await petra.open(await at_provider(address))

    [sent] = provider.exchanged
    proof = urlsafe_b64encode(hashlib.sha256(sent["code_verifier"].encode()).digest()).rstrip(b"=").decode()
    assert [proof] == query["code_challenge"]
    assert [sent["redirect_uri"]] == query["redirect_uri"]


def _encoded(header):
    return urlsafe_b64encode(json.dumps(header).encode()).rstrip(b"=").decode()


async def test_a_provider_that_names_another_issuer_is_not_ours(petra, provider):
    provider.lies["/.well-known/openid-configuration"] = lambda said: {
        **said,
        "issuer": "https://evil.example",
    }

    assert FAILED in (await petra.open("/login/provider")).text


async def test_a_provider_that_talks_nonsense_is_told(petra, provider):
    provider.lies["/.well-known/openid-configuration"] = lambda _: []

    seen = await petra.open("/login/provider")

    assert (seen.status, FAILED in seen.text) == (422, True)


async def test_whom_we_disabled_the_provider_does_not_let_in(petra, running):
    await log_in(petra)
    await store.change_staff(running.settings, "petra", lambda accounts: accounts.disable("petra"))

    assert "Ihr Konto ist gesperrt." in (await log_in(petra)).text


async def test_the_name_of_a_colleague_with_a_password_is_not_taken_over(petra, provider):
    provider.users["1"] = {**PETRA, "preferred_username": "demo"}

    assert "gehört hier schon zu einem anderen Konto" in (await log_in(petra)).text


class TestWithoutAProvider:
    @pytest.fixture
    def options(self):
        return {}

    async def test_there_is_no_way_to_one(self, petra):
        assert "/login/provider" not in (await petra.open("/login")).text
        assert (await petra.open("/login/provider")).status == 404
        assert (await petra.open("/login/callback")).status == 404
