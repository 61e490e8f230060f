use super::{Test, store};
use crate::{
    auth::{self, NewCustomer},
    context::{Actor, Ctx, Customer, Proof, Staff},
    hms,
    ports::{
        clock::Clock,
        housing::{Account, Asset, Role, Tenancy},
    },
    random,
    repairs::{self, CategoryRow, DefinitionRow, report},
};
use domain::{
    dates::{Day, Millis},
    housing::Resource,
    identity::{Email, Language},
    ids::{CategoryId, CustomerId, DefinitionId, DraftId, RepairId, StaffId},
    money::Pence,
    permissions::BuiltInRole,
    repairs::{AcceptSafety, ChooseCategory, ChooseDefinition, Describe},
};
use std::sync::Arc;
use tokio::sync::OnceCell;

/// The password of everybody in tests.
pub const PASSWORD: &str = "correct horse battery";

/// Hashing is slow by design, so it is done once.
static HASH: OnceCell<String> = OnceCell::const_new();

/// A signed-in tenant.
#[derive(Clone)]
pub struct Tenant {
    pub ctx: Ctx,
    pub customer: Customer,
    pub email: Email,
    /// The tenancy's id in the housing system.
    pub tenancy: String,
}

/// What may be reported.
#[derive(Clone)]
pub struct Offer {
    pub category: CategoryId,
    /// Without a safety notice.
    pub tap: DefinitionId,
    /// With a safety notice in both languages.
    pub boiler: DefinitionId,
}

impl Test {
    async fn hash(&self) -> &'static str {
        HASH.get_or_init(|| async {
            self.platform
                .passwords
                .hash(PASSWORD)
                .await
                .expect("a password can be hashed")
        })
        .await
    }

    fn new_id(&self) -> String {
        random::id(self.clock.now())
    }

    /// The context of a request by `actor` in English.
    pub fn ctx(&self, actor: Actor) -> Ctx {
        Ctx::new(actor, Language::English, Arc::clone(&self.platform))
    }

    /// A customer whom the housing system knows by the part they have in a tenancy, and who has not been here yet.
    pub async fn newcomer(&self, name: &str, tenancy: &str, role: Role) -> Tenant {
        let id = CustomerId::parse(&self.new_id()).expect("a new id is an id");
        let email =
            Email::parse(&format!("{}@example.org", name.to_lowercase())).expect("a name makes an address");
        let customer = Customer {
            id,
            name: name.to_owned(),
            person_id: format!("person-{name}"),
            proof: self.proof(),
            is_limited: false,
            limited_until: Millis(0),
            viewer: None,
        };
        let row = NewCustomer {
            id: customer.id.clone(),
            email: email.clone(),
            password_hash: self.hash().await.to_owned(),
            first_name: customer.name.clone(),
            last_name: String::new(),
            person_id: customer.person_id.clone(),
            language: Language::English,
        };
        let now = self.clock.now();
        let added = self
            .platform
            .db
            .tx(move |tx| async move { auth::add_customer(&tx, &row, now).await });
        added.await.expect("a customer can be added");
        self.housing.keep_asset(Asset {
            id: format!("asset-{tenancy}"),
            reference: tenancy.to_owned(),
            uprn: None,
            address: vec!["1 High Street".into(), "Bangor".into(), "LL57 1AA".into()],
            ..Asset::default()
        });
        self.housing.keep_account(Account {
            id: format!("account-{tenancy}"),
            reference: format!("A-{tenancy}"),
            kind: "rent".into(),
            balance: Pence(12_345),
            next_charge: Some((Day("2026-11-30".into()), Pence(9_900))),
            payment_reference: None,
            frequency: None,
        });
        self.housing
            .keep_tenancy(&customer.person_id, tenancy_of(tenancy, role));
        let ctx = self.ctx(Actor::Customer(customer.clone()));
        Tenant {
            ctx,
            customer,
            email,
            tenancy: tenancy.to_owned(),
        }
    }

    /// A tenant with a home, an account, and copies of both here.
    pub async fn tenant(&self, name: &str) -> Tenant {
        self.visitor(name, &format!("tenancy-{name}"), Role::Main).await
    }

    /// A second tenant of the same tenancy.
    pub async fn joint_tenant(&self, name: &str, with: &Tenant) -> Tenant {
        self.visitor(name, &with.tenancy, Role::Joint).await
    }

    async fn visitor(&self, name: &str, tenancy: &str, role: Role) -> Tenant {
        let tenant = self.newcomer(name, tenancy, role).await;
        hms::freshen(
            &tenant.ctx,
            &tenant.customer,
            &[Resource::Home, Resource::Accounts],
        )
        .await
        .expect("copies can be made");
        tenant
    }

    fn proof(&self) -> Proof {
        Proof {
            session: self.new_id(),
            at: self.clock.now(),
            ..Proof::default()
        }
    }

    /// A signed-in owner.
    pub async fn staff(&self, name: &str) -> Ctx {
        self.staff_as(name, BuiltInRole::Owner).await
    }

    /// A signed-in member of staff with a role.
    pub async fn staff_as(&self, name: &str, role: BuiltInRole) -> Ctx {
        let id = StaffId::parse(&self.new_id()).expect("a new id is an id");
        let email = Email::parse(&format!("{}@landlord.example.org", name.to_lowercase()))
            .expect("a name makes an address");
        let staff = Staff {
            id,
            name: name.to_owned(),
            email,
            permissions: role.permissions(),
            proof: self.proof(),
            has_strong_factor: false,
        };
        let (row, hash, now) = (staff.clone(), self.hash().await, self.clock.now());
        let added = self.platform.db.tx(move |tx| async move {
            auth::add_staff(&tx, &row.id, &row.email, hash, &row.name, role.as_str(), now).await
        });
        added.await.expect("staff can be added");
        self.ctx(Actor::Staff(staff))
    }

    /// A category with two definitions.
    pub async fn offer(&self) -> Offer {
        let offer = Offer {
            category: CategoryId::parse(&self.new_id()).expect("a new id is an id"),
            tap: DefinitionId::parse(&self.new_id()).expect("a new id is an id"),
            boiler: DefinitionId::parse(&self.new_id()).expect("a new id is an id"),
        };
        let category = CategoryRow {
            id: offer.category.to_string(),
            name_en: "Heating and water".into(),
            name_cy: "Gwres a dŵr".into(),
            position: 1,
            ..CategoryRow::default()
        };
        let tap = definition(&offer.category, &offer.tap, "Dripping tap", None);
        let boiler = definition(
            &offer.category,
            &offer.boiler,
            "Boiler leaks",
            Some("Switch the boiler off."),
        );
        let added = self.platform.db.tx(move |tx| async move {
            repairs::add_category(&tx, &category).await?;
            repairs::add_definition(&tx, &tap).await?;
            repairs::add_definition(&tx, &boiler).await
        });
        added.await.expect("an offer can be added");
        offer
    }

    /// The landlord takes a definition off the list.
    pub async fn deactivate(&self, definition: &DefinitionId) {
        store::deactivate(&self.platform.db, definition)
            .await
            .expect("a definition can be deactivated");
    }

    /// The landlord changes the English words of a safety notice.
    pub async fn reword(&self, definition: &DefinitionId, notice: &str) {
        store::reword(&self.platform.db, definition, notice)
            .await
            .expect("a notice can be reworded");
    }

    /// The landlord or a tenant no longer lets this account in.
    pub async fn disable(&self, customer: &CustomerId) {
        store::disable(&self.platform.db, customer, self.clock.now())
            .await
            .expect("an account can be disabled");
    }
}

impl Tenant {
    /// A report that only has to be sent.
    pub async fn draft(&self, offer: &Offer, definition: &DefinitionId) -> DraftId {
        let category = ChooseCategory {
            draft: None,
            category: offer.category.clone(),
            back_to_check: false,
        };
        let (draft, _) = report::choose_category(&self.ctx, category)
            .await
            .expect("the category is on offer");
        let chosen = ChooseDefinition {
            draft: Some(draft.clone()),
            definition: definition.clone(),
            back_to_check: false,
        };
        report::choose_definition(&self.ctx, chosen)
            .await
            .expect("the definition is on offer");
        if *definition == offer.boiler {
            let accepted = AcceptSafety {
                draft: Some(draft.clone()),
                back_to_check: false,
            };
            report::accept_safety(&self.ctx, accepted)
                .await
                .expect("there is a notice");
        }
        let words = Describe {
            draft: Some(draft.clone()),
            description: "Drips day and night".into(),
            back_to_check: false,
        };
        report::describe(&self.ctx, words)
            .await
            .expect("it can be described");
        draft
    }

    /// A repair that was just reported.
    pub async fn report(&self, offer: &Offer) -> RepairId {
        let draft = self.draft(offer, &offer.tap).await;
        report::send(&self.ctx, Some(&draft))
            .await
            .expect("the report is complete")
    }

    /// The same tenant at another node.
    #[must_use]
    pub fn at(&self, platform: &Arc<crate::context::Platform>) -> Self {
        Self {
            ctx: Ctx::new(self.ctx.actor.clone(), self.ctx.language, Arc::clone(platform)),
            ..self.clone()
        }
    }
}

fn tenancy_of(id: &str, role: Role) -> Tenancy {
    Tenancy {
        id: id.to_owned(),
        reference: format!("T-{id}"),
        role,
        start: Some(Day("2020-04-01".into())),
        end: None,
        asset_id: Some(format!("asset-{id}")),
        account_ids: vec![format!("account-{id}")],
        ..Tenancy::default()
    }
}

fn definition(category: &CategoryId, id: &DefinitionId, name: &str, notice: Option<&str>) -> DefinitionRow {
    DefinitionRow {
        id: id.to_string(),
        category_id: category.to_string(),
        name_en: name.to_owned(),
        name_cy: format!("{name} (cy)"),
        safety_notice_en: notice.map(str::to_owned),
        safety_notice_cy: notice.map(|notice| format!("{notice} (cy)")),
        sor_table: "NHF7".into(),
        sor_code: "610101".into(),
        repair_type: "RESP".into(),
        priority: "P3".into(),
        contract: "DLO".into(),
        position: 1,
        ..DefinitionRow::default()
    }
}
