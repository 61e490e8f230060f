//! Sizes, slowness and framing (SEC-Q1, Q2, T4).

use crate::site::{HOST, Person, Site, TAP};
use std::time::Duration;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    time::{Instant, timeout},
};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn bodies_over_64_kib_are_refused_everywhere_but_where_files_go() {
    let site = Site::on_sqlite().await;
    let megan = site.signed_in(Person::MEGAN).await;
    let mut paths = app::request::form_paths();
    paths.extend([
        "/",
        "/repairs",
        "/nothing-here",
        "/console",
        "/repairs/report/x/uploads",
        "/repairs/report/upload",
        "/console/invites/import/uploads",
    ]);
    let body = format!("description={}", "a".repeat(64 * 1024));
    for path in paths {
        for request in [
            megan.request("POST", path),
            megan.script("POST", path),
            megan.request("PUT", path),
        ] {
            let request = request.header("content-type", "application/x-www-form-urlencoded");
            let answer = megan.send(request.body(body.clone())).await;
            assert_eq!(answer.status, 413, "{path}");
        }
    }
    // The longest text with room to spare is no trouble.
    let draft = megan.draft(TAP).await;
    let long = "ŵ".repeat(10_000);
    megan.opens(&format!("/repairs/report/{draft}/describe"));
    let answer = megan
        .post(
            "/api/portal/repairs/description",
            &[("draft", &draft), ("description", &long)],
        )
        .await;
    assert!(megan.follow(&answer).await.says(&long));
    site.stop().await;
}

/// Sends bytes and reads until the other side closes.
async fn talk(site: &Site, bytes: &[u8]) -> String {
    let mut socket = TcpStream::connect(site.node.address).await.unwrap();
    // It may close before everything is sent.
    let _refused = socket.write_all(bytes).await;
    let mut answer = Vec::new();
    let _reset = timeout(Duration::from_secs(20), socket.read_to_end(&mut answer))
        .await
        .expect("the connection is closed");
    String::from_utf8_lossy(&answer).into_owned()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ambiguous_framing_is_refused_and_the_connection_closed() {
    let site = Site::on_sqlite().await;
    let smuggled = "GET /healthz HTTP/1.1\r\nHost: tenant.example.org\r\n\r\n";
    let head = format!(
        "POST /api/portal/language HTTP/1.1\r\nHost: {HOST}\r\nOrigin: https://{HOST}\r\n\
         Content-Type: application/x-www-form-urlencoded\r\n"
    );
    for framing in [
        "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n",
        "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n",
        "Content-Length: 5\r\nTransfer-Encoding: identity\r\n",
        "Transfer-Encoding: chunked\r\n",
        "Content-Length: 5\r\nTransfer-Encoding: xchunked\r\n",
        "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n",
        "Content-Length: 5\r\nContent-Length: 6\r\n",
        "Content-Length: +5\r\n",
        "Content-Length: 5, 6\r\n",
        "Content-Length: -1\r\n",
    ] {
        let answer = talk(
            &site,
            format!("{head}{framing}\r\n0\r\n\r\n{smuggled}").as_bytes(),
        )
        .await;
        let answers = answer.matches("HTTP/1.1 ").count();
        assert!(
            answers <= 1,
            "{framing:?}: a second request got through: {answer}"
        );
        assert!(
            answer.is_empty() || answer.starts_with("HTTP/1.1 4"),
            "{framing:?}: {answer}"
        );
    }
    site.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn heads_that_are_too_long_or_malformed_are_refused() {
    let site = Site::on_sqlite().await;
    let long = "a".repeat(20 * 1024);
    for head in [
        format!("GET / HTTP/1.1\r\nHost: {HOST}\r\nX-Long: {long}\r\n\r\n"),
        format!("GET /{long} HTTP/1.1\r\nHost: {HOST}\r\n\r\n"),
        format!(
            "GET / HTTP/1.1\r\nHost: {HOST}\r\n{}\r\n",
            "X-Many: 1\r\n".repeat(300)
        ),
        format!("GET / HTTP/1.1\r\nHost: {HOST}\r\nX-Space : 1\r\n\r\n"),
        "GET / HTTP/1.1\r\n\r\n".to_owned(),
        format!("GET / HTTP/1.1\r\nHost: evil.example\r\nHost: {HOST}\r\nConnection: close\r\n\r\n"),
        format!("GET / HTTP/1.1\r\nHost: {HOST}\r\nHost: evil.example\r\nConnection: close\r\n\r\n"),
        format!("GET http://evil.example/ HTTP/1.1\r\nHost: {HOST}\r\nConnection: close\r\n\r\n"),
        format!("GET http://{HOST}/ HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n"),
        "\x16\x03\x01\x02\x00\x01\x00\x01\r\n\r\n".to_owned(),
    ] {
        // Where the answer leaves the connection open, the time-out for heads ends it.
        let answer = talk(&site, head.as_bytes()).await;
        let start: String = head.chars().take(60).collect();
        assert!(
            answer.is_empty() || answer.starts_with("HTTP/1.1 4"),
            "{start:?}: {answer}"
        );
    }
    site.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn slow_heads_and_bodies_are_cut_while_others_are_served() {
    let site = Site::on_sqlite().await;
    let began = Instant::now();
    let head = format!("GET / HTTP/1.1\r\nHost: {HOST}\r\nX-Slow: ");
    let body = format!(
        "POST /api/portal/language HTTP/1.1\r\nHost: {HOST}\r\nOrigin: https://{HOST}\r\nContent-Length: 100\r\n\r\nlang"
    );
    let page = async {
        let visitor = site.visitor();
        assert_eq!(visitor.get("/sign-in").await.status, 200);
        began.elapsed()
    };
    let (cut, answer, served) =
        tokio::join!(talk(&site, head.as_bytes()), talk(&site, body.as_bytes()), page);
    assert!(!cut.contains("200 OK"), "{cut}");
    assert!(
        answer.is_empty() || answer.starts_with("HTTP/1.1 408"),
        "{answer}"
    );
    assert!(began.elapsed() < Duration::from_secs(20), "{:?}", began.elapsed());
    assert!(served < Duration::from_secs(5), "{served:?}");
    site.stop().await;
}
