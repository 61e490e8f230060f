//! The real program as a process of ours.

use crate::HOST;
use reqwest::{Client, redirect};
use secrecy::ExposeSecret;
use services::testing::Test;
use std::{
    fs::{self, File, OpenOptions},
    io::Write,
    net::TcpListener,
    os::unix::fs::OpenOptionsExt,
    path::{Path, PathBuf},
    process::Stdio,
    time::Duration,
};
use tokio::{
    process::{Child, Command},
    time::{Instant, sleep},
};

/// A start that takes longer is a failed one.
const READY_WITHIN: Duration = Duration::from_mins(1);

pub struct Node {
    pub url: String,
    program: PathBuf,
    settings: Vec<(&'static str, String)>,
    log: PathBuf,
    child: Child,
    http: Client,
}

/// A client that does nothing by itself.
pub fn client() -> Client {
    // Fails where a provider is there already, which serves as well.
    let _ = rustls::crypto::ring::default_provider().install_default();
    Client::builder()
        .no_proxy()
        .redirect(redirect::Policy::none())
        .retry(reqwest::retry::never())
        .timeout(Duration::from_secs(10))
        .build()
        .unwrap()
}

impl Node {
    /// One of the nodes called `name`, on the database and with the vault of `test`. `outside` is what it is told of the
    /// outside systems.
    pub async fn start(number: usize, name: &str, test: &Test, outside: Vec<(&'static str, String)>) -> Self {
        let address = free_address();
        let key = test.folder().join("vault.key");
        write_private(&key, test.vault_key().expose_secret());
        let mut settings = vec![
            ("DATABASE_URL", test.url().to_owned()),
            (
                "TENANTWISE_DATA",
                test.folder().join("data").display().to_string(),
            ),
            ("TENANTWISE_LISTEN", address.clone()),
            ("TENANTWISE_BASE_URL", format!("https://{HOST}")),
            ("TENANTWISE_VAULT_KEY_FILE", key.display().to_string()),
            ("TENANTWISE_LOG", "warn".to_owned()),
        ];
        settings.extend(outside);
        let log = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("crash-{name}-{number}.log"));
        File::create(&log).unwrap();
        let program = own_copy(test.folder());
        let child = spawn(&program, &settings, &log);
        let mut node = Self {
            url: format!("http://{address}"),
            program,
            settings,
            log,
            child,
            http: client(),
        };
        node.until_ready().await;
        node
    }

    /// As `kill -9`. Nobody may be left who could still write.
    pub async fn strike(&mut self) {
        self.child.kill().await.unwrap();
    }

    pub fn restart(&mut self) {
        self.child = spawn(&self.program, &self.settings, &self.log);
    }

    pub async fn until_ready(&mut self) {
        let (began, url) = (Instant::now(), format!("{}/readyz", self.url));
        while !matches!(self.http.get(&url).send().await, Ok(answer) if answer.status().is_success()) {
            let ended = self.child.try_wait().unwrap();
            assert!(
                ended.is_none() && began.elapsed() < READY_WITHIN,
                "a node does not start ({ended:?}); see {}",
                self.log.display()
            );
            sleep(Duration::from_millis(10)).await;
        }
    }

    pub async fn kill(mut self) {
        self.strike().await;
    }
}

fn spawn(program: &Path, settings: &[(&'static str, String)], log: &Path) -> Child {
    let lines = OpenOptions::new().append(true).open(log).unwrap();
    Command::new(program)
        .arg("serve")
        .env_clear()
        .envs(settings.iter().map(|(name, value)| (name, value)))
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(lines)
        .kill_on_drop(true)
        .spawn()
        .expect("the program can be started")
}

/// A long run must not change to another program because somebody builds one meanwhile.
fn own_copy(folder: &Path) -> PathBuf {
    let program = folder.join("tenantwise");
    if !fs::exists(&program).unwrap() {
        fs::copy(env!("CARGO_BIN_EXE_tenantwise"), &program).unwrap();
    }
    program
}

/// Free now; the program takes it again after each kill.
fn free_address() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.local_addr().unwrap().to_string()
}

fn write_private(file: &Path, text: &str) {
    if !fs::exists(file).unwrap() {
        let file = OpenOptions::new()
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(file);
        file.unwrap().write_all(text.as_bytes()).unwrap();
    }
}
