//! The landlord's settings: rows in the database, read again every second, so that a change is everywhere at once.

mod store;

pub(crate) use store::{mode_in, read_to_change, write};

use crate::{audit, context::Ctx, db::Db, error::Result};
use domain::{
    dates::{Day, Millis},
    housing::Refreshing,
    integrations::Mode,
    repairs::CancelRule,
};
use serde::{Deserialize, Serialize};
use std::sync::{Arc, PoisonError, RwLock};

/// Everything a landlord can set, with what applies until it is set.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of its own")]
pub struct Settings {
    pub landlord_en: String,
    pub landlord_cy: String,
    /// The number for everyday calls and its hours.
    pub phone: String,
    pub phone_hours_en: String,
    pub phone_hours_cy: String,
    /// Day and night, for danger.
    pub emergency_phone: String,
    /// Repairs created before this day are not shown (product R8).
    pub repairs_start: Option<Day>,
    /// 'Customers can cancel repairs' (product R9).
    pub customers_can_cancel: bool,
    /// 'Days of notice to cancel an appointment' (product R9).
    pub cancel_notice_days: u32,
    /// Age at which copies from the housing system are refreshed (product R7), and its nightly comparison.
    pub refreshing: Refreshing,
    /// Staff need a passkey or an app to work here (product S5).
    pub staff_need_strong_factor: bool,
    /// Email domains that may hold administrators' accounts (product I8); all, if there are none.
    pub administrator_domains: Vec<String>,
    /// Sites that may show our public pages in a frame (product I8).
    pub embedding_sites: Vec<String>,
    /// Hosts that connections may call (product I8).
    pub outbound_hosts: Vec<String>,
    /// Tenants may ask for an account by themselves (product S11).
    pub registration_open: bool,
    /// Which connections are used (product I7), since when, and who switched; nobody for the product's beginning.
    pub mode: Mode,
    pub mode_since: Millis,
    pub mode_by: String,
    /// Where every email goes in test mode; nothing as long as nobody named it.
    pub test_inbox: String,
    /// Where texts go in test mode; without a number they go to the inbox.
    pub test_mobile: String,
    /// Invitations that are mailed in a day (SEC-Q6).
    pub invites_a_day: i64,
    /// Texts may go to mobiles of other countries.
    pub texts_abroad: bool,
    /// Messages that one address is sent in a day, codes and warnings aside (SEC-Q6).
    pub messages_to_one_a_day: i64,
    /// Messages that all together are sent in a day, codes and warnings aside.
    pub messages_a_day: i64,
    /// Customers in the list that one person may take out; for more, another one has to agree (SEC-Z8).
    pub export_alone: i64,
    /// Invitations that one person may send in a day by tables; for more, another one has to agree (SEC-Z8).
    pub invites_alone: i64,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            landlord_en: "Your landlord".into(),
            landlord_cy: "Eich landlord".into(),
            phone: String::new(),
            phone_hours_en: String::new(),
            phone_hours_cy: String::new(),
            emergency_phone: String::new(),
            repairs_start: None,
            customers_can_cancel: true,
            cancel_notice_days: 0,
            refreshing: Refreshing::default(),
            staff_need_strong_factor: false,
            administrator_domains: Vec::new(),
            embedding_sites: Vec::new(),
            outbound_hosts: Vec::new(),
            registration_open: true,
            mode: Mode::Live,
            mode_since: Millis(0),
            mode_by: String::new(),
            test_inbox: String::new(),
            test_mobile: String::new(),
            invites_a_day: 5_000,
            texts_abroad: false,
            messages_to_one_a_day: 50,
            messages_a_day: 50_000,
            export_alone: 100,
            invites_alone: 1_000,
        }
    }
}

impl Settings {
    pub const fn cancel_rule(&self) -> CancelRule {
        CancelRule {
            allowed: self.customers_can_cancel,
            notice_days: self.cancel_notice_days,
        }
    }
}

/// The settings as last read.
#[derive(Clone)]
pub struct SettingsCache(Arc<RwLock<Arc<Settings>>>);

impl SettingsCache {
    pub async fn load(db: &Db) -> Result<Self> {
        let read = store::read(db).await?;
        db.follow(read.mode);
        Ok(Self(Arc::new(RwLock::new(Arc::new(read)))))
    }

    pub fn get(&self) -> Arc<Settings> {
        Arc::clone(&self.0.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Reads the rows again; called every second.
    pub async fn refresh(&self, db: &Db) -> Result<()> {
        let fresh = store::read(db).await?;
        db.follow(fresh.mode);
        if *self.get() != fresh {
            *self.0.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(fresh);
        }
        Ok(())
    }
}

/// Changes some settings and leaves what somebody else saves at the same moment alone. `what` is for the audit.
pub async fn change(
    ctx: &Ctx,
    what: &'static str,
    change: impl FnOnce(&mut Settings) + Send + 'static,
) -> Result<()> {
    let change = |settings: &mut Settings| {
        change(settings);
        Ok(())
    };
    try_change(ctx, what, change).await
}

/// As [`change`], where the change may be refused when it meets what is stored.
pub async fn try_change(
    ctx: &Ctx,
    what: &'static str,
    change: impl FnOnce(&mut Settings) -> Result<()> + Send + 'static,
) -> Result<()> {
    let (actor, now) = (ctx.actor.clone(), ctx.clock.now());
    ctx.db
        .tx(move |tx| async move {
            let mut settings = store::read_to_change(&tx).await?;
            change(&mut settings)?;
            store::write(&tx, &settings, now).await?;
            audit::record(&tx, &actor, "settings.saved", "landlord", what, now).await
        })
        .await?;
    ctx.settings.refresh(&ctx.db).await
}

/// Stores all settings.
pub async fn save(ctx: &Ctx, settings: Settings) -> Result<()> {
    let (actor, now) = (ctx.actor.clone(), ctx.clock.now());
    ctx.db
        .tx(move |tx| async move {
            store::write(&tx, &settings, now).await?;
            audit::record(&tx, &actor, "settings.saved", "landlord", "", now).await
        })
        .await?;
    ctx.settings.refresh(&ctx.db).await
}
