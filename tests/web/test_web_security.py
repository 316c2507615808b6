"""Nobody but this machine's browser with the key gets in, and no page but our own decides."""

from __future__ import annotations

import pytest
from desk import HOME, PORT, Person
from starlette.testclient import TestClient

FORM = {"theme": "t00", "title": "Overtaget", "next": "/"}


def csrf(person: Person) -> str:
    [token] = person.sees("/tema/t00").form_of("Gem titlen")[2]["csrf"]
    return token


def test_without_the_key_a_danish_page_explains_and_shows_nothing(person: Person) -> None:
    stranger = TestClient(person.guard, base_url=HOME)
    for path in ("/", "/tema/t00", "/historik", "/aabn", "/aabn?k=gæt", "/hent/themes.json"):
        answer = stranger.get(path)
        assert answer.status_code == 403
        assert "Siden er lukket" in answer.text
        assert "Tema 0" not in answer.text


def test_the_key_is_left_out_of_the_address_and_kept_from_scripts(person: Person) -> None:
    browser = TestClient(person.guard, base_url=HOME, follow_redirects=False)
    answer = browser.get(f"/aabn?k={person.guard.key}")
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie and "samesite=strict" in cookie
    assert person.guard.key not in answer.headers["set-cookie"]
    assert browser.get("/tema/t00").status_code == 200


@pytest.mark.parametrize(
    "host", ["evil.example", f"evil.example:{PORT}", "127.0.0.1", "127.0.0.1:1", ""]
)
def test_another_host_is_refused_even_with_the_cookie(person: Person, host: str) -> None:
    assert person.client.get("/tema/t00", headers={"Host": host}).status_code == 403
    assert person.client.get("/static/style.css", headers={"Host": host}).status_code == 403


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Origin": "null"},
        {"Origin": "http://evil.example"},
        {"Origin": f"http://127.0.0.1:{PORT + 1}"},
        {"Origin": f"https://127.0.0.1:{PORT}"},
        {"Origin": HOME, "Sec-Fetch-Site": "cross-site"},
    ],
)
def test_a_form_from_elsewhere_is_refused(person: Person, headers: dict[str, str]) -> None:
    form = {**FORM, "csrf": csrf(person)}
    answer = person.client.post("/goer/omdoeb", data=form, headers=headers)
    assert answer.status_code == 403
    assert person.state.themes["t00"].title == "Tema 0"


@pytest.mark.parametrize("path", ["/goer/omdoeb", "/goer/fortryd", "/navn", "/eksport"])
@pytest.mark.parametrize("token", [{}, {"csrf": ""}, {"csrf": "gættet"}])
def test_a_form_without_its_token_does_nothing(
    person: Person, path: str, token: dict[str, str]
) -> None:
    before = person.review.revision
    answer = person.client.post(path, data={**FORM, **token}, headers={"Origin": HOME})
    assert answer.status_code == 403
    assert "Prøv igen" in answer.text
    assert person.review.revision == before
    assert not person.out.exists()


def test_every_form_holds_the_token(person: Person) -> None:
    for path in ("/tema/t00", "/udsagn/b01x000", "/historik", "/eksport", "/navn", "/"):
        for form in person.sees(path).forms:
            assert form.method == "get" or form.fields["csrf"] == [csrf(person)]


def test_a_decision_cannot_be_made_by_a_link(person: Person) -> None:
    assert person.client.get("/goer/godkend?theme=t00").status_code == 405


def test_every_answer_tells_the_browser_to_be_careful(person: Person) -> None:
    stranger = TestClient(person.guard, base_url=HOME)
    for answer in (person.client.get("/tema/t00"), person.client.get("/intet"), stranger.get("/")):
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy and "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["referrer-policy"] == "same-origin"
        assert answer.headers["cache-control"] == "no-store"


def test_no_page_has_script_or_style_of_its_own_or_from_outside(person: Person) -> None:
    for path in ("/", "/tema/t00", "/udsagn/b01x000", "/historik", "/hjaelp", "/eksport"):
        html = person.sees(path).html
        assert "<style" not in html and " style=" not in html and " on" + "click" not in html
        assert html.count("<script") == 1 and '<script src="/static/review.js" defer>' in html
        assert "http://" not in html and "https://" not in html
    script = person.client.get("/static/review.js")
    assert script.status_code == 200 and "http" not in script.text


def test_files_beside_the_results_cannot_be_fetched(person: Person) -> None:
    person.out.mkdir()
    (person.out / "manifest.json").write_text("{}")
    for path in ("/hent/manifest.json", "/hent/..%2Freview%2Ftemaer.db", "/static/..%2Fapp.py"):
        assert person.client.get(path).status_code == 404
