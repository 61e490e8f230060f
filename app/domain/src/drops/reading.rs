//! How rows are read: cell by cell, with everything that is wrong at once.

use super::{
    Code, File, Header, Problem,
    cells::Cells,
    rows::{
        Account, Asset, Lookup, Party, Person, Rejected, Repair, Role, Row, Tenancy, TenancyAsset,
        Transaction,
    },
};
use crate::identity::{Email, Language};

/// Lists that a landlord may give.
const LISTS: &[&str] = &[
    "sor-tables",
    "sor-codes",
    "repair-types",
    "repair-priorities",
    "repair-contracts",
    "cancel-reasons",
    "override-reasons",
    "contact-method-types",
    "case-types",
    "case-priorities",
    "tenures",
    "transaction-types",
];

/// Reads one row; warnings come beside it, anything worse instead of it.
pub fn read(
    file: File,
    header: &Header,
    line: i64,
    cells: &[String],
) -> Result<(Row, Vec<Problem>), Vec<Problem>> {
    if !header.fits(cells) {
        return Err(vec![Problem::of_row(line, Code::CellCount)]);
    }
    let mut cells = Cells::new(header, line, cells);
    let row = match file {
        File::People => Some(Row::Person(person(&mut cells))),
        File::Tenancies => Some(Row::Tenancy(tenancy(&mut cells))),
        File::Parties => party(&mut cells).map(Row::Party),
        File::Assets => Some(Row::Asset(asset(&mut cells))),
        File::TenancyAssets => Some(Row::TenancyAsset(tenancy_asset(&mut cells))),
        File::Accounts => account(&mut cells).map(Row::Account),
        File::Transactions => transaction(&mut cells).map(Row::Transaction),
        File::Repairs => repair(&mut cells).map(|repair| Row::Repair(Box::new(repair))),
        File::RepairsRejected => Some(Row::Rejected(rejected(&mut cells))),
        File::Lookups => Some(Row::Lookup(lookup(&mut cells))),
    };
    let problems = cells.problems;
    let is_good = problems.iter().all(|problem| problem.code.is_warning());
    match row.filter(|_| is_good) {
        Some(row) => Ok((row, problems)),
        None => Err(problems),
    }
}

fn person(cells: &mut Cells<'_>) -> Person {
    Person {
        person_ref: cells.reference("person_ref"),
        title: cells.text("title"),
        forenames: cells.text("forenames"),
        surname: cells.text("surname"),
        date_of_birth: cells.day("date_of_birth"),
        email: cells.hopeful("email", Code::NotAnEmail, |text| Email::parse(text).is_some()),
        mobile: cells.text("mobile"),
        phone: cells.text("phone"),
        language: match cells.text("language").to_lowercase().as_str() {
            "cy" | "welsh" | "cymraeg" => Some(Language::Welsh),
            "en" | "english" => Some(Language::English),
            _ => None,
        },
        deceased: cells.yes("deceased").unwrap_or(false),
    }
}

fn tenancy(cells: &mut Cells<'_>) -> Tenancy {
    let (start, end) = (cells.day("start"), cells.day("end"));
    cells.in_order(start.as_ref(), end.as_ref(), "end");
    Tenancy {
        tenancy_ref: cells.reference("tenancy_ref"),
        tenure: cells.text("tenure"),
        start,
        end,
        status: cells.text("status"),
    }
}

fn party(cells: &mut Cells<'_>) -> Option<Party> {
    let (from, to) = (cells.day("from"), cells.day("to"));
    cells.in_order(from.as_ref(), to.as_ref(), "to");
    let (tenancy_ref, person_ref) = (cells.reference("tenancy_ref"), cells.reference("person_ref"));
    let role = cells.one_of("role", |text| {
        Role::ALL
            .iter()
            .copied()
            .find(|role| role.as_str().eq_ignore_ascii_case(text))
    });
    Some(Party {
        tenancy_ref,
        person_ref,
        role: role?,
        from,
        to,
    })
}

fn asset(cells: &mut Cells<'_>) -> Asset {
    let uprn = cells.hopeful("uprn", Code::NotAUprn, |text| {
        text.trim_start_matches('0').len() <= 12 && text.bytes().all(|byte| byte.is_ascii_digit())
    });
    let uprn = uprn
        .map(|uprn| uprn.trim_start_matches('0').to_owned())
        .filter(|uprn| !uprn.is_empty());
    let lines = ["line1", "line2", "line3", "town"].map(|column| cells.text(column));
    Asset {
        asset_ref: cells.reference("asset_ref"),
        parent_ref: cells.may_reference("parent_ref"),
        kind: cells.text("type"),
        uprn,
        lines: lines.into_iter().filter(|line| !line.is_empty()).collect(),
        county: cells.text("county"),
        postcode: cells.text("postcode"),
        attributes: cells.attributes(),
    }
}

fn tenancy_asset(cells: &mut Cells<'_>) -> TenancyAsset {
    TenancyAsset {
        tenancy_ref: cells.reference("tenancy_ref"),
        asset_ref: cells.reference("asset_ref"),
        primary: cells.yes("primary").unwrap_or(false),
    }
}

fn account(cells: &mut Cells<'_>) -> Option<Account> {
    let (account_ref, tenancy_ref) = (cells.reference("account_ref"), cells.reference("tenancy_ref"));
    let (kind, balance, as_at) = (cells.text("type"), cells.money("balance"), cells.moment("as_at"));
    let (payment_ref, frequency) = (cells.text("payment_ref"), cells.text("frequency"));
    let (day, amount) = (cells.day("next_charge_date"), cells.money("next_charge_amount"));
    Some(Account {
        account_ref,
        tenancy_ref,
        kind,
        balance: balance?,
        as_at,
        payment_ref,
        frequency,
        next_charge: day.zip(amount),
    })
}

fn transaction(cells: &mut Cells<'_>) -> Option<Transaction> {
    let (transaction_ref, account_ref) = (cells.reference("transaction_ref"), cells.reference("account_ref"));
    let (date, amount) = (cells.day("date"), cells.money("amount"));
    let (kind, description) = (cells.text("type"), cells.text("description"));
    Some(Transaction {
        transaction_ref,
        account_ref,
        date: date?,
        kind,
        description,
        amount: amount?,
    })
}

fn repair(cells: &mut Cells<'_>) -> Option<Repair> {
    let (repair_ref, external_ref) = (cells.reference("repair_ref"), cells.may_reference("external_ref"));
    let (asset_ref, person_ref) = (cells.reference("asset_ref"), cells.may_reference("person_ref"));
    let description = cells.long_text("description");
    let (sor_code, priority) = (cells.text("sor_code"), cells.text("priority"));
    let (repair_type, contract) = (cells.text("repair_type"), cells.text("contract"));
    let (status, created_at) = (cells.text("status"), cells.moment("created_at"));
    let (target, completed_at) = (cells.moment("target"), cells.moment("completed_at"));
    let appointment_date = cells.day("appointment_date");
    let (from, to) = (cells.time("appointment_from"), cells.time("appointment_to"));
    cells.in_order(from.as_ref(), to.as_ref(), "appointment_to");
    Some(Repair {
        repair_ref,
        external_ref,
        asset_ref,
        person_ref,
        description,
        sor_code,
        priority,
        repair_type,
        contract,
        status,
        created_at: created_at?,
        target: target.map(|(day, _)| day),
        appointment_date,
        appointment_from: from,
        appointment_to: to,
        completed_at,
    })
}

fn rejected(cells: &mut Cells<'_>) -> Rejected {
    Rejected {
        external_ref: cells.reference("external_ref"),
        reason: cells.text("reason"),
    }
}

fn lookup(cells: &mut Cells<'_>) -> Lookup {
    let (active_from, active_to) = (cells.day("active_from"), cells.day("active_to"));
    cells.in_order(active_from.as_ref(), active_to.as_ref(), "active_to");
    let kind = cells.one_of("kind", |text| LISTS.contains(&text).then(|| text.to_owned()));
    Lookup {
        kind: kind.unwrap_or_default(),
        code: cells.reference("code"),
        description: cells.text("description"),
        active_from,
        active_to,
        parent: cells.text("parent"),
    }
}
