//! Reads one kind of record from the housing system and stores the copy.

use super::{Whose, store};
use crate::{
    context::Ctx,
    customers,
    error::Result,
    ports::{
        assert_outside_transaction,
        housing::{Account, Asset, Capability, Tenancy},
    },
    repairs,
};
use domain::housing::Resource;
use futures_util::future::try_join_all;

pub(super) async fn run(ctx: &Ctx, customer: &Whose, resource: Resource) -> Result<()> {
    assert_outside_transaction();
    // The age counts from before the question: what changes there while we read is not in the answer.
    let (id, asked_at) = (customer.id.clone(), ctx.clock.now());
    let hangs_on_tenancies = matches!(resource, Resource::Accounts | Resource::Repairs);
    if hangs_on_tenancies && store::tenancy_ids(&ctx.db, &customer.id).await?.is_empty() {
        // Accounts and repairs hang on tenancies, so a first visit learns of these first.
        home(ctx, customer).await?;
    }
    match resource {
        Resource::Home => home(ctx, customer).await?,
        Resource::Accounts => accounts(ctx, customer).await?,
        Resource::Repairs => all_repairs(ctx, customer).await?,
        Resource::Person => person(ctx, customer).await?,
        Resource::Cases => cases(ctx, customer).await?,
    }
    ctx.db
        .tx(move |tx| async move { store::synced(&tx, &id, resource, asked_at).await })
        .await
}

async fn home(ctx: &Ctx, customer: &Whose) -> Result<()> {
    let tenancies = ctx.housing()?.tenancies(&customer.person_id).await?;
    // Guarantors and occupants hold no tenancy: its money and repairs are not theirs to see.
    let (held, others): (Vec<_>, Vec<_>) = tenancies.into_iter().partition(|tenancy| tenancy.role.holds());
    let homes = try_join_all(held.into_iter().map(|tenancy| async move {
        let asset = match &tenancy.asset_id {
            Some(asset_id) => ctx.housing()?.asset(asset_id).await?,
            None => None,
        };
        Ok::<(Tenancy, Option<Asset>), crate::error::Error>((tenancy, asset))
    }))
    .await?;
    let (id, now) = (customer.id.clone(), ctx.clock.now());
    ctx.db
        .tx(move |tx| async move {
            for tenancy in others {
                store::leave_home(&tx, &id, &tenancy.id).await?;
            }
            // Without its asset a tenancy has no address to show and nothing to repair; the next refresh may find it.
            let mut found: Vec<_> = homes
                .iter()
                .filter_map(|(tenancy, asset)| Some((tenancy, asset.as_ref()?)))
                .collect();
            let Some(main) = found.first().map(|(tenancy, _)| tenancy.id.clone()) else {
                return customers::index(&tx, &id).await;
            };
            // Refreshes that run at once write in one order, or they would wait for each other.
            found.sort_by(|(one, _), (other, _)| one.id.cmp(&other.id));
            for (tenancy, asset) in found {
                store::keep_home(&tx, tenancy, asset, now).await?;
                store::keep_part(&tx, &id, tenancy, tenancy.id == main, now).await?;
            }
            store::keep_one_main(&tx, &id, &main).await?;
            customers::index(&tx, &id).await
        })
        .await
}

async fn accounts(ctx: &Ctx, customer: &Whose) -> Result<()> {
    let tenancies = ctx.housing()?.tenancies(&customer.person_id).await?;
    let known = store::tenancy_ids(&ctx.db, &customer.id).await?;
    let wanted = tenancies
        .iter()
        .filter(|tenancy| known.contains(&tenancy.id))
        .flat_map(|tenancy| {
            tenancy
                .account_ids
                .iter()
                .map(|account| (tenancy.id.clone(), account.clone()))
        });
    let accounts = try_join_all(wanted.map(|(tenancy, id)| async move {
        let account = ctx.housing()?.account(&id).await?;
        Ok::<(String, Option<Account>), crate::error::Error>((tenancy, account))
    }))
    .await?;
    let now = ctx.clock.now();
    ctx.db
        .tx(move |tx| async move {
            for (position, (tenancy, account)) in accounts.iter().enumerate() {
                let Some(account) = account else { continue };
                store::keep_account(
                    &tx,
                    tenancy,
                    account,
                    i64::try_from(position).unwrap_or_default(),
                    now,
                )
                .await?;
            }
            Ok(())
        })
        .await
}

async fn all_repairs(ctx: &Ctx, customer: &Whose) -> Result<()> {
    let from = ctx.settings.get().repairs_start.clone();
    for tenancy in store::tenancy_ids(&ctx.db, &customer.id).await? {
        let found = ctx.housing()?.repairs(&tenancy, from.as_ref()).await?;
        repairs::merge(ctx, &tenancy, found).await?;
    }
    Ok(())
}

async fn person(ctx: &Ctx, customer: &Whose) -> Result<()> {
    // Hidden there is not deleted here.
    let Some(found) = ctx.housing()?.person(&customer.person_id).await? else {
        return Ok(());
    };
    let methods = ctx.housing()?.contact_methods(&customer.person_id).await?;
    let (id, now) = (customer.id.clone(), ctx.clock.now());
    ctx.db
        .tx(move |tx| async move {
            store::keep_person(&tx, &id, &found, now).await?;
            store::keep_contact_methods(&tx, &id, &methods).await?;
            customers::index(&tx, &id).await
        })
        .await
}

async fn cases(ctx: &Ctx, customer: &Whose) -> Result<()> {
    let housing = ctx.housing()?;
    if !housing.capabilities().has(Capability::Cases) {
        return Ok(());
    }
    let found = housing.cases(&customer.person_id).await?;
    let id = customer.id.clone();
    ctx.db
        .tx(move |tx| async move {
            for case in &found {
                store::keep_case(&tx, &id, case).await?;
            }
            Ok(())
        })
        .await
}
