//! Who has an account, and what may be reported.

use domain::{
    identity::{Email, Language},
    ids::{CustomerId, StaffId},
};
use services::{
    auth::{self, NewCustomer},
    context::{Ctx, Platform},
    random,
    repairs::{self, CategoryRow, DefinitionRow},
    settings::{self, Settings},
};
use simulators::civica_cx::DemoPerson;
use std::sync::Arc;
use tokio::sync::OnceCell;

const PASSWORD: &str = "correct horse battery";
pub const CATEGORY: &str = "00000001-0000-7000-8000-000000000001";
/// Without a safety notice.
pub const TAP: &str = "00000002-0000-7000-8000-000000000001";
/// With one.
pub const BOILER: &str = "00000002-0000-7000-8000-000000000002";

/// Somebody who can sign in.
#[derive(Clone, Copy, Debug)]
pub struct Person {
    pub email: &'static str,
    pub password: &'static str,
    pub is_staff: bool,
}

const fn tenant(email: &'static str) -> Person {
    Person {
        email,
        password: PASSWORD,
        is_staff: false,
    }
}

pub const STAFF: Person = Person {
    email: "officer@landlord.example",
    password: PASSWORD,
    is_staff: true,
};

impl Person {
    pub const MEGAN: Self = tenant("megan.price@example.com");
    /// The Hussains share a tenancy.
    pub const IMRAN: Self = tenant("imran.hussain@example.com");
    pub const AISHA: Self = tenant("aisha.hussain@example.com");

    pub fn api(self, name: &str) -> String {
        format!("/api/{}/{name}", if self.is_staff { "console" } else { "portal" })
    }

    pub const fn sign_in_page(self) -> &'static str {
        if self.is_staff {
            "/console/sign-in"
        } else {
            "/sign-in"
        }
    }

    /// A page that shows something.
    pub const fn list(self) -> &'static str {
        if self.is_staff {
            "/console/repairs"
        } else {
            "/repairs"
        }
    }

    /// A page of this plane by its name on the portal.
    pub fn page(self, path: &str) -> String {
        format!("{}{path}", if self.is_staff { "/console" } else { "" })
    }

    pub const fn first_page(self) -> &'static str {
        if self.is_staff { "/console" } else { "/" }
    }
}

/// Hashing is slow by design, so it is done once for all tests.
static HASH: OnceCell<String> = OnceCell::const_new();

pub async fn seed(platform: &Arc<Platform>, people: &[DemoPerson]) {
    let hash = HASH
        .get_or_init(|| async { platform.passwords.hash(PASSWORD).await.unwrap() })
        .await;
    let settings = Settings {
        landlord_en: "Our Homes".into(),
        phone: "01632 960 123".into(),
        emergency_phone: "01632 960 999".into(),
        ..Settings::default()
    };
    settings::save(&Ctx::system(Arc::clone(platform)), settings)
        .await
        .unwrap();
    let people = people.to_vec();
    let now = platform.clock.now();
    let seeding = platform.db.tx(move |tx| async move {
        for person in people.iter().take(4) {
            let customer = NewCustomer {
                id: CustomerId::parse(&random::id(now)).unwrap(),
                email: Email::parse(&person.email).unwrap(),
                password_hash: hash.clone(),
                first_name: person.forenames.clone(),
                last_name: person.surname.clone(),
                person_id: person.contact_id.clone(),
                language: Language::English,
            };
            auth::add_customer(&tx, &customer, now).await?;
        }
        let (id, email) = (
            StaffId::parse(&random::id(now)).unwrap(),
            Email::parse(STAFF.email).unwrap(),
        );
        auth::add_staff(&tx, &id, &email, hash, "Sam Officer", "owner", now).await?;
        repairs::add_category(&tx, &category()).await?;
        repairs::add_definition(&tx, &definition(TAP, "A tap drips", None)).await?;
        repairs::add_definition(
            &tx,
            &definition(BOILER, "The boiler leaks", Some("Switch it off.")),
        )
        .await
    });
    seeding.await.unwrap();
}

fn category() -> CategoryRow {
    CategoryRow {
        id: CATEGORY.into(),
        name_en: "Heating and water".into(),
        name_cy: "Gwres a dŵr".into(),
        position: 1,
        ..CategoryRow::default()
    }
}

fn definition(id: &str, name: &str, notice: Option<&str>) -> DefinitionRow {
    DefinitionRow {
        id: id.into(),
        category_id: CATEGORY.into(),
        name_en: name.into(),
        name_cy: format!("{name} (cy)"),
        safety_notice_en: notice.map(str::to_owned),
        safety_notice_cy: notice.map(|notice| format!("{notice} (cy)")),
        sor_table: "RESPONSIVE".into(),
        sor_code: "DEMO-PLB-0101".into(),
        repair_type: "RESP".into(),
        priority: "RTN".into(),
        contract: "DEMO-RESP".into(),
        position: 1,
        ..DefinitionRow::default()
    }
}
