//! The Test System (product I7): a landlord tries things out in the running installation, and nothing of it reaches the live
//! systems or anybody's mailbox. Whoever asks or works keeps the mode in which they began (`Ctx::mode`), everything that is
//! stored of it carries that mode, and only that mode's connections ever see it.

mod redirect;
mod store;

pub(crate) use redirect::{to_one_number, to_the_inbox};

use crate::{
    audit,
    context::Ctx,
    customers,
    db::Tx,
    error::{Conflict, Error, Result},
    integrations::{self, Status},
    mails, messages,
    outbox::{self, Job},
    settings::{self, Settings},
};
use domain::{
    dates::Millis,
    domains::is_approved,
    forms::{Code, FormErrors},
    identity::Language,
    ids::CustomerId,
    integrations::{Mode, Slot, State},
    permissions::{Permission, Permissions},
    test_system::{SaveInbox, Switch},
};

/// How things stand, for those who may switch.
#[derive(Clone, Debug)]
pub struct Overview {
    pub mode: Mode,
    /// When it was switched to; nothing if it never was.
    pub since: Option<Millis>,
    /// Who switched; nothing if they are gone.
    pub by: String,
    pub inbox: String,
    pub mobile: String,
    /// What each slot has for tests.
    pub slots: Vec<Status>,
    /// Deliveries that wait, of live and of test.
    pub waiting_live: i64,
    pub waiting_test: i64,
    /// Emails of test mode go out by the live mail server: there is none for tests.
    pub borrows_mail: bool,
}

/// Reads the page.
pub async fn overview(ctx: &Ctx) -> Result<Overview> {
    ctx.actor.require(Permission::IntegrationsManage)?;
    let settings = ctx.settings.get();
    let slots = integrations::overview(ctx, Mode::Test).await?;
    let is_usable = |status: &Status| !matches!(status.state, State::NotSetUp | State::Off);
    let borrows_mail = !slots
        .iter()
        .any(|status| status.slot == Slot::Mail && is_usable(status));
    Ok(Overview {
        mode: settings.mode,
        since: (settings.mode_since > Millis(0)).then_some(settings.mode_since),
        by: store::name_of(&ctx.db, &settings.mode_by).await?,
        inbox: settings.test_inbox.clone(),
        mobile: settings.test_mobile.clone(),
        slots,
        waiting_live: store::waiting(&ctx.db, Mode::Live).await?,
        waiting_test: store::waiting(&ctx.db, Mode::Test).await?,
        borrows_mail,
    })
}

/// Names the inbox. Whoever reads it can sign in as others while test mode is on, so it takes what changing the mail server
/// takes, and an address whose domain may hold administrators.
pub async fn save_inbox(ctx: &Ctx, cmd: SaveInbox) -> Result<()> {
    ctx.actor.require(Permission::IntegrationsManage)?;
    ctx.actor.require_fresh(ctx.clock.now())?;
    let settings = ctx.settings.get();
    let mut errors = FormErrors::default();
    if !is_approved(&cmd.inbox, &settings.administrator_domains) {
        errors.add("test_inbox", Code::NotApproved);
    }
    let mobile = match cmd.mobile.as_str() {
        "" => Some(String::new()),
        typed => messages::mobile(typed, settings.texts_abroad)
            .ok()
            .map(|mobile| mobile.as_str().to_owned()),
    };
    if mobile.is_none() {
        errors.add("test_mobile", Code::Malformed);
    }
    let mobile = errors.or(mobile).map_err(Error::Form)?;
    settings::change(ctx, "test-inbox", move |settings| {
        cmd.inbox.as_str().clone_into(&mut settings.test_inbox);
        settings.test_mobile = mobile;
    })
    .await
}

/// Switches between live and test. What waits stays with its mode; whoever came in during test mode signs in anew, and
/// accounts, invitations and wishes for accounts that were made in it are gone.
pub async fn switch(ctx: &Ctx, cmd: Switch) -> Result<()> {
    ctx.actor.require(Permission::IntegrationsManage)?;
    let now = ctx.clock.now();
    ctx.actor.require_fresh(now)?;
    let whole = ctx.clone();
    // The news of the switch is of live, in either direction: it goes to people, not to the inbox.
    ctx.db
        .pinned(Mode::Live)
        .tx(move |tx| async move {
            let mut settings = settings::read_to_change(&tx).await?;
            if settings.mode == cmd.to || settings.mode_since.0 != cmd.seen_since {
                return Err(Error::Conflict(Conflict::ChangedMeanwhile));
            }
            if cmd.to == Mode::Test && settings.test_inbox.is_empty() {
                return Err(Error::Form(FormErrors::one("test_inbox", Code::Required)));
            }
            let since = settings.mode_since;
            settings.mode = cmd.to;
            settings.mode_since = now;
            whole.actor.audit_name().1.clone_into(&mut settings.mode_by);
            settings::write(&tx, &settings, now).await?;
            store::give_time(&tx, cmd.to, now.secs_since(since)).await?;
            if cmd.to == Mode::Live {
                leave_test(&tx, &whole, since, now).await?;
            }
            outbox::enqueue(
                &tx,
                &Job::IndexAnew,
                "customers",
                &format!("index-anew:{}", now.0),
                now,
            )
            .await?;
            audit::record(
                &tx,
                &whole.actor,
                "test-system.switched",
                "landlord",
                cmd.to.as_str(),
                now,
            )
            .await?;
            tell(&tx, &whole, &settings, now).await
        })
        .await?;
    ctx.refresh().await?;
    ctx.wake.now();
    Ok(())
}

/// What must not outlive test mode: whoever read the inbox could have signed in as anybody, and an account of somebody in the
/// test system would be one of a stranger in the live one.
async fn leave_test(tx: &Tx, ctx: &Ctx, since: Millis, now: Millis) -> Result<()> {
    for id in store::accounts_of_test(tx).await? {
        let customer = CustomerId::parse(&id).ok_or_else(|| Error::stored("a customer's id"))?;
        customers::remove_of_test(tx, &ctx.actor, &customer, now).await?;
    }
    store::forget_test(tx).await?;
    store::end_what_began(tx, since).await
}

/// Everybody who may switch hears of it, the one who did as well.
async fn tell(tx: &Tx, ctx: &Ctx, settings: &Settings, now: Millis) -> Result<()> {
    for keeper in store::staff(tx).await? {
        let may = Permissions::of_role(&keeper.role, &keeper.permissions);
        if may.contains(Permission::IntegrationsManage) {
            let link = format!("{}/console/test-system", ctx.base_url);
            let mail = mails::mode_switched(settings, Language::English, &keeper.email, now, &link);
            outbox::enqueue_mail(tx, &ctx.vault, &mail, &keeper.id, None, now).await?;
        }
    }
    Ok(())
}
