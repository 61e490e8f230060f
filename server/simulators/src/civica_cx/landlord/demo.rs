//! People whom a demonstration may refer to: the same ids for every seed.

use super::Landlord;
use jiff::civil::Date;

/// Megan Price: a sole tenant, £42.10 behind, with an open, a completed and a cancelled repair.
pub const MEGAN_PRICE: &str = "CON-000001";
/// Imran Hussain: main tenant of a joint tenancy in credit.
pub const IMRAN_HUSSAIN: &str = "CON-000002";
/// Aisha Hussain: the joint tenant beside him.
pub const AISHA_HUSSAIN: &str = "CON-000003";
/// Siân O'Connor: a sole tenant with a rent and a garage account.
pub const SIAN_OCONNOR: &str = "CON-000004";
/// Gareth and Gwen Evans: same surname and date of birth, different homes.
pub const SAME_SURNAME_AND_BIRTH: [&str; 2] = ["CON-000005", "CON-000006"];
/// Patrick D'Arcy: guarantor for Gwen Evans.
pub const GUARANTOR: &str = "CON-000007";
/// Walter Núñez: deceased; his joint tenant Zoë Núñez lives on in the home.
pub const DECEASED: &str = "CON-000008";
/// Zoë Núñez.
pub const SURVIVING_JOINT_TENANT: &str = "CON-000009";
/// Dean Cartwright: has a violence alert.
pub const VIOLENCE_ALERT: &str = "CON-000010";
/// Megan Price's open repair, with a visit in the coming days.
pub const OPEN_REPAIR: &str = "REP-000001";
/// Her completed one.
pub const COMPLETED_REPAIR: &str = "REP-000002";
/// Her cancelled one.
pub const CANCELLED_REPAIR: &str = "REP-000003";

/// What a demonstration needs to know of a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DemoPerson {
    pub contact_id: String,
    pub reference: String,
    pub forenames: String,
    pub surname: String,
    pub email: String,
    pub mobile: String,
    pub date_of_birth: Option<Date>,
    /// Their current tenancy.
    pub agreement_id: String,
    /// Its primary asset.
    pub home_id: String,
    pub postcode: String,
    /// The rent account first.
    pub account_ids: Vec<String>,
}

impl Landlord {
    /// The first four people, in the order of their ids.
    pub fn demo_people(&self) -> Vec<DemoPerson> {
        [MEGAN_PRICE, IMRAN_HUSSAIN, AISHA_HUSSAIN, SIAN_OCONNOR]
            .into_iter()
            .filter_map(|id| self.demo_person(id))
            .collect()
    }

    fn demo_person(&self, id: &str) -> Option<DemoPerson> {
        let contact = self.contacts.get(id)?;
        let agreement = self
            .agreements_of(id)
            .find(|agreement| agreement.is_current(self.made_on))?;
        let home = self.assets.get(agreement.assets.first()?)?;
        let method = |kind| {
            contact
                .methods
                .iter()
                .find(|method| method.kind == kind)
                .map(|method| method.value.clone())
        };
        Some(DemoPerson {
            contact_id: contact.id.clone(),
            reference: contact.reference.clone(),
            forenames: contact.forenames.clone(),
            surname: contact.surname.clone(),
            email: method("EMAIL").unwrap_or_default(),
            mobile: method("MOBILE").unwrap_or_default(),
            date_of_birth: contact.date_of_birth,
            agreement_id: agreement.id.clone(),
            home_id: home.id.clone(),
            postcode: home.address.postcode.clone(),
            account_ids: agreement.accounts.clone(),
        })
    }
}
