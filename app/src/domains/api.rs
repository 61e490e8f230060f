//! The doorway of 'Approved Domains'.

use crate::{
    error::AppError,
    paths,
    request::{Access, Next, submit},
};
use domain::{domains::DomainsForm, permissions::Permission};
use leptos::prelude::*;
use services::domains;

#[server(endpoint = "console/domains")]
pub async fn save_domains(#[server(flatten)] form: DomainsForm) -> Result<(), AppError> {
    let may = Access::Staff(Permission::SignInManage);
    submit(may, "domains", form, |ctx, _, lists| async move {
        domains::save(&ctx, lists).await?;
        Ok(Next::to(paths::CONSOLE_DOMAINS).saying("domains-saved"))
    })
    .await
}
