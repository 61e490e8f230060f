//! Estates with blocks of flats, streets of houses, and what they share.

use super::{
    Asset, AssetKind, Landlord,
    places::{self, TOWNS, Town},
};
use crate::rng::Rng;
use jiff::ToSpan;

const ESTATES_PER_COMPANY_CYCLE: usize = 18;

/// The homes by kind, and the garages, in order of their ids.
pub struct Homes {
    pub flats: Vec<String>,
    pub houses: Vec<String>,
    pub garages: Vec<String>,
}

struct Site<'a> {
    town: &'a Town,
    company: &'static str,
    estate: String,
    postcode: String,
    street: String,
}

pub fn fill(landlord: &mut Landlord, wanted: usize) -> Homes {
    let mut rng = landlord.rng("assets");
    let mut homes = Homes {
        flats: Vec::new(),
        houses: Vec::new(),
        garages: Vec::new(),
    };
    let mut number = 0;
    while homes.flats.len() + homes.houses.len() < wanted {
        let left = wanted - homes.flats.len() - homes.houses.len();
        estate(landlord, &mut rng, &mut homes, number, left);
        number += 1;
    }
    homes
}

fn estate(landlord: &mut Landlord, rng: &mut Rng, homes: &mut Homes, number: usize, mut left: usize) {
    let town = &TOWNS[number % TOWNS.len()];
    let company = if number % ESTATES_PER_COMPANY_CYCLE == ESTATES_PER_COMPANY_CYCLE - 1 {
        "HGL"
    } else {
        "HGH"
    };
    let postcode = places::postcode(town, rng);
    let street = places::street(number);
    let name = format!("{} estate", street.split(' ').next().unwrap_or_default());
    let mut site = Site {
        town,
        company,
        estate: String::new(),
        postcode,
        street,
    };
    site.estate = add(
        landlord,
        &site,
        AssetKind::Communal,
        None,
        [Some(name.clone()), None, None],
        &[],
    );
    for (kind, what) in [
        (AssetKind::Land, "Green"),
        (AssetKind::Shared, "Community room"),
        (AssetKind::Communal, "Car park"),
    ] {
        add(
            landlord,
            &site,
            kind,
            Some(&site.estate),
            [Some(what.to_owned()), Some(name.clone()), None],
            &[],
        );
    }
    for block in 0..2 {
        let flats = usize::try_from(rng.between(6, 12)).unwrap_or(6).min(left);
        left -= flats;
        block_of(landlord, rng, homes, &site, number * 2 + block, flats);
    }
    let houses = usize::try_from(rng.between(8, 12)).unwrap_or(8).min(left);
    for house in 0..houses {
        let line = format!("{} {}", house * 2 + 1, site.street);
        let attributes = home_attributes(rng, "House");
        homes.houses.push(add(
            landlord,
            &site,
            AssetKind::Property,
            Some(&site.estate),
            [Some(line), None, None],
            &attributes,
        ));
    }
    for garage in 1..=4 {
        let lines = [Some(format!("Garage {garage}")), Some(site.street.clone()), None];
        let attributes = [("lettable", "Yes".to_owned()), ("residential", "No".to_owned())];
        homes.garages.push(add(
            landlord,
            &site,
            AssetKind::Property,
            Some(&site.estate),
            lines,
            &attributes,
        ));
    }
}

fn block_of(
    landlord: &mut Landlord,
    rng: &mut Rng,
    homes: &mut Homes,
    site: &Site<'_>,
    number: usize,
    flats: usize,
) {
    if flats == 0 {
        return;
    }
    let name = places::block(number);
    let lines = |first: Option<String>| match first {
        Some(first) => [Some(first), Some(name.clone()), Some(site.street.clone())],
        None => [Some(name.clone()), Some(site.street.clone()), None],
    };
    let storeys = [
        ("storeys", flats.div_ceil(4).to_string()),
        ("lift", if flats > 8 { "Yes" } else { "No" }.to_owned()),
    ];
    let block = add(
        landlord,
        site,
        AssetKind::Communal,
        Some(&site.estate),
        lines(None),
        &storeys,
    );
    let stairs = add(
        landlord,
        site,
        AssetKind::Communal,
        Some(&block),
        lines(Some("Stairwell A".into())),
        &[],
    );
    add(
        landlord,
        site,
        AssetKind::Shared,
        Some(&block),
        lines(Some("Laundry".into())),
        &[],
    );
    for flat in 1..=flats {
        let attributes = home_attributes(rng, "Flat");
        let lines = lines(Some(format!("Flat {flat}")));
        homes.flats.push(add(
            landlord,
            site,
            AssetKind::Property,
            Some(&stairs),
            lines,
            &attributes,
        ));
    }
}

fn home_attributes(rng: &mut Rng, kind: &'static str) -> [(&'static str, String); 5] {
    let heating = *rng.pick(&[
        "Gas boiler",
        "Gas boiler",
        "Electric storage heaters",
        "Air source heat pump",
    ]);
    [
        ("propertyType", kind.to_owned()),
        (
            "bedrooms",
            rng.between(1, if kind == "Flat" { 2 } else { 4 }).to_string(),
        ),
        ("heating", heating.to_owned()),
        ("lettable", "Yes".to_owned()),
        ("residential", "Yes".to_owned()),
    ]
}

fn add(
    landlord: &mut Landlord,
    site: &Site<'_>,
    kind: AssetKind,
    parent: Option<&String>,
    lines: [Option<String>; 3],
    attributes: &[(&'static str, String)],
) -> String {
    let number = landlord.assets.len() + 1;
    let id = format!("AST-{number:06}");
    let asset = Asset {
        id: id.clone(),
        reference: format!(
            "{}{:05}",
            if kind == AssetKind::Property { "P" } else { "C" },
            number * 3
        ),
        company: site.company,
        uprn: (kind == AssetKind::Property).then(|| uprn(number)),
        kind,
        parent: parent.cloned(),
        root: parent.map(|_| site.estate.clone()),
        status: "Active",
        address: places::address(site.town, &site.postcode, lines),
        attributes: attributes.to_vec(),
        alerts: alerts(landlord, kind, number),
    };
    landlord.assets.insert(id.clone(), asset);
    id
}

/// Some with twelve digits, some with eleven, some padded with zeros.
fn uprn(number: usize) -> String {
    match number % 7 {
        0 => format!("{:012}", 199_356 + number * 11),
        1..=3 => (100_070_000_000_u64 + number as u64 * 37).to_string(),
        _ => (10_090_000_000_u64 + number as u64 * 53).to_string(),
    }
}

fn alerts(landlord: &Landlord, kind: AssetKind, number: usize) -> Vec<super::Alert> {
    let asbestos = super::Alert {
        kind: "Asbestos",
        severity: "Medium",
        text: "Textured ceiling coating: do not drill before a survey.",
        from: landlord.made_on.saturating_sub(900.days()),
        to: None,
    };
    if kind == AssetKind::Property && number.is_multiple_of(31) {
        vec![asbestos]
    } else {
        Vec::new()
    }
}
