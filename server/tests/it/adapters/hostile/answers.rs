//! Answers that are huge, slow, broken, of another type or encoding, or nested without end.

use super::{
    super::{
        outbound,
        vendor::{JSON, Part, Vendor, answer, json},
    },
    *,
};
use server::integrations::outbound::Limits;
use std::time::Duration;

/// Nothing takes longer than both deadlines of a use with a log-in before it.
const IN_TIME: Duration = Duration::from_secs(20);

fn bytes(text: &str) -> Part {
    Part::Bytes(text.as_bytes().to_vec())
}

fn beginning() -> Part {
    bytes(&format!(
        "HTTP/1.1 200 OK\r\n{JSON}content-length: 40\r\n\r\n{{\"id\":"
    ))
}

fn ok(body: &str) -> Vec<Part> {
    json("200 OK", body)
}

const HTML: &str = "content-type: text/html\r\n";
const DEEP: usize = 10_000;

/// Answers, and the trouble that each is.
fn table() -> Vec<(&'static str, Vec<Part>, Trouble)> {
    use Trouble::{ServiceError, TimedOut, UnexpectedAnswer};
    let mut drip = vec![beginning()];
    drip.extend((0..40).flat_map(|_| [bytes(" "), Part::Pause(Duration::from_millis(100))]));
    let mut flood = vec![bytes(&format!("HTTP/1.1 200 OK\r\n{JSON}\r\n\""))];
    flood.extend((0..600).map(|_| Part::Bytes(vec![b'x'; 1024])));
    let utf16: Vec<u8> = "{\"id\":\"1\"}"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    let mut table = vec![
        ("never answers", vec![Part::Hang], TimedOut),
        ("stops in the middle", vec![beginning(), Part::Hang], TimedOut),
        ("a byte at a time", drip, TimedOut),
        ("cut before the answer", vec![Part::Reset], ServiceError),
        ("cut in the answer", vec![beginning(), Part::Reset], ServiceError),
        (
            "not HTTP",
            vec![bytes("220 smtp.example ESMTP\r\n")],
            ServiceError,
        ),
        (
            "500",
            json("500 Internal Server Error", r#"{"code":"Oops"}"#),
            ServiceError,
        ),
        ("502 empty", answer("502 Bad Gateway", "", ""), ServiceError),
        (
            "503 page",
            answer("503 Service Unavailable", HTML, "<html>"),
            ServiceError,
        ),
        (
            "page with 200",
            answer("200 OK", HTML, "<html>"),
            UnexpectedAnswer,
        ),
        ("no type", answer("200 OK", "", r#"{"id":"1"}"#), UnexpectedAnswer),
        (
            "as text",
            answer("200 OK", "content-type: text/plain\r\n", r#"{"id":"1"}"#),
            UnexpectedAnswer,
        ),
        (
            "another charset",
            answer(
                "200 OK",
                "content-type: application/json; charset=utf-16\r\n",
                &utf16,
            ),
            UnexpectedAnswer,
        ),
        (
            "UTF-16 that is not said",
            json("200 OK", &utf16),
            UnexpectedAnswer,
        ),
        (
            "not UTF-8",
            json("200 OK", b"{\"id\":\"\xff\"}"),
            UnexpectedAnswer,
        ),
        ("byte order mark", ok("\u{feff}{\"id\":\"1\"}"), UnexpectedAnswer),
        (
            "too long, announced",
            json("200 OK", vec![b' '; 400_000]),
            UnexpectedAnswer,
        ),
        ("too long, streamed", flood, UnexpectedAnswer),
        (
            "redirect",
            answer("302 Found", "location: http://127.0.0.1:1/\r\n", ""),
            UnexpectedAnswer,
        ),
    ];
    table.extend(
        [
            ("empty", String::new()),
            ("half of it", r#"{"id":"1"#.to_owned()),
            ("nothing in it", "{}".to_owned()),
            ("null", "null".to_owned()),
            ("a list", "[]".to_owned()),
            ("a text", r#""yes""#.to_owned()),
            ("a number", "1e999".to_owned()),
            ("NUL", "\0".to_owned()),
            ("deep", "[".repeat(DEEP)),
            ("deep where unread", format!(r#"{{"x":{}{}}}"#, "[".repeat(DEEP), "]".repeat(DEEP))),
            ("deep objects", r#"{"items":"#.repeat(DEEP)),
            (
                "wrong types",
                r#"{"id":{},"sid":[],"items":{},"messages":1,"notifications":"","token":{},"access_token":[],"expires_in":"x",
                    "id_token":1,"issuer":{},"keys":"","type":1}"#
                    .to_owned(),
            ),
        ]
        .map(|(name, body)| (name, ok(&body), UnexpectedAnswer)),
    );
    table
}

fn patient() -> Limits {
    Limits {
        reads: IN_TIME / 2,
        writes: IN_TIME / 2,
        between_bytes: IN_TIME / 2,
        ..limits()
    }
}

async fn use_once(one: Use, outbound: &Outbound, parts: Vec<Part>) -> Said {
    let vendor = Vendor::saying(parts).await;
    (one.prepare)(&vendor);
    let made = Made {
        outbound: outbound.clone(),
        reach: Reach::LoopbackToo,
        url: vendor.url.clone(),
    };
    let said = tokio::time::timeout(IN_TIME, (one.run)(made)).await;
    said.unwrap_or_else(|_| panic!("{} hangs", one.name))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_has_its_error_in_time() {
    // Only what never comes is waited for.
    let (hurried, patient) = (&outbound(limits()), &outbound(patient()));
    let uses = USES.map(|one| async move {
        for (name, parts, trouble) in table() {
            let outbound = if trouble == Trouble::TimedOut {
                hurried
            } else {
                patient
            };
            let said = use_once(one, outbound, parts).await;
            assert!(one.is_error(&said, trouble), "{} · {name}: {said:?}", one.name);
        }
    });
    futures_util::future::join_all(uses).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn refusals_may_be_as_strange() {
    let bodies: [(&str, Vec<u8>); 6] = [
        ("a page", b"<html>".to_vec()),
        ("deep", "[".repeat(DEEP).into_bytes()),
        ("huge", vec![b' '; 1_000_000]),
        (
            "other types",
            br#"{"code":{},"errors":7,"error":[],"error_codes":"x"}"#.to_vec(),
        ),
        ("not UTF-8", b"{\"code\":\"\xff\"}".to_vec()),
        (
            "NUL",
            br#"{"code":"\u0000","error":"\u0000","errors":[{"error":"\u0000"}]}"#.to_vec(),
        ),
    ];
    let (bodies, outbound) = (&bodies, &outbound(patient()));
    let uses = USES.map(|one| async move {
        for status in [
            "400 Bad Request",
            "401 Unauthorized",
            "403 Forbidden",
            "409 Conflict",
            "422 Unprocessable",
        ] {
            for (name, body) in bodies {
                for kind in [JSON, HTML] {
                    let said = use_once(one, outbound, answer(status, kind, body)).await;
                    assert!(said.is_error(), "{} · {status} {name}: {said:?}", one.name);
                    if let Said::Port(Err(PortError::Rejected(code))) = said {
                        // It is stored and shown.
                        assert!(!code.is_empty() && !code.contains(char::is_control), "{code:?}");
                    }
                }
            }
        }
    });
    futures_util::future::join_all(uses).await;
}

#[tokio::test]
async fn names_that_cannot_be_kept_are_no_answer() {
    let (long, outbound) = ("n".repeat(101), &outbound(patient()));
    for name in ["", "\\u0000", "a b", "a\\nb", "\u{e9}", &long] {
        for (one, body) in [
            ("Notify: a text", format!(r#"{{"id":"{name}"}}"#)),
            ("Notify: a mail", format!(r#"{{"id":"{name}"}}"#)),
            (
                "Twilio: a text",
                format!(r#"{{"sid":"{name}","status":"queued"}}"#),
            ),
        ] {
            let one = USES.into_iter().find(|known| known.name == one).unwrap();
            let said = use_once(one, outbound, ok(&body)).await;
            assert!(
                one.is_error(&said, Trouble::UnexpectedAnswer),
                "{} · {name:?}: {said:?}",
                one.name
            );
        }
    }
}
