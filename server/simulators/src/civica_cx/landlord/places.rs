//! Real towns, invented streets.

use super::Address;
use crate::rng::Rng;

/// A town, its county and a postcode district of it.
pub struct Town {
    pub name: &'static str,
    pub county: &'static str,
    pub district: &'static str,
}

const fn town(name: &'static str, county: &'static str, district: &'static str) -> Town {
    Town {
        name,
        county,
        district,
    }
}

pub const TOWNS: [Town; 12] = [
    town("Shrewsbury", "Shropshire", "SY2"),
    town("Stafford", "Staffordshire", "ST17"),
    town("Hereford", "Herefordshire", "HR2"),
    town("Telford", "Shropshire", "TF2"),
    town("Kidderminster", "Worcestershire", "DY11"),
    town("Crewe", "Cheshire", "CW2"),
    town("Burton upon Trent", "Staffordshire", "DE14"),
    town("Leominster", "Herefordshire", "HR6"),
    town("Oswestry", "Shropshire", "SY11"),
    town("Matlock", "Derbyshire", "DE4"),
    town("Worcester", "Worcestershire", "WR5"),
    town("Nantwich", "Cheshire", "CW5"),
];

const FIRST: [&str; 24] = [
    "Tannery",
    "Millrace",
    "Withy",
    "Cloverfield",
    "Kilnhouse",
    "Larkspur",
    "Ropewalk",
    "Damson",
    "Heronsgate",
    "Quillet",
    "Weavers",
    "Sallowfield",
    "Bellfounder",
    "Osier",
    "Thistledown",
    "Coppice",
    "Fullers",
    "Linnet",
    "Marlpit",
    "Sorrel",
    "Wheelwright",
    "Haywain",
    "Bramling",
    "Tithe",
];
const SECOND: [&str; 8] = [
    "Road", "Lane", "Close", "Street", "Avenue", "Way", "Rise", "Gardens",
];
const BLOCKS: [&str; 16] = [
    "Alder",
    "Rowan",
    "Hazel",
    "Juniper",
    "Maple",
    "Willow",
    "Aspen",
    "Hornbeam",
    "Hawthorn",
    "Medlar",
    "Sycamore",
    "Laburnum",
    "Blackthorn",
    "Spindle",
    "Wychelm",
    "Larch",
];
const COURTS: [&str; 3] = ["Court", "House", "Lodge"];
/// Letters the inward part of a postcode uses.
const INWARD: &[u8] = b"ABDEFGHJLNPQRSTUWXYZ";

pub fn street(number: usize) -> String {
    let (first, turn) = (number % FIRST.len(), number / FIRST.len());
    format!("{} {}", FIRST[first], SECOND[(first + turn) % SECOND.len()])
}

pub fn block(number: usize) -> String {
    let (tree, turn) = (number % BLOCKS.len(), number / BLOCKS.len());
    format!("{} {}", BLOCKS[tree], COURTS[turn % COURTS.len()])
}

pub fn postcode(town: &Town, rng: &mut Rng) -> String {
    let digit = rng.between(1, 9);
    let (first, second) = (char::from(*rng.pick(INWARD)), char::from(*rng.pick(INWARD)));
    format!("{} {digit}{first}{second}", town.district)
}

pub fn address(town: &Town, postcode: &str, [first, second, third]: [Option<String>; 3]) -> Address {
    Address {
        line1: first.unwrap_or_default(),
        line2: second,
        line3: third,
        town: town.name,
        county: town.county,
        postcode: postcode.to_owned(),
    }
}
