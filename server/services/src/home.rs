//! A tenant's first page: what is open, what comes next, what is owed.

use crate::{
    context::{Actor, Ctx},
    error::{Error, Result},
    hms::{self, Freshness},
    repairs,
};
use domain::{
    housing::{Home, Resource},
    repairs::Summary,
};

/// Everything the home page shows.
#[derive(Clone, Debug)]
pub struct Overview {
    pub name: String,
    pub home: Option<Home>,
    /// Empty while money is closed to the customer.
    pub accounts: Vec<hms::Account>,
    pub accounts_age: Freshness,
    /// Open repairs, newest first, at most five.
    pub open_repairs: Vec<Summary>,
    pub repairs_age: Freshness,
}

/// Reads the home page of the signed-in customer.
pub async fn overview(ctx: &Ctx) -> Result<Overview> {
    let Actor::Customer(customer) = &ctx.actor else {
        return Err(Error::SignIn);
    };
    let ages = hms::freshen(ctx, customer, &Resource::OF_PORTAL).await?;
    let never = Freshness {
        synced_at: None,
        is_old: false,
    };
    let (home, accounts, open_repairs) = tokio::try_join!(
        hms::home_of(&ctx.db, &customer.id),
        hms::accounts(&ctx.db, &customer.id),
        repairs::open(ctx),
    )?;
    Ok(Overview {
        name: customer.name.clone(),
        home,
        accounts: if customer.is_limited { Vec::new() } else { accounts },
        accounts_age: ages.get(&Resource::Accounts).copied().unwrap_or(never),
        open_repairs,
        repairs_age: ages.get(&Resource::Repairs).copied().unwrap_or(never),
    })
}
