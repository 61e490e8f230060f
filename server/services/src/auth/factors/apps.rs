//! Authenticator apps: codes that change every half minute (RFC 6238).

use super::{Change, ENROLMENT_SECS, own, own_to_change, pending, store};
use crate::{
    audit,
    context::Ctx,
    error::{Conflict, Error, Result},
    random,
    vault::Vault,
};
use domain::{
    dates::Millis,
    forms::{Code, FormErrors},
    identity::{
        Language, Plane,
        factors::{APPS_MAX, ConfirmApp, Kind, in_groups},
    },
};
use qrcode::{Color, EcLevel, QrCode};
use std::sync::Arc;
use totp_rs::{Algorithm, Builder, Secret, Totp};

/// 160 bits (SEC-O9).
const SEED_BYTES: usize = 20;
const STEP_SECS: u64 = 30;
const ENROLMENT: &str = "app";
/// Empty squares around the drawing, so that cameras find its edge.
const QUIET: usize = 4;

/// An app that is being added: shown until its first code.
pub struct PendingApp {
    /// The key in groups of four, for those who type it.
    pub key: String,
    pub drawing: Drawing,
}

/// A QR code as one path of strokes, each a row of dark squares.
pub struct Drawing {
    /// Width and height in squares, with the empty edge.
    pub size: usize,
    pub path: String,
}

fn new_seed() -> String {
    let seed: Box<[u8]> = Box::new(random::bytes::<SEED_BYTES>());
    Secret::new(seed).to_base32()
}

fn totp(seed: &str) -> Result<Totp> {
    let unreadable = || Error::stored("an app's seed cannot be read");
    let secret = Secret::try_from_base32(seed).map_err(|_| unreadable())?;
    Builder::new()
        .with_algorithm(Algorithm::SHA1)
        .with_digits(6)
        .with_skew(1)
        .with_step_duration(STEP_SECS)
        .with_secret(secret)
        .build()
        .map_err(|_| unreadable())
}

/// The step, one before or after now at most, whose code this is (SEC-O8).
fn step_of(seed: &str, code: &str, now: Millis) -> Result<Option<i64>> {
    let secs = u64::try_from(now.0 / 1000).unwrap_or_default();
    let step = totp(seed)?.check(code, secs);
    Ok(step.and_then(|step| i64::try_from(step).ok()))
}

/// An app whose newer step has this code: its id and the step.
pub(super) fn app_with_code(
    vault: &Vault,
    plane: Plane,
    rows: &[store::FactorRow],
    code: &str,
    now: Millis,
) -> Result<Option<(String, i64)>> {
    for row in rows.iter().filter(|row| row.kind == Kind::App.as_str()) {
        let seed = vault.open(&place(plane, &row.id), &row.secret)?;
        if let Some(step) = step_of(&seed, code, now)?.filter(|step| *step > row.used) {
            return Ok(Some((row.id.clone(), step)));
        }
    }
    Ok(None)
}

/// Where a factor's secret is stored, for the vault.
pub(super) fn place(plane: Plane, id: &str) -> String {
    format!("{}_factors:secret:{id}", plane.as_str())
}

pub(super) fn enrolment_place(plane: Plane, kind: &str, account: &str) -> String {
    format!("{}_enrolments:sealed:{account}:{kind}", plane.as_str())
}

/// Begins to add an app: draws its seed, which is shown next.
pub async fn start_app(ctx: &Ctx) -> Result<()> {
    let own = own_to_change(ctx)?;
    let (actor, now) = (ctx.actor.clone(), ctx.clock.now());
    let place = enrolment_place(own.plane, ENROLMENT, &own.account);
    let sealed = ctx.vault.seal(&place, &new_seed())?;
    ctx.db
        .tx(move |tx| async move {
            let rows = store::factors_in(&tx, own.plane, &own.account).await?;
            if is_full(&rows) {
                return Err(Error::Conflict(Conflict::TooManyFactors));
            }
            let until = now.plus_secs(ENROLMENT_SECS);
            store::begin_enrolment(&tx, own.plane, &own.account, ENROLMENT, &sealed, until).await?;
            audit::record(&tx, &actor, "factor.begun", &own.account, ENROLMENT, now).await
        })
        .await
}

fn is_full(rows: &[store::FactorRow]) -> bool {
    rows.iter().filter(|row| row.kind == Kind::App.as_str()).count() >= APPS_MAX
}

/// The app that is being added, if one is. Its key is shown after a fresh proof only, and never again once confirmed.
pub async fn pending_app(ctx: &Ctx) -> Result<Option<PendingApp>> {
    let Some(seed) = pending(ctx, ENROLMENT).await? else {
        return Ok(None);
    };
    let own = own(&ctx.actor)?;
    let account = store::account(&ctx.db, own.plane, &own.account)
        .await?
        .ok_or(Error::SignIn)?;
    let settings = ctx.settings.get();
    let landlord = match ctx.language {
        Language::English => &settings.landlord_en,
        Language::Welsh => &settings.landlord_cy,
    };
    Ok(Some(PendingApp {
        key: in_groups(&seed),
        drawing: drawing(&link(landlord, &account.email, &seed))?,
    }))
}

/// What the drawing says to an app.
fn link(issuer: &str, account: &str, seed: &str) -> String {
    // A colon parts the two names, so neither may hold one.
    let (issuer, account) = (
        encode(&issuer.replace(':', " ")),
        encode(&account.replace(':', " ")),
    );
    format!(
        "otpauth://totp/{issuer}:{account}?secret={seed}&issuer={issuer}&algorithm=SHA1&digits=6&period=30"
    )
}

fn encode(text: &str) -> String {
    use std::fmt::Write;
    text.bytes().fold(String::new(), |mut encoded, byte| {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'@') {
            encoded.push(char::from(byte));
        } else {
            let _infallible = write!(encoded, "%{byte:02X}");
        }
        encoded
    })
}

fn drawing(text: &str) -> Result<Drawing> {
    use std::fmt::Write;
    let code = QrCode::with_error_correction_level(text, EcLevel::M)
        .map_err(|_| Error::stored("the drawing does not hold the key"))?;
    let width = code.width();
    let colours = code.to_colors();
    let mut path = String::new();
    for (row, squares) in colours.chunks(width).enumerate() {
        let mut column = 0;
        for run in squares.chunk_by(|one, next| one == next) {
            if run[0] == Color::Dark {
                let _infallible = write!(path, "M{} {}h{}", column + QUIET, row + QUIET, run.len());
            }
            column += run.len();
        }
    }
    Ok(Drawing {
        size: width + 2 * QUIET,
        path,
    })
}

/// Adds the app whose first code this is. That code cannot be used again.
pub async fn confirm_app(ctx: &Ctx, cmd: ConfirmApp) -> Result<()> {
    let own = own_to_change(ctx)?;
    let (change, now) = (Change::by(ctx), ctx.clock.now());
    let gone = Error::Conflict(Conflict::StepMissing);
    let sealed = store::enrolment(&ctx.db, own.plane, &own.account, ENROLMENT, now)
        .await?
        .ok_or(gone)?;
    let seed = ctx
        .vault
        .open(&enrolment_place(own.plane, ENROLMENT, &own.account), &sealed)?;
    let Some(step) = step_of(&seed, &cmd.code, now)? else {
        return Err(Error::Form(FormErrors::one("authenticator", Code::Wrong)));
    };
    let id = random::id(now);
    let secret = ctx.vault.seal(&place(own.plane, &id), &seed)?;
    let platform = Arc::clone(&ctx.platform);
    ctx.db
        .tx(move |tx| async move {
            store::lock_account(&tx, own.plane, &own.account).await?;
            if !super::ends(&tx, &platform, &own, ENROLMENT, &seed).await? {
                return Err(Error::Conflict(Conflict::StepMissing));
            }
            if is_full(&store::factors_in(&tx, own.plane, &own.account).await?) {
                return Err(Error::Conflict(Conflict::TooManyFactors));
            }
            let factor = store::NewFactor {
                id: &id,
                account: &own.account,
                kind: Kind::App.as_str(),
                name: &cmd.name,
                secret: &secret,
                credential: "",
                used: step,
            };
            store::add_factor(&tx, own.plane, &factor, now).await?;
            change.tell(&tx, &own, "factor.added", ENROLMENT).await
        })
        .await?;
    ctx.wake.now();
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The seed of RFC 6238's examples, "12345678901234567890".
    const SEED: &str = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

    #[test]
    fn the_examples_of_the_standard_are_right() {
        for (secs, code) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
        ] {
            assert_eq!(
                step_of(SEED, code, Millis(secs * 1000)).unwrap(),
                Some(secs / 30),
                "{code}"
            );
        }
    }

    #[test]
    fn a_code_works_one_step_early_and_one_late_but_not_two() {
        let code = "081804";
        let at = 1_111_111_109_i64 / 30 * 30;
        let works = |secs: i64| step_of(SEED, code, Millis(secs * 1000)).unwrap().is_some();
        assert!(works(at - 30) && works(at) && works(at + 59));
        assert!(!works(at - 31) && !works(at + 60));
    }

    #[test]
    fn a_seed_has_160_bits_and_is_never_the_same() {
        let (one, other) = (new_seed(), new_seed());
        assert_eq!(one.len(), 32);
        assert_ne!(one, other);
        assert!(totp(&one).is_ok());
    }

    #[test]
    fn the_drawing_holds_landlord_address_and_key() {
        assert_eq!(
            link("Cartrefi: Bryn & Co", "m+x@example.org", SEED),
            format!(
                "otpauth://totp/Cartrefi%20%20Bryn%20%26%20Co:m%2Bx@example.org?secret={SEED}\
                 &issuer=Cartrefi%20%20Bryn%20%26%20Co&algorithm=SHA1&digits=6&period=30"
            )
        );
        let drawing = drawing(&link("Homes", "m@example.org", SEED)).unwrap();
        assert!(drawing.path.starts_with("M4 4h7M"), "the finder's upper edge");
        assert!(drawing.size > 40 && drawing.path.len() < 6_000);
    }
}
