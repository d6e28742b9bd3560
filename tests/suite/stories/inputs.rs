//! What comes in: what was seen, texts, amounts, dates, addresses, bank data.

use super::journey::{self, Journey, Way};
use crate::support::browser::Browser;
use crate::support::{PASSWORD, TestFund, people};
use jointfund::applications::attachment;
use jointfund::db::tx::Actor;
use jointfund::error::Error;
use jointfund::files::upload::Upload;
use jointfund::kernel::fault::FaultCode;
use jointfund::kernel::id::ApplicationId;
use jointfund::notifications;
use serde_json::{Value, json};

/// Fault 6: an absent or nonsensical version or digest was read as the current one.
#[actix_web::test]
async fn whoever_saves_or_approves_says_what_they_saw() {
    let (journey, [call, draft]) = journey::drafted();
    let fund = &journey.fund;
    let page = format!("/applications/{draft}");
    for version in [json!(null), json!(""), json!("abc"), json!("2 or so")] {
        let body = json!({ "version": version, "title": "Unseen", "participants": [] });
        let (status, answer) = fund.post("ada", &format!("{page}/edit"), body).await;
        assert_eq!(status, 422, "{version}: {answer}");
        assert!(answer["faults"]["version"].is_array(), "{answer}");
        let submit = json!({ "version": version, "declaration": true });
        let (status, _) = fund.post("ada", &format!("{page}/submit"), submit).await;
        assert_eq!(status, 422, "{version}");
    }
    let found = journey.read("ada", &page).await;
    assert_eq!(found["title"], "Sepsis test");
    // What a call's approval says it saw: see `desks`.
    let path = format!("/calls/{call}/vote");
    for digest in [json!({}), json!({ "digest": " " })] {
        let (status, answer) = fund.post("board_member0", &path, digest).await;
        assert_eq!(status, 422, "{path}: {answer}");
        assert_eq!(answer["faults"]["digest"][0]["code"], "not_seen", "{path}");
    }
}

/// Fault 29: marks were wiped by a save that did not speak of them.
#[actix_web::test]
async fn a_review_keeps_the_marks_it_says_nothing_of() {
    let (journey, [_, application]) = journey::evaluated();
    let id = journey.assign(&application, "reviewer0").await;
    let page = format!("/reviews/{id}");
    let fund = &journey.fund;
    let clear = json!({ "declaration": true });
    fund.done("reviewer0", &format!("{page}/clear"), clear)
        .await;
    let desk = journey.read("reviewer0", &page).await;
    let criterion = desk["criteria"][0]["id"].as_str().unwrap().to_owned();
    let marks = json!({ "scores": { criterion: { "mark": "4.5", "justification": "So." } }, "for_panel": "Mind." });
    let save = format!("{page}/save");
    fund.done("reviewer0", &save, marks).await;
    let unseen = json!({ "for_applicant": "Well done." });
    let (status, answer) = fund.post("reviewer0", &save, unseen).await;
    assert_eq!(status, 422);
    assert_eq!(answer["faults"]["version"][0]["code"], "not_seen");
    let stale = json!({ "version": desk["version"], "for_applicant": "Well done." });
    fund.refused("reviewer0", &save, stale, 409, "stale").await;
    let more = json!({ "for_applicant": "Well done." });
    fund.done("reviewer0", &save, more).await;
    let own = journey.read("reviewer0", &page).await["own"].clone();
    assert_eq!(own["scores"][0]["mark"], "4.5");
    assert_eq!(own["for_panel"], "Mind.");
    assert_eq!(own["for_applicant"], "Well done.");
    // Neither does half a mark take the other half away.
    let criterion = desk["criteria"][0]["id"].as_str().unwrap();
    let half = |half: Value| json!({ "scores": { criterion: half } });
    fund.done("reviewer0", &save, half(json!({ "mark": "3.5" })))
        .await;
    let own = journey.read("reviewer0", &page).await["own"].clone();
    assert_eq!(own["scores"][0]["justification"], "So.");
    fund.done("reviewer0", &save, half(json!({ "justification": "Yes." })))
        .await;
    let own = journey.read("reviewer0", &page).await["own"].clone();
    assert_eq!(own["scores"][0]["mark"], "3.5");
}

/// Fault 29: what nobody asked for was swallowed, with what was written there.
#[actix_web::test]
async fn an_answer_to_no_question_is_a_fault() {
    let (journey, [_, draft]) = journey::drafted();
    let path = format!("/applications/{draft}/edit");
    let lost = json!({ "version": 2, "answers": { "nonsense": "Of weeks." } });
    let (status, answer) = journey.fund.post("ada", &path, lost).await;
    let fault = &answer["faults"]["answers.nonsense"][0]["code"];
    assert_eq!((status, fault), (422, &json!("unknown_field")), "{answer}");
}

/// The first row of the consortium.
async fn first_row(journey: &Journey, page: &str) -> String {
    let found = journey.read("ada", page).await;
    found["participants"][0]["id"].as_str().unwrap().to_owned()
}

/// Faults 26, 29 and 35: amounts were refused in the writing of most countries, `62 5` was 625, and
/// two near 2^63 made every page answer 500.
#[actix_web::test]
async fn an_amount_is_read_as_it_is_meant_or_not_at_all() {
    let (journey, [_, draft]) = journey::drafted();
    let page = format!("/applications/{draft}");
    let edit = format!("{page}/edit");
    let row = first_row(&journey, &page).await;
    let mut version = 2;
    for (typed, meant) in [
        (json!("1 250,50"), "1250.50"),
        (json!("1.250,50"), "1250.50"),
        (json!("1'250.50"), "1250.50"),
        (json!("\u{200e}1\u{202f}250,50"), "1250.50"),
        (json!("۱٬۲۵۰٫۵"), "1250.50"),
        (json!("0,500"), "0.50"),
        (json!(62.5), "62.50"),
        (json!(12.500), "12.50"),
    ] {
        let participants = json!([{ "id": row, "budget": { "personnel": typed } }]);
        let body = json!({ "version": version, "participants": participants });
        journey.fund.done("ada", &edit, body).await;
        version += 1;
        let found = journey.read("ada", &page).await;
        assert_eq!(
            found["participants"][0]["costs"]["amount"], meant,
            "{typed}"
        );
    }
    for (typed, code) in [
        ("1.234", "ambiguous_amount"),
        ("1,234", "ambiguous_amount"),
        ("62 5", "not_a_number"),
        ("1 2 3 4", "not_a_number"),
        ("1234,567", "too_many_decimals"),
        ("10000000000000.01", "too_large"),
    ] {
        let participants = json!([{ "id": row, "budget": { "personnel": typed } }]);
        let body = json!({ "version": version, "participants": participants });
        let (status, answer) = journey.fund.post("ada", &edit, body).await;
        let path = format!("participants[{row}].budget.personnel");
        let fault = &answer["faults"][path][0]["code"];
        assert_eq!((status, fault), (422, &json!(code)), "{typed}: {answer}");
    }
    let (costs, asked) = (
        format!("participants[{row}].budget.personnel"),
        format!("participants[{row}].requested"),
    );
    let typed = [(costs.as_str(), "1 250,50"), (asked.as_str(), "1.234")];
    let browser = Browser::signed_in(&journey.fund, "ada").await;
    let sent = browser.send(&edit, &edit, &typed).await;
    assert_eq!(sent.status, 422);
    // What can be read is saved and stands as it was read.
    assert!(sent.body.contains("value=\"1250.50\""), "{}", sent.body);
    assert!(sent.body.contains("two ways"), "{}", sent.body);
}

/// Fault 29: a large number of JSON passed through floating point.
#[actix_web::test]
async fn a_number_of_json_is_the_number_that_was_sent() {
    let (journey, [_, draft]) = journey::drafted();
    let page = format!("/applications/{draft}");
    let row = first_row(&journey, &page).await;
    let raw = |amount: &str| -> Value {
        let text = format!(
            r#"{{"version": 2, "participants": [{{"id": "{row}", "requested": {amount}}}]}}"#
        );
        serde_json::from_str(&text).unwrap()
    };
    let (status, answer) = journey
        .fund
        .post("ada", &format!("{page}/edit"), raw("99999999999999.994"))
        .await;
    assert_eq!(status, 422, "{answer}");
    journey
        .fund
        .done("ada", &format!("{page}/edit"), raw("9999999999999.99"))
        .await;
    let found = journey.read("ada", &page).await;
    assert_eq!(
        found["participants"][0]["requested"]["amount"],
        "9999999999999.99"
    );
}

/// Faults 25 and 28: texts were bounded, never cleaned.
#[actix_web::test]
async fn a_text_comes_in_clean() {
    let (journey, [call, draft]) = journey::drafted();
    let page = format!("/applications/{draft}");
    let question = journey.read("", &format!("/calls/{call}")).await["questions"][0]["id"].clone();
    let question = question.as_str().unwrap();
    let row = first_row(&journey, &page).await;
    let body = json!({
        "version": 2,
        "title": "Sea\u{b}watch\tof \u{202e}Porta\u{200b}",
        "summary": "First\u{b}second\u{c}Cafe\u{301} \u{ad}می\u{200c}خواهم 👩\u{200d}🔬",
        "answers": { question: "\u{2060}One\r\ntwo\u{2028}three" },
        "participants": [{ "id": row, "organisation_name": "Lu\u{202e}men", "contact_email": " Ada@People.example " }],
    });
    journey
        .fund
        .done("ada", &format!("{page}/edit"), body)
        .await;
    let found = journey.read("ada", &page).await;
    assert_eq!(found["title"], "Sea watch of Porta");
    assert_eq!(
        found["summary"],
        "First\nsecond\n\nCafé می\u{200c}خواهم 👩\u{200d}🔬"
    );
    assert_eq!(found["answers"][0]["answer"], "One\ntwo\nthree");
    assert_eq!(found["participants"][0]["organisation_name"], "Lumen");
    assert_eq!(
        found["participants"][0]["contact_email"],
        "ada@people.example"
    );

    let blank = json!({ "version": 3, "title": "\u{200b}", "summary": "\u{2060}\u{3164}" });
    journey
        .fund
        .done("ada", &format!("{page}/edit"), blank)
        .await;
    let submit = json!({ "version": 4, "declaration": true });
    let (status, answer) = journey
        .fund
        .post("ada", &format!("{page}/submit"), submit)
        .await;
    assert_eq!(status, 422);
    for field in ["title", "summary"] {
        assert_eq!(answer["faults"][field][0]["code"], "required", "{answer}");
    }
}

/// Fault 25: a length counted code points, and line ends twice.
#[actix_web::test]
async fn a_length_is_counted_as_people_count() {
    let journey = Journey::new(Way::Pages).await;
    let call = journey.open_call().await;
    let draft = journey.draft(&call).await;
    let edit = format!("/applications/{draft}/edit");
    let found = journey.read("", &format!("/calls/{call}")).await;
    let answer = format!("answers.{}", found["questions"][0]["id"].as_str().unwrap());
    let browser = Browser::signed_in(&journey.fund, "ada").await;
    let fits = format!(
        "{}{}",
        "e\u{301}".repeat(300),
        "\r\n👩\u{200d}🔬".repeat(100)
    );
    let sent = browser
        .send(&edit, &edit, &[(answer.as_str(), fits.as_str())])
        .await;
    assert_eq!(sent.status, 303, "500 as people count: {}", sent.body);
    let over = format!("{fits}x");
    let sent = browser
        .send(&edit, &edit, &[(answer.as_str(), over.as_str())])
        .await;
    assert_eq!(sent.status, 422, "501");
    let body = browser.page(&edit).await.1;
    assert!(
        !body.contains("maxlength"),
        "a browser would count otherwise and cut"
    );
}

/// Fault 9: a receipt in 2099, a review due in 2020.
#[actix_web::test]
async fn a_day_lies_where_it_can_have_been() {
    let journey = Journey::new(Way::Api).await;
    let fund = &journey.fund;
    let pledges = journey.read("finance_officer0", "/contributions").await;
    let pledge = pledges
        .as_array()
        .unwrap()
        .iter()
        .find(|one| one["partner"]["code"] == "AV")
        .unwrap();
    let path = format!("/contributions/{}/receipts", pledge["id"].as_str().unwrap());
    let receipt = |day: &str, reference: &str| json!({ "amount": "10", "received_on": day, "bank_reference": reference });
    let who = "finance_officer0";
    for day in ["0026-11-20", "1999-11-20", "2100-01-01"] {
        let (status, answer) = fund.post(who, &path, receipt(day, day)).await;
        assert_eq!(status, 422, "{answer}");
        assert_eq!(answer["faults"]["received_on"][0]["code"], "unlikely_year");
    }
    fund.refused(who, &path, receipt("2099-01-01", "L"), 409, "day_has_come")
        .await;
    fund.refused(
        who,
        &path,
        receipt("2027-01-03", "E"),
        409,
        "not_before_the_pledge",
    )
    .await;
    let partner = people::partners(fund)[0];
    let promise = json!({ "amount": "10", "pledged_on": "2028-01-01", "reference": "Later" });
    let path = format!("/partners/{partner}/contributions");
    fund.refused(who, &path, promise, 409, "day_has_come").await;
    // Somewhere on earth tomorrow has begun; not where the partner is.
    let promise = json!({ "amount": "10", "pledged_on": "2027-01-05", "reference": "Soon" });
    fund.refused(who, &path, promise, 409, "day_has_come").await;

    let call = journey.open_call().await;
    let application = journey.submitted(&call).await;
    journey.in_evaluation(&call, &application).await;
    let reviewer = journey.read("reviewer0", "/me").await["id"].clone();
    let path = format!("/applications/{application}/reviewers");
    let late = json!({ "reviewer": reviewer, "due_on": "2020-05-01" });
    fund.refused("secretary", &path, late, 409, "due_day_ahead")
        .await;
    let never = json!({ "reviewer": reviewer, "due_on": "2099-04-01" });
    let (status, answer) = fund.post("secretary", &path, never).await;
    let fault = &answer["faults"]["due_on"][0]["code"];
    assert_eq!((status, fault), (422, &json!("too_far_ahead")), "{answer}");
    let ahead = json!({ "reviewer": reviewer, "due_on": "2027-04-01" });
    fund.done("secretary", &path, ahead).await;
}

/// Fault 28: a bank reference in lower case or with a blank was another one, and was posted again.
#[actix_web::test]
async fn a_bank_reference_spelt_otherwise_is_the_same() {
    let journey = Journey::new(Way::Api).await;
    let pledges = journey.read("finance_officer0", "/contributions").await;
    let pledge = pledges
        .as_array()
        .unwrap()
        .iter()
        .find(|one| one["partner"]["code"] == "AV")
        .unwrap();
    let path = format!("/contributions/{}/receipts", pledge["id"].as_str().unwrap());
    for same in [
        "in-0",
        "IN -0",
        "IN-0\u{200b}",
        "I\u{fe0f}N-0\u{fe0f}",
        "ＩＮ-０",
    ] {
        let body = json!({ "amount": "10", "received_on": "2027-01-04", "bank_reference": same });
        journey
            .fund
            .refused("finance_officer0", &path, body, 409, "duplicate")
            .await;
    }
    journey.fund.holds();
}

/// Fault 33: an address that the mailer refuses was taken, with a letter on its way to nobody.
#[actix_web::test]
async fn an_address_no_letter_reaches_is_refused_where_it_is_typed() {
    let fund = TestFund::new().await;
    let register = |email: &str| json!({ "name": "Anna", "email": email, "password": PASSWORD });
    let long = format!("{}@x.example", "n".repeat(70));
    for email in [
        "anna..k@x.example",
        ".anna@x.example",
        "an(na)@x.example",
        "anna@-x.example",
        "anna@x.example\u{200b}",
        &long,
    ] {
        let (status, answer) = fund.post("", "/register", register(email)).await;
        assert_eq!(status, 422, "{email}: {answer}");
        assert_eq!(answer["faults"]["email"][0]["code"], "not_an_email");
    }
    fund.done("", "/register", register("anna+1.o'hara@x.example"))
        .await;
}

/// Fault 29: a person called `+5` was "Dear 5", and 9007199254740993 another number.
#[actix_web::test]
async fn a_name_like_a_number_stays_a_name() {
    let fund = TestFund::new().await;
    for (index, name) in ["+5", "9007199254740993", "1e3", "007"]
        .into_iter()
        .enumerate()
    {
        let email = format!("person{index}@x.example");
        let body = json!({ "name": name, "email": email });
        fund.done("secretary", "/people", body).await;
        let letters = fund
            .app
            .read_now(Actor::Operator, |view| {
                notifications::queries::mailbox(view, None)
            })
            .unwrap();
        let letter = letters.items.iter().find(|one| one.item.recipient == email);
        let text = &letter.unwrap().text;
        assert!(text.contains(&format!("Dear {name},")), "{text}");
    }
}

/// Fault 19: `days=abc` "was moved forward", and no file chosen "is empty".
#[actix_web::test]
async fn what_was_not_understood_is_not_said_to_be_done() {
    let (journey, [_, draft]) = journey::drafted();
    let storage = &journey.fund.app.config.storage;
    let missing = Upload::of(storage, "", b"").unwrap();
    let id = ApplicationId::from_uuid(draft.parse().unwrap());
    let ada = people::actor(&journey.fund, "ada");
    let refused = attachment::attach(&journey.fund.app, ada, id, missing).unwrap_err();
    let Error::Invalid(faults) = refused else {
        panic!("{refused}");
    };
    assert_eq!(faults.at("file")[0].code, FaultCode::NoFile);
    let name = "plan\u{202e}fdp.exe.pdf";
    let named = Upload::of(storage, name, b"%PDF-1.4\n%%EOF\n").unwrap();
    attachment::attach(&journey.fund.app, ada, id, named).unwrap();
    let found = journey.read("ada", &format!("/applications/{draft}")).await;
    assert_eq!(found["attachments"][0]["name"], "planfdp.exe.pdf");
}

/// Fault 31: numbers of accounts, and the names of their holders.
#[actix_web::test]
async fn bank_data_is_read_as_pasted_and_refused_where_it_cannot_be_paid() {
    let (journey, [.., award]) = journey::awarded();
    let fund = &journey.fund;
    let page = format!("/awards/{award}");
    let found = journey.read("ada", &page).await;
    let payee = found["shares"][0]["participant"].clone();
    let path = format!("{page}/bank-accounts");
    let account = |other: Value| {
        let mut body = json!({
            "participant": payee, "holder": "Lumen", "iban": "AT611904300234573201",
            "bank_name": "Harbour Bank", "country": "XA",
        });
        for (name, value) in other.as_object().unwrap() {
            body[name] = value.clone();
        }
        body
    };
    for (field, value, at, code) in [
        ("iban", "AT12190430023457320", "iban", "iban_mistyped"),
        ("iban", "twelve", "iban", "not_an_iban"),
        ("bic", "BKAU", "bic", "not_a_bic"),
        ("holder", "=1+1", "holder", "not_a_name"),
        ("holder", "株式会社", "holder", "no_plain_spelling"),
        ("holder", "شركة ي", "holder", "no_plain_spelling"),
        ("holder_plain", "Łódź", "holder_plain", "no_plain_spelling"),
    ] {
        let (status, answer) = fund
            .post("ada", &path, account(json!({ field: value })))
            .await;
        assert_eq!(status, 422, "{value}: {answer}");
        assert_eq!(answer["faults"][at][0]["code"], code, "{value}");
    }
    let long = "n".repeat(71);
    let (status, _) = fund
        .post("ada", &path, account(json!({ "holder": long })))
        .await;
    assert_eq!(status, 422);

    let pasted =
        account(json!({ "holder": "«Луч» ООО", "iban": "\u{200e}IBAN AT61-1904-3002-3457-3201" }));
    let id = fund.done("ada", &path, pasted).await;
    let recorded = journey.read("programme_officer0", &page).await;
    let accounts = recorded["bank_accounts"].as_array().unwrap();
    let one = accounts.iter().find(|one| one["id"] == id).unwrap();
    assert_eq!(one["holder"], "«Луч» ООО");
    assert_eq!(one["holder_plain"], "'Luch' OOO");
    assert_eq!(one["iban"], "AT611904300234573201");
    let refuse = format!("{path}/{}/refuse", id.as_str().unwrap());
    let reason = json!({ "reason": "A test." });
    fund.done("programme_officer0", &refuse, reason).await;

    // In a browser the person sees the spelling first, and may better it.
    let browser = Browser::signed_in(fund, "ada").await;
    let payee = payee.as_str().unwrap();
    let mut typed = vec![
        ("participant", payee),
        ("holder", "Ћирић d.o.o."),
        ("holder_plain", ""),
        ("iban", "AT611904300234573201"),
        ("bank_name", "Harbour Bank"),
        ("country", "XA"),
    ];
    let sent = browser.send(&page, &path, &typed).await;
    assert_eq!(sent.status, 422);
    assert!(
        sent.body.contains("value=\"Ciric d.o.o.\""),
        "{}",
        sent.body
    );
    typed[2] = ("holder_plain", "Cirich d.o.o.");
    let sent = browser.send(&page, &path, &typed).await;
    assert_eq!(sent.status, 303, "{}", sent.body);
}

/// Fault 6: the details of an organisation were overwritten unseen.
#[actix_web::test]
async fn two_people_do_not_overwrite_an_organisation_unseen() {
    let fund = TestFund::new().await;
    let (_, own) = fund.get("ada", "/organisations").await;
    let path = format!("/organisations/{}", own[0]["id"].as_str().unwrap());
    let (_, seen) = fund.get("ada", &path).await;
    let details = |version: Value, town: &str| {
        json!({
            "version": version, "name": "ada Ltd", "country": "XA", "registration_number": "A-1",
            "address_line": "Quay Street 1", "postcode": "1000", "town": town, "size_class": "small",
        })
    };
    let (status, answer) = fund.post("ada", &path, details(Value::Null, "Porta")).await;
    assert_eq!(status, 422, "{answer}");
    let version = seen["version"].clone();
    fund.done("ada", &path, details(version.clone(), "Porta"))
        .await;
    fund.refused("ada", &path, details(version, "Elsewhere"), 409, "stale")
        .await;
}

/// Fault 32: people stand in the order of their names, over more than one page of the list.
#[actix_web::test]
async fn people_stand_where_one_looks_for_their_names() {
    let fund = TestFund::new().await;
    let names = ["Zoe", "Émile", "dana", "Åsa", "adam", "Çelik"].map(str::to_owned);
    let many = (0..50).map(|index| format!("Kim {index:02}"));
    for (index, name) in names.into_iter().chain(many).enumerate() {
        let body = json!({ "name": name, "email": format!("p{index}@names.example") });
        fund.done("root", "/people", body).await;
    }
    let (mut all, mut path) = (Vec::new(), "/people".to_owned());
    loop {
        let (status, page) = fund.get("root", &path).await;
        assert_eq!(status, 200, "{page}");
        all.extend(page["items"].as_array().unwrap().clone());
        let Some(next) = page["next"].as_str() else {
            break;
        };
        path = format!("/people?after={next}");
    }
    let ours = all.iter().filter(|one| {
        let email = one["email"].as_str().unwrap();
        email.ends_with("@names.example")
    });
    let ours: Vec<&str> = ours.map(|one| one["name"].as_str().unwrap()).collect();
    assert_eq!(ours.len(), 56);
    assert_eq!(ours[..5], ["adam", "Åsa", "Çelik", "dana", "Émile"]);
    assert_eq!(ours[5], "Kim 00");
    assert_eq!(ours[55], "Zoe");
}

/// Fault 55: the API took `false` as the text of a field.
#[actix_web::test]
async fn fault_55_a_tick_is_no_text() {
    let (journey, [_, draft]) = journey::drafted();
    let page = format!("/applications/{draft}");
    let edit = format!("{page}/edit");
    let body = json!({ "version": 2, "title": false, "summary": true });
    let (status, answer) = journey.fund.post("ada", &edit, body).await;
    for path in ["title", "summary"] {
        let code = &answer["faults"][path][0]["code"];
        assert_eq!((status, code), (422, &json!("malformed")), "{answer}");
    }
    // Where a box is ticked it is what is asked for.
    journey
        .fund
        .done(
            "ada",
            &format!("{page}/submit"),
            json!({ "declaration": true }),
        )
        .await;
}
