//! Making letters for customers, and printing all of them.

use super::{NewLetter, Whose, draw, issue, place, store};
use crate::{
    audit,
    context::Ctx,
    error::{Conflict, Error, Result},
    ports::{PortError, Trouble, housing::Role},
    registration::desk,
};
use domain::{
    dates::Millis,
    ids::{CustomerId, LetterId, RegistrationId},
    permissions::Permission,
    registration::{MakeLetter, Printed, grouped},
};
use std::{sync::Arc, time::Duration};

/// The longest that the page waits for the address.
const PAGE_WAIT: Duration = Duration::from_millis(1500);

/// A letter as it is printed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sheet {
    pub letter: String,
    pub name: String,
    pub address: Vec<String>,
    /// In groups.
    pub code: String,
    pub expires_at: Millis,
}

/// A customer, and their letter if one waits to be printed.
#[derive(Clone, Debug)]
pub struct CustomerLetter {
    pub name: String,
    pub sheet: Option<Sheet>,
}

/// Makes a letter for a customer who has lost their mailbox. Staff have seen who it is; that takes a fresh proof of
/// theirs, too (SEC-A12).
pub async fn for_customer(ctx: &Ctx, cmd: MakeLetter) -> Result<()> {
    let now = ctx.clock.now();
    let staff = ctx.actor.require(Permission::CustomersManage)?.id.to_string();
    ctx.actor.require_fresh(now)?;
    let customer = store::customer(&ctx.db, cmd.customer.as_str())
        .await?
        .ok_or(Error::NotFound)?;
    if customer.person_id.is_empty() {
        // Nobody knows where they live.
        return Err(Error::Conflict(Conflict::StepMissing));
    }
    let drawn = draw(&ctx.platform).await?;
    let (actor, platform) = (ctx.actor.clone(), Arc::clone(&ctx.platform));
    ctx.db
        .tx(move |tx| async move {
            let letter = NewLetter {
                drawn,
                whose: Whose::Customer(cmd.customer.clone()),
                person: customer.person_id,
                reason: cmd.proof,
                issued_by: staff,
            };
            issue(&tx, &platform.vault, letter, now).await?;
            audit::record(&tx, &actor, "letter.made", cmd.customer.as_str(), "", now).await
        })
        .await
}

/// The letter of a wish, while it waits to be printed.
pub async fn of_registration(ctx: &Ctx, id: &RegistrationId) -> Result<Option<Sheet>> {
    desk::record(ctx, id).await?;
    sheet(ctx, store::for_registration(&ctx.db, id.as_str()).await?).await
}

/// The letter of a customer, while it waits to be printed.
pub async fn of_customer(ctx: &Ctx, id: &CustomerId) -> Result<CustomerLetter> {
    ctx.actor.require(Permission::CustomersManage)?;
    let customer = store::customer(&ctx.db, id.as_str())
        .await?
        .ok_or(Error::NotFound)?;
    Ok(CustomerLetter {
        name: format!("{} {}", customer.name, customer.last_name)
            .trim()
            .to_owned(),
        sheet: sheet(ctx, store::for_customer(&ctx.db, id.as_str()).await?).await?,
    })
}

async fn sheet(ctx: &Ctx, letter: Option<store::Printable>) -> Result<Option<Sheet>> {
    let Some(letter) = letter else {
        return Ok(None);
    };
    let id = LetterId::parse(&letter.id).ok_or_else(|| Error::stored("a letter's id cannot be read"))?;
    let code = ctx.vault.open(&place(&id), &letter.sealed)?;
    let (name, address) = tokio::time::timeout(PAGE_WAIT, envelope(ctx, &letter.person_id))
        .await
        .map_err(|_| PortError::Unavailable(Trouble::TimedOut))??;
    Ok(Some(Sheet {
        letter: letter.id,
        name,
        address,
        code: grouped(&code),
        expires_at: Millis(letter.expires_at),
    }))
}

/// Name and home of a tenant as the landlord has them.
async fn envelope(ctx: &Ctx, person: &str) -> Result<(String, Vec<String>)> {
    let housing = ctx.housing()?;
    let (found, tenancies) = tokio::try_join!(housing.person(person), housing.tenancies(person))?;
    let found = found.ok_or(Error::NotFound)?.person;
    let home = tenancies
        .into_iter()
        .filter(|tenancy| matches!(tenancy.role, Role::Main | Role::Joint))
        .find_map(|tenancy| tenancy.asset_id)
        .ok_or(Error::NotFound)?;
    let asset = housing.asset(&home).await?.ok_or(Error::NotFound)?;
    Ok((format!("{} {}", found.forenames, found.surname), asset.address))
}

/// The letter of a wish is in the post: its code is not needed here any more. Gives whose it was.
pub async fn printed_for_registration(ctx: &Ctx, cmd: Printed) -> Result<String> {
    ctx.actor.require(Permission::RegistrationsDecide)?;
    printed(ctx, cmd.letter, false).await
}

/// The letter of a customer is in the post. Gives whose it was.
pub async fn printed_for_customer(ctx: &Ctx, cmd: Printed) -> Result<String> {
    ctx.actor.require(Permission::CustomersManage)?;
    printed(ctx, cmd.letter, true).await
}

async fn printed(ctx: &Ctx, letter: LetterId, is_customers: bool) -> Result<String> {
    let (actor, now) = (ctx.actor.clone(), ctx.clock.now());
    ctx.db
        .tx(move |tx| async move {
            let whose = store::printed(&tx, &letter, is_customers)
                .await?
                .ok_or(Error::NotFound)?;
            audit::record(&tx, &actor, "letter.printed", &whose, "", now).await?;
            Ok(whose)
        })
        .await
}
