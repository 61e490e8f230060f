use super::wire::{self, Keyed};
use domain::text::clean_line;
use services::ports::housing::{Account, Frequency, Transaction, Transactions};
use std::collections::HashSet;

pub fn account(account: wire::Account) -> Account {
    Account {
        kind: account.kind.unwrap_or_default(),
        balance: account.balance,
        payment_reference: account.payment_reference,
        frequency: account.charge_frequency.map(frequency),
        next_charge: account
            .next_charge
            .and_then(|charge| charge.date.zip(charge.amount)),
        reference: account.reference.unwrap_or_else(|| account.id.clone()),
        id: account.id,
    }
}

fn frequency(word: String) -> Frequency {
    match word.as_str() {
        "Weekly" => Frequency::Weekly,
        "Fortnightly" => Frequency::Fortnightly,
        "FourWeekly" => Frequency::FourWeekly,
        "Monthly" => Frequency::Monthly,
        _ => Frequency::Other(word),
    }
}

/// Each entry of the page once.
pub fn transactions(page: wire::EntryPage) -> Transactions {
    let mut seen = HashSet::new();
    Transactions {
        opening: page.opening_balance,
        closing: page.closing_balance,
        next: page.next_cursor,
        rows: page
            .items
            .into_iter()
            .filter(|entry| seen.insert(entry.key().to_owned()))
            .map(transaction)
            .collect(),
    }
}

fn transaction(entry: wire::Entry) -> Transaction {
    Transaction {
        id: entry.id,
        day: entry.date,
        posted_at: entry.posted_at,
        kind: entry.kind.unwrap_or_default(),
        description: clean_line(&entry.description.unwrap_or_default()),
        amount: entry.amount,
        external_reference: entry.external_reference,
    }
}

/// Pence as a decimal with two places.
pub fn decimal(pence: i64) -> String {
    let sign = if pence < 0 { "-" } else { "" };
    let pence = pence.unsigned_abs();
    format!("{sign}{}.{:02}", pence / 100, pence % 100)
}
