//! A vendor that says exactly what a test wants, byte by byte.

use std::{
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
};

#[derive(Clone)]
pub enum Part {
    Bytes(Vec<u8>),
    Pause(Duration),
    /// Never says anything more.
    Hang,
    /// Cuts the connection hard.
    Reset,
}

pub struct Vendor {
    pub url: String,
    requests: Arc<AtomicUsize>,
    answers: Answers,
}

type Special = (&'static str, Vec<Part>);

/// What is said to everybody, and what to requests whose first line has a word, in small letters.
#[derive(Clone, Default)]
struct Answers {
    usual: Arc<Mutex<Vec<Part>>>,
    special: Arc<Mutex<Vec<Special>>>,
}

impl Answers {
    fn to(&self, head: &str) -> Vec<Part> {
        let asked = head.lines().next().unwrap_or_default();
        let special = self.special.lock().unwrap();
        let found = special.iter().find(|(word, _)| asked.contains(word));
        found.map_or_else(|| self.usual.lock().unwrap().clone(), |(_, parts)| parts.clone())
    }
}

impl Vendor {
    /// Answers every request with these parts and closes.
    pub async fn saying(parts: Vec<Part>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let vendor = Self {
            url,
            requests: Arc::default(),
            answers: Answers::default(),
        };
        vendor.say(parts);
        let (requests, answers) = (Arc::clone(&vendor.requests), vendor.answers.clone());
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serve(stream, Arc::clone(&requests), answers.clone()));
            }
        });
        vendor
    }

    pub fn say(&self, parts: Vec<Part>) {
        *self.answers.usual.lock().unwrap() = parts;
    }

    /// Says this to requests whose first line has `word`.
    pub fn say_to(&self, word: &'static str, parts: Vec<Part>) {
        self.answers.special.lock().unwrap().push((word, parts));
    }

    pub fn requests(&self) -> usize {
        self.requests.load(Ordering::SeqCst)
    }
}

async fn serve(mut stream: TcpStream, requests: Arc<AtomicUsize>, answers: Answers) {
    let mut head = Vec::new();
    while !head.windows(4).any(|end| end == b"\r\n\r\n") {
        let mut byte = [0];
        if stream.read(&mut byte).await.unwrap_or(0) == 0 {
            return;
        }
        head.push(byte[0]);
    }
    let head = String::from_utf8_lossy(&head).to_lowercase();
    let length = head
        .split("content-length: ")
        .nth(1)
        .and_then(|rest| rest.lines().next())
        .map_or(0, |length| length.parse().unwrap());
    let mut body = vec![0; length];
    stream.read_exact(&mut body).await.unwrap();
    requests.fetch_add(1, Ordering::SeqCst);
    for part in answers.to(&head) {
        match part {
            Part::Bytes(bytes) => {
                if stream.write_all(&bytes).await.is_err() {
                    return;
                }
            }
            Part::Pause(length) => tokio::time::sleep(length).await,
            Part::Hang => std::future::pending().await,
            Part::Reset => stream.set_zero_linger().unwrap(),
        }
    }
}

/// A whole answer.
pub fn answer(status: &str, headers: &str, body: impl AsRef<[u8]>) -> Vec<Part> {
    let body = body.as_ref();
    let head = format!(
        "HTTP/1.1 {status}\r\nconnection: close\r\n{headers}content-length: {}\r\n\r\n",
        body.len()
    );
    vec![Part::Bytes([head.as_bytes(), body].concat())]
}

pub const JSON: &str = "content-type: application/json\r\n";

pub fn json(status: &str, body: impl AsRef<[u8]>) -> Vec<Part> {
    answer(status, JSON, body)
}
