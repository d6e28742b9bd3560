//! Files on their way in: who sends is known first, and what does not arrive leaves nothing behind.

use super::journey::{self, Journey};
use crate::database::contents::are_named;
use crate::support::browser::Browser;
use crate::support::{PATIENCE, TestFund, until};
use reqwest::multipart::{Form, Part};
use serde_json::{Value, json};
use std::fs;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::os::unix::fs::PermissionsExt;
use std::time::{Duration, Instant};

const PDF: &[u8] = b"%PDF-1.4\n%%EOF\n";
/// The files of the fund, by their names.
fn files(fund: &TestFund) -> Vec<String> {
    let Ok(folder) = fs::read_dir(&fund.app.config.storage.attachments) else {
        return Vec::new();
    };
    let names = folder.map(|entry| entry.unwrap().file_name());
    names.map(|name| name.into_string().unwrap()).collect()
}

/// A connection on which the head of an upload has gone out, and the beginning of its file.
fn begun(base: &str, draft: &str, token: &str, sent: usize) -> TcpStream {
    let address = base.strip_prefix("http://").unwrap();
    let mut connection = TcpStream::connect(address).unwrap();
    connection.set_read_timeout(Some(PATIENCE)).unwrap();
    let head = format!(
        "POST /api/v1/applications/{draft}/files HTTP/1.1\r\nHost: {address}\r\n{token}\
         Content-Type: multipart/form-data; boundary=xxx\r\nContent-Length: 20000000\r\n\r\n"
    );
    connection.write_all(head.as_bytes()).unwrap();
    if sent > 0 {
        let part = "--xxx\r\nContent-Disposition: form-data; name=\"file\"; \
                    filename=\"plan.pdf\"\r\n\r\n";
        connection.write_all(part.as_bytes()).unwrap();
        connection.write_all(&vec![b'%'; sent]).unwrap();
    }
    connection
}

fn bearer(token: &str) -> String {
    format!("Authorization: Bearer {token}\r\n")
}

/// What comes back on a connection first.
async fn answered(mut connection: TcpStream) -> String {
    let reading = actix_web::rt::task::spawn_blocking(move || {
        let mut answer = [0_u8; 4096];
        let read = connection.read(&mut answer).unwrap_or_default();
        String::from_utf8_lossy(&answer[..read]).into_owned()
    });
    reading.await.unwrap()
}

struct Answer {
    status: u16,
    retry_after: Option<String>,
    body: Value,
}

async fn sent(base: &str, draft: &str, token: &str, name: &str, content: &[u8]) -> Answer {
    let part = Part::bytes(content.to_vec()).file_name(name.to_owned());
    let request = reqwest::Client::new()
        .post(format!("{base}/api/v1/applications/{draft}/files"))
        .bearer_auth(token)
        .multipart(Form::new().part("file", part));
    let answer = request.send().await.unwrap();
    let retry_after = answer.headers().get("retry-after");
    Answer {
        status: answer.status().as_u16(),
        retry_after: retry_after.map(|text| text.to_str().unwrap().to_owned()),
        body: answer.json().await.unwrap(),
    }
}

async fn attached(journey: &Journey, draft: &str) -> usize {
    let seen = journey.read("ada", &format!("/applications/{draft}")).await;
    seen["attachments"].as_array().unwrap().len()
}

/// Fault 40: twenty megabytes were read of anybody, and then it was asked who they are.
#[actix_web::test]
async fn nothing_is_read_of_those_who_may_not_send_a_file() {
    let (journey, [_, draft]) = journey::drafted();
    let fund = &journey.fund;
    let answer = answered(begun(&fund.base, &draft, "", 0)).await;
    assert!(answer.starts_with("HTTP/1.1 401"), "{answer}");
    // What is wrong with what is sent is not said to whom it does not concern.
    let path = format!("/applications/{draft}/files");
    let (status, answer) = fund.post("secretary", &path, json!({})).await;
    assert_eq!(status, 404, "a draft is its consortium's alone: {answer}");
    let (status, _) = fund.post("ada", &path, json!({})).await;
    assert_eq!(status, 422);
    // A form that no page of ours has sent, with a file in it.
    let browser = Browser::signed_in(fund, "ada").await;
    let forged = browser.send_forged_file(&path, PDF).await;
    assert_eq!(forged.status, 403, "{}", forged.body);
    assert_eq!(files(fund), Vec::<String>::new());
}

/// Fault 40: a file lies on the disk while it arrives, and vanishes where it does not.
#[actix_web::test]
async fn what_breaks_off_or_is_too_slow_or_too_large_leaves_nothing_behind() {
    let (journey, [_, draft]) = journey::drafted();
    let fund = &journey.fund;
    let ada = fund.token("ada").await;
    let upload = begun(&fund.base, &draft, &bearer(&ada), 600_000);
    until("a file arrives", || !files(fund).is_empty()).await;
    let arriving = fund.app.config.storage.attachments.join(&files(fund)[0]);
    let mode = fs::metadata(&arriving).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600, "nobody else reads it");
    drop(upload);
    until("it is gone", || files(fund).is_empty()).await;

    let hurried = fund.served(|config| {
        (config.server.upload_seconds, config.server.body_seconds) = (1, 1);
    });
    let answer = answered(begun(&hurried, &draft, &bearer(&ada), 600_000)).await;
    assert!(answer.contains("file_too_slow"), "{answer}");
    assert_eq!(files(fund), Vec::<String>::new());

    let small = fund.served(|config| config.storage.max_file_bytes = 100_000);
    let mut large = PDF.to_vec();
    large.resize(300_000, b' ');
    for large in [&large[..120_000], &large[..]] {
        let answer = sent(&small, &draft, &ada, "plan.pdf", large).await;
        assert_eq!(answer.status, 422);
        let fault = &answer.body["faults"]["file"][0];
        assert_eq!(
            (fault["code"].as_str(), fault["limit"].as_str()),
            (Some("file_too_large"), Some("100000"))
        );
    }
    assert_eq!(files(fund), Vec::<String>::new());
    assert_eq!(attached(&journey, &draft).await, 0);
    assert_eq!(
        sent(&small, &draft, &ada, "plan.pdf", PDF).await.status,
        200
    );
    assert_eq!(
        (files(fund).len(), attached(&journey, &draft).await),
        (1, 1)
    );
}

/// Fault 40: what a program that was killed left of uploads goes when the next one starts.
#[actix_web::test]
async fn what_was_arriving_when_the_program_died_is_swept_away() {
    let (journey, [_, draft]) = journey::drafted();
    let fund = &journey.fund;
    let ada = fund.token("ada").await;
    assert_eq!(
        sent(&fund.base, &draft, &ada, "plan.pdf", PDF).await.status,
        200
    );
    let kept = files(fund);
    let left = fund.app.config.storage.attachments.join(".arriving-left");
    fs::write(&left, b"half").unwrap();
    // So do the second names of files that were being backed up.
    let copied = fund.app.config.storage.attachments.join(".backup-left");
    fs::create_dir(&copied).unwrap();
    fs::write(copied.join("kept"), b"whole").unwrap();
    let days = std::time::SystemTime::now() - Duration::from_secs(8 * 86_400);
    let folder = fs::File::open(&copied).unwrap();
    folder.set_modified(days).unwrap();
    fund.served(|_| {});
    assert!(!copied.exists());
    assert_eq!(
        files(fund).len(),
        2,
        "it may still be arriving at another server"
    );
    let old = std::time::SystemTime::now() - Duration::from_secs(3_600);
    fs::File::options()
        .write(true)
        .open(&left)
        .unwrap()
        .set_modified(old)
        .unwrap();
    fund.served(|_| {});
    assert_eq!(files(fund), kept);
}

/// Fault 60: as many files could be sent at once as anybody liked, and each took its memory.
#[actix_web::test]
async fn so_many_files_are_sent_at_once_and_no_more() {
    let (journey, [_, draft]) = journey::drafted();
    let fund = &journey.fund;
    let ada = fund.token("ada").await;
    for (of_one, at_once, status, code, says) in [
        (
            1,
            9,
            429,
            "too_many_uploads",
            "You are sending another file",
        ),
        (9, 1, 503, "uploads_busy", "Many people are sending files"),
    ] {
        let base = fund.served(|config| {
            config.server.uploads_of_one = of_one;
            config.server.uploads_at_once = at_once;
        });
        let upload = begun(&base, &draft, &bearer(&ada), 600_000);
        let is_arriving = |files: Vec<String>| files.iter().any(|name| name.starts_with('.'));
        until("it arrives", || is_arriving(files(fund))).await;
        let refused = sent(&base, &draft, &ada, "plan.pdf", PDF).await;
        assert_eq!(
            (refused.status, refused.body["code"].as_str()),
            (status, Some(code))
        );
        let sentence = refused.body["detail"].as_str().unwrap();
        assert!(sentence.contains(says), "{sentence}");
        assert_eq!(refused.retry_after.as_deref(), Some("10"));
        drop(upload);
        until("it is gone", || !is_arriving(files(fund))).await;
        // Its place is free a moment after the file is gone.
        let begun = Instant::now();
        while sent(&base, &draft, &ada, "plan.pdf", PDF).await.status != 200 {
            assert!(begun.elapsed() < PATIENCE, "its place stays taken");
        }
    }
}

/// Fault 54: what is refused is said at the field, in a sentence that helps on.
#[actix_web::test]
async fn why_a_file_is_not_taken_stands_at_its_field() {
    let (journey, [_, draft]) = journey::drafted();
    let fund = &journey.fund;
    let browser = Browser::signed_in(fund, "ada").await;
    let (page, path) = (
        format!("/applications/{draft}"),
        format!("/applications/{draft}/files"),
    );
    let script = b"%PDF-1.4\n1 0 obj << /OpenAction << /S /JavaScript /JS (x) >> >> endobj\n";
    for (content, says) in [
        (&script[..], "Save as PDF"),
        (b"MZ\x90\0", "a document saved as .docx, .xlsx or .pptx"),
        (b"\x89PNG\r\n\x1a\n", "let it end in"),
        (b"PK\x03\x04", "cannot be read to its end"),
    ] {
        let sent = browser.send_file(&page, &path, content).await;
        assert_eq!(sent.status, 422, "{}", sent.body);
        assert!(sent.body.contains(says), "{says}: {}", sent.body);
    }
    assert_eq!(files(fund), Vec::<String>::new());
}

/// Fault 66: three hundred drafts of a hundred megabytes each, by one applicant.
#[actix_web::test]
async fn one_person_fills_neither_a_call_nor_the_disk() {
    let (journey, [call, draft]) = journey::drafted();
    let fund = &journey.fund;
    let ada = fund.token("ada").await;
    let own = journey.read("ada", "/organisations").await[0]["id"].clone();
    let base = fund.served(|config| {
        config.fund.max_drafts = 2;
        config.storage.max_account_bytes = 3 * 1024 * 1024;
        config.storage.max_total_bytes = 2 * 1024 * 1024;
        config.storage.max_files = 2;
    });
    let begin = async || {
        let request = reqwest::Client::new()
            .post(format!("{base}/api/v1/calls/{call}/applications"))
            .bearer_auth(&ada)
            .json(&json!({ "organisation": own, "title": "One more" }));
        let answer = request.send().await.unwrap();
        (
            answer.status().as_u16(),
            answer.json::<Value>().await.unwrap(),
        )
    };
    let (status, second) = begin().await;
    assert_eq!(status, 200, "{second}");
    let second = second.as_str().unwrap();
    let (status, refused) = begin().await;
    assert_eq!(status, 422);
    let fault = &refused["faults"]["organisation"][0];
    assert_eq!(fault["code"], "too_many_drafts");
    assert_eq!(fault["limit"], "2");

    let content = |bytes: usize| {
        let mut content = PDF.to_vec();
        content.resize(bytes, b' ');
        content
    };
    let refused = async |draft: &str, bytes: usize| {
        let answer = sent(&base, draft, &ada, "plan.pdf", &content(bytes)).await;
        let fault = answer.body["faults"]["file"][0].clone();
        (
            fault["code"].as_str().unwrap_or_default().to_owned(),
            fault["limit"].clone(),
        )
    };
    const MIB: usize = 1024 * 1024;
    let taken = (String::new(), Value::Null);
    assert_eq!(refused(&draft, MIB + 1).await, taken);
    assert_eq!(
        refused(&draft, MIB).await,
        ("files_too_large".to_owned(), json!("2"))
    );
    assert_eq!(refused(&draft, MIB - 1).await, taken);
    assert_eq!(
        refused(&draft, 9).await,
        ("too_many_files".to_owned(), json!("2"))
    );
    assert_eq!(
        refused(second, MIB + 1).await,
        ("files_of_one_too_large".to_owned(), json!("3"))
    );
    assert_eq!(refused(second, MIB).await, taken);
    // Discarding one makes room for another draft.
    let discard = json!({ "reason": "Begun twice." });
    fund.done("ada", &format!("/applications/{second}/withdraw"), discard)
        .await;
    assert_eq!(begin().await.0, 200);
    are_named(fund, &["attachments"]);
}
