//! What becomes of an invitation. One function decides, whatever happens in whichever order.

use crate::dates::Millis;

/// A link lives this long, in seconds (product U5).
pub const LINK_SECS: i64 = 7 * 24 * 3600;
/// So often may the extra fact be wrong (SEC-A17).
pub const TRIES: i64 = 5;
/// The first reminder comes on this day after the invitation, then one every day (product U6).
pub const REMINDER_DAYS: i64 = 3;

/// Where an invitation stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Sent, or still to be sent, and not yet used.
    Pending,
    Used,
    Expired,
    Cancelled,
}

impl State {
    pub const ALL: [Self; 4] = [Self::Pending, Self::Used, Self::Expired, Self::Cancelled];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Used => "used",
            Self::Expired => "expired",
            Self::Cancelled => "cancelled",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == text)
    }

    /// Whether a fresh link may be sent.
    pub const fn may_resend(self) -> bool {
        matches!(self, Self::Pending | Self::Expired)
    }

    pub const fn may_cancel(self) -> bool {
        matches!(self, Self::Pending)
    }
}

/// What its state follows from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Life {
    /// When its newest link was sent; nothing while it waits to be.
    pub sent_at: Option<Millis>,
    /// When that link ends.
    pub expires_at: Option<Millis>,
    pub tries_left: i64,
    pub used_at: Option<Millis>,
    pub cancelled_at: Option<Millis>,
}

/// What happens to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    /// A fresh link goes out; the older one dies.
    Sent,
    /// Somebody answers with the extra fact: a try is spent before the answer is compared.
    Tried,
    /// The answer was right: the try is given back.
    Right,
    /// An account was made with it.
    Used,
    Cancelled,
    /// Whoever invited lost the right to: the link dies.
    Ended,
}

/// It cannot happen in this state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Refused;

impl Life {
    /// Not sent yet.
    pub const WAITING: Self = Self {
        sent_at: None,
        expires_at: None,
        tries_left: TRIES,
        used_at: None,
        cancelled_at: None,
    };

    pub fn state(&self, now: Millis) -> State {
        if self.used_at.is_some() {
            State::Used
        } else if self.cancelled_at.is_some() {
            State::Cancelled
        } else if self.tries_left <= 0 || self.expires_at.is_some_and(|end| now >= end) {
            State::Expired
        } else {
            State::Pending
        }
    }

    /// Whether its newest link opens.
    pub fn link_works(&self, now: Millis) -> bool {
        self.sent_at.is_some() && self.state(now) == State::Pending
    }

    /// What it is after `event`.
    pub fn after(self, event: Event, now: Millis) -> Result<Self, Refused> {
        let state = self.state(now);
        let may = match event {
            Event::Sent => state.may_resend(),
            Event::Cancelled | Event::Ended => state.may_cancel(),
            Event::Tried | Event::Used => self.link_works(now),
            // The last try was spent on this very answer.
            Event::Right => matches!(state, State::Pending | State::Expired) && self.tries_left < TRIES,
        };
        if !may {
            return Err(Refused);
        }
        Ok(match event {
            Event::Sent => Self {
                sent_at: Some(now),
                expires_at: Some(now.plus_secs(LINK_SECS)),
                ..Self::WAITING
            },
            Event::Tried => Self {
                tries_left: self.tries_left - 1,
                ..self
            },
            Event::Right => Self {
                tries_left: self.tries_left + 1,
                ..self
            },
            Event::Used => Self {
                used_at: Some(now),
                ..self
            },
            Event::Cancelled => Self {
                cancelled_at: Some(now),
                ..self
            },
            Event::Ended => Self {
                tries_left: 0,
                ..self
            },
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const START: Millis = Millis(1_795_521_600_000);

    fn event() -> impl Strategy<Value = Event> {
        prop::sample::select(vec![
            Event::Sent,
            Event::Tried,
            Event::Right,
            Event::Used,
            Event::Cancelled,
            Event::Ended,
        ])
    }

    #[test]
    fn it_lives_seven_days_to_the_second() {
        let sent = Life::WAITING.after(Event::Sent, START).unwrap();
        assert!(sent.link_works(START.plus_secs(LINK_SECS - 1)));
        assert_eq!(sent.state(START.plus_secs(LINK_SECS)), State::Expired);
        assert!(sent.after(Event::Used, START.plus_secs(LINK_SECS)).is_err());
    }

    #[test]
    fn five_wrong_answers_end_it_and_a_fresh_link_begins_anew() {
        let mut life = Life::WAITING.after(Event::Sent, START).unwrap();
        for _ in 0..5 {
            assert!(life.link_works(START));
            life = life.after(Event::Tried, START).unwrap();
        }
        assert_eq!(life.state(START), State::Expired);
        assert!(life.after(Event::Tried, START).is_err());
        // The answer that spent the last try may still be right.
        assert!(life.after(Event::Right, START).unwrap().link_works(START));
        assert_eq!(life.after(Event::Sent, START).unwrap().tries_left, TRIES);
    }

    #[test]
    fn what_waits_to_be_sent_has_no_link() {
        assert_eq!(Life::WAITING.state(START), State::Pending);
        assert!(!Life::WAITING.link_works(START));
        assert!(Life::WAITING.after(Event::Used, START).is_err());
    }

    proptest! {
        #[test]
        fn whatever_happens_in_any_order_and_by_any_clock(
            steps in prop::collection::vec((event(), -10 * 24 * 3600_i64..20 * 24 * 3600), 0..60),
        ) {
            let mut life = Life::WAITING;
            let (mut now, mut uses, mut last_sent) = (START, 0, None);
            for (event, secs) in steps {
                now = now.plus_secs(secs);
                let before = life.state(now);
                let Ok(after) = life.after(event, now) else { continue };
                prop_assert!(!matches!(before, State::Used | State::Cancelled), "{event:?} after the end");
                uses += u32::from(event == Event::Used);
                if event == Event::Sent {
                    last_sent = Some(now);
                }
                life = after;
                prop_assert!((0..=TRIES).contains(&life.tries_left));
                prop_assert_eq!(life.used_at.is_some(), uses == 1);
                prop_assert!(uses <= 1);
                if life.link_works(now) {
                    let sent = last_sent.unwrap();
                    prop_assert!(now < sent.plus_secs(LINK_SECS) && life.used_at.is_none() && life.cancelled_at.is_none());
                }
                if life.cancelled_at.is_some() {
                    prop_assert!(State::Cancelled == life.state(Millis(i64::MIN)) && !life.link_works(Millis(i64::MIN)));
                }
            }
        }
    }
}
