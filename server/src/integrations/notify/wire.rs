//! What Notify sends. Only what we read is named.

use serde::Deserialize;
use services::ports::messages::read_name;
use std::collections::BTreeSet;

/// The answer to a message that was taken.
#[derive(Deserialize)]
pub struct Accepted {
    #[serde(deserialize_with = "read_name")]
    pub id: String,
}

/// A message as it stands there; news of one have the same fields.
#[derive(Deserialize)]
pub struct Notification {
    #[serde(deserialize_with = "read_name")]
    pub id: String,
    #[serde(default)]
    pub reference: Option<String>,
    pub status: String,
}

#[derive(Deserialize)]
pub struct Found {
    pub notifications: Vec<Notification>,
}

#[derive(Deserialize)]
pub struct Template {
    #[serde(rename = "type")]
    pub kind: String,
    pub body: String,
    #[serde(default)]
    pub subject: Option<String>,
}

#[derive(Deserialize)]
pub struct Refused {
    #[serde(default)]
    pub errors: Vec<RefusedError>,
}

#[derive(Deserialize)]
pub struct RefusedError {
    #[serde(deserialize_with = "read_name")]
    pub error: String,
}

impl Template {
    /// The names in double brackets; `((name??words))` is one whose words are shown or not.
    pub fn places(&self) -> BTreeSet<String> {
        let text = format!("{}\n{}", self.subject.as_deref().unwrap_or_default(), self.body);
        text.split("((")
            .skip(1)
            .filter_map(|rest| rest.split_once("))"))
            .map(|(inside, _)| inside.split("??").next().unwrap_or_default().trim().to_owned())
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use services::ports::messages::Taken;

    proptest! {
        #[test]
        fn whatever_comes_is_read_or_is_not(bytes in any::<Vec<u8>>(), text in "[\\[\\]{}\":,a-z(?)0-9]{0,80}") {
            for bytes in [bytes.as_slice(), text.as_bytes()] {
                let _read = serde_json::from_slice::<Accepted>(bytes).map(|accepted| accepted.id);
                let _read = serde_json::from_slice::<Found>(bytes).map(|found| found.notifications.len());
                let _read = serde_json::from_slice::<Refused>(bytes).map(|refused| refused.errors.len());
                let _read = serde_json::from_slice::<Notification>(bytes).map(Taken::from);
            }
            let template = Template { kind: String::new(), subject: None, body: text };
            prop_assert!(template.places().iter().all(|place| !place.contains("))")));
        }
    }

    #[test]
    fn the_places_of_a_template_are_found() {
        let template = |subject: Option<&str>, body: &str| Template {
            kind: "email".to_owned(),
            subject: subject.map(str::to_owned),
            body: body.to_owned(),
        };
        let places = |template: Template| template.places().into_iter().collect::<Vec<_>>();
        assert_eq!(
            places(template(Some("((subject))"), "Hello\n((body))\n((body))")),
            ["body", "subject"]
        );
        assert_eq!(
            places(template(None, "(( text )) ((late??You are late)) ((open")),
            ["late", "text"]
        );
        assert!(places(template(None, "nothing (at) all")).is_empty());
    }
}
