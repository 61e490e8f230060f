//! The three lists as they are typed: one entry a line.

use super::{ENTRIES_MAX, Fault, Host, domain_name};
use crate::forms::{Code, Form, FormErrors};
use serde::{Deserialize, Serialize};

/// 'Approved Domains'.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct DomainsForm {
    pub email_domains: String,
    pub sites: String,
    pub outbound_hosts: String,
    /// Marks the lists that were on the screen.
    pub seen: String,
}

/// The three lists.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ApprovedDomains {
    pub email_domains: Vec<String>,
    pub sites: Vec<String>,
    pub outbound_hosts: Vec<String>,
    pub seen: String,
}

/// Longest part of a wrong entry that is said again.
const SHOWN_MAX: usize = 60;

/// The entries of a list, each once. The first that is wrong is named.
fn list(raw: &str, read: impl Fn(&str) -> Result<String, Fault>) -> Result<Vec<String>, Code> {
    let mut found = Vec::new();
    let typed = raw.split(|c: char| c.is_whitespace() || matches!(c, ',' | ';'));
    for entry in typed.filter(|entry| !entry.is_empty()) {
        let read = read(entry).map_err(|fault| Code::Entry {
            entry: entry.chars().take(SHOWN_MAX).collect(),
            fault,
        })?;
        if !found.contains(&read) {
            found.push(read);
        }
    }
    if found.len() > ENTRIES_MAX {
        return Err(Code::TooManyEntries {
            max: u32::try_from(ENTRIES_MAX).unwrap_or(u32::MAX),
        });
    }
    Ok(found)
}

/// Reads a list of email domains; an `@` before each is forgiven.
pub fn domains_of(raw: &str) -> Result<Vec<String>, Code> {
    list(raw, |entry| domain_name(entry.trim_start_matches('@')))
}

fn hosts_of(raw: &str) -> Result<Vec<String>, Code> {
    list(raw, |entry| Host::parse(entry).map(|host| host.to_string()))
}

impl Form for DomainsForm {
    type Parsed = ApprovedDomains;

    fn parse(&self) -> Result<ApprovedDomains, FormErrors> {
        let mut errors = FormErrors::default();
        let mut keep = |field: &str, list: Result<Vec<String>, Code>| match list {
            Ok(list) => list,
            Err(code) => {
                errors.add(field, code);
                Vec::new()
            }
        };
        let lists = ApprovedDomains {
            email_domains: keep("email_domains", domains_of(&self.email_domains)),
            sites: keep("sites", hosts_of(&self.sites)),
            outbound_hosts: keep("outbound_hosts", hosts_of(&self.outbound_hosts)),
            seen: self.seen.clone(),
        };
        errors.or(Some(lists))
    }
}

crate::silent_debug!(DomainsForm);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_read_with_commas_lines_and_an_at() {
        let read = DomainsForm {
            email_domains: " @Landlord.example,\r\nlandlord.example other.example\n".into(),
            sites: "www.landlord.example\nhomes.example:8443".into(),
            outbound_hosts: " \n".into(),
            seen: "mark".into(),
        }
        .parse();
        let expected = ApprovedDomains {
            email_domains: vec!["landlord.example".into(), "other.example".into()],
            sites: vec!["www.landlord.example".into(), "homes.example:8443".into()],
            outbound_hosts: Vec::new(),
            seen: "mark".into(),
        };
        assert_eq!(read, Ok(expected));
    }

    #[test]
    fn each_list_names_its_first_wrong_entry_and_all_are_said_at_once() {
        let long = format!("https://{}", "a".repeat(200));
        let errors = DomainsForm {
            email_domains: "landlord".into(),
            sites: "www.landlord.example *.landlord.example".into(),
            outbound_hosts: format!("{long}\n127.0.0.1"),
            seen: String::new(),
        }
        .parse()
        .err()
        .unwrap_or_default();
        let entry = |entry: &str, fault| Code::Entry {
            entry: entry.to_owned(),
            fault,
        };
        assert_eq!(
            errors.code("email_domains"),
            Some(&entry("landlord", Fault::Inside))
        );
        assert_eq!(
            errors.code("sites"),
            Some(&entry("*.landlord.example", Fault::Wildcard))
        );
        assert_eq!(
            errors.code("outbound_hosts"),
            Some(&entry(&long[..SHOWN_MAX], Fault::Address))
        );
    }

    #[test]
    fn a_list_without_end_is_refused() {
        let many: Vec<_> = (0..=ENTRIES_MAX)
            .map(|number| format!("h{number}.example"))
            .collect();
        assert_eq!(
            domains_of(&many[1..].join(" ")).map(|list| list.len()),
            Ok(ENTRIES_MAX)
        );
        assert_eq!(domains_of(&many.join(" ")), Err(Code::TooManyEntries { max: 50 }));
    }
}
