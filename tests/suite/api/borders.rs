//! What every answer carries, what a cookie is bound to, what is no token, and what is no request.

use crate::support::{PASSWORD, PATIENCE, TestFund, people};
use jointfund::web::table::Table;
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use serde_json::{Value, json};
use std::io::{Read, Write};
use std::net::TcpStream;

/// What binds a browser, and what must stand in it (ASVS 5.0, 3.4 and 14.3.2).
const CARRIED: [(&str, &str); 8] = [
    ("cache-control", "no-store"),
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "same-origin"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    ("content-security-policy", "default-src 'none'"),
    ("content-security-policy", "base-uri 'none'"),
    ("content-security-policy", "frame-ancestors 'none'"),
];

fn client() -> reqwest::Client {
    let client = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none());
    client.build().unwrap()
}

/// Every address there is, as somebody who knows nothing would write it.
fn addresses() -> Vec<String> {
    let table = Table::shared();
    let mut patterns: Vec<String> = vec!["/nowhere".into(), "/api/v1/nowhere".into()];
    patterns.extend(
        table
            .shows
            .iter()
            .map(|show| show.page.pattern().to_owned()),
    );
    patterns.extend(
        table
            .reads
            .iter()
            .map(|read| format!("/api/v1{}", read.path)),
    );
    patterns.extend(
        table
            .deeds
            .iter()
            .map(|deed| format!("/api/v1{}", deed.path)),
    );
    patterns.extend(table.fetches.iter().map(|fetch| fetch.path.to_owned()));
    let id = "01900000-0000-7000-8000-000000000000";
    let filled = patterns.iter().map(|pattern| {
        let parts = pattern.split('/');
        let named = parts.map(|part| if part.starts_with('{') { id } else { part });
        named.collect::<Vec<_>>().join("/")
    });
    filled.collect()
}

/// Pages, the API, files and refusals alike, whatever is asked of them.
#[actix_web::test]
async fn every_answer_carries_what_binds_a_browser() {
    let fund = TestFund::after("settled_in");
    let encrypted = fund.served(|config| config.server.public_url = "https://fund.example".into());
    let http = client();
    for path in addresses() {
        for method in [
            reqwest::Method::GET,
            reqwest::Method::POST,
            reqwest::Method::DELETE,
        ] {
            let answer = http.request(method.clone(), format!("{encrypted}{path}"));
            let answer = answer.send().await.unwrap();
            assert_ne!(answer.status().as_u16(), 500, "{method} {path}");
            let carried = answer.headers();
            for (name, part) in CARRIED {
                let value = carried
                    .get(name)
                    .map_or("", |value| value.to_str().unwrap());
                assert!(value.contains(part), "{method} {path}: {name}: {value}");
            }
            let strict = carried["strict-transport-security"].to_str().unwrap();
            assert!(strict.contains("includeSubDomains"), "{method} {path}");
            let elsewhere = carried.get("access-control-allow-origin");
            assert_eq!(elsewhere, None, "{method} {path}");
        }
    }
}

/// Fault 55: the API took whatever came as JSON, and of two members of one name the last.
#[actix_web::test]
async fn the_api_takes_json_and_each_member_once() {
    let fund = TestFund::after("settled_in");
    let (http, tokens) = (client(), format!("{}/api/v1/tokens", fund.base));
    let typed = json!({ "email": people::email("ada"), "password": PASSWORD }).to_string();
    let sent = async |kind: &str, body: &str| {
        let request = http.post(&tokens).header("content-type", kind);
        let answer = request.body(body.to_owned()).send().await.unwrap();
        let status = answer.status().as_u16();
        (status, answer.json::<Value>().await.unwrap())
    };
    for kind in [
        "application/json",
        "application/json; charset=utf-8",
        "Application/JSON",
    ] {
        assert_eq!(sent(kind, &typed).await.0, 200, "{kind}");
    }
    for kind in [
        "text/plain",
        "application/x-www-form-urlencoded",
        "application/jsonp",
        "",
    ] {
        let (status, answer) = sent(kind, &typed).await;
        let found = (status, answer["code"].as_str());
        assert_eq!(found, (415, Some("not_json")), "{kind}: {answer}");
    }
    let twice = typed.replacen('{', r#"{"email": "ben@people.example", "#, 1);
    let (status, answer) = sent("application/json", &twice).await;
    assert_eq!(status, 422, "{answer}");
    assert_eq!(answer["faults"]["email"][0]["code"], "repeated", "{answer}");
}

/// A cookie is of this host alone, and no script reads it (ASVS 5.0, 3.3).
#[actix_web::test]
async fn a_cookie_is_of_this_host_alone() {
    let fund = TestFund::after("settled_in");
    let encrypted = fund.served(|config| config.server.public_url = "https://fund.example".into());
    let answer = client().get(format!("{encrypted}/sign-in")).send().await;
    let answer = answer.unwrap();
    let cookies: Vec<&str> = answer
        .headers()
        .get_all("set-cookie")
        .iter()
        .map(|cookie| cookie.to_str().unwrap())
        .collect();
    assert!(!cookies.is_empty());
    for cookie in cookies {
        assert!(cookie.starts_with("__Host-"), "{cookie}");
        for part in ["Secure", "HttpOnly", "SameSite=Lax", "Path=/"] {
            assert!(
                cookie.split("; ").any(|one| one == part),
                "{cookie}: {part}"
            );
        }
        assert!(!cookie.contains("Domain"), "{cookie}");
        assert!(cookie.len() < 4096);
    }
}

/// Tokens that are none, each with what is wrong with it (ASVS 5.0, 9; RFC 8725).
fn forged(claims: &Value, key: &str) -> Vec<(&'static str, String)> {
    let signed = |header: &Header, claims: &Value, key: &str| {
        encode(header, claims, &EncodingKey::from_secret(key.as_bytes())).unwrap()
    };
    let ours = Header {
        typ: Some("fund-at+jwt".to_owned()),
        ..Header::new(Algorithm::HS256)
    };
    let with = |name: &str, value: Value| {
        let mut claims = claims.clone();
        claims[name] = value;
        signed(&ours, &claims, key)
    };
    let without = |name: &str| {
        let mut claims = claims.clone();
        claims.as_object_mut().unwrap().remove(name);
        signed(&ours, &claims, key)
    };
    let at = claims["iat"].as_i64().unwrap();
    let good = signed(&ours, claims, key);
    let [_, body, mark] = good.split('.').collect::<Vec<_>>()[..] else {
        unreachable!()
    };
    let none = data_encoding::BASE64URL_NOPAD.encode(br#"{"typ":"fund-at+jwt","alg":"none"}"#);
    let mut forged = vec![
        ("nothing", String::new()),
        ("no token", "a.b.c".to_owned()),
        ("not signed", format!("{none}.{body}.")),
        ("not signed, with a mark", format!("{none}.{body}.{mark}")),
        ("mark cut", good[..good.len() - 2].to_owned()),
        (
            "another key",
            signed(&ours, claims, "another key of thirty-two characters!"),
        ),
        (
            "another kind",
            signed(
                &Header {
                    typ: Some("JWT".to_owned()),
                    ..ours.clone()
                },
                claims,
                key,
            ),
        ),
        (
            "no kind",
            signed(
                &Header {
                    typ: None,
                    ..ours.clone()
                },
                claims,
                key,
            ),
        ),
        (
            "another method",
            signed(
                &Header {
                    alg: Algorithm::HS512,
                    ..ours.clone()
                },
                claims,
                key,
            ),
        ),
        (
            "a key it brings along",
            signed(
                &Header {
                    jku: Some("https://evil.example/keys".to_owned()),
                    ..ours.clone()
                },
                claims,
                "another key of thirty-two characters!",
            ),
        ),
        ("expired", with("exp", json!(at))),
        ("expired long ago", with("exp", json!(0))),
        ("not yet", with("nbf", json!(at + 3_600))),
        ("another issuer", with("iss", json!("https://evil.example"))),
        ("another audience", with("aud", json!("letters"))),
        (
            "another session",
            with("jti", json!("01900000-0000-7000-8000-000000000000")),
        ),
        (
            "another person",
            with("sub", json!("01900000-0000-7000-8000-000000000000")),
        ),
    ];
    forged.extend(["iss", "aud", "sub", "jti", "nbf", "exp"].map(|name| (name, without(name))));
    forged
}

/// Only a token of ours, of its kind, now, opens the API.
#[actix_web::test]
async fn a_forged_token_opens_nothing() {
    let fund = TestFund::after("settled_in");
    let tokens = json!({ "email": people::email("ada"), "password": PASSWORD });
    let (_, tokens) = fund.post("", "/tokens", tokens).await;
    let good = tokens["access_token"].as_str().unwrap();
    let body = good.split('.').nth(1).unwrap();
    let claims = data_encoding::BASE64URL_NOPAD
        .decode(body.as_bytes())
        .unwrap();
    let claims: Value = serde_json::from_slice(&claims).unwrap();
    let key = fund.app.config.security.token_key.expose().clone();
    let (http, me) = (client(), format!("{}/api/v1/me", fund.base));
    let status = async |token: &str| {
        let answer = http.get(&me).bearer_auth(token).send().await.unwrap();
        answer.status().as_u16()
    };
    assert_eq!(status(good).await, 200);
    for (what, token) in forged(&claims, &key) {
        assert_eq!(status(&token).await, 401, "{what}");
    }
    let other = tokens["refresh_token"].as_str().unwrap();
    assert_eq!(status(other).await, 401, "a refresh token");
    // The cookie of the pages opens no API.
    let answer = http
        .get(&me)
        .header("cookie", format!("session={other}"))
        .send()
        .await;
    assert_eq!(answer.unwrap().status().as_u16(), 401);
}

/// Two readings of one request are no request (RFC 9112, 6.3; ASVS 5.0, 4.2.1).
#[actix_web::test]
async fn a_request_with_two_ends_is_refused() {
    let fund = TestFund::empty();
    assert_eq!(fund.get("", "/calls").await.0, 200);
    let at = fund.base.strip_prefix("http://").unwrap().to_owned();
    let heads = [
        "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n",
        "Transfer-Encoding: chunked\r\nContent-Length: 4\r\n",
        "Content-Length: 4\r\nContent-Length: 5\r\n",
        "Content-Length: +4\r\n",
        "Content-Length: -4\r\n",
        "Content-Length: 4, 4\r\n",
        "Content-Length: 0x4\r\n",
        "Content-Length : 4\r\n",
        "Transfer-Encoding: chunked, identity\r\n",
        "Transfer-Encoding: xchunked\r\n",
        "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n",
        " Content-Length: 4\r\n",
    ];
    for head in heads {
        let mut stream = TcpStream::connect(&at).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        let sent = format!("POST /api/v1/tokens HTTP/1.1\r\nHost: x\r\n{head}\r\n");
        stream.write_all(sent.as_bytes()).unwrap();
        let mut answer = [0; 12];
        stream.read_exact(&mut answer).unwrap();
        assert_eq!(&answer, b"HTTP/1.1 400", "{head:?}");
    }
}
