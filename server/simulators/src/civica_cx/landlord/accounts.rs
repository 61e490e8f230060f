//! Accounts and their entries. Entries are worked out when asked for, so their sum is the balance by construction.

use super::Landlord;
use crate::rng::Rng;
use jiff::{
    ToSpan,
    civil::{Date, DateTime, Weekday},
};

const MONTHS_KEPT: i64 = 12;

/// A rent or other account.
#[derive(Clone, Debug, PartialEq)]
pub struct Account {
    pub id: String,
    pub reference: String,
    pub company: &'static str,
    pub agreement_id: String,
    pub kind: &'static str,
    pub payment_reference: String,
    pub frequency: Frequency,
    /// Pence per charge.
    pub charge: i64,
    /// The balance the payments are made to end at, in pence.
    pub aim: i64,
    pub opened: Date,
    pub closed: Option<Date>,
    pub pays_by: &'static str,
    pub arrangement: Option<Arrangement>,
    /// Payments that the product posted.
    pub posted: Vec<Entry>,
}

/// An agreed way to pay arrears back.
#[derive(Clone, Debug, PartialEq)]
pub struct Arrangement {
    pub amount: i64,
    pub frequency: Frequency,
    pub status: &'static str,
}

/// How often a charge is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Frequency {
    Weekly,
    Fortnightly,
    FourWeekly,
    Monthly,
}

/// One entry; charges positive, payments negative, in pence.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    pub id: String,
    pub date: Date,
    pub posted_at: DateTime,
    pub kind: &'static str,
    pub description: &'static str,
    pub amount: i64,
    pub external_reference: Option<String>,
}

/// Opens an account of `kind` for an agreement.
pub fn open(landlord: &mut Landlord, rng: &mut Rng, agreement: &str, kind: &'static str) {
    let number = landlord.accounts.len() + 1;
    let id = format!("ACC-{number:06}");
    let Some(holder) = landlord.agreements.get_mut(agreement) else {
        return;
    };
    holder.accounts.push(id.clone());
    let (frequency, charge) = match kind {
        "Rent" => (
            *rng.pick(&[
                Frequency::Weekly,
                Frequency::Weekly,
                Frequency::Weekly,
                Frequency::Monthly,
            ]),
            rng.between(9_200, 14_899),
        ),
        "Garage" => (Frequency::Weekly, rng.between(1_100, 1_799)),
        "ServiceCharge" => (
            *rng.pick(&[Frequency::FourWeekly, Frequency::Monthly]),
            rng.between(1_800, 7_499),
        ),
        _ => (Frequency::Fortnightly, rng.between(400, 999)),
    };
    let (frequency, per_charge) = if holder.start.year() == 2021 && number == 1 {
        (Frequency::Weekly, 11_246)
    } else {
        (
            frequency,
            if kind == "Rent" && frequency == Frequency::Monthly {
                charge * 52 / 12
            } else {
                charge
            },
        )
    };
    let aim = match rng.below(10) {
        0..=3 => 0,
        4..=5 => -rng.between(100, 18_000),
        6..=8 => rng.between(100, 32_000),
        _ => rng.between(40_000, 190_000),
    };
    let arrangement = (aim > 40_000).then(|| Arrangement {
        amount: rng.between(500, 3_000),
        frequency: Frequency::Weekly,
        status: "Active",
    });
    let account = Account {
        id: id.clone(),
        reference: format!(
            "{}{:07}",
            kind.chars().next().unwrap_or('A'),
            1_000_000 + number * 17
        ),
        company: holder.company,
        agreement_id: agreement.to_owned(),
        kind,
        payment_reference: format!("98265{:014}", 7_000_000 + number * 101),
        frequency,
        charge: per_charge,
        aim,
        opened: holder.start,
        closed: holder.end,
        pays_by: rng.pick::<&str>(&["DirectDebit", "PaymentCard", "StandingOrder", "HousingBenefit"]),
        arrangement,
        posted: Vec::new(),
    };
    landlord.accounts.insert(id, account);
}

impl Account {
    /// The last twelve months, oldest first.
    pub fn entries(&self, today: Date) -> Vec<Entry> {
        let last = self.closed.unwrap_or(today).min(today);
        let first = self.opened.max(today.saturating_sub(MONTHS_KEPT.months()));
        let due = self.charge_dates(first, last);
        let charged = self.charge * i64::try_from(due.len()).unwrap_or(0);
        let mut entries: Vec<_> = due
            .into_iter()
            .map(|date| self.entry(date, self.charge_kind(), self.charge))
            .collect();
        entries.extend(self.payments(first, last, charged - self.aim));
        entries.extend(self.posted.iter().filter(|entry| entry.date <= today).cloned());
        entries.sort_by(|one, other| (one.date, &one.id).cmp(&(other.date, &other.id)));
        entries
    }

    /// What is owed, in pence; negative in credit.
    pub fn balance(&self, today: Date) -> i64 {
        self.entries(today).iter().map(|entry| entry.amount).sum()
    }

    /// The next charge after `today`, unless the account is closed.
    pub fn next_charge(&self, today: Date) -> Option<Date> {
        let next = self
            .charge_dates(today.saturating_add(1.day()), today.saturating_add(40.days()))
            .into_iter()
            .next();
        next.filter(|_| self.closed.is_none())
    }

    fn charge_dates(&self, first: Date, last: Date) -> Vec<Date> {
        let step = match self.frequency {
            Frequency::Weekly => 7,
            Frequency::Fortnightly => 14,
            Frequency::FourWeekly => 28,
            Frequency::Monthly => 1,
        };
        let days = first.series(1.day()).take_while(|day| *day <= last);
        // Counted from one fixed Monday, so that a year may well have 53 of them.
        let monday = jiff::civil::date(2000, 1, 3);
        let weeks = |day: &Date| day.weekday() == Weekday::Monday && (*day - monday).get_days() % step == 0;
        if self.frequency == Frequency::Monthly {
            days.filter(|day| day.day() == 1).collect()
        } else {
            days.filter(weeks).collect()
        }
    }

    fn payments(&self, first: Date, last: Date, total: i64) -> Vec<Entry> {
        let monthly = matches!(self.pays_by, "DirectDebit" | "StandingOrder");
        let mut dates: Vec<_> = first
            .series(1.day())
            .take_while(|day| *day <= last)
            .filter(|day| {
                if monthly {
                    day.day() == 15
                } else {
                    day.weekday() == Weekday::Friday
                }
            })
            .collect();
        if dates.is_empty() {
            dates.push(last);
        }
        let count = i64::try_from(dates.len()).unwrap_or(1);
        if total <= 0 || first > last {
            return if total < 0 && first <= last {
                vec![self.entry(last, "ADJ", -total)]
            } else {
                Vec::new()
            };
        }
        let kind = match self.pays_by {
            "DirectDebit" => "PAY-DD",
            "StandingOrder" => "PAY-SO",
            "HousingBenefit" => "HB",
            _ => "PAY-CARD",
        };
        let each = total / count;
        let paid = dates.into_iter().enumerate().map(|(at, date)| {
            let amount = if at == 0 { total - each * (count - 1) } else { each };
            self.entry(date, kind, -amount)
        });
        paid.filter(|entry| entry.amount != 0).collect()
    }

    fn charge_kind(&self) -> &'static str {
        match self.kind {
            "Garage" => "GARAGE",
            "ServiceCharge" => "SERVICE",
            "Sewerage" => "SEWER",
            _ => "RENT",
        }
    }

    fn entry(&self, date: Date, kind: &'static str, amount: i64) -> Entry {
        let hour = if kind.starts_with("PAY") { 3 } else { 2 };
        Entry {
            id: format!(
                "{}-{}-{kind}",
                self.id.replacen("ACC", "TRN", 1),
                date.strftime("%Y%m%d")
            ),
            date,
            posted_at: date.at(hour, 15, 0, 0),
            kind,
            description: super::lookups::description("transaction-types", kind),
            amount,
            external_reference: (kind == "PAY-CARD").then(|| format!("CARD-{}", date.strftime("%y%m%d"))),
        }
    }
}

impl Frequency {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Weekly => "Weekly",
            Self::Fortnightly => "Fortnightly",
            Self::FourWeekly => "FourWeekly",
            Self::Monthly => "Monthly",
        }
    }
}
