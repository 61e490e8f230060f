//! The doorways of repairs.

use crate::{
    error::AppError,
    paths,
    request::{Access, Next, submit},
};
use domain::{
    forms::{Form, FormErrors},
    ids::JobId,
    permissions::Permission,
    repairs::{
        AcceptSafetyForm, CancelForm, ChooseCategoryForm, ChooseDefinitionForm, DescribeForm, DraftForm, Step,
    },
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use services::repairs::{self, desk, report};

fn on((draft, step): report::Next) -> Next {
    Next::to(paths::report(&draft, step))
}

/// As [`on`]; whoever came from the check page answers what is newly asked and is back there.
fn on_or_back((draft, step): report::Next, back_to_check: bool) -> Next {
    if back_to_check && step != Step::Check {
        Next::to(paths::report_change(&draft, step))
    } else {
        on((draft, step))
    }
}

#[server(endpoint = "portal/repairs/category")]
pub async fn choose_category(#[server(flatten)] form: ChooseCategoryForm) -> Result<(), AppError> {
    submit(Access::Customer, "category", form, |ctx, _, cmd| async move {
        let back_to_check = cmd.back_to_check;
        Ok(on_or_back(
            report::choose_category(&ctx, cmd).await?,
            back_to_check,
        ))
    })
    .await
}

#[server(endpoint = "portal/repairs/definition")]
pub async fn choose_definition(#[server(flatten)] form: ChooseDefinitionForm) -> Result<(), AppError> {
    submit(Access::Customer, "definition", form, |ctx, _, cmd| async move {
        let back_to_check = cmd.back_to_check;
        Ok(on_or_back(
            report::choose_definition(&ctx, cmd).await?,
            back_to_check,
        ))
    })
    .await
}

#[server(endpoint = "portal/repairs/safety")]
pub async fn accept_safety(#[server(flatten)] form: AcceptSafetyForm) -> Result<(), AppError> {
    submit(Access::Customer, "safety", form, |ctx, _, cmd| async move {
        let back_to_check = cmd.back_to_check;
        Ok(on_or_back(report::accept_safety(&ctx, cmd).await?, back_to_check))
    })
    .await
}

#[server(endpoint = "portal/repairs/description")]
pub async fn describe(#[server(flatten)] form: DescribeForm) -> Result<(), AppError> {
    submit(Access::Customer, "description", form, |ctx, _, cmd| async move {
        let back_to_check = cmd.back_to_check;
        Ok(on_or_back(report::describe(&ctx, cmd).await?, back_to_check))
    })
    .await
}

#[server(endpoint = "portal/repairs/photo-removal")]
pub async fn remove_photo(#[server(flatten)] form: DraftForm) -> Result<(), AppError> {
    submit(Access::Customer, "photos", form, |ctx, _, cmd| async move {
        let draft = report::remove_photo(&ctx, cmd.draft.as_ref(), cmd.photo.as_ref()).await?;
        Ok(Next::to(paths::report(&draft, Step::Photos)))
    })
    .await
}

#[server(endpoint = "portal/repairs/report")]
pub async fn send_report(#[server(flatten)] form: DraftForm) -> Result<(), AppError> {
    submit(Access::Customer, "report", form, |ctx, _, cmd| async move {
        let repair = report::send(&ctx, cmd.draft.as_ref()).await?;
        Ok(Next::to(paths::repair_sent(&repair)))
    })
    .await
}

#[server(endpoint = "portal/repairs/cancellation")]
pub async fn cancel_repair(#[server(flatten)] form: CancelForm) -> Result<(), AppError> {
    submit(Access::Customer, "cancellation", form, |ctx, _, cmd| async move {
        let repair = repairs::cancel(&ctx, cmd).await?;
        Ok(Next::to(paths::repair(&repair)).saying("repair-cancelled"))
    })
    .await
}

/// 'Try again' on a delivery, and the repair's page to stay on.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct TryAgainForm {
    pub job: String,
    pub next: String,
}

impl Form for TryAgainForm {
    type Parsed = (Option<JobId>, String);

    fn parse(&self) -> Result<Self::Parsed, FormErrors> {
        Ok((JobId::parse(&self.job), self.next.clone()))
    }
}

#[server(endpoint = "console/repairs/retry")]
pub async fn try_again(#[server(flatten)] form: TryAgainForm) -> Result<(), AppError> {
    submit(
        Access::Staff(Permission::RepairsManage),
        "retry",
        form,
        |ctx, _, (job, next)| async move {
            desk::try_again(&ctx, job.as_ref()).await?;
            Ok(Next::to_local(&next, paths::CONSOLE_REPAIRS).saying("try-again"))
        },
    )
    .await
}

domain::silent_debug!(TryAgainForm);
