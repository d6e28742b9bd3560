//! The document against the routes. That every answer keeps it is tested with each answer of each
//! story: see `support::contract`.

use crate::support::TestFund;
use crate::support::contract::{DOCUMENT, resolved};
use jointfund::web::openapi;
use jointfund::web::table::Table;
use jointfund::web::url;
use serde_json::{Value, json};

/// Every operation of the document.
fn operations() -> Vec<(String, String, &'static Value)> {
    DOCUMENT["paths"]
        .as_object()
        .unwrap()
        .iter()
        .flat_map(|(path, ways)| {
            let ways = ways.as_object().unwrap().iter();
            ways.map(move |(method, operation)| (method.clone(), path.clone(), operation))
        })
        .collect()
}

fn references(value: &Value, found: &mut Vec<Value>) {
    match value {
        Value::Object(fields) => {
            if fields.contains_key("$ref") {
                found.push(value.clone());
            }
            fields.values().for_each(|one| references(one, found));
        }
        Value::Array(items) => items.iter().for_each(|one| references(one, found)),
        _ => {}
    }
}

/// Fault 22: the document covers every address of the API with both its types.
#[test]
fn every_operation_says_what_it_takes_gives_and_how_it_fails() {
    for (method, path, operation) in operations() {
        let found = operation["responses"]["200"]["content"].as_object();
        let (media, content) = found.unwrap().iter().next().unwrap();
        let schema = &content["schema"];
        assert!(
            schema.as_object().is_some_and(|schema| !schema.is_empty()),
            "{method} {path} does not say what it gives"
        );
        assert!(!media.is_empty());
        assert!(!operation["responses"]["default"].is_null(), "{path}");
        for name in path.split('/').filter(|part| part.starts_with('{')) {
            let name = name.trim_matches(['{', '}']);
            let parameters = operation["parameters"].as_array().unwrap();
            let has = parameters.iter().any(|one| one["name"] == name);
            assert!(has, "{path} does not document {name}");
        }
        if method == "post" {
            let content = operation["requestBody"]["content"].as_object().unwrap();
            let typed = content.values().next().unwrap();
            assert!(!resolved(&typed["schema"]).is_null(), "{path}");
        }
    }
}

/// Fault 22: tokens, uploads, downloads and the order file were left out, and no filter documented.
#[test]
fn nothing_is_left_out() {
    let has = |method: &str, path: &str| !DOCUMENT["paths"][path][method].is_null();
    for (method, path) in [
        ("post", "/api/v1/tokens"),
        ("post", "/api/v1/tokens/renew"),
        ("post", "/api/v1/applications/{id}/files"),
        ("get", "/api/v1/files/{file}"),
        ("get", "/api/v1/payment-orders/{id}/file"),
        ("get", "/api/v1/anchors/{id}/file"),
        ("get", "/api/v1/openapi.json"),
    ] {
        assert!(has(method, path), "{method} {path}");
    }
    let upload = &DOCUMENT["paths"]["/api/v1/applications/{id}/files"]["post"];
    assert!(!upload["requestBody"]["content"]["multipart/form-data"].is_null());
    let filters = |path: &str| -> Vec<String> {
        let parameters = DOCUMENT["paths"][path]["get"]["parameters"].as_array();
        let all = parameters.unwrap().iter();
        all.filter(|one| one["in"] == "query")
            .map(|one| one["name"].as_str().unwrap().to_owned())
            .collect()
    };
    assert_eq!(filters("/api/v1/applications"), ["call", "state", "after"]);
    assert_eq!(filters("/api/v1/payouts"), ["award", "state", "after"]);
    assert_eq!(filters("/api/v1/people"), ["after"]);
}

#[test]
fn every_reference_leads_somewhere_and_no_name_means_two_things() {
    let mut all = Vec::new();
    references(&DOCUMENT, &mut all);
    assert!(all.len() > 100);
    for one in &all {
        resolved(one);
    }
    assert_eq!(openapi::clashes(Table::shared()), Vec::<String>::new());
    let mut names: Vec<&str> = operations()
        .iter()
        .map(|(_, _, operation)| operation["operationId"].as_str().unwrap())
        .collect();
    let count = names.len();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), count, "an operationId twice");
}

/// Fault 22: what the document names answers, and answers to nothing else.
#[actix_web::test]
async fn the_document_is_what_the_server_answers_to() {
    let fund = TestFund::new().await;
    let http = reqwest::Client::new();
    let id = "01900000-0000-7000-8000-000000000000";
    for path in DOCUMENT["paths"].as_object().unwrap().keys() {
        let mut address = path.clone();
        for name in url::places_of(path) {
            address = address.replace(&format!("{{{name}}}"), id);
        }
        let answer = http
            .delete(format!("{}{address}", fund.base))
            .send()
            .await
            .unwrap();
        let allowed = answer.headers()["allow"].to_str().unwrap().to_owned();
        assert_eq!(answer.status().as_u16(), 405, "{path}");
        let mut allowed: Vec<String> = allowed
            .split(", ")
            .filter(|one| *one != "HEAD")
            .map(str::to_lowercase)
            .collect();
        allowed.sort();
        let ways = DOCUMENT["paths"][path].as_object().unwrap();
        let documented: Vec<String> = ways.keys().cloned().collect();
        assert_eq!(allowed, documented, "{path}");
    }
    let table = Table::shared();
    let rows = table.reads.len() + table.deeds.len() + table.fetches.len() + 1;
    assert_eq!(operations().len(), rows);
}

#[actix_web::test]
async fn a_filter_or_cursor_that_cannot_be_read_is_a_fault() {
    let fund = TestFund::new().await;
    for (path, field) in [
        ("/applications?state=nonsense", "state"),
        ("/payouts?award=x", "award"),
        ("/applications?after=%00", "after"),
    ] {
        let (status, answer) = fund.get("secretary", path).await;
        assert_eq!(status, 422, "{path}: {answer}");
        assert!(answer["faults"][field].is_array(), "{path}: {answer}");
    }
}

/// What is typed may be a number or a tick of JSON, and what was not chosen is sent as an empty text:
/// the document said neither.
#[actix_web::test]
async fn what_is_taken_is_what_the_document_says() {
    let entry = &DOCUMENT["components"]["schemas"]["Entry"]["type"];
    assert_eq!(*entry, json!(["string", "number", "boolean", "null"]));
    let themes = &DOCUMENT["components"]["schemas"]["Entries"]["oneOf"];
    assert_eq!(themes.as_array().unwrap().len(), 2, "many, or one");
    let fund = TestFund::new().await;
    for name in [json!(7), json!("ada")] {
        fund.done("ada", "/profile/name", json!({ "name": name }))
            .await;
    }
    let (status, answer) = fund
        .post("ada", "/profile/name", json!({ "name": true }))
        .await;
    let code = &answer["faults"]["name"][0]["code"];
    assert_eq!((status, code), (422, &json!("malformed")), "{answer}");
    for (path, filter) in [("/payouts", "award"), ("/applications", "state")] {
        let own = &DOCUMENT["paths"][url::by_api(path)]["get"]["parameters"];
        let own = own.as_array().unwrap().iter();
        let own = own.filter(|one| one["name"] == filter);
        let ways: Vec<&Value> = own.map(|one| &one["schema"]["anyOf"][1]).collect();
        assert_eq!(ways, [&json!({ "const": "" })]);
        let (_, all) = fund.get("secretary", path).await;
        let (status, unfiltered) = fund.get("secretary", &format!("{path}?{filter}=")).await;
        assert_eq!((status, unfiltered), (200, all), "{path}");
    }
}

/// An answer about one matter says what its reader may do with it, and where.
#[actix_web::test]
async fn an_answer_tells_what_its_reader_may_do() {
    use crate::stories::journey;
    let (journey, [.., award]) = journey::awarded();
    let found = journey.read("ada", &format!("/awards/{award}")).await;
    let payout = journey
        .request(&award, &found["shares"][0], "advance", "")
        .await;
    let page = format!("/payouts/{payout}");
    let actions = async |who: &str| {
        let found = journey.read(who, &page).await;
        let all = found["permitted_actions"].as_array().unwrap().clone();
        all.into_iter()
            .filter(|one| one["refused"].is_null())
            .collect::<Vec<_>>()
    };
    let officers = actions("programme_officer0").await;
    let verify = officers
        .iter()
        .find(|one| one["action"] == "verify_payout")
        .unwrap();
    assert_eq!(verify["method"], "POST");
    assert_eq!(verify["href"], format!("/api/v1{page}/verify"));
    let href = verify["href"].as_str().unwrap();
    let path = href.strip_prefix("/api/v1").unwrap();
    let seen = verify["seen"].clone();
    let (status, answer) = journey.fund.post("programme_officer0", path, seen).await;
    assert_eq!(status, 200, "{answer}");
    let after = actions("programme_officer0").await;
    assert!(
        !after.iter().any(|one| one["action"] == "verify_payout"),
        "what is done is not offered again"
    );
    assert_eq!(actions("auditor").await, Vec::<Value>::new());
}
