//! One customer's record. Whoever opens it leaves a trace that the customer can read (product G6).

use super::store::{self, Note, Origin, PersonRow, RepairRow, SignIn, TenancyRow, Who};
use crate::{
    audit,
    context::Ctx,
    error::{Error, Result},
    hms::{self, CaseRow, Freshness, MethodRow, PartyRow, Whose, lists},
    messages,
    ports::housing::{Capability, LookupKind},
};
use domain::{housing::Resource, ids::CustomerId, permissions::Permission};
use std::collections::{BTreeMap, HashMap};

/// Looks of one person at one record within this time are one look, in seconds.
pub const LOOK_SECS: i64 = 15 * 60;
const REPAIRS: i64 = 5;
const SIGN_INS: i64 = 10;
const NOTES: i64 = 50;

/// The landlord's words for codes.
#[derive(Clone, Debug, Default)]
pub struct Words {
    pub tenures: BTreeMap<String, String>,
    pub contact_types: BTreeMap<String, String>,
    pub case_types: BTreeMap<String, String>,
}

/// Everything on a customer's page.
#[derive(Clone, Debug)]
pub struct Record {
    pub who: Who,
    pub origin: Option<Origin>,
    /// Who they are in the housing system.
    pub person: Option<PersonRow>,
    pub tenancies: Vec<TenancyRow>,
    /// Everybody else with a part in their tenancies.
    pub parties: Vec<PartyRow>,
    pub accounts: Vec<hms::Account>,
    pub contact_methods: Vec<MethodRow>,
    pub cases: Vec<CaseRow>,
    /// Whether the housing system has cases at all.
    pub has_cases: bool,
    /// How old the copies are.
    pub ages: HashMap<Resource, Freshness>,
    pub words: Words,
    pub repairs: Vec<RepairRow>,
    /// Newest first.
    pub sign_ins: Vec<SignIn>,
    pub notes: Vec<Note>,
    /// Newest first.
    pub messages: Vec<messages::Line>,
    /// Their mailbox or numbers that take no messages.
    pub unreachable: Vec<messages::Unreachable>,
}

/// Opens a record and writes down who looked.
pub async fn record(ctx: &Ctx, id: &CustomerId) -> Result<Record> {
    let staff = ctx.actor.require(Permission::CustomersRead)?;
    let who = store::who(&ctx.db, id).await?.ok_or(Error::NotFound)?;
    let (actor, viewer, now, customer) = (ctx.actor.clone(), staff.id.clone(), ctx.clock.now(), id.clone());
    let since = now.minus_secs(LOOK_SECS);
    if !store::has_looked(&ctx.db, id, &viewer, since).await? {
        ctx.db
            .tx(move |tx| async move {
                audit::record(&tx, &actor, "customer.viewed", customer.as_str(), "", now).await
            })
            .await?;
    }
    let whose = Whose {
        id: id.clone(),
        person_id: who.person_id.clone(),
    };
    let ages = if whose.person_id.is_empty() {
        HashMap::new()
    } else {
        hms::look(ctx, &whose, &Resource::ALL).await?
    };
    let (person, tenancies, parties, accounts, contact_methods, cases) = tokio::try_join!(
        store::person(&ctx.db, id),
        store::tenancies(&ctx.db, id),
        hms::parties(&ctx.db, id),
        hms::accounts(&ctx.db, id),
        hms::contact_methods(&ctx.db, id),
        hms::cases(&ctx.db, id),
    )?;
    let (tenures, contact_types, case_types) = tokio::try_join!(
        lists::words(&ctx.db, LookupKind::Tenures),
        lists::words(&ctx.db, LookupKind::ContactMethodTypes),
        lists::words(&ctx.db, LookupKind::CaseTypes),
    )?;
    let (origin, repairs, sign_ins, notes, (messages, unreachable)) = tokio::try_join!(
        store::origin(&ctx.db, id),
        store::repairs(&ctx.db, id, REPAIRS),
        store::sign_ins(&ctx.db, id, SIGN_INS),
        store::notes(&ctx.db, id, NOTES),
        messages::of_customer(&ctx.db, id, &who.email),
    )?;
    Ok(Record {
        who,
        origin,
        person,
        tenancies,
        parties,
        accounts,
        contact_methods,
        cases,
        has_cases: ctx.offers(Capability::Cases),
        ages,
        words: Words {
            tenures,
            contact_types,
            case_types,
        },
        repairs,
        sign_ins,
        notes,
        messages,
        unreachable,
    })
}
