//! The one program a landlord runs.

use domain::identity::{Email, Plane};
use server::{
    Product, StartError,
    config::{Config, Refusal},
};
use services::{
    administrators, approvals,
    audit::{self, Verdict},
    db::Db,
    error::Error,
    ports::clock::{Clock, SystemClock},
    vault::{self, Rotated, Vault},
};
use std::process::ExitCode;
use tokio::{
    net::TcpListener,
    signal::unix::{SignalKind, signal},
};
use tokio_util::sync::CancellationToken;
use tracing_subscriber::EnvFilter;

const HELP: &str = "\
TenantWise: tenant self-service for social landlords.

Usage: tenantwise <command>

  serve          serves portal and console until it is told to stop (SIGTERM or Ctrl-C)
  serve --demo   the same with a made-up landlord: no settings, data in ./data, this machine only
  owner invite <email> <first name> <last name>
                 makes an owner, the first one or one more, and prints a link to choose a password
  vault rotate   seals every stored secret anew with the first key of the key file, while the product runs
  audit verify   walks along the audit's chain; names the first entry that was tampered with and then fails

Settings are read from the environment; README.md lists them.";

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let done = match words.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["serve"] => run(false),
        ["serve", "--demo"] => run(true),
        ["audit", "verify"] => verify_audit(),
        ["vault", "rotate"] => rotate_vault(),
        ["owner", "invite", email, first, last] => invite_owner(email, first, last),
        ["--help" | "-h" | "help"] => {
            say(HELP);
            return ExitCode::SUCCESS;
        }
        _ => {
            complain(HELP);
            return ExitCode::from(2);
        }
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            complain(&error.to_string());
            ExitCode::FAILURE
        }
    }
}

#[expect(clippy::print_stdout, reason = "the words for whoever started the program")]
fn say(words: &str) {
    println!("{words}");
}

#[expect(clippy::print_stderr, reason = "the words for whoever started the program")]
fn complain(words: &str) {
    eprintln!("{words}");
}

#[tokio::main]
async fn invite_owner(email: &str, first: &str, last: &str) -> Result<(), StartError> {
    let base_url = Config::base_url_from_env(false)?;
    let email = Email::parse(email).ok_or_else(|| Refusal(format!("'{email}' is no email address.")))?;
    let db = Db::open(&Config::database_url_from_env()).await?;
    let invited = administrators::invite_owner(&db, &email, first, last, SystemClock.now()).await;
    db.close().await;
    let token = match invited {
        Err(Error::Form(_)) => {
            return Err(Refusal(
                "An administrator with another role, or with single sign-on only, has this address already."
                    .into(),
            )
            .into());
        }
        invited => invited?,
    };
    let link = app::paths::reset(Plane::Console, &token);
    say(&format!(
        "Open this link within 7 days to choose a password. It works once; tell nobody.\n{base_url}{link}"
    ));
    Ok(())
}

#[tokio::main]
async fn verify_audit() -> Result<(), StartError> {
    let db = Db::open(&Config::database_url_from_env()).await?;
    let verdict = audit::verify(&db).await?;
    db.close().await;
    match verdict {
        Verdict::Whole { rows, head } => {
            say(&format!(
                "The audit is whole: {rows} entries. Its newest hash is {head}."
            ));
            Ok(())
        }
        Verdict::Broken { seq, id } => Err(StartError::AuditBroken { seq, id }),
    }
}

#[tokio::main]
async fn rotate_vault() -> Result<(), StartError> {
    let keys = Config::vault_key_from_env()?;
    let vault = Vault::new(&keys).ok_or_else(|| Refusal("The vault key cannot be read.".into()))?;
    let db = Db::open(&Config::database_url_from_env()).await?;
    // Nobody can agree to it here, so every administrator hears of it (SEC-Z8). Where nothing is left to be sealed, nothing
    // is done.
    if vault::is_to_rotate(&db, &vault).await? {
        let told = approvals::vault_rotation_began(&db, &vault, SystemClock.now()).await?;
        say(&format!("Every administrator is told by email: {told}."));
    }
    let rotated = vault::rotate(&db, &vault).await;
    db.close().await;
    let Rotated {
        resealed,
        left,
        unreadable,
    } = rotated?;
    say(&format!("Sealed anew with the first key: {resealed}."));
    if left == 0 {
        say(
            "Nothing is left that another key sealed. Wait a minute, run this again, and if it says 0, remove the older key.",
        );
        return Ok(());
    }
    Err(StartError::NotRotated {
        left,
        places: unreadable.join("\n"),
    })
}

#[tokio::main]
async fn run(demo: bool) -> Result<(), StartError> {
    let wanted = EnvFilter::try_from_env("TENANTWISE_LOG").unwrap_or_else(|_| EnvFilter::new("info"));
    let lines = tracing_subscriber::fmt()
        .with_env_filter(wanted)
        .with_writer(std::io::stderr);
    if demo {
        lines.compact().init();
    } else {
        lines.json().init();
    }
    let config = Config::from_env(demo)?;
    let listener = TcpListener::bind(config.listen).await?;
    let product = Product::build(config).await?;
    if let Some(welcome) = product.welcome() {
        say(&welcome);
    }
    let stop = CancellationToken::new();
    let told = stop.clone();
    let mut terminate = signal(SignalKind::terminate())?;
    tokio::spawn(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = tokio::signal::ctrl_c() => {}
        }
        told.cancel();
    });
    product.serve(listener, stop).await;
    Ok(())
}
