//! The whole table on one page, `docs/access.md`.

use super::{
    BESIDE, Takes, expected, expected::Expected, page_expected, picture_expected, things, who::Who, with_ids,
};
use app::request::{Access, declared_forms};
use std::{fmt::Write as _, fs, path::Path};

const HEAD: &str = "\
# Who may do what

Made from the code by `server/tests/it/access`, which also asks the running product for every cell. After a new page or
form: `WRITE_ACCESS_TABLE=1 cargo test -p server --test it access::table`.

*yes*: the page opens, the form is taken. *sign in*: to the sign-in page. *no*: a page says that the role is not enough.
*limited*: closed for three days after a password was reset by email. *looks only*: nothing is changed while staff see the
portal as a tenant. *404*: as if it were not there. Ids in addresses and boxes are those of *the tenant*.

";

fn needs(access: Access) -> String {
    match access {
        Access::Anyone(_) => "—".to_owned(),
        Access::HalfSignedIn(_) => "password given".to_owned(),
        Access::Customer => "a tenant".to_owned(),
        Access::UnlimitedCustomer => "a tenant, not limited".to_owned(),
        Access::Own => "a tenant themselves".to_owned(),
        Access::UnlimitedOwn => "a tenant themselves, not limited".to_owned(),
        Access::AnyStaff => "staff".to_owned(),
        Access::EnrollingStaff => "staff, enrolling too".to_owned(),
        Access::Staff(permission) => format!("`{}`", permission.as_str()),
    }
}

fn row(path: &str, access: Access, cell: impl Fn(Who) -> Expected) -> String {
    let cells = Who::all().into_iter().map(cell).map(Expected::word);
    let cells: Vec<_> = cells.collect();
    format!("| `{path}` | {} | {} |\n", needs(access), cells.join(" | "))
}

fn head(what: &str) -> String {
    let people: Vec<_> = Who::all().iter().map(ToString::to_string).collect();
    format!(
        "| {what} | needs | {} |\n|{}\n",
        people.join(" | "),
        "---|".repeat(people.len() + 2)
    )
}

async fn table() -> String {
    let mut text = HEAD.to_owned();
    write!(text, "## Pages and files\n\n{}", head("page")).unwrap();
    let mut pages = Vec::new();
    for (pattern, access) in app::routes::PAGES {
        pages.push(row(pattern, *access, |who| page_expected(pattern, *access, who)));
    }
    for beside in BESIDE.iter().filter(|beside| beside.takes == Takes::Nothing) {
        pages.push(row(beside.path, beside.access, |who| {
            picture_expected(beside, who)
        }));
    }
    pages.sort();
    text.push_str(&pages.concat());
    write!(text, "\n## Forms\n\n{}", head("form")).unwrap();
    let mut forms = Vec::new();
    for form in declared_forms().await {
        let access = form.access.unwrap_or_else(|| panic!("{}", form.path));
        let whose = things::in_boxes(form.path);
        forms.push(row(form.path, access, |who| {
            with_ids(expected::form(access, who), whose, who)
        }));
    }
    for beside in BESIDE.iter().filter(|beside| beside.takes == Takes::Files) {
        let whose = things::in_address(beside.path);
        forms.push(row(beside.path, beside.access, |who| {
            with_ids(expected::form(beside.access, who), whose, who)
        }));
    }
    forms.sort();
    text.push_str(&forms.concat());
    text
}

#[tokio::test]
async fn the_page_of_the_table_is_true() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/access.md");
    let table = table().await;
    if std::env::var_os("WRITE_ACCESS_TABLE").is_some() {
        fs::write(&file, &table).unwrap();
    }
    let written = fs::read_to_string(&file).unwrap_or_default();
    assert!(
        written == table,
        "docs/access.md is old: WRITE_ACCESS_TABLE=1 cargo test -p server --test it access::table"
    );
}
