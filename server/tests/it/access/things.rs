//! What ids stand for, in addresses and in boxes, and who may know of them.

use super::who::{Who, account};
use crate::site::{BOILER, CATEGORY, Person, STAFF, Site, TAP, Visitor, WORDS, jpeg, one_photo, repair_of};
use Value::{Id, Text};
use domain::identity::Plane;
use std::collections::BTreeMap;

/// Who of those that a page or form admits may know of a thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whose {
    /// The tenant alone.
    Tenant,
    /// Everybody in the tenancy.
    Household,
    /// All staff whose role is enough.
    Landlord,
    /// There is no such thing.
    Nobody,
    /// Nobody is told: the answer is the same whether there is such a thing or not.
    Untold,
}

impl Whose {
    pub fn is_open_to(self, who: Who) -> bool {
        match self {
            Self::Tenant => matches!(who, Who::Tenant | Who::Viewer),
            Self::Household => matches!(who, Who::Tenant | Who::Viewer | Who::Joint),
            Self::Landlord => who.permissions().is_some(),
            Self::Nobody => false,
            Self::Untold => true,
        }
    }
}

/// Addresses up to one pair of braces: the thing that these stand for, and whose it is. A new address with braces that
/// begins with none of these fails.
const BRACES: &[(&str, &str, Whose)] = &[
    ("/repairs/report/{draft}", "draft", Whose::Tenant),
    ("/repairs/report/{draft}/{step}", "step", Whose::Tenant),
    ("/repairs/{id}", "repair", Whose::Household),
    ("/photos/{id}", "photo", Whose::Household),
    ("/console/repairs/{id}", "repair", Whose::Landlord),
    ("/console/photos/{id}", "photo", Whose::Landlord),
    ("/console/repair-categories/{id}", "category", Whose::Landlord),
    ("/console/repair-definitions/{id}", "definition", Whose::Landlord),
    ("/console/repair-definitions/import/{id}", "import", Whose::Nobody),
    ("/you/factors/{id}", "factor", Whose::Nobody),
    ("/console/you/factors/{id}", "factor", Whose::Nobody),
    ("/console/registrations/{id}", "registration", Whose::Nobody),
    ("/console/invites/import/{id}", "import", Whose::Nobody),
    ("/console/approvals/{id}", "approval", Whose::Nobody),
    ("/console/credentials/{id}", "credential", Whose::Nobody),
    ("/console/customers/{id}", "customer", Whose::Landlord),
    ("/console/customers/deleted/{id}", "receipt", Whose::Nobody),
    ("/console/administrators/{id}", "administrator", Whose::Landlord),
    ("/console/roles/{id}", "role", Whose::Landlord),
    ("/console/drops/{id}", "set of files", Whose::Nobody),
    ("/console/drops/out/{number}", "number", Whose::Nobody),
    ("/console/templates/{kind}", "message kind", Whose::Landlord),
];

enum Value {
    /// A thing's id.
    Id(&'static str),
    Text(&'static str),
}

/// A form's address, whose the first id is, and its boxes.
type Filled = (&'static str, Whose, &'static [(&'static str, Value)]);

/// Forms whose boxes hold ids, all filled in rightly, so that nothing but the id decides.
const FILLED: &[Filled] = &[
    (
        "/api/portal/repairs/category",
        Whose::Tenant,
        &[("draft", Id("draft")), ("category", Text(CATEGORY))],
    ),
    (
        "/api/portal/repairs/definition",
        Whose::Tenant,
        &[("draft", Id("draft")), ("definition", Text(BOILER))],
    ),
    (
        "/api/portal/repairs/safety",
        Whose::Tenant,
        &[("draft", Id("draft")), ("accepted", Text("yes"))],
    ),
    (
        "/api/portal/repairs/description",
        Whose::Tenant,
        &[("draft", Id("draft")), ("description", Text(WORDS))],
    ),
    (
        "/api/portal/repairs/photo-removal",
        Whose::Tenant,
        &[("draft", Id("draft")), ("photo", Id("draft photo"))],
    ),
    (
        "/api/portal/repairs/report",
        Whose::Tenant,
        &[("draft", Id("sent draft"))],
    ),
    (
        "/api/portal/repairs/cancellation",
        Whose::Household,
        &[("repair", Id("repair"))],
    ),
    ("/api/portal/sessions/end", Whose::Untold, END),
    ("/api/portal/sessions/forget-device", Whose::Untold, FORGET),
    ("/api/console/sessions/end", Whose::Untold, END),
    ("/api/console/sessions/forget-device", Whose::Untold, FORGET),
    ("/api/portal/factors/name", Whose::Nobody, RENAME),
    ("/api/portal/factors/removal", Whose::Nobody, REMOVE),
    ("/api/console/factors/name", Whose::Nobody, RENAME),
    ("/api/console/factors/removal", Whose::Nobody, REMOVE),
    ("/api/console/customers/second-steps-removal", Whose::Nobody, HELP),
    (
        "/api/console/administrators/second-steps-removal",
        Whose::Nobody,
        HELP,
    ),
    ("/api/console/invites/resend", Whose::Nobody, INVITE),
    ("/api/console/invites/cancel", Whose::Nobody, INVITE),
    ("/api/console/invites/import", Whose::Nobody, IMPORT),
    ("/api/console/invites/stop", Whose::Nobody, IMPORT),
    ("/api/console/approvals/approve", Whose::Nobody, APPROVAL),
    ("/api/console/approvals/withdraw", Whose::Nobody, APPROVAL),
    ("/api/console/approvals/fetch", Whose::Nobody, APPROVAL),
    (
        "/api/console/approvals/refuse",
        Whose::Nobody,
        &[("approval", Id("nothing")), ("approval_refusal", Text("No"))],
    ),
    ("/api/console/repair-definitions/import", Whose::Nobody, IMPORT),
    ("/api/console/credentials/keep", Whose::Nobody, KEEP),
    ("/api/console/credentials/check", Whose::Nobody, CREDENTIAL),
    ("/api/console/credentials/disconnect", Whose::Nobody, CREDENTIAL),
    ("/api/console/credentials/delete", Whose::Nobody, CREDENTIAL),
    ("/api/console/customers/note", Whose::Nobody, NOTE),
    ("/api/console/customers/disable", Whose::Nobody, CUSTOMER),
    ("/api/console/customers/enable", Whose::Nobody, CUSTOMER),
    ("/api/console/customers/sign-out", Whose::Nobody, CUSTOMER),
    ("/api/console/customers/refresh", Whose::Nobody, CUSTOMER),
    ("/api/console/sync/stop", Whose::Nobody, SYNC),
    ("/api/console/sync/go-on", Whose::Nobody, SYNC),
    ("/api/console/customers/deletion", Whose::Nobody, CUSTOMER),
    ("/api/console/customers/view-as", Whose::Landlord, VIEW_AS),
    ("/api/console/registrations/approve", Whose::Nobody, DECIDE),
    ("/api/console/registrations/letter", Whose::Nobody, DECIDE),
    (
        "/api/console/registrations/refuse",
        Whose::Nobody,
        &[("registration", Id("nothing")), ("refusal", Text("Unknown"))],
    ),
    (
        "/api/console/registrations/letter-printed",
        Whose::Nobody,
        PRINTED,
    ),
    ("/api/console/customers/letter-printed", Whose::Nobody, PRINTED),
    (
        "/api/console/customers/letter",
        Whose::Nobody,
        &[("customer", Id("nothing")), ("proof", Text("Seen"))],
    ),
    (
        "/api/console/administrators/add",
        Whose::Landlord,
        &[
            ("first_name", Text("New")),
            ("last_name", Text("Colleague")),
            ("staff_email", Text("new.colleague@landlord.example")),
            ("role", Text("read-only")),
        ],
    ),
    (
        "/api/console/administrators/change",
        Whose::Nobody,
        &[
            ("administrator", Id("nothing")),
            ("first_name", Text("New")),
            ("last_name", Text("Name")),
            ("role", Text("read-only")),
        ],
    ),
    ("/api/console/administrators/delete", Whose::Nobody, COLLEAGUE),
    ("/api/console/administrators/invite", Whose::Nobody, COLLEAGUE),
    (
        "/api/console/roles/keep",
        Whose::Nobody,
        &[
            ("role", Id("nothing")),
            ("role_name", Text("Night desk")),
            ("permissions[]", Text("repairs-read")),
        ],
    ),
    (
        "/api/console/roles/delete",
        Whose::Nobody,
        &[("role", Id("nothing"))],
    ),
    (
        "/api/console/repair-categories/save",
        Whose::Nobody,
        &[
            ("category", Id("nothing")),
            ("seen", Text("1")),
            ("category_name_en", Text("Doors")),
        ],
    ),
    (
        "/api/console/repair-categories/switch",
        Whose::Nobody,
        CATEGORY_ID,
    ),
    (
        "/api/console/repair-categories/delete",
        Whose::Nobody,
        CATEGORY_ID,
    ),
    (
        "/api/console/repair-categories/move",
        Whose::Nobody,
        &[("category", Id("nothing")), ("way", Text("up"))],
    ),
    (
        "/api/console/repair-definitions/save",
        Whose::Nobody,
        &[
            ("definition", Id("nothing")),
            ("seen", Text("1")),
            ("definition_name_en", Text("A tap drips")),
            ("definition_category", Text(CATEGORY)),
            ("sor_code", Text("DEMO-PLB-0101")),
        ],
    ),
    (
        "/api/console/repair-definitions/codes",
        Whose::Untold,
        DEFINITION_ID,
    ),
    (
        "/api/console/repair-definitions/reload-codes",
        Whose::Untold,
        DEFINITION_ID,
    ),
    (
        "/api/console/repair-definitions/switch",
        Whose::Nobody,
        DEFINITION_ID,
    ),
    ("/api/console/sending/retry", Whose::Nobody, UNDELIVERED),
    ("/api/console/sending/give-up", Whose::Nobody, UNDELIVERED),
    (
        "/api/console/repairs/retry",
        Whose::Nobody,
        &[("job", Id("nothing"))],
    ),
];

/// Whoever is named here must not exist: the others in the crowd need their account as it is.
const HELP: &[(&str, Value)] = &[
    ("account", Id("nothing")),
    ("reason", Text("lost-phone")),
    ("checked", Text("yes")),
];

const END: &[(&str, Value)] = &[("session", Id("nothing"))];
const FORGET: &[(&str, Value)] = &[("device", Id("nothing"))];
const CATEGORY_ID: &[(&str, Value)] = &[("category", Id("nothing"))];
const DEFINITION_ID: &[(&str, Value)] = &[("definition", Id("nothing"))];
const SYNC: &[(&str, Value)] = &[("sync", Id("sync"))];
const CUSTOMER: &[(&str, Value)] = &[("customer", Id("nothing"))];
const IMPORT: &[(&str, Value)] = &[("import", Id("nothing"))];
const APPROVAL: &[(&str, Value)] = &[("approval", Id("nothing"))];
const CREDENTIAL: &[(&str, Value)] = &[("credential", Id("nothing"))];
const KEEP: &[(&str, Value)] = &[
    ("credential", Id("nothing")),
    ("credential_name", Text("SharePoint")),
    ("method", Text("oauth")),
    ("directory", Text("8f1c2b3a-0d4e-4f5a-9b6c-7d8e9f0a1b2c")),
    ("application", Text("8f1c2b3a-0d4e-4f5a-9b6c-7d8e9f0a1b2c")),
    ("secret_expires", Text("2999-05-31")),
    ("rights[]", Text("Sites.Selected")),
];
const INVITE: &[(&str, Value)] = &[("invite", Id("nothing"))];
const NOTE: &[(&str, Value)] = &[("customer", Id("nothing")), ("note", Text("Called"))];
const VIEW_AS: &[(&str, Value)] = &[("customer", Id("customer")), ("why", Text("They called"))];
/// Of a tenant on record, for a wish that there is not.
const DECIDE: &[(&str, Value)] = &[
    ("registration", Id("nothing")),
    ("reference", Text("40007")),
    ("proof", Text("Seen")),
];
const PRINTED: &[(&str, Value)] = &[("letter", Id("nothing"))];

const COLLEAGUE: &[(&str, Value)] = &[("administrator", Id("nothing"))];
const RENAME: &[(&str, Value)] = &[("factor", Id("nothing")), ("name", Text("Mine"))];
const REMOVE: &[(&str, Value)] = &[("factor", Id("nothing"))];

const UNDELIVERED: &[(&str, Value)] = &[("job", Id("nothing"))];

const NO_ID: &str = "00000000-0000-7000-8000-000000000000";

/// What belongs to the tenant, by name.
pub struct Things(BTreeMap<&'static str, String>);

impl Things {
    /// Makes one of each kind; the joint tenant has seen the repair.
    pub async fn of(site: &Site, tenant: &Visitor, joint: &Visitor) -> Self {
        let finished = tenant.draft(TAP).await;
        let photo = photo_of(tenant, &finished, 1).await;
        let repair = repair_of(&tenant.send_draft(&finished).await);
        let draft = tenant.draft(BOILER).await;
        let draft_photo = photo_of(tenant, &draft, 2).await;
        site.with_copies(joint).await;
        Self(BTreeMap::from([
            ("draft", draft),
            ("sent draft", finished),
            ("draft photo", draft_photo),
            ("step", "describe".to_owned()),
            ("repair", repair),
            ("photo", photo),
            (
                "customer",
                account(site, Plane::Portal, Person::IMRAN.email).await,
            ),
            ("administrator", account(site, Plane::Console, STAFF.email).await),
            ("role", role_with_nothing(site).await),
            ("message kind", "reset".to_owned()),
            ("category", CATEGORY.to_owned()),
            ("definition", TAP.to_owned()),
        ]))
    }

    /// The same kinds, none of them there.
    pub fn missing() -> Self {
        let kinds = BRACES.iter().map(|(_, thing, _)| (*thing, NO_ID.to_owned()));
        let mut things: BTreeMap<_, _> = kinds.collect();
        things.insert("step", "describe".to_owned());
        Self(things)
    }

    fn id(&self, thing: &str) -> &str {
        self.0.get(thing).map_or(NO_ID, String::as_str)
    }

    /// An address with ids in place of its braces.
    pub fn address(&self, pattern: &str) -> String {
        let mut address = pattern.to_owned();
        for (begin, thing, _) in BRACES.iter().filter(|(begin, ..)| pattern.starts_with(begin)) {
            let brace = &begin[begin.rfind('{').unwrap()..];
            address = address.replace(brace, self.id(thing));
        }
        assert!(
            !address.contains('{'),
            "{pattern}: say in `BRACES` of things.rs what its braces stand for"
        );
        address
    }

    /// The boxes of a form that has ids, all filled in.
    pub fn boxes(&self, form: &str) -> Option<Vec<(&'static str, String)>> {
        let (.., boxes) = FILLED.iter().find(|(path, ..)| *path == form)?;
        let filled = boxes.iter().map(|(name, value)| match value {
            Id(thing) => (*name, self.id(thing).to_owned()),
            Text(text) => (*name, (*text).to_owned()),
        });
        Some(filled.collect())
    }
}

/// Whose the thing in an address is; nothing for an address without braces.
pub fn in_address(pattern: &str) -> Option<Whose> {
    if !pattern.contains('{') {
        return None;
    }
    let found = BRACES.iter().filter(|(begin, ..)| pattern.starts_with(begin));
    let (.., whose) = found
        .max_by_key(|(begin, ..)| begin.len())
        .unwrap_or_else(|| panic!("{pattern}: say in `BRACES` of things.rs what its braces stand for"));
    Some(*whose)
}

/// Whose the thing in a form's boxes is.
pub fn in_boxes(form: &str) -> Option<Whose> {
    let (_, whose, _) = FILLED.iter().find(|(path, ..)| *path == form)?;
    Some(*whose)
}

/// Whether a box has the name of something that has ids: `draft` for `DraftId`.
pub fn is_called_like_an_id(name: &str) -> bool {
    let kinds = include_str!("../../../../app/domain/src/ids.rs")
        .lines()
        .filter_map(|line| line.trim().strip_suffix("Id"));
    name == "id"
        || name.ends_with("_id")
        || kinds
            .into_iter()
            .any(|kind| kind.to_lowercase() == name.replace('_', ""))
}

/// The role of the powerless.
async fn role_with_nothing(site: &Site) -> String {
    let sql = "select id from roles where name = 'Nothing'";
    let found: (String,) = site.node.platform.db.one(sql, vec![]).await.unwrap();
    found.0
}

async fn photo_of(tenant: &Visitor, draft: &str, seed: u8) -> String {
    let sent = tenant.upload(draft, one_photo("a.jpg", jpeg(64, seed))).await;
    let page = tenant.follow(&sent).await;
    page.form("/api/portal/repairs/photo-removal").fields[1].1.clone()
}
