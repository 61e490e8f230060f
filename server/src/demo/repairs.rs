//! What the demo's tenants can report. The codes are invented, like those of the simulator.

use domain::catalogue::Icon;
use services::{
    db::Tx,
    error::Result,
    repairs::{CategoryRow, DefinitionRow, add_category, add_definition},
};

type Words = (&'static str, &'static str);

struct Category {
    name: Words,
    hint: Words,
    icon: Icon,
    /// What to do, where it can be an emergency.
    emergency: Option<Words>,
    definitions: &'static [Definition],
}

#[derive(Clone, Copy)]
struct Definition {
    name: Words,
    safety: Option<Words>,
    table: &'static str,
    code: &'static str,
    priority: &'static str,
    guidance: Words,
    photo_wanted: bool,
}

const fn plain(name: Words, table: &'static str, code: &'static str, priority: &'static str) -> Definition {
    Definition {
        name,
        safety: None,
        table,
        code,
        priority,
        guidance: ("", ""),
        photo_wanted: false,
    }
}

const fn safe(safety: Words, definition: Definition) -> Definition {
    Definition {
        safety: Some(safety),
        ..definition
    }
}

const ELECTRIC: Words = (
    "Do not touch the switch or socket.\nIf you see sparks or smell burning, turn off the power at the fuse box and call us now.",
    "Peidiwch â chyffwrdd â'r switsh na'r soced.\nOs gwelwch wreichion neu os aroglwch losgi, diffoddwch y trydan wrth y blwch ffiwsiau a ffoniwch ni nawr.",
);
const BOILER: Words = (
    "Do not take the cover off the boiler.\nIf you smell gas, open the windows, do not use switches, leave the home and call 0800 111 999.",
    "Peidiwch â thynnu'r clawr oddi ar y boeler.\nOs aroglwch nwy, agorwch y ffenestri, peidiwch â defnyddio switshis, gadewch y cartref a ffoniwch 0800 111 999.",
);
const LEAK: Words = (
    "If water is coming in fast, turn it off at the stopcock.\nKeep away from lights and sockets that are wet.",
    "Os yw dŵr yn dod i mewn yn gyflym, diffoddwch ef wrth y stopfalf.\nCadwch draw oddi wrth oleuadau a socedi gwlyb.",
);

const CATEGORIES: &[Category] = &[
    Category {
        name: ("Heating and hot water", "Gwres a dŵr poeth"),
        hint: (
            "Boiler, radiators, no hot water",
            "Boeler, rheiddiaduron, dim dŵr poeth",
        ),
        icon: Icon::Flame,
        emergency: Some((
            "Is the smell gas? Open the windows, go outside, and call 0800 111 999. No heating and somebody is very old, very young or ill? Call us now.",
            "A oes arogl nwy? Agorwch y ffenestri, ewch allan, a ffoniwch 0800 111 999. Dim gwres a rhywun yn hen iawn, yn ifanc iawn neu'n sâl? Ffoniwch ni nawr.",
        )),
        definitions: &[
            safe(
                BOILER,
                plain(
                    ("No heating and no hot water", "Dim gwres a dim dŵr poeth"),
                    "HEATING",
                    "DEMO-HTG-0101",
                    "URG",
                ),
            ),
            safe(
                BOILER,
                plain(
                    ("No hot water", "Dim dŵr poeth"),
                    "HEATING",
                    "DEMO-HTG-0102",
                    "URG",
                ),
            ),
            plain(
                ("A radiator does not get warm", "Nid yw rheiddiadur yn cynhesu"),
                "HEATING",
                "DEMO-HTG-0201",
                "RTN",
            ),
            plain(
                ("A radiator leaks", "Mae rheiddiadur yn gollwng"),
                "HEATING",
                "DEMO-HTG-0202",
                "URG",
            ),
        ],
    },
    Category {
        name: ("Water, taps and toilets", "Dŵr, tapiau a thoiledau"),
        hint: (
            "Leaks, blocked sinks, toilet will not flush",
            "Gollyngiadau, sinciau wedi'u blocio, toiled ddim yn fflysio",
        ),
        icon: Icon::Drop,
        emergency: Some((
            "Is water coming in fast, or near lights and sockets? Turn it off at the stopcock and call us now.",
            "A yw dŵr yn dod i mewn yn gyflym, neu ger goleuadau a socedi? Diffoddwch ef wrth y stopfalf a ffoniwch ni nawr.",
        )),
        definitions: &[
            safe(
                LEAK,
                plain(
                    ("A pipe is leaking", "Mae pibell yn gollwng"),
                    "RESPONSIVE",
                    "DEMO-PLB-0201",
                    "IMM",
                ),
            ),
            plain(
                (
                    "A tap drips or will not turn",
                    "Mae tap yn diferu neu ddim yn troi",
                ),
                "RESPONSIVE",
                "DEMO-PLB-0101",
                "RTN",
            ),
            plain(
                (
                    "The only toilet does not flush",
                    "Nid yw'r unig doiled yn fflysio",
                ),
                "RESPONSIVE",
                "DEMO-PLB-0301",
                "URG",
            ),
            plain(
                ("A sink or bath is blocked", "Mae sinc neu fath wedi'i flocio"),
                "RESPONSIVE",
                "DEMO-DRN-0101",
                "URG",
            ),
        ],
    },
    Category {
        name: ("Electrics and lights", "Trydan a goleuadau"),
        hint: ("Lights, sockets, no power", "Goleuadau, socedi, dim pŵer"),
        icon: Icon::Bolt,
        emergency: Some((
            "Do you see sparks or smell burning? Turn off the power at the fuse box and call us now.",
            "A welwch wreichion neu a aroglwch losgi? Diffoddwch y trydan wrth y blwch ffiwsiau a ffoniwch ni nawr.",
        )),
        definitions: &[
            safe(
                ELECTRIC,
                plain(
                    ("No power in some rooms", "Dim pŵer mewn rhai ystafelloedd"),
                    "RESPONSIVE",
                    "DEMO-ELE-0101",
                    "IMM",
                ),
            ),
            safe(
                ELECTRIC,
                plain(
                    ("A socket or switch is broken", "Mae soced neu switsh wedi torri"),
                    "RESPONSIVE",
                    "DEMO-ELE-0201",
                    "URG",
                ),
            ),
            plain(
                ("A light does not work", "Nid yw golau'n gweithio"),
                "RESPONSIVE",
                "DEMO-ELE-0301",
                "RTN",
            ),
        ],
    },
    Category {
        name: ("Damp and mould", "Lleithder a llwydni"),
        hint: (
            "Black spots, wet walls, a musty smell",
            "Smotiau du, waliau gwlyb, arogl mwslyd",
        ),
        icon: Icon::Mould,
        emergency: None,
        definitions: &[
            Definition {
                guidance: (
                    "Mould is ours to put right, whatever caused it. Tell us about it as soon as you see it.",
                    "Ein gwaith ni yw trin llwydni, beth bynnag a'i achosodd. Rhowch wybod i ni cyn gynted ag y gwelwch ef.",
                ),
                photo_wanted: true,
                ..plain(
                    ("Mould on a wall or ceiling", "Llwydni ar wal neu nenfwd"),
                    "RESPONSIVE",
                    "DEMO-WET-0401",
                    "URG",
                )
            },
            plain(
                ("A wall or ceiling is wet", "Mae wal neu nenfwd yn wlyb"),
                "RESPONSIVE",
                "DEMO-WET-0205",
                "URG",
            ),
        ],
    },
    Category {
        name: ("Doors, windows and locks", "Drysau, ffenestri a chloeon"),
        hint: (
            "Will not close, will not lock, broken glass",
            "Ddim yn cau, ddim yn cloi, gwydr wedi torri",
        ),
        icon: Icon::Door,
        emergency: None,
        definitions: &[
            plain(
                ("The front door does not lock", "Nid yw'r drws ffrynt yn cloi"),
                "RESPONSIVE",
                "DEMO-LCK-0101",
                "IMM",
            ),
            plain(
                ("A window does not close", "Nid yw ffenestr yn cau"),
                "RESPONSIVE",
                "DEMO-GLZ-0101",
                "URG",
            ),
            plain(
                (
                    "An inside door sticks or is broken",
                    "Mae drws mewnol yn glynu neu wedi torri",
                ),
                "RESPONSIVE",
                "DEMO-JOI-0101",
                "RTN",
            ),
        ],
    },
    Category {
        name: ("Roof, walls and outside", "To, waliau a'r tu allan"),
        hint: (
            "Gutters, fences, tiles, paths",
            "Cafnau, ffensys, teils, llwybrau",
        ),
        icon: Icon::Roof,
        emergency: None,
        definitions: &[
            plain(
                ("Water comes through the roof", "Mae dŵr yn dod drwy'r to"),
                "RESPONSIVE",
                "DEMO-ROF-0101",
                "URG",
            ),
            plain(
                (
                    "A gutter is blocked or broken",
                    "Mae cafn wedi'i flocio neu wedi torri",
                ),
                "RESPONSIVE",
                "DEMO-ROF-0201",
                "RTN",
            ),
            plain(
                ("A fence or gate is broken", "Mae ffens neu giât wedi torri"),
                "RESPONSIVE",
                "DEMO-EXT-0101",
                "RTN",
            ),
        ],
    },
];

/// A fixed id, so that a second start finds the same rows.
fn id(kind: u32, number: usize) -> String {
    format!("{kind:08x}-0000-7000-8000-{number:012x}")
}

/// Adds the categories and definitions that are missing.
pub async fn seed(tx: &Tx) -> Result<()> {
    let mut number = 0;
    for (position, category) in (0_i64..).zip(CATEGORIES) {
        let category_id = id(1, usize::try_from(position).unwrap_or_default());
        let row = CategoryRow {
            id: category_id.clone(),
            name_en: category.name.0.into(),
            name_cy: category.name.1.into(),
            hint_en: category.hint.0.into(),
            hint_cy: category.hint.1.into(),
            icon: category.icon.as_str().into(),
            emergency: category.emergency.is_some(),
            call_us_en: category.emergency.map_or("", |words| words.0).into(),
            call_us_cy: category.emergency.map_or("", |words| words.1).into(),
            position,
            ..CategoryRow::default()
        };
        add_category(tx, &row).await?;
        for (position, definition) in (0_i64..).zip(category.definitions) {
            number += 1;
            let row = DefinitionRow {
                id: id(2, number),
                category_id: category_id.clone(),
                name_en: definition.name.0.into(),
                name_cy: definition.name.1.into(),
                safety_notice_en: definition.safety.map(|words| words.0.into()),
                safety_notice_cy: definition.safety.map(|words| words.1.into()),
                sor_table: definition.table.into(),
                sor_code: definition.code.into(),
                repair_type: "RESP".into(),
                priority: definition.priority.into(),
                contract: if definition.table == "HEATING" {
                    "DEMO-HEAT"
                } else {
                    "DEMO-RESP"
                }
                .into(),
                guidance_en: definition.guidance.0.into(),
                guidance_cy: definition.guidance.1.into(),
                photo_wanted: definition.photo_wanted,
                position,
            };
            add_definition(tx, &row).await?;
        }
    }
    Ok(())
}
