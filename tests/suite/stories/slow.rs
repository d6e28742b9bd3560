//! People whose line is slow, or who only pretend: they end alone, and nobody waits for them.

use super::journey;
use crate::support::{PATIENCE, TestFund, until};
use reqwest::multipart::{Form, Part};
use socket2::{Domain, SockAddr, Socket, Type};
use std::fs;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};

/// Connections of each kind.
const EACH: usize = 40;
/// Bytes of a file: more than the two systems keep between them of what is on its way.
const LARGE: usize = 12 * 1024 * 1024;

/// A connection of somebody who has said this much, and takes little at once.
fn slow(base: &str, said: &str) -> TcpStream {
    let address: SocketAddr = base.strip_prefix("http://").unwrap().parse().unwrap();
    let socket = Socket::new(Domain::IPV4, Type::STREAM, None).unwrap();
    socket.set_recv_buffer_size(4096).unwrap();
    socket.connect(&SockAddr::from(address)).unwrap();
    let mut stream = TcpStream::from(socket);
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    stream.write_all(said.as_bytes()).unwrap();
    stream
}

/// What comes on it before it ends.
fn answer(mut stream: TcpStream) -> String {
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer.lines().next().unwrap_or("").to_owned()
}

/// The fund's files that the program holds open.
fn open(fund: &TestFund) -> usize {
    let folder = &fund.app.config.storage.attachments;
    let held = fs::read_dir("/proc/self/fd").unwrap();
    let paths = held.filter_map(|entry| fs::read_link(entry.unwrap().path()).ok());
    paths.filter(|path| path.starts_with(folder)).count()
}

/// A file of somebody who may read it; its address and who asks for it.
async fn a_large_file(journey: &journey::Journey, draft: &str) -> (String, String) {
    let fund = &journey.fund;
    let token = fund.token("ada").await;
    let mut content = b"%PDF-1.4\n".to_vec();
    content.resize(LARGE, b' ');
    let part = Part::bytes(content).file_name("plan.pdf");
    let files = format!("{}/api/v1/applications/{draft}/files", fund.base);
    let sent = reqwest::Client::new().post(files).bearer_auth(&token);
    let sent = sent.multipart(Form::new().part("file", part)).send().await;
    assert_eq!(sent.unwrap().status().as_u16(), 200);
    let seen = journey.read("ada", &format!("/applications/{draft}")).await;
    let id = seen["attachments"][0]["id"].as_str().unwrap();
    (format!("/api/v1/files/{id}"), token)
}

/// Slow heads, slow bodies and slow readers held their connections for as long as they liked, and
/// each reader of a file all of it in memory.
#[actix_web::test]
async fn who_sends_or_reads_slowly_ends_alone() {
    let (journey, [_, draft]) = journey::drafted();
    let (file, token) = a_large_file(&journey, &draft).await;
    let base = journey.fund.served(|config| {
        let server = &mut config.server;
        (server.head_seconds, server.body_seconds) = (1, 1);
        server.unread_seconds = 1;
    });
    let get = format!("GET {file} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token}\r\n\r\n");
    let body = "POST /api/v1/tokens HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n\
                Content-Length: 100\r\n\r\n{";
    let each = |said: &str| -> Vec<TcpStream> { (0..EACH).map(|_| slow(&base, said)).collect() };
    let (heads, bodies, readers) = (each("GET / HTTP/1.1\r\nHost"), each(body), each(&get));

    if cfg!(target_os = "linux") {
        until("all read", || open(&journey.fund) == EACH).await;
    }
    // Others do not wait for any of them.
    let client = reqwest::Client::builder()
        .timeout(PATIENCE)
        .build()
        .unwrap();
    let whole = client.get(format!("{base}{file}")).bearer_auth(&token);
    let whole = whole.send().await.unwrap();
    assert_eq!(whole.headers()["content-length"], LARGE.to_string());
    assert_eq!(whole.bytes().await.unwrap().len(), LARGE);

    let heads = actix_web::web::block(|| heads.into_iter().map(answer).collect::<Vec<_>>());
    for line in heads.await.unwrap() {
        assert_eq!(line, "HTTP/1.1 408 Request Timeout");
    }
    let bodies = actix_web::web::block(|| bodies.into_iter().map(answer).collect::<Vec<_>>());
    for line in bodies.await.unwrap() {
        assert_eq!(line, "HTTP/1.1 503 Service Unavailable");
    }
    if cfg!(target_os = "linux") {
        until("those who take nothing are let go", || {
            open(&journey.fund) == 0
        })
        .await;
    }
    drop(readers);
}
