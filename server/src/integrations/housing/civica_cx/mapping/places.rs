use super::wire;
use domain::text::clean_line;
use services::ports::housing::{Asset, AssetKind};

pub fn asset(asset: wire::Asset) -> Asset {
    let address = asset.address;
    let lines = [
        address.line1,
        address.line2,
        address.line3,
        address.town,
        address.postcode,
    ];
    let uprn = asset
        .uprn
        .map(|uprn| uprn.trim_start_matches('0').to_owned())
        .filter(|uprn| !uprn.is_empty());
    Asset {
        uprn,
        kind: kind(asset.kind),
        parent_id: asset.parent_id,
        county: address.county.map(|county| clean_line(&county)),
        attributes: asset.attributes,
        address: lines
            .into_iter()
            .flatten()
            .map(|line| clean_line(&line))
            .filter(|line| !line.is_empty())
            .collect(),
        reference: asset.reference.unwrap_or_else(|| asset.id.clone()),
        id: asset.id,
    }
}

fn kind(word: Option<String>) -> AssetKind {
    match word.as_deref() {
        Some("Property") => AssetKind::Property,
        Some("Communal") => AssetKind::Communal,
        Some("Shared") => AssetKind::Shared,
        Some("Land") => AssetKind::Land,
        _ => AssetKind::Other(word.unwrap_or_default()),
    }
}
