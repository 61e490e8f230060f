//! The mail server stand-in over a plain socket.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use serde_json::{Value, json};
use simulators::smtp::{self, Options, Running};
use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader},
    net::TcpStream,
};

struct Sender(BufReader<TcpStream>);

impl Sender {
    async fn connect(mail: &Running) -> Self {
        Self(BufReader::new(TcpStream::connect(mail.smtp_addr).await.unwrap()))
    }

    async fn greeted(mail: &Running) -> Self {
        let mut sender = Self::connect(mail).await;
        assert!(sender.reply().await.starts_with("220"));
        assert!(sender.say("EHLO test.example").await.starts_with("250"));
        sender
    }

    /// The last line of a reply; empty at the end of the connection.
    async fn reply(&mut self) -> String {
        loop {
            let mut line = String::new();
            let length = self.0.read_line(&mut line).await.unwrap_or(0);
            if length == 0 || line.as_bytes().get(3) != Some(&b'-') {
                return line.trim_end().to_owned();
            }
        }
    }

    async fn say(&mut self, line: &str) -> String {
        self.0.write_all(format!("{line}\r\n").as_bytes()).await.unwrap();
        self.reply().await
    }

    async fn send(&mut self, to: &str, message: &str) -> String {
        assert!(
            self.say("MAIL FROM:<noreply@landlord.example> SIZE=200")
                .await
                .starts_with("250")
        );
        let answer = self.say(&format!("RCPT TO:<{to}>")).await;
        if !answer.starts_with("250") {
            return answer;
        }
        assert!(self.say("DATA").await.starts_with("354"));
        self.say(&format!("{message}\r\n.")).await
    }
}

const MESSAGE: &str = "From: =?UTF-8?Q?Hollingate_Homes?= <noreply@landlord.example>\r\n\
To: <sian@example.com>\r\n\
Subject: =?UTF-8?B?RGlvbGNoLCBTacOibiDigJMgeW91ciBjb2Rl?=\r\n\
Message-ID: <42@landlord.example>\r\n\
MIME-Version: 1.0\r\n\
Content-Type: multipart/alternative; boundary=\"b1\"\r\n\
\r\n\
--b1\r\n\
Content-Type: text/plain; charset=utf-8\r\n\
Content-Transfer-Encoding: quoted-printable\r\n\
\r\n\
Dear Si=C3=A2n,\r\n\
..a line that began with a dot\r\n\
https://portal.example/verify?code=3D123456&x=3D=\r\n\
1\r\n\
--b1\r\n\
Content-Type: text/html; charset=utf-8\r\n\
Content-Transfer-Encoding: base64\r\n\
\r\n\
PHA+RGVhciBTacOibjwvcD4=\r\n\
--b1--\r\n";

async fn start() -> Running {
    let _ = rustls::crypto::ring::default_provider().install_default();
    smtp::start(Options {
        largest: 5_000,
        ..Options::default()
    })
    .await
    .unwrap()
}

async fn read(mail: &Running, path: &str) -> String {
    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    client
        .get(format!("{}{path}", mail.web_url))
        .send()
        .await
        .unwrap()
        .text()
        .await
        .unwrap()
}

async fn messages(mail: &Running, to: &str) -> Vec<Value> {
    serde_json::from_str(&read(mail, &format!("/api/messages?to={to}")).await).unwrap()
}

async fn arm(mail: &Running, faults: Value) {
    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    let response = client
        .post(format!("{}/_sim/faults", mail.web_url))
        .json(&faults)
        .send()
        .await
        .unwrap();
    assert_eq!(response.status(), 204);
}

#[tokio::test]
async fn a_message_is_kept_decoded_and_shown() {
    let mail = start().await;
    let mut sender = Sender::greeted(&mail).await;
    assert!(sender.send("sian@example.com", MESSAGE).await.starts_with("250"));
    assert!(
        sender
            .send("other@example.com", "Subject: Second\r\n\r\nHello")
            .await
            .starts_with("250")
    );
    assert!(sender.say("QUIT").await.starts_with("221"));
    let found = messages(&mail, "Sian@Example.com").await;
    assert_eq!(found.len(), 1);
    let message = &found[0];
    assert_eq!(message["subject"], "Diolch, Siân – your code");
    assert_eq!(message["from"], "Hollingate Homes <noreply@landlord.example>");
    assert_eq!(
        (&message["to"], &message["message_id"]),
        (&json!("sian@example.com"), &json!("42@landlord.example"))
    );
    let text = "Dear Siân,\n.a line that began with a dot\nhttps://portal.example/verify?code=123456&x=1";
    assert_eq!(message["text"].as_str().unwrap().trim_end(), text);
    assert_eq!(message["html"], "<p>Dear Siân</p>");
    let list = read(&mail, "/").await;
    assert!(
        list.find("Second").unwrap() < list.find("Diolch").unwrap(),
        "newest first"
    );
    let page = read(&mail, &format!("/messages/{}", message["id"])).await;
    assert!(page.contains("href=\"https://portal.example/verify?code=123456&amp;x=1\""));
    assert!(page.contains("sandbox=\"\""));
    mail.stop().await;
}

#[tokio::test]
async fn commands_out_of_order_and_messages_too_big_are_refused() {
    let mail = start().await;
    let mut sender = Sender::connect(&mail).await;
    sender.reply().await;
    assert!(sender.say("MAIL FROM:<a@b.example>").await.starts_with("503"));
    assert!(sender.say("EHLO test.example").await.starts_with("250"));
    assert!(sender.say("RCPT TO:<a@b.example>").await.starts_with("503"));
    assert!(sender.say("DATA").await.starts_with("503"));
    assert!(sender.say("NONSENSE").await.starts_with("500"));
    assert!(sender.say("NOOP").await.starts_with("250"));
    assert!(
        sender
            .say("MAIL FROM:<a@b.example> SIZE=6000")
            .await
            .starts_with("552")
    );
    assert!(
        sender
            .send("a@b.example", &"x\r\n".repeat(3_000))
            .await
            .starts_with("552")
    );
    assert!(sender.say("RSET").await.starts_with("250"));
    assert!(
        sender
            .send("no-such-mailbox@b.example", "")
            .await
            .starts_with("550 5.1.1")
    );
    assert!(sender.say("RSET").await.starts_with("250"));
    assert!(
        sender
            .send("a@b.example", "Subject: Small\r\n\r\n")
            .await
            .starts_with("250")
    );
    assert_eq!(mail.messages().len(), 1);
}

#[tokio::test]
async fn faults_strike_where_they_are_armed() {
    let mail = start().await;
    arm(
        &mail,
        json!([
            { "at": "message", "fault": "reply", "reply": "450 4.2.0 Greylisted", "count": 1 },
            { "at": "message", "fault": "cut", "count": 1 },
        ]),
    )
    .await;
    let mut sender = Sender::greeted(&mail).await;
    assert_eq!(
        sender.send("a@b.example", "Message-ID: <1@x>\r\n\r\nHi").await,
        "450 4.2.0 Greylisted"
    );
    assert!(mail.messages().is_empty());
    assert_eq!(
        sender.send("a@b.example", "Message-ID: <1@x>\r\n\r\nHi").await,
        "",
        "cut after the final dot"
    );
    let mut again = Sender::greeted(&mail).await;
    assert!(
        again
            .send("a@b.example", "Message-ID: <1@x>\r\n\r\nHi")
            .await
            .starts_with("250")
    );
    let ids: Vec<_> = messages(&mail, "a@b.example")
        .await
        .iter()
        .map(|message| message["message_id"].clone())
        .collect();
    assert_eq!(ids, ["1@x", "1@x"], "the copy can be told by its Message-ID");
    arm(&mail, json!([{ "at": "data", "fault": "silence" }])).await;
    let mut silent = Sender::greeted(&mail).await;
    silent.say("MAIL FROM:<a@b.example>").await;
    silent.say("RCPT TO:<a@b.example>").await;
    let waiting = tokio::time::timeout(std::time::Duration::from_millis(300), silent.say("DATA")).await;
    assert!(waiting.is_err());
    arm(
        &mail,
        json!([{ "at": "connect", "fault": "reply", "reply": "421 4.3.2 Closing" }]),
    )
    .await;
    let mut refused = Sender::connect(&mail).await;
    assert!(refused.reply().await.starts_with("421"));
    assert_eq!(refused.reply().await, "");
}

#[tokio::test]
async fn credentials_are_insisted_on_when_set() {
    let options = Options {
        credentials: Some(("user".into(), "secret".into())),
        ..Options::default()
    };
    let mail = smtp::start(options).await.unwrap();
    let mut sender = Sender::greeted(&mail).await;
    assert!(sender.say("MAIL FROM:<a@b.example>").await.starts_with("530"));
    assert!(sender.say("AUTH PLAIN AHVzZXIAd3Jvbmc=").await.starts_with("535"));
    assert!(sender.say("AUTH PLAIN").await.starts_with("334"));
    assert!(sender.say("AHVzZXIAc2VjcmV0").await.starts_with("235"));
    assert!(sender.say("MAIL FROM:<a@b.example>").await.starts_with("250"));
}
