//! A client of the simulator that knows nothing but the contract.

use reqwest::{Client, Method, RequestBuilder, Response, StatusCode};
use serde_json::{Value, json};
use simulators::civica_cx::{self, Options, Running};

pub struct Cx {
    pub running: Running,
    pub client: Client,
    pub token: String,
}

pub fn client() -> Client {
    // Another test of this process may have been first.
    let _ = rustls::crypto::ring::default_provider().install_default();
    Client::builder()
        .no_proxy()
        .timeout(std::time::Duration::from_secs(20))
        .build()
        .unwrap()
}

pub fn options() -> Options {
    Options {
        today: Some(jiff::civil::date(2026, 11, 24)),
        ..Options::default()
    }
}

pub async fn log_in(running: &Running, client: &Client, username: &str, password: &str) -> Response {
    let url = format!("{}/api/v1/token", running.base_url);
    client
        .post(url)
        .json(&json!({ "username": username, "password": password }))
        .send()
        .await
        .unwrap()
}

impl Cx {
    pub async fn start() -> Self {
        Self::with(options()).await
    }

    pub async fn with(options: Options) -> Self {
        let running = civica_cx::start(options.clone()).await.unwrap();
        let client = client();
        let response = log_in(&running, &client, &options.username, &options.password).await;
        let token: Value = response.json().await.unwrap();
        Self {
            running,
            client,
            token: token["token"].as_str().unwrap().to_owned(),
        }
    }

    pub fn ask(&self, method: Method, path: &str) -> RequestBuilder {
        let request = self
            .client
            .request(method, format!("{}/api/v1{path}", self.running.base_url));
        request.bearer_auth(&self.token).header("X-Company", "HGH")
    }

    pub async fn get(&self, path: &str) -> (StatusCode, Value) {
        split(self.ask(Method::GET, path).send().await.unwrap()).await
    }

    pub async fn post(&self, path: &str, body: &Value) -> (StatusCode, Value) {
        split(self.ask(Method::POST, path).json(body).send().await.unwrap()).await
    }

    /// Every row of a list, page by page.
    pub async fn rows(&self, path: &str) -> Vec<Value> {
        let (mut rows, mut cursor) = (Vec::new(), String::new());
        loop {
            let (status, page) = self.get(&format!("{path}{cursor}")).await;
            assert_eq!(status, StatusCode::OK, "{page}");
            rows.extend(page["items"].as_array().unwrap().clone());
            match page["nextCursor"].as_str() {
                Some(next) => cursor = format!("&cursor={next}"),
                None => return rows,
            }
        }
    }

    pub async fn control(&self, path: &str, body: &Value) -> Value {
        let response = self
            .client
            .post(format!("{}/_sim/{path}", self.running.control_url))
            .json(body)
            .send()
            .await
            .unwrap();
        assert!(response.status().is_success(), "{}", response.status());
        response.json().await.unwrap_or(Value::Null)
    }

    pub async fn seen(&self, path: &str) -> Value {
        self.client
            .get(format!("{}/_sim/{path}", self.running.control_url))
            .send()
            .await
            .unwrap()
            .json()
            .await
            .unwrap()
    }
}

pub async fn split(response: Response) -> (StatusCode, Value) {
    (response.status(), response.json().await.unwrap_or(Value::Null))
}

/// A repair Megan Price may raise.
pub fn repair(reference: &str, home: &str) -> Value {
    json!({
        "externalReference": reference,
        "assetId": home,
        "contactId": "CON-000001",
        "agreementId": "AGR-000001",
        "description": "The bath waste leaks.",
        "lines": [{ "sorCode": "DEMO-PLB-0301", "quantity": 1 }],
        "repairType": "RESP",
        "priority": "URG",
        "contract": "DEMO-RESP",
        "accessNotes": null,
        "contactPhone": "07700 900001",
    })
}
