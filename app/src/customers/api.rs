//! The doorways of customers.

use super::islands::{Answers, Hit};
use crate::{
    error::AppError,
    paths,
    request::{Access, Cookies, Next, submit},
};
use domain::{
    approvals::AskForm,
    customers::{CustomerForm, NoteForm, ReasonForm, SearchForm},
    identity::{Language, NextForm, Plane},
    permissions::Permission,
};
use leptos::prelude::*;
use services::{
    approvals::Asked,
    customers::{self, Found},
    error::Error,
    hms::{self, Refreshed},
};

/// Answers while somebody types; the page of the list does the same for a plain form.
#[server(endpoint = "console/customers/search")]
pub async fn find_customers(#[server(flatten)] form: SearchForm) -> Result<Answers, AppError> {
    let answers = std::sync::Arc::new(std::sync::Mutex::new(Answers::default()));
    let place = std::sync::Arc::clone(&answers);
    submit(
        Access::Staff(Permission::CustomersRead),
        "customers",
        form,
        |ctx, request, query| async move {
            let found = customers::find_quickly(&ctx, query.as_ref()).await?;
            let language = request.language;
            let status = status(found.rows.len(), found.has_older, language);
            let rows = found.rows.into_iter().map(|row| hit(row, language)).collect();
            if let Ok(mut place) = place.lock() {
                *place = Answers { status, rows };
            }
            Ok(Next::to(paths::CONSOLE_CUSTOMERS))
        },
    )
    .await?;
    let answers = answers.lock().map(|answers| answers.clone()).unwrap_or_default();
    Ok(answers)
}

fn status(count: usize, has_more: bool, language: Language) -> String {
    let count = i64::try_from(count).unwrap_or(i64::MAX);
    match (count, has_more) {
        (0, _) => words::customers_found_none(language).to_owned(),
        (_, true) => words::customers_found_more(language, &count.to_string()),
        (_, false) => words::customers_found(language, count),
    }
}

/// The full name, or the address for an account without one.
pub fn full_name(first: &str, last: &str, email: &str) -> String {
    let name = format!("{first} {last}");
    if name.trim().is_empty() {
        email.to_owned()
    } else {
        name.trim().to_owned()
    }
}

pub fn one_line(address: &str) -> String {
    address.lines().collect::<Vec<_>>().join(", ")
}

fn hit(row: Found, language: Language) -> Hit {
    Hit {
        href: paths::customer(&row.id),
        name: full_name(&row.first_name, &row.last_name, &row.email),
        email: row.email,
        address: one_line(&row.address),
        reference: row.reference,
        is_disabled: row.disabled_at.is_some(),
        status: match row.disabled_at {
            Some(_) => words::customer_disabled(language),
            None => words::customer_active(language),
        }
        .to_owned(),
    }
}

#[server(endpoint = "console/customers/note")]
pub async fn add_note(#[server(flatten)] form: NoteForm) -> Result<(), AppError> {
    submit(
        Access::Staff(Permission::CustomersManage),
        "note",
        form,
        |ctx, _, (customer, note)| async move {
            let customer = customers::add_note(&ctx, customer.as_ref(), &note).await?;
            Ok(Next::to(paths::customer(customer.as_str())).saying("customer-noted"))
        },
    )
    .await
}

async fn set_disabled(form: CustomerForm, disabled: bool, notice: &'static str) -> Result<(), AppError> {
    submit(
        Access::Staff(Permission::CustomersManage),
        "account",
        form,
        |ctx, _, customer| async move {
            let customer = customers::set_disabled(&ctx, customer.as_ref(), disabled).await?;
            Ok(Next::to(paths::customer(customer.as_str())).saying(notice))
        },
    )
    .await
}

#[server(endpoint = "console/customers/disable")]
pub async fn disable_customer(#[server(flatten)] form: CustomerForm) -> Result<(), AppError> {
    set_disabled(form, true, "customer-disabled").await
}

#[server(endpoint = "console/customers/enable")]
pub async fn enable_customer(#[server(flatten)] form: CustomerForm) -> Result<(), AppError> {
    set_disabled(form, false, "customer-enabled").await
}

#[server(endpoint = "console/customers/sign-out")]
pub async fn sign_customer_out(#[server(flatten)] form: CustomerForm) -> Result<(), AppError> {
    submit(
        Access::Staff(Permission::CustomersManage),
        "account",
        form,
        |ctx, _, customer| async move {
            let customer = customer.ok_or(Error::NotFound)?;
            services::auth::end_all_sessions(&ctx, &services::auth::Account::Customer(customer.clone()))
                .await?;
            Ok(Next::to(paths::customer(customer.as_str())).saying("customer-signed-out"))
        },
    )
    .await
}

#[server(endpoint = "console/customers/refresh")]
pub async fn refresh_customer(#[server(flatten)] form: CustomerForm) -> Result<(), AppError> {
    submit(
        Access::Staff(Permission::CustomersRead),
        "refresh",
        form,
        |ctx, _, customer| async move {
            let customer = customer.ok_or(Error::NotFound)?;
            let notice = match hms::refresh_now(&ctx, &customer).await? {
                Refreshed::Now => "customer-refreshed",
                Refreshed::NotYet => "customer-refreshing",
            };
            Ok(Next::to(paths::customer(customer.as_str())).saying(notice))
        },
    )
    .await
}

#[server(endpoint = "console/customers/deletion")]
pub async fn delete_customer(#[server(flatten)] form: CustomerForm) -> Result<(), AppError> {
    submit(
        Access::Staff(Permission::CustomersManage),
        "deletion",
        form,
        |ctx, _, customer| async move {
            let receipt = customers::delete(&ctx, customer.as_ref()).await?;
            Ok(Next::to(paths::customer_receipt(&receipt)))
        },
    )
    .await
}

#[server(endpoint = "console/customers/view-as")]
pub async fn view_as(#[server(flatten)] form: ReasonForm) -> Result<(), AppError> {
    submit(
        Access::Staff(Permission::CustomersViewAs),
        "view-as",
        form,
        |ctx, request, cmd| async move {
            let own = request.portal_session.clone();
            let token = customers::begin_viewing(&ctx, cmd, own, &request.browser).await?;
            let cookies = Cookies(request.cookies);
            Ok(Next::to(paths::HOME).with_cookie(cookies.set_session(Plane::Portal, &token)))
        },
    )
    .await
}

#[server(endpoint = "portal/view-as/stop")]
pub async fn stop_viewing(#[server(flatten)] form: NextForm) -> Result<(), AppError> {
    submit(
        Access::Anyone(Plane::Portal),
        "stop-viewing",
        form,
        |ctx, request, _| async move {
            let Some(customer) = customers::stop_viewing(&ctx, &request.browser).await? else {
                // It has run out; whoever is signed in here otherwise stays so.
                return Ok(Next::to(paths::HOME));
            };
            let cookies = Cookies(request.cookies);
            Ok(Next::to(paths::customer(customer.as_str()))
                .saying("viewing-stopped")
                .with_cookie(cookies.clear(&cookies.session(Plane::Portal))))
        },
    )
    .await
}

/// Asks for the list of everybody.
#[server(endpoint = "console/customers/export")]
pub async fn ask_for_export(#[server(flatten)] form: AskForm) -> Result<(), AppError> {
    let may = Access::Staff(Permission::CustomersExport);
    submit(may, "customers-export", form, |ctx, _, reason| async move {
        Ok(match customers::ask_for_export(&ctx, &reason).await? {
            Asked::Waits(id) => Next::to(paths::approval(&id)).saying("approval-asked"),
            Asked::Done(id) => Next::to(paths::approval(&id)).saying("approval-alone"),
        })
    })
    .await
}
