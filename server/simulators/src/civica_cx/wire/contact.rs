//! People and their tenancies.

use super::{
    asset::Alert,
    day,
    field::{Field, Turns},
    moment,
};
use crate::civica_cx::landlord::{self, Landlord};
use jiff::civil::Date;
use serde::Serialize;
use std::collections::BTreeMap;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Contact {
    id: String,
    reference: String,
    #[serde(skip_serializing_if = "Field::is_absent")]
    title: Field<String>,
    forenames: String,
    surname: String,
    #[serde(skip_serializing_if = "Field::is_absent")]
    preferred_name: Field<String>,
    #[serde(skip_serializing_if = "Field::is_absent")]
    date_of_birth: Field<String>,
    #[serde(rename = "type")]
    kind: &'static str,
    #[serde(skip_serializing_if = "Field::is_absent")]
    language: Field<&'static str>,
    deceased: bool,
    changed_at: String,
    alerts: Vec<Alert>,
    preferences: BTreeMap<&'static str, &'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    agreements: Option<Vec<Agreement>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Method {
    id: String,
    #[serde(rename = "type")]
    kind: &'static str,
    value: String,
    main: bool,
    #[serde(skip_serializing_if = "Field::is_absent")]
    from: Field<String>,
    #[serde(skip_serializing_if = "Field::is_absent")]
    to: Field<String>,
    version: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Agreement {
    id: String,
    reference: String,
    tenure: &'static str,
    start: String,
    #[serde(skip_serializing_if = "Field::is_absent")]
    end: Field<String>,
    status: &'static str,
    parties: Vec<Party>,
    assets: Vec<AssetLink>,
    accounts: Vec<AccountLink>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Party {
    contact_id: String,
    name: String,
    role: &'static str,
    from: String,
    #[serde(skip_serializing_if = "Field::is_absent")]
    to: Field<String>,
}

#[derive(Serialize)]
struct AssetLink {
    id: String,
    reference: String,
    primary: bool,
}

#[derive(Serialize)]
struct AccountLink {
    id: String,
    reference: String,
    #[serde(rename = "type")]
    kind: &'static str,
}

impl Contact {
    pub fn of(contact: &landlord::Contact) -> Self {
        let mut turns = Turns::of(&contact.id);
        Self {
            id: contact.id.clone(),
            reference: contact.reference.clone(),
            title: turns.text(contact.title.clone()),
            forenames: contact.forenames.clone(),
            surname: contact.surname.clone(),
            preferred_name: turns.text(contact.preferred_name.clone()),
            date_of_birth: turns.date(contact.date_of_birth.map(day)),
            kind: contact.kind,
            language: turns.text(contact.language),
            deceased: contact.deceased,
            changed_at: moment(contact.changed_at),
            alerts: contact
                .alerts
                .iter()
                .map(|alert| Alert::of(alert, &mut turns))
                .collect(),
            preferences: contact.preferences.iter().copied().collect(),
            agreements: None,
        }
    }

    /// With the tenancies a company's users may see.
    pub fn expanded(contact: &landlord::Contact, landlord: &Landlord, company: &str, today: Date) -> Self {
        let agreements = landlord
            .agreements_of(&contact.id)
            .filter(|agreement| agreement.company == company);
        let agreements = agreements
            .map(|agreement| Agreement::of(agreement, landlord, today))
            .collect();
        Self {
            agreements: Some(agreements),
            ..Self::of(contact)
        }
    }
}

impl Method {
    pub fn of(method: &landlord::ContactMethod) -> Self {
        let mut turns = Turns::of(&method.id);
        Self {
            id: method.id.clone(),
            kind: method.kind,
            value: method.value.clone(),
            main: method.main,
            from: turns.date(method.from.map(day)),
            to: turns.date(None),
            version: method.version.to_string(),
        }
    }
}

impl Agreement {
    pub fn of(agreement: &landlord::Agreement, landlord: &Landlord, today: Date) -> Self {
        let mut turns = Turns::of(&agreement.id);
        let assets = agreement.assets.iter().enumerate().filter_map(|(at, id)| {
            let asset = landlord.assets.get(id)?;
            Some(AssetLink {
                id: id.clone(),
                reference: asset.reference.clone(),
                primary: at == 0,
            })
        });
        let accounts = agreement.accounts.iter().filter_map(|id| {
            let account = landlord.accounts.get(id)?;
            Some(AccountLink {
                id: id.clone(),
                reference: account.reference.clone(),
                kind: account.kind,
            })
        });
        let parties = agreement.parties.iter().map(|party| Party {
            contact_id: party.contact_id.clone(),
            name: party.name.clone(),
            role: party.role.as_str(),
            from: day(party.from),
            to: turns.date(party.to.map(day)),
        });
        let parties = parties.collect();
        Self {
            id: agreement.id.clone(),
            reference: agreement.reference.clone(),
            tenure: agreement.tenure,
            start: day(agreement.start),
            end: turns.date(agreement.end.map(day)),
            status: if agreement.is_current(today) {
                "Current"
            } else {
                "Former"
            },
            parties,
            assets: assets.collect(),
            accounts: accounts.collect(),
        }
    }
}
