//! A vendor that says exactly what a test wants, byte by byte.

use std::{
    sync::{
        Arc,
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
    parts: Arc<std::sync::Mutex<Vec<Part>>>,
}

impl Vendor {
    /// Answers every request with these parts and closes.
    pub async fn saying(parts: Vec<Part>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let vendor = Self {
            url,
            requests: Arc::default(),
            parts: Arc::new(std::sync::Mutex::new(parts)),
        };
        let (requests, parts) = (Arc::clone(&vendor.requests), Arc::clone(&vendor.parts));
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let requests = Arc::clone(&requests);
                let parts = parts.lock().unwrap().clone();
                tokio::spawn(serve(stream, requests, parts));
            }
        });
        vendor
    }

    pub fn say(&self, parts: Vec<Part>) {
        *self.parts.lock().unwrap() = parts;
    }

    pub fn requests(&self) -> usize {
        self.requests.load(Ordering::SeqCst)
    }
}

async fn serve(mut stream: TcpStream, requests: Arc<AtomicUsize>, parts: Vec<Part>) {
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
    for part in parts {
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
