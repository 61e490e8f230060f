//! Places.

use super::Nothing;
use crate::civica_cx::{
    ask::{Asked, InCompany},
    landlord::{self, AssetKind, Landlord},
    paging::{Page, ok},
    refusal::Refusal,
    state::Cx,
    wire::asset::Asset,
};
use axum::{
    extract::{Path, State},
    response::Response,
};
use serde::Deserialize;

pub async fn one(
    State(cx): State<Cx>,
    caller: InCompany,
    Path(id): Path<String>,
    Asked(Nothing {}): Asked<Nothing>,
) -> Result<Response, Refusal> {
    Ok(ok(&Asset::of(find(&cx.world().landlord, &caller, &id)?)))
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RelatedQuery {
    #[serde(rename = "type")]
    kind: Option<String>,
    page_size: Option<String>,
    cursor: Option<String>,
}

pub async fn related(
    State(cx): State<Cx>,
    caller: InCompany,
    Path(id): Path<String>,
    Asked(asked): Asked<RelatedQuery>,
) -> Result<Response, Refusal> {
    let kind = asked.kind.as_deref().map(kind).transpose()?;
    let list = format!("assets/{id}/related/{kind:?}");
    let page = Page::parse(&list, asked.page_size.as_deref(), asked.cursor.as_deref())?;
    let world = cx.world();
    let related = world.landlord.related(find(&world.landlord, &caller, &id)?);
    let related = related
        .into_iter()
        .filter(|asset| kind.is_none_or(|kind| asset.kind == kind));
    let rows = related.map(|asset| (asset.id.clone(), Asset::of(asset)));
    Ok(ok(&page.sorted(&list, rows)))
}

fn kind(text: &str) -> Result<AssetKind, Refusal> {
    let kinds = [
        AssetKind::Property,
        AssetKind::Communal,
        AssetKind::Shared,
        AssetKind::Land,
    ];
    let known = kinds.into_iter().find(|kind| kind.as_str() == text);
    known.ok_or_else(|| Refusal::invalid("type", "type must be Property, Communal, Shared or Land."))
}

fn find<'a>(landlord: &'a Landlord, caller: &InCompany, id: &str) -> Result<&'a landlord::Asset, Refusal> {
    caller.own(landlord.assets.get(id), |asset| asset.company)
}
