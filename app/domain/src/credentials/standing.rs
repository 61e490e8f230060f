//! How far a credential got: what was wanted, what a token showed, and whether somebody disconnected it.

use super::Rights;

/// What people are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Badge {
    Connected,
    /// Nothing was granted, or it was taken away.
    ConsentRequired,
    /// Some of what is wanted is not granted.
    UpdateRequired,
}

impl Badge {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Connected => "connected",
            Self::ConsentRequired => "consent-required",
            Self::UpdateRequired => "update-required",
        }
    }
}

/// Where a credential stands. Only tokens say what is granted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    pub wanted: Rights,
    pub granted: Rights,
    /// Somebody disconnected it: nothing but a person connects it again.
    pub is_off: bool,
}

/// What happens to a credential.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// Other rights are wanted.
    Wanted(Rights),
    /// It is another application, or one of another directory.
    Replaced,
    /// A person asks to connect, to check, or comes back from consent.
    Asked,
    /// A token for `scope` carries these.
    Token {
        scope: String,
        carries: Rights,
    },
    /// Microsoft refused a token: consent, secret or application is gone.
    Refused,
    Disconnected,
}

impl Standing {
    #[must_use]
    pub fn after(mut self, event: Event) -> Self {
        match event {
            Event::Wanted(rights) => self.wanted = rights,
            Event::Asked => self.is_off = false,
            // One that was on its way when somebody disconnected.
            Event::Token { .. } if self.is_off => {}
            Event::Token { scope, carries } => {
                let elsewhere = self.granted.iter().filter(|right| right.scope() != scope);
                let here = carries.iter().filter(|right| right.scope() == scope);
                self.granted = elsewhere.chain(here).collect();
            }
            Event::Refused | Event::Replaced => self.granted = Rights::default(),
            Event::Disconnected => {
                self.granted = Rights::default();
                self.is_off = true;
            }
        }
        self
    }

    pub fn badge(&self) -> Badge {
        if !self.wanted.iter().any(|right| self.granted.contains(right)) {
            Badge::ConsentRequired
        } else if self.wanted.is_within(&self.granted) {
            Badge::Connected
        } else {
            Badge::UpdateRequired
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{super::Right, *};

    const SITES: Right = Right::ReadSites;
    const MAIL: Right = Right::SendMail;

    fn rights(of: &[Right]) -> Rights {
        of.iter().copied().collect()
    }

    fn token(right: Right, carries: &[Right]) -> Event {
        Event::Token {
            scope: right.scope().to_owned(),
            carries: rights(carries),
        }
    }

    /// Every event that can happen, with what can be in it.
    fn alphabet() -> Vec<Event> {
        vec![
            Event::Wanted(rights(&[SITES])),
            Event::Wanted(rights(&[SITES, MAIL])),
            Event::Replaced,
            Event::Asked,
            token(SITES, &[SITES]),
            token(SITES, &[]),
            token(MAIL, &[MAIL]),
            // Names of another scope in a token are not believed.
            token(MAIL, &[SITES]),
            Event::Refused,
            Event::Disconnected,
        ]
    }

    /// The badge by looking back at the whole history, another way than step by step.
    fn expected(first: &Rights, history: &[Event]) -> Badge {
        let wanted = history.iter().rev().find_map(|event| match event {
            Event::Wanted(rights) => Some(rights.clone()),
            _ => None,
        });
        let wanted = wanted.unwrap_or_else(|| first.clone());
        let held = |right: Right| {
            let mut off = history[..]
                .iter()
                .rposition(|event| *event == Event::Disconnected);
            if let Some(at) = off
                && history[at..].contains(&Event::Asked)
            {
                off = None;
            }
            // The newest of what decides about this right.
            let decides = history
                .iter()
                .enumerate()
                .rev()
                .find_map(|(at, event)| match event {
                    Event::Token { scope, carries } if scope == right.scope() => {
                        let before = &history[..at];
                        let was_off = before
                            .iter()
                            .rposition(|event| *event == Event::Disconnected)
                            .is_some_and(|off| !before[off..].contains(&Event::Asked));
                        (!was_off).then(|| carries.contains(right))
                    }
                    Event::Refused | Event::Replaced | Event::Disconnected => Some(false),
                    _ => None,
                });
            decides.unwrap_or(false) && off.is_none()
        };
        let count = wanted.iter().filter(|right| held(*right)).count();
        match count {
            0 => Badge::ConsentRequired,
            all if all == wanted.iter().count() => Badge::Connected,
            _ => Badge::UpdateRequired,
        }
    }

    #[test]
    fn every_event_in_every_order_ends_in_the_badge_that_its_history_deserves() {
        let alphabet = alphabet();
        let first = rights(&[SITES]);
        let mut histories: Vec<(Vec<Event>, Standing)> = vec![(
            Vec::new(),
            Standing {
                wanted: first.clone(),
                ..Standing::default()
            },
        )];
        for _ in 0..5 {
            let mut longer = Vec::with_capacity(histories.len() * alphabet.len());
            for (history, standing) in &histories {
                for event in &alphabet {
                    let mut history = history.clone();
                    history.push(event.clone());
                    let standing = standing.clone().after(event.clone());
                    assert_eq!(standing.badge(), expected(&first, &history), "{history:?}");
                    longer.push((history, standing));
                }
            }
            histories = longer;
        }
        assert_eq!(histories.len(), 100_000);
    }

    #[test]
    fn the_ways_that_people_know() {
        let new = Standing {
            wanted: rights(&[SITES]),
            ..Standing::default()
        };
        assert_eq!(new.badge(), Badge::ConsentRequired);
        let connected = new.after(token(SITES, &[SITES]));
        assert_eq!(connected.badge(), Badge::Connected);
        let more = connected.clone().after(Event::Wanted(rights(&[SITES, MAIL])));
        assert_eq!(more.badge(), Badge::UpdateRequired);
        assert_eq!(more.after(token(MAIL, &[MAIL])).badge(), Badge::Connected);
        assert_eq!(
            connected.clone().after(Event::Refused).badge(),
            Badge::ConsentRequired
        );
        let off = connected.after(Event::Disconnected).after(token(SITES, &[SITES]));
        assert_eq!(off.badge(), Badge::ConsentRequired);
        assert_eq!(
            off.after(Event::Asked).after(token(SITES, &[SITES])).badge(),
            Badge::Connected
        );
    }
}
