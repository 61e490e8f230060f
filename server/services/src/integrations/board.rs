//! The adapters in use. Only what changed is made anew, because an adapter holds log-ins, open connections and what it
//! knows of a system's health.

use super::{Connection, Use, health::Meters, marked::Marked, metered::Metered, store, uses};
use crate::{
    db::Db,
    error::Result,
    ports::{PortError, Trouble, clock::Clock, housing::Housing, mail::Mail, text::Text},
    vault::Vault,
};
use domain::integrations::{Mode, Slot};
use std::{
    sync::{Arc, PoisonError, RwLock},
    time::Duration,
};
use tokio::sync::Mutex;

/// Makes adapters: the one place that knows vendors. Nothing is called outside while it does.
pub trait Switchboard: Send + Sync {
    fn housing(&self, connection: &Connection) -> std::result::Result<Arc<dyn Housing>, PortError>;
    fn mail(&self, connection: &Connection) -> std::result::Result<Arc<dyn Mail>, PortError>;
    fn text(&self, connection: &Connection) -> std::result::Result<Arc<dyn Text>, PortError>;

    /// The hosts, each with its port where it is not the usual one, that the landlord gave this connection: those of a
    /// vendor itself are none of them.
    fn hosts(&self, _connection: &Connection) -> Vec<String> {
        Vec::new()
    }

    /// The addresses from which systems see us call, where they are known: for their lists of who may.
    fn own_addresses(&self) -> &[String] {
        &[]
    }
}

/// The adapters of now.
pub struct Integrations {
    switchboard: Arc<dyn Switchboard>,
    clock: Arc<dyn Clock>,
    meters: Arc<Meters>,
    board: RwLock<Arc<Board>>,
    /// Held while the board is made anew, so that an older reading never replaces a newer one.
    renewing: Mutex<()>,
}

#[derive(Clone)]
struct Board {
    heads: Vec<store::Head>,
    uses: Arc<[Use]>,
    live: Seats,
    test: Seats,
}

impl Board {
    const fn seats(&self, mode: Mode) -> &Seats {
        match mode {
            Mode::Live => &self.live,
            Mode::Test => &self.test,
        }
    }
}

/// The adapters of one mode. Those of the other are never looked at in their place.
#[derive(Clone, Default)]
struct Seats {
    housing: Seat<dyn Housing>,
    mail: Seat<dyn Mail>,
    text: Seat<dyn Text>,
}

/// What sits in one slot.
struct Seat<T: ?Sized> {
    version: i64,
    adapter: std::result::Result<Arc<T>, PortError>,
    usable: bool,
}

impl<T: ?Sized> Clone for Seat<T> {
    fn clone(&self) -> Self {
        Self {
            version: self.version,
            adapter: self.adapter.clone(),
            usable: self.usable,
        }
    }
}

impl<T: ?Sized> Default for Seat<T> {
    fn default() -> Self {
        Self {
            version: 0,
            adapter: Err(PortError::Misconfigured(Trouble::NotSetUp)),
            usable: false,
        }
    }
}

impl<T: ?Sized> Seat<T> {
    fn of_now(&self) -> std::result::Result<Arc<T>, PortError> {
        if self.usable {
            self.adapter.clone()
        } else {
            Err(PortError::Misconfigured(Trouble::NotSetUp))
        }
    }

    async fn renew(
        &mut self,
        (db, vault, meters): (&Db, &Vault, &Arc<Meters>),
        (slot, mode): (Slot, Mode),
        heads: &[store::Head],
        make: impl FnOnce(&Connection) -> std::result::Result<Arc<T>, PortError> + Send,
    ) -> Result<()> {
        let head = heads
            .iter()
            .find(|head| head.slot == slot.as_str() && head.mode == mode.as_str());
        let version = head.map_or(0, |head| head.version);
        if version == self.version {
            return Ok(());
        }
        let Some(row) = store::newest(db, slot, mode).await? else {
            *self = Self::default();
            return Ok(());
        };
        // What cannot be opened or made is that slot's trouble alone: the other systems go on.
        let adapter = match Connection::open(vault, &row) {
            Ok(connection) => make(&connection.metered(meters.meter(slot, mode, row.version))),
            Err(error) => {
                tracing::error!(slot = slot.as_str(), %error, "integrations.unreadable");
                Err(PortError::Misconfigured(Trouble::NotSetUp))
            }
        };
        if let Err(error) = &adapter {
            tracing::error!(slot = slot.as_str(), version = row.version, %error, "integrations.not_made");
        }
        *self = Self {
            version: row.version,
            adapter,
            usable: row.enabled && row.complete,
        };
        Ok(())
    }
}

/// Calls of an adapter that was replaced have this long to end.
const RETIRES_WITHIN: Duration = Duration::from_secs(35);

/// Gives back the log-in of an adapter that was replaced, once nobody uses it any more: systems count log-ins.
async fn retire(housing: Arc<dyn Housing>) {
    let unused = async {
        while Arc::strong_count(&housing) > 1 {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    let _in_time = tokio::time::timeout(RETIRES_WITHIN, unused).await;
    if let Err(error) = housing.log_out().await {
        tracing::info!(%error, "housing.log_out_failed");
    }
}

impl Integrations {
    pub async fn load(
        switchboard: Arc<dyn Switchboard>,
        clock: Arc<dyn Clock>,
        db: &Db,
        vault: &Vault,
    ) -> Result<Self> {
        let nothing = Board {
            heads: Vec::new(),
            uses: Arc::default(),
            live: Seats::default(),
            test: Seats::default(),
        };
        let integrations = Self {
            switchboard,
            clock,
            meters: Arc::default(),
            board: RwLock::new(Arc::new(nothing)),
            renewing: Mutex::default(),
        };
        integrations.refresh(db, vault).await?;
        Ok(integrations)
    }

    /// Looks for newer versions and makes their adapters.
    pub async fn refresh(&self, db: &Db, vault: &Vault) -> Result<()> {
        let _alone = self.renewing.lock().await;
        let heads = store::heads(db).await?;
        let board = self.board();
        if board.heads == heads {
            return Ok(());
        }
        let mut board = Board::clone(&board);
        let mut retired = Vec::new();
        for mode in Mode::ALL {
            let seats = match mode {
                Mode::Live => &mut board.live,
                Mode::Test => &mut board.test,
            };
            let before = seats.housing.clone();
            self.renew(seats, (db, vault), mode, &heads).await?;
            if let (true, Ok(housing)) = (seats.housing.version != before.version, before.adapter) {
                retired.push(housing);
            }
        }
        board.uses = uses::of_all(self.switchboard.as_ref(), db, &heads).await?.into();
        board.heads = heads;
        *self.board.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(board);
        for housing in retired {
            tokio::spawn(retire(housing));
        }
        Ok(())
    }

    async fn renew(
        &self,
        seats: &mut Seats,
        (db, vault): (&Db, &Vault),
        mode: Mode,
        heads: &[store::Head],
    ) -> Result<()> {
        let (from, switchboard) = ((db, vault, &self.meters), &self.switchboard);
        seats
            .housing
            .renew(from, (Slot::Housing, mode), heads, |connection| {
                Ok(Arc::new(Marked {
                    port: switchboard.housing(connection)?,
                    mode,
                }))
            })
            .await?;
        seats
            .mail
            .renew(from, (Slot::Mail, mode), heads, |connection| {
                Ok(Arc::new(Metered {
                    port: switchboard.mail(connection)?,
                    meter: connection.meter.clone(),
                    clock: Arc::clone(&self.clock),
                }))
            })
            .await?;
        seats
            .text
            .renew(from, (Slot::Text, mode), heads, |connection| {
                Ok(Arc::new(Metered {
                    port: switchboard.text(connection)?,
                    meter: connection.meter.clone(),
                    clock: Arc::clone(&self.clock),
                }))
            })
            .await
    }

    /// Which connection calls which host.
    pub fn uses(&self) -> Arc<[Use]> {
        Arc::clone(&self.board().uses)
    }

    pub(super) fn switchboard(&self) -> &dyn Switchboard {
        self.switchboard.as_ref()
    }

    /// The housing system of a mode.
    pub fn housing(&self, mode: Mode) -> std::result::Result<Arc<dyn Housing>, PortError> {
        self.board().seats(mode).housing.of_now()
    }

    /// The mail system of a mode.
    pub fn mail(&self, mode: Mode) -> std::result::Result<Arc<dyn Mail>, PortError> {
        self.board().seats(mode).mail.of_now()
    }

    /// Whoever sends texts in a mode.
    pub fn text(&self, mode: Mode) -> std::result::Result<Arc<dyn Text>, PortError> {
        self.board().seats(mode).text.of_now()
    }

    /// The housing system as it is saved, also while it is switched off or something is still to be chosen.
    pub(super) fn housing_to_try(&self, mode: Mode) -> std::result::Result<Arc<dyn Housing>, PortError> {
        self.board().seats(mode).housing.adapter.clone()
    }

    /// The mail system as it is saved, also while it is switched off.
    pub(super) fn mail_to_try(&self, mode: Mode) -> std::result::Result<Arc<dyn Mail>, PortError> {
        self.board().seats(mode).mail.adapter.clone()
    }

    /// Whoever sends texts as it is saved, also while it is switched off.
    pub(super) fn text_to_try(&self, mode: Mode) -> std::result::Result<Arc<dyn Text>, PortError> {
        self.board().seats(mode).text.adapter.clone()
    }

    /// Whether an adapter can be made of this.
    pub(super) fn try_to_make(&self, connection: &Connection) -> std::result::Result<(), PortError> {
        match connection.slot {
            Slot::Housing => self.switchboard.housing(connection).map(drop),
            Slot::Mail => self.switchboard.mail(connection).map(drop),
            Slot::Text => self.switchboard.text(connection).map(drop),
            _ => Err(PortError::Misconfigured(Trouble::NotSetUp)),
        }
    }

    /// The addresses from which systems see us call, where they are known.
    pub fn own_addresses(&self) -> &[String] {
        self.switchboard.own_addresses()
    }

    /// Adds what this node experienced to what all nodes show.
    pub async fn store_health(&self, db: &Db) -> Result<()> {
        self.meters.store(db).await
    }

    /// Gives back what the systems count, at an orderly stop.
    pub async fn close(&self) {
        for mode in Mode::ALL {
            let housing = self.board().seats(mode).housing.adapter.clone();
            if let Ok(housing) = housing
                && let Err(error) = housing.log_out().await
            {
                tracing::warn!(%error, "housing.log_out_failed");
            }
        }
    }

    fn board(&self) -> Arc<Board> {
        Arc::clone(&self.board.read().unwrap_or_else(PoisonError::into_inner))
    }
}
