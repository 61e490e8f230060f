//! The invariants of the architecture (its part 9), checked on the sources and the dependency tree.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

/// Rust files under some folders, with their texts; paths are relative to the workspace.
fn sources(folders: &[&str]) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut waiting: Vec<_> = folders.iter().map(|folder| root().join(folder)).collect();
    while let Some(folder) = waiting.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                waiting.push(path);
            } else if path.extension().is_some_and(|end| end == "rs") {
                let name = path.strip_prefix(root()).unwrap().display().to_string();
                found.push((name, fs::read_to_string(&path).unwrap()));
            }
        }
    }
    assert!(!found.is_empty(), "{folders:?}");
    found.sort();
    found
}

/// What ships: everything but tests.
const PRODUCT: &[&str] = &[
    "app/domain/src",
    "app/src",
    "frontend/src",
    "server/services/src",
    "server/src",
];

/// Lines outside comments that contain a text, as `file:number: line`.
fn lines_with(sources: &[(String, String)], wanted: impl Fn(&str) -> bool) -> Vec<String> {
    let mut found = Vec::new();
    for (name, text) in sources {
        for (number, line) in text.lines().enumerate() {
            if !line.trim_start().starts_with("//") && wanted(line) {
                found.push(format!("{name}:{}: {}", number + 1, line.trim()));
            }
        }
    }
    found
}

/// Fails when such lines are anywhere but in the files that `allowed` names.
fn only_in(folders: &[&str], allowed: impl Fn(&str) -> bool, wanted: impl Fn(&str) -> bool) {
    let elsewhere: Vec<_> = sources(folders)
        .into_iter()
        .filter(|(name, _)| !allowed(name))
        .collect();
    assert_eq!(lines_with(&elsewhere, wanted), Vec::<String>::new());
}

/// Names of everything a crate is built with.
fn crates_of(arguments: &[&str]) -> Vec<String> {
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    let mut command = Command::new(cargo);
    command.current_dir(root()).args([
        "tree",
        "--offline",
        "--edges",
        "normal,no-proc-macro",
        "--prefix",
        "none",
        "--format",
        "{lib}",
    ]);
    let answer = command.args(arguments).output().unwrap();
    assert!(
        answer.status.success(),
        "{}",
        String::from_utf8_lossy(&answer.stderr)
    );
    let text = String::from_utf8(answer.stdout).unwrap();
    text.lines()
        .map(|line| line.trim_end_matches(" (*)").trim().to_owned())
        .collect()
}

fn has_none_of(crates: &[String], unwanted: &[&str]) {
    let found: Vec<_> = crates
        .iter()
        .filter(|name| unwanted.contains(&name.as_str()))
        .collect();
    assert!(found.is_empty(), "{found:?}");
}

#[test]
fn the_domain_knows_no_framework_and_services_no_web() {
    let domain = crates_of(&["-p", "domain"]);
    has_none_of(
        &domain,
        &[
            "leptos",
            "axum",
            "tokio",
            "sqlx",
            "services",
            "app",
            "jiff",
            "reqwest",
            "wasm_bindgen",
        ],
    );
    has_none_of(
        &crates_of(&["-p", "services"]),
        &[
            "leptos",
            "axum",
            "hyper",
            "reqwest",
            "app",
            "server_fn",
            "simulators",
        ],
    );
}

#[test]
fn simulators_depend_on_no_crate_of_the_product() {
    has_none_of(
        &crates_of(&["-p", "simulators"]),
        &["domain", "services", "app", "words", "server", "frontend"],
    );
}

#[test]
fn the_browser_is_sent_islands_and_nothing_else() {
    let wasm = crates_of(&["-p", "frontend", "--target", "wasm32-unknown-unknown"]);
    assert!(wasm.iter().any(|name| name == "leptos"));
    // Each of these would weigh more than the islands themselves.
    has_none_of(
        &wasm,
        &[
            "sqlx",
            "sqlx_core",
            "tokio",
            "axum",
            "services",
            "leptos_router",
            "leptos_meta",
            "jiff",
        ],
    );
}

#[test]
fn sql_is_written_in_stores_only() {
    let verbs = [
        "select ",
        "insert into ",
        "update ",
        "delete from ",
        "create table ",
        "alter table ",
    ];
    let is_sql = |line: &str| {
        verbs
            .iter()
            .any(|verb| line.trim_start().starts_with(verb) || line.contains(&format!("\"{verb}")))
    };
    let is_store = |name: &str| {
        name.starts_with("server/services/src/") && (name.ends_with("/store.rs") || name.contains("/store/") || name.contains("/db/"))
            // Databases for tests are made by statements.
            || name == "server/services/src/testing/db.rs"
    };
    only_in(PRODUCT, is_store, is_sql);
}

#[test]
fn the_environment_is_read_in_one_place() {
    let reads = |line: &str| {
        ["env::var", "env::vars", "try_from_env", "from_default_env"]
            .iter()
            .any(|call| line.contains(call))
    };
    let allowed = |name: &str| {
        // The log begins before the settings are read; tests are told where their database server is.
        [
            "server/src/config.rs",
            "server/src/main.rs",
            "server/services/src/testing/db.rs",
        ]
        .contains(&name)
    };
    only_in(PRODUCT, allowed, reads);
}

#[test]
fn markup_that_is_not_escaped_is_written_in_one_place() {
    only_in(
        PRODUCT,
        |name| name == "app/src/ui/shell.rs",
        |line| line.contains("inner_html"),
    );
    let raw = |line: &str| line.contains("<textarea") || line.contains("<title") || line.contains("<Title");
    let allowed = |name: &str| name.starts_with("app/src/ui/") || name == "server/services/src/mails/mod.rs";
    only_in(PRODUCT, allowed, raw);
}

#[test]
fn addresses_are_formatted_in_one_place() {
    let formats = |line: &str| {
        ["\"/repairs", "\"/console", "\"/photos", "\"/sign-in", "\"/pkg"]
            .iter()
            .any(|start| line.contains(start))
    };
    only_in(
        &["app/src"],
        |name| name.starts_with("app/src/paths/") || name == "app/src/routes.rs",
        formats,
    );
}

/// The modules of its own crate that a text names, alone (`crate::a::B`) or in a group (`crate::{a, b::{C, D}}`).
fn reached(text: &str) -> Vec<&str> {
    let is_name = |c: char| c.is_alphanumeric() || c == '_';
    let first_name = |path: &'_ str| path.len() - path.trim_start_matches(is_name).len();
    let mut found = Vec::new();
    for (at, start) in text.match_indices("crate::") {
        let path = &text[at + start.len()..];
        let Some(group) = path.strip_prefix('{') else {
            found.push(&path[..first_name(path)]);
            continue;
        };
        let (mut depth, mut begins) = (1, 0);
        for (here, sign) in group.char_indices() {
            if depth == 1 && matches!(sign, ',' | '}') {
                let entry = group[begins..here].trim_start();
                found.push(&entry[..first_name(entry)]);
                begins = here + 1;
            }
            match sign {
                '{' => depth += 1,
                '}' => depth -= 1,
                _ => {}
            }
            if depth == 0 {
                break;
            }
        }
    }
    found
}

#[test]
fn a_group_names_what_stands_first_in_each_of_its_paths() {
    let grouped = "use crate::{\n    auth::{self, api},\n    paths,\n    ui::{field, sso::x},\n};";
    let names: Vec<_> = reached(grouped)
        .into_iter()
        .filter(|name| !name.is_empty())
        .collect();
    assert_eq!(names, ["auth", "paths", "ui"]);
    assert_eq!(
        reached("crate::audit::Row; crate::auth_words"),
        ["audit", "auth_words"]
    );
    let others = "use services::{\n    auth::{self, Place},\n    sso,\n};\nuse domain::auth::X;";
    assert_eq!(reached(others), Vec::<&str>::new());
}

#[test]
fn slices_of_the_app_do_not_know_each_other() {
    let slices = [
        "administrators",
        "approvals",
        "audit",
        "auth",
        "catalogue",
        "credentials",
        "customers",
        "domains",
        "drops",
        "integrations",
        "invites",
        "registration",
        "repairs",
        "sending",
        "sso",
        "sync",
        "templates",
        "test_system",
    ];
    for slice in slices {
        let own = sources(&[&format!("app/src/{slice}")]);
        for other in slices.iter().filter(|other| **other != slice) {
            let knowing: Vec<_> = own
                .iter()
                .filter(|(_, text)| reached(text).contains(other))
                .map(|(name, _)| name)
                .collect();
            assert_eq!(knowing, Vec::<&String>::new(), "{slice} knows {other}");
        }
    }
    let folders: Vec<_> = fs::read_dir(root().join("app/src"))
        .unwrap()
        .map(|entry| entry.unwrap())
        .filter(|entry| entry.path().is_dir())
        .map(|entry| entry.file_name().into_string().unwrap())
        .filter(|name| !["ui", "request", "paths"].contains(&name.as_str()))
        .collect();
    assert!(
        folders.iter().all(|name| slices.contains(&name.as_str())),
        "a slice is missing here: {folders:?}"
    );
}

#[test]
fn outside_systems_are_called_through_one_module_and_no_lint_is_silenced() {
    only_in(
        PRODUCT,
        |name| name == "server/src/integrations/outbound.rs",
        |line| line.contains("reqwest::Client::") || line.contains("Client::builder"),
    );
    only_in(
        PRODUCT,
        |_| false,
        |line| line.contains("#[allow(") || line.contains("#![allow("),
    );
}
