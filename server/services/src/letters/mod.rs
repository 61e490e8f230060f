//! Letters with a code that is used once: the way in for people without a mailbox on record, and the way back for those
//! who have lost theirs (SEC-A14). They go to the home that the landlord has on record, never to an address that was typed.

mod enter;
mod mailbox;
mod sheet;
mod store;

pub use enter::{Entered, enter};
pub use mailbox::{MailboxStep, check_mailbox_code, choose_mailbox, mailbox_step, resend_mailbox_code};
pub use sheet::{
    CustomerLetter, Sheet, for_customer, of_customer, of_registration, printed_for_customer,
    printed_for_registration,
};

use crate::{
    context::Platform,
    db::Tx,
    error::{Error, Result},
    random,
    vault::Vault,
};
use domain::{
    dates::Millis,
    ids::{CustomerId, LetterId, RegistrationId},
    registration::{LETTER_ALPHABET, LETTER_LENGTH},
};

/// A letter may be slow, and people open post late.
pub const LIFE_SECS: i64 = 21 * 24 * 3600;
const TRIES: i64 = 5;
/// The first characters find the letter; they are no secret.
const SELECTOR_LENGTH: usize = 4;
/// A code that was drawn for another letter, too, is drawn again.
const DRAWS: usize = 8;

/// What proves that the letter was read, with its hash: hashing is slow, so it is done before the transaction.
pub(crate) struct Drawn {
    secret: String,
    hash: String,
}

/// Whose way the letter opens.
pub(crate) enum Whose {
    Registration(RegistrationId),
    Customer(CustomerId),
}

/// A letter that is to be sent.
pub(crate) struct NewLetter {
    pub drawn: Drawn,
    pub whose: Whose,
    /// In the housing system.
    pub person: String,
    pub reason: String,
    pub issued_by: String,
}

fn letters(count: usize) -> String {
    (0..count)
        .map(|_| char::from(LETTER_ALPHABET[(random::draw() & 31) as usize]))
        .collect()
}

pub(crate) async fn draw(platform: &Platform) -> Result<Drawn> {
    let secret = letters(LETTER_LENGTH - SELECTOR_LENGTH);
    let hash = platform.passwords.hash(&secret).await?;
    Ok(Drawn { secret, hash })
}

fn place(letter: &LetterId) -> String {
    format!("letters:sealed:{letter}")
}

/// Stores a letter; older ones for the same purpose die.
pub(crate) async fn issue(tx: &Tx, vault: &Vault, letter: NewLetter, now: Millis) -> Result<LetterId> {
    let id = LetterId::parse(&random::id(now)).ok_or_else(|| Error::stored("a new id is no id"))?;
    let (registration, customer) = match &letter.whose {
        Whose::Registration(id) => (Some(id.as_str()), None),
        Whose::Customer(id) => (None, Some(id.as_str())),
    };
    store::forget_others(tx, registration, customer).await?;
    for _ in 0..DRAWS {
        let selector = letters(SELECTOR_LENGTH);
        let code = format!("{selector}{}", letter.drawn.secret);
        let row = store::New {
            id: &id,
            selector: &selector,
            secret_hash: &letter.drawn.hash,
            sealed: &vault.seal(&place(&id), &code)?,
            registration,
            customer,
            person: &letter.person,
            reason: &letter.reason,
            tries: TRIES,
            issued_by: &letter.issued_by,
        };
        if store::insert(tx, &row, now, now.plus_secs(LIFE_SECS)).await? {
            return Ok(id);
        }
    }
    Err(Error::stored("no code is left for a letter"))
}

/// The wish was refused: its letter opens nothing any more.
pub(crate) async fn forget_for(tx: &Tx, registration: &str) -> Result<()> {
    store::forget_others(tx, Some(registration), None).await
}

/// Forgets letters that opened their door or ran out, and codes that were never printed.
pub async fn sweep(platform: &Platform) -> Result<()> {
    let now = platform.clock.now();
    platform
        .db
        .tx(move |tx| async move { store::sweep(&tx, now.minus_secs(24 * 3600)).await })
        .await
}
