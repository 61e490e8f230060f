//! The server and the yardstick as processes of their own, so that each has its own memory and threads.

use crate::Outcome;
use simulators::{civica_cx, smtp};
use std::{
    net::{SocketAddr, TcpListener},
    os::unix::fs::OpenOptionsExt,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::Duration,
};

/// The name that the server answers to; its cookies want https.
pub const HOST: &str = "bench.example.org";

fn free_port() -> Outcome<u16> {
    Ok(TcpListener::bind("127.0.0.1:0")?.local_addr()?.port())
}

async fn until_it_answers(address: &str) -> Outcome<()> {
    for _ in 0..100 {
        if tokio::net::TcpStream::connect(address).await.is_ok() {
            return Ok(());
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    Err(format!("nothing answers at {address}").into())
}

/// Ends with its owner, also when a measurement fails.
struct Process(Child);

impl Drop for Process {
    fn drop(&mut self) {
        let _ended_already = self.0.kill();
        let _ended_already = self.0.wait();
    }
}

/// Where the outside systems of a server are.
pub struct Outside {
    pub cx_url: String,
    pub mail: SocketAddr,
}

/// The simulators behind a server.
pub struct Simulators {
    pub cx: civica_cx::Running,
    pub mail: smtp::Running,
}

impl Simulators {
    /// With so many people at the housing system.
    pub async fn start(people: Option<usize>) -> Outcome<Self> {
        let options = civica_cx::Options {
            people,
            ..civica_cx::Options::default()
        };
        Ok(Self {
            cx: civica_cx::start(options).await?,
            mail: smtp::start(smtp::Options::default()).await?,
        })
    }

    pub fn outside(&self) -> Outside {
        Outside {
            cx_url: self.cx.base_url.clone(),
            mail: self.mail.smtp_addr,
        }
    }

    pub async fn stop(self) {
        self.cx.stop().await;
        self.mail.stop().await;
    }
}

/// The key of the vault of every server in `folder`.
pub fn vault_key(folder: &Path) -> Outcome<PathBuf> {
    let key = folder.join("vault.key");
    if !key.exists() {
        let mut file = std::fs::OpenOptions::new()
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(&key)?;
        std::io::Write::write_all(
            &mut file,
            services::random::hex(&services::random::bytes::<32>()).as_bytes(),
        )?;
    }
    Ok(key)
}

/// The product's own binary.
pub struct Server {
    pub address: String,
    child: Process,
    simulators: Option<Simulators>,
}

impl Server {
    /// With simulators behind it.
    pub async fn start(folder: &Path, database: &Path) -> Outcome<Self> {
        Self::with_people(folder, database, None).await
    }

    /// With simulators behind it, and so many people at the housing system.
    pub async fn with_people(folder: &Path, database: &Path, people: Option<usize>) -> Outcome<Self> {
        let simulators = Simulators::start(people).await?;
        let server = Self::with(folder, database, &simulators.outside()).await?;
        Ok(Self {
            simulators: Some(simulators),
            ..server
        })
    }

    /// With these systems outside.
    pub async fn with(folder: &Path, database: &Path, outside: &Outside) -> Outcome<Self> {
        let usual = civica_cx::Options::default();
        let address = format!("127.0.0.1:{}", free_port()?);
        let child = Command::new(env!("CARGO_BIN_EXE_tenantwise"))
            .arg("serve")
            .env("DATABASE_URL", format!("sqlite:{}", database.display()))
            .env("TENANTWISE_DATA", folder)
            .env("TENANTWISE_LISTEN", &address)
            .env("TENANTWISE_BASE_URL", format!("https://{HOST}"))
            .env("TENANTWISE_VAULT_KEY_FILE", vault_key(folder)?)
            .env("TENANTWISE_CX_URL", &outside.cx_url)
            .env("TENANTWISE_CX_USERNAME", usual.username)
            .env("TENANTWISE_CX_PASSWORD", usual.password)
            .env("TENANTWISE_CX_COMPANY", "HGH")
            .env("TENANTWISE_ALLOW_LOOPBACK", "yes")
            .env("TENANTWISE_SMTP_HOST", outside.mail.ip().to_string())
            .env("TENANTWISE_SMTP_PORT", outside.mail.port().to_string())
            .env("TENANTWISE_SMTP_SECURITY", "plain")
            .env("TENANTWISE_MAIL_FROM", "Bench <no-reply@bench.example.org>")
            .stdout(Stdio::null())
            .stderr(std::fs::File::create(folder.join("server.log"))?)
            .spawn()?;
        let server = Self {
            address,
            child: Process(child),
            simulators: None,
        };
        until_it_answers(&server.address).await?;
        Ok(server)
    }

    /// Resident memory now, in KiB.
    pub fn memory_kib(&self) -> Outcome<u64> {
        self.status("VmRSS:")
    }

    /// The most resident memory so far, in KiB.
    pub fn peak_memory_kib(&self) -> Outcome<u64> {
        self.status("VmHWM:")
    }

    fn status(&self, name: &str) -> Outcome<u64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.0.id()))?;
        let line = status
            .lines()
            .find_map(|line| line.strip_prefix(name))
            .ok_or("the system does not say")?;
        Ok(line.trim().trim_end_matches(" kB").trim().parse()?)
    }

    pub async fn stop(self) -> Outcome<()> {
        drop(self.child);
        if let Some(simulators) = self.simulators {
            simulators.stop().await;
        }
        Ok(())
    }
}

/// This program again, serving the yardsticks.
pub struct Yardstick {
    pub address: String,
    _process: Process,
}

impl Yardstick {
    pub async fn start(folder: &Path, database: &Path, frames: &[(&str, String, String)]) -> Outcome<Self> {
        let address = format!("127.0.0.1:{}", free_port()?);
        let file: PathBuf = folder.join("frames.json");
        let pages: Vec<(&String, &String)> = frames.iter().map(|(_, path, page)| (path, page)).collect();
        std::fs::write(&file, serde_json::to_vec(&(&address, &pages))?)?;
        let child = Command::new(std::env::current_exe()?)
            .args([
                "yardstick",
                &format!("sqlite:{}", database.display()),
                &file.display().to_string(),
            ])
            .stdout(Stdio::null())
            .spawn()?;
        until_it_answers(&address).await?;
        Ok(Self {
            address,
            _process: Process(child),
        })
    }
}
