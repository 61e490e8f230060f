//! Messages to people: how each stands, why it failed, and how long a text is.

mod asking;
mod mobile;
mod parts;

pub use asking::{ENDS_SECS, FIRST_SECS, next_secs};
pub use mobile::Mobile;
pub use parts::{Alphabet, Parts, count, shortened};

use serde::{Deserialize, Serialize};

/// By which way a message goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Channel {
    Mail,
    Text,
}

impl Channel {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Mail => "mail",
            Self::Text => "text",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        [Self::Mail, Self::Text]
            .into_iter()
            .find(|channel| channel.as_str() == text)
    }
}

/// How far a message is. What is told of one comes in any order and more than once, so the furthest counts: a message that
/// arrived stays arrived, and one that failed for good is not on its way again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// Waits here.
    Queued,
    /// Taken by whoever passes it on.
    Sent,
    /// Nobody told what became of it, also when asked.
    Unknown,
    /// It will not arrive.
    Failed,
    /// It arrived.
    Delivered,
}

impl State {
    pub const ALL: [Self; 5] = [
        Self::Queued,
        Self::Sent,
        Self::Unknown,
        Self::Failed,
        Self::Delivered,
    ];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Sent => "sent",
            Self::Unknown => "unknown",
            Self::Failed => "failed",
            Self::Delivered => "delivered",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == text)
    }

    /// After news of it.
    pub fn after(self, news: Self) -> Self {
        self.max(news)
    }
}

/// Why a message failed for good.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Why {
    /// Nobody has this address or number.
    NoSuchAddress,
    /// The number takes no texts: a landline, for example.
    NotAMobile,
    /// They told the sender to stop.
    OptedOut,
    /// The phone was off, or the mailbox was full, for too long.
    Unreachable,
    /// A network took it for something that nobody wants.
    Filtered,
    /// Our account there may not send to them.
    NotAllowed,
    /// It was worth nothing any more.
    TooLate,
    /// It could not be passed on for three days.
    GaveUp,
    /// Anything else.
    Refused,
}

impl Why {
    pub const ALL: [Self; 9] = [
        Self::NoSuchAddress,
        Self::NotAMobile,
        Self::OptedOut,
        Self::Unreachable,
        Self::Filtered,
        Self::NotAllowed,
        Self::TooLate,
        Self::GaveUp,
        Self::Refused,
    ];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::NoSuchAddress => "no-such-address",
            Self::NotAMobile => "not-a-mobile",
            Self::OptedOut => "opted-out",
            Self::Unreachable => "unreachable",
            Self::Filtered => "filtered",
            Self::NotAllowed => "not-allowed",
            Self::TooLate => "too-late",
            Self::GaveUp => "gave-up",
            Self::Refused => "refused",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|why| why.as_str() == text)
    }

    /// The next message to the same address or number will fail as well.
    pub const fn is_about_the_address(self) -> bool {
        matches!(self, Self::NoSuchAddress | Self::NotAMobile | Self::OptedOut)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn state() -> impl Strategy<Value = State> {
        proptest::sample::select(&State::ALL[..])
    }

    proptest! {
        #[test]
        fn news_in_any_order_and_any_number_end_alike(mut news in proptest::collection::vec(state(), 0..8), seed in any::<usize>()) {
            let told = |news: &[State]| news.iter().fold(State::Queued, |state, next| state.after(*next));
            let end = told(&news);
            if !news.is_empty() {
                let turn = seed % news.len();
                news.rotate_left(turn);
                news.push(news[0]);
            }
            prop_assert_eq!(told(&news), end);
        }
    }

    #[test]
    fn what_arrived_never_turns_failed() {
        assert_eq!(State::Delivered.after(State::Failed), State::Delivered);
        assert_eq!(State::Failed.after(State::Sent), State::Failed);
        assert_eq!(State::Queued.after(State::Sent), State::Sent);
        assert_eq!(State::Unknown.after(State::Failed), State::Failed);
        assert_eq!(State::Unknown.after(State::Sent), State::Unknown);
    }

    #[test]
    fn every_word_is_read_back() {
        for state in State::ALL {
            assert_eq!(State::parse(state.as_str()), Some(state));
        }
        for why in Why::ALL {
            assert_eq!(Why::parse(why.as_str()), Some(why));
        }
        assert_eq!(Channel::parse("text"), Some(Channel::Text));
        assert_eq!(
            (State::parse(""), Why::parse("550"), Channel::parse("post")),
            (None, None, None)
        );
    }
}
